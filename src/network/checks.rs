//! Whether the columns of a network file belong together.

use super::Network;
use super::streets::Streets;
use super::timetable::{Call, NONE, Timetable};
use crate::units::LonLat;
use rayon::prelude::*;

impl Network {
    /// Checks that columns belong together: same number of rows, ids in range, times in order.
    /// All that is linear in the size of the network, on all threads.
    pub(super) fn fits(&self) -> bool {
        let (s, t) = (&self.streets, &self.timetable);
        let (edges, stops) = (s.edges(), t.stops());
        rows_fit(s, t)
            && s.landscape.fits()
            && self.stop_links.len() == stops
            && self.stop_walks.len() == stops
            && self.component_open.len() == s.component_size.len()
            && self.stop_parts.len() == stops
            && all(self.stop_parts.parts().1, |p| {
                (*p as usize) < s.component_size.len()
            })
            && self.max_snap_m.is_finite()
            && self.walks_mm_per_hour > 0
            && self.street_index.fits(edges)
            && streets_fit(s)
            && timetable_fits(t)
            && all(self.stop_links.parts().1, |l| {
                (l.edge.0 as usize) < edges && LonLat::new(l.at[0], l.at[1]).is_some()
            })
            && all(self.stop_walks.parts().1, |w| (w[0] as usize) < stops)
    }
}

/// Whether something holds for all rows.
fn all<T: Sync>(rows: &[T], holds: impl Fn(&T) -> bool + Sync + Send) -> bool {
    rows.par_chunks(1 << 16).all(|rows| rows.iter().all(&holds))
}

/// Whether an id of a column where ids may be missing is one of `n`.
fn known(id: u32, n: usize) -> bool {
    id == NONE || (id as usize) < n
}

/// Columns of one table have the same number of rows.
fn rows_fit(s: &Streets, t: &Timetable) -> bool {
    let rows = |n: usize, all: &[usize]| all.iter().all(|m| *m == n);
    rows(
        s.edges(),
        &[
            s.to.len(),
            s.length_mm.len(),
            s.duration_s.len(),
            s.flags.len(),
            s.way.len(),
            s.class.len(),
            s.shape.len(),
        ],
    ) && s.component.len() == s.nodes()
        && rows(
            t.stops(),
            &[
                t.stop_name.len(),
                t.stop_platform.len(),
                t.stop_feed.len(),
                t.stop_position.len(),
                t.stop_kind.len(),
                t.stop_parent.len(),
                t.stop_wheelchair.len(),
                t.stop_access.len(),
            ],
        )
        && rows(
            t.trips(),
            &[
                t.trip_headsign.len(),
                t.trip_route.len(),
                t.trip_service.len(),
                t.trip_direction.len(),
                t.trip_block.len(),
                t.trip_wheelchair.len(),
                t.calls.len(),
            ],
        )
        && rows(
            t.route_id.len(),
            &[
                t.route_short.len(),
                t.route_long.len(),
                t.route_agency.len(),
                t.route_kind.len(),
            ],
        )
        && rows(
            t.service_id.len(),
            &[
                t.service_feed.len(),
                t.service_weekly.len(),
                t.service_added.len(),
                t.service_removed.len(),
            ],
        )
        && t.feed_name.len() == t.feed_zone.len()
        && t.feed_name.len() == t.feed_vouched.len()
}

fn streets_fit(s: &Streets) -> bool {
    let (nodes, parts) = (s.nodes(), s.component_size.len());
    let (points, _) = s.shape.parts();
    s.closed.fits(nodes) && all(&s.from, |n| (n.0 as usize) < nodes)
        && all(&s.to, |n| (n.0 as usize) < nodes)
        && all(&s.component, |c| known(*c, parts))
        // An edge has two ends at least.
        && points.par_windows(2).all(|w| w[1] - w[0] >= 2)
}

fn timetable_fits(t: &Timetable) -> bool {
    let (feeds, stops, trips) = (t.feed_name.len(), t.stops(), t.trips());
    let (routes, services) = (t.route_id.len(), t.service_id.len());
    let (first, calls) = t.calls.parts();
    all(&t.stop_parent, |p| known(*p, stops))
        && all(&t.stop_feed, |f| (f.0 as usize) < feeds)
        && all(&t.route_agency, |a| known(*a, t.agency_name.len()))
        && all(&t.service_feed, |f| (f.0 as usize) < feeds)
        && all(&t.trip_route, |r| (r.0 as usize) < routes)
        && all(&t.trip_service, |s| (s.0 as usize) < services)
        && all(calls, |c| (c.stop.0 as usize) < stops)
        && (first.par_windows(2)).all(|w| in_time(&calls[w[0] as usize..w[1] as usize]))
        && all(&t.frequencies, |f| {
            (f.trip.0 as usize) < trips
                && f.headway > 0
                && f.start.unsigned_abs().max(f.end.unsigned_abs()) <= LATEST_S
        })
        && t.frequencies.is_sorted_by_key(|f| f.trip)
        && all(&t.transfers, |r| {
            known(r.from_stop, stops)
                && known(r.to_stop, stops)
                && known(r.from_route, routes)
                && known(r.to_route, routes)
                && known(r.from_trip, trips)
                && known(r.to_trip, trips)
        })
        && all(&t.pathways, |p| {
            (p.from.0 as usize) < stops && (p.to.0 as usize) < stops
        })
}

/// Clock times lie within this of the service day's begin, seconds (some years).
pub(crate) const LATEST_S: u32 = 1 << 28;

/// Whether a trip never goes back in time, at times that can be.
fn in_time(calls: &[Call]) -> bool {
    calls.iter().all(|c| {
        c.arrival <= c.departure
            && c.arrival.unsigned_abs() <= LATEST_S
            && c.departure.unsigned_abs() <= LATEST_S
    }) && calls.windows(2).all(|w| w[0].departure <= w[1].arrival)
}
