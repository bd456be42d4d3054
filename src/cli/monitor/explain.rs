//! `bereik monitor explain`.

use crate::cli::args::{PageArgs, ThreadArgs};
use crate::cli::errors::usage;
use crate::cli::{Context, conclude, in_pool, results_folder};
use bereik::diagnostics::Error;
use bereik::input::crosswalk::read_crosswalk;
use bereik::input::monitor::{Monitor, read_monitor};
use bereik::output::atomic;
use bereik::run::monitor::explain::norms::take_norms;
use bereik::run::monitor::explain::{self, Edition, Options, results};
use clap::Args;
use std::path::{Path, PathBuf};

/// Explain what changed between two editions of a monitor: timetable, facilities and jobs, where people live, or the
/// boundaries of areas.
///
/// Every cause is the mean effect of swapping it over all orders in which the four may come, so causes add up to the
/// change. Norms and income ranks are those of the monitor's base edition. Results go into a folder: report.html first,
/// explain.csv and .parquet, displacement.csv, pockets.csv, diverging.csv, not_comparable.csv, series.csv, findings.csv,
/// the tables as one workbook, results.xlsx, and manifest.json.
///
/// Example: bereik monitor explain monitor.toml --from 2024 --to 2026 -o change
#[derive(Args)]
pub struct ExplainArgs {
    /// The monitor file, TOML or JSON.
    #[arg(value_name = "MONITOR.toml")]
    monitor: PathBuf,
    /// Name of the earlier edition.
    #[arg(long, value_name = "EDITION")]
    from: String,
    /// Name of the later edition.
    #[arg(long, value_name = "EDITION")]
    to: String,
    /// Only areas of this level (gm, wk and bu stand for gemeente, wijk and buurt), beside the whole region; or
    /// "region": no areas. Default: all levels.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Share of a group that misses norms from which on an area is a pocket, percent, 1 to 100.
    #[arg(long, value_name = "PERCENT", default_value_t = 50, value_parser = clap::value_parser!(u8).range(1..=100))]
    pocket: u8,
    #[command(flatten)]
    page: PageArgs,
    /// Results folder; the monitor's name with `-explained` beside its file without it.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Reads the monitor, explains, says what came out.
pub fn main(args: &ExplainArgs, context: &Context) -> Result<(), Error> {
    let monitor = read_monitor(&args.monitor)?;
    let (from, to) = (
        place(&monitor, "--from", &args.from)?,
        place(&monitor, "--to", &args.to)?,
    );
    if from == to {
        return Err(usage("--from and --to are the same edition"));
    }
    let mut editions: Vec<Edition> = (monitor.editions.iter())
        .map(|e| Edition {
            name: e.name.clone(),
            study: e.study.clone(),
        })
        .collect();
    (editions.iter_mut()).for_each(|e| args.page.apply(&mut e.study));
    let base = monitor.base_edition;
    let mut norms = None;
    if base != from && base != to {
        context.warn(&format!(
            "base edition {:?} is neither --from nor --to: its norms hold, other settings and income ranks are those of {:?}",
            monitor.editions[base].name, args.from
        ));
        let of = editions[base].clone();
        norms = Some(take_norms(&mut editions, [from, to], &of)?);
    }
    let mut inputs: Vec<PathBuf> = vec![args.monitor.clone()];
    inputs.extend(editions.iter().flat_map(|e| e.study.inputs()));
    let mut crosswalks = Vec::new();
    for c in monitor
        .crosswalks
        .iter()
        .filter(|c| (c.from, c.to) == (from, to))
    {
        inputs.push(c.file.clone());
        crosswalks.push(read_crosswalk(&c.file, &c.level)?);
    }
    let folder = results_folder(&args.output, &args.monitor, "explained");
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    atomic::refuse_taken(&folder, &results(), &inputs)?;
    super::outside(&folder, &monitor.output)?;
    let asked = Options {
        base: usize::from(base == to),
        norms,
        level: (args.level.as_ref()).map(|l| explain::level_named(&editions[from].study, l)),
        crosswalks,
        pocket_share: f64::from(args.pocket) / 100.0,
        ..Options::default()
    };
    let (explained, headlines) = in_pool(&args.threads, || {
        let pair = (&editions[from], &editions[to]);
        explain::run(
            pair.0,
            pair.1,
            &editions,
            &asked,
            &folder,
            &context.progress,
        )
    })??;
    context.summarise(
        &explained.findings,
        &format!("all are in {}", folder.join("findings.csv").display()),
    );
    let title = format!("{}: {} → {}", monitor.title, args.from, args.to);
    conclude(&title, &headlines, &folder)
}

/// The place of an edition, or an error with those that there are.
fn place(monitor: &Monitor, option: &str, name: &str) -> Result<usize, Error> {
    monitor.edition(name).ok_or_else(|| {
        let names: Vec<&str> = monitor.editions.iter().map(|e| e.name.as_str()).collect();
        usage(format!(
            "{option} {name:?}: there is no such edition; there are: {}",
            names.join(", ")
        ))
    })
}
