//! A made-up study for the tests: travel times follow from distances by a simple rule, all
//! tables from the same homes, so that the page reads like a real one.

use bereik::axes::{PersonaId, SlotId};
use bereik::ids::Id;
use bereik::output::report::kit::backdrop::{Backdrop, StreetClass};
use bereik::output::report::kit::geometry::Xy;
use bereik::output::report::kit::head::*;
use bereik::output::report::study::data::*;

/// A fixed sequence of numbers in [0, 1).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 40) as f64 / (1u64 << 24) as f64
    }
}

pub struct Home {
    pub at: Xy,
    pub area: usize,
    pub weight: [f64; 3],
}

const NX: usize = 10;
const NY: usize = 6;
const STEP: f64 = 1200.0;

/// Minutes from a place to a service; none when nothing runs.
pub fn minutes(at: Xy, places: &[Xy], slot: usize, persona: usize) -> Option<f64> {
    let speed = [260.0, 215.0, 130.0, 150.0][slot] * [1.0, 1.35, 0.8][persona];
    let east = at.0 / (NX as f64 * STEP);
    let late = if slot >= 2 {
        9.0 + 26.0 * east
    } else {
        5.0 + 5.0 * east
    };
    places
        .iter()
        .map(|p| {
            let d = (p.0 - at.0).hypot(p.1 - at.1) * 1.25;
            let luck = 0.75 + 0.7 * ((at.0 * 7.0 + at.1 * 3.0).sin() * 0.5 + 0.5);
            (d / 80.0).min((3.0 + late * 0.7 + d / speed) * luck)
        })
        .min_by(f64::total_cmp)
        .filter(|m| *m <= [110.0, 100.0, 62.0, 70.0][slot])
}

/// Like which slot it is at a minute of the day, the i-th of a profile, and how many minutes longer a trip takes then.
pub fn at_hour(minute: u32, i: u32) -> (usize, f64) {
    match minute {
        0..300 => (2, 200.0),
        300..390 | 1380.. => (2, 25.0),
        390..570 => (0, 0.0),
        570..1170 => (1, f64::from(i % 3) * 2.0),
        _ => (2, 0.0),
    }
}

pub fn percentile(values: &mut [(Option<f64>, f64)], p: f64) -> Option<f64> {
    values.sort_by(|a, b| a.0.unwrap_or(1e9).total_cmp(&b.0.unwrap_or(1e9)));
    let total: f64 = values.iter().map(|v| v.1).sum();
    let mut sum = 0.0;
    for (v, w) in values.iter() {
        sum += w;
        if sum >= p * total && total > 0.0 {
            return *v;
        }
    }
    None
}

/// The study in a language.
pub fn sample(language: Language) -> ReportData {
    region(language).0
}

