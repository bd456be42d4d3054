//! Joins strokes into one street graph: crossings become shared nodes, streets end at water,
//! rails and parks unless they bridge them, loose ends and loose parts go.

use super::geom::*;
use super::plan::{Class, Plan, Stroke};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A node number of the woven graph.
pub type Node = u32;

/// A way: nodes in order, all with the same tags.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Its class.
    pub class: Class,
    /// Its name, may be empty.
    pub name: String,
    /// Over water.
    pub bridge: bool,
    /// The quarter it is in, index into [`Plan::quarters`].
    pub quarter: Option<u32>,
}

/// The streets of a region.
#[derive(Debug, Default)]
pub struct Web {
    /// Positions.
    pub nodes: Vec<P>,
    /// Ways through them.
    pub ways: Vec<Way>,
    /// `[node]`: neighbours as (node, way), in a fixed order.
    pub next: Vec<Vec<(Node, u32)>>,
}

/// Points closer than this become one node.
const SNAP_M: f64 = 7.0;
/// Ends this near another street are led to it.
const REACH_M: f64 = 16.0;
/// Lesser streets this close beside a main road, and parallel, go.
const BESIDE_M: f64 = 30.0;
/// Dead ends shorter than this are cut off.
const STUB_M: f64 = 66.0;
/// Side of the squares in which neighbours are looked for.
const SQUARE_M: f64 = 120.0;

type Square = (i32, i32);

fn square(p: P) -> Square {
    (
        (p[0] / SQUARE_M).floor() as i32,
        (p[1] / SQUARE_M).floor() as i32,
    )
}

/// Squares touched by the box around a segment, widened by `margin`.
fn squares(a: P, b: P, margin: f64) -> impl Iterator<Item = Square> {
    let lo = square([a[0].min(b[0]) - margin, a[1].min(b[1]) - margin]);
    let hi = square([a[0].max(b[0]) + margin, a[1].max(b[1]) + margin]);
    (lo.0..=hi.0).flat_map(move |x| (lo.1..=hi.1).map(move |y| (x, y)))
}

/// Segments of all strokes by square.
struct Index {
    by_square: BTreeMap<Square, Vec<(u32, u32)>>,
}

impl Index {
    fn new(lines: &[&[P]]) -> Self {
        let mut by_square: BTreeMap<Square, Vec<(u32, u32)>> = BTreeMap::new();
        for (s, line) in lines.iter().enumerate() {
            for (k, w) in line.windows(2).enumerate() {
                for sq in squares(w[0], w[1], 0.0) {
                    by_square.entry(sq).or_default().push((s as u32, k as u32));
                }
            }
        }
        Self { by_square }
    }
    fn near(&self, a: P, b: P, margin: f64) -> BTreeSet<(u32, u32)> {
        squares(a, b, margin)
            .filter_map(|sq| self.by_square.get(&sq))
            .flatten()
            .copied()
            .collect()
    }
}

