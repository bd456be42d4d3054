//! Draws the streets of a quarter as strokes; `weave` joins them.

use super::geom::*;
use super::gtfs::{platform, track_direction};
use super::plan::{Blocks, Class, Inside, Plan, Quarter, Stroke, Style, uneven};

/// All strokes of a region with the quarter they belong to (none: a road between quarters).
/// Main roads come first, so that lesser streets end at them.
pub fn strokes(plan: &Plan, seed: u64) -> Vec<(Stroke, Option<u32>)> {
    let mut all: Vec<_> = plan.roads.iter().map(|s| (s.clone(), None)).collect();
    all.extend(platforms(plan).into_iter().map(|s| (s, None)));
    for (k, quarter) in plan.quarters.iter().enumerate() {
        let mut pen = Pen {
            quarter,
            seed: sub_seed(seed, quarter.name, 0),
            names: 0,
            out: Vec::new(),
        };
        pen.draw();
        all.extend(pen.out.into_iter().map(|s| (s, Some(k as u32))));
    }
    all.extend(polder_roads(plan, seed).into_iter().map(|s| (s, None)));
    all
}

/// Platforms as footways, and a path from the nearest road under the tracks to all of them.
fn platforms(plan: &Plan) -> Vec<Stroke> {
    let mut out = Vec::new();
    for s in &plan.stations {
        let along = track_direction(plan, s.at);
        let mut far: f64 = 0.0;
        for k in 0..s.platforms {
            let at = platform(plan, s.at, k);
            far = far.max(dist(at, s.at));
            out.push(Stroke {
                points: vec![
                    add(at, scale(along, -75.0)),
                    at,
                    add(at, scale(along, 75.0)),
                ],
                class: Class::Footway,
                name: format!("{} perron {}", s.name, k + 1),
                bridges: true,
            });
        }
        let road = plan
            .roads
            .iter()
            .filter(|r| r.class.drivable())
            .flat_map(|r| r.points.windows(2))
            .map(|w| nearest(s.at, w[0], w[1]).1)
            .filter(|p| dist(*p, s.at) > far + 10.0)
            .min_by(|a, b| dist(*a, s.at).total_cmp(&dist(*b, s.at)));
        let Some(road) = road else { continue };
        let across = [-along[1], along[0]];
        let side = if dot(sub(road, s.at), across) < 0.0 {
            -1.0
        } else {
            1.0
        };
        let near = add(s.at, scale(across, side * (far + 12.0)));
        let beyond = add(s.at, scale(across, -side * (far + 12.0)));
        out.push(Stroke {
            points: vec![road, near, beyond],
            class: Class::Footway,
            name: "Stationstunnel".to_owned(),
            bridges: true,
        });
    }
    out
}

struct Pen<'a> {
    quarter: &'a Quarter,
    seed: u64,
    names: usize,
    out: Vec<Stroke>,
}

/// A rule that places row coordinates on the plan.
type Place<'a> = &'a dyn Fn(f64, f64) -> P;

