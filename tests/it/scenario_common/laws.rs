//! Random towns: edits against feeds edited record by record, and laws that hold whatever the town.
//! `BEREIK_CASES` sets how many towns are drawn (default 60), `BEREIK_SEED` the first seed.

use super::{days, edit};
use crate::common::compare::{Times, engine, network};
use crate::common::describe::describe;
use crate::common::dice::Dice;
use crate::common::random::{Flavour, town};
use crate::common::shrink::without_trip;
use crate::common::town::Town;
use bereik::input::gtfs::{Feed, Service};
use bereik::input::scenario::{
    Edit, Mode, NewLine, Pace, Selector, StopRef, StopSelector, TimetableEdit,
};
use bereik::network::Network;
use bereik::network::timetable::Timetable;
use bereik::routing::Tuning;
use bereik::scenario::timetable;
use bereik::travel::Direction;
use bereik::units::{LonLat, Seconds};
use std::collections::BTreeMap;

fn seeds() -> std::ops::Range<u64> {
    let setting = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
    };
    let first = setting("BEREIK_SEED", 1);
    first..first + setting("BEREIK_CASES", 60)
}

fn both(town: &Town, network: &Network) -> [Times; 2] {
    [Direction::Depart, Direction::Arrive].map(|direction| {
        let answer = engine(town, network, direction, Tuning::default());
        answer.unwrap_or_else(|why| panic!("{why}\n{}", describe(town)))
    })
}

fn changed(town: &Town, base: &Network, edits: &[Edit]) -> Result<Timetable, String> {
    let edits: Vec<&Edit> = edits.iter().collect();
    let (after, touched) =
        timetable::apply(&base.timetable, town.date, &edits).map_err(|e| e.to_string())?;
    assert_eq!(touched.len(), edits.len());
    after.ok_or_else(|| "no timetable".into())
}

/// Draws edits, makes them by scenario and by hand, and compares. Edits that select nothing are errors, and tell.
fn agree(draw: impl Fn(&mut Town, &mut Dice) -> (TimetableEdit, Vec<Feed>)) {
    let (mut mattered, mut refused) = (0, 0);
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let mut town = town(seed, Flavour::OnFoot);
        let (what, feeds) = draw(&mut town, &mut dice);
        let base = network(&town);
        let hand = Town {
            feeds,
            ..town.clone()
        };
        let due = both(&town, &network(&hand));
        let before = both(&town, &base);
        match changed(&town, &base, &[edit("it", what.clone())]) {
            Ok(after) => {
                let got = both(&town, &base.with_timetable(after));
                assert!(got == due, "seed {seed} {what:?}\n{}", describe(&town));
                mattered += usize::from(due != before);
            }
            Err(why) => {
                assert!(why.contains("edit \"it\""), "{why}");
                assert!(
                    due == before,
                    "seed {seed}: {why}\n{what:?}\n{}",
                    describe(&town)
                );
                refused += 1;
            }
        }
    }
    println!("{mattered} mattered, {refused} selected nothing");
    assert!(mattered > 0);
}

fn of_line(name: &str) -> Selector {
    Selector {
        route: vec![name.into()],
        ..Selector::default()
    }
}

fn on_line(feed: &Feed, trip: usize, line: &str) -> bool {
    feed.routes[feed.trips[trip].route as usize].short_name == line
}

/// Takes trips out of blocks, and joins by rule off them.
fn alone(town: &mut Town, which: impl Fn(&Feed, usize) -> bool) {
    for feed in &mut town.feeds {
        let hit: Vec<bool> = (0..feed.trips.len()).map(|t| which(feed, t)).collect();
        for (trip, _) in feed.trips.iter_mut().zip(&hit).filter(|(_, hit)| **hit) {
            trip.block = None;
        }
        let named = |t: Option<u32>| t.is_some_and(|t| hit[t as usize]);
        feed.transfers
            .retain(|r| (r.kind as u8) < 4 || !(named(r.from_trip) || named(r.to_trip)));
    }
}

