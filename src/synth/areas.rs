//! Neighbourhoods, districts and municipalities that cover the region without gaps.
//!
//! Each neighbourhood (buurt) is what lies nearest to its middle, or middles; districts (wijken) and
//! municipalities (gemeenten) are put together from them. Codes look like those of CBS.

use super::geom::*;
use super::people::Cell;
use super::plan::Plan;
use crate::diagnostics::Error;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A neighbourhood.
#[derive(Clone, Debug)]
pub struct Area {
    /// What it consists of: rings, counter-clockwise, side by side.
    pub rings: Vec<Vec<P>>,
    /// Name.
    pub name: String,
    /// `BU…`
    pub code: String,
    /// District name and `WK…`.
    pub district: (String, String),
    /// Municipality name and `GM…`.
    pub municipality: (String, String),
}

/// Cells a neighbourhood, about.
const CELLS: usize = 40;

/// Divides the region.
pub fn divide(plan: &Plan, cells: &[Cell]) -> Vec<Area> {
    // (municipality, district, name, middle)
    let mut seeds: Vec<(usize, String, String, P)> = Vec::new();
    for (k, q) in plan.quarters.iter().enumerate() {
        let homes: Vec<P> = cells
            .iter()
            .filter(|c| c.quarter == Some(k))
            .map(|c| c.at)
            .collect();
        let district = q.district.to_owned();
        if homes.is_empty() {
            seeds.push((q.municipality, district, q.name.to_owned(), q.centre));
            continue;
        }
        let groups = ((homes.len() as f64 / CELLS as f64).round() as usize).max(1);
        let middles = group(&homes, groups);
        let centre = scale(
            middles.iter().fold([0.0, 0.0], |a, b| add(a, *b)),
            1.0 / middles.len() as f64,
        );
        let mut used: Vec<String> = Vec::new();
        for m in &middles {
            let name = part_name(q.name, sub(*m, centre), middles.len(), &used);
            used.push(name.clone());
            seeds.push((q.municipality, district.clone(), name, *m));
        }
    }
    for (at, name, municipality) in &plan.countryside {
        let district = format!("Buitengebied {}", plan.municipalities[*municipality].1);
        seeds.push((
            *municipality,
            district,
            format!("Verspreide huizen {name}"),
            *at,
        ));
    }
    // The country comes close to the towns: many points around them, each of the country area
    // whose middle is nearest.
    let country = seeds.len() - plan.countryside.len();
    let mut points: Vec<(usize, P)> = seeds.iter().map(|s| s.3).enumerate().collect();
    points.extend(country_points(plan, cells, country));
    let all: Vec<P> = points.iter().map(|p| p.1).collect();
    let mut rings: Vec<Vec<Vec<P>>> = vec![Vec::new(); seeds.len()];
    for (k, (owner, _)) in points.iter().enumerate() {
        rings[*owner].push(cell_of(&plan.edge, &all, k));
    }
    // Districts are numbered within their municipality in order of first mention.
    let mut districts: Vec<Vec<String>> = vec![Vec::new(); plan.municipalities.len()];
    for (m, d, _, _) in &seeds {
        if !districts[*m].contains(d) {
            districts[*m].push(d.clone());
        }
    }
    let mut count: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut areas: Vec<Area> = seeds
        .into_iter()
        .zip(rings)
        .map(|((m, district, name, _), rings)| {
            let d = districts[m]
                .iter()
                .position(|x| *x == district)
                .unwrap_or_default();
            let n = count.entry((m, d)).or_default();
            *n += 1;
            let (gm, town) = plan.municipalities[m];
            let number = gm.trim_start_matches("GM");
            let wk = format!("WK{number}{:02}", d + 1);
            Area {
                rings,
                name,
                code: format!("BU{number}{:02}{:02}", d + 1, *n),
                district: (district, wk),
                municipality: (town.to_owned(), gm.to_owned()),
            }
        })
        .collect();
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    areas
}

/// Points all over the country, not near homes or places of work, with the number of the
/// country area they belong to; the first of those is `first`.
fn country_points(plan: &Plan, cells: &[Cell], first: usize) -> Vec<(usize, P)> {
    const STEP_M: f64 = 750.0;
    const FREE_M: f64 = 640.0;
    if plan.countryside.is_empty() {
        return Vec::new();
    }
    let town = |p: P| {
        cells
            .iter()
            .any(|c| c.quarter.is_some() && dist(c.at, p) < FREE_M)
            || plan
                .quarters
                .iter()
                .any(|q| inside(p, &q.outline) || distance_to_line(p, &q.outline) < FREE_M - 150.0)
    };
    let [x0, y0, x1, y1] = bounds(&plan.edge);
    let mut out = Vec::new();
    for i in 0..((x1 - x0) / STEP_M) as i64 {
        for j in 0..((y1 - y0) / STEP_M) as i64 {
            let jitter = |salt: u64| (0.2 + 0.6 * hash01(salt, i, j)) * STEP_M;
            let p = [
                x0 + i as f64 * STEP_M + jitter(61),
                y0 + j as f64 * STEP_M + jitter(62),
            ];
            if !inside(p, &plan.edge) || town(p) {
                continue;
            }
            let near = (0..plan.countryside.len()).min_by(|&a, &b| {
                let d = |k: usize| dist(plan.countryside[k].0, p);
                d(a).total_cmp(&d(b))
            });
            out.extend(near.map(|k| (first + k, p)));
        }
    }
    out
}

