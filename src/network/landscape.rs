//! Water, railways and names of places in the network file: for maps only, no route depends on them.

use super::columns::Strings;
use crate::ids::{Jagged, ids};
use crate::input::osm::landscape::{LandscapeRecords, Shape};
use crate::storage::Column;
use crate::units::{LonLat, degrees};

ids! {
    /// A line or ring of the landscape.
    ShapeId,
}

/// What maps show besides streets. Empty where the street file has none of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landscape {
    /// What each line or ring is, `[ShapeId]`: its place in [`Shape::ALL`].
    kind: Column<u8>,
    /// Its points, 1e-7 degrees `(lon, lat)`, as [`LandscapeRecords::shapes`] has them.
    points: Jagged<ShapeId, [i32; 2]>,
    /// Named places: how important each is, 0 the most.
    place_rank: Column<u8>,
    /// Who live there; 0 where it is not known.
    place_people: Column<u32>,
    /// Where they lie, 1e-7 degrees `(lon, lat)`.
    place_position: Column<[i32; 2]>,
    place_name: Strings,
}

/// A named place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'a> {
    /// How important it is, 0 the most.
    pub rank: u8,
    /// Who live there; 0 where it is not known.
    pub people: u32,
    /// Where it lies.
    pub position: LonLat,
    /// What it is called.
    pub name: &'a str,
}

impl Landscape {
    /// Lays records out in columns.
    pub fn new(records: LandscapeRecords) -> Self {
        let mut out = Self::default();
        for (shape, points) in records.shapes {
            let kind = Shape::ALL.iter().position(|s| *s == shape);
            out.kind.push(kind.unwrap_or_default() as u8);
            let _: ShapeId = out.points.push(points);
        }
        for place in records.places {
            out.place_rank.push(place.rank);
            out.place_people.push(place.people);
            out.place_position.push(place.position);
            out.place_name.push(&place.name);
        }
        out
    }
    /// Lines and rings, 1e-7 degrees `(lon, lat)`.
    pub fn shapes(&self) -> impl Iterator<Item = (Shape, &[[i32; 2]])> {
        let all = self.kind.iter().enumerate();
        all.map(|(i, kind)| {
            let points = &self.points[ShapeId(i as u32)];
            (Shape::ALL[usize::from(*kind)], points)
        })
    }
    /// Named places.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.place_name.len()).map(|i| Place {
            rank: self.place_rank[i],
            people: self.place_people[i],
            position: degrees(self.place_position[i]),
            name: self.place_name.get(i),
        })
    }
    /// Whether columns read from a file belong together.
    pub(super) fn fits(&self) -> bool {
        let places = self.place_name.len();
        self.kind.len() == self.points.len()
            && self.kind.iter().all(|k| usize::from(*k) < Shape::ALL.len())
            && self.place_rank.len() == places
            && self.place_people.len() == places
            && self.place_position.len() == places
    }
}

crate::network::columns::stored!(Landscape {
    kind,
    points,
    place_rank,
    place_people,
    place_position,
    place_name,
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::osm::landscape::NamedPlace;

    #[test]
    fn what_was_read_comes_out_again() {
        let records = LandscapeRecords {
            shapes: vec![
                (Shape::Rail, vec![[0, 0], [5, 5]]),
                (Shape::Water, vec![[0, 0], [9, 0], [9, 9], [0, 0]]),
            ],
            places: vec![NamedPlace {
                rank: 1,
                people: 900,
                position: [10_000_000, 20_000_000],
                name: "Alburgh".to_owned(),
            }],
        };
        let landscape = Landscape::new(records);
        assert!(landscape.fits());
        let kinds: Vec<(Shape, usize)> = landscape.shapes().map(|s| (s.0, s.1.len())).collect();
        assert_eq!(kinds, [(Shape::Rail, 2), (Shape::Water, 4)]);
        let place = landscape.places().next().unwrap();
        assert_eq!((place.rank, place.people, place.name), (1, 900, "Alburgh"));
        assert_eq!((place.position.lon, place.position.lat), (1.0, 2.0));
        let mut bad = landscape.clone();
        bad.kind = vec![0, 4].into();
        assert!(!bad.fits());
    }
}