impl Pen<'_> {
    fn draw(&mut self) {
        let q = self.quarter;
        match q.style {
            Style::Old => self.old(),
            Style::Rows {
                long,
                deep,
                keep,
                warp,
            } => {
                let (seed, centre, angle) = (self.seed, q.centre, q.angle);
                let place = move |u: f64, v: f64| {
                    let bend = [
                        noise(seed, [u, v], 260.0) * warp,
                        noise(seed ^ 77, [u, v], 260.0) * warp,
                    ];
                    add(centre, turn(add([u, v], bend), angle))
                };
                let [x0, y0, x1, y1] = bounds(&q.outline);
                let reach = norm([x1 - x0, y1 - y0]) / 2.0
                    + dist(q.centre, [(x0 + x1) / 2.0, (y0 + y1) / 2.0]);
                let range =
                    |step: f64| ((-reach / step).floor() as i32, (reach / step).ceil() as i32);
                self.rows(&place, [long, deep], [range(long), range(deep)], keep);
            }
            Style::Polar {
                centre,
                long,
                deep,
                keep,
            } => {
                let far = q
                    .outline
                    .iter()
                    .map(|p| dist(*p, centre))
                    .fold(0.0, f64::max);
                let seed = self.seed;
                // Arc lengths are those halfway out; further in the blocks are narrower.
                let middle = far * 0.78;
                let place = move |u: f64, v: f64| {
                    let bent = v + noise(seed, [u, v], 300.0) * 9.0;
                    uneven(polar(centre, bent, (u / middle).to_degrees()))
                };
                let turns = (middle * std::f64::consts::TAU / long).round() as i32;
                let long = middle * std::f64::consts::TAU / f64::from(turns);
                let rings = (far / deep).ceil() as i32;
                self.rows(&place, [long, deep], [(0, turns), (0, rings)], keep);
            }
            Style::Blocks {
                grid,
                range,
                ref without,
                inside,
            } => self.blocks(&grid, range, without, inside),
            Style::Lane => {
                let a = turn([120.0, 0.0], q.angle);
                let line = [sub(q.centre, a), q.centre, add(q.centre, a)];
                self.stroke(&line, Class::Residential, None);
                let side = turn([0.0, 90.0], q.angle);
                self.stroke(
                    &[sub(q.centre, side), add(q.centre, side)],
                    Class::Residential,
                    None,
                );
            }
        }
    }

    fn stroke(&mut self, points: &[P], class: Class, name: Option<String>) {
        if points.len() < 2 {
            return;
        }
        let name = match (name, class) {
            (Some(name), _) => name,
            // Paths seldom have a name.
            (None, Class::Footway | Class::Cycleway) => String::new(),
            (None, _) => {
                self.names += 1;
                self.quarter.theme.name(self.names - 1)
            }
        };
        self.out.push(Stroke {
            points: points.to_vec(),
            class,
            name,
            bridges: false,
        });
    }

    /// Rows of streets with cross pieces. Streets run a little past the edge of the quarter,
    /// so that they meet the road around it; what sticks out is cut off later.
    fn rows(&mut self, place: Place, step: [f64; 2], range: [(i32, i32); 2], keep: f64) {
        const PAST_M: f64 = 60.0;
        let edge = &self.quarter.outline.clone();
        let mut closed = edge.clone();
        closed.extend(edge.first());
        let near = |p: P| inside(p, edge) || distance_to_line(p, &closed) < PAST_M;
        for axis in 0..2 {
            let (across, along) = (range[1 - axis], range[axis]);
            for row in across.0..=across.1 {
                // Every fourth cross street goes all the way.
                let whole = axis == 0 || row.rem_euclid(4) == 0;
                let mut run: Vec<P> = Vec::new();
                let mut name: Option<String> = None;
                for i in along.0..along.1 {
                    let chance = hash01(self.seed ^ axis as u64, i64::from(i), i64::from(row));
                    let exists = chance < if whole { 0.94 } else { keep };
                    let parts = (step[axis] / 42.0).ceil().max(1.0) as i32;
                    let points: Vec<P> = (0..=parts)
                        .map(|k| {
                            let a = (f64::from(i) + f64::from(k) / f64::from(parts)) * step[axis];
                            let b = f64::from(row) * step[1 - axis];
                            if axis == 0 { place(a, b) } else { place(b, a) }
                        })
                        .collect();
                    for w in points.windows(2) {
                        let here = exists
                            && (inside(w[0], edge)
                                || inside(w[1], edge)
                                || (near(w[0]) && near(w[1])));
                        if here {
                            if run.is_empty() {
                                run.push(w[0]);
                            }
                            run.push(w[1]);
                        }
                        if !here && !run.is_empty() {
                            self.run(&mut run, &mut name);
                        }
                    }
                }
                self.run(&mut run, &mut name);
            }
        }
    }

    /// Ends a run of a row; all runs of a row share one name.
    fn run(&mut self, run: &mut Vec<P>, name: &mut Option<String>) {
        if run.len() >= 2 {
            let line = std::mem::take(run);
            self.stroke(&line, self.quarter.class, name.clone());
            *name = self.out.last().map(|s| s.name.clone());
        }
        run.clear();
    }

    /// Rings around a market with more and more spokes outwards, none quite straight.
    fn old(&mut self) {
        let far = self
            .quarter
            .outline
            .iter()
            .map(|p| dist(*p, self.quarter.centre))
            .fold(0.0, f64::max);
        let rings = (far / 96.0).floor().max(2.0) as i32;
        let step = (far - 24.0) / f64::from(rings);
        let seed = self.seed;
        let place = |r: f64, a: f64| {
            let p = uneven(polar([0.0, 0.0], r, a));
            let amount = (r / far).min(1.0) * 24.0;
            add(
                p,
                [
                    noise(seed, p, 120.0) * amount,
                    noise(seed ^ 5, p, 120.0) * amount,
                ],
            )
        };
        for k in 1..=rings {
            let r = f64::from(k) * step;
            let ring: Vec<P> = (0..=48)
                .map(|i| place(r, f64::from(i % 48) * 7.5))
                .collect();
            let class = if k == 1 {
                Class::Pedestrian
            } else {
                Class::Residential
            };
            // A ring is several streets.
            for part in ring.chunks(12).enumerate() {
                let mut piece = part.1.to_vec();
                if let Some(next) = ring.get((part.0 + 1) * 12) {
                    piece.push(*next);
                }
                self.stroke(&piece, class, None);
            }
            let spokes = if k <= 2 {
                8
            } else if k <= 4 {
                16
            } else {
                24
            };
            for i in 0..spokes {
                let main = i % (spokes / 8) == 0;
                if !main && hash01(seed, i, i64::from(k)) < 0.2 {
                    continue;
                }
                let a = i as f64 * 360.0 / spokes as f64;
                let from = r - step;
                let line: Vec<P> = (0..=3)
                    .map(|j| place(from + step * f64::from(j) / 3.0, a))
                    .collect();
                let class = match (main, k) {
                    (true, 1..=2) => Class::Pedestrian,
                    // Trams and buses go through the centre here.
                    (true, _) => Class::Tertiary,
                    _ => Class::Residential,
                };
                self.stroke(&line, class, None);
            }
        }
        // The north-south axis of the trams, over the market.
        for (a, name) in [
            (90.0, "Noorderstraat"),
            (270.0, "Zuiderstraat"),
            (0.0, "Oosterstraat"),
            (180.0, "Westerstraat"),
        ] {
            let line: Vec<P> = (0..=14)
                .map(|k| place(f64::from(k) / 14.0 * far, a))
                .collect();
            self.stroke(&line, Class::Tertiary, Some(name.to_owned()));
        }
        for s in &mut self.out {
            // The main streets of the old city cross its canal to the ring road beyond.
            if s.class == Class::Tertiary {
                s.bridges = true;
                if let Some(&last) = s.points.last() {
                    let r = norm(last);
                    if r > far - 95.0 {
                        s.points.push(scale(last, (r + 96.0) / r));
                    }
                }
            }
        }
    }

    fn blocks(&mut self, grid: &Blocks, range: [i32; 4], without: &[[i32; 4]], what: Inside) {
        let [i0, i1, j0, j1] = range;
        let mine = |i: i32, j: i32| {
            let within = |[a, b, c, d]: [i32; 4]| a <= i && i < b && c <= j && j < d;
            within(range) && !without.iter().any(|w| within(*w))
        };
        // Collectors: every side of every block, once.
        for axis in 0..2 {
            let (across, along) = if axis == 0 {
                ((j0, j1), (i0, i1))
            } else {
                ((i0, i1), (j0, j1))
            };
            for row in across.0..=across.1 {
                let mut run = Vec::new();
                let mut name = None;
                for k in along.0..along.1 {
                    let (a, b) = if axis == 0 {
                        ((k, row), (k, row - 1))
                    } else {
                        ((row, k), (row - 1, k))
                    };
                    if !(mine(a.0, a.1) || mine(b.0, b.1)) {
                        self.collector(&mut run, &mut name);
                        continue;
                    }
                    for part in 0..=4 {
                        let t = f64::from(k) + f64::from(part) / 4.0;
                        run.push(if axis == 0 {
                            grid.place(t, f64::from(row))
                        } else {
                            grid.place(f64::from(row), t)
                        });
                    }
                }
                self.collector(&mut run, &mut name);
            }
        }
        for i in i0..i1 {
            for j in j0..j1 {
                if mine(i, j) {
                    let turned = hash01(self.seed, i64::from(i), i64::from(j)) < 0.5;
                    let place = |u: f64, v: f64| {
                        let (u, v) = if turned { (v, 1.0 - u) } else { (u, v) };
                        grid.place(f64::from(i) + u, f64::from(j) + v)
                    };
                    let salt = hash01(self.seed ^ 9, i64::from(i), i64::from(j));
                    match what {
                        Inside::Courts => self.courts(&place, salt),
                        Inside::Slabs => self.slabs(&place),
                        Inside::Centre => self.centre(&place),
                    }
                }
            }
        }
    }

    fn collector(&mut self, run: &mut Vec<P>, name: &mut Option<String>) {
        let line = std::mem::take(run);
        if line.len() >= 2 {
            self.stroke(&line, Class::Tertiary, name.clone());
            *name = self.out.last().map(|s| s.name.clone());
        }
    }

    /// Four stems from two opposite sides, each with curled arms; footpaths over the green.
    fn courts(&mut self, place: Place, salt: f64) {
        let s = (salt - 0.5) * 0.1;
        let draw = |list: &[(f64, f64)]| -> Vec<P> {
            let points: Vec<P> = list.iter().map(|&(u, v)| place(u, v)).collect();
            smooth(&points, 22.0)
        };
        let middle = |u: f64| 0.5 + 0.05 * (u * 7.0 + salt * 6.0).sin();
        let across: Vec<(f64, f64)> = (0..=8)
            .map(|k| (f64::from(k) / 8.0, middle(f64::from(k) / 8.0)))
            .collect();
        let kind = if salt < 0.35 {
            Class::Cycleway
        } else {
            Class::Footway
        };
        self.stroke(&draw(&across), kind, None);
        for (u, up) in [
            (0.26 + s, true),
            (0.74 + s, true),
            (0.25 - s, false),
            (0.73 - s, false),
        ] {
            let v = |h: f64| if up { h } else { 1.0 - h };
            let lean = if up { s } else { -s };
            let name = self.quarter.theme.name(self.names);
            self.names += 1;
            let stem = draw(&[
                (u, v(0.0)),
                (u + lean * 0.6, v(0.14)),
                (u + lean, v(0.27)),
                (u + lean * 0.4, v(0.38)),
            ]);
            self.stroke(&stem, Class::Living, Some(name.clone()));
            let left = draw(&[
                (u + lean * 0.6, v(0.14)),
                (u - 0.09, v(0.13)),
                (u - 0.17, v(0.17)),
                (u - 0.175, v(0.27)),
            ]);
            let right = draw(&[
                (u + lean, v(0.26)),
                (u + 0.1, v(0.25)),
                (u + 0.17, v(0.2)),
                (u + 0.175, v(0.1)),
            ]);
            let tip = draw(&[
                (u + lean * 0.4, v(0.375)),
                (u - 0.06, v(0.4)),
                (u - 0.15, v(0.36)),
            ]);
            for arm in [left, right, tip] {
                self.stroke(&arm, Class::Living, Some(name.clone()));
            }
            let to = middle(u);
            self.stroke(
                &draw(&[
                    (u + lean * 0.4, v(0.38)),
                    (u + 0.02, (v(0.38) + to) / 2.0),
                    (u, to),
                ]),
                Class::Footway,
                None,
            );
            self.stroke(
                &draw(&[
                    (u - 0.175, v(0.27)),
                    (u - 0.2, (v(0.3) + to) / 2.0),
                    (u - 0.16, middle(u - 0.16)),
                ]),
                Class::Footway,
                None,
            );
        }
        self.stroke(
            &draw(&[
                (0.5, 0.0),
                (0.5 + s, 0.25),
                (0.5, middle(0.5)),
                (0.5 - s, 0.75),
                (0.5, 1.0),
            ]),
            Class::Footway,
            None,
        );
    }

    /// One road in with parking on both sides; footpaths between the flats.
    fn slabs(&mut self, place: Place) {
        let draw =
            |list: &[(f64, f64)]| -> Vec<P> { list.iter().map(|&(u, v)| place(u, v)).collect() };
        self.stroke(&draw(&[(0.5, 0.0), (0.5, 0.33)]), Class::Residential, None);
        self.stroke(
            &draw(&[(0.14, 0.34), (0.5, 0.33), (0.86, 0.34)]),
            Class::Residential,
            None,
        );
        for line in [
            [(0.0, 0.68), (0.5, 0.67), (1.0, 0.68)],
            [(0.5, 0.33), (0.5, 0.67), (0.5, 1.0)],
            [(0.14, 0.34), (0.16, 0.67), (0.2, 1.0)],
            [(0.86, 0.34), (0.84, 0.67), (0.8, 1.0)],
        ] {
            self.stroke(&draw(&line), Class::Footway, None);
        }
    }

    /// Shopping streets and a square.
    fn centre(&mut self, place: Place) {
        for k in 1..4 {
            let t = f64::from(k) / 4.0;
            let row: Vec<P> = (0..=8).map(|i| place(f64::from(i) / 8.0, t)).collect();
            let column: Vec<P> = (0..=8).map(|i| place(t, f64::from(i) / 8.0)).collect();
            let class = if k == 2 {
                Class::Pedestrian
            } else {
                Class::Residential
            };
            self.stroke(&row, class, None);
            self.stroke(&column, class, None);
        }
    }
}

