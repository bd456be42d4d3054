//! Points for places: rings put together from ways, and a point inside them.

use std::collections::BTreeMap;

/// A position in 1e-7 degrees `(lon, lat)`.
pub(super) type Spot = [i32; 2];

/// Joins lines of node ids end to end into closed rings. Lines that close no ring are the
/// second value, joined as far as they go. Depends on the order of the lines only.
pub(super) fn join(lines: &[&[i64]]) -> (Vec<Vec<i64>>, Vec<Vec<i64>>) {
    let ends = |line: &[i64]| Some((*line.first()?, *line.last()?));
    let mut at: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate().rev() {
        if let Some((a, b)) = ends(line)
            && line.len() > 1
        {
            at.entry(a).or_default().push(i);
            at.entry(b).or_default().push(i);
        }
    }
    let mut used = vec![false; lines.len()];
    let (mut rings, mut open) = (Vec::new(), Vec::new());
    for (i, first) in lines.iter().enumerate() {
        if std::mem::replace(&mut used[i], true) {
            continue;
        }
        let mut ring = first.to_vec();
        while let Some((start, tail)) = ends(&ring) {
            if start == tail && ring.len() > 3 {
                rings.push(std::mem::take(&mut ring));
                break;
            }
            // Each entry is taken out once, so this ends after as many steps as there are lines.
            let mut next = None;
            while let Some(candidate) = at.get_mut(&tail).and_then(Vec::pop) {
                if !std::mem::replace(&mut used[candidate], true) {
                    next = lines.get(candidate);
                    break;
                }
            }
            let Some(next) = next else { break };
            if next.first() == Some(&tail) {
                ring.extend(next.iter().skip(1));
            } else {
                ring.extend(next.iter().rev().skip(1));
            }
        }
        if !ring.is_empty() {
            open.push(ring);
        }
    }
    (rings, open)
}

/// Twice the area of a ring, unsigned, in squared units.
pub(super) fn area(ring: &[Spot]) -> f64 {
    let Some(&origin) = ring.first() else {
        return 0.0;
    };
    let local = |p: &Spot| {
        (
            f64::from(p[0]) - f64::from(origin[0]),
            f64::from(p[1]) - f64::from(origin[1]),
        )
    };
    let sum: f64 = ring
        .windows(2)
        .map(|pair| match pair {
            [a, b] => {
                let ((ax, ay), (bx, by)) = (local(a), local(b));
                ax * by - bx * ay
            }
            _ => 0.0,
        })
        .sum();
    sum.abs()
}

