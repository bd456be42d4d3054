//! `bereik lifelines`.

use super::args::{PageArgs, ThreadArgs};
use super::{Context, conclude, in_pool, results_folder};
use bereik::diagnostics::Error;
use bereik::input::study::read_study;
use bereik::output::atomic;
use bereik::run::lifelines::cut::Kind;
use bereik::run::lifelines::{self, Options};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Rank lines, stops and single trips by how many people would fall below a norm of the study if
/// that one went, and only that.
///
/// A line goes with all its trips, a trip on all its days; at a stop (a platform, where a station
/// has several) vehicles pass through without calling. The ranking counts everybody once who falls
/// below any norm in any slot, travelling as the study's first persona, by the group of the
/// study's headlines. Results are exact: only homes whose best trips use the thing are computed
/// anew, on the network without it.
///
/// Results go into a folder: ranking.csv (everything that may go, per kind), lifelines.csv (by slot,
/// persona, service and group; every line, and the stops and trips that anybody relies on),
/// both as one workbook, results.xlsx, report.html and manifest.json. Vehicle hours and kilometres are those of the week of the study's date, kilometres
/// in straight lines between calls.
///
/// Example: bereik lifelines study.toml --by line,stop -o lifelines
#[derive(Args)]
pub struct LifelinesArgs {
    /// The study file, TOML or JSON; services need norms.
    #[arg(value_name = "STUDY.toml")]
    study: PathBuf,
    /// Results folder; the study's name with `-lifelines` beside the study file without it.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// What may go: line, stop, trip, separated by commas.
    #[arg(
        long,
        value_name = "KINDS",
        value_enum,
        value_delimiter = ',',
        default_value = "line"
    )]
    by: Vec<By>,
    /// Only this slot of the study; may be given more than once. All without it.
    #[arg(long, value_name = "NAME")]
    slot: Vec<String>,
    /// Only this service of the study, which must have a norm; may be given more than once. All with
    /// a norm without it.
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// Only this group of the study; may be given more than once. All without it.
    #[arg(long, value_name = "NAME")]
    group: Vec<String>,
    /// How many of each kind are named on standard output.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Also compute every home without each line, stop or trip (which may take hours), and fail
    /// unless the same people fall.
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    page: PageArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Kinds as typed.
#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// Lines (routes).
    Line,
    /// Stops.
    Stop,
    /// Single trips.
    Trip,
}

/// Reads the study, ranks what may go, says what came out.
pub fn main(args: &LifelinesArgs, context: &Context) -> Result<(), Error> {
    let mut study = read_study(&args.study)?;
    args.page.apply(&mut study);
    let folder = results_folder(&args.output, &args.study, "lifelines");
    let inputs = study.inputs();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    atomic::refuse_taken(&folder, &lifelines::results(), &inputs)?;
    let mut kinds: Vec<Kind> = (args.by.iter())
        .map(|by| match by {
            By::Line => Kind::Line,
            By::Stop => Kind::Stop,
            By::Trip => Kind::Trip,
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let options = Options {
        kinds,
        slots: args.slot.clone(),
        services: args.service.clone(),
        groups: args.group.clone(),
    };
    let work = || {
        let how = (args.top, args.verify);
        lifelines::run(&study, &options, how, &folder, &context.progress)
    };
    let (words, findings) = in_pool(&args.threads, work)??;
    context.summarise(&findings, "all are in findings.csv");
    conclude(&study.title, &words, &folder)
}
