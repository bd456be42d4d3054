//! Made-up scenarios for the tests: before and after follow from the homes of the study's own
//! sample by a simple rule, all tables from the same homes.

use super::sample::{Home, at_hour, minutes, percentile, region};
use bereik::axes::{GroupId, PersonaId, SlotId};
use bereik::ids::Id;
use bereik::input::scenario::given::Given;
use bereik::network::mode::VehicleKind;
use bereik::output::report::compare::data::*;
use bereik::output::report::kit::geometry::Xy;
use bereik::output::report::kit::head::*;
use bereik::output::report::study::data::*;
use std::sync::OnceLock;

/// What a scenario of the sample does.
#[derive(Clone, Copy, Default)]
struct Does {
    /// Buses in the east stop in the evening and on Sunday.
    bus: bool,
    /// The second A&E closes.
    hospital: bool,
    /// A new line in the east.
    line: bool,
}

struct Region {
    study: ReportData,
    homes: Vec<Home>,
    places: Vec<Vec<Xy>>,
}

/// Place of the A&E in the services.
const EMERGENCY: usize = 1;

impl Region {
    fn new(language: Language) -> Self {
        let (study, homes, places) = region(language);
        Self {
            study,
            homes,
            places,
        }
    }

    fn time(
        &self,
        h: &Home,
        service: usize,
        slot: usize,
        persona: usize,
        does: Does,
    ) -> Option<f64> {
        let all = &self.places[service];
        let places = if does.hospital && service == EMERGENCY {
            &all[..1]
        } else {
            &all[..]
        };
        let t = minutes(h.at, places, slot, persona);
        let east = h.at.0 > 6_600.0 && h.at.1 > 1_500.0 && h.at.1 < 4_600.0;
        let t = if does.bus && east && slot >= 2 {
            t.map(|t| t + 12.0 + h.at.1 / 300.0).filter(|t| *t <= 62.0)
        } else {
            t
        };
        if does.line && east && slot < 2 {
            t.map(|t| (t * 0.72).max(t.min(8.0)))
        } else {
            t
        }
    }

    fn norm(&self, service: usize) -> f64 {
        match self.study.head.services[Id::new(service)].norm {
            Some(Norm::Within { minutes }) => minutes,
            _ => f64::INFINITY,
        }
    }

    fn below(&self, service: usize, t: Option<f64>) -> bool {
        t.is_none_or(|t| t > self.norm(service))
    }
}

fn pair<T>(before: T, after: T) -> Pair<T> {
    Pair { before, after }
}

