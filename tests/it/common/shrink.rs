//! Makes a failing town smaller: leaves out one record after the other while it still fails.

use super::town::Town;
use bereik::input::gtfs::Feed;

/// The feed without one trip; what names it goes too.
pub fn without_trip(feed: &Feed, gone: usize) -> Feed {
    let mut out = feed.clone();
    let range = feed.trips[gone].calls.clone();
    out.calls.drain(range.clone());
    out.trips.remove(gone);
    for trip in &mut out.trips {
        if trip.calls.start >= range.end {
            trip.calls = trip.calls.start - range.len()..trip.calls.end - range.len();
        }
    }
    let gone = gone as u32;
    let moved = |t: u32| if t > gone { t - 1 } else { t };
    out.frequencies.retain(|f| f.trip != gone);
    for f in &mut out.frequencies {
        f.trip = moved(f.trip);
    }
    out.transfers
        .retain(|r| r.from_trip != Some(gone) && r.to_trip != Some(gone));
    for r in &mut out.transfers {
        r.from_trip = r.from_trip.map(moved);
        r.to_trip = r.to_trip.map(moved);
    }
    out
}

/// The feed with one call less in a trip; none where only two are left.
fn without_call(feed: &Feed, trip: usize, call: usize) -> Option<Feed> {
    let range = feed.trips[trip].calls.clone();
    if range.len() <= 2 {
        return None;
    }
    let mut out = feed.clone();
    out.calls.remove(range.start + call);
    for (t, other) in out.trips.iter_mut().enumerate() {
        if t == trip {
            other.calls.end -= 1;
        } else if other.calls.start >= range.end {
            other.calls = other.calls.start - 1..other.calls.end - 1;
        }
    }
    Some(out)
}

/// All towns that have one thing less.
fn smaller(town: &Town) -> Vec<Town> {
    let mut out = Vec::new();
    let mut with = |change: &dyn Fn(&mut Town)| {
        let mut less = town.clone();
        change(&mut less);
        out.push(less);
    };
    if town.feeds.len() > 1 {
        for f in 0..town.feeds.len() {
            with(&|t| {
                t.feeds.remove(f);
            });
        }
    }
    for f in 0..town.feeds.len() {
        let feed = &town.feeds[f];
        for trip in 0..feed.trips.len() {
            with(&|t| t.feeds[f] = without_trip(feed, trip));
        }
        for row in 0..feed.transfers.len() {
            with(&|t| {
                t.feeds[f].transfers.remove(row);
            });
        }
        for row in 0..feed.pathways.len() {
            with(&|t| {
                t.feeds[f].pathways.remove(row);
            });
        }
        for row in 0..feed.frequencies.len() {
            // Never the last row of a trip: that would make it a scheduled one.
            let trip = feed.frequencies[row].trip;
            if feed.frequencies.iter().filter(|q| q.trip == trip).count() > 1 {
                with(&|t| {
                    t.feeds[f].frequencies.remove(row);
                });
            }
        }
        for (trip, record) in feed.trips.iter().enumerate() {
            for call in 0..record.calls.len() {
                if let Some(less) = without_call(feed, trip, call) {
                    with(&|t| t.feeds[f] = less.clone());
                }
            }
        }
    }
    if town.origins.len() > 1 {
        for o in 0..town.origins.len() {
            with(&|t| {
                t.origins.remove(o);
            });
        }
    }
    if town.destinations.len() > 1 {
        for d in 0..town.destinations.len() {
            with(&|t| {
                t.destinations.remove(d);
            });
        }
    }
    if town.count > 1 {
        with(&|t| t.count -= 1);
        with(&|t| {
            t.count -= 1;
            t.start += t.step;
        });
    }
    for s in 0..town.streets.len() {
        with(&|t| {
            t.streets.remove(s);
        });
    }
    out.retain(Town::is_certain);
    out
}

/// The smallest town found for which `fails` still holds.
pub fn shrink(town: &Town, fails: impl Fn(&Town) -> bool) -> Town {
    let mut now = town.clone();
    'again: loop {
        for less in smaller(&now) {
            if fails(&less) {
                now = less;
                continue 'again;
            }
        }
        return now;
    }
}
