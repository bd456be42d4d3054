//! The messages of pages: which there are, and how their texts are read and filled in. The texts stand in
//! `locales/nl.ftl` and `locales/en.ftl`, which know the grammar of their language; the code knows only names.

use super::head::Language;
use super::html::{Filled, Html, Piece, Said, plain_text};
use crate::network::mode::VehicleKind;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A sentence or word that stands in the file of each language.
pub trait Message: Copy {
    /// Its id in those files.
    fn id(self) -> String;
    /// The names of the values it is filled in with.
    fn args(self) -> &'static [&'static str] {
        &[]
    }
    /// The text of a message that is not filled in.
    fn text(self, language: Language) -> &'static str {
        text(language, &self.id()).unwrap_or("?")
    }
}

/// An enum of messages, `Name, Filled(value, other),`; the id of each is the prefix and its name in kebab-case.
macro_rules! messages {
    ($type:ident $prefix:literal; $($name:ident $(($($arg:ident),+))?,)*) => {
        /// A message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $(#[allow(missing_docs)] $name,)* }
        impl $type {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
        impl $crate::output::report::kit::messages::Message for $type {
            fn id(self) -> String {
                $crate::output::report::kit::messages::id($prefix, self)
            }
            fn args(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($(stringify!($arg),)+)?],)* }
            }
        }
    };
}
pub(in crate::output::report) use messages;

/// The id of a message: a prefix and its name, `NormNth` as `norm-nth`, `Missed2` as `missed-2`.
pub fn id(prefix: &str, name: impl std::fmt::Debug) -> String {
    let mut id = prefix.to_owned();
    for c in format!("{name:?}").chars() {
        if c.is_uppercase() || c.is_numeric() {
            id.push('-');
        }
        id.extend(c.to_lowercase());
    }
    id
}

/// What passengers call a vehicle; a line where the kind is not known.
impl Message for VehicleKind {
    fn id(self) -> String {
        id("kit-vehicle", self)
    }
}

/// Values by the names that a message has for them.
pub type Values<'a> = &'a [(&'a str, &'a dyn Piece)];

type Bundle = FluentBundle<FluentResource>;

/// The texts of a language, read once.
fn bundle(language: Language) -> &'static Bundle {
    static NL: LazyLock<Bundle> = LazyLock::new(|| read("nl", file(Language::Nl)));
    static EN: LazyLock<Bundle> = LazyLock::new(|| read("en", file(Language::En)));
    match language {
        Language::Nl => &NL,
        Language::En => &EN,
    }
}

/// The file of a language.
fn file(language: Language) -> &'static str {
    match language {
        Language::Nl => include_str!("../../../../locales/nl.ftl"),
        Language::En => include_str!("../../../../locales/en.ftl"),
    }
}

/// Reads the file of a language. Errors in it are found by a test.
fn read(language: &str, file: &str) -> Bundle {
    let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, _)| read);
    let mut bundle = FluentBundle::new_concurrent(language.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(written));
    bundle.add_resource_overriding(resource);
    bundle
}

/// A number as it was written by [`super::Words`], which alone knows how.
fn written<M>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => number.options.currency.clone(),
        _ => None,
    }
}

/// A piece as a value: messages choose words by numbers, so these are given as such. Their text travels along as a
/// currency, the only text that a number has room for; no message is about money.
fn value(piece: &dyn Piece) -> FluentValue<'static> {
    let mut text = String::new();
    piece.write(&mut text);
    let Some(number) = piece.number() else {
        return text.into();
    };
    let options = FluentNumberOptions {
        currency: Some(text),
        ..FluentNumberOptions::default()
    };
    FluentNumber::new(number, options).into()
}

/// The text of a message that is plain text; none where there is no such message.
pub fn text(language: Language, id: &str) -> Option<&'static str> {
    match formatted(language, id, None)? {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}

/// A message filled in with values by name, which are escaped. The message may hold the program's own markup.
pub fn filled(language: Language, msg: impl Message, values: Values) -> Html {
    let id = msg.id();
    let known = msg
        .args()
        .iter()
        .all(|arg| values.iter().any(|v| v.0 == *arg));
    debug_assert!(
        known && values.len() == msg.args().len(),
        "{id} is filled in with {:?}",
        msg.args()
    );
    let args: FluentArgs = (values.iter())
        .map(|(name, piece)| (*name, value(*piece)))
        .collect();
    let text = formatted(language, &id, Some(&args)).unwrap_or_default();
    Html::of_message(text, said(id, msg, values))
}

