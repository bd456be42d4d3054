//! Where people go: work, care, shops, schools.

use super::geom::*;
use super::names;
use super::people::Cell;
use super::plan::{Class, Plan, Work};
use super::weave::Web;
use crate::diagnostics::Error;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::io::Write;
use std::path::Path;

/// A work place.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// Where.
    pub at: P,
    /// Name.
    pub name: String,
    /// Sector.
    pub sector: &'static str,
    /// Jobs.
    pub jobs: u32,
    /// Of which practical work (practically trained people).
    pub practical: u32,
    /// Of which start early, late, at night.
    pub shifts: [u32; 3],
}

/// Kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// General practitioners.
    Gp,
    /// Pharmacy.
    Pharmacy,
    /// Supermarket.
    Supermarket,
    /// Primary school.
    Primary,
    /// Secondary school.
    Secondary,
}

impl Kind {
    /// All kinds, in the order of the file.
    pub const ALL: [Kind; 5] = [
        Kind::Gp,
        Kind::Pharmacy,
        Kind::Supermarket,
        Kind::Primary,
        Kind::Secondary,
    ];
    /// The word in `services.csv`, and the start of its ids.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Gp => "gp",
            Kind::Pharmacy => "pharmacy",
            Kind::Supermarket => "supermarket",
            Kind::Primary => "primary_school",
            Kind::Secondary => "secondary_school",
        }
    }
    /// OpenStreetMap key and value.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Kind::Gp => ("amenity", "doctors"),
            Kind::Pharmacy => ("amenity", "pharmacy"),
            Kind::Supermarket => ("shop", "supermarket"),
            Kind::Primary | Kind::Secondary => ("amenity", "school"),
        }
    }
    /// Inhabitants for each one.
    fn people_each(self) -> f64 {
        match self {
            Kind::Gp => 4_300.0,
            Kind::Pharmacy => 8_500.0,
            Kind::Supermarket => 5_300.0,
            Kind::Primary => 3_100.0,
            Kind::Secondary => 13_000.0,
        }
    }
}

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// What.
    pub kind: Kind,
    /// Where.
    pub at: P,
    /// Name.
    pub name: String,
    /// Opening hours in OpenStreetMap syntax, may be empty.
    pub open: String,
    /// Pupils, for schools.
    pub size: u32,
}

/// Places to go to.
#[derive(Debug, Default)]
pub struct Places {
    /// Work.
    pub work: Vec<Workplace>,
    /// Services.
    pub services: Vec<Service>,
    /// Hospitals: index into [`Plan::hospitals`] and where exactly.
    pub hospitals: Vec<(usize, P)>,
}

/// Puts everything on its place.
pub fn fill(plan: &Plan, web: &Web, cells: &[Cell], seed: u64) -> Places {
    let mut places = Places::default();
    for (k, h) in plan.hospitals.iter().enumerate() {
        let node = web.nearest_node(h.at, |w| w.class != Class::Motorway);
        let at = node.map_or(h.at, |(n, _)| beside(web, n, 14.0));
        places.hospitals.push((k, at));
        let work = Work {
            jobs: h.jobs,
            places: 1,
            practical: 0.46,
            shifts: if h.emergency {
                [0.34, 0.24, 0.14]
            } else {
                [0.1, 0.0, 0.0]
            },
            sector: "health care",
        };
        places
            .work
            .push(workplace(&work, h.name.to_owned(), at, h.jobs));
    }
    for (k, q) in plan.quarters.iter().enumerate() {
        let mut rng = rng_for(seed, "places", k as u64);
        let nodes: Vec<u32> = nodes_of(web, k as u32);
        if nodes.is_empty() {
            continue;
        }
        let homes: Vec<&Cell> = cells.iter().filter(|c| c.quarter == Some(k)).collect();
        work_of(q.name, &q.work, web, &nodes, &mut rng, &mut places.work);
        let people: u32 = homes.iter().map(|c| c.inhabitants).sum();
        for kind in Kind::ALL {
            let n = how_many(
                kind,
                f64::from(people),
                q.residents.social,
                k,
                q.class == Class::Pedestrian,
            );
            let spots = spread(web, &nodes, n, &mut rng);
            for at in spots {
                places
                    .services
                    .push(service(kind, at, q.town, people, &mut rng));
            }
        }
    }
    // However small the region, there is one of each.
    for kind in Kind::ALL {
        if !places.services.iter().any(|s| s.kind == kind) {
            let mut rng = rng_for(seed, kind.word(), 0);
            let town = plan.quarters.first().map_or(plan.name, |q| q.town);
            let nodes = nodes_of(web, 0);
            if !nodes.is_empty() {
                let at = spread(web, &nodes, 1, &mut rng);
                let new = at
                    .into_iter()
                    .map(|p| service(kind, p, town, 5_000, &mut rng));
                places.services.extend(new.collect::<Vec<_>>());
            }
        }
    }
    places
}

