//! What a region is planned to be, before streets are drawn: quarters, roads, water, rails.
//!
//! Lengths in metres from the plan's origin. The plans themselves are in `polderland.rs`.

use super::geom::*;
use super::names::Theme;

/// Class of a street, with what OpenStreetMap calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Cars only; joins nothing (no car is routed here).
    Motorway,
    /// Main road between places.
    Primary,
    /// Main road of a city.
    Secondary,
    /// Collector.
    Tertiary,
    /// Country road, road on an industrial estate.
    Unclassified,
    /// Street with homes.
    Residential,
    /// Home zone (woonerf).
    Living,
    /// Shopping street.
    Pedestrian,
    /// Cycle path, walkable.
    Cycleway,
    /// Footpath.
    Footway,
}

impl Class {
    /// The value of `highway=*`.
    pub fn tag(self) -> &'static str {
        match self {
            Class::Motorway => "motorway",
            Class::Primary => "primary",
            Class::Secondary => "secondary",
            Class::Tertiary => "tertiary",
            Class::Unclassified => "unclassified",
            Class::Residential => "residential",
            Class::Living => "living_street",
            Class::Pedestrian => "pedestrian",
            Class::Cycleway => "cycleway",
            Class::Footway => "footway",
        }
    }
    /// Whether a bus can drive there.
    pub fn drivable(self) -> bool {
        self < Class::Pedestrian
    }
    /// Whether it is a through road that other streets give way to in the plan.
    pub fn main(self) -> bool {
        self <= Class::Tertiary
    }
}

/// A street as drawn, before crossings are found.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// Its points.
    pub points: Vec<P>,
    /// Its class.
    pub class: Class,
    /// Its name, may be empty.
    pub name: String,
    /// Crosses water and rails (bridge, tunnel); others end there.
    pub bridges: bool,
}

/// A skewed, gently warped grid of large blocks: new towns are made of these.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    /// Corner (0, 0).
    pub origin: P,
    /// Direction of the first axis, degrees.
    pub angle: f64,
    /// Side of a block.
    pub side: f64,
    /// How far corners are pushed about.
    pub warp: f64,
    /// Seed of the warp.
    pub seed: u64,
}

impl Blocks {
    /// Where block coordinates (corners are whole numbers) lie.
    pub fn place(&self, u: f64, v: f64) -> P {
        let flat = [u * self.side, v * self.side];
        // Small bends street by street, and a large one that takes the squareness out.
        let sway = |salt: u64| {
            noise(self.seed ^ salt, flat, self.side * 0.9) * self.warp
                + noise(self.seed ^ salt ^ 0x77, flat, self.side * 2.7) * self.warp * 2.8
        };
        let bent = add(flat, [sway(0), sway(0xA5A5)]);
        add(self.origin, turn(bent, self.angle))
    }
    /// The outline of blocks `i0..i1` × `j0..j1`.
    pub fn outline(&self, [i0, i1, j0, j1]: [i32; 4]) -> Vec<P> {
        let mut ring = Vec::new();
        let corners = [(i0, j0), (i1, j0), (i1, j1), (i0, j1), (i0, j0)];
        for w in corners.windows(2) {
            let (a, b) = (w[0], w[1]);
            let steps = 4 * ((b.0 - a.0).abs() + (b.1 - a.1).abs());
            for k in 0..steps {
                let t = f64::from(k) / f64::from(steps);
                ring.push(self.place(
                    f64::from(a.0) + f64::from(b.0 - a.0) * t,
                    f64::from(a.1) + f64::from(b.1 - a.1) * t,
                ));
            }
        }
        ring
    }
}

/// How streets lie in a block of a [`Blocks`] grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Cul-de-sacs around a green with footpaths: the "cauliflower" of the 1970s.
    Courts,
    /// Slabs of flats in a green, one road in.
    Slabs,
    /// A small grid of shopping streets.
    Centre,
}

/// How the streets of a quarter lie.
#[derive(Clone, Debug)]
pub enum Style {
    /// Rings and spokes around a market.
    Old,
    /// Rows of streets, blocks `long` × `deep` metres, crossing pieces kept with share `keep`.
    Rows {
        /// Along the main streets.
        long: f64,
        /// Between the main streets.
        deep: f64,
        /// Share of the cross pieces that exist.
        keep: f64,
        /// Bend in metres.
        warp: f64,
    },
    /// Concentric rows around a centre.
    Polar {
        /// The centre.
        centre: P,
        /// Along the arcs.
        long: f64,
        /// Between the arcs.
        deep: f64,
        /// Share of the spoke pieces that exist.
        keep: f64,
    },
    /// Large blocks.
    Blocks {
        /// The grid.
        grid: Blocks,
        /// Blocks `i0..i1` × `j0..j1` of it.
        range: [i32; 4],
        /// Blocks left out of the range: another quarter's, or fields.
        without: Vec<[i32; 4]>,
        /// What is in them.
        inside: Inside,
    },
    /// One lane.
    Lane,
}

