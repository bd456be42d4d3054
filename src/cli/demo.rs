//! `bereik demo` and `bereik synth`.

use super::args::ThreadArgs;
use super::{Context, run};
use bereik::diagnostics::{Error, printable};
use bereik::input::study::read_study;
use bereik::synth::{self, Size};
use clap::Args;
use std::path::PathBuf;

/// Make a fictional region, Polderland, and run a whole study on it: streets, timetables, homes,
/// jobs and services are generated, the network is built, access is computed, and a report is
/// written that you can open in a browser. Needs no other file and takes about a minute.
#[derive(Args)]
pub struct DemoArgs {
    /// Folder for the region and the results.
    #[arg(short, long, value_name = "FOLDER", default_value = "bereik-demo")]
    output: PathBuf,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Generate a fictional region through the file formats a user brings: OSM PBF, GTFS, CSV, GeoJSON
/// and a study file.
///
/// Example: bereik synth --size region --seed 1 -o polderland
#[derive(Args)]
pub struct SynthArgs {
    /// How large: town (a few hundred streets) or region (a city, a new town, villages).
    #[arg(long, value_name = "SIZE", default_value = "region")]
    size: String,
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
    let size: Size = args.size.parse()?;
    let _phase = context.progress.phase("generating", 0);
    let made = synth::generate(size, args.seed, &args.output)?;
    println!(
        "{} (fictional): {} inhabitants in {} cells, {} street edges, {} stops, {} lines, {} trips on a weekday, {} destinations",
        printable(&made.name),
        made.inhabitants,
        made.cells,
        made.street_edges,
        made.stops,
        made.lines,
        made.weekday_trips,
        made.destinations
    );
    println!(
        "study: {}",
        printable(&args.output.join("study.toml").display().to_string())
    );
    Ok(())
}
