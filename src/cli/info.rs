//! `bereik info`.

use super::args::SourceArgs;
use super::errors::usage;
use super::{Context, write_out};
use bereik::diagnostics::{Error, one_line};
use bereik::ids::{Id, StopId};
use bereik::network::calendar::{FeedDates, NO_COMMON_DATE, best_date, service_dates};
use bereik::network::links::part;
use bereik::network::{BuildOptions, Network};
use bereik::run::linking::extent;
use bereik::units::LonLat;
use chrono::{Datelike, Weekday};
use clap::Args;
use std::fmt::Write as _;

/// Say what is in a network: extent, feeds, service dates, stops linked and not, findings.
#[derive(Args)]
#[command(
    override_usage = "bereik info (--network FILE.bereik | --osm FILE.osm.pbf [--gtfs FILE]...) [OPTIONS]",
    after_help = "Examples:\n  bereik info --network city.bereik\n  bereik info --osm city.osm.pbf --gtfs bus.zip --dates\n  bereik info --network city.bereik --findings > findings.txt"
)]
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
    let network = args.source.load_as_is(&options, &context.progress)?;
    let text = describe(&network, args).map_err(|_| usage("cannot describe the network"))?;
    write_out(&text)
}

fn describe(n: &Network, args: &InfoArgs) -> Result<String, std::fmt::Error> {
    let mut o = String::new();
    writeln!(o, "inputs")?;
    for i in &n.inputs {
        writeln!(o, "  {}", one_line(&i.path))?;
        writeln!(o, "    {}, sha256 {}", size(i.bytes), i.sha256)?;
    }
    streets(&mut o, n)?;
    timetable(&mut o, n)?;
    let dates = service_dates(&n.timetable);
    for (f, of_feed) in dates.iter().enumerate() {
        let (name, zone) = (n.timetable.feed_name.get(f), n.timetable.feed_zone.get(f));
        feed(&mut o, name, zone, of_feed, args.dates)?;
    }
    together(&mut o, &dates)?;
    findings(&mut o, n, args.findings)?;
    Ok(o)
}

/// A size for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// A count and its noun; `many` where there is not one.
fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn streets(o: &mut String, n: &Network) -> std::fmt::Result {
    let s = &n.streets;
    writeln!(o, "streets")?;
    let km = s.length_mm.iter().map(|l| f64::from(*l)).sum::<f64>() / 1e6;
    writeln!(
        o,
        "  {}, {}, {km:.0} km",
        count(s.nodes(), "junction", "junctions"),
        count(s.edges(), "street section", "street sections")
    )?;
    if let Some([west, south, east, north]) = extent(n) {
        writeln!(
            o,
            "  longitude {west:.5} to {east:.5}, latitude {south:.5} to {north:.5}"
        )?;
    }
    let parts = s.component_size.len();
    let kept = (n.component_open.iter())
        .filter(|c| **c != part::LEFT_OUT)
        .count();
    let largest = s.component_size.first().copied().unwrap_or(0);
    let all: u64 = s.component_size.iter().map(|c| u64::from(*c)).sum();
    writeln!(
        o,
        "  on foot: {}; the largest holds {:.1} % of the junctions, {} left out as small islands without a stop",
        count(parts, "connected part", "unconnected parts"),
        100.0 * f64::from(largest) / (all.max(1)) as f64,
        parts - kept.min(parts)
    )
}

fn timetable(o: &mut String, n: &Network) -> std::fmt::Result {
    let t = &n.timetable;
    writeln!(o, "timetable")?;
    writeln!(
        o,
        "  {}, {}, {}",
        count(t.route_id.len(), "line", "lines"),
        count(t.trips(), "trip", "trips"),
        count(t.calls.parts().1.len(), "call", "calls")
    )?;
    if !t.frequencies.is_empty() {
        let by_headway = t.frequencies.iter().filter(|f| !f.is_exact()).count();
        writeln!(
            o,
            "  {} of frequencies.txt, {by_headway} of them by headway without fixed times",
            count(t.frequencies.len(), "row", "rows")
        )?;
    }
    let (mut linked, mut outside, mut apart, mut nowhere) = (0, 0, 0, 0);
    let bounds = extent(n);
    for (x, _) in t.served().iter().enumerate().filter(|(_, s)| **s) {
        let stop = StopId::new(x);
        let within = |p: LonLat| {
            bounds.is_some_and(|[w, s, e, n]| (w..=e).contains(&p.lon) && (s..=n).contains(&p.lat))
        };
        match t.position(stop) {
            _ if !n.stop_links[stop].is_empty() => linked += 1,
            None => nowhere += 1,
            Some(p) if within(p) => apart += 1,
            Some(_) => outside += 1,
        }
    }
    let all: usize = linked + outside + apart + nowhere;
    writeln!(
        o,
        "  {}: {linked} linked to streets",
        count(all, "stop with service", "stops with service")
    )?;
    let snap = n.max_snap_m();
    for (number, what) in [
        (outside, "outside the street data".to_owned()),
        (
            apart,
            format!("within it, but farther than {snap} m from any walkable street"),
        ),
        (nowhere, "without a usable position".to_owned()),
    ] {
        if number > 0 {
            writeln!(o, "    not linked: {number} {what}")?;
        }
    }
    let walks = n.stop_walks.parts().1.len();
    if walks > 0 {
        writeln!(o, "  {walks} walks between stops stored")?;
    }
    Ok(())
}

