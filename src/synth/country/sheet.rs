//! What a tile has for the street file, before it is written.

use super::land::{Land, SIDE, TILE_M};
use crate::diagnostics::Error;
use crate::synth::geom::*;
use std::rc::Rc;

/// Ids a tile has for nodes, and as many for ways. Most stay unused, as in the real data.
pub const STRIDE: i64 = 1 << 17;
const PIECES: usize = (SIDE * SIDE) as usize;
/// First number of the nodes that only their own tile knows of.
const FREE: i64 = 3 * PIECES as i64;

/// A tag's value.
#[derive(Clone, Debug)]
pub enum Text {
    /// One of the program's own.
    Fixed(&'static str),
    /// Made for this land.
    Shared(Rc<str>),
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        match self {
            Text::Fixed(t) => t,
            Text::Shared(t) => t,
        }
    }
}

impl From<&'static str> for Text {
    fn from(t: &'static str) -> Self {
        Text::Fixed(t)
    }
}

impl From<String> for Text {
    fn from(t: String) -> Self {
        Text::Shared(t.into())
    }
}

/// Tags of an object.
pub type Marks = Vec<(&'static str, Text)>;

/// Tags that are all the program's own.
pub fn marks(list: &[(&'static str, &'static str)]) -> Marks {
    list.iter().map(|&(k, v)| (k, v.into())).collect()
}

/// Nodes and ways of a tile, in order of id.
pub struct Sheet {
    base: i64,
    tile: [i32; 2],
    row: i64,
    free: i64,
    /// Id, place and tags.
    pub nodes: Vec<(i64, P, Marks)>,
    /// Id, nodes and tags.
    pub ways: Vec<(i64, Vec<i64>, Marks)>,
}

impl Sheet {
    /// An empty sheet for tile `(x, y)`; sheets are to be written in order of `y`, then `x`.
    pub fn new(land: &Land, x: i32, y: i32) -> Self {
        let row = i64::from(land.tiles[0]);
        Self {
            base: (i64::from(y) * row + i64::from(x) + 1) * STRIDE,
            tile: [x, y],
            row,
            free: FREE,
            nodes: Vec::new(),
            ways: Vec::new(),
        }
    }
    /// A sheet behind those of all tiles.
    pub fn last(land: &Land) -> Self {
        Self::new(land, 0, land.tiles[1])
    }
    /// Id of a vertex, also of the tiles to the east and north.
    pub fn vertex(&self, i: usize, j: usize) -> i64 {
        self.fixed(0, i, j)
    }
    /// Id of the middle of a piece of street, also of the tiles to the east and north.
    pub fn middle(&self, axis: usize, i: usize, j: usize) -> i64 {
        self.fixed(1 + axis, i, j)
    }
    fn fixed(&self, table: usize, i: usize, j: usize) -> i64 {
        let side = SIDE as usize;
        let tiles = i64::from(self.tile[1]) + (j / side) as i64;
        let tiles = tiles * self.row + i64::from(self.tile[0]) + (i / side) as i64;
        (tiles + 1) * STRIDE + (table * PIECES + (j % side) * side + i % side) as i64
    }
    /// Whether it is the first of its row of tiles.
    pub fn opens_row(&self) -> bool {
        self.tile[0] == 0
    }
    /// Adds a vertex or middle of its own; those come first, in order of id.
    pub fn put(&mut self, id: i64, at: P) {
        self.nodes.push((id, at, Marks::new()));
    }
    /// Adds a node.
    pub fn node(&mut self, at: P) -> i64 {
        self.tagged(at, Marks::new())
    }
    /// Adds a node with tags.
    pub fn tagged(&mut self, at: P, tags: Marks) -> i64 {
        let id = self.base + self.free;
        self.free += 1;
        self.nodes.push((id, at, tags));
        id
    }
    /// Adds a way.
    pub fn way(&mut self, refs: Vec<i64>, tags: Marks) {
        let id = self.base + self.ways.len() as i64;
        self.ways.push((id, refs, tags));
    }
    /// Adds a closed way around new nodes.
    pub fn ring(&mut self, ring: &[P], tags: Marks) {
        let mut refs: Vec<i64> = ring.iter().map(|p| self.node(*p)).collect();
        refs.extend(refs.first().copied());
        self.way(refs, tags);
    }
    /// Adds a way along new nodes.
    pub fn line(&mut self, line: &[P], tags: Marks) {
        let refs: Vec<i64> = line.iter().map(|p| self.node(*p)).collect();
        self.way(refs, tags);
    }
}

/// RD New to degrees by interpolation between the corners of tiles: off by less than 0.3 m,
/// everywhere in the same way, and many times as fast as the projection.
pub struct Chart {
    corners: Vec<P>,
    size: [usize; 2],
    origin: P,
}

/// Tiles around the land that streets can reach into.
const MARGIN: i32 = 2;

impl Chart {
    /// The chart of a land.
    ///
    /// # Errors
    /// When the projection cannot be set up or fails.
    pub fn new(land: &Land) -> Result<Self, Error> {
        let frame = Frame::new([0.0, 0.0])?;
        let origin = sub(land.origin, [f64::from(MARGIN) * TILE_M; 2]);
        let size = land.tiles.map(|n| (n + 2 * MARGIN + 1) as usize);
        let mut corners = Vec::with_capacity(size[0] * size[1]);
        for j in 0..size[1] {
            for i in 0..size[0] {
                let p = add(origin, scale([i as f64, j as f64], TILE_M));
                let at = frame.lonlat(p)?;
                corners.push([at.lon, at.lat]);
            }
        }
        Ok(Self {
            corners,
            size,
            origin,
        })
    }
    /// Longitude and latitude in degrees.
    pub fn degrees(&self, p: P) -> P {
        let u = scale(sub(p, self.origin), 1.0 / TILE_M);
        let cell = |k: usize| (u[k].max(0.0) as usize).min(self.size[k] - 2);
        let (i, j) = (cell(0), cell(1));
        let (s, t) = (u[0] - i as f64, u[1] - j as f64);
        let c = |di: usize, dj: usize| self.corners[(j + dj) * self.size[0] + i + di];
        mix(mix(c(0, 0), c(1, 0), s), mix(c(0, 1), c(1, 1), s), t)
    }
    /// Longitude and latitude in 1e-7 degrees.
    pub fn e7(&self, p: P) -> [i32; 2] {
        self.degrees(p).map(|d| (d * 1e7).round() as i32)
    }
}