/// Who lives in a quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Residents {
    /// Inhabitants of a full 100 m cell; 0 where nobody lives.
    pub per_cell: f64,
    /// Persons a household.
    pub household: f64,
    /// Share of dwellings owned by housing corporations.
    pub social: f64,
    /// Share of households with a low income.
    pub low_income: f64,
    /// Share of households without a car.
    pub no_car: f64,
    /// Median household income, euro a year.
    pub income: f64,
    /// Mean value of a dwelling (WOZ), thousands of euro.
    pub woz: f64,
}

/// What work there is in a quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Jobs.
    pub jobs: u32,
    /// Places they are spread over.
    pub places: u32,
    /// Share of practical work.
    pub practical: f64,
    /// Share that starts early, late, at night.
    pub shifts: [f64; 3],
    /// Sector, for names and colours.
    pub sector: &'static str,
}

/// A built-up part of the region.
pub struct Quarter {
    /// Its name; buurten are named after it.
    pub name: &'static str,
    /// The place it belongs to; stops are named after it.
    pub town: &'static str,
    /// District (wijk).
    pub district: &'static str,
    /// Municipality, index into [`Plan::municipalities`].
    pub municipality: usize,
    /// Its edge.
    pub outline: Vec<P>,
    /// Middle of its rows.
    pub centre: P,
    /// Direction of its rows, degrees.
    pub angle: f64,
    /// How its streets lie.
    pub style: Style,
    /// Class of an ordinary street here.
    pub class: Class,
    /// Street names.
    pub theme: &'static Theme,
    /// Who lives there.
    pub residents: Residents,
    /// Who works there.
    pub work: Work,
    /// `landuse=*`.
    pub landuse: &'static str,
}

impl Quarter {
    /// What is built up, as rings: block by block where it is made of blocks.
    pub fn outlines(&self) -> Vec<Vec<P>> {
        let Style::Blocks {
            grid,
            range,
            without,
            ..
        } = &self.style
        else {
            return vec![self.outline.clone()];
        };
        let [i0, i1, j0, j1] = *range;
        (i0..i1)
            .flat_map(|i| (j0..j1).map(move |j| (i, j)))
            .filter(|&(i, j)| {
                !without
                    .iter()
                    .any(|w| w[0] <= i && i < w[1] && w[2] <= j && j < w[3])
            })
            .map(|(i, j)| grid.outline([i, i + 1, j, j + 1]))
            .collect()
    }
}

/// Something to draw: water, a park, a runway. Streets that do not bridge end at water and parks.
pub struct Surface {
    /// OpenStreetMap key and value.
    pub tag: (&'static str, &'static str),
    /// Its name, may be empty.
    pub name: &'static str,
    /// Its edge.
    pub ring: Vec<P>,
    /// Whether streets without a bridge end there.
    pub barrier: bool,
}

/// A railway station.
pub struct Station {
    /// GTFS id without prefix.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Where the platforms are, on the track.
    pub at: P,
    /// Number of platforms.
    pub platforms: u32,
}

/// Departures every `every` minutes from `from` until before `to`, minutes of the service day.
#[derive(Clone, Copy, Debug)]
pub struct Spell {
    /// First departure.
    pub from: u32,
    /// End, exclusive.
    pub to: u32,
    /// Headway.
    pub every: u32,
}

/// The timetable of a line per kind of day.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    /// Monday to Friday.
    pub weekday: Vec<Spell>,
    /// Saturday.
    pub saturday: Vec<Spell>,
    /// Sunday and holidays.
    pub sunday: Vec<Spell>,
    /// Nights after Friday and Saturday (times past 24:00 of those days).
    pub weekend_night: Vec<Spell>,
    /// Given as a headway (`frequencies.txt`, `exact_times=1`).
    pub by_headway: bool,
}

/// What drives on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vehicle {
    /// In the street, own lanes.
    Tram,
    /// City bus.
    Bus,
    /// Fast bus between places: fewer stops.
    Express,
    /// Country bus.
    Country,
    /// Eight seats, a volunteer at the wheel.
    Minibus,
}

