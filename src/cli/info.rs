//! `bereik info`.

use super::Context;
use super::args::SourceArgs;
use bereik::diagnostics::{Error, printable};
use bereik::ids::{Id, StopId};
use bereik::network::calendar::{FeedDates, service_dates};
use bereik::network::{BuildOptions, Network};
use chrono::NaiveDate;
use clap::Args;
use std::fmt::Write as _;
use std::io::Write as _;

/// Say what is in a network: extent, feeds, service dates and trips per date, stops linked and
/// not, unconnected parts of the street network, findings.
///
/// Example: bereik info --network city.bereik --findings
#[derive(Args)]
pub struct InfoArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Every date with its number of trips, instead of a summary by weekday.
    #[arg(long)]
    dates: bool,
    /// Every finding (data problem), instead of one line per kind.
    #[arg(long)]
    findings: bool,
}

/// Prints the description on standard output.
pub fn main(args: &InfoArgs, context: &Context) -> Result<(), Error> {
    let options = BuildOptions {
        max_snap_m: args.source.max_snap_m(),
        max_walk: None,
        ..BuildOptions::default()
    };
    let network = args.source.load(&options, &context.progress)?;
    let text = describe(&network, args).map_err(|_| Error::usage("cannot describe the network"))?;
    let stdout = std::io::stdout();
    stdout
        .lock()
        .write_all(text.as_bytes())
        .map_err(|e| Error::io(std::path::Path::new("standard output"), "write", e))
}

fn describe(n: &Network, args: &InfoArgs) -> Result<String, std::fmt::Error> {
    let mut o = String::new();
    let t = &n.timetable;
    let s = &n.streets;
    writeln!(o, "inputs")?;
    for i in &n.inputs {
        writeln!(
            o,
            "  {}  {} bytes  sha256 {}",
            printable(&i.path),
            i.bytes,
            i.sha256
        )?;
    }
    writeln!(o, "streets")?;
    let km = s.length_mm.iter().map(|l| f64::from(*l)).sum::<f64>() / 1e6;
    writeln!(
        o,
        "  {} junctions, {} edges, {km:.0} km",
        s.nodes(),
        s.edges()
    )?;
    if let Some([west, south, east, north]) = extent(n) {
        writeln!(
            o,
            "  extent {west:.5},{south:.5} to {east:.5},{north:.5} (lon,lat)"
        )?;
    }
    let open = n.component_open.iter().filter(|c| **c == 1).count();
    let largest = s.component_size.first().copied().unwrap_or(0);
    let all: u64 = s.component_size.iter().map(|c| u64::from(*c)).sum();
    writeln!(
        o,
        "  {} walking components, {open} kept; the largest holds {:.1} % of the junctions",
        s.component_size.len(),
        100.0 * f64::from(largest) / (all.max(1)) as f64
    )?;
    writeln!(o, "timetable")?;
    let served = t.served();
    let called = served.iter().filter(|x| **x).count();
    let linked = (0..t.stops())
        .filter(|&x| served[x] && !n.stop_links[StopId::new(x)].is_empty())
        .count();
    writeln!(
        o,
        "  {called} stops with service: {linked} linked to streets, {} not; {} lines, {} trips, {} calls",
        called - linked,
        t.route_id.len(),
        t.trips(),
        t.calls.parts().1.len()
    )?;
    let walks = n.stop_walks.parts().1.len();
    if walks > 0 {
        writeln!(o, "  {walks} walks between stops stored")?;
    }
    for (f, dates) in service_dates(t).iter().enumerate() {
        feed(
            &mut o,
            t.feed_name.get(f),
            t.feed_zone.get(f),
            dates,
            args.dates,
        )?;
    }
    writeln!(o, "findings")?;
    if n.findings.is_empty() {
        writeln!(o, "  none")?;
    } else if args.findings {
        for f in n.findings.iter() {
            let line = f.line.map(|l| format!(" line {l}")).unwrap_or_default();
            let text = format!(
                "{}: {}{line}: {} {}; {} [{}]",
                f.severity.word(),
                f.file,
                f.record,
                f.message,
                f.action,
                f.code
            );
            writeln!(o, "  {}", printable(&text))?;
        }
    } else {
        for line in n.findings.summary() {
            writeln!(o, "  {line}")?;
        }
    }
    Ok(o)
}

fn feed(
    o: &mut String,
    name: &str,
    zone: &str,
    dates: &FeedDates,
    every: bool,
) -> std::fmt::Result {
    writeln!(o, "feed {} ({zone})", printable(name))?;
    let Some((first, last)) = dates.span else {
        return writeln!(o, "  no service on any date");
    };
    writeln!(
        o,
        "  service from {first} to {last}, {} dates",
        dates.trips.len()
    )?;
    if every {
        for (date, trips) in &dates.trips {
            writeln!(o, "  {date} {}  {trips} trips", date.format("%a"))?;
        }
        return Ok(());
    }
    for day in 0..7 {
        let of_day: Vec<(NaiveDate, u32)> = dates
            .trips
            .iter()
            .filter(|(d, _)| chrono::Datelike::weekday(*d).num_days_from_monday() == day)
            .map(|(d, n)| (*d, *n))
            .collect();
        let Some(busiest) = of_day
            .iter()
            .max_by_key(|(d, n)| (*n, std::cmp::Reverse(*d)))
        else {
            continue;
        };
        let least = of_day.iter().map(|(_, n)| *n).min().unwrap_or(0);
        writeln!(
            o,
            "  {}: {} dates, {least} to {} trips (most on {})",
            busiest.0.format("%A"),
            of_day.len(),
            busiest.1,
            busiest.0
        )?;
    }
    Ok(())
}

/// West, south, east, north of all junctions, degrees.
fn extent(n: &Network) -> Option<[f64; 4]> {
    let all = &n.streets.node_position;
    let by = |k: usize, f: fn(i32, i32) -> i32| {
        all.iter()
            .map(|p| p[k])
            .reduce(f)
            .map(|x| f64::from(x) / 1e7)
    };
    Some([
        by(0, i32::min)?,
        by(1, i32::min)?,
        by(0, i32::max)?,
        by(1, i32::max)?,
    ])
}
