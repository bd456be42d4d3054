//! `bereik route`.

use super::Context;
use super::args::{SourceArgs, TravellerArgs};
use super::matrix::hundredths;
use bereik::diagnostics::{Error, InputError, printable};
use bereik::ids::{Id, StopId};
use bereik::input::clock;
use bereik::network::calendar::{check_date, service_dates};
use bereik::network::{BuildOptions, Network};
use bereik::routing::job::Question;
use bereik::routing::journey::{self, Journey, Leg};
use bereik::routing::{Direction, Tuning, Window};
use bereik::units::{ClockTime, LonLat};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};
use std::io::Write as _;

/// One trip at one time, in words: walks, lines, stops and clock times; or as JSON.
///
/// Example: bereik route --network city.bereik --date 2026-03-10 --from 5.10,52.10 --to 5.12,52.09 --depart 08:00
#[derive(Args)]
pub struct RouteArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Service day, in the feeds' own time zone.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = clock::parse_date)]
    date: NaiveDate,
    /// Where the trip starts, degrees.
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    from: LonLat,
    /// Where it ends, degrees.
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    to: LonLat,
    /// Leave at this time. Past 24:00 means the night after --date.
    #[arg(long, value_name = "HH:MM", conflicts_with = "arrive", required_unless_present = "arrive", value_parser = clock::parse_clock)]
    depart: Option<ClockTime>,
    /// Be there by this time instead.
    #[arg(long, value_name = "HH:MM", value_parser = clock::parse_clock)]
    arrive: Option<ClockTime>,
    #[command(flatten)]
    traveller: TravellerArgs,
    /// JSON instead of words.
    #[arg(long)]
    json: bool,
}

fn position(text: &str) -> Result<LonLat, String> {
    let wrong = || "expected LON,LAT in degrees, such as 5.1214,52.0907".to_owned();
    let (lon, lat) = text.split_once(',').ok_or_else(wrong)?;
    let number = |t: &str| t.trim().parse::<f64>().map_err(|_| wrong());
    LonLat::new(number(lon)?, number(lat)?)
        .ok_or_else(|| "longitude runs from -180 to 180, latitude from -90 to 90".to_owned())
}

/// Finds and prints one trip.
pub fn main(args: &RouteArgs, context: &Context) -> Result<(), Error> {
    let (direction, at) = match (args.depart, args.arrive) {
        (Some(t), _) => (Direction::Depart, t),
        (None, Some(t)) => (Direction::Arrive, t),
        (None, None) => return Err(Error::usage("give --depart or --arrive")),
    };
    let traveller = args.traveller.resolve()?;
    let options = BuildOptions {
        max_snap_m: args.source.max_snap_m(),
        walk: traveller.walk,
        max_walk: Some(traveller.max_walk).filter(|_| traveller.wheelchair.is_none()),
        ..BuildOptions::default()
    };
    let network = args.source.load(&options, &context.progress)?;
    let dates = service_dates(&network.timetable);
    for w in check_date(&network.timetable, &dates, args.date)?.warnings {
        context.warn(&w);
    }
    let window = Window {
        direction,
        start_s: at.0,
        end_s: at.0.saturating_add(60),
        step_s: 60,
    };
    let question = Question {
        date: args.date,
        window,
        traveller,
        tuning: Tuning::default(),
    };
    let linker = network.linker(question.traveller.wheelchair.is_some());
    for (name, point, option) in [
        ("the start", args.from, "--from"),
        ("the end", args.to, "--to"),
    ] {
        if linker.link(point, network.max_snap_m()).is_none() {
            let problem = format!(
                "{name} is farther than {} m from any walkable street of the network",
                network.max_snap_m()
            );
            return Err(InputError::new(option, problem)
                .value(format!("{},{}", point.lon, point.lat))
                .hint("choose a place nearer a street, or raise --max-snap")
                .into());
        }
    }
    drop(linker);
    let found = journey::find(&network, &question, args.from, args.to)?;
    let text = if args.json {
        let value = as_json(&network, &question, found.as_ref());
        format!(
            "{}\n",
            serde_json::to_string_pretty(&value).unwrap_or_default()
        )
    } else {
        words(&network, &question, found.as_ref())
    };
    std::io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .map_err(|e| Error::io(std::path::Path::new("standard output"), "write", e))
}

fn clock_text(s: i64) -> String {
    ClockTime(s.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32).to_string()
}

/// A duration for people: minutes, with seconds where they are not whole.
fn lasting(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (m, 0) => format!("{m} min"),
        (0, s) => format!("{s} s"),
        (m, s) => format!("{m} min {s} s"),
    }
}

/// A stop's name, with its platform and its id.
fn stop_words(network: &Network, stop: StopId) -> String {
    let t = &network.timetable;
    let platform = t.stop_platform.get(stop.index());
    let platform = if platform.is_empty() {
        String::new()
    } else {
        format!(", platform {platform}")
    };
    printable(&format!(
        "{}{platform} [{}]",
        t.stop_label(stop),
        t.stop_id.get(stop.index())
    ))
}