/// Nodes of streets of a quarter.
fn nodes_of(web: &Web, quarter: u32) -> Vec<u32> {
    let mut nodes: Vec<u32> = web
        .ways
        .iter()
        .filter(|w| w.quarter == Some(quarter) && w.class < Class::Cycleway && !w.bridge)
        .flat_map(|w| w.nodes.iter().copied())
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// A front door beside a street node.
fn beside(web: &Web, node: u32, metres: f64) -> P {
    let at = web.nodes[node as usize];
    match web.next[node as usize].first() {
        Some(&(m, _)) => {
            let u = unit(sub(web.nodes[m as usize], at));
            add(at, scale([-u[1], u[0]], metres))
        }
        None => at,
    }
}

/// How many of a kind a quarter has. The high-rise has half of what its people need.
fn how_many(kind: Kind, people: f64, social: f64, quarter: usize, shops: bool) -> usize {
    if people <= 0.0 {
        return 0;
    }
    let poor = if social > 0.8 { 0.5 } else { 1.0 };
    let rich = if shops && matches!(kind, Kind::Supermarket | Kind::Pharmacy) {
        2.0
    } else {
        1.0
    };
    let wish = people * poor * rich / kind.people_each();
    if people < 1_600.0 {
        // Villages: a school nearly always, a shop or a practice in every other one.
        let some = match kind {
            Kind::Primary => people > 350.0,
            Kind::Gp => people > 350.0 && quarter.is_multiple_of(2),
            Kind::Supermarket => people > 350.0 && !quarter.is_multiple_of(3),
            _ => false,
        };
        return usize::from(some);
    }
    if kind == Kind::Secondary {
        return (wish + 0.35) as usize;
    }
    (wish.round() as usize).max(usize::from(matches!(
        kind,
        Kind::Gp | Kind::Primary | Kind::Supermarket
    )))
}

/// Points spread over a quarter, far from one another.
fn spread(web: &Web, nodes: &[u32], n: usize, rng: &mut ChaCha8Rng) -> Vec<P> {
    let mut out: Vec<P> = Vec::new();
    for _ in 0..n {
        let best = (0..14)
            .map(|_| {
                let node = nodes[rng.random_range(0..nodes.len())];
                let at = beside(web, node, 10.0 + rng.random_range(0.0..8.0));
                let lonely = out.iter().map(|o| dist(*o, at)).fold(4_000.0, f64::min);
                (lonely, at)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(best.map(|b| b.1));
    }
    out
}

pub fn family(rng: &mut ChaCha8Rng) -> &'static str {
    names::FAMILIES[rng.random_range(0..names::FAMILIES.len())]
}

pub fn service(kind: Kind, at: P, town: &str, people: u32, rng: &mut ChaCha8Rng) -> Service {
    let village = people < 1_600;
    let (name, open, size) = match kind {
        Kind::Gp => (
            format!("Huisartsenpraktijk {}", family(rng)),
            "Mo-Fr 08:00-17:00",
            0,
        ),
        Kind::Pharmacy => (
            format!("Apotheek {}", family(rng)),
            "Mo-Fr 08:30-17:30; Sa 10:00-13:00",
            0,
        ),
        Kind::Supermarket => {
            let name = names::GROCERS[rng.random_range(0..names::GROCERS.len())];
            let open = if village {
                "Mo-Sa 08:00-20:00"
            } else {
                "Mo-Sa 08:00-22:00; Su 10:00-18:00"
            };
            (format!("{name} {town}"), open, 0)
        }
        Kind::Primary => {
            let name = names::SCHOOLS[rng.random_range(0..names::SCHOOLS.len())];
            let size = rng.random_range(if village { 60..120 } else { 170..390 });
            (format!("Basisschool {name}"), "Mo-Fr 08:30-14:30", size)
        }
        Kind::Secondary => (
            format!("College {}", family(rng)),
            "Mo-Fr 08:15-16:30",
            rng.random_range(750..1_500),
        ),
    };
    Service {
        kind,
        at,
        name,
        open: open.to_owned(),
        size,
    }
}

fn work_of(
    quarter: &str,
    work: &Work,
    web: &Web,
    nodes: &[u32],
    rng: &mut ChaCha8Rng,
    out: &mut Vec<Workplace>,
) {
    if work.places == 0 {
        return;
    }
    // A few large employers, many small ones.
    let weights: Vec<f64> = (0..work.places)
        .map(|k| 1.0 / (f64::from(k) + 2.5) * rng.random_range(0.7..1.3))
        .collect();
    let total: f64 = weights.iter().sum();
    for (w, at) in weights
        .iter()
        .zip(spread(web, nodes, work.places as usize, rng))
    {
        let jobs = (f64::from(work.jobs) * w / total).round().max(1.0) as u32;
        let firm = names::FIRMS[rng.random_range(0..names::FIRMS.len())];
        let name = format!("{} {firm}, {quarter}", family(rng));
        out.push(workplace(work, name, at, jobs));
    }
}

fn workplace(work: &Work, name: String, at: P, jobs: u32) -> Workplace {
    let part = |share: f64| (f64::from(jobs) * share).round() as u32;
    Workplace {
        at,
        name,
        sector: work.sector,
        jobs,
        practical: part(work.practical),
        shifts: work.shifts.map(part),
    }
}

fn degree(d: f64) -> String {
    format!("{d:.6}")
}

/// Writes `jobs.csv`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_jobs(
    places: &Places,
    frame: &Frame,
    out: impl Write,
    path: &Path,
) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    let fail = |e: csv::Error| Error::io(path, "write", std::io::Error::other(e));
    table
        .write_record([
            "id",
            "lon",
            "lat",
            "name",
            "sector",
            "jobs",
            "jobs_practical",
            "jobs_early",
            "jobs_late",
            "jobs_night",
        ])
        .map_err(fail)?;
    for (k, w) in places.work.iter().enumerate() {
        let at = frame.lonlat(w.at)?;
        let n = |v: u32| v.to_string();
        table
            .write_record([
                format!("work-{:03}", k + 1),
                degree(at.lon),
                degree(at.lat),
                w.name.clone(),
                w.sector.to_owned(),
                n(w.jobs),
                n(w.practical),
                n(w.shifts[0]),
                n(w.shifts[1]),
                n(w.shifts[2]),
            ])
            .map_err(fail)?;
    }
    table.flush().map_err(|e| Error::io(path, "write", e))
}

