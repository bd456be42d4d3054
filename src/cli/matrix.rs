//! `bereik matrix`.

use super::args::QueryArgs;
use super::pairs::{self, check_output, hundredths, no_doubles, percentile};
use super::{Context, in_pool};
use bereik::diagnostics::Error;
use bereik::measures::travel_time::{Percentile, reached};
use bereik::output::fields::Field;
use bereik::output::table::{TableWriter, Value};
use bereik::routing::job::{Kept, Question, UNREACHED};
use bereik::run::tables::MATRIX;
use clap::Args;
use std::path::PathBuf;

/// Travel times from every origin to every destination.
///
/// One row per pair that is reached in at least one minute of the window: from_id, to_id and the
/// travel time in minutes at each percentile, in the order of the input files. Travel time runs from
/// each departure minute to the arrival, waiting at the first stop included (with --arrive: from the
/// latest departure to the deadline).
#[derive(Args)]
#[command(
    override_usage = "bereik matrix (--network FILE.bereik | --osm FILE.osm.pbf [--gtfs FILE]...) --date YYYY-MM-DD (--depart HH:MM-HH:MM | --arrive HH:MM-HH:MM) --origins FILE --destinations FILE [OPTIONS]",
    after_help = "Example:\n  bereik matrix --osm city.osm.pbf --gtfs bus.zip --gtfs train.zip --date 2026-03-10 \\\n    --depart 07:00-09:00 --origins homes.csv --destinations hospitals.csv \\\n    --percentiles 25,50,75 -o times.csv"
)]
pub struct MatrixArgs {
    #[command(flatten)]
    query: QueryArgs,
    /// Where trips start: CSV (id, lon, lat; or id, x, y with --crs), GeoJSON or GeoPackage.
    #[arg(long, value_name = "FILE")]
    origins: PathBuf,
    /// Where trips end, likewise.
    #[arg(long, value_name = "FILE")]
    destinations: PathBuf,
    /// Coordinate system of columns x and y, e.g. EPSG:28992.
    #[arg(long, value_name = "EPSG:CODE")]
    crs: Option<String>,
    /// Percentiles of travel time over the window, whole numbers from 1 to 99 (100: the longest),
    /// such as 25,50,75; unreachable minutes count as longest.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "50", value_parser = percentile)]
    percentiles: Vec<Percentile>,
    /// Also rows for pairs that are never reached, with empty values.
    #[arg(long)]
    keep_unreached: bool,
    /// Output: .csv or .parquet; standard output (CSV) without it.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Computes and writes the matrix.
pub fn main(args: &MatrixArgs, context: &Context) -> Result<(), Error> {
    no_doubles(&args.percentiles)?;
    let q = &args.query;
    let (window, traveller, options) = (q.window()?, q.traveller.resolve()?, q.build_options()?);
    let source = q.source.source()?;
    let mut inputs = source.paths();
    inputs.extend([args.origins.as_path(), args.destinations.as_path()]);
    let target = check_output(args.output.as_ref(), &inputs, false)?;
    let origins = context.points(&args.origins, args.crs.as_ref())?;
    let destinations = context.points(&args.destinations, args.crs.as_ref())?;
    in_pool(&q.threads, || {
        let network = pairs::network(q, &options, context)?;
        let question = Question::new(q.date, window, traveller);
        let points = (&origins, &destinations, args.destinations == args.origins);
        let job = pairs::job(&network, question, points, context)?;
        let percentiles = args.percentiles.iter();
        let schema = MATRIX.schema_with(|fields| {
            let named = |p: &Percentile| {
                let name = |f: &Field| f.named(f.name.replace('N', &p.get().to_string()));
                fields.iter().map(name).collect::<Vec<_>>()
            };
            percentiles.clone().flat_map(named).collect()
        });
        let mut table = TableWriter::create(&target, &schema)?;
        let phase = context.progress.phase("travel times", origins.len());
        // The shortest time tells whether a pair is reached at all.
        let beyond = usize::MAX;
        let ranks: Vec<usize> = std::iter::once(0)
            .chain(
                args.percentiles
                    .iter()
                    .map(|p| p.index(job.steps()).unwrap_or(beyond)),
            )
            .collect();
        job.for_each_origin(
            Kept::PerPair,
            |_, times| {
                let mut out = vec![UNREACHED; ranks.len()];
                // Destinations with a row, and their percentiles one after another.
                let (mut to, mut values) = (Vec::new(), Vec::new());
                let mut near = Vec::new();
                if args.keep_unreached {
                    near.extend(0..destinations.len() as u32);
                } else {
                    times.nearby(&mut near);
                }
                for d in near {
                    times.ranks(d as usize, &ranks, &mut out);
                    if !args.keep_unreached && out[0] == UNREACHED {
                        continue;
                    }
                    to.push(d as usize);
                    values.extend(out[1..].iter().map(|t| reached(*t)));
                }
                (to, values)
            },
            |o, (to, values)| {
                for (d, values) in to.into_iter().zip(values.chunks(args.percentiles.len())) {
                    let mut cells = vec![
                        Value::Text(&origins.ids[o]),
                        Value::Text(&destinations.ids[d]),
                    ];
                    cells.extend(
                        values
                            .iter()
                            .map(|v| v.map_or(Value::Empty, |s| Value::Fixed(hundredths(s)))),
                    );
                    table.row(&cells)?;
                }
                phase.advance(1)?;
                Ok::<(), Error>(())
            },
        )?;
        network.check_intact()?;
        table.finish()
    })?
}