/// The study with its homes and the places of each service.
pub fn region(language: Language) -> (ReportData, Vec<Home>, Vec<Vec<Xy>>) {
    let mut dice = Dice(7);
    let service = |name: &str, places, minutes| Service {
        name: name.to_owned(),
        measure: Measure::Nearest { n: 1 },
        norm: Some(Norm::Within { minutes }),
        places,
        always_open: 0,
        emergency: name.starts_with("Spoed"),
    };
    let services = vec![
        service("Werkgebied", 4, 45.0),
        service("Spoedeisende hulp", 2, 45.0),
        service("Huisarts", 16, 20.0),
        service("Supermarkt", 18, 15.0),
        service("Middelbare school", 5, 30.0),
    ];
    let places: Vec<Vec<Xy>> = services
        .iter()
        .map(|s| {
            (0..s.places)
                .map(|i| {
                    let near = if i == 0 { 0.2 } else { dice.roll() * 0.95 };
                    (
                        near * NX as f64 * STEP,
                        (0.1 + 0.8 * dice.roll()) * NY as f64 * STEP,
                    )
                })
                .collect()
        })
        .collect();
    let corner = |i: usize, j: usize| -> Xy {
        let wobble = |k: usize| ((k * 7919 % 101) as f64 / 101.0 - 0.5) * 420.0;
        (
            i as f64 * STEP + wobble(i * 31 + j * 17 + 3),
            j as f64 * STEP + wobble(i * 13 + j * 29 + 8),
        )
    };
    const FIRST: [&str; NX] = [
        "Ooster", "Wester", "Noorder", "Zuider", "Molen", "Haven", "Linden", "Water", "Hoge",
        "Lage",
    ];
    const LAST: [&str; NY] = ["wijk", "veld", "kamp", "dijk", "hof", "poort"];
    let mut outlines = Vec::new();
    let mut areas = Vec::new();
    let mut homes = Vec::new();
    for (j, last) in LAST.iter().enumerate() {
        for (i, first) in FIRST.iter().enumerate() {
            let ring = vec![
                corner(i, j),
                corner(i + 1, j),
                corner(i + 1, j + 1),
                corner(i, j + 1),
                corner(i, j),
            ];
            let area = areas.len();
            outlines.push(vec![ring]);
            for _ in 0..20 {
                let at = (
                    (i as f64 + 0.08 + 0.84 * dice.roll()) * STEP,
                    (j as f64 + 0.08 + 0.84 * dice.roll()) * STEP,
                );
                let people = 30.0 + (dice.roll() * 90.0).round();
                let social = (people * (0.1 + 0.35 * i as f64 / NX as f64) * dice.roll()).round();
                homes.push(Home {
                    at,
                    area,
                    weight: [people, social, (social * 0.6 + 4.0).round()],
                });
            }
            areas.push(Area {
                code: format!("BU0344{area:04}"),
                name: format!("{first}{last}"),
                people: homes
                    .iter()
                    .filter(|h| h.area == area)
                    .map(|h| h.weight[0])
                    .sum(),
            });
        }
    }
    let unit = |i| [Unit::People, Unit::Dwellings, Unit::Households][i];
    let groups: Vec<Group> = ["everyone", "social_housing", "low_income"]
        .iter()
        .enumerate()
        .map(|(i, name)| Group {
            name: (*name).to_owned(),
            unit: unit(i),
            total: homes.iter().map(|h| h.weight[i]).sum(),
            lowest_by: None,
        })
        .collect();
    let slot = |name: &str, date: &str, window: &str| Slot {
        name: name.to_owned(),
        date: date.to_owned(),
        window: window.to_owned(),
        arrive: false,
    };
    let slots = vec![
        slot("doordeweekse ochtend", "2026-03-10", "07:00-09:00"),
        slot("overdag", "2026-03-10", "12:00-14:00"),
        slot("late avond", "2026-03-10", "21:00-23:00"),
        slot("zondag", "2026-03-15", "10:00-12:00"),
    ];
    let persona = |name: &str, note: &str| Persona {
        name: name.to_owned(),
        note: Some(note.to_owned()),
        max_walk_min: 20.0,
        max_trip_min: 120.0,
    };
    let personas = vec![
        persona("te voet", "loopt 4,8 km/u, hooguit 20 minuten per stuk"),
        persona(
            "met de fiets",
            "fietst naar de halte, 14 km/u, hooguit 20 minuten",
        ),
        persona(
            "rolstoel",
            "3,5 km/u, geen trappen, alleen toegankelijke haltes",
        ),
    ];
    let finding = |severity: &str, code: &str, file: &str, count, example: &str| FindingRow {
        severity: severity.to_owned(),
        code: code.to_owned(),
        file: file.to_owned(),
        count,
        example: example.to_owned(),
    };
    let head = PageHead {
        language,
        title: "Wie komt waar in Polderland zonder auto?".to_owned(),
        fictional: true,
        program: "bereik 0.1.0".to_owned(),
        date: "2026-03-10".to_owned(),
        inputs: [
            "osm|polderland.osm.pbf",
            "gtfs|bus-tram.gtfs.zip",
            "homes|homes.csv",
            "areas|buurten.gpkg",
        ]
        .iter()
        .enumerate()
        .map(|(i, text)| {
            let (role, path) = text.split_once('|').unwrap_or_default();
            Input {
                role: role.to_owned(),
                path: path.to_owned(),
                sha256: format!("{:064x}", 0x9e3779b97f4a7c15u128 * (i as u128 + 3)),
                bytes: 350_000 * (i as u64 + 1) * (i as u64 + 1),
                note: (i == 1).then(|| "2026-01-05 t/m 2026-12-12".to_owned()),
            }
        })
        .collect(),
        credits: vec!["© OpenStreetMap contributors, ODbL 1.0".to_owned()],
        groups: groups.into(),
        personas: personas.into(),
        slots: slots.into(),
        services: services.into(),
        findings: vec![
            finding(
                "warning",
                "stop-without-position",
                "bus-tram.gtfs.zip/stops.txt",
                12,
                "stop 31004 ligt op (0, 0); weggelaten",
            ),
            finding(
                "note",
                "street-island",
                "polderland.osm.pbf",
                31,
                "eiland van 7 kruispunten bij way 4711; weggelaten",
            ),
            finding(
                "serious",
                "no-service-that-day",
                "train.gtfs.zip",
                1,
                "geen ritten op 2026-03-15",
            ),
        ],
        ..PageHead::default()
    };
    let mut data = ReportData {
        head,
        percentile: 50,
        homes: Homes {
            cells: homes.len() + 3,
            linked: homes.len(),
        },
        areas: Some(Areas {
            level: "buurt".to_owned(),
            year: Some(2025),
            list: areas,
        }),
        pockets: Some(Vec::new()),
        hidden_poor: Some(Vec::new()),
        unlinked_homes: Unlinked {
            count: 3,
            total: homes.len() + 3,
            first: ["E1201N4410", "E1202N4410", "E1203N4410"]
                .map(str::to_owned)
                .into(),
        },
        unlinked_stops: Unlinked {
            count: 12,
            total: 410,
            first: vec!["31004".to_owned()],
        },
        settings: vec![
            ("max_trip_min".to_owned(), "120".to_owned()),
            ("board_slack_s".to_owned(), "60".to_owned()),
        ],
        remarks: Vec::new(),
        ..ReportData::default()
    };
    tables(&mut data, &homes, &places);
    data.map = Some(geometry(&data, &homes, &places, outlines, &mut dice));
    data.profiles = vec![day(&data, &homes, &places)];
    (data, homes, places)
}

