//! Comparing a study before and after edits: what is computed in part equals what is computed in full,
//! removing never shortens, edits that don't touch each other commute, combinations add up.

use crate::common::plain_access::Plain;
use crate::common::{dice, setting, thinned};
use bereik::access::open::{self, Open};
use bereik::axes::{GroupId, HomeId, PersonaId, PurposeId};
use bereik::ids::{Id, StopId};
use bereik::input::clock::Weekdays;
use bereik::input::scenario::*;
use bereik::input::study::{Measure, Norm, Study, Usual, read_study};
use bereik::measures::decay::Decay;
use bereik::measures::norm::Norm as Level;
use bereik::run::compare::checks::verify;
use bereik::run::compare::{self, Comparison, Options};
use bereik::run::study::inputs::{self, Inputs};
use bereik::scenario::Effect;
use bereik::synth::{self, Size};
use bereik::units::{LonLat, Seconds, Speed};
use bereik::watch::Progress;
use dice::Dice;
use std::path::Path;

fn town(folder: &Path, seed: u64) -> (Study, Inputs) {
    synth::generate(Size::Town, seed, folder).expect("a town");
    read(folder)
}

/// A generated town with a third of its homes: where everything is computed over and over.
fn small_town(folder: &Path, seed: u64) -> (Study, Inputs) {
    synth::generate(Size::Town, seed, folder).expect("a town");
    let homes = folder.join("homes.csv");
    thinned(&homes, &homes, 3);
    read(folder)
}

fn read(folder: &Path) -> (Study, Inputs) {
    let study = read_study(&folder.join("study.toml")).expect("a study");
    let inputs = inputs::read(&study, &Progress::silent()).expect("inputs");
    (study, inputs)
}

fn edit(name: impl Into<String>, change: Change) -> Edit {
    Edit {
        name: name.into(),
        why: String::new(),
        change,
        place: Stands::default(),
    }
}

fn scenario(name: impl Into<String>, edits: Vec<Edit>) -> Scenario {
    Scenario {
        file: Default::default(),
        name: name.into(),
        reason: String::new(),
        feeds: Vec::new(),
        edits,
        events: Vec::new(),
    }
}

fn lines(inputs: &Inputs) -> Vec<String> {
    let t = &inputs.network.timetable;
    let names = t.trip_route.iter().map(|r| t.line_name(*r).to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
}

fn line(name: &str) -> Selector {
    Selector {
        route: vec![name.to_owned()],
        ..Selector::default()
    }
}

fn cut(name: &str, after_s: Option<i32>) -> Change {
    Change::Timetable(TimetableEdit::RemoveTrips {
        select: Selector {
            departs: after_s.map(|s| (s, i32::MAX)),
            ..line(name)
        },
    })
}

fn compared(study: &Study, scenarios: Vec<Scenario>, factorial: bool) -> Comparison {
    let asked = Options {
        verify: true,
        factorial,
        sift: true,
    };
    compare::compute(study, scenarios, asked, &Progress::silent()).expect("as computed in full")
}

/// No rule is broken, and everything was computed twice.
fn holds(compared: &Comparison) {
    let checks = compared.checks.iter();
    for check in checks.chain(compared.scenarios.iter().flat_map(|o| &o.checks)) {
        assert!(check.looked_at > 0, "{check:?}");
        assert_eq!(check.broken, 0, "{check:?}");
    }
    assert!(compared.scenarios.iter().all(|o| o.recomputed.verified));
}

#[test]
fn line_cuts_computed_in_part_equal_those_computed_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = small_town(folder.path(), 3);
    let mut scenarios = Vec::new();
    for name in lines(&inputs) {
        scenarios.push(scenario(&name, vec![edit("cut", cut(&name, None))]));
        let evening = edit("evening", cut(&name, Some(20 * 3600)));
        // Some lines have no trips in the evening.
        if bereik::scenario::apply(&study, &inputs, &[&evening]).is_ok() {
            scenarios.push(scenario(format!("{name}, evening"), vec![evening]));
        }
    }
    let compared = compared(&study, scenarios, false);
    holds(&compared);
    let spared = |o: &&compare::Outcome| o.recomputed.homes < o.recomputed.of_homes;
    assert!(compared.scenarios.iter().filter(spared).count() * 2 > compared.scenarios.len());
    // An evening cut changes no morning.
    for o in compared
        .scenarios
        .iter()
        .filter(|o| o.scenario.edits[0].name == "evening")
    {
        for (at, before) in compared.base.access.slices.iter() {
            if study.slots[at.0].window.end_s <= 16 * 3600 {
                assert_eq!(
                    format!("{:?}", before),
                    format!("{:?}", o.results.access.slices[at])
                );
            }
        }
    }
}

