//! The command line: arguments as typed → resolved settings → run → exit code.

mod access;
mod args;
mod bar;
mod build;
mod compare;
mod demo;
mod errors;
mod info;
mod lifelines;
mod matrix;
mod monitor;
mod pairs;
mod route;
mod run;
mod site;

use args::{Cli, Command, Level, ThreadArgs};
use bereik::diagnostics::{Error, Findings, one_line};
use bereik::input::points::{PointOptions, PointSet, read_points};
use bereik::output::atomic;
use bereik::watch::Progress;
use clap::Parser;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Warnings shown on standard error at most; the rest is counted.
const SHOWN: usize = 12;

/// A line on standard error; whether anybody reads it is not our concern.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Text on standard output, as it is.
///
/// # Errors
/// When it can't be written: a full disk, a reader that has gone.
pub fn write_out(text: &str) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    let written = (stdout.write_all(text.as_bytes())).and_then(|()| stdout.flush());
    written.map_err(|e| Error::io(Path::new("standard output"), "write", e))
}

/// A line on standard output; control characters of data are escaped.
///
/// # Errors
/// As [`write_out`].
pub fn line_out(text: &str) -> Result<(), Error> {
    write_out(&format!("{}\n", one_line(text)))
}

/// The last words of a command that makes a report: what it is about, what came out, where the page is.
///
/// # Errors
/// As [`write_out`].
pub fn conclude(title: &str, headlines: &[String], folder: &Path) -> Result<(), Error> {
    line_out(title)?;
    for line in headlines {
        line_out(&format!("  {line}"))?;
    }
    line_out(&format!("report: {}", folder.join("report.html").display()))
}

/// Where results go: the folder asked for, else one beside the file that says what to do, with its name.
pub fn results_folder(asked: &Option<PathBuf>, beside: &Path, what: &str) -> PathBuf {
    asked.clone().unwrap_or_else(|| {
        let name = beside.file_stem().unwrap_or_default().to_string_lossy();
        beside.with_file_name(format!("{name}-{what}"))
    })
}

/// What every command gets besides its own arguments.
pub struct Context {
    /// Progress on standard error.
    pub progress: Progress,
    quiet: bool,
}

impl Context {
    /// A warning on standard error.
    pub fn warn(&self, text: &str) {
        if !self.quiet {
            say(&format!("warning: {}", one_line(text)));
        }
    }

    /// Findings, one line per kind, and what else the work left to be said.
    pub fn summarise(&self, findings: &Findings, where_all: &str) {
        if self.quiet {
            return;
        }
        let lines = findings.summary();
        for line in lines.iter().take(SHOWN) {
            say(line);
        }
        if lines.len() > SHOWN {
            say(&format!(
                "… and {} more kinds of findings; {where_all}",
                lines.len() - SHOWN
            ));
        }
        for note in self.progress.notes() {
            self.warn(&note);
        }
    }

    /// Reads points and says what was odd about them.
    pub fn points(&self, path: &Path, crs: Option<&String>) -> Result<PointSet, Error> {
        let options = PointOptions {
            crs: crs.cloned(),
            ..PointOptions::default()
        };
        let (set, findings) = read_points(path, &options)?;
        self.summarise(&findings, "look at the file");
        Ok(set)
    }
}

/// Runs the work in a pool of the threads asked for.
pub fn in_pool<R: Send>(threads: &ThreadArgs, work: impl FnOnce() -> R + Send) -> Result<R, Error> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(n) = threads.threads {
        pool = pool.num_threads(n as usize);
    }
    let pool = pool
        .build()
        .map_err(|e| errors::usage(format!("--threads: {e}")))?;
    Ok(pool.install(work))
}

/// The whole program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            return told(&e);
        }
    };
    start_log(cli.log);
    atomic::install_interrupt_handler();
    let context = Context {
        progress: Progress::new(bar::Bars::new(cli.quiet)),
        quiet: cli.quiet,
    };
    let done = match cli.command {
        Command::Build(a) => build::main(&a, &context),
        Command::Info(a) => info::main(&a, &context),
        Command::Matrix(a) => matrix::main(&a, &context),
        Command::Route(a) => route::main(&a, &context),
        Command::Access(a) => access::main(&a, &context),
        Command::Run(a) => run::main(&a, &context),
        Command::Compare(a) => compare::main(&a, &context),
        Command::Site(a) => site::main(&a, &context),
        Command::Lifelines(a) => lifelines::main(&a, &context),
        Command::Monitor(a) => monitor::main(&a, &context),
        Command::Demo(a) => demo::main(&a, &context),
        Command::Synth(a) => demo::synth(&a, &context),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // `bereik … | head`: the reader has what it wanted.
        Err(e) if atomic::reader_gone(&e) => ExitCode::SUCCESS,
        Err(e) => {
            say(&format!("error: {}", errors::words(&e)));
            ExitCode::from(errors::exit_code(&e))
        }
    }
}

/// Help and version are results; everything else is wrong usage.
fn told(e: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    if !e.use_stderr() || e.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = e.print();
        return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
    }
    // The message repeats what was typed (or pasted, or came from a script's data).
    let text = e.render().to_string();
    let lines: Vec<String> = text.trim_end().lines().map(one_line).collect();
    say(&lines.join("\n"));
    ExitCode::from(2)
}

fn start_log(level: Level) {
    use tracing_subscriber::filter::LevelFilter;
    let filter = match level {
        Level::Off => LevelFilter::OFF,
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(filter)
        .with_writer(std::io::stderr)
        .without_time()
        .log_internal_errors(false)
        .init();
}