fn feed(
    o: &mut String,
    name: &str,
    zone: &str,
    dates: &FeedDates,
    every: bool,
) -> std::fmt::Result {
    writeln!(o, "feed {} ({})", one_line(name), one_line(zone))?;
    let Some((first, last)) = dates.span else {
        return writeln!(o, "  no service on any date");
    };
    let on = dates.count(0..7).map_or(0, |all| all.dates);
    writeln!(
        o,
        "  service from {first} to {last}, on {}",
        count(on as usize, "date", "dates")
    )?;
    if let Some(period) = dates.vouched_words() {
        writeln!(o, "  feed_info.txt vouches for {period}")?;
    }
    if every {
        for (date, trips) in dates.iter().take(MOST_DATES) {
            writeln!(o, "  {date} {}  {trips} trips", date.format("%a"))?;
        }
        if on > MOST_DATES as u64 {
            writeln!(o, "  and {} dates more", on - MOST_DATES as u64)?;
        }
        return Ok(());
    }
    for (number, day) in WEEK.into_iter().enumerate() {
        let name = day_name(day);
        let Some(of_day) = dates.count(number..number + 1) else {
            writeln!(o, "  {name:<9}  no service")?;
            continue;
        };
        let (least, most, date) = (of_day.least, of_day.most, of_day.busiest);
        let trips = if least == most {
            format!("{most} trips")
        } else {
            format!("{least} to {most} trips, most first on {date}")
        };
        let on = count(of_day.dates as usize, "date", "dates");
        writeln!(o, "  {name:<9}  {on:<9}  {trips}")?;
    }
    Ok(())
}

/// Most dates of a feed that are listed one by one (fifty years).
const MOST_DATES: usize = 20_000;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// A date to begin with, of those that every feed covers.
fn together(o: &mut String, dates: &[FeedDates]) -> std::fmt::Result {
    if dates.iter().all(|d| d.span.is_none()) {
        return Ok(());
    }
    let Some(best) = best_date(dates) else {
        writeln!(o, "a date with full service")?;
        return writeln!(o, "  none: {NO_COMMON_DATE}");
    };
    let (date, feeds) = (best.date, best.feeds);
    let of = if dates.len() > 1 {
        format!(", {feeds} of {} feeds run", dates.len())
    } else {
        String::new()
    };
    writeln!(
        o,
        "a date with full service\n  --date {date} ({}, {} trips{of})",
        day_name(date.weekday()),
        best.trips
    )?;
    if feeds < dates.len() {
        writeln!(o, "  no date has service of all feeds")?;
    }
    Ok(())
}

fn findings(o: &mut String, n: &Network, every: bool) -> std::fmt::Result {
    writeln!(o, "findings")?;
    if n.findings.is_empty() {
        writeln!(o, "  none")?;
    } else if every {
        for f in n.findings.iter() {
            let line = f.line.map(|l| format!(" line {l}")).unwrap_or_default();
            let record = if f.record.is_empty() {
                String::new()
            } else {
                format!(" {}", f.record)
            };
            let text = format!(
                "{}: {}{line}:{record} {}; {} [{}]",
                f.severity.word(),
                f.file,
                f.message,
                f.action,
                f.code
            );
            writeln!(o, "  {}", one_line(&text))?;
        }
    } else {
        for line in n.findings.summary() {
            writeln!(o, "  {line}")?;
        }
    }
    Ok(())
}