fn group_row(r: &Region, does: Does, [service, slot, persona, group]: [usize; 4]) -> GroupRow {
    let mut row = GroupRow {
        service: Id::new(service),
        slot: Id::new(slot),
        persona: Id::new(persona),
        group: Id::new(group),
        ..GroupRow::default()
    };
    let (mut was, mut is) = (Vec::new(), Vec::new());
    let (mut below, mut gap) = ([0.0; 2], [0.0; 2]);
    let (mut lost, mut gained) = ([0.0; 2], [0.0; 2]);
    let z = r.norm(service);
    for h in &r.homes {
        let w = h.weight[group];
        let b = r.time(h, service, slot, persona, Does::default());
        let a = r.time(h, service, slot, persona, does);
        row.people += w;
        let change = a.unwrap_or(1e6) - b.unwrap_or(1e6);
        if change > 1.0 {
            row.losers += w;
            match a.zip(b) {
                Some((a, b)) => lost = [lost[0] + w * (a - b), lost[1] + w],
                None => row.cut_off += w,
            }
        } else if change < -1.0 {
            row.winners += w;
            match a.zip(b) {
                Some((a, b)) => gained = [gained[0] + w * (b - a), gained[1] + w],
                None => row.connected += w,
            }
        } else {
            row.unchanged += w;
        }
        let (wb, ab) = (r.below(service, b), r.below(service, a));
        row.fell += if !wb && ab { w } else { 0.0 };
        row.rose += if wb && !ab { w } else { 0.0 };
        for (i, t) in [b, a].into_iter().enumerate() {
            below[i] += if r.below(service, t) { w } else { 0.0 };
            gap[i] += w * t.map_or(1.0, |t| ((t - z) / z).clamp(0.0, 1.0));
        }
        was.push((b, w));
        is.push((a, w));
    }
    let mean = |v: &[(Option<f64>, f64)]| {
        let all: Option<Vec<f64>> = v.iter().map(|(t, w)| t.map(|t| t * w)).collect();
        all.map(|l| l.iter().sum::<f64>() / row.people)
    };
    row.mean = pair(mean(&was), mean(&is));
    row.p50 = pair(percentile(&mut was, 0.5), percentile(&mut is, 0.5));
    row.worst_tenth = pair(percentile(&mut was, 0.9), percentile(&mut is, 0.9));
    row.below = pair(Some(below[0]), Some(below[1]));
    row.gap = pair(Some(gap[0] / row.people), Some(gap[1] / row.people));
    let gini = |share: f64| Some(0.12 + share * 0.4);
    row.gini = pair(gini(below[0] / row.people), gini(below[1] / row.people));
    row.mean_loss = (lost[1] > 0.0).then(|| lost[0] / lost[1]);
    row.mean_gain = (gained[1] > 0.0).then(|| gained[0] / gained[1]);
    row
}

fn layer(r: &Region, does: Does, (service, slot): (usize, usize), shown: Shown) -> ChangeLayer {
    let areas = r.study.areas.as_ref().map_or(0, |a| a.list.len());
    let spot = |area: usize, does: Does| {
        let here: Vec<&Home> = (r.homes.iter())
            .filter(|h| h.area == area && area != 33)
            .collect();
        if here.is_empty() {
            return Spot::Unknown;
        }
        let mut times: Vec<_> = (here.iter())
            .map(|h| (r.time(h, service, slot, 0, does), h.weight[0]))
            .collect();
        let total: f64 = times.iter().map(|t| t.1).sum();
        match shown {
            Shown::ShareBelow => {
                let below = times.iter().filter(|t| r.below(service, t.0));
                Spot::Of(below.map(|t| t.1).sum::<f64>() / total)
            }
            Shown::Value => percentile(&mut times, 0.5).map_or(Spot::NotReached, Spot::Of),
        }
    };
    ChangeLayer {
        service: Id::new(service),
        slot: Id::new(slot),
        persona: PersonaId(0),
        shown,
        before: (0..areas).map(|a| spot(a, Does::default())).collect(),
        after: (0..areas).map(|a| spot(a, does)).collect(),
    }
}

/// The layer of homes instead of areas.
pub fn of_homes(shown: Shown) -> ChangeLayer {
    let r = Region::new(Language::Nl);
    let (service, slot) = (EMERGENCY, 2);
    let does = Does {
        bus: true,
        hospital: true,
        line: false,
    };
    let spot = |h: &Home, does: Does| {
        let t = r.time(h, service, slot, 0, does);
        match shown {
            Shown::ShareBelow => Spot::Of(f64::from(u8::from(r.below(service, t)))),
            Shown::Value => t.map_or(Spot::NotReached, Spot::Of),
        }
    };
    ChangeLayer {
        service: Id::new(service),
        slot: Id::new(slot),
        persona: PersonaId(0),
        shown,
        before: r.homes.iter().map(|h| spot(h, Does::default())).collect(),
        after: r.homes.iter().map(|h| spot(h, does)).collect(),
    }
}