/// An edit of any kind that the town can take; its selection may still be empty.
fn any_edit(dice: &mut Dice, name: usize, study: &Study, inputs: &Inputs) -> Edit {
    let t = &inputs.network.timetable;
    let names = lines(inputs);
    let at = |dice: &mut Dice| {
        let home = inputs.homes.positions[dice.below(inputs.homes.len())];
        LonLat::new(home.lon + 0.001, home.lat).expect("a place")
    };
    let stop = |dice: &mut Dice| t.stop_id.get(dice.below(t.stops())).to_owned();
    let stops = |dice: &mut Dice| StopSelector {
        stop: vec![stop(dice)],
        area: None,
    };
    let mut select = line(&names[dice.below(names.len())]);
    if dice.below(2) == 0 {
        let from = dice.below(20) as i32 * 3600;
        select.departs = Some((from, from + 6 * 3600));
    }
    if dice.below(3) == 0 {
        select.days = Weekdays::parse(["mo-fr", "sa,su", "su", "tu"][dice.below(4)]).ok();
    }
    let service = PurposeId::new(dice.below(study.services.len()));
    let places = &inputs.places.ids[inputs.services[service].places.clone()];
    let which = |dice: &mut Dice| PlaceSelector {
        id: vec![places[dice.below(places.len())].clone()],
        area: None,
    };
    let home = |dice: &mut Dice| HomeSelector {
        id: vec![inputs.homes.ids[dice.below(inputs.homes.len())].clone()],
        area: None,
    };
    let timetable = Change::Timetable;
    let change = match dice.below(16) {
        0 | 1 => timetable(TimetableEdit::RemoveTrips { select }),
        2 => timetable(TimetableEdit::ThinOut {
            select,
            keep_every: 2 + dice.below(2) as u32,
        }),
        3 => timetable(TimetableEdit::ShiftTimes {
            select,
            by_s: dice.below(1200) as i32 - 600,
        }),
        4 => timetable(TimetableEdit::SetHeadway {
            select,
            headway: Seconds(600 + dice.below(3000) as u32),
            first: None,
        }),
        5 => timetable(TimetableEdit::AdjustSpeed {
            select,
            factor: 0.7 + dice.below(8) as f64 / 10.0,
            from: None,
            to: None,
        }),
        6 => timetable(TimetableEdit::CloseStop { stops: stops(dice) }),
        7 => timetable(TimetableEdit::MoveStop {
            stops: stops(dice),
            to: at(dice),
        }),
        8 => timetable(TimetableEdit::AddLine(NewLine {
            line: format!("new {name}"),
            mode: Mode::Bus,
            agency: String::new(),
            stops: vec![
                StopRef::Known(stop(dice)),
                StopRef::New {
                    name: String::new(),
                    at: at(dice),
                },
                StopRef::Known(stop(dice)),
            ],
            both_ways: dice.below(2) == 0,
            pace: Pace::Speed(Speed::from_kmh(30.0).expect("a speed")),
            dwell: Seconds(20),
            days: Weekdays::ALL,
            departures: (0..10).map(|k| 6 * 3600 + k * 5400).collect(),
        })),
        9 => {
            let (from, to) = (stop(dice), stop(dice));
            let area = Area {
                name: "box".to_owned(),
                shape: std::sync::Arc::new(geo::MultiPolygon::new(vec![square(t, &from)])),
            };
            timetable(TimetableEdit::OnDemand(OnDemand {
                line: format!("call {name}"),
                area,
                hubs: vec![StopRef::Known(to)],
                pick_up: Seconds(900),
                speed: Speed::from_kmh(40.0).expect("a speed"),
                hours: (18 * 3600, 24 * 3600),
                days: Weekdays::ALL,
            }))
        }
        10 => Change::Places(PlaceEdit::Close {
            service,
            which: which(dice),
        }),
        11 => Change::Places(PlaceEdit::Open {
            service,
            id: format!("opened {name}"),
            name: String::new(),
            at: at(dice),
            supply: dice.below(500) as f64,
            hours: None,
        }),
        12 => Change::Places(PlaceEdit::Resize {
            service,
            which: which(dice),
            by: Amount::Times(dice.below(30) as f64 / 10.0),
        }),
        13 => Change::Homes(HomeEdit::Add {
            id: format!("built {name}"),
            at: at(dice),
            weights: vec![(GroupId(0), 100.0)],
        }),
        14 => Change::Homes(HomeEdit::MoveGroup {
            group: GroupId(0),
            from: home(dice),
            to: home(dice),
            how_many: HowMany::Share(0.5),
        }),
        _ => Change::Persona(PersonaEdit {
            persona: PersonaId::new(dice.below(study.personas.len())),
            settings: vec![(setting("max_rides"), 1 + dice.below(3) as u32)],
        }),
    };
    edit(format!("edit {name}"), change)
}

