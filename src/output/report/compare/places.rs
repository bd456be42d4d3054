//! Where: the worst-hit areas by name, trips before and after in words, and all areas.

use super::data::*;
use super::messages::Say;
use super::read::*;
use crate::axes::PurposeId;
use crate::output::report::kit::blocks::Block;
use crate::output::report::kit::words::clock;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Tag, in_full, table};

/// Most areas named as worst hit.
pub const POCKETS: usize = 12;
/// Most trips told.
const JOURNEYS: usize = 8;
/// Most rows of areas.
const AREAS: usize = 500;

/// The worst-hit areas.
pub fn pockets(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let Some(pockets) = &s.pockets else {
        return Blocks::new();
    };
    let mut out = w.title(Say::PocketsTitle);
    if pockets.is_empty() {
        out.say_as("none", no_pockets(data, s));
        return out;
    }
    let unit = study.head.main_unit();
    out.add(w.what(
        Say::PocketsHow,
        &[("group", &study.head.main_name()), ("unit", &unit)],
    ));
    let groups = study.head.groups_main_first();
    let own = [
        Say::PocketWhat,
        Say::PocketPeople,
        Say::FallsBelow,
        Say::WorseOff,
        Say::CutOffHead,
        Say::MeanLossHead,
    ];
    let mut heads = vec![w.html(Msg::PocketArea)];
    heads.extend(own.map(|m| w.html(m)));
    let others = groups.iter().filter(|g| **g != study.head.main_group);
    heads.extend(others.clone().map(|&g| study.group_cell(g)));
    let rows = pockets
        .iter()
        .take(POCKETS)
        .enumerate()
        .map(|(i, p)| {
            let mut cells = vec![
                Cell::text(&Html::of(
                    "<span class=\"room\"><span class=\"num\">{}</span> {}</span>",
                    &[&(i + 1), &study.area_name(p.area)],
                )),
                Cell::text(&Html::of(
                    "{}<br><small>{}</small>",
                    &[&study.head.service(p.service), &study.head.slot(p.slot)],
                )),
                Cell::number(&study.weight(p.people), Some(p.people)),
                crossing(data, p.service, p.fell),
                Cell::number(&study.weight(p.losers), Some(p.losers)),
                Cell::number(&study.weight(p.cut_off), Some(p.cut_off)),
                Cell::known(p.mean_loss, |v| study.amount_of(p.service, v)),
            ];
            cells.extend(others.clone().map(|&g| {
                let weight = p.by_group.get(g).copied().flatten();
                Cell::known(weight, |v| study.weight(v))
            }));
            cells
        })
        .collect();
    let caption = w.fill(
        Say::PocketsCaption,
        &[("group", &study.head.main_name()), ("unit", &unit)],
    );
    out.add(table(caption, &heads, rows, true));
    out
}

/// How many cross the norm of a service; a dash where it has none.
fn crossing(data: &CompareData, service: PurposeId, weight: f64) -> Cell {
    let study = &data.study;
    match study
        .head
        .services
        .get(service)
        .is_some_and(|s| s.norm.is_some())
    {
        true => Cell::number(&study.weight(weight), Some(weight)),
        false => Cell::number(&"–", Some(0.0)),
    }
}

/// Most of the main group that is worse off for one service in one slot.
fn most_losers(data: &CompareData, s: &Scenario) -> f64 {
    main_rows(data, s).map(|r| r.losers).fold(0.0, f64::max)
}

/// Why no area is named: nobody is worse off, or only where few live.
fn no_pockets(data: &CompareData, s: &Scenario) -> Html {
    let (study, w) = (&data.study, data.study.head.words());
    let (group, unit) = (study.head.main_name(), study.head.main_unit());
    let losers = most_losers(data, s);
    if losers > 0.0 {
        let least = w.amount(data.least_people);
        w.fill(
            Say::PocketsSmall,
            &[
                ("least", &least),
                ("unit", &unit),
                ("group", &group),
                ("people", &study.weight(losers)),
            ],
        )
    } else {
        w.fill(Say::PocketsEmpty, &[("group", &group)])
    }
}

/// Trips before and after, in words.
pub fn journeys(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.title(Say::JourneysTitle);
    if s.journeys.is_empty() {
        let why = if most_losers(data, s) <= 0.0 {
            w.fill(Say::JourneysNone, &[("group", &study.head.main_name())])
        } else if s.pockets.as_ref().is_some_and(Vec::is_empty) {
            w.html(Say::JourneysNoArea)
        } else {
            w.html(Say::JourneysNoTrip)
        };
        out.say_as("none", why);
        return out;
    }
    out.add(w.what(Say::JourneysHow, &[]));
    for j in s.journeys.iter().take(JOURNEYS) {
        let from = if j.place.is_empty() {
            w.fill(Say::JourneyHome, &[("home", &j.home)])
        } else {
            Html::of("{}", &[&j.place])
        };
        let mut small = w.fill(
            match j.arrive {
                true => Say::JourneyBy,
                false => Say::JourneyWhen,
            },
            &[
                (
                    "date",
                    &w.date(study.head.slots.get(j.slot).map_or("", |s| &s.date)),
                ),
                ("time", &clock(j.at_min)),
                ("traveller", &study.head.persona(j.persona)),
            ],
        );
        if !j.place.is_empty() {
            small.put("; {}", &[&w.fill(Say::JourneyHomeId, &[("home", &j.home)])]);
        }
        if let Some(people) = j.people {
            let unit = study.head.units(study.head.main_group, people);
            small.put("; {} {}", &[&study.weight(people), &unit]);
        }
        let mut journey = Blocks::new();
        let title = Html::of("{} → {}", &[&from, &study.head.service(j.service)]);
        journey.head(4, title);
        journey.say_as("what", small);
        let half = |(head, trip): (Say, &Option<Trip>)| {
            let mut half = Blocks::new();
            half.head(5, w.html(head));
            half.add(in_words(data, trip.as_ref()));
            half.grouped("text")
        };
        let halves = [(Say::Before, &j.before), (Say::After, &j.after)].map(half);
        journey.add(Blocks::joined(halves).grouped("cols"));
        out.add(journey.within(Tag::Section, "journey"));
    }
    out
}

