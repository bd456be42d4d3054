//! `bereik run`.

use super::args::{PageArgs, ThreadArgs};
use super::{Context, conclude, in_pool, results_folder};
use bereik::diagnostics::Error;
use bereik::input::study::{Study, read_study};
use bereik::output::atomic;
use bereik::run::study;
use clap::Args;
use std::path::{Path, PathBuf};

/// Run a whole study: access of every home to every service at every time asked for, who falls
/// below the norms, tables, maps and a report.
///
/// The study file is explained in docs/study-file.md. Results go into a folder: access.parquet and
/// .csv, areas.csv and areas.gpkg, groups.csv, poverty.csv, profile.csv, findings.csv, manifest.json,
/// report.html, and the tables as one workbook, results.xlsx.
///
/// Example: bereik run study.toml -o results
#[derive(Args)]
pub struct RunArgs {
    /// The study file, TOML or JSON.
    #[arg(value_name = "STUDY.toml")]
    study: PathBuf,
    /// Results folder; the study's name with `-results` beside the study file without it.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    page: PageArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Reads the study, runs it, says what came out.
pub fn main(args: &RunArgs, context: &Context) -> Result<(), Error> {
    let mut asked = read_study(&args.study)?;
    args.page.apply(&mut asked);
    let folder = results_folder(&args.output, &args.study, "results");
    run(&asked, &folder, &args.threads, context)
}

/// Runs a study into a folder and prints the headlines.
pub fn run(
    asked: &Study,
    folder: &Path,
    threads: &ThreadArgs,
    context: &Context,
) -> Result<(), Error> {
    let inputs = asked.inputs();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    atomic::refuse_taken(folder, &study::results(), &inputs)?;
    let (results, headlines) = in_pool(threads, || study::run(asked, folder, &context.progress))??;
    context.summarise(
        &results.findings,
        &format!("all are in {}", folder.join("findings.csv").display()),
    );
    conclude(&asked.title, &headlines.0, folder)
}
