//! `bereik build`.

use super::args::{ThreadArgs, minutes, number};
use super::errors::usage;
use super::{Context, in_pool};
use bereik::diagnostics::Error;
use bereik::network::BuildOptions;
use bereik::output::atomic::{self, AtomicFile};
use bereik::run::load;
use bereik::travel::{MAX_SNAP_M, Traveller};
use bereik::units::Speed;
use clap::Args;
use std::path::{Path, PathBuf};

/// Build a network file from street data and timetables, once, for many runs.
///
/// It holds the streets, the timetables, the links of stops to streets and the walks between stops.
/// Results from it are those of --osm and --gtfs, byte for byte, and it refuses to be used once one of
/// its inputs has changed.
#[derive(Args)]
#[command(
    after_help = "Example:\n  bereik build --osm city.osm.pbf --gtfs bus.zip --gtfs train.zip -o city.bereik\n  bereik info --network city.bereik"
)]
pub struct BuildArgs {
    /// Street data: an OpenStreetMap extract.
    #[arg(long, value_name = "FILE.osm.pbf")]
    osm: PathBuf,
    /// A timetable: a GTFS zip or folder. May be given more than once; feeds are merged.
    #[arg(long, value_name = "FILE")]
    gtfs: Vec<PathBuf>,
    /// The network file to write.
    #[arg(short, long, value_name = "FILE.bereik")]
    output: PathBuf,
    /// Farthest a point or stop may lie from a walkable street, metres; 0 to 20000.
    #[arg(long, value_name = "M", default_value_t = MAX_SNAP_M, value_parser = number(0.0, 20_000.0))]
    max_snap: f64,
    /// Walks between stops are stored up to this many minutes; longer ones are computed when asked for.
    #[arg(long, value_name = "MIN", default_value_t = Traveller::default().max_walk.minutes(), value_parser = number(0.0, 1440.0))]
    max_walk: f64,
    /// Walking speed that stored walks are for, km/h.
    #[arg(long, value_name = "KMH", default_value_t = Traveller::default().walk.kmh(), value_parser = number(0.1, 30.0))]
    walk_speed: f64,
    #[command(flatten)]
    threads: ThreadArgs,
}

/// Builds and saves.
pub fn main(args: &BuildArgs, context: &Context) -> Result<(), Error> {
    let inputs: Vec<&Path> = std::iter::once(&args.osm)
        .chain(&args.gtfs)
        .map(PathBuf::as_path)
        .collect();
    atomic::refuse_inputs(&args.output, &inputs)?;
    atomic::check_writable(&args.output)?;
    let options = BuildOptions {
        max_snap_m: args.max_snap,
        walk: Speed::from_kmh(args.walk_speed)
            .ok_or_else(|| usage("--walk-speed: from 0.1 to 30 km/h"))?,
        max_walk: Some(minutes(args.max_walk)),
        ..BuildOptions::default()
    };
    let mut network = in_pool(&args.threads, || {
        load::build(&args.osm, &args.gtfs, &options, &context.progress)
    })??;
    let folder = args.output.parent().unwrap_or(Path::new(""));
    for input in &mut network.inputs {
        input.path = relative(Path::new(&input.path), folder)
            .to_string_lossy()
            .into_owned();
    }
    context.summarise(&network.findings, "see `bereik info --findings`");
    let _phase = context.progress.phase("writing the network file", 0);
    let mut file = AtomicFile::create(&args.output)?;
    network
        .write(&mut file)
        .map_err(|e| Error::io(&args.output, "write", e))?;
    file.finish()
}

/// `path` as seen from `folder`, where both can be made absolute; else as it is.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let (Ok(path), Ok(folder)) = (path.canonicalize(), folder.canonicalize()) else {
        return path.to_owned();
    };
    let common = path
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().count() - common;
    std::iter::repeat_n(Path::new("..").to_owned(), up)
        .chain(
            path.components()
                .skip(common)
                .map(|c| PathBuf::from(c.as_os_str())),
        )
        .collect()
}