#[test]
fn random_trips_removed() {
    agree(|town, dice| {
        let line = format!("L{}", dice.below(3));
        alone(town, |f, t| on_line(f, t, &line));
        let mut feeds = town.feeds.clone();
        for feed in &mut feeds {
            for t in (0..feed.trips.len()).rev() {
                if on_line(feed, t, &line) {
                    *feed = without_trip(feed, t);
                }
            }
        }
        (
            TimetableEdit::RemoveTrips {
                select: of_line(&line),
            },
            feeds,
        )
    });
}

#[test]
fn random_trips_shifted() {
    agree(|town, dice| {
        let line = format!("L{}", dice.below(3));
        let by = dice.between(-900, 900) as i32;
        let mut feeds = town.feeds.clone();
        for feed in &mut feeds {
            let ours: Vec<usize> = (0..feed.trips.len())
                .filter(|t| on_line(feed, *t, &line))
                .collect();
            for t in ours {
                for c in &mut feed.calls[feed.trips[t].calls.clone()] {
                    (c.arrival, c.departure) = (c.arrival + by, c.departure + by);
                }
                for f in feed.frequencies.iter_mut().filter(|f| f.trip == t as u32) {
                    (f.start, f.end) = (f.start + by, f.end + by);
                }
            }
        }
        (
            TimetableEdit::ShiftTimes {
                select: of_line(&line),
                by_s: by,
            },
            feeds,
        )
    });
}

#[test]
fn random_trips_thinned_out() {
    agree(|town, dice| {
        let line = format!("L{}", dice.below(3));
        let every = dice.between(2, 3) as usize;
        alone(town, |f, t| on_line(f, t, &line));
        let mut feeds = town.feeds.clone();
        for feed in &mut feeds {
            // (service) -> (departure, trip, frequency) of each vehicle.
            let mut vehicles: BTreeMap<u32, Vec<(i32, usize, bool)>> = BTreeMap::new();
            for t in (0..feed.trips.len()).filter(|t| on_line(feed, *t, &line)) {
                let calls = &feed.calls[feed.trips[t].calls.clone()];
                let first = calls
                    .iter()
                    .find(|c| c.boards || c.alights)
                    .unwrap_or(&calls[0])
                    .departure;
                let list = vehicles.entry(feed.trips[t].service).or_default();
                let rows: Vec<_> = feed
                    .frequencies
                    .iter()
                    .filter(|f| f.trip == t as u32)
                    .collect();
                if rows.is_empty() {
                    list.push((first, t, false));
                }
                for f in rows.into_iter().filter(|f| f.exact) {
                    let at = (f.start..f.end).step_by(f.headway as usize);
                    list.extend(at.map(|at| (at - calls[0].departure + first, t, true)));
                }
            }
            let old: Vec<_> = feed.frequencies.clone();
            let ours: Vec<u32> = (0..feed.trips.len())
                .filter(|t| on_line(feed, *t, &line))
                .map(|t| t as u32)
                .collect();
            feed.frequencies
                .retain(|f| !(ours.contains(&f.trip) && f.exact));
            for f in feed
                .frequencies
                .iter_mut()
                .filter(|f| ours.contains(&f.trip))
            {
                f.headway *= every as u32;
            }
            let mut gone: Vec<usize> = ours.iter().map(|t| *t as usize).collect();
            gone.retain(|t| !feed.frequencies.iter().any(|f| f.trip == *t as u32));
            for (_, mut list) in vehicles {
                list.sort();
                for (at, t, by_row) in list.into_iter().step_by(every) {
                    gone.retain(|g| *g != t);
                    if by_row {
                        let like = old.iter().find(|f| f.trip == t as u32).expect("a row");
                        let calls = &feed.calls[feed.trips[t].calls.clone()];
                        let first = calls
                            .iter()
                            .find(|c| c.boards || c.alights)
                            .unwrap_or(&calls[0])
                            .departure;
                        let start = at - first + calls[0].departure;
                        feed.frequencies.push(bereik::input::gtfs::Frequency {
                            start,
                            end: start + 1,
                            headway: 60,
                            exact: true,
                            ..*like
                        });
                    }
                }
            }
            for t in gone.into_iter().rev() {
                *feed = without_trip(feed, t);
            }
        }
        (
            TimetableEdit::ThinOut {
                select: of_line(&line),
                keep_every: every as u32,
            },
            feeds,
        )
    });
}