/// Straight roads of the polders, a kilometre or two apart, outside quarters.
fn polder_roads(plan: &Plan, seed: u64) -> Vec<Stroke> {
    let mut out = Vec::new();
    for (n, (angle, step, edge)) in plan.polders.iter().enumerate() {
        let centre = [4_000.0, 0.0];
        let free = |p: P| {
            inside(p, edge)
                && !plan.quarters.iter().any(|q| inside(p, &q.outline))
                && !plan.surfaces.iter().any(|s| inside(p, &s.ring))
        };
        for axis in 0..2 {
            let reach = (26_000.0 / step[1 - axis]) as i32;
            for row in -reach..=reach {
                let pieces = (26_000.0 / step[axis]) as i32;
                let mut run: Vec<P> = Vec::new();
                let name = format!(
                    "{}{}",
                    [
                        "Ganzen", "Hooi", "Riet", "Kamp", "Veen", "Wei", "Klei", "Zwanen", "Ploeg",
                        "Kwelder"
                    ][(row + reach) as usize % 10],
                    [["weg", "dijk"], ["tocht", "pad"]][n % 2][axis]
                );
                let mut flush = |run: &mut Vec<P>| {
                    if length(run) > 350.0 {
                        out.push(Stroke {
                            points: std::mem::take(run),
                            class: Class::Unclassified,
                            name: name.clone(),
                            bridges: false,
                        });
                    }
                    run.clear();
                };
                for i in -pieces..pieces {
                    let exists = hash01(
                        seed ^ (31 + n as u64 * 2 + axis as u64),
                        i64::from(i),
                        i64::from(row),
                    ) < if axis == 0 { 0.86 } else { 0.62 };
                    for k in 0..8 {
                        let point = |k: i32| {
                            let a = (f64::from(i) + f64::from(k) / 8.0) * step[axis];
                            let b = f64::from(row) * step[1 - axis];
                            let flat = if axis == 0 { [a, b] } else { [b, a] };
                            add(centre, turn(flat, *angle))
                        };
                        let (a, b) = (point(k), point(k + 1));
                        if exists && free(a) && free(b) {
                            if run.is_empty() {
                                run.push(a);
                            }
                            run.push(b);
                        } else {
                            flush(&mut run);
                        }
                    }
                }
                flush(&mut run);
            }
        }
    }
    out
}