fn tables(data: &mut ReportData, homes: &[Home], places: &[Vec<Xy>]) {
    let mut availability = Vec::new();
    let mut shifts = Vec::new();
    for slot in 0..4 {
        for persona in 0..3 {
            for group in 0..3 {
                let mut by_count = vec![0.0; places.len() + 1];
                for (service, at) in places.iter().enumerate() {
                    let Some(Norm::Within { minutes: z }) =
                        data.head.services[Id::new(service)].norm
                    else {
                        continue;
                    };
                    let mut row = PovertyRow {
                        service: Id::new(service),
                        slot: Id::new(slot),
                        persona: Id::new(persona),
                        group: Id::new(group),
                        ..PovertyRow::default()
                    };
                    let mut times = Vec::new();
                    let mut unreached = 0.0;
                    for h in homes {
                        let (t, w) = (minutes(h.at, at, slot, persona), h.weight[group]);
                        let d = t.map_or(1.0, |t| ((t - z) / z).clamp(0.0, 1.0));
                        row.total += w;
                        row.below += if d > 0.0 { w } else { 0.0 };
                        row.gap += w * d;
                        row.severity += w * d * d;
                        unreached += if t.is_none() { w } else { 0.0 };
                        times.push((t, w));
                    }
                    row.headcount = row.below / row.total;
                    row.gap /= row.total;
                    row.severity /= row.total;
                    data.poverty.push(row);
                    data.levels.push(LevelRow {
                        service: Id::new(service),
                        slot: Id::new(slot),
                        persona: Id::new(persona),
                        group: Id::new(group),
                        p10: percentile(&mut times, 0.1),
                        p50: percentile(&mut times, 0.5),
                        p90: percentile(&mut times, 0.9),
                        not_reached: unreached,
                    });
                    if group == 0 {
                        data.distribution.push(DistributionRow {
                            service: Id::new(service),
                            slot: Id::new(slot),
                            persona: Id::new(persona),
                            gini: Some(0.12 + row.headcount * 0.4),
                            palma: Some(0.9 - row.gap),
                            concentration: Some(-0.05 - row.severity / 3.0),
                            theil: Some(0.03 + row.gap * 0.2),
                            theil_between: Some(0.62),
                        });
                    }
                }
                for h in homes {
                    by_count[mask(data, h, places, slot, persona).count_ones() as usize] +=
                        h.weight[group];
                }
                let total: f64 = by_count.iter().sum();
                availability.push(AvailabilityRow {
                    slot: Id::new(slot),
                    persona: Id::new(persona),
                    group: Id::new(group),
                    total,
                    without: total * [0.02, 0.03, 0.24, 0.31][slot] * (1.0 + 0.3 * group as f64),
                });
                data.stacking.push(StackingRow {
                    slot: Id::new(slot),
                    persona: Id::new(persona),
                    group: Id::new(group),
                    by_count,
                });
            }
        }
    }
    for (shift, hours, ratio) in [
        ("vroeg", "06:00-14:00", 0.41),
        ("laat", "14:00-22:00", 0.63),
        ("nacht", "22:00-06:00", 0.08),
    ] {
        for group in 0..3 {
            let total = data.head.groups[Id::new(group)].total;
            shifts.push(ShiftRow {
                shift: shift.to_owned(),
                hours: hours.to_owned(),
                persona: PersonaId(0),
                group: Id::new(group),
                jobs_p50: 11_450.0 * ratio,
                ratio_to_day: Some(ratio),
                none: total * (0.7 - ratio),
                total,
            });
        }
    }
    data.availability = Some(availability);
    data.shifts = Some(shifts);
}