/// A trip as a list of steps with clock times.
fn in_words(data: &CompareData, trip: Option<&Trip>) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    let Some(trip) = trip else {
        let limits = data.study.head.limits(data.study.head.main_persona);
        let said = w.fill(Say::NoTrip, &[("limits", &limits)]);
        out.say_as("notrip", said);
        return out;
    };
    let minutes = |v: f64| {
        let least = if v > 0.0 { v.max(1.0) } else { 0.0 };
        format!("{}\u{a0}min", w.int(least))
    };
    let to = w.fill(Say::TripTo, &[("place", &trip.to)]);
    let total = Html::of("<b>{}</b> {}", &[&minutes(trip.minutes), &to]);
    out.say_as("total", total);
    let mut items = Vec::new();
    // Walks and waits have no clock of their own: it is counted on from the last one known.
    let mut now = trip.leave_min;
    for step in &trip.steps {
        let lasting = |msg: Say, min: f64| (now, min, w.fill(msg, &[("minutes", &minutes(min))]));
        let (start, lasts, text) = match step {
            Step::Walk { min } => lasting(Say::StepWalk, *min),
            Step::Cycle { min } => lasting(Say::StepCycle, *min),
            Step::Wait { min } => lasting(Say::StepWait, *min),
            Step::Ride {
                line,
                mode,
                from,
                to,
                depart,
                arrive,
            } => {
                let said = w.fill(
                    Say::StepRide,
                    &[
                        ("vehicle", &w.html(*mode)),
                        ("line", &Html::of("<b>{}</b>", &[line])),
                        ("from", from),
                        ("to", to),
                        ("time", &clock(*arrive)),
                    ],
                );
                let lasts = f64::from(arrive.saturating_sub(*depart));
                (f64::from(*depart), lasts, said)
            }
        };
        let at = clock(start.max(0.0).round() as u32);
        items.push(Html::of("<time>{}</time> {}", &[&at, &text]));
        now = start + lasts;
    }
    let end = trip.leave_min + trip.minutes - trip.early_min;
    let mut there = w.html(Say::StepThere);
    if trip.early_min >= 0.5 {
        let early = w.fill(Say::StepEarly, &[("minutes", &minutes(trip.early_min))]);
        there.put(", {}", &[&early]);
    }
    let end = clock(end.max(0.0).round() as u32);
    items.push(Html::of("<time>{}</time> {}", &[&end, &there]));
    let (role, ordered) = ("steps", true);
    out.add(Block::List {
        role,
        ordered,
        items,
    });
    out
}

/// All areas in which anything changes, folded.
pub fn areas(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut rows: Vec<&AreaRow> = (s.areas.iter().flatten())
        .filter(|r| r.fell > 0.0 || r.rose > 0.0 || r.losers > 0.0 || r.winners > 0.0)
        .collect();
    if rows.is_empty() {
        return Blocks::new();
    }
    rows.sort_by(|a, b| {
        (b.fell.total_cmp(&a.fell))
            .then(b.losers.total_cmp(&a.losers))
            .then(a.area.cmp(&b.area))
    });
    let title = w.fill(
        Say::AreasTitle,
        &[
            ("group", &study.head.main_name()),
            ("unit", &study.head.main_unit()),
        ],
    );
    let mut inside = w.cut(Say::RowsCut, AREAS, rows.len());
    let heads = [
        w.html(Msg::PocketArea),
        w.html(Msg::Service),
        w.html(Msg::Slot),
        w.html(Say::PocketPeople),
        w.html(Msg::Median),
        w.html(Say::FallsBelow),
        w.html(Say::RisesAbove),
        w.html(Say::WorseOff),
        w.html(Say::BetterOff),
    ];
    let body = rows
        .into_iter()
        .take(AREAS)
        .map(|r| {
            let count = |v: f64| Cell::number(&study.weight(v), Some(v));
            vec![
                Cell::text(&study.area_name(r.area)),
                Cell::text(&study.service_cell(r.service)),
                Cell::text(&study.head.slot(r.slot)),
                count(r.people),
                Cell::number(&study.values(r.service, r.p50, r.people > 0.0), r.p50.after),
                crossing(data, r.service, r.fell),
                crossing(data, r.service, r.rose),
                count(r.losers),
                count(r.winners),
            ]
        })
        .collect();
    inside.add(table(title.clone(), &heads, body, true));
    in_full(title, inside)
}
