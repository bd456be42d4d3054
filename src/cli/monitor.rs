//! `bereik monitor`.

mod explain;

use super::args::ThreadArgs;
use super::{Context, in_pool, line_out};
use bereik::diagnostics::{Error, Fault, one_line};
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
    line_out(&asked.title)?;
    summarise(&outcome, &asked.output, "computed", context)
}

fn summarise(outcome: &Outcome, folder: &Path, made: &str, context: &Context) -> Result<(), Error> {
    let all = folder.join("findings");
    context.summarise(&outcome.findings, &format!("all are in {}", all.display()));
    for done in &outcome.editions {
        let all = done.found + done.computed;
        line_out(&format!(
            "  {}: {all} files: {} {made}, {} there already",
            done.edition, done.computed, done.found
        ))?;
    }
    let place = folder.display();
    line_out(&match outcome.complete {
        true => format!("dataset: {place}"),
        false => {
            format!("not complete yet: {place}; `bereik monitor status` says what is missing")
        }
    })
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
    line_out("edition,files_done,files_missing,rows,bytes")?;
    for edition in &status.editions {
        let missing = edition.of.map(|of| (of - edition.done).to_string());
        line_out(&format!(
            "{},{},{},{},{}",
            csv_cell(&edition.edition),
            edition.done,
            missing.unwrap_or_default(),
            edition.rows,
            edition.bytes
        ))?;
    }
    for edition in &status.editions {
        let name = one_line(&edition.edition);
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
            super::say(&one_line(&format!(
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
    let text = one_line(text);
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn check(args: &VerifyArgs) -> Result<(), Error> {
    let (folder, names) = place(&args.at)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let checked = in_pool(&args.threads, || verify::verify(&folder, &names))??;
    let words = format!("{} files and {} rows checked", checked.files, checked.rows);
    Error::all(checked.problems)?;
    line_out(&format!("{words}: all as written"))?;
    let mut lacks = Vec::new();
    if !checked.not_begun.is_empty() {
        lacks.push(format!(
            "editions not begun: {}",
            checked.not_begun.join(", ")
        ));
    }
    if checked.missing > 0 {
        lacks.push(format!("{} files are not there yet", checked.missing));
    }
    if checked.open {
        lacks.push("there is no dataset.json, the sign that all is there".to_owned());
    }
    if lacks.is_empty() {
        return Ok(());
    }
    let lacks = lacks.join("; ");
    // A folder may hold a part; a monitor file says what must be there.
    if names.is_empty() {
        return line_out(&format!("not complete: {lacks}"));
    }
    Err(Fault::DatasetIncomplete
        .at(folder.display().to_string(), "the dataset is not complete")
        .value(lacks)
        .hint("`bereik monitor run` goes on with it")
        .into())
}

/// Refuses an output in the folder of a dataset.
fn outside(output: &Path, dataset: &Path) -> Result<(), Error> {
    let whole = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // What isn't there yet lies in what is.
        let there = path.ancestors().find_map(|above| {
            let rest = path.strip_prefix(above).ok()?;
            Some(above.canonicalize().ok()?.join(rest))
        });
        there.unwrap_or(path)
    };
    match whole(output).starts_with(whole(dataset)) {
        false => Ok(()),
        true => {
            let problem = format!(
                "lies in the dataset {}; choose another place for the output",
                dataset.display()
            );
            Err(atomic::refused(output, &problem))
        }
    }
}

fn compare(args: &DiffArgs) -> Result<(), Error> {
    let target = Target::new(args.output.as_deref(), false)?;
    let (folder, _) = place(&args.at)?;
    let other = match &args.with {
        Some(with) => place(with)?.0,
        None => folder.clone(),
    };
    if let Target::File(path, _) = &target {
        let mut inputs = Vec::new();
        for at in [Some(&args.at), args.with.as_ref()].into_iter().flatten() {
            inputs.push(at.clone());
            if !at.is_dir() {
                let monitor = read_monitor(at)?;
                inputs.extend(monitor.editions.iter().flat_map(|e| e.study.inputs()));
            }
        }
        let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
        atomic::refuse_inputs(path, &inputs)?;
        outside(path, &folder)?;
        outside(path, &other)?;
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