/// A point inside the outer ring and outside its holes, as degrees times 10⁷ `(x, y)`: the
/// middle of the longest stretch inside along the parallel through the middle. None when
/// the ring encloses nothing.
///
/// The parallel is put halfway between two vertices' latitudes, so that it meets no vertex
/// and every crossing changes sides: the point is inside by the even-odd rule, also where
/// rings cross themselves.
pub(super) fn inside(outer: &[Spot], holes: &[Vec<Spot>]) -> Option<(f64, f64)> {
    let low = outer.iter().map(|p| p[1]).min()?;
    let high = outer.iter().map(|p| p[1]).max()?;
    let middle = (f64::from(low) + f64::from(high)) / 2.0;
    let mut heights: Vec<i32> = std::iter::once(outer)
        .chain(holes.iter().map(Vec::as_slice))
        .flatten()
        .map(|p| p[1])
        .collect();
    heights.sort_unstable();
    heights.dedup();
    let above = heights.partition_point(|y| f64::from(*y) <= middle);
    let (below, above) = (heights.get(above.checked_sub(1)?)?, heights.get(above)?);
    let y = (f64::from(*below) + f64::from(*above)) / 2.0;
    let mut crossings: Vec<f64> = Vec::new();
    for ring in std::iter::once(outer).chain(holes.iter().map(Vec::as_slice)) {
        for pair in ring.windows(2) {
            let [a, b] = pair else { continue };
            let (ay, by) = (f64::from(a[1]), f64::from(b[1]));
            if (ay < y) != (by < y) {
                let (ax, bx) = (f64::from(a[0]), f64::from(b[0]));
                crossings.push(ax + (y - ay) / (by - ay) * (bx - ax));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    let mut best: Option<(f64, f64)> = None;
    for pair in crossings.chunks_exact(2) {
        let [a, b] = pair else { continue };
        // The first of equally long ones.
        if best.is_none_or(|(length, _)| b - a > length) {
            best = Some((b - a, (a + b) / 2.0));
        }
    }
    best.filter(|(length, _)| *length > 0.0)
        .map(|(_, x)| (x, y))
}

/// The point halfway along a line.
pub(super) fn halfway(line: &[Spot]) -> Option<(f64, f64)> {
    let first = line.first()?;
    // Lengths only compare parts of one short line: the plane will do, with degrees of
    // longitude shrunk as at its start.
    let shrink = (f64::from(first[1]) * 1e-7).to_radians().cos();
    let step = |a: &Spot, b: &Spot| {
        let dx = (f64::from(b[0]) - f64::from(a[0])) * shrink;
        dx.hypot(f64::from(b[1]) - f64::from(a[1]))
    };
    let steps: Vec<(f64, &Spot, &Spot)> = line
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((step(a, b), a, b)),
            _ => None,
        })
        .collect();
    let mut left = steps.iter().map(|s| s.0).sum::<f64>() / 2.0;
    for (length, a, b) in steps {
        if length > 0.0 && left <= length {
            let t = left / length;
            let mix = |k: usize| {
                let (from, to) = (a.get(k).copied(), b.get(k).copied());
                let (from, to) = (
                    f64::from(from.unwrap_or_default()),
                    f64::from(to.unwrap_or_default()),
                );
                from + t * (to - from)
            };
            return Some((mix(0), mix(1)));
        }
        left -= length;
    }
    Some((f64::from(first[0]), f64::from(first[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_close_to_rings_whatever_their_direction() {
        let lines: [&[i64]; 4] = [&[1, 2, 3], &[5, 4, 3], &[5, 6, 1], &[8, 9]];
        let (rings, open) = join(&lines);
        assert_eq!(rings, [vec![1, 2, 3, 4, 5, 6, 1]]);
        assert_eq!(open, [vec![8, 9]]);
        // Two lines between the same ends, and one that is closed by itself.
        let lines: [&[i64]; 3] = [&[1, 2, 3], &[1, 4, 3], &[7, 8, 9, 7]];
        let (rings, open) = join(&lines);
        assert_eq!((rings.len(), open.len()), (2, 0));
        assert_eq!(join(&[&[], &[3]]), (vec![], vec![vec![3]]));
    }

    #[test]
    fn the_point_is_inside_also_of_a_horseshoe_and_beside_a_hole() {
        let shoe = [
            [0, 0],
            [30, 0],
            [30, 30],
            [20, 30],
            [20, 5],
            [10, 5],
            [10, 30],
            [0, 30],
            [0, 0],
        ];
        let (x, y) = inside(&shoe, &[]).unwrap();
        assert!((0.0..10.0).contains(&x) && y > 5.0);
        let square = [[0, 0], [30, 0], [30, 30], [0, 30], [0, 0]];
        let hole = vec![[2, 2], [20, 2], [20, 28], [2, 28], [2, 2]];
        let (x, _) = inside(&square, &[hole]).unwrap();
        assert!(x > 20.0);
        assert_eq!(inside(&[[0, 0], [9, 0], [0, 0]], &[]), None);
        assert_eq!(inside(&[], &[]), None);
        assert_eq!(area(&square), 1800.0);
    }

    #[test]
    fn halfway_counts_length_not_points() {
        let line = [[0, 0], [0, 1], [0, 2], [0, 100]];
        assert_eq!(halfway(&line), Some((0.0, 50.0)));
        assert_eq!(halfway(&[[3, 4]]), Some((3.0, 4.0)));
        assert_eq!(halfway(&[[3, 4], [3, 4]]), Some((3.0, 4.0)));
        assert_eq!(halfway(&[]), None);
    }
}
