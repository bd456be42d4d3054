//! Errors as the command line tells them: its names for the terms of a message, and exit codes.

use bereik::diagnostics::{Error, Fault, Term, Text};
use std::borrow::Cow;

/// Options that are wrong, alone or together.
pub fn usage(message: impl Into<Text>) -> Error {
    Error::usage(Fault::OptionInvalid, message)
}

/// The message of an error, naming options and commands.
pub fn words(error: &Error) -> String {
    error.named(&name)
}

/// The exit code of an error: 2 when the command is at fault, 1 when the inputs or the system are.
pub fn exit_code(error: &Error) -> u8 {
    match error {
        Error::Usage { .. } => 2,
        _ => 1,
    }
}

fn name(term: &Term) -> Cow<'static, str> {
    Cow::Borrowed(match term {
        Term::Crs => "--crs",
        Term::MaxSnap => "--max-snap",
        Term::Osm => "--osm",
        Term::Output => "-o",
        Term::Verify => "--verify",
        Term::Factorial => "--factorial",
        Term::Memory => "--memory",
        Term::Shard => "--shard",
        Term::Level => "--level",
        Term::Threads => "--threads",
        Term::Candidates => "--candidates",
        Term::Grid => "--grid",
        Term::Within => "--within",
        Term::Build => "`bereik build`",
        Term::BuildFirst => "`bereik build --osm FILE --gtfs FILE -o FILE.bereik`",
        Term::BuildWithin(metres) => return format!("`bereik build --max-snap {metres}`").into(),
        Term::Monitor => "`bereik monitor run`",
        Term::MonitorShard => "`bereik monitor run --shard`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_options_and_commands() {
        let place = Fault::CrsMissing.at("homes.csv", "x and y").line(1);
        let hint = Text::from("say so with ").and(Term::Crs);
        let error = Error::from(place.hint(hint.and(", or ").and(Term::Build)));
        let due = "homes.csv, line 1: x and y\nhint: say so with --crs, or `bereik build`";
        assert_eq!(words(&error), due);
        assert_eq!(exit_code(&error), 1);
        let error = usage(Text::from(Term::BuildWithin("500".to_owned())));
        assert_eq!(words(&error), "`bereik build --max-snap 500`");
        assert_eq!(exit_code(&error), 2);
        let text = Text::from(Term::Verify).and(": differs");
        let error = Error::from(Fault::VerificationFailed.at("", text));
        assert_eq!(words(&error), "--verify: differs");
    }
}
