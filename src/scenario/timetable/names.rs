//! Stops, lines and kinds of vehicle by the words people use.

use super::super::called::{folded, folded_line, hint};
use super::draft::{Draft, is_public};
use crate::diagnostics::{Error, InputError};
use crate::ids::{FeedId, Id, RouteId, StopId};
use crate::input::gtfs::StopKind;
use crate::input::outline::Outlines;
use crate::input::scenario::{Area, Edit, Mode, StopRef, StopSelector};
use crate::network::timetable::{NONE, Timetable};
use crate::units::LonLat;
use std::collections::BTreeSet;

/// A kind of vehicle as people call it.
pub(super) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Tram => "tram",
        Mode::Metro => "metro",
        Mode::Rail => "rail",
        Mode::Bus => "bus",
        Mode::Ferry => "ferry",
        Mode::Cable => "cable",
    }
}

/// An error about a value that nothing is called by, with the existing values most like it.
pub(super) fn unknown<'v>(
    edit: &Edit,
    key: &str,
    value: &str,
    what: &str,
    known: impl Iterator<Item = &'v str>,
) -> InputError {
    edit.problem(key, format!("no {what} in the timetables is called that"))
        .value(value)
        .hint(hint(value, known))
}

/// Lines of a number (short name), long name or id; where none is called exactly that, of a number or name as people
/// write it.
pub(super) fn routes_named(t: &Timetable, value: &str) -> Vec<RouteId> {
    let all = |called: &dyn Fn(usize) -> bool| -> Vec<RouteId> {
        let named = (0..t.route_id.len()).filter(|&r| called(r));
        named.map(RouteId::new).collect()
    };
    let found = all(&|r| {
        [&t.route_short, &t.route_long, &t.route_id]
            .iter()
            .any(|c| c.get(r) == value)
    });
    let written = folded_line(value);
    if !found.is_empty() || written.is_empty() {
        return found;
    }
    all(&|r| {
        [&t.route_short, &t.route_long]
            .iter()
            .any(|c| folded_line(c.get(r)) == written)
    })
}

/// All that lines are called by.
pub(super) fn route_names(t: &Timetable) -> impl Iterator<Item = &str> {
    t.route_short
        .iter()
        .chain(t.route_long.iter())
        .chain(t.route_id.iter())
}

/// All that stops are called by.
fn stop_names(t: &Timetable) -> impl Iterator<Item = &str> {
    let called_at =
        |s: &usize| matches!(t.kind(StopId::new(*s)), StopKind::Stop | StopKind::Station);
    let names = |s: usize| [t.stop_name.get(s), t.stop_id.get(s)];
    (0..t.stops()).filter(called_at).flat_map(names)
}

/// The stops that vehicles can call at of an id, else of a name, else of a name as people write it; a station stands for its platforms.
pub(super) fn stops_named(
    t: &Timetable,
    edit: &Edit,
    key: &str,
    value: &str,
) -> Result<Vec<StopId>, InputError> {
    let all = |column: &dyn Fn(usize) -> bool| -> Vec<StopId> {
        (0..t.stops())
            .filter(|&s| column(s))
            .map(StopId::new)
            .collect()
    };
    let mut found = all(&|s| t.stop_id.get(s) == value);
    if found.is_empty() && !value.is_empty() {
        found = all(&|s| t.stop_name.get(s) == value);
    }
    let written = folded(value);
    if found.is_empty() && !written.is_empty() {
        found = all(&|s| folded(t.stop_name.get(s)) == written);
    }
    if found.is_empty() {
        return Err(unknown(edit, key, value, "stop", stop_names(t)));
    }
    let found: BTreeSet<StopId> = found.into_iter().collect();
    let stops: Vec<StopId> = (0..t.stops())
        .map(StopId::new)
        .filter(|&s| t.kind(s) == StopKind::Stop)
        .filter(|&s| {
            // A boarding area lies in its platform: named, it means that.
            found.contains(&s)
                || stations_of(t, s).any(|p| found.contains(&p))
                || found.iter().any(|f| {
                    t.kind(*f) == StopKind::BoardingArea && t.stop_parent[f.index()] == s.0
                })
        })
        .collect();
    if stops.is_empty() {
        let problem = "that is no stop where vehicles call, and no station with platforms";
        return Err(edit.problem(key, problem).value(value));
    }
    Ok(stops)
}

