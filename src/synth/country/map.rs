//! Writes the street file, tile by tile: once for the nodes, once for the ways.

use super::land::Land;
use super::lattice::{Lattice, mixed};
use super::sheet::{Chart, Marks, STRIDE, Sheet};
use super::{ground, houses};
use crate::diagnostics::Error;
use crate::synth::geom::*;
use crate::synth::pbf::{PbfWriter, Stamp};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Things that belong to no tile.
#[derive(Default)]
pub struct Extras {
    /// Points with tags: shops, practices, stations.
    pub points: Vec<(P, Marks)>,
    /// Lines with tags: railways, motorways.
    pub lines: Vec<(Vec<P>, Marks)>,
}

/// What the street file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Nodes.
    pub nodes: u64,
    /// Ways.
    pub ways: u64,
    /// Nodes of streets and paths.
    pub street_nodes: u64,
    /// Pieces of street between junctions and ends.
    pub street_edges: u64,
}

fn sheet(land: &Land, x: i32, y: i32) -> Sheet {
    let tile = Lattice::new(land, x, y);
    let mut sheet = Sheet::new(land, x, y);
    ground::streets(land, &tile, &mut sheet);
    houses::buildings(land, &tile, &mut sheet);
    sheet
}

fn last_sheet(land: &Land, extras: &Extras) -> Sheet {
    let mut sheet = Sheet::last(land);
    for (at, tags) in &extras.points {
        sheet.tagged(*at, tags.clone());
    }
    for (line, tags) in &extras.lines {
        sheet.line(line, tags.clone());
    }
    sheet
}

/// Who drew an object, and when: a large import, touched up here and there.
fn stamp(seed: u64, id: i64) -> Stamp {
    let tile = id / STRIDE;
    let bits = mixed(seed ^ 0x91, id, 0);
    let version = 1 + (bits & 15).saturating_sub(10) as i32;
    let edit = mixed(
        seed ^ 0x92,
        tile,
        if version > 1 {
            (bits >> 8 & 15) as i64
        } else {
            0
        },
    );
    Stamp {
        version,
        timestamp: 1_390_000_000 + (edit % 380_000_000) as i64,
        changeset: 20_000_000 + (edit >> 20 & 0x7FF_FFFF) as i64,
        uid: 1_000 + (edit >> 50 & 1_023) as i32,
    }
}

/// Streets meeting in each node, counted while tiles go by.
#[derive(Default)]
struct Degrees {
    open: HashMap<i64, u32>,
    ends: u64,
    nodes: u64,
}

impl Degrees {
    fn add(&mut self, ways: &[(i64, Vec<i64>, Marks)]) {
        for (_, refs, tags) in ways {
            if tags.first().is_none_or(|t| t.0 != "highway") {
                continue;
            }
            for w in refs.windows(2) {
                for id in w {
                    *self.open.entry(*id).or_default() += 1;
                }
            }
        }
    }
    /// Closes all nodes below an id: nothing more comes to them.
    fn close(&mut self, below: i64) {
        let (mut ends, mut nodes) = (0, 0);
        self.open.retain(|&id, &mut n| {
            if id >= below {
                return true;
            }
            nodes += 1;
            ends += if n == 2 { 0 } else { u64::from(n) };
            false
        });
        self.ends += ends;
        self.nodes += nodes;
    }
}

/// Writes the file.
///
/// # Errors
/// When it cannot be written.
pub fn write_map(
    land: &Land,
    chart: &Chart,
    extras: &Extras,
    out: impl Write,
    path: &Path,
) -> Result<Drawn, Error> {
    let fail = |e| Error::io(path, "write", e);
    let [x0, y0, x1, y1] = land.bounds();
    let corners = [[x0, y0], [x1, y0], [x0, y1], [x1, y1]].map(|p| {
        let out = sub(p, land.origin).map(|d| if d > 0.0 { 500.0 } else { -500.0 });
        chart.degrees(add(p, out))
    });
    let mut file = PbfWriter::new(out, bounds(&corners)).map_err(fail)?;
    let mut drawn = Drawn::default();
    let tiles = || (0..land.tiles[1]).flat_map(|y| (0..land.tiles[0]).map(move |x| (x, y)));
    let last = last_sheet(land, extras);
    let mut nodes = |sheet: &Sheet| -> Result<(), Error> {
        for (id, at, tags) in &sheet.nodes {
            file.stamp(stamp(land.seed, *id));
            file.node(*id, chart.e7(*at), tags).map_err(fail)?;
        }
        drawn.nodes += sheet.nodes.len() as u64;
        Ok(())
    };
    for (x, y) in tiles() {
        nodes(&sheet(land, x, y))?;
    }
    nodes(&last)?;
    let mut degrees = Degrees::default();
    let mut ways = |sheet: &Sheet| -> Result<(), Error> {
        for (id, refs, tags) in &sheet.ways {
            file.stamp(stamp(land.seed, *id));
            file.way(*id, refs, tags).map_err(fail)?;
        }
        drawn.ways += sheet.ways.len() as u64;
        degrees.add(&sheet.ways);
        // Streets reach into the tiles to the east and north only.
        if sheet.opens_row() {
            degrees.close(sheet.vertex(0, 0));
        }
        Ok(())
    };
    for (x, y) in tiles() {
        ways(&sheet(land, x, y))?;
    }
    ways(&last)?;
    degrees.close(i64::MAX);
    drawn.street_nodes = degrees.nodes;
    drawn.street_edges = degrees.ends / 2;
    file.finish().map_err(fail)?;
    Ok(drawn)
}