/// The part of the region nearest to point `k`, decimetres.
fn cell_of(edge: &[P], all: &[P], k: usize) -> Vec<P> {
    let mut others: Vec<(f64, P)> = all.iter().map(|p| (dist(*p, all[k]), *p)).collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    cell_of_near(edge, all[k], others.into_iter().map(|(d, p)| (d, vec![p])))
}

/// The part of the region nearest to `own`, decimetres. `others` come in groups, each with a
/// distance nearer than which neither its points nor those of later groups are.
pub fn cell_of_near(edge: &[P], own: P, others: impl Iterator<Item = (f64, Vec<P>)>) -> Vec<P> {
    let mut ring = edge.to_vec();
    if area(&ring) < 0.0 {
        ring.reverse();
    }
    let mut reach = f64::INFINITY;
    for (far, group) in others {
        // Farther points cannot cut anything off any more.
        if far > 2.0 * reach {
            break;
        }
        for other in group.into_iter().filter(|o| *o != own) {
            ring = nearer_half(&ring, own, other);
            reach = ring.iter().map(|p| dist(*p, own)).fold(0.0, f64::max);
        }
    }
    let mut out: Vec<P> = Vec::new();
    for p in ring {
        let p = [(p[0] * 10.0).round() / 10.0, (p[1] * 10.0).round() / 10.0];
        if out.last() != Some(&p) {
            out.push(p);
        }
    }
    if out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    out
}

/// Middles of `k` groups of points: farthest-first, then a few rounds of k-means.
fn group(points: &[P], k: usize) -> Vec<P> {
    let mut middles = vec![points[0]];
    while middles.len() < k {
        let far = points.iter().copied().max_by(|a, b| {
            let d = |p: &P| {
                middles
                    .iter()
                    .map(|m| dist(*m, *p))
                    .fold(f64::INFINITY, f64::min)
            };
            d(a).total_cmp(&d(b))
        });
        middles.extend(far);
    }
    for _ in 0..12 {
        let mut sums = vec![([0.0, 0.0], 0.0); middles.len()];
        for p in points {
            let near = (0..middles.len())
                .min_by(|&a, &b| dist(middles[a], *p).total_cmp(&dist(middles[b], *p)));
            if let Some(n) = near {
                sums[n] = (add(sums[n].0, *p), sums[n].1 + 1.0);
            }
        }
        for (m, (sum, n)) in middles.iter_mut().zip(sums) {
            if n > 0.0 {
                *m = scale(sum, 1.0 / n);
            }
        }
    }
    middles
}

/// "Hofwijk-Noord" and so on, each once.
fn part_name(quarter: &str, from_middle: P, parts: usize, used: &[String]) -> String {
    if parts == 1 {
        return quarter.to_owned();
    }
    const SIDES: [(&str, f64); 8] = [
        ("Oost", 0.0),
        ("Noord", 90.0),
        ("West", 180.0),
        ("Zuid", 270.0),
        ("Noordoost", 45.0),
        ("Noordwest", 135.0),
        ("Zuidwest", 225.0),
        ("Zuidoost", 315.0),
    ];
    let mut wishes: Vec<(f64, &str)> = SIDES
        .iter()
        .enumerate()
        .map(|(k, (name, a))| {
            // With few parts the four main sides do.
            let extra = if k >= 4 && parts <= 4 { 0.5 } else { 0.0 };
            (
                extra - dot(unit(from_middle), polar([0.0, 0.0], 1.0, *a)),
                *name,
            )
        })
        .collect();
    wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
    if norm(from_middle) < 130.0 {
        wishes.insert(0, (0.0, "Midden"));
    }
    let free = wishes
        .iter()
        .map(|(_, side)| format!("{quarter}-{side}"))
        .find(|n| !used.contains(n));
    free.unwrap_or_else(|| format!("{quarter} {}", used.len() + 1))
}