fn mask(data: &ReportData, h: &Home, places: &[Vec<Xy>], slot: usize, persona: usize) -> u64 {
    places.iter().enumerate().fold(0, |m, (s, at)| {
        let Some(Norm::Within { minutes: z }) = data.head.services[Id::new(s)].norm else {
            return m;
        };
        let below = minutes(h.at, at, slot, persona).is_none_or(|t| t > z);
        m | u64::from(below) << s
    })
}

fn geometry(
    data: &ReportData,
    homes: &[Home],
    places: &[Vec<Xy>],
    outlines: Vec<Vec<Vec<Xy>>>,
    dice: &mut Dice,
) -> MapData {
    let (width, height) = (NX as f64 * STEP, NY as f64 * STEP);
    let mut streets = Vec::new();
    let mut point = |x: f64, y: f64| (x + 12.0 * dice.roll(), y + 12.0 * dice.roll());
    // A street every 150 m, cut at each crossing: about ten thousand edges.
    let (nx, ny) = ((width / 135.0) as usize, (height / 135.0) as usize);
    for i in 0..nx {
        for j in 0..ny {
            let class = |n: usize| match n {
                n if n % 22 == 11 => StreetClass::Main,
                n if n % 8 == 4 => StreetClass::Through,
                _ => StreetClass::Local,
            };
            let at = |k: usize| k as f64 * 135.0;
            streets.push((
                class(j),
                vec![
                    point(at(i), at(j)),
                    point(at(i) + 70.0, at(j)),
                    point(at(i + 1), at(j)),
                ],
            ));
            streets.push((
                class(i),
                vec![
                    point(at(i), at(j)),
                    point(at(i), at(j) + 70.0),
                    point(at(i), at(j + 1)),
                ],
            ));
        }
    }
    streets.push((
        StreetClass::Rail,
        vec![
            (0.0, 3300.0),
            (4000.0, 3800.0),
            (9000.0, 3500.0),
            (width, 4300.0),
        ],
    ));
    let area_share =
        |slot: usize, persona: usize, counts: &dyn Fn(u64) -> bool| -> Vec<Option<f64>> {
            (0..NX * NY)
                .map(|a| {
                    let (mut below, mut total) = (0.0, 0.0);
                    for h in homes.iter().filter(|h| h.area == a && a != 33) {
                        total += h.weight[0];
                        below += if counts(mask(data, h, places, slot, persona)) {
                            h.weight[0]
                        } else {
                            0.0
                        };
                    }
                    (total > 0.0).then(|| below / total)
                })
                .collect()
        };
    let layers = (0..4)
        .flat_map(|slot| (0..3).map(move |persona| (slot, persona)))
        .map(|(slot, persona)| MapLayer {
            slot: Id::new(slot),
            persona: Id::new(persona),
            missed: homes
                .iter()
                .enumerate()
                .map(|(i, h)| (i % 97 != 5).then(|| mask(data, h, places, slot, persona)))
                .collect(),
            area_stacked: area_share(slot, persona, &|m| m.count_ones() >= 2),
            area_below: (0..places.len())
                .map(|s| area_share(slot, persona, &|m| m >> s & 1 == 1))
                .collect(),
        })
        .collect();
    let stop = |i: i32| {
        let (column, row) = (f64::from(i % 25), f64::from(i / 25));
        (column * 480.0 + 100.0, row * 450.0 + 60.0)
    };
    MapData {
        backdrop: Backdrop {
            streets,
            stops: (0..400).map(stop).collect(),
            areas: outlines,
            homes: homes.iter().map(|h| h.at).collect(),
            ..Backdrop::default()
        },
        destinations: places
            .iter()
            .enumerate()
            .flat_map(|(service, at)| {
                at.iter().enumerate().map(move |(i, at)| Destination {
                    service: Id::new(service),
                    name: format!("nr. {}", i + 1),
                    at: *at,
                })
            })
            .collect(),
        layers,
    }
}

