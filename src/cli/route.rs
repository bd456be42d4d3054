//! `bereik route`.

use super::args::{SourceArgs, TravellerArgs, WHEN, check_date};
use super::errors::usage;
use super::pairs::hundredths;
use super::{Context, write_out};
use bereik::diagnostics::{Error, Fault, one_line, printable_json, shorten};
use bereik::ids::{Id, RouteId, StopId};
use bereik::input::clock;
use bereik::network::mode::VehicleKind;
use bereik::network::timetable::{NONE, Timetable};
use bereik::network::{BuildOptions, Network};
use bereik::routing::Tuning;
use bereik::routing::job::Question;
use bereik::routing::journey::{self, Journey, Leg};
use bereik::run::linking::extent;
use bereik::travel::{Direction, Window};
use bereik::units::{ClockTime, LonLat};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

/// One trip at one time, in words: walks, lines, stops and clock times.
///
/// The travel time is the one `bereik matrix` counts for that minute. Among trips that arrive at the
/// same time, the one with the fewest rides is shown.
#[derive(Args)]
#[command(
    override_usage = "bereik route (--network FILE.bereik | --osm FILE.osm.pbf [--gtfs FILE]...) --date YYYY-MM-DD (--depart HH:MM | --arrive HH:MM) --from LON,LAT --to LON,LAT [OPTIONS]",
    after_help = "Example:\n  bereik route --network city.bereik --date 2026-03-10 --depart 08:00 \\\n    --from 5.1024,52.1018 --to 5.1207,52.0894\n\nBy headway (frequencies.txt without exact times) the times shown are expectations: half a\nheadway of waiting."
)]
pub struct RouteArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Service day, in the feeds' own time zone.
    #[arg(long, help_heading = WHEN, value_name = "YYYY-MM-DD", value_parser = clock::parse_date)]
    date: NaiveDate,
    /// Where the trip starts: longitude, latitude in degrees (WGS 84).
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    from: LonLat,
    /// Where it ends, likewise.
    #[arg(long, value_name = "LON,LAT", value_parser = position, allow_hyphen_values = true)]
    to: LonLat,
    /// Leave at this time. Past 24:00, up to 72:00, means the night after --date.
    #[arg(long, help_heading = WHEN, value_name = "HH:MM", conflicts_with = "arrive", required_unless_present = "arrive", value_parser = clock::parse_clock)]
    depart: Option<ClockTime>,
    /// Be there by this time instead.
    #[arg(long, help_heading = WHEN, value_name = "HH:MM", value_parser = clock::parse_clock)]
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
        (None, None) => return Err(usage("give --depart or --arrive")),
    };
    let traveller = args.traveller.resolve()?;
    let options = BuildOptions {
        max_snap_m: args.source.max_snap_m(),
        walk: traveller.walk,
        max_walk: Some(traveller.transfer()).filter(|_| traveller.wheelchair.is_none()),
        ..BuildOptions::default()
    };
    let network = args.source.load(&options, &context.progress)?;
    for w in check_date(&network, args.date)? {
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
        let link = linker.link(point, network.max_snap_m());
        let doubts = network.doubts(&[point], &[link]);
        for (kind, said) in doubts.kinds() {
            for (_, words) in said {
                context.warn(&format!("{name} is {kind}: {words}"));
            }
        }
        if link.is_none() {
            let problem = format!(
                "{name} is farther than {} m from any walkable street of the network",
                network.max_snap_m()
            );
            return Err(Fault::PointsAllLost
                .at(option, problem)
                .value(format!("{},{}", point.lon, point.lat))
                .hint(nearer(&network, point))
                .into());
        }
    }
    let found = journey::find(&network, &question, args.from, args.to)?;
    let text = if args.json {
        let value = as_json(&network, &question, found.as_ref());
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        format!("{}\n", printable_json(&text))
    } else {
        words(&network, &question, found.as_ref())
    };
    write_out(&text)
}

/// What to do about a place too far from any street.
fn nearer(network: &Network, p: LonLat) -> String {
    let Some([west, south, east, north]) = extent(network) else {
        return "the network has no streets".to_owned();
    };
    let within = |lon, lat| (west..=east).contains(&lon) && (south..=north).contains(&lat);
    if within(p.lon, p.lat) {
        "choose a place nearer a street, or raise --max-snap".to_owned()
    } else if within(p.lat, p.lon) {
        format!("longitude comes first: write {},{}, perhaps", p.lat, p.lon)
    } else {
        format!(
            "the streets of the network run from longitude {west:.4} to {east:.4}, latitude {south:.4} to {north:.4}"
        )
    }
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
    let platform = shorten(t.stop_platform.get(stop.index()));
    let platform = if platform.is_empty() {
        String::new()
    } else {
        format!(", platform {platform}")
    };
    one_line(&format!(
        "{}{platform} [{}]",
        shorten(t.stop_label(stop)),
        shorten(t.stop_id.get(stop.index()))
    ))
}

/// What runs on a line.
fn vehicle_word(kind: u16) -> &'static str {
    match VehicleKind::of(kind) {
        VehicleKind::Other => "line",
        kind => kind.word(),
    }
}

/// A line of the trip: when, and what.
fn line(out: &mut String, about: bool, at: i64, what: &str) {
    let about = if about { "~" } else { " " };
    let text = format!(" {about}{:<8}  {what}", clock_text(at));
    out.push_str(&one_line(&text));
    out.push('\n');
}