/// What is said with a message, and with those that stand in it.
fn said(message: String, msg: impl Message, values: Values) -> Vec<Said> {
    if values.is_empty() {
        return Vec::new();
    }
    let place = |arg: &&'static str| {
        let (_, piece) = values.iter().find(|v| v.0 == *arg)?;
        let (text, number) = (plain_text(&Html::text(*piece)), piece.number());
        Some((*arg, Filled { text, number }))
    };
    let values_said = msg.args().iter().filter_map(place).collect();
    let mut all = vec![Said {
        message,
        values: values_said,
    }];
    all.extend(values.iter().flat_map(|(_, piece)| piece.said()).cloned());
    all
}

fn formatted(language: Language, id: &str, args: Option<&FluentArgs>) -> Option<Cow<'static, str>> {
    let bundle = bundle(language);
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    Some(text)
}

messages! {
    Msg "kit";
    // Page
    Skip, Annex, Fictional, NotKnown(unlinked, homes, share), Serious(count), FactSlots, FactGroups, FactPersonas, SlotDepart(window), SlotArrive(window),
    Contents, Brief, Where, When, Who, Account, MadeWith(program), And,
    Date(weekday, day, month, year), NormsTitle, LimitsShort, NoNorms, Ranking, Rank, Count0,
    Count1, Count2, Count3,
    // Units and names
    UnitPeople, UnitHouseholds, UnitDwellings, UnitHomes, CountedPeople(count),
    CountedHouseholds(count), CountedDwellings(count), CountedHomes(count), GroupEveryone,
    GroupSocialHousing, GroupLowIncome, GroupNoCar, GroupHomes, GroupLowest(group, rank),
    NotReached, NoValue, MeasureNearest, MeasureNth(n), MeasureCumulative(minutes), MeasureScore,
    NormNone, NormWithin(minutes), NormNth(n, minutes), NormAtLeast(value),
    NormAtLeastWithin(value, minutes), PersonaNote(speed, walk, trip), PersonaWalkOnly(minutes),
    PersonaChanging(minutes), PersonaBicycle(speed, minutes), PersonaWheelchair, PersonaWheelchairUnknown, TripLimits(walk, trip),
    // Findings
    SideLevel, SideThreshold, SideDispersion,
    // Map
    MapNone, MapCoarse, MapOutside(count), MapPoint, ShowHomes, ShowStops, ShowNames, ClassUnder(to), ClassBetween(from, to),
    ClassOver(from), LegendHomes, Missed0, Missed1, Missed2, Missed3, NormMet, NormMissed, NorthUp,
    PickAll,
    // Pockets, hidden poor
    PocketArea, PocketShare, WorstTenth,
    // When
    ProfileTitle, NormLine(norm), ShiftTitle, ShiftHow, Shift, ShiftJobs,
    ShiftNobody, ShiftCaption,
    // Who
    StackNone, StackRow(least, people, all, unit), Below, LevelsTitle,
    LevelsCaption(slot, traveller), Service, Group, Slot, Persona, Median, Headcount, Gap, Gini,
    FullTitle,
    // Notes
    LimitsTitle, LimitAmbulance, LimitTimetable, LimitNorms, Norm, DataTitle, AndMore(more),
    FindingsNone, FindingsSome(findings, kinds), FindingsCaption, Severeness, SeverityNote,
    SeverityWarning, SeveritySerious, Count, File, Kind, Example, InputsTitle, Role, Size, Note,
    Hash,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::report::compare::{keys, messages};
    use crate::output::report::kit::{Words, findings};
    use crate::output::report::{explain, lifelines, site, study};
    use std::collections::{BTreeMap, BTreeSet};

    /// A number is a value with its text, which equals no plain number: a choice by `[2]` would never be taken.
    #[test]
    fn words_are_chosen_by_plural_and_not_by_number() {
        for language in LANGUAGES {
            let by_number = |line: &&str| {
                let line = line.trim_start().trim_start_matches('*');
                line.starts_with('[') && line[1..].starts_with(|c: char| c.is_ascii_digit())
            };
            let lines: Vec<&str> = file(language).lines().filter(by_number).collect();
            assert!(lines.is_empty(), "{language:?}: {lines:?}");
        }
    }

    const LANGUAGES: [Language; 2] = [Language::Nl, Language::En];

    /// The ids of messages with the names of their values.
    type Declared = BTreeMap<String, BTreeSet<String>>;

    /// All messages that the code has.
    fn declared() -> Declared {
        fn of(list: &[impl Message]) -> Declared {
            let args = |m: &_| Message::args(*m).iter().map(|arg| (*arg).to_owned());
            list.iter().map(|m| (m.id(), args(m).collect())).collect()
        }
        let vehicles: BTreeSet<VehicleKind> = (0..2000).map(VehicleKind::of).collect();
        let words = keys::ids()
            .chain(findings::ids())
            .map(|id| (id, BTreeSet::new()))
            .collect();
        let lists = [
            of(Msg::ALL),
            of(&Vec::from_iter(vehicles)),
            words,
            of(study::words::Say::ALL),
            of(messages::Say::ALL),
            of(lifelines::words::Say::ALL),
            of(site::words::Say::ALL),
            of(explain::words::Say::ALL),
        ];
        lists.into_iter().flatten().collect()
    }

    /// The messages of a file as they stand there, by id.
    fn written(language: Language) -> BTreeMap<String, String> {
        let mut list: Vec<(String, String)> = Vec::new();
        for line in file(language).lines() {
            match line.split_once(" = ") {
                _ if line.is_empty() || line.starts_with('#') => {}
                Some((id, text)) if !line.starts_with(' ') => list.push((id.into(), text.into())),
                _ => list.last_mut().expect("a message").1 += line,
            }
        }
        let (all, by_id) = (list.len(), BTreeMap::from_iter(list));
        assert_eq!(by_id.len(), all, "an id stands twice");
        by_id
    }

    /// The values that a text names.
    fn values(text: &str) -> BTreeSet<String> {
        let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let parts = text.split('$').skip(1);
        parts
            .map(|p| p.split(|c| !named(c)).next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn files_are_read_without_errors() {
        for language in LANGUAGES {
            let read = FluentResource::try_new(file(language).to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|e| e.1));
        }
    }

    #[test]
    fn every_language_has_every_message_with_its_values_and_no_other() {
        let declared = declared();
        for language in LANGUAGES {
            let written = written(language);
            let texts = written.iter();
            let found = texts.map(|(id, text)| (id.clone(), values(text))).collect();
            assert_eq!(declared, found, "{language:?}");
            for (id, text) in written {
                assert!(!text.trim().is_empty(), "{id}");
                // What is not filled in is taken as it stands, but for a space that it begins with.
                if declared[&id].is_empty() && !text.starts_with('{') {
                    assert_eq!(super::text(language, &id), Some(text.as_str()));
                }
            }
        }
    }

    #[test]
    fn all_is_translated_and_has_no_markup_but_bold_and_code() {
        let (nl, en) = (written(Language::Nl), written(Language::En));
        for (id, nl) in &nl {
            let en = &en[id];
            // What is filled in needs no translation.
            let parts = nl.split('{').filter_map(|part| part.rsplit('}').next());
            let said: usize = parts.map(str::len).sum();
            assert!(nl != en || said < 20, "{id} is not translated");
            let mut text = format!("{nl}{en}");
            for own in [
                "&amp;",
                "<b>",
                "</b>",
                "<code>",
                "</code>",
                "{ \" \" }",
                "->",
            ] {
                text = text.replace(own, "");
            }
            assert!(!text.contains(['<', '>', '&', '"']), "{id}");
        }
    }

    #[test]
    fn a_message_chooses_words_by_number() {
        use crate::output::report::study::words::Say;
        let linked = |language, linked: f64| {
            let w = Words(language);
            let values: [(&str, &dyn Piece); 2] =
                [("linked", &w.number(linked)), ("homes", &w.number(1234.0))];
            w.fill(Say::HomesLinked, &values).into_string()
        };
        for (n, start) in [
            (1.0, "1 van de 1.234 woonlocaties ligt "),
            (1.4, "1 van de 1.234 woonlocaties ligt "),
            (2.0, "2 van de 1.234 woonlocaties liggen "),
        ] {
            let said = linked(Language::Nl, n);
            assert!(said.starts_with(start), "{said}");
        }
        assert!(linked(Language::En, 0.0).starts_with("0 of 1,234 home locations are "));
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "kit-norm-within is filled in with [\"minutes\"]")]
    fn values_of_other_names_are_refused() {
        filled(Language::Nl, Msg::NormWithin, &[("hours", &"1")]);
    }
}