/// The station of a stop, and what that is part of.
fn stations_of(t: &Timetable, stop: StopId) -> impl Iterator<Item = StopId> + '_ {
    let parent = |s: StopId| {
        let parent = t.stop_parent.get(s.index()).copied().unwrap_or(NONE);
        (parent != NONE && (parent as usize) < t.stops()).then_some(StopId(parent))
    };
    // Readers leave no circles; the bound is for files made by others.
    std::iter::successors(parent(stop), move |s| parent(*s)).take(4)
}

/// Whether two stops are one, or platforms of one station.
pub(super) fn same_station(t: &Timetable, a: StopId, b: StopId) -> bool {
    a == b || stations_of(t, a).any(|s| stations_of(t, b).any(|p| p == s))
}

/// The stops in an area.
pub(super) fn stops_in(
    t: &Timetable,
    edit: &Edit,
    key: &str,
    area: &Area,
) -> Result<Vec<StopId>, InputError> {
    use geo::BoundingRect;
    let bounds = area.shape.bounding_rect();
    let near = |p: LonLat| {
        bounds.is_some_and(|b| {
            (b.min().x..=b.max().x).contains(&p.lon) && (b.min().y..=b.max().y).contains(&p.lat)
        })
    };
    let stops = || {
        (0..t.stops())
            .map(StopId::new)
            .filter(|&s| t.kind(s) == StopKind::Stop)
    };
    let ready = area.ready();
    let inside = |s: &StopId| t.position(*s).is_some_and(|p| near(p) && ready.contains(p));
    let found: Vec<StopId> = stops().filter(inside).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let outlines = Outlines::new(&area.shape);
    let away = |s| Some((distance_m(&outlines, t.position(s)?)?, s));
    let nearest = stops()
        .filter_map(away)
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let how_far = match nearest {
        Some((metres, stop)) if metres < 10_000.0 => {
            format!(
                "the nearest, {:?}, is {metres:.0} m away",
                t.stop_label(stop)
            )
        }
        Some((metres, stop)) => format!(
            "the nearest, {:?}, is {:.0} km away",
            t.stop_label(stop),
            metres / 1000.0
        ),
        None => "no stop has a position".to_owned(),
    };
    Err(edit
        .problem(key, format!("there is no stop in the area {:?}: {how_far}", area.name))
        .hint("if the area should have stops, look at its coordinate system (crs), and whether longitude comes first"))
}

/// Metres from a place to the edge of an area, nearly: on a plane around the place.
fn distance_m(outlines: &Outlines, place: LonLat) -> Option<f64> {
    let narrow = place.lat.to_radians().cos().abs().max(1e-6);
    let from = geo::Coord {
        x: place.lon,
        y: place.lat,
    };
    let (across, up) = outlines.nearest(from, narrow)?.off;
    // A far area may be across half the earth: degrees are kept within theirs.
    let lon = (place.lon + across / narrow).clamp(-180.0, 180.0);
    let lat = (place.lat + up).clamp(-90.0, 90.0);
    Some(place.distance_m(LonLat::new(lon, lat)?))
}

