//! `bereik compare`.

use super::args::{PageArgs, ThreadArgs};
use super::{Context, conclude, in_pool, results_folder};
use bereik::diagnostics::Error;
use bereik::input::scenario::read_scenario;
use bereik::input::study::read_study;
use bereik::output::atomic;
use bereik::run::compare::{self, Options};
use clap::Args;
use std::path::{Path, PathBuf};

/// Compare a study before and after: whom a line cut, a closed hospital or a new line hurts or helps.
///
/// A scenario file lists edits to timetables, streets, destinations and homes; docs/scenario-file.md
/// explains them. Results go into a folder: report.html first, and tables of every home, group, area and
/// hour before and after, of the worst-hit pockets, and of what each edit saves; also as one workbook, results.xlsx.
///
/// Only what an edit can change is computed anew; --verify computes all of it and proves that nothing was missed.
///
/// Example: bereik compare study.toml evening-cut.toml -o evening-cut
#[derive(Args)]
pub struct CompareArgs {
    /// The study file, TOML or JSON.
    #[arg(value_name = "STUDY.toml")]
    study: PathBuf,
    /// Scenario files, TOML or JSON, each compared with the study as it is.
    #[arg(value_name = "SCENARIO.toml", required = true)]
    scenarios: Vec<PathBuf>,
    /// Compute every combination of the events of the scenario (or of several scenarios): what each
    /// does alone, what they do to one another, and each one's share of the whole.
    #[arg(long)]
    factorial: bool,
    /// Compute every scenario a second time, in full, and check that it is the same.
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    page: PageArgs,
    /// Results folder; the first scenario's name with `-compared` beside its file without it.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Reads study and scenarios, compares, says what came out.
pub fn main(args: &CompareArgs, context: &Context) -> Result<(), Error> {
    let mut study = read_study(&args.study)?;
    args.page.apply(&mut study);
    let scenarios = (args.scenarios.iter())
        .map(|path| read_scenario(path, &study))
        .collect::<Result<Vec<_>, _>>()?;
    let first = args.scenarios.first().map_or(Path::new(""), |p| p);
    let folder = results_folder(&args.output, first, "compared");
    let mut inputs = study.inputs();
    inputs.extend(args.scenarios.iter().cloned());
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    atomic::refuse_taken(&folder, &compare::results(), &inputs)?;
    let asked = Options {
        verify: args.verify,
        factorial: args.factorial,
        ..Options::default()
    };
    let (findings, headlines) = in_pool(&args.threads, || {
        compare::run(&study, scenarios, asked, &folder, &context.progress)
    })??;
    context.summarise(
        &findings,
        &format!("all are in {}", folder.join("findings.csv").display()),
    );
    conclude(&study.title, &headlines, &folder)
}