fn square(t: &bereik::network::timetable::Timetable, stop: &str) -> geo::Polygon<f64> {
    let found = (0..t.stops()).find(|s| t.stop_id.get(*s) == stop);
    let at = found
        .and_then(|s| t.position(StopId::new(s)))
        .expect("a stop with a place");
    let (dx, dy) = (0.006, 0.004);
    let corner = |x: f64, y: f64| (at.lon + x * dx, at.lat + y * dy);
    let ring = vec![
        corner(-1.0, -1.0),
        corner(1.0, -1.0),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
    ];
    geo::Polygon::new(ring.into(), Vec::new())
}

#[test]
fn any_edits_computed_in_part_equal_those_computed_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = small_town(folder.path(), 5);
    let seed = std::env::var("BEREIK_SEED")
        .ok()
        .and_then(|s| s.parse().ok());
    let mut dice = Dice::new(seed.unwrap_or(1));
    let mut scenarios = Vec::new();
    let mut kinds = std::collections::BTreeSet::new();
    let mut refused = 0;
    while scenarios.len() < 16 {
        let n = scenarios.len() * 10;
        let edits: Vec<Edit> = (0..=dice.below(3))
            .map(|k| any_edit(&mut dice, n + k, &study, &inputs))
            .collect();
        let borrowed: Vec<&Edit> = edits.iter().collect();
        // Some select nothing, or what an edit before them took away.
        if bereik::scenario::apply(&study, &inputs, &borrowed).is_err() {
            refused += 1;
            continue;
        }
        kinds.extend(edits.iter().map(|e| e.change.kind().word()));
        scenarios.push(scenario(format!("{n}"), edits));
    }
    assert!(
        kinds.len() > 8 && refused < 200,
        "{kinds:?}, {refused} refused"
    );
    holds(&compared(&study, scenarios, false));
}

#[test]
fn edits_that_touch_different_things_commute() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = small_town(folder.path(), 7);
    let names = lines(&inputs);
    let place = inputs.services[PurposeId(1)].places.start;
    let list = [
        edit("line", cut(&names[0], None)),
        edit(
            "slower",
            Change::Timetable(TimetableEdit::AdjustSpeed {
                select: line(&names[1]),
                factor: 0.8,
                from: None,
                to: None,
            }),
        ),
        edit(
            "closed",
            Change::Places(PlaceEdit::Close {
                service: PurposeId(1),
                which: PlaceSelector {
                    id: vec![inputs.places.ids[place].clone()],
                    area: None,
                },
            }),
        ),
        edit(
            "gone",
            Change::Homes(HomeEdit::Remove {
                which: HomeSelector {
                    id: vec![inputs.homes.ids[0].clone()],
                    area: None,
                },
                groups: Vec::new(),
                share: 1.0,
            }),
        ),
    ];
    let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]];
    let scenarios = (orders.iter())
        .map(|order| {
            let edits = order.iter().map(|i| list[*i].clone()).collect();
            scenario(format!("{order:?}"), edits)
        })
        .collect();
    let compared = compared(&study, scenarios, false);
    holds(&compared);
    for other in &compared.scenarios[1..] {
        verify(&other.results, &compared.scenarios[0].results).expect("the same in any order");
        let weights = |o: &compare::Outcome| o.results.inputs.weights.clone();
        assert_eq!(weights(other), weights(&compared.scenarios[0]));
    }
}