/// Joins the strokes.
pub fn weave(plan: &Plan, strokes: Vec<(Stroke, Option<u32>)>) -> Web {
    let mut strokes = strokes;
    for (s, _) in &mut strokes {
        s.points = resample(&s.points, 240.0);
    }
    lead_ends(&mut strokes);
    let cuts = crossings(&strokes);
    let mut pool = Pool::default();
    // Nodes of every stroke in order, crossings included.
    let chains: Vec<Vec<Node>> = strokes
        .iter()
        .zip(&cuts)
        .map(|((stroke, _), cuts)| {
            let mut chain: Vec<Node> = Vec::new();
            let mut push = |n: Node| {
                if chain.last() != Some(&n) {
                    chain.push(n);
                }
            };
            let mut cuts = cuts.iter().peekable();
            for (k, p) in stroke.points.iter().enumerate() {
                push(pool.node(*p));
                while let Some(&&(seg, _, at)) = cuts.peek() {
                    if seg as usize > k {
                        break;
                    }
                    push(pool.node(at));
                    cuts.next();
                }
            }
            chain
        })
        .collect();
    let nodes = pool.nodes;
    let barriers = Barriers::new(plan);
    let mains: Vec<&[P]> = strokes
        .iter()
        .filter(|(s, _)| s.class.main() && s.bridges)
        .map(|(s, _)| s.points.as_slice())
        .collect();
    let main_index = Index::new(&mains);
    // Edges that stay: `(a, b)` with a < b, by stroke; the first stroke to claim one has it.
    let mut owner: BTreeMap<(Node, Node), u32> = BTreeMap::new();
    let mut over_water: BTreeSet<(Node, Node)> = BTreeSet::new();
    for (s, chain) in chains.iter().enumerate() {
        let stroke = &strokes[s].0;
        for w in chain.windows(2) {
            let key = (w[0].min(w[1]), w[0].max(w[1]));
            let (a, b) = (nodes[w[0] as usize], nodes[w[1] as usize]);
            let (wet, blocked) = barriers.cross(a, b);
            if (wet || blocked) && !stroke.bridges {
                continue;
            }
            if !stroke.bridges && beside(a, b, &mains, &main_index) {
                continue;
            }
            if wet {
                over_water.insert(key);
            }
            owner.entry(key).or_insert(s as u32);
        }
    }
    cut_stubs(&nodes, &strokes, &mut owner);
    keep_largest(&nodes, &mut owner);
    build(nodes, &strokes, &chains, &owner, &over_water)
}

/// Ends near another street are moved onto it.
fn lead_ends(strokes: &mut [(Stroke, Option<u32>)]) {
    let lines: Vec<Vec<P>> = strokes.iter().map(|(s, _)| s.points.clone()).collect();
    let views: Vec<&[P]> = lines.iter().map(Vec::as_slice).collect();
    let index = Index::new(&views);
    for (s, line) in lines.iter().enumerate() {
        for last in [false, true] {
            let Some(&end) = (if last { line.last() } else { line.first() }) else {
                continue;
            };
            let best = index
                .near(end, end, REACH_M)
                .into_iter()
                .filter(|&(o, _)| o as usize != s)
                .map(|(o, k)| {
                    let l = &lines[o as usize];
                    nearest(end, l[k as usize], l[k as usize + 1]).1
                })
                .min_by(|a, b| dist(*a, end).total_cmp(&dist(*b, end)));
            if let Some(p) = best.filter(|p| dist(*p, end) < REACH_M) {
                let points = &mut strokes[s].0.points;
                // A hair further, so that the crossing is found.
                let on = add(p, scale(unit(sub(p, end)), 0.5));
                if last {
                    points.push(on);
                } else {
                    points.insert(0, on);
                }
            }
        }
    }
}

/// A crossing on a stroke: segment, share of the way, where.
type Cut = (u32, f64, P);

/// For each stroke its crossings with others, in order.
fn crossings(strokes: &[(Stroke, Option<u32>)]) -> Vec<Vec<Cut>> {
    let views: Vec<&[P]> = strokes.iter().map(|(s, _)| s.points.as_slice()).collect();
    let index = Index::new(&views);
    let mut cuts: Vec<Vec<Cut>> = vec![Vec::new(); views.len()];
    for (sq, list) in &index.by_square {
        for (n, &(s, k)) in list.iter().enumerate() {
            let (a, b) = (
                views[s as usize][k as usize],
                views[s as usize][k as usize + 1],
            );
            for &(o, m) in &list[n + 1..] {
                if s == o && k.abs_diff(m) < 2 {
                    continue;
                }
                let (c, d) = (
                    views[o as usize][m as usize],
                    views[o as usize][m as usize + 1],
                );
                if let Some((t, u)) = crossing(a, b, c, d) {
                    let p = mix(a, b, t);
                    // A pair may share several squares; the one with the crossing counts.
                    if square(p) == *sq {
                        cuts[s as usize].push((k, t, p));
                        cuts[o as usize].push((m, u, p));
                    }
                }
            }
        }
    }
    for list in &mut cuts {
        list.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    }
    cuts
}

/// Nodes, points close together taken as one.
#[derive(Default)]
struct Pool {
    nodes: Vec<P>,
    by_square: BTreeMap<Square, Vec<Node>>,
}