fn hours(r: &Region, does: Does) -> Vec<HourSeries> {
    let mut out = Vec::new();
    for service in 0..r.study.head.services.len() {
        for group in 0..3 {
            let points = (0..24)
                .map(|i| {
                    let minute = i * 60;
                    let (slot, extra) = at_hour(minute, i);
                    let at = |does: Does| {
                        let mut times: Vec<_> = (r.homes.iter())
                            .map(|h| {
                                let t = r.time(h, service, slot, 0, does).map(|t| t + extra);
                                (t.filter(|t| *t <= 95.0), h.weight[group])
                            })
                            .collect();
                        let total: f64 = times.iter().map(|t| t.1).sum();
                        let below = times.iter().filter(|t| r.below(service, t.0));
                        let below = below.map(|t| t.1).sum::<f64>() / total;
                        (percentile(&mut times, 0.5), below)
                    };
                    let (b, a) = (at(Does::default()), at(does));
                    HourPoint {
                        minute,
                        p50: pair(b.0, a.0),
                        below: pair(Some(b.1), Some(a.1)),
                    }
                })
                .collect();
            out.push(HourSeries {
                date: "2026-03-10".to_owned(),
                persona: PersonaId(0),
                service: Id::new(service),
                group: Id::new(group),
                step_min: 60,
                points,
            });
        }
    }
    out
}

fn stacking(r: &Region, does: Does) -> Vec<StackingChange> {
    let mut out = Vec::new();
    let count = r.study.head.services.len();
    for slot in 0..r.study.head.slots.len() {
        for group in 0..3 {
            let of = |does: Does| {
                let mut by_count = vec![0.0; count + 1];
                for h in &r.homes {
                    let missed = (0..count)
                        .filter(|&s| r.below(s, r.time(h, s, slot, 0, does)))
                        .count();
                    by_count[missed] += h.weight[group];
                }
                by_count
            };
            out.push(StackingChange {
                slot: Id::new(slot),
                persona: PersonaId(0),
                group: Id::new(group),
                before: of(Does::default()),
                after: of(does),
            });
        }
    }
    out
}

/// Areas, and the worst of them.
fn areas(r: &Region, does: Does) -> (Vec<AreaRow>, Vec<HitArea>) {
    let (mut rows, mut pockets) = (Vec::new(), Vec::new());
    let count = r.study.areas.as_ref().map_or(0, |a| a.list.len());
    for area in 0..count {
        let mut worst: Option<HitArea> = None;
        for service in 0..r.study.head.services.len() {
            for slot in 0..r.study.head.slots.len() {
                let (mut row, mut was, mut is) = (AreaRow::default(), Vec::new(), Vec::new());
                let (mut cut_off, mut lost, mut by_group) = (0.0, [0.0; 2], [0.0; 3]);
                for h in r.homes.iter().filter(|h| h.area == area) {
                    let w = h.weight[0];
                    let b = r.time(h, service, slot, 0, Does::default());
                    let a = r.time(h, service, slot, 0, does);
                    row.people += w;
                    let change = a.unwrap_or(1e6) - b.unwrap_or(1e6);
                    row.losers += if change > 1.0 { w } else { 0.0 };
                    row.winners += if change < -1.0 { w } else { 0.0 };
                    match (b, a) {
                        (Some(_), None) => cut_off += w,
                        (Some(b), Some(a)) if a > b + 1.0 => {
                            lost = [lost[0] + w * (a - b), lost[1] + w];
                        }
                        _ => {}
                    }
                    let (wb, ab) = (r.below(service, b), r.below(service, a));
                    row.fell += if !wb && ab { w } else { 0.0 };
                    row.rose += if wb && !ab { w } else { 0.0 };
                    for (sum, w) in by_group.iter_mut().zip(h.weight) {
                        *sum += w;
                    }
                    was.push((b, w));
                    is.push((a, w));
                }
                (row.area, row.service, row.slot) = (area, Id::new(service), Id::new(slot));
                row.p50 = pair(percentile(&mut was, 0.5), percentile(&mut is, 0.5));
                rows.push(row);
                let best = worst.as_ref().map_or((0.0, 0.0), |p| (p.fell, p.losers));
                if (row.fell, row.losers) > best {
                    worst = Some(HitArea {
                        area,
                        service: Id::new(service),
                        slot: Id::new(slot),
                        persona: PersonaId(0),
                        by_group: by_group.iter().map(|w| Some(*w)).collect(),
                        people: row.people,
                        fell: row.fell,
                        losers: row.losers,
                        cut_off,
                        mean_loss: (lost[1] > 0.0).then(|| lost[0] / lost[1]),
                    });
                }
            }
        }
        pockets.extend(worst);
    }
    pockets.sort_by(|a: &HitArea, b| {
        (b.fell.total_cmp(&a.fell))
            .then(b.losers.total_cmp(&a.losers))
            .then(a.area.cmp(&b.area))
    });
    (rows, pockets)
}

