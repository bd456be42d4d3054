//! What is drawn on maps: streets, stops, areas, homes, destinations and what they show.

use super::super::Results;
use super::super::inputs::Inputs;
use super::super::summary::{Key, Summary, missed};
use super::super::tables::share_stacked;
use crate::axes::{HomeId, LevelId, PurposeId};
use crate::ids::{EdgeId, StopId};
use crate::input::areas::Area;
use crate::input::osm::landscape::Shape;
use crate::input::study::Study;
use crate::network::Network;
use crate::output::report::kit::backdrop::{Backdrop, StreetClass};
use crate::output::report::kit::geometry::Xy;
use crate::output::report::kit::land::{Land, Name};
use crate::output::report::study::data::{Destination, MapData, MapLayer};
use crate::units::LonLat;
use crate::units::degrees;

/// A flat projection around the region's middle, metres; good for drawing only.
pub(crate) struct Flat {
    origin: LonLat,
    metres: [f64; 2],
}

impl Flat {
    pub(crate) fn around(points: &[LonLat]) -> Self {
        let n = points.len().max(1) as f64;
        let lon = points.iter().fold(0.0, |s, p| s + p.lon) / n;
        let lat = points.iter().fold(0.0, |s, p| s + p.lat) / n;
        let metres = [111_320.0 * lat.to_radians().cos(), 110_950.0];
        Self {
            origin: LonLat { lon, lat },
            metres,
        }
    }
    pub(crate) fn at(&self, p: LonLat) -> Xy {
        (
            (p.lon - self.origin.lon) * self.metres[0],
            (p.lat - self.origin.lat) * self.metres[1],
        )
    }
}

/// Most destinations of one service drawn on the map: more would hide the rest.
const DRAWN: usize = 60;

/// Destinations worth drawing, on the flat map around some homes.
pub fn destinations(inputs: &Inputs, around: &[LonLat]) -> Vec<Destination> {
    let flat = Flat::around(around);
    let mut destinations = Vec::new();
    for (service, data) in inputs.services.by_id() {
        if data.places.len() > DRAWN {
            continue;
        }
        for place in data.places.clone() {
            let name = &inputs.places.names[place];
            let name = if name.is_empty() {
                &inputs.places.ids[place]
            } else {
                name
            };
            destinations.push(Destination {
                service,
                name: name.clone(),
                at: flat.at(inputs.places.positions[place]),
            });
        }
    }
    destinations
}

/// Streets and railways, as lines to draw.
fn streets(network: &Network, flat: &Flat) -> Vec<(StreetClass, Vec<Xy>)> {
    let s = &network.streets;
    let rails = (s.landscape.shapes())
        .filter(|(shape, _)| *shape == Shape::Rail)
        .map(|(_, line)| (StreetClass::Rail, on_map(line, flat)));
    (0..s.edges())
        .map(|e| {
            let class = match s.class[e] {
                2 => StreetClass::Main,
                1 => StreetClass::Through,
                _ => StreetClass::Local,
            };
            (class, on_map(&s.shape[EdgeId(e as u32)], flat))
        })
        .chain(rails)
        .collect()
}

fn on_map(line: &[[i32; 2]], flat: &Flat) -> Vec<Xy> {
    line.iter().map(|p| flat.at(degrees(*p))).collect()
}

/// Water and names of places.
fn land(network: &Network, flat: &Flat) -> Land {
    let landscape = &network.streets.landscape;
    let mut land = Land::default();
    for (shape, line) in landscape.shapes() {
        match shape {
            Shape::Water => land.water.push(on_map(line, flat)),
            Shape::River => land.rivers.push(on_map(line, flat)),
            Shape::Shore => land.shores.push(on_map(line, flat)),
            Shape::Rail => {}
        }
    }
    let names = landscape.places().map(|place| Name {
        rank: place.rank,
        people: place.people,
        text: place.name.to_owned(),
        at: flat.at(place.position),
    });
    land.names = names.collect();
    land
}

/// People of all groups at each home, which says where the region is.
fn people(inputs: &Inputs) -> Vec<f64> {
    let at = |home: HomeId| inputs.weights.iter().filter_map(|g| g[home]).sum();
    inputs.home_ids().map(at).collect()
}

/// The stops at which anything calls.
fn stops(network: &Network, flat: &Flat) -> Vec<Xy> {
    let t = &network.timetable;
    let served = t.served();
    (0..t.stops() as u32)
        .filter(|&i| served[i as usize])
        .filter_map(|i| t.position(StopId(i)).map(|p| flat.at(p)))
        .collect()
}

/// The outlines of areas.
pub(crate) fn outlines(areas: &[Area], flat: &Flat) -> Vec<Vec<Vec<Xy>>> {
    let ring = |r: &geo::LineString<f64>| -> Vec<Xy> {
        r.coords()
            .map(|c| flat.at(LonLat { lon: c.x, lat: c.y }))
            .collect()
    };
    let rings = |a: &Area| {
        let polygons = a.shape.iter();
        polygons
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring))
            .collect()
    };
    areas.iter().map(rings).collect()
}

/// The region as maps draw it, without areas.
pub(crate) fn backdrop(inputs: &Inputs, flat: &Flat) -> Backdrop {
    Backdrop {
        streets: streets(&inputs.network, flat),
        stops: stops(&inputs.network, flat),
        areas: Vec::new(),
        homes: inputs.homes.positions.iter().map(|p| flat.at(*p)).collect(),
        people: people(inputs),
        land: land(&inputs.network, flat),
    }
}

pub(super) fn map(study: &Study, results: &Results, summary: &Summary) -> MapData {
    let inputs = &results.inputs;
    let flat = Flat::around(&inputs.homes.positions);
    let mut backdrop = backdrop(inputs, &flat);
    if let Some(level) = study.report.level {
        backdrop.areas = outlines(&inputs.areas[level].layer.areas, &flat);
    }
    MapData {
        backdrop,
        destinations: destinations(inputs, &inputs.homes.positions),
        layers: layers(study, results, summary),
    }
}

fn layers(study: &Study, results: &Results, summary: &Summary) -> Vec<MapLayer> {
    let group = study.report.group;
    let mut layers = Vec::new();
    for slot in study.slots.ids() {
        let services = &summary.stacked[slot];
        for persona in study.personas.ids() {
            let slice = &results.access.slices[(slot, persona)];
            let mask = |home: HomeId| {
                let flags = missed(results, slice, services, home);
                let known: Option<Vec<bool>> = flags.into_iter().collect();
                known.map(|k| {
                    k.iter()
                        .zip(services)
                        .filter(|(m, s)| **m && s.0 < 64)
                        .fold(0u64, |bits, (_, s)| bits | 1 << s.0)
                })
            };
            let places = study
                .report
                .level
                .map_or(0, |l| results.inputs.areas[l].layer.areas.len());
            let level = study.report.level.unwrap_or(LevelId(0));
            let below = |service: PurposeId| -> Vec<Option<f64>> {
                let key = Key {
                    slot,
                    persona,
                    group,
                    service,
                };
                (0..places)
                    .map(|a| {
                        summary
                            .area(level, a, key)
                            .and_then(|r| r.fgt)
                            .and_then(|f| f.headcount())
                    })
                    .collect()
            };
            layers.push(MapLayer {
                slot,
                persona,
                missed: results.inputs.home_ids().map(mask).collect(),
                area_stacked: (0..places)
                    .map(|a| share_stacked(summary, Some((level, a)), slot, persona, group))
                    .collect(),
                area_below: study.services.ids().map(below).collect(),
            });
        }
    }
    layers
}
