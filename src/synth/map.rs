//! Writes the street file: streets, services, water, parks, rails, all as OpenStreetMap has them.

use super::geom::*;
use super::pbf::{PbfWriter, Tags};
use super::places::Places;
use super::plan::{Class, Plan};
use super::weave::{Way, Web};
use crate::diagnostics::Error;
use std::io::Write;
use std::path::Path;

fn street_tags(way: &Way) -> Tags {
    let mut tags: Tags = vec![("highway", way.class.tag().to_owned())];
    if !way.name.is_empty() {
        tags.push(("name", way.name.clone()));
    }
    match way.class {
        Class::Cycleway => tags.push(("foot", "yes".into())),
        Class::Footway if way.name == "Stationstunnel" => {
            tags.extend([("tunnel", "yes".to_owned()), ("layer", "-1".to_owned())]);
        }
        Class::Pedestrian => tags.push(("bicycle", "yes".into())),
        _ => {}
    }
    if way.bridge {
        tags.extend([("bridge", "yes".to_owned()), ("layer", "1".to_owned())]);
    }
    tags
}

/// Lines and rings that are only drawn.
fn drawn(plan: &Plan) -> Vec<(Vec<P>, bool, Tags)> {
    let mut all: Vec<(Vec<P>, bool, Tags)> = Vec::new();
    for (name, line) in &plan.motorways {
        all.push((
            line.clone(),
            false,
            vec![("highway", "motorway".into()), ("ref", (*name).to_owned())],
        ));
    }
    for rail in &plan.rails {
        all.push((rail.clone(), false, vec![("railway", "rail".into())]));
    }
    for s in &plan.surfaces {
        let mut tags: Tags = vec![(s.tag.0, s.tag.1.to_owned())];
        if !s.name.is_empty() {
            tags.push(("name", s.name.to_owned()));
        }
        if s.tag.0 == "aeroway" {
            tags.push(("area", "yes".into()));
        }
        all.push((s.ring.clone(), true, tags));
    }
    for q in &plan.quarters {
        let tags: Tags = vec![
            ("landuse", q.landuse.to_owned()),
            ("name", q.name.to_owned()),
        ];
        for ring in q.outlines() {
            all.push((ring, true, tags.clone()));
        }
    }
    all
}

/// Names on a map: each town at its first quarter, and its other quarters where people live.
fn named(plan: &Plan) -> Vec<(P, Tags)> {
    let mut all: Vec<(P, Tags)> = Vec::new();
    let mut towns: Vec<&str> = Vec::new();
    for q in plan.quarters.iter().filter(|q| q.landuse == "residential") {
        let (kind, name) = if towns.contains(&q.town) {
            ("suburb", q.name)
        } else {
            towns.push(q.town);
            let quarters = plan.quarters.iter().filter(|other| other.town == q.town);
            let kind = match quarters.count() {
                0 | 1 => "village",
                2..=4 => "town",
                _ => "city",
            };
            (kind, q.town)
        };
        let tags: Tags = vec![("place", kind.to_owned()), ("name", name.to_owned())];
        all.push((q.centre, tags));
    }
    all
}

/// Writes the file.
///
/// # Errors
/// When it cannot be written.
pub fn write_map(
    plan: &Plan,
    web: &Web,
    places: &Places,
    frame: &Frame,
    out: impl Write,
    path: &Path,
) -> Result<(), Error> {
    let fail = |e| Error::io(path, "write", e);
    let e7 = |p: P| -> Result<[i32; 2], Error> {
        let at = frame.lonlat(p)?;
        Ok([(at.lon * 1e7).round() as i32, (at.lat * 1e7).round() as i32])
    };
    let drawn = drawn(plan);
    let corners: Vec<P> = plan.edge.clone();
    let mut box_ = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    for p in corners
        .iter()
        .chain(&web.nodes)
        .chain(drawn.iter().flat_map(|d| &d.0))
    {
        let at = frame.lonlat(*p)?;
        box_ = [
            box_[0].min(at.lon),
            box_[1].min(at.lat),
            box_[2].max(at.lon),
            box_[3].max(at.lat),
        ];
    }
    let mut file = PbfWriter::new(out, box_).map_err(fail)?;
    let none = Tags::new();
    let mut id = 0_i64;
    for p in &web.nodes {
        id += 1;
        file.node(id, e7(*p)?, &none).map_err(fail)?;
    }
    for s in &places.services {
        id += 1;
        let (key, value) = s.kind.tag();
        let mut tags: Tags = vec![(key, value.to_owned()), ("name", s.name.clone())];
        if !s.open.is_empty() {
            tags.push(("opening_hours", s.open.clone()));
        }
        file.node(id, e7(s.at)?, &tags).map_err(fail)?;
    }
    for (k, at) in &places.hospitals {
        id += 1;
        let h = &plan.hospitals[*k];
        let tags: Tags = vec![
            ("amenity", "hospital".to_owned()),
            ("name", h.name.to_owned()),
            (
                "emergency",
                if h.emergency { "yes" } else { "no" }.to_owned(),
            ),
            ("opening_hours", h.open.to_owned()),
        ];
        file.node(id, e7(*at)?, &tags).map_err(fail)?;
    }
    for s in &plan.stations {
        id += 1;
        let tags: Tags = vec![
            ("railway", "station".to_owned()),
            ("name", s.name.to_owned()),
        ];
        file.node(id, e7(s.at)?, &tags).map_err(fail)?;
    }
    let first_drawn = id + 1;
    for p in drawn.iter().flat_map(|d| &d.0) {
        id += 1;
        file.node(id, e7(*p)?, &none).map_err(fail)?;
    }
    for (at, tags) in named(plan) {
        id += 1;
        file.node(id, e7(at)?, &tags).map_err(fail)?;
    }
    let mut way_id = 0_i64;
    for way in &web.ways {
        way_id += 1;
        let refs: Vec<i64> = way.nodes.iter().map(|&n| i64::from(n) + 1).collect();
        file.way(way_id, &refs, &street_tags(way)).map_err(fail)?;
    }
    let mut next = first_drawn;
    for (line, closed, tags) in &drawn {
        way_id += 1;
        let mut refs: Vec<i64> = (0..line.len() as i64).map(|k| next + k).collect();
        if *closed {
            refs.push(next);
        }
        next += line.len() as i64;
        file.way(way_id, &refs, tags).map_err(fail)?;
    }
    file.finish().map_err(fail)
}