/// Edges of several rings put together: what borders two of them goes.
fn dissolve(rings: &[&[P]]) -> Vec<Vec<P>> {
    let key = |p: P| ((p[0] * 10.0).round() as i64, (p[1] * 10.0).round() as i64);
    // A corner in decimetres.
    type Corner = (i64, i64);
    let mut edges: BTreeMap<(Corner, Corner), P> = BTreeMap::new();
    for ring in rings {
        for i in 0..ring.len() {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            if edges.remove(&(key(b), key(a))).is_none() {
                edges.insert((key(a), key(b)), a);
            }
        }
    }
    let mut loops = Vec::new();
    while let Some((&first, _)) = edges.iter().next() {
        let mut at = first;
        let mut ring = Vec::new();
        while let Some(a) = edges.remove(&at) {
            ring.push(a);
            let onward = edges
                .range((at.1, (i64::MIN, i64::MIN))..=(at.1, (i64::MAX, i64::MAX)))
                .next();
            let Some((&next, _)) = onward else { break };
            at = next;
        }
        if ring.len() >= 3 {
            loops.push(ring);
        }
    }
    loops
}

/// Level of [`write_areas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Neighbourhoods.
    Buurt,
    /// Districts.
    Wijk,
    /// Municipalities.
    Gemeente,
}

/// Writes one level as GeoJSON, WGS 84.
///
/// # Errors
/// When the file cannot be written.
pub fn write_areas(
    areas: &[Area],
    level: Level,
    frame: &Frame,
    mut out: impl Write,
    path: &Path,
) -> Result<usize, Error> {
    let mut groups: BTreeMap<&str, Vec<&Area>> = BTreeMap::new();
    for a in areas {
        let code = match level {
            Level::Buurt => &a.code,
            Level::Wijk => &a.district.1,
            Level::Gemeente => &a.municipality.1,
        };
        groups.entry(code).or_default().push(a);
    }
    let mut features = Vec::new();
    for members in groups.values() {
        let Some(first) = members.first() else {
            continue;
        };
        let rings: Vec<&[P]> = members
            .iter()
            .flat_map(|a| a.rings.iter().map(Vec::as_slice))
            .collect();
        let mut polygons: Vec<Value> = Vec::new();
        let (outer, holes): (Vec<_>, Vec<_>) =
            dissolve(&rings).into_iter().partition(|r| area(r) > 0.0);
        for o in &outer {
            let mut parts = vec![ring_json(o, frame)?];
            for h in holes
                .iter()
                .filter(|h| h.first().is_some_and(|p| inside(*p, o)))
            {
                parts.push(ring_json(h, frame)?);
            }
            polygons.push(Value::Array(parts));
        }
        let mut properties = Map::new();
        let mut set = |k: &str, v: &str| properties.insert(k.to_owned(), Value::from(v));
        if level == Level::Buurt {
            set("buurtcode", &first.code);
            set("buurtnaam", &first.name);
        }
        if level != Level::Gemeente {
            set("wijkcode", &first.district.1);
            set("wijknaam", &first.district.0);
        }
        set("gemeentecode", &first.municipality.1);
        set("gemeentenaam", &first.municipality.0);
        set("opmerking", "fictional");
        features.push(json!({
            "type": "Feature",
            "properties": properties,
            "geometry": { "type": "MultiPolygon", "coordinates": polygons },
        }));
    }
    let n = features.len();
    let all = json!({ "type": "FeatureCollection", "features": features });
    let fail = |e| Error::io(path, "write", e);
    serde_json::to_writer(&mut out, &all).map_err(|e| fail(e.into()))?;
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .map_err(fail)?;
    Ok(n)
}

fn ring_json(ring: &[P], frame: &Frame) -> Result<Value, Error> {
    let mut points = Vec::with_capacity(ring.len() + 1);
    for p in ring.iter().chain(ring.first()) {
        let at = frame.lonlat(*p)?;
        let short = |d: f64| (d * 1e7).round() / 1e7;
        points.push(json!([short(at.lon), short(at.lat)]));
    }
    Ok(Value::Array(points))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_parts_cover_the_whole_and_dissolve_into_it() {
        let edge = vec![[0.0, 0.0], [900.0, 0.0], [900.0, 700.0], [0.0, 700.0]];
        let all: Vec<P> = (0..25)
            .map(|k| [hash01(1, k, 0) * 900.0, hash01(2, k, 0) * 700.0])
            .collect();
        let rings: Vec<Vec<P>> = (0..all.len()).map(|k| cell_of(&edge, &all, k)).collect();
        let sum: f64 = rings.iter().map(|r| area(r)).sum();
        assert!((sum - 630_000.0).abs() < 200.0, "{sum}");
        let views: Vec<&[P]> = rings.iter().map(Vec::as_slice).collect();
        let whole = dissolve(&views);
        assert_eq!(whole.len(), 1, "{whole:?}");
        assert!((area(&whole[0]) - 630_000.0).abs() < 1.0);
    }
}
