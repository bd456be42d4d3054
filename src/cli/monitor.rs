//! `bereik monitor`.

mod explain;

use super::args::ThreadArgs;
use super::{Context, in_pool};
use bereik::diagnostics::{Error, printable};
use bereik::input::monitor::{memory, read_monitor};
use bereik::output::{Target, atomic};
use bereik::run::monitor::{self, Options, Outcome, Shard, diff, join, status, verify};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Compute a study in several editions (years) into one dataset of Parquet files, unattended and resumable.
///
/// The monitor file and the dataset are explained in docs/monitor.md. A run that was stopped in any way goes on with
/// the same command, and the files are in the end those of a run that was not.
///
/// Example: bereik monitor run monitor.toml --memory 6GiB
#[derive(Args)]
pub struct MonitorArgs {
    #[command(subcommand)]
    command: MonitorCommand,
}

#[derive(Subcommand)]
enum MonitorCommand {
    Run(RunArgs),
    Status(AtArgs),
    Verify(VerifyArgs),
    Diff(DiffArgs),
    Join(JoinArgs),
    Explain(explain::ExplainArgs),
}

/// Compute what is not there yet of the dataset.
///
/// Example: bereik monitor run monitor.toml --shard 2/8
#[derive(Args)]
struct RunArgs {
    /// The monitor file, TOML or JSON.
    #[arg(value_name = "MONITOR.toml")]
    monitor: PathBuf,
    /// Memory the work may take, such as 6GiB; the file's own without it. Chooses the number of threads.
    #[arg(long, value_name = "AMOUNT", value_parser = memory::parse)]
    memory: Option<u64>,
    /// Compute only a part of the regions: i/n is the i-th of n parts. Any number of parts may run at once.
    #[arg(long, value_name = "I/N", value_parser = Shard::parse)]
    shard: Option<Shard>,
    /// Folder of the dataset; the file's own without it. For shards in separate folders.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Say what of the dataset is there.
#[derive(Args)]
struct AtArgs {
    /// The monitor file, or the folder of its dataset.
    #[arg(value_name = "MONITOR.toml|FOLDER")]
    at: PathBuf,
}

/// Check the dataset: checksums, rows, and that values, norms and ledger agree.
#[derive(Args)]
struct VerifyArgs {
    /// The monitor file, or the folder of its dataset.
    #[arg(value_name = "MONITOR.toml|FOLDER")]
    at: PathBuf,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Compare two editions home by home: per service, slot and persona how many are better or worse off.
///
/// Example: bereik monitor diff monitor.toml 2024 2026 -o changes.csv
#[derive(Args)]
struct DiffArgs {
    /// The monitor file, or the folder of its dataset.
    #[arg(value_name = "MONITOR.toml|FOLDER")]
    at: PathBuf,
    /// The edition before.
    #[arg(value_name = "FROM")]
    from: String,
    /// The edition after.
    #[arg(value_name = "TO")]
    to: String,
    /// The dataset with the edition after, where it is another one.
    #[arg(long, value_name = "MONITOR.toml|FOLDER")]
    with: Option<PathBuf>,
    /// Output, .csv or .parquet; standard output without it.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Put shards together that were computed into separate folders.
///
/// Example: bereik monitor join part-1 part-2 part-3 -o monitor
#[derive(Args)]
struct JoinArgs {
    /// Folders of the parts.
    #[arg(value_name = "FOLDER", required = true)]
    parts: Vec<PathBuf>,
    /// Folder of the whole dataset.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

/// Does what was asked.
pub fn main(args: &MonitorArgs, context: &Context) -> Result<(), Error> {
    match &args.command {
        MonitorCommand::Run(args) => run(args, context),
        MonitorCommand::Status(args) => tell(args),
        MonitorCommand::Verify(args) => check(args),
        MonitorCommand::Diff(args) => compare(args),
        MonitorCommand::Explain(args) => explain::main(args, context),
        MonitorCommand::Join(args) => {
            let outcome = join::join(&args.parts, &args.output, &context.progress)?;
            summarise(&outcome, &args.output, "copied", context)
        }
    }
}

fn run(args: &RunArgs, context: &Context) -> Result<(), Error> {
    let mut asked = read_monitor(&args.monitor)?;
    if let Some(output) = &args.output {
        asked.output = std::path::absolute(output).map_err(|e| Error::io(output, "find", e))?;
    }
    let options = Options {
        threads: args.threads.threads.map(|n| n as usize),
        memory: args.memory.or(asked.memory),
        shard: args.shard,
    };
    let outcome = monitor::run(&asked, &options, &context.progress)?;
    println!("{}", printable(&asked.title));
    summarise(&outcome, &asked.output, "computed", context)
}

fn summarise(outcome: &Outcome, folder: &Path, made: &str, context: &Context) -> Result<(), Error> {
    context.summarise(&outcome.findings, "`bereik run` lists all in findings.csv");
    for done in &outcome.editions {
        let all = done.found + done.computed;
        println!(
            "  {}: {all} files: {} {made}, {} there already",
            printable(&done.edition),
            done.computed,
            done.found
        );
    }
    let place = printable(&folder.display().to_string());
    if outcome.complete {
        println!("dataset: {place}");
    } else {
        println!("not complete yet: {place}; `bereik monitor status` says what is missing");
    }
    Ok(())
}

/// The folder of a dataset, and the editions that should be in it where a file says.
fn place(at: &Path) -> Result<(PathBuf, Vec<String>), Error> {
    if at.is_dir() {
        return Ok((at.to_owned(), Vec::new()));
    }
    let monitor = read_monitor(at)?;
    let names = monitor.editions.iter().map(|e| e.name.clone()).collect();
    Ok((monitor.output, names))
}

/// Regions named as missing at most.
const NAMED: usize = 8;

fn tell(args: &AtArgs) -> Result<(), Error> {
    let (folder, names) = place(&args.at)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let status = status::status(&folder, &names)?;
    println!("edition,files_done,files_missing,rows,bytes");
    for edition in &status.editions {
        let missing = edition.of.map(|of| (of - edition.done).to_string());
        println!(
            "{},{},{},{},{}",
            csv_cell(&edition.edition),
            edition.done,
            missing.unwrap_or_default(),
            edition.rows,
            edition.bytes
        );
    }
    for edition in &status.editions {
        let name = printable(&edition.edition);
        if edition.of.is_none() {
            super::say(&format!("{name}: not begun"));
        } else if !edition.missing.is_empty() {
            let some: Vec<&str> = (edition.missing.iter().take(NAMED))
                .map(String::as_str)
                .collect();
            let more = match edition.missing.len().saturating_sub(NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            super::say(&printable(&format!(
                "{name}: something is missing of regions {}{more}",
                some.join(", ")
            )));
        }
    }
    if !status.closed {
        super::say("not complete: there is no dataset.json yet");
    }
    Ok(())
}

/// A name in a line of CSV.
fn csv_cell(text: &str) -> String {
    let text = printable(text);
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn check(args: &VerifyArgs) -> Result<(), Error> {
    let (folder, _) = place(&args.at)?;
    let checked = in_pool(&args.threads, || verify::verify(&folder))??;
    let words = format!("{} files and {} rows checked", checked.files, checked.rows);
    Error::all(checked.problems)?;
    println!("{words}: all as written");
    if checked.missing > 0 {
        println!("{} files are not there yet", checked.missing);
    }
    Ok(())
}

fn compare(args: &DiffArgs) -> Result<(), Error> {
    let target = Target::new(args.output.as_deref(), false)?;
    let (folder, _) = place(&args.at)?;
    let other = match &args.with {
        Some(with) => place(with)?.0,
        None => folder.clone(),
    };
    if let Target::File(path, _) = &target {
        atomic::check_writable(path)?;
    }
    let from = diff::Side {
        folder: &folder,
        edition: &args.from,
    };
    let to = diff::Side {
        folder: &other,
        edition: &args.to,
    };
    diff::write(&diff::diff(from, to)?, &target)
}