#[test]
fn combinations_add_up_and_hold_each_event_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = small_town(folder.path(), 3);
    let names = lines(&inputs);
    let edits = vec![
        edit("one", cut(&names[0], None)),
        edit("two", cut(&names[1], Some(19 * 3600))),
        edit(
            "three",
            Change::Places(PlaceEdit::Close {
                service: PurposeId(1),
                which: PlaceSelector {
                    id: vec![inputs.places.ids[inputs.services[PurposeId(1)].places.start].clone()],
                    area: None,
                },
            }),
        ),
    ];
    let alone = compared(
        &study,
        edits
            .iter()
            .map(|e| scenario(&e.name, vec![e.clone()]))
            .collect(),
        false,
    );
    let together = compared(&study, vec![scenario("all", edits)], true);
    let stacked = together.stacked.as_ref().expect("combinations");
    assert_eq!(stacked.events, ["one", "two", "three"]);
    let (mut checked, mut changed) = (0, 0);
    for row in &stacked.rows {
        let all = row.factorial.change(0b111).expect("three events");
        let shares: f64 = row.factorial.shapley().iter().sum();
        assert!(
            (shares - all).abs() <= 1e-9 * (1.0 + all.abs()),
            "{shares} {all}"
        );
        changed += u32::from(all != 0.0);
        if row.indicator != compare::factorial::Indicator::BelowNorm {
            continue;
        }
        // Each event alone is the scenario of that edit alone.
        for (e, outcome) in alone.scenarios.iter().enumerate() {
            let change = compare::changes::change(&alone.base, &outcome.results, row.key, |_| true);
            let effect = row.factorial.change(1 << e).expect("an event");
            assert!((change.net_below() - effect).abs() < 1e-6);
            checked += 1;
        }
    }
    assert!(checked > 0 && changed > 0);
}

#[test]
fn what_only_removes_is_told_from_what_adds() {
    assert_eq!(Effect::Removes.and(Effect::Nothing), Effect::Removes);
    assert_eq!(Effect::Removes.and(Effect::Adds), Effect::Changes);
}

#[test]
fn percentiles_found_without_rows_are_those_of_sorted_rows() {
    use bereik::routing::job::{Job, Kept, UNREACHED};
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = town(folder.path(), 3);
    let (homes, places) = (
        &inputs.homes.positions[..40],
        &inputs.places.positions[..20],
    );
    let mut reached = 0;
    for slot in &study.slots {
        for backwards in [false, true] {
            let mut question = compare_question(&study, slot);
            if backwards {
                question.window.direction = bereik::travel::Direction::Arrive;
            }
            let job = Job::new(&inputs.network, question, homes, places).expect("a job");
            job.for_each_origin(
                Kept::PerPair,
                |_, times| {
                    let mut wrong = 0;
                    let mut found = 0;
                    for place in 0..times.points() {
                        for steps in [0..times.steps(), 7..43, 16..32, 0..1] {
                            let mut row = times.part(place, steps.clone()).to_vec();
                            row.sort_unstable();
                            for (rank, due) in row.iter().enumerate().step_by(5) {
                                for limit_s in [UNREACHED, *due, due.saturating_sub(1), 1500] {
                                    let got =
                                        times.rank_within(place, steps.clone(), rank, limit_s);
                                    let due = if *due <= limit_s { *due } else { UNREACHED };
                                    wrong += u32::from(got != due);
                                    found += u32::from(got != UNREACHED);
                                }
                            }
                            let beyond =
                                times.rank_within(place, steps.clone(), row.len(), UNREACHED);
                            wrong += u32::from(beyond != UNREACHED);
                        }
                    }
                    (wrong, found)
                },
                |_, (wrong, found)| {
                    assert_eq!(wrong, 0);
                    reached += found;
                    Ok::<(), ()>(())
                },
            )
            .expect("no error");
        }
    }
    assert!(reached > 1000);
}

