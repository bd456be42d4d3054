//! `bereik demo` and `bereik synth`.

use super::args::ThreadArgs;
use super::errors::usage;
use super::{Context, line_out, run};
use bereik::diagnostics::Error;
use bereik::input::study::read_study;
use bereik::synth::{self, Share, Size};
use clap::Args;
use std::path::PathBuf;

/// Make a fictional region, run a whole study on it, and show the findings.
///
/// The region, Polderland, comes with streets, timetables, homes, jobs and services. A network is
/// built from them, access is computed, and a report is written that you can open in a browser.
/// Needs no other file and takes about a minute.
#[derive(Args)]
pub struct DemoArgs {
    /// Folder for the region and the results.
    #[arg(short, long, value_name = "FOLDER", default_value = "bereik-demo")]
    output: PathBuf,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Generate a fictional region: streets, timetables, homes, jobs, services and a study file.
///
/// They are written in the file formats a user brings: OSM PBF, GTFS, CSV, GeoJSON and TOML.
///
/// A country has some 45,000 stops, 16 million stop times and 1 GB of streets and buildings, for
/// measuring speed and memory (see docs/country.md).
///
/// Example: bereik synth --size region --seed 1 -o polderland
#[derive(Args)]
pub struct SynthArgs {
    /// How large: town (a few hundred streets), region (a city, a new town, villages) or country
    /// (as large as the Netherlands).
    #[arg(long, value_name = "SIZE", default_value = "region")]
    size: String,
    /// With --size country: make only this share of its surface, as dense as the whole
    /// (0.001 to 1).
    #[arg(long, value_name = "SHARE")]
    share: Option<f64>,
    /// Seed: the same seed gives the same files.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Folder to write into.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

/// Generates Polderland and runs its study.
pub fn main(args: &DemoArgs, context: &Context) -> Result<(), Error> {
    let region = args.output.join("region");
    {
        let _phase = context
            .progress
            .phase("generating Polderland (fictional)", 0);
        synth::generate(Size::Region, 1, &region)?;
    }
    let study = read_study(&region.join("study.toml"))?;
    run::run(&study, &args.output, &args.threads, context)
}

/// Generates a region.
pub fn synth(args: &SynthArgs, context: &Context) -> Result<(), Error> {
    let size = match (args.size.parse()?, args.share) {
        (Size::Country(_), Some(share)) => Size::Country(Share::new(share)?),
        (_, Some(_)) => return Err(usage("--share goes with --size country only")),
        (size, None) => size,
    };
    let _phase = context.progress.phase("generating", 0);
    let made = synth::generate(size, args.seed, &args.output)?;
    line_out(&format!(
        "{} (fictional): {} inhabitants in {} cells, {} street edges, {} stops, {} lines, {} trips on a weekday, {} destinations",
        made.name,
        made.inhabitants,
        made.cells,
        made.street_edges,
        made.stops,
        made.lines,
        made.weekday_trips,
        made.destinations
    ))?;
    if made.map_nodes > 0 {
        line_out(&format!(
            "{} stop times ({} on a weekday); {} nodes and {} ways, {} nodes of them in streets",
            made.stop_times,
            made.weekday_stop_times,
            made.map_nodes,
            made.map_ways,
            made.street_nodes
        ))?;
    }
    line_out(&format!(
        "study: {}",
        args.output.join("study.toml").display()
    ))
}