/// The trip in words.
pub fn words(network: &Network, question: &Question, journey: Option<&Journey>) -> String {
    let Some(j) = journey else {
        return format!(
            "No trip within {} min ({} min a walk, {} rides).\n",
            question.traveller.max_trip.0 / 60,
            question.traveller.max_walk.0 / 60,
            question.traveller.max_rides
        );
    };
    let rides = j
        .legs
        .iter()
        .filter(|l| matches!(l, Leg::Ride { seated: false, .. }))
        .count();
    let rides = match rides {
        0 => "no ride".to_owned(),
        1 => "1 ride".to_owned(),
        n => format!("{n} rides"),
    };
    let mut out = format!(
        "{} to {}: {}, {rides} (travel time {:.2} min)\n",
        clock_text(j.start_s),
        clock_text(j.end_s),
        lasting(j.end_s - j.start_s),
        hundredths(j.travel_s) as f64 / 100.0
    );
    let t = &network.timetable;
    let mut now = j.start_s;
    for leg in &j.legs {
        match leg {
            Leg::Walk {
                from,
                to,
                start_s,
                end_s,
            } => {
                let from = from.map_or("the start".to_owned(), |s| stop_words(network, s));
                let to = to.map_or("the destination".to_owned(), |s| stop_words(network, s));
                let means = if question.traveller.bicycle.is_some() {
                    "go"
                } else {
                    "walk"
                };
                out += &format!(
                    "  {}  {means} {} from {from} to {to}, there at {}\n",
                    clock_text(*start_s),
                    lasting(end_s - start_s),
                    clock_text(*end_s)
                );
                now = *end_s;
            }
            Leg::Ride {
                run,
                board,
                alight,
                start_s,
                end_s,
                seated,
                by_headway,
            } => {
                let calls = &t.calls[run.trip];
                let route = t.trip_route[run.trip.index()];
                let headsign = t.trip_headsign.get(run.trip.index());
                let towards = if headsign.is_empty() {
                    String::new()
                } else {
                    format!(" towards {headsign}")
                };
                let about = if *by_headway { "about " } else { "" };
                let wait = start_s - now;
                let begin = match (seated, wait > 0) {
                    (true, _) => "stay seated: ".to_owned(),
                    (false, true) => format!("wait {}, then ", lasting(wait)),
                    (false, false) => String::new(),
                };
                out += &printable(&format!(
                    "  {about}{}  {begin}line {}{towards} from {} at {about}{} to {} at {about}{} (trip {}, {} stops)",
                    clock_text(if *seated { *start_s } else { now }),
                    t.line_name(route),
                    stop_words(network, calls[*board].stop),
                    clock_text(*start_s),
                    stop_words(network, calls[*alight].stop),
                    clock_text(*end_s),
                    t.trip_id.get(run.trip.index()),
                    alight - board
                ));
                out.push('\n');
                now = *end_s;
            }
        }
    }
    if question.window.direction == Direction::Arrive
        && i64::from(question.window.start_s) > j.end_s
    {
        out += &format!(
            "  {} to spare\n",
            lasting(i64::from(question.window.start_s) - j.end_s)
        );
    }
    out
}

fn as_json(network: &Network, question: &Question, journey: Option<&Journey>) -> Value {
    let t = &network.timetable;
    let stop = |s: Option<StopId>| match s {
        None => Value::Null,
        Some(s) => {
            let p = t.position(s);
            json!({"stop_id": t.stop_id.get(s.index()), "name": t.stop_name.get(s.index()),
                   "platform": t.stop_platform.get(s.index()),
                   "lon": p.map(|p| p.lon), "lat": p.map(|p| p.lat)})
        }
    };
    let legs = |j: &Journey| -> Vec<Value> {
        j.legs
            .iter()
            .map(|leg| match leg {
                Leg::Walk { from, to, start_s, end_s } => json!({
                    "mode": "walk", "from": stop(*from), "to": stop(*to),
                    "start": clock_text(*start_s), "end": clock_text(*end_s), "seconds": end_s - start_s}),
                Leg::Ride { run, board, alight, start_s, end_s, seated, by_headway } => {
                    let calls = &t.calls[run.trip];
                    let route = t.trip_route[run.trip.index()];
                    json!({
                        "mode": "ride", "from": stop(Some(calls[*board].stop)), "to": stop(Some(calls[*alight].stop)),
                        "start": clock_text(*start_s), "end": clock_text(*end_s), "seconds": end_s - start_s,
                        "feed": t.feed_name.get(t.feed_of(run.trip).index()),
                        "route_id": t.route_id.get(route.index()), "line": t.line_name(route),
                        "trip_id": t.trip_id.get(run.trip.index()),
                        "headsign": t.trip_headsign.get(run.trip.index()),
                        "stops": alight - board, "stay_seated": seated, "by_headway": by_headway})
                }
            })
            .collect()
    };
    json!({
        "date": question.date.to_string(),
        "found": journey.is_some(),
        "start": journey.map(|j| clock_text(j.start_s)),
        "end": journey.map(|j| clock_text(j.end_s)),
        "travel_time_min": journey.map(|j| hundredths(j.travel_s) as f64 / 100.0),
        "legs": journey.map(legs),
    })
}