/// Whoever calls a comparison off once it is at its scenarios doesn't wait for their end.
#[test]
fn a_comparison_is_called_off_within_a_scenario() {
    use bereik::diagnostics::Error;
    use bereik::watch::{Steps, Watch};
    use std::sync::atomic::{AtomicBool, Ordering};
    #[derive(Default)]
    struct UntilScenarios(AtomicBool);
    impl Watch for UntilScenarios {
        fn begin(&self, phase: &str, _: u64) -> Option<Box<dyn Steps>> {
            self.0
                .fetch_or(phase.starts_with("scenario "), Ordering::Relaxed);
            None
        }
        fn cancelled(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (study, _) = town(folder.path(), 7);
    let progress = Progress::new(UntilScenarios::default());
    let nothing = vec![scenario("nothing", Vec::new())];
    let found = compare::compute(&study, nothing, Options::default(), &progress);
    assert!(matches!(found, Err(Error::Cancelled)));
}

/// Values found in two goes, near first, with what homes ask of places kept: those of one job that looks
/// as far as trips may go, from whole rows.
#[test]
fn values_are_those_of_whole_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = small_town(folder.path(), 7);
    // From all to few who must look farther than cutoffs and norms ask.
    let (mut some_far, mut most_far) = (0, 0);
    let by_time = [240, 600, 900, 1200].map(|s| (s, Usual::TravelTime));
    for (asked_s, usual) in by_time.into_iter().chain([(600, Usual::Access)]) {
        let mut study = study.clone();
        study.usual = usual;
        let (some, most) = whole_rows(study, &inputs, asked_s);
        some_far += some;
        most_far += most;
    }
    assert!(some_far > 0 && most_far > 0, "{some_far} {most_far}");
}

/// The places of a service, whose rows begin at one of the job.
fn plain<'a>(
    study: &'a Study,
    inputs: &'a Inputs,
    (service, first_row, percentile): (PurposeId, usize, u8),
    open: &'a [Open],
    window: &'a bereik::travel::Window,
) -> Plain<'a> {
    Plain {
        usual: study.usual,
        percentile,
        supply: &inputs.services[service].supply,
        first_row,
        open,
        window,
    }
}