fn edit(name: &str, kind: &str, why: &str, lines: &[&str], trips: u64, vehicles: [f64; 3]) -> Edit {
    Edit {
        name: name.to_owned(),
        kind: kind.to_owned(),
        why: why.to_owned(),
        lines: lines.iter().map(|l| (*l).to_owned()).collect(),
        trips,
        stops: if trips > 0 { 34 } else { 0 },
        vehicles: Vehicles {
            departures_week: vehicles[0],
            hours_week: vehicles[1],
            km_week: vehicles[2],
            ..Vehicles::default()
        },
        given: vec![("headway_min".to_owned(), Given::Text("30".to_owned()))],
        places: match trips {
            0 => vec!["Ziekenhuis Nieuwstad".to_owned()],
            _ => Vec::new(),
        },
        ..Edit::default()
    }
}

fn journeys(does: Does) -> Vec<JourneyPair> {
    if !does.bus {
        return Vec::new();
    }
    let ride = |line: &str, mode, from: &str, to: &str, depart, arrive| Step::Ride {
        line: line.to_owned(),
        mode,
        from: from.to_owned(),
        to: to.to_owned(),
        depart,
        arrive,
    };
    let walk = |min| Step::Walk { min };
    let before = Trip {
        to: "Ziekenhuis Nieuwstad".to_owned(),
        minutes: 41.0,
        leave_min: 1270.0,
        early_min: 0.0,
        steps: vec![
            walk(4.0),
            Step::Wait { min: 3.0 },
            ride("7", VehicleKind::Bus, "Molenweg", "Station", 1277, 1295),
            Step::Wait { min: 5.0 },
            ride("2", VehicleKind::Tram, "Station", "Ziekenhuis", 1300, 1309),
            walk(2.0),
        ],
    };
    let train = ride(
        "IC",
        VehicleKind::Rail,
        "Station Oost",
        "Polder",
        1302,
        1320,
    );
    let after = Trip {
        to: "Ziekenhuis De Polder".to_owned(),
        minutes: 59.0,
        steps: vec![walk(27.0), Step::Wait { min: 5.0 }, train, walk(9.0)],
        ..before.clone()
    };
    let pair = |place: &str, home: &str, people, after| JourneyPair {
        place: place.to_owned(),
        home: home.to_owned(),
        people: Some(people),
        service: Id::new(EMERGENCY),
        slot: SlotId(2),
        persona: PersonaId(0),
        at_min: 1270,
        arrive: false,
        before: Some(before.clone()),
        after,
    };
    vec![
        pair("Havenkamp", "E1201N4410", 84.0, None),
        pair("Lindendijk", "E1188N4402", 61.0, Some(after)),
    ]
}