impl Pool {
    fn node(&mut self, p: P) -> Node {
        let near = squares(p, p, SNAP_M)
            .filter_map(|sq| self.by_square.get(&sq))
            .flatten()
            .copied()
            .map(|n| (dist(self.nodes[n as usize], p), n))
            .filter(|(d, _)| *d < SNAP_M)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((_, n)) = near {
            return n;
        }
        let n = self.nodes.len() as Node;
        // Decimetres: what follows does not hang on the last bits of a sine.
        let p = [(p[0] * 10.0).round() / 10.0, (p[1] * 10.0).round() / 10.0];
        self.nodes.push(p);
        self.by_square.entry(square(p)).or_default().push(n);
        n
    }
}

/// Water, parks and rails, with boxes to look at first.
struct Barriers<'a> {
    rings: Vec<([f64; 4], &'a [P], bool)>,
    rails: &'a [Vec<P>],
}

impl<'a> Barriers<'a> {
    fn new(plan: &'a Plan) -> Self {
        let rings = plan
            .surfaces
            .iter()
            .filter(|s| s.barrier)
            .map(|s| (bounds(&s.ring), s.ring.as_slice(), s.tag.1 == "water"))
            .collect();
        Self {
            rings,
            rails: &plan.rails,
        }
    }
    /// Whether a segment touches water, and whether it touches another barrier.
    fn cross(&self, a: P, b: P) -> (bool, bool) {
        let (mut wet, mut blocked) = (false, false);
        let [x0, y0, x1, y1] = bounds(&[a, b]);
        for (bx, ring, water) in &self.rings {
            if x1 < bx[0] || x0 > bx[2] || y1 < bx[1] || y0 > bx[3] {
                continue;
            }
            let hit = inside(a, ring)
                || inside(b, ring)
                || (0..ring.len())
                    .any(|i| crossing(a, b, ring[i], ring[(i + 1) % ring.len()]).is_some());
            if hit {
                if *water { wet = true } else { blocked = true }
            }
        }
        blocked |= self
            .rails
            .iter()
            .flat_map(|r| r.windows(2))
            .any(|w| crossing(a, b, w[0], w[1]).is_some());
        (wet, blocked)
    }
}

/// Whether a segment runs close beside a main road, the same way.
fn beside(a: P, b: P, mains: &[&[P]], index: &Index) -> bool {
    let (middle, along) = (mix(a, b, 0.5), unit(sub(b, a)));
    index.near(a, b, BESIDE_M).into_iter().any(|(s, k)| {
        let l = mains[s as usize];
        let (c, d) = (l[k as usize], l[k as usize + 1]);
        let off = dist(middle, nearest(middle, c, d).1);
        (0.01..BESIDE_M).contains(&off) && dot(along, unit(sub(d, c))).abs() > 0.8
    })
}

type Owner = BTreeMap<(Node, Node), u32>;

fn neighbours(count: usize, owner: &Owner) -> Vec<Vec<Node>> {
    let mut next = vec![Vec::new(); count];
    for &(a, b) in owner.keys() {
        next[a as usize].push(b);
        next[b as usize].push(a);
    }
    next
}

/// Cuts off short dead ends that row patterns leave at their edges.
fn cut_stubs(nodes: &[P], strokes: &[(Stroke, Option<u32>)], owner: &mut Owner) {
    for _ in 0..3 {
        let next = neighbours(nodes.len(), owner);
        let mut gone = Vec::new();
        for (n, around) in next.iter().enumerate() {
            let [first] = around.as_slice() else { continue };
            let (mut way, mut last, mut here) = (Vec::new(), n as Node, *first);
            let mut along = 0.0;
            loop {
                along += dist(nodes[last as usize], nodes[here as usize]);
                way.push((last.min(here), last.max(here)));
                if next[here as usize].len() != 2 || along > STUB_M {
                    break;
                }
                let on = next[here as usize].iter().copied().find(|&m| m != last);
                let Some(on) = on else { break };
                (last, here) = (here, on);
            }
            let short = along < STUB_M && next[here as usize].len() > 2;
            let meant = owner
                .get(&way[0])
                .is_some_and(|&s| matches!(strokes[s as usize].0.class, Class::Living));
            if short && !meant {
                gone.extend(way);
            }
        }
        if gone.is_empty() {
            break;
        }
        for key in gone {
            owner.remove(&key);
        }
    }
}