/// Writes `services.csv`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_services(
    places: &Places,
    frame: &Frame,
    out: impl Write,
    path: &Path,
) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    let fail = |e: csv::Error| Error::io(path, "write", std::io::Error::other(e));
    table
        .write_record([
            "id",
            "lon",
            "lat",
            "kind",
            "name",
            "opening_hours",
            "pupils",
        ])
        .map_err(fail)?;
    for kind in Kind::ALL {
        for (k, s) in places
            .services
            .iter()
            .filter(|s| s.kind == kind)
            .enumerate()
        {
            let at = frame.lonlat(s.at)?;
            let pupils = if s.size > 0 {
                s.size.to_string()
            } else {
                String::new()
            };
            let id = format!("{}-{:02}", kind.word().replace('_', "-"), k + 1);
            table
                .write_record([
                    &id,
                    &degree(at.lon),
                    &degree(at.lat),
                    kind.word(),
                    &s.name,
                    &s.open,
                    &pupils,
                ])
                .map_err(fail)?;
        }
    }
    table.flush().map_err(|e| Error::io(path, "write", e))
}

/// A row of `hospitals.csv`.
pub struct HospitalRow<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where.
    pub at: P,
    /// Its name.
    pub name: &'a str,
    /// Whether it takes emergencies.
    pub emergency: bool,
    /// Opening hours in OpenStreetMap syntax.
    pub open: &'a str,
}

/// Writes `hospitals.csv`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_hospitals<'a>(
    rows: impl Iterator<Item = HospitalRow<'a>>,
    frame: &Frame,
    out: impl Write,
    path: &Path,
) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    let fail = |e: csv::Error| Error::io(path, "write", std::io::Error::other(e));
    table
        .write_record(["id", "lon", "lat", "name", "emergency", "opening_hours"])
        .map_err(fail)?;
    for h in rows {
        let at = frame.lonlat(h.at)?;
        let emergency = if h.emergency { "yes" } else { "no" };
        table
            .write_record([
                h.id,
                &degree(at.lon),
                &degree(at.lat),
                h.name,
                emergency,
                h.open,
            ])
            .map_err(fail)?;
    }
    table.flush().map_err(|e| Error::io(path, "write", e))
}
