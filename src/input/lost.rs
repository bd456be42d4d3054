//! When all of a kind is lost, or much of it: an error with a likely cause, or a serious finding.
//!
//! A single record that can't be used is left out and named by whoever reads it. Where nothing is left, no result
//! means anything; where more than a third is lost, few results mean what they seem to.

use crate::diagnostics::{Fault, Finding, InputError, Severity};
use crate::input::points::PointSet;
use crate::units::LonLat;

/// Places of one kind, as the user gave them.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// What they are, in the plural: `homes`.
    pub what: &'a str,
    /// The file, for messages.
    pub file: &'a str,
    /// Where they are.
    pub positions: &'a [LonLat],
}

/// What they should have met, and what has come of it.
#[derive(Clone, Copy, Debug)]
pub struct Met<'a> {
    /// What they should lie near or in, in the plural: `streets`.
    pub what: &'a str,
    /// West, south, east, north of it in degrees, where there is any.
    pub bounds: Option<[f64; 4]>,
    /// What befell those lost: `lie farther than 500 m from any walkable street`.
    pub lost: &'a str,
    /// Code of the finding when more than a third is lost.
    pub code: &'static str,
    /// What was done with them.
    pub action: &'a str,
}

/// Whether more than a third is lost.
pub fn is_much(lost: usize, of: usize) -> bool {
    lost * 3 > of
}

/// Judges that so many of the places given were lost.
///
/// # Errors
/// When all were, with the likely cause.
pub fn judge(given: &Given, lost: usize, met: &Met) -> Result<Option<Finding>, InputError> {
    let n = given.positions.len();
    if n > 0 && lost >= n {
        let problem = format!("all of its {} ({n}) {}", given.what, met.lost);
        return Err(Fault::PointsAllLost
            .at(given.file, problem)
            .hint(likely_cause(given, met)));
    }
    Ok(is_much(lost, n).then(|| Finding {
        severity: Severity::Serious,
        code: met.code.into(),
        file: given.file.to_owned(),
        line: None,
        record: String::new(),
        message: format!("{lost} of {n} {} {}", given.what, met.lost),
        action: met.action.to_owned(),
    }))
}

fn likely_cause(given: &Given, met: &Met) -> String {
    let (Some(theirs), Some(bounds)) = (bounds(given.positions), met.bounds) else {
        return format!("there are no {}: look at the file they come from", met.what);
    };
    let boxes = format!(
        "the {} lie in {}; the {} in {}",
        given.what,
        words(theirs),
        met.what,
        words(bounds)
    );
    if are_swapped(given.positions, bounds) {
        return format!(
            "longitude and latitude seem to be swapped: lon is degrees east, lat degrees north ({boxes})"
        );
    }
    if !touch(theirs, bounds) {
        format!(
            "the two do not touch ({boxes}): are the files of the same region, and is the coordinate system right?"
        )
    } else {
        format!("{boxes}: are they of the same region, and is everything there that should be?")
    }
}

/// A finding when points stand for areas wider than a walk: what is reached from the middle says little of
/// the edge.
pub fn too_wide(what: &str, set: &PointSet, walk_m: f64) -> Option<Finding> {
    let wide = |w: &&f64| **w > walk_m;
    let n = set.widths_m.iter().filter(wide).count();
    let (widest, width) =
        (set.widths_m.iter().enumerate()).max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)))?;
    (n > 0).then(|| Finding {
        severity: if is_much(n, set.len()) {
            Severity::Serious
        } else {
            Severity::Warning
        },
        code: "points-wider-than-a-walk".into(),
        file: set.file.clone(),
        line: None,
        record: set.ids.get(widest).cloned().unwrap_or_default(),
        message: format!(
            "{n} of {} {what} are areas wider than the longest walk of {walk_m:.0} m; the widest measures {:.1} km",
            set.len(),
            width / 1000.0
        ),
        action: "each was computed from one point inside it; take smaller places".to_owned(),
    })
}

/// Whether longitude and latitude seem to be swapped: no place lies within
/// `min_lon, min_lat, max_lon, max_lat`, but most would if they were.
pub fn are_swapped(positions: &[LonLat], [x0, y0, x1, y1]: [f64; 4]) -> bool {
    let inside = |x: f64, y: f64| (x0..=x1).contains(&x) && (y0..=y1).contains(&y);
    let none = !positions.iter().any(|p| inside(p.lon, p.lat));
    let swapped = positions.iter().filter(|p| inside(p.lat, p.lon)).count();
    none && swapped * 2 > positions.len()
}

/// Whether two boxes have a place in common.
pub fn touch(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
}

/// West, south, east, north of places, degrees; none without any.
pub fn bounds(positions: &[LonLat]) -> Option<[f64; 4]> {
    let first = positions.first()?;
    let start = [first.lon, first.lat, first.lon, first.lat];
    Some(positions.iter().fold(start, |b, p| {
        [
            b[0].min(p.lon),
            b[1].min(p.lat),
            b[2].max(p.lon),
            b[3].max(p.lat),
        ]
    }))
}

fn words([west, south, east, north]: [f64; 4]) -> String {
    format!("longitude {west:.4} to {east:.4}, latitude {south:.4} to {north:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(list: &[(f64, f64)]) -> Vec<LonLat> {
        list.iter().map(|&(lon, lat)| LonLat { lon, lat }).collect()
    }

    fn judged(positions: &[LonLat], lost: usize) -> Result<Option<Finding>, InputError> {
        let given = Given {
            what: "homes",
            file: "homes.csv",
            positions,
        };
        let met = Met {
            what: "streets",
            bounds: Some([4.0, 51.0, 6.0, 53.0]),
            lost: "are lost",
            code: "homes-many-lost",
            action: "left out",
        };
        judge(&given, lost, &met)
    }

    #[test]
    fn all_lost_is_an_error_with_the_likely_cause_and_both_boxes() {
        let hint = |list: &[(f64, f64)]| {
            let error = judged(&places(list), list.len()).unwrap_err();
            error.hint.unwrap().to_string()
        };
        let swapped = hint(&[(52.0, 5.0), (52.5, 5.5)]);
        assert!(swapped.contains("swapped"), "{swapped}");
        let apart = hint(&[(15.0, 10.0), (16.0, 11.0)]);
        assert!(apart.contains("do not touch"), "{apart}");
        assert!(apart.contains("longitude 15.0000 to 16.0000, latitude 10.0000 to 11.0000"));
        assert!(apart.contains("longitude 4.0000 to 6.0000, latitude 51.0000 to 53.0000"));
        let near = hint(&[(5.0, 52.0)]);
        assert!(
            !near.contains("do not touch") && near.contains("same region"),
            "{near}"
        );
    }

    #[test]
    fn more_than_a_third_lost_is_a_serious_finding() {
        let three = places(&[(5.0, 52.0), (5.1, 52.0), (5.2, 52.0)]);
        assert_eq!(judged(&three, 0), Ok(None));
        assert_eq!(judged(&three, 1), Ok(None));
        let much = judged(&three, 2).unwrap().unwrap();
        assert_eq!(much.severity, Severity::Serious);
        assert_eq!(much.message, "2 of 3 homes are lost");
        assert_eq!(judged(&[], 0), Ok(None));
    }
}