#[test]
fn random_stops_passed() {
    agree(|town, dice| {
        let stop = format!("s{}", dice.below(4));
        alone(town, |_, _| true);
        let mut feeds = town.feeds.clone();
        for feed in &mut feeds {
            let gone = feed
                .stops
                .iter()
                .position(|s| s.id == stop)
                .expect("a stop") as u32;
            let (old, mut calls): (_, Vec<bereik::input::gtfs::Call>) =
                (feed.calls.clone(), Vec::new());
            let mut lonely = Vec::new();
            for (t, trip) in feed.trips.iter_mut().enumerate() {
                let range = trip.calls.clone();
                let start = calls.len();
                calls.extend(old[range.clone()].iter().filter(|c| c.stop != gone));
                trip.calls = start..calls.len();
                if calls[start..].len() == range.len() {
                    continue;
                }
                if calls[start..]
                    .iter()
                    .filter(|c| c.boards || c.alights)
                    .count()
                    < 2
                {
                    lonely.push(t);
                    continue;
                }
                let by = calls[start].departure - old[range.start].departure;
                for f in feed.frequencies.iter_mut().filter(|f| f.trip == t as u32) {
                    (f.start, f.end) = (f.start + by, f.end + by);
                }
            }
            feed.calls = calls;
            for t in lonely.into_iter().rev() {
                *feed = without_trip(feed, t);
            }
        }
        let stops = StopSelector {
            stop: vec![stop],
            area: None,
        };
        let what = if dice.chance(50) {
            TimetableEdit::CloseStop { stops }
        } else {
            TimetableEdit::RemoveStops {
                select: Selector::default(),
                stops,
            }
        };
        (what, feeds)
    });
}

#[test]
fn random_days_removed() {
    agree(|town, dice| {
        // Wednesdays and Sundays are the towns' dates; the day before counts past midnight.
        let wanted = days(dice.pick(&["we", "su", "tu,sa", "mo-fr", "th-sa"])).expect("days");
        let line = dice.chance(50).then(|| format!("L{}", dice.below(3)));
        alone(town, |_, _| true);
        let mut feeds = town.feeds.clone();
        for feed in &mut feeds {
            let rest: Vec<Service> = (feed.services.iter())
                .map(|s| {
                    let mut rest = Service {
                        id: format!("{} less", s.id),
                        weekly: None,
                        added: Vec::new(),
                        removed: Vec::new(),
                    };
                    let day = |n: i64| town.date + chrono::Duration::days(n);
                    let on = (-100..=100)
                        .map(day)
                        .filter(|d| s.runs_on(*d) && !wanted.contains(*d));
                    rest.added = on.collect();
                    rest
                })
                .collect();
            let more = feed.services.len() as u32;
            feed.services.extend(rest);
            for t in 0..feed.trips.len() {
                if line.as_ref().is_none_or(|l| on_line(feed, t, l)) {
                    feed.trips[t].service += more;
                }
            }
        }
        let select = Selector {
            days: Some(wanted),
            route: line.into_iter().collect(),
            // Not the trip that gives the towns service on all days.
            ..Selector::default()
        };
        // Without any trip on the date there is no answer: the ghost stays.
        for (feed, old) in feeds.iter_mut().zip(&town.feeds) {
            for t in 0..feed.trips.len() {
                if on_line(old, t, "ghost") {
                    feed.trips[t].service = old.trips[t].service;
                }
            }
        }
        let lines = (0..7).map(|n| format!("L{n}"));
        let there = lines.filter(|l| {
            town.feeds
                .iter()
                .any(|f| f.routes.iter().any(|r| r.short_name == *l))
        });
        let route = if select.route.is_empty() {
            there.collect()
        } else {
            select.route.clone()
        };
        (
            TimetableEdit::RemoveTrips {
                select: Selector { route, ..select },
            },
            feeds,
        )
    });
}

fn no_slower(slow: &[Times; 2], fast: &[Times; 2]) -> bool {
    let flat = |t: &[Times; 2]| -> Vec<u32> {
        let all = t.iter().flatten().flatten().flatten();
        all.map(|s| s.unwrap_or(u32::MAX)).collect()
    };
    flat(slow).iter().zip(flat(fast)).all(|(s, f)| f <= *s)
}