/// Keeps the largest connected part.
fn keep_largest(nodes: &[P], owner: &mut Owner) {
    let next = neighbours(nodes.len(), owner);
    let mut part = vec![u32::MAX; nodes.len()];
    let mut sizes: Vec<u32> = Vec::new();
    for start in 0..nodes.len() {
        if part[start] != u32::MAX || next[start].is_empty() {
            continue;
        }
        let id = sizes.len() as u32;
        sizes.push(0);
        let mut queue = VecDeque::from([start as Node]);
        part[start] = id;
        while let Some(n) = queue.pop_front() {
            sizes[id as usize] += 1;
            for &m in &next[n as usize] {
                if part[m as usize] == u32::MAX {
                    part[m as usize] = id;
                    queue.push_back(m);
                }
            }
        }
    }
    let largest = (0..sizes.len()).max_by_key(|&i| (sizes[i], std::cmp::Reverse(i)));
    if let Some(largest) = largest {
        owner.retain(|(a, _), _| part[*a as usize] == largest as u32);
    }
}

/// Ways from what stayed; nodes numbered anew in order of use.
fn build(
    old: Vec<P>,
    strokes: &[(Stroke, Option<u32>)],
    chains: &[Vec<Node>],
    owner: &Owner,
    over_water: &BTreeSet<(Node, Node)>,
) -> Web {
    let mut web = Web::default();
    let mut number: BTreeMap<Node, Node> = BTreeMap::new();
    let mut done: BTreeSet<(Node, Node)> = BTreeSet::new();
    for (s, chain) in chains.iter().enumerate() {
        let (stroke, quarter) = &strokes[s];
        let mut run: Vec<Node> = Vec::new();
        let mut run_wet = false;
        let flush = |run: &mut Vec<Node>, bridge: bool, web: &mut Web| {
            if run.len() >= 2 {
                web.ways.push(Way {
                    nodes: std::mem::take(run),
                    class: stroke.class,
                    name: stroke.name.clone(),
                    bridge,
                    quarter: *quarter,
                });
            }
            run.clear();
        };
        for w in chain.windows(2) {
            let key = (w[0].min(w[1]), w[0].max(w[1]));
            let stays = owner.get(&key) == Some(&(s as u32)) && done.insert(key);
            let wet = over_water.contains(&key);
            if !stays || wet != run_wet || run.len() > 400 {
                flush(&mut run, run_wet, &mut web);
            }
            if !stays {
                continue;
            }
            run_wet = wet;
            for n in w {
                let new = *number.entry(*n).or_insert_with(|| {
                    web.nodes.push(old[*n as usize]);
                    web.nodes.len() as Node - 1
                });
                if run.last() != Some(&new) {
                    run.push(new);
                }
            }
        }
        flush(&mut run, run_wet, &mut web);
    }
    web.next = vec![Vec::new(); web.nodes.len()];
    for (k, way) in web.ways.iter().enumerate() {
        for w in way.nodes.windows(2) {
            web.next[w[0] as usize].push((w[1], k as u32));
            web.next[w[1] as usize].push((w[0], k as u32));
        }
    }
    web
}

impl Web {
    /// Edges between junctions: nodes where not exactly two street pieces meet.
    pub fn edges(&self) -> usize {
        let ends: usize = self.next.iter().map(Vec::len).filter(|&n| n != 2).sum();
        ends / 2
    }
    /// The nearest node with a street that `fits`, and its distance.
    pub fn nearest_node(&self, p: P, fits: impl Fn(&Way) -> bool) -> Option<(Node, f64)> {
        (0..self.nodes.len())
            .filter(|&n| {
                self.next[n]
                    .iter()
                    .any(|&(_, w)| fits(&self.ways[w as usize]))
            })
            .map(|n| (n as Node, dist(self.nodes[n], p)))
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }
}