fn day(data: &ReportData, homes: &[Home], places: &[Vec<Xy>]) -> Profile {
    let mut series = Vec::new();
    for (service, at) in places.iter().enumerate() {
        for group in 0..3 {
            let points = (0..48)
                .map(|i| {
                    let minute = i * 30;
                    let (slot, extra) = at_hour(minute, i);
                    let mut times: Vec<_> = homes
                        .iter()
                        .map(|h| {
                            let t = minutes(h.at, at, slot, 0).map(|t| t + extra);
                            (t.filter(|t| *t <= 95.0), h.weight[group])
                        })
                        .collect();
                    ProfilePoint {
                        minute,
                        p10: percentile(&mut times, 0.1),
                        p50: percentile(&mut times, 0.5),
                        p90: percentile(&mut times, 0.9),
                    }
                })
                .collect();
            series.push(ProfileSeries {
                service: Id::new(service),
                group: Id::new(group),
                points,
            });
        }
    }
    Profile {
        persona: PersonaId(0),
        date: data.head.date.clone(),
        step_min: 30,
        series,
    }
}

/// Fills pockets and hidden poor from the map's own values.
pub fn with_pockets(mut data: ReportData) -> ReportData {
    let Some(map) = &data.map else { return data };
    let layer = |slot| (map.layers.iter()).find(|l| (l.slot, l.persona) == (slot, PersonaId(0)));
    let share = |slot: SlotId, a: usize| layer(slot).and_then(|l| l.area_stacked[a]);
    let mut order: Vec<(usize, f64)> = (0..NX * NY)
        .filter_map(|a| Some((a, share(SlotId(3), a)?)))
        .collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let pockets = order
        .iter()
        .take(8)
        .map(|&(area, share)| Pocket {
            area,
            share,
            slot: SlotId(3),
            by_group: vec![Some(1_540.0 + area as f64), Some(412.0), None].into(),
            unknown: vec![0, usize::from(area % 2 == 0), 3].into(),
            missed: (data.head.services.ids())
                .filter_map(|s| {
                    let slots: Vec<SlotId> = (data.head.slots.ids())
                        .filter(|&t| {
                            layer(t)
                                .and_then(|l| l.area_below[s][area])
                                .is_some_and(|v| v > 0.5)
                        })
                        .collect();
                    (!slots.is_empty()).then_some((s, slots))
                })
                .collect(),
        })
        .collect();
    data.pockets = Some(pockets);
    data.hidden_poor = Some(
        (0..6)
            .map(|i| HiddenPoorRow {
                area: i * 7,
                service: Id::new(i % 5),
                slot: Id::new(i % 4),
                persona: PersonaId(0),
                below: 320.0 - 31.0 * i as f64,
                total: 1_480.0,
                mean: 13.5 + i as f64,
                worst_tenth: (i != 2).then_some(41.0),
            })
            .collect(),
    );
    data
}