/// Something that takes away; blocks and joins as the towns have them.
fn cut(dice: &mut Dice) -> TimetableEdit {
    let mut select = of_line(&format!("L{}", dice.below(3)));
    if dice.chance(40) {
        select.days = days(dice.pick(&["we", "su", "tu,we", "sa,su"]));
    }
    let stops = StopSelector {
        stop: vec![format!("s{}", dice.below(4))],
        area: None,
    };
    match dice.below(5) {
        0 | 1 => TimetableEdit::RemoveTrips { select },
        2 => TimetableEdit::ThinOut {
            select,
            keep_every: 2,
        },
        3 => TimetableEdit::RemoveStops { select, stops },
        _ => TimetableEdit::CloseStop { stops },
    }
}

#[test]
fn what_is_removed_never_shortens_and_what_is_added_never_lengthens() {
    let (mut slower, mut faster) = (0, 0);
    for seed in seeds().chain(1000..1000 + seeds().count() as u64) {
        let mut dice = Dice::new(seed);
        let town = town(seed, Flavour::OnFoot);
        let base = network(&town);
        let before = both(&town, &base);
        let what = cut(&mut dice);
        if let Ok(after) = changed(&town, &base, &[edit("cut", what.clone())]) {
            let after = both(&town, &base.with_timetable(after));
            slower += usize::from(after != before);
            assert!(
                no_slower(&after, &before),
                "seed {seed}: {what:?}\n{}",
                describe(&town)
            );
        }
        let at = |dice: &mut Dice| {
            let p = town.position(town.origins[dice.below(town.origins.len())]);
            StopRef::New {
                name: String::new(),
                at: LonLat::new(p.lon, p.lat).expect("a place"),
            }
        };
        let line = NewLine {
            line: "new".into(),
            mode: Mode::Bus,
            agency: String::new(),
            stops: vec![
                at(&mut dice),
                StopRef::Known("s0".into()),
                StopRef::Known("s1".into()),
            ],
            both_ways: dice.chance(50),
            pace: Pace::Each(vec![Seconds(100), Seconds(60)]),
            dwell: Seconds(10),
            days: bereik::input::clock::Weekdays::ALL,
            departures: (0..8).map(|n| town.start as i32 + 120 * n).collect(),
        };
        if let Ok(after) = changed(&town, &base, &[edit("add", TimetableEdit::AddLine(line))]) {
            let after = both(&town, &base.with_timetable(after));
            faster += usize::from(after != before);
            assert!(
                no_slower(&before, &after),
                "seed {seed}\n{}",
                describe(&town)
            );
        }
    }
    println!("{slower} slower, {faster} faster");
    assert!(slower > 0 && faster > 0);
}

#[test]
fn edits_of_different_lines_commute_and_nothing_selected_stays() {
    for seed in seeds() {
        let town = town(seed, Flavour::OnFoot);
        let base = network(&town);
        let mut dice = Dice::new(seed);
        let date = town.date;
        let edits = [
            edit(
                "a",
                TimetableEdit::ShiftTimes {
                    select: Selector {
                        dates: vec![date],
                        ..of_line("L0")
                    },
                    by_s: dice.between(-300, 300) as i32,
                },
            ),
            edit(
                "b",
                TimetableEdit::ThinOut {
                    select: of_line("L1"),
                    keep_every: 2,
                },
            ),
        ];
        let [a, b] = edits.clone();
        let (Ok(forth), Ok(back)) = (
            changed(&town, &base, &[a, b]),
            changed(
                &town,
                &base,
                &edits.iter().rev().cloned().collect::<Vec<_>>(),
            ),
        ) else {
            continue;
        };
        let times = [forth, back].map(|t| both(&town, &base.with_timetable(t)));
        assert!(times[0] == times[1], "seed {seed}");
        // No edit of timetables: none.
        assert_eq!(
            timetable::apply(&base.timetable, date, &[]).expect("nothing"),
            (None, Vec::new())
        );
        // A shift by nothing is the base, byte for byte.
        let same = edit(
            "same",
            TimetableEdit::ShiftTimes {
                select: of_line("L1"),
                by_s: 0,
            },
        );
        let same = changed(&town, &base, &[same]).expect("a timetable");
        let bytes = |t: Timetable| base.with_timetable(t).to_bytes();
        assert!(bytes(same) == bytes(base.timetable.clone()), "seed {seed}");
    }
}