/// A bus or tram line along points that it passes, in order.
pub struct LinePlan {
    /// Public number.
    pub number: &'static str,
    /// What drives.
    pub vehicle: Vehicle,
    /// Headsigns at the far end and back.
    pub towards: [&'static str; 2],
    /// Points passed; the streets between are found.
    pub via: Vec<P>,
    /// Timetable.
    pub hours: Hours,
}

/// A train service along stations.
pub struct TrainPlan {
    /// Public name.
    pub number: &'static str,
    /// Stations called at, index into [`Plan::stations`].
    pub calls: Vec<usize>,
    /// Timetable; minutes at the first station, each way.
    pub hours: [Hours; 2],
}

/// A hospital.
pub struct Hospital {
    /// Id in `hospitals.csv`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// About where.
    pub at: P,
    /// Whether it takes emergencies.
    pub emergency: bool,
    /// In OpenStreetMap syntax.
    pub open: &'static str,
    /// Jobs there.
    pub jobs: u32,
}

/// A region to be made.
pub struct Plan {
    /// Its name.
    pub name: &'static str,
    /// RD New coordinates of the origin.
    pub origin: P,
    /// The edge of the region, convex.
    pub edge: Vec<P>,
    /// CBS-style code and name.
    pub municipalities: Vec<(&'static str, &'static str)>,
    /// Built-up parts; rows of a later one give way to none of an earlier one.
    pub quarters: Vec<Quarter>,
    /// Roads between and through them, main roads first.
    pub roads: Vec<Stroke>,
    /// Water, parks and the like.
    pub surfaces: Vec<Surface>,
    /// Motorways, to draw.
    pub motorways: Vec<(&'static str, Vec<P>)>,
    /// Tracks.
    pub rails: Vec<Vec<P>>,
    /// Stations on them.
    pub stations: Vec<Station>,
    /// Trains.
    pub trains: Vec<TrainPlan>,
    /// Trams and buses, the most important first.
    pub lines: Vec<LinePlan>,
    /// Hospitals.
    pub hospitals: Vec<Hospital>,
    /// Direction and spacing of polder roads, and from where (north or south of the river).
    pub polders: Vec<(f64, [f64; 2], Vec<P>)>,
    /// Lonely farms: cells along polder roads.
    pub farms: u32,
    /// Middles of the country areas (centre and name), for areas without a village.
    pub countryside: Vec<(P, &'static str, usize)>,
}

/// A rectangle.
pub fn rectangle(centre: P, width: f64, height: f64, angle: f64) -> Vec<P> {
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        .iter()
        .map(|&(u, v)| add(centre, turn([u * width, v * height], angle)))
        .collect()
}

/// A rounded shape with an uneven edge.
pub fn blob(centre: P, rx: f64, ry: f64, angle: f64, seed: u64) -> Vec<P> {
    (0..28)
        .map(|k| {
            let a = f64::from(k) * 360.0 / 28.0;
            let u = polar([0.0, 0.0], 1.0, a);
            let r = 1.0 + 0.14 * noise(seed, scale(u, 3.0), 1.4);
            add(centre, turn([u[0] * rx * r, u[1] * ry * r], angle))
        })
        .collect()
}

/// Part of a ring around a centre, angles in degrees counter-clockwise from east.
pub fn sector(centre: P, r0: f64, r1: f64, a0: f64, a1: f64) -> Vec<P> {
    let n = ((a1 - a0) / 6.0).ceil() as i32;
    let arc = |r: f64, reverse: bool| {
        (0..=n).map(move |k| {
            let t = f64::from(if reverse { n - k } else { k }) / f64::from(n);
            polar(centre, r, a0 + (a1 - a0) * t)
        })
    };
    arc(r1, false).chain(arc(r0, true)).collect()
}

/// Old cities are not drawn with compasses: moves a point in or out by its direction.
pub fn uneven(p: P) -> P {
    let r = norm(p);
    if r <= 0.0 {
        return p;
    }
    let a = p[1].atan2(p[0]);
    let k = 1.0
        + 0.045 * (2.0 * a + 0.6).sin()
        + 0.028 * (5.0 * a + 1.0).sin()
        + 0.012 * (11.0 * a).sin();
    // Near the market everything stays.
    scale(p, 1.0 + (k - 1.0) * (r / 500.0).min(1.0))
}

/// An arc as a line.
pub fn arc(centre: P, r: f64, a0: f64, a1: f64) -> Vec<P> {
    let n = ((a1 - a0).abs() * r / 57.3 / 60.0).ceil().max(2.0) as i32;
    (0..=n)
        .map(|k| polar(centre, r, a0 + (a1 - a0) * f64::from(k) / f64::from(n)))
        .collect()
}