/// The trip in words.
pub fn words(network: &Network, question: &Question, journey: Option<&Journey>) -> String {
    let who = &question.traveller;
    let Some(j) = journey else {
        return format!(
            "No trip of at most {} with walks of at most {} and at most {}.\n",
            lasting(i64::from(who.max_trip.0)),
            lasting(i64::from(who.max_walk.0)),
            rides(who.max_rides as usize)
        );
    };
    let boarded = j
        .legs
        .iter()
        .filter(|l| matches!(l, Leg::Ride { seated: false, .. }))
        .count();
    let mut out = format!(
        "{} to {}: {}, {} (travel time {:.2} min)\n",
        clock_text(j.start_s),
        clock_text(j.end_s),
        lasting(j.end_s - j.start_s),
        rides(boarded),
        hundredths(j.travel_s) as f64 / 100.0
    );
    let mut now = j.start_s;
    // Once a vehicle by headway was taken, what follows at no fixed time is an expectation too.
    let mut about = false;
    for leg in &j.legs {
        match leg {
            Leg::Walk {
                from,
                to,
                start_s,
                end_s,
                by_bicycle,
            } => {
                let from = from.map_or("the start".to_owned(), |s| stop_words(network, s));
                let to = to.map_or("the destination".to_owned(), |s| stop_words(network, s));
                let means = if *by_bicycle { "cycle" } else { "walk" };
                let lasts = lasting(end_s - start_s);
                line(
                    &mut out,
                    about,
                    *start_s,
                    &format!("{means} {lasts} from {from} to {to}"),
                );
            }
            Leg::Ride {
                start_s,
                seated,
                by_headway,
                ..
            } => {
                if !seated && *start_s > now {
                    let wait = lasting(start_s - now);
                    let wait = if *by_headway {
                        format!("wait {wait}, as expected of a vehicle by headway")
                    } else {
                        format!("wait {wait}")
                    };
                    line(&mut out, about, now, &wait);
                }
                about = *by_headway;
                line(&mut out, about, *start_s, &ride_words(network, leg));
            }
        }
        now = leg.end_s();
    }
    line(&mut out, about, j.end_s, "there");
    let spare = i64::from(question.window.start_s) - j.end_s;
    if question.window.direction == Direction::Arrive && spare > 0 {
        line(
            &mut out,
            about,
            j.end_s,
            &format!("{} to spare", lasting(spare)),
        );
    }
    out
}

fn rides(n: usize) -> String {
    match n {
        0 => "no ride".to_owned(),
        1 => "1 ride".to_owned(),
        n => format!("{n} rides"),
    }
}

/// A ride: vehicle, line, direction, from where to where.
fn ride_words(network: &Network, leg: &Leg) -> String {
    let Leg::Ride {
        run,
        board,
        alight,
        end_s,
        seated,
        by_headway,
        ..
    } = leg
    else {
        return String::new();
    };
    let t = &network.timetable;
    let (calls, route) = (&t.calls[run.trip], t.trip_route[run.trip.index()]);
    let headsign = t.trip_headsign.get(run.trip.index());
    let towards = if headsign.is_empty() {
        String::new()
    } else {
        format!(" towards {}", shorten(headsign))
    };
    let stops = match alight - board {
        1 => "1 stop".to_owned(),
        n => format!("{n} stops"),
    };
    format!(
        "{}{} {}{towards} from {} to {}, {}{}, {stops} (trip {})",
        if *seated {
            "stay seated, the vehicle goes on as "
        } else {
            ""
        },
        vehicle_word(t.route_kind[route.index()]),
        shorten(t.line_name(route)),
        stop_words(network, calls[*board].stop),
        stop_words(network, calls[*alight].stop),
        if *by_headway {
            "there at about "
        } else {
            "there at "
        },
        clock_text(*end_s),
        shorten(t.trip_id.get(run.trip.index())),
    )
}

/// The operator of a line, where the timetable names one.
fn operator(t: &Timetable, route: RouteId) -> Option<&str> {
    let row = t.route_agency[route.index()];
    (row != NONE).then(|| t.agency_name.get(row as usize))
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
                Leg::Walk { from, to, start_s, end_s, by_bicycle } => json!({
                    "mode": if *by_bicycle { "bicycle" } else { "walk" }, "from": stop(*from), "to": stop(*to),
                    "start": clock_text(*start_s), "end": clock_text(*end_s), "seconds": end_s - start_s}),
                Leg::Ride { run, board, alight, start_s, end_s, seated, by_headway } => {
                    let calls = &t.calls[run.trip];
                    let route = t.trip_route[run.trip.index()];
                    json!({
                        "mode": "ride", "from": stop(Some(calls[*board].stop)), "to": stop(Some(calls[*alight].stop)),
                        "start": clock_text(*start_s), "end": clock_text(*end_s), "seconds": end_s - start_s,
                        "feed": t.feed_name.get(t.feed_of(run.trip).index()),
                        "operator": operator(t, route),
                        "route_id": t.route_id.get(route.index()), "line": t.line_name(route),
                        "vehicle": vehicle_word(t.route_kind[route.index()]),
                        "trip_id": t.trip_id.get(run.trip.index()),
                        "headsign": t.trip_headsign.get(run.trip.index()),
                        "stops": alight - board, "stay_seated": seated, "by_headway": by_headway})
                }
            })
            .collect()
    };
    json!({
        "date": question.date.to_string(),
        "asked": {
            (if question.window.direction == Direction::Depart { "depart" } else { "arrive" }):
                clock_text(i64::from(question.window.start_s))
        },
        "found": journey.is_some(),
        "start": journey.map(|j| clock_text(j.start_s)),
        "end": journey.map(|j| clock_text(j.end_s)),
        "travel_time_min": journey.map(|j| hundredths(j.travel_s) as f64 / 100.0),
        "legs": journey.map(legs),
    })
}