impl Draft<'_> {
    /// The stops that a selector of stops means, of one value or of the area: each must be called at.
    pub fn stops(&self, edit: &Edit, which: &StopSelector) -> Result<BTreeSet<StopId>, Error> {
        let mut problems = Vec::new();
        let mut found: Option<BTreeSet<StopId>> = None;
        if !which.stop.is_empty() {
            let mut named = BTreeSet::new();
            for value in &which.stop {
                match stops_named(&self.t, edit, "stops", value) {
                    Ok(stops) => named.extend(stops),
                    Err(error) => problems.push(error),
                }
            }
            found = Some(named);
        }
        if let Some(area) = &which.area {
            match stops_in(&self.t, edit, "stops.area", area) {
                Ok(stops) => {
                    let inside: BTreeSet<StopId> = stops.into_iter().collect();
                    found = Some(match found {
                        Some(named) => named.intersection(&inside).copied().collect(),
                        None => inside,
                    });
                }
                Err(error) => problems.push(error),
            }
        }
        Error::all(problems)?;
        match found {
            Some(stops) if !stops.is_empty() => Ok(stops),
            Some(_) => Err(edit
                .problem("stops", "none of these stops lies in the area")
                .into()),
            None => Err(edit.problem("stops", "no stop is named").into()),
        }
    }
    /// The stops that any trip that still runs calls at.
    pub fn called_at(&self) -> BTreeSet<StopId> {
        let mut called = vec![false; self.t.stops()];
        for (_, trip) in self.alive() {
            for call in trip.calls.iter().filter(|c| is_public(c)) {
                if let Some(c) = called.get_mut(call.stop.index()) {
                    *c = true;
                }
            }
        }
        let stops = called.iter().enumerate().filter(|(_, c)| **c);
        stops.map(|(s, _)| StopId::new(s)).collect()
    }

    /// The stops that a reference can mean; a new stop is made.
    pub fn candidates(
        &mut self,
        edit: &Edit,
        key: &str,
        stop: &StopRef,
        feed: FeedId,
    ) -> Result<Vec<StopId>, Error> {
        match stop {
            StopRef::Known(name) => Ok(stops_named(&self.t, edit, key, name)?),
            StopRef::New { name, at } => Ok(vec![self.new_stop(name, *at, feed)]),
        }
    }
    /// The new stop made at a place.
    pub fn place(&self, at: LonLat) -> Option<StopId> {
        self.places
            .get(&[at.lon.to_bits(), at.lat.to_bits()])
            .copied()
    }
    /// The new stop at a place, made where there is none yet.
    fn new_stop(&mut self, name: &str, at: LonLat, feed: FeedId) -> StopId {
        if let Some(stop) = self.place(at) {
            return stop;
        }
        let id = self.fresh_id("scenario:", 1);
        let stop = StopId::new(self.t.stops());
        let t = &mut self.t;
        t.stop_id.push(&id);
        t.stop_name.push(name);
        t.stop_platform.push("");
        t.stop_feed.push(feed);
        t.stop_position.push([at.lon, at.lat]);
        t.stop_kind.push(StopKind::Stop as u8);
        t.stop_parent.push(NONE);
        t.stop_wheelchair.push(0);
        t.stop_access.push(0);
        self.places
            .insert([at.lon.to_bits(), at.lat.to_bits()], stop);
        stop
    }
    /// The candidate nearest to a stop; the first of equals, and of those without position.
    pub fn nearest_to(&mut self, candidates: &[StopId], to: StopId) -> Option<StopId> {
        let mut best: Option<(f64, StopId)> = None;
        for &stop in candidates {
            let metres = self.hop_m(to, stop).unwrap_or(f64::INFINITY);
            if best.is_none_or(|(least, _)| metres < least) {
                best = Some((metres, stop));
            }
        }
        best.map(|(_, stop)| stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_an_area_is_that_to_its_edge() {
        let square = geo::Rect::new((5.0, 52.0), (5.1, 52.1)).to_polygon();
        let square = geo::MultiPolygon(vec![square]);
        let area = Outlines::new(&square);
        let at = |lon, lat| LonLat::new(lon, lat).unwrap();
        let due = at(4.99, 52.05).distance_m(at(5.0, 52.05));
        let got = distance_m(&area, at(4.99, 52.05)).unwrap();
        assert!((got - due).abs() < 1.0, "{got} {due}");
        // Corners, and the wrong order of coordinates, half a world away.
        let got = distance_m(&area, at(5.2, 52.2)).unwrap();
        assert!((got - at(5.2, 52.2).distance_m(at(5.1, 52.1))).abs() < 50.0);
        assert!(distance_m(&area, at(52.0, 5.0)).unwrap() > 5e6);
    }
}