/// In how many slots some homes, but less than a third, find something farther away than that; and in how many
/// more than half do.
fn whole_rows(mut study: Study, inputs: &Inputs, asked_s: u32) -> (usize, usize) {
    use bereik::routing::job::{Job, Kept, UNREACHED};
    use bereik::run::study::inputs::rows_of;
    for service in &mut study.services {
        if let Measure::Cumulative { cutoffs } = &mut service.measure {
            *cutoffs = vec![Seconds(asked_s)];
        }
        let time = (service.norm).filter(|norm| matches!(norm.level, Level::Within(_)));
        service.norm = time.map(|norm| Norm {
            level: Level::Within(asked_s),
            ..norm
        });
    }
    // And one for which homes compete.
    let mut rival = study.services[PurposeId(0)].clone();
    rival.measure = Measure::TwoStep {
        decay: Decay::Step { cutoff_s: asked_s },
        demand: GroupId(0),
    };
    study.services[PurposeId(0)] = rival;
    let silent = Progress::silent();
    for service in &mut study.services {
        service.percentiles = vec![service.percentile(), 90];
    }
    let results =
        bereik::run::study::compute_at_all(&study, inputs.clone(), &silent).expect("results");
    let access = &results.access;
    let (mut some_far, mut most_far, mut shared) = (0, 0, 0);
    for (s, slot) in study.slots.by_id() {
        for (p, persona) in study.personas.by_id() {
            let services = study.measured_in(s);
            let (rows, first_row) = rows_of(inputs, &services);
            let question = bereik::run::study::access::question(persona, slot);
            let job =
                Job::new(&inputs.network, question, &inputs.homes.positions, &rows).expect("a job");
            let steps = 0..job.steps();
            let max_trip = persona.traveller.max_trip;
            let mut far = vec![false; inputs.homes.len()];
            for (r, reading) in access.readings.by_id() {
                let x = reading.service;
                if !services.contains(&x) {
                    continue;
                }
                let hours = &inputs.services[x].hours;
                let open = open::during(hours, slot.date, &slot.window, max_trip);
                let place = (x, first_row[x], reading.percentile);
                let plain = plain(&study, inputs, place, &open, &slot.window);
                let mut linked = Vec::new();
                let mut rows = Vec::new();
                job.for_each_origin(
                    Kept::PerPair,
                    |_, times| plain.rows(times, &steps),
                    |home, of_home| {
                        linked.push(job.origin_links()[home].is_some());
                        rows.push((inputs.weights[GroupId(0)][HomeId::new(home)], of_home));
                        Ok::<(), ()>(())
                    },
                )
                .expect("no error");
                let shares = plain.shares(&reading.form, &rows);
                shared += usize::from(shares.is_some());
                for (home, (_, rows)) in rows.iter().enumerate() {
                    let due = match linked[home] {
                        true => plain.value(&reading.form, rows, shares.as_deref()),
                        false => f64::NAN,
                    };
                    let got = access.slices[(s, p)].values[(r, HomeId::new(home))];
                    assert_eq!(due.to_bits(), got.to_bits(), "{r:?} {home}: {due} {got}");
                    far[home] |= reading.is_time() && due > f64::from(asked_s);
                }
                let mut times = rows.iter().flat_map(|(_, rows)| rows.iter().flatten());
                assert!(times.any(|t| *t != UNREACHED));
            }
            let count = far.iter().filter(|far| **far).count();
            some_far += usize::from(count > 0 && count * 3 < far.len());
            most_far += usize::from(count * 2 > far.len());
        }
    }
    assert!(shared > 0);
    // Over the day.
    let profile = study.profile.as_ref().expect("a profile");
    let mut far = 0;
    for day in &results.profiles {
        let slot = bereik::run::study::profile::day_slot(profile, day.date);
        let persona = &study.personas[profile.persona];
        let (rows, first_row) = rows_of(inputs, &profile.services);
        let question = bereik::run::study::access::question(persona, &slot);
        let job =
            Job::new(&inputs.network, question, &inputs.homes.positions, &rows).expect("a job");
        let per_bin = profile.step.0 as usize / 60;
        let measured = |i: usize, home: usize, times: &mut bereik::routing::job::Times| {
            let x = profile.services[i];
            let form = &access.readings[access.main[x]].form;
            let (hours, max_trip) = (&inputs.services[x].hours, persona.traveller.max_trip);
            let open = open::during(hours, day.date, &slot.window, max_trip);
            let place = (x, first_row[x], study.services[x].percentile());
            let plain = plain(&study, inputs, place, &open, &slot.window);
            let linked = job.origin_links()[home].is_some();
            let bins = (0..job.steps()).step_by(per_bin).map(|first| {
                let rows = plain.rows(times, &(first..job.steps().min(first + per_bin)));
                match linked && !form.competes() {
                    true => plain.value(form, &rows, None),
                    false => f64::NAN,
                }
            });
            bins.collect::<Vec<f64>>()
        };
        job.for_each_origin(
            Kept::PerPair,
            |home, times| {
                let each = 0..profile.services.len();
                each.map(|i| measured(i, home, times)).collect::<Vec<_>>()
            },
            |home, due| {
                for (i, bins) in due.iter().enumerate() {
                    for (bin, due) in bins.iter().enumerate() {
                        let got = day.values[i][bin][HomeId::new(home)];
                        assert_eq!(
                            due.to_bits(),
                            got.to_bits(),
                            "{i} {bin} {home}: {due} {got}"
                        );
                        far += u32::from(due.is_infinite());
                    }
                }
                Ok::<(), ()>(())
            },
        )
        .expect("no error");
    }
    assert!(far > 30, "of a third of the homes: {far}");
    (some_far, most_far)
}