fn factorial(r: &Region) -> Factorial {
    let combos = [0, 1, 2, 3].map(|c| Does {
        bus: c & 1 == 1,
        hospital: c & 2 == 2,
        line: false,
    });
    let outcome = |unit: OutcomeUnit, service: Option<usize>, group: usize, values: Vec<f64>| {
        let (a, b, ab) = (
            values[1] - values[0],
            values[2] - values[0],
            values[3] - values[0],
        );
        let beyond = ab - a - b;
        Outcome {
            service: service.map(Id::new),
            slot: SlotId(2),
            persona: PersonaId(0),
            group: Id::new(group),
            unit,
            interactions: vec![0.0, a, b, beyond],
            shapley: vec![a + beyond / 2.0, b + beyond / 2.0],
            values,
        }
    };
    let people = |group: usize| {
        let rows = combos.map(|d| group_row(r, d, [EMERGENCY, 2, 0, group]));
        rows.map(|r| r.below.after.unwrap_or(0.0)).to_vec()
    };
    let stacked = combos.map(|d| {
        let rows = stacking(r, d);
        let row = rows
            .iter()
            .find(|s| s.slot == SlotId(2) && s.group == GroupId(0));
        row.map_or(0.0, |s| s.after.iter().skip(2).sum())
    });
    let minutes = combos.map(|d| {
        let (mut sum, mut people) = (0.0, 0.0);
        for h in &r.homes {
            sum += h.weight[0] * r.time(h, EMERGENCY, 2, 0, d).unwrap_or(120.0);
            people += h.weight[0];
        }
        sum / people
    });
    let event = |name: &str, edit: &str| Event {
        name: name.to_owned(),
        edits: vec![edit.to_owned()],
    };
    Factorial {
        events: vec![event("bus", "avond"), event("ziekenhuis", "seh-dicht")],
        outcomes: vec![
            outcome(OutcomeUnit::People, Some(EMERGENCY), 0, people(0)),
            outcome(OutcomeUnit::People, Some(EMERGENCY), 1, people(1)),
            outcome(OutcomeUnit::People, None, 0, stacked.to_vec()),
            outcome(
                OutcomeUnit::Minutes { left_out: 120.0 },
                Some(EMERGENCY),
                0,
                minutes.to_vec(),
            ),
        ],
    }
}

fn scenario(r: &Region, name: &str, reason: &str, does: Does) -> Scenario {
    let mut groups = Vec::new();
    for persona in 0..2 {
        for slot in 0..4 {
            for service in 0..r.study.head.services.len() {
                for group in 0..3 {
                    groups.push(group_row(r, does, [service, slot, persona, group]));
                }
            }
        }
    }
    let mut edits = Vec::new();
    if does.bus {
        edits.push(edit(
            "avond",
            "remove-trips",
            "weinig reizigers",
            &["7", "12"],
            118,
            [-214.0, -163.5, -3_140.0],
        ));
    }
    if does.hospital {
        edits.push(edit(
            "seh-dicht",
            "close",
            "fusie van ziekenhuizen",
            &[],
            0,
            [0.0; 3],
        ));
    }
    if does.line {
        edits.push(edit(
            "lijn-9",
            "add-line",
            "",
            &["9"],
            72,
            [504.0, 210.0, 4_480.0],
        ));
    }
    let total = |f: fn(&Vehicles) -> f64| edits.iter().map(|e| f(&e.vehicles)).sum();
    let (areas, pockets) = areas(r, does);
    let mut keys: Vec<&GroupRow> = (groups.iter())
        .filter(|g| {
            g.group == GroupId(0) && g.persona == PersonaId(0) && (g.fell > 0.0 || g.rose > 0.0)
        })
        .collect();
    keys.sort_by(|a, b| (b.fell + b.rose).total_cmp(&(a.fell + a.rose)));
    let mut layers: Vec<ChangeLayer> = (keys.iter().take(3))
        .map(|k| {
            layer(
                r,
                does,
                (k.service.index(), k.slot.index()),
                Shown::ShareBelow,
            )
        })
        .collect();
    if let Some(k) = keys.first() {
        layers.push(layer(
            r,
            does,
            (k.service.index(), k.slot.index()),
            Shown::Value,
        ));
    }
    let night = if does.bus { 2_140.0 } else { 0.0 };
    Scenario {
        name: name.to_owned(),
        reason: reason.to_owned(),
        file: "scenario.toml".to_owned(),
        saves: Vehicles {
            departures_week: total(|v| v.departures_week),
            hours_week: total(|v| v.hours_week),
            km_week: total(|v| v.km_week),
            ..Vehicles::default()
        },
        edits,
        stacking: stacking(r, does),
        areas: Some(areas),
        layers,
        hours: Some(hours(r, does)),
        shifts: Some(
            [
                ("vroeg", "06:00-14:00", 0.0),
                ("nacht", "22:00-06:00", night),
            ]
            .iter()
            .flat_map(|(shift, hours, more)| (0..3).map(move |g| (*shift, *hours, *more, g)))
            .map(|(shift, hours, more, group)| {
                let total = r.study.head.groups[Id::new(group)].total;
                ShiftChange {
                    shift: shift.to_owned(),
                    hours: hours.to_owned(),
                    persona: PersonaId(0),
                    group: Id::new(group),
                    jobs_p50: pair(Some(4_690.0), Some(4_690.0 - more / 10.0)),
                    none: pair(0.3 * total, 0.3 * total + more / (1.0 + 3.0 * group as f64)),
                    total: pair(total, total),
                }
            })
            .collect(),
        ),
        pockets: Some(pockets),
        journeys: journeys(does),
        destinations: does.hospital.then(|| {
            let all = r.study.map.iter().flat_map(|m| m.destinations.clone());
            all.filter(|d| d.service != Id::new(EMERGENCY) || d.name == "nr. 1")
                .collect()
        }),
        factorial: (does.bus && does.hospital).then(|| factorial(r)),
        checks: [
            (CheckKind::EmptyChangesNothing, 14_436),
            (
                CheckKind::RemovingNeverHelps,
                72_180 * u64::from(!does.line),
            ),
            (CheckKind::AddingNeverHurts, 72_180 * u64::from(does.line)),
            (CheckKind::PartEqualsWhole, groups.len() as u64),
        ]
        .map(|(kind, checked)| Check {
            kind,
            checked,
            ..Check::default()
        })
        .into(),
        groups,
        work: Work {
            computed: if does.bus { 3_210 } else { 812 },
            all: 14_436,
            verified: does.bus.then_some(true),
        },
    }
}

/// Computed once for all tests: only the language differs.
fn known(
    cell: &'static OnceLock<CompareData>,
    make: fn() -> CompareData,
    language: Language,
) -> CompareData {
    let mut data = cell.get_or_init(make).clone();
    data.study.head.language = language;
    data
}

/// A scenario with two events.
pub fn one(language: Language) -> CompareData {
    static ONE: OnceLock<CompareData> = OnceLock::new();
    known(&ONE, make_one, language)
}

/// Four scenarios, the last of which changes nothing.
pub fn many(language: Language) -> CompareData {
    static MANY: OnceLock<CompareData> = OnceLock::new();
    known(&MANY, make_many, language)
}

fn make_one() -> CompareData {
    let name = "Lijn 7 stopt om acht uur en de spoedeisende hulp verhuist";
    let does = [true, true, false];
    made(&[(name, "Concessie 2027, variant B.", does)])
}

fn make_many() -> CompareData {
    made(&[
        ("A: geen bus na acht uur", "", [true, false, false]),
        ("B: één spoedeisende hulp", "", [false, true, false]),
        ("C: nieuwe lijn 9", "", [false, false, true]),
        ("D: alles blijft", "", [false; 3]),
    ])
}

/// Scenarios by name, reason and what they do: bus, hospital, line.
fn made(scenarios: &[(&str, &str, [bool; 3])]) -> CompareData {
    let r = Region::new(Language::Nl);
    let scenarios = scenarios.iter().map(|(name, reason, does)| {
        let [bus, hospital, line] = *does;
        let does = Does {
            bus,
            hospital,
            line,
        };
        scenario(&r, name, reason, does)
    });
    CompareData {
        least_people: 50.0,
        tolerance: vec![1.0; r.study.head.services.len()].into(),
        scenarios: scenarios.collect(),
        study: r.study,
    }
}