/// Jobs by shift, of places within reach and of trips about the hours: those of all places and rows.
#[test]
fn jobs_by_shift_are_those_of_whole_rows() {
    use bereik::measures::shift::{Shift, ShiftAccess, Trip};
    use bereik::routing::Tuning;
    use bereik::routing::job::{Job, Kept, Question};
    use bereik::travel::{Direction, Window};
    const DAY_S: i32 = 24 * 3600;
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = town(folder.path(), 7);
    let silent = Progress::silent();
    let found = bereik::run::study::shifts::compute(&study, &inputs, None, &silent).expect("jobs");
    let homes = &inputs.homes.positions;
    let (mut both, mut one_way) = (0, 0);
    for (s, shift) in study.shifts.by_id() {
        let data = &inputs.services[shift.service];
        let places = &inputs.places.positions[data.places.clone()];
        for (p, persona) in study.personas.by_id() {
            let hours = [
                (shift.start.0, shift.end.0),
                (shift.compare.0.0, shift.compare.1.0),
            ];
            for ((start, end), got) in hours
                .into_iter()
                .zip([&found[(s, p)].access, &found[(s, p)].by_day])
            {
                let mut traveller = persona.traveller.clone();
                traveller.max_trip = traveller.max_trip.min(shift.max_trip);
                let most_s = traveller.max_trip.0;
                let end = if end > DAY_S { end - DAY_S } else { end };
                let within = Some(shift.leave_within.0);
                let (arrive, after) = (shift.arrive_within.0, shift.leave_after.0);
                let hours = Shift::new(start, end, arrive, after, within, most_s).expect("hours");
                let rows =
                    |from: &[LonLat], to: &[LonLat], direction, (first, last): (i32, i32)| {
                        let first = (first - most_s as i32 - 60).div_euclid(60) * 60;
                        let question = Question {
                            date: shift.date,
                            window: Window {
                                direction,
                                start_s: first,
                                end_s: last + most_s as i32 + 60,
                                step_s: 60,
                            },
                            traveller: traveller.clone(),
                            tuning: Tuning::default(),
                        };
                        let job = Job::new(&inputs.network, question, from, to).expect("a job");
                        let mut out: Vec<Vec<Vec<u32>>> = Vec::new();
                        let keep = |_, times: &mut bereik::routing::job::Times| {
                            let all = 0..times.points();
                            all.map(|to| times.to(to).to_vec()).collect::<Vec<_>>()
                        };
                        job.for_each_origin(Kept::PerPair, keep, |_, rows| {
                            out.push(rows);
                            Ok::<(), ()>(())
                        })
                        .expect("no error");
                        (first, out)
                    };
                let (first_there, there) =
                    rows(homes, places, Direction::Depart, hours.arrival_s());
                let (first_back, back) = rows(places, homes, Direction::Arrive, hours.leaving_s());
                for (home, got) in got.iter().enumerate() {
                    let Some(got) = got else {
                        assert!(there[home].iter().flatten().all(|t| *t == u32::MAX));
                        continue;
                    };
                    let mut due = ShiftAccess::default();
                    for (place, jobs) in inputs.shift_jobs[s].iter().enumerate() {
                        let to = Trip::by_departures(first_there, 60, &there[home][place]);
                        let from = Trip::by_deadlines(first_back, 60, &back[place][home]);
                        due.add(*jobs, hours.served(to, from));
                    }
                    assert_eq!(*got, due, "{s:?}, {p:?}, home {home}");
                    both += usize::from(due.both > 0.0);
                    one_way += usize::from(due.there_only + due.back_only > 0.0);
                }
            }
        }
    }
    assert!(both > 100 && one_way > 0, "{both} {one_way}");
}

fn compare_question(
    study: &Study,
    slot: &bereik::input::study::Slot,
) -> bereik::routing::job::Question {
    bereik::run::study::access::question(&study.personas[PersonaId(0)], slot)
}

fn fault_37(scenario: &str) -> (Option<i32>, String) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults/37-verify-add-homes");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("scenario.toml");
    std::fs::write(&file, scenario).expect("written");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_bereik"))
        .arg("compare")
        .args([case.join("min_study.toml"), file])
        .args(["--verify", "--threads", "1", "-o"])
        .arg(folder.path().join("out"))
        .output()
        .expect("the program runs");
    let aside = String::from_utf8_lossy(&done.stderr).into_owned();
    (done.status.code(), aside)
}

/// In a slot in which nothing is measured homes still are linked or not, and can ride or can't: in part as in full. (It
/// was called a fault of the program where homes were added.)
#[test]
fn what_no_slot_measures_is_no_difference_between_part_and_whole() {
    const HOMES: &str = "[[edit]]\nname = \"homes\"\nkind = \"add-homes\"\nid = \"new\"\nlon = 5.11\nlat = 52.095\ngroups = { everyone = 40, huur = 3 }\n";
    const FAR: &str = "[[edit]]\nname = \"far\"\nkind = \"add-homes\"\nid = \"walk\"\nlon = 5.1003\nlat = 52.0929\ngroups = { everyone = 4, huur = 3 }\n";
    const EVENING: &str = "[[edit]]\nname = \"cut\"\nkind = \"remove-trips\"\nselect = { departs_after = \"07:05\" }\n";
    const LINE: &str =
        "[[edit]]\nname = \"line\"\nkind = \"remove-trips\"\nselect = { route = \"R1\" }\n";
    for edits in [
        vec![HOMES],
        vec![HOMES, FAR],
        vec![EVENING],
        vec![LINE],
        vec![HOMES, EVENING],
        vec![LINE, FAR],
    ] {
        let (code, aside) = fault_37(&edits.concat());
        assert_eq!(code, Some(0), "{edits:?}: {aside}");
    }
}
