//! Whether streets and timetables lie in one place: when nothing of the one touches the other, no result means a thing.

use super::Network;
use super::timetable::Timetable;
use crate::diagnostics::{Error, Fault, Finding, Severity, Term, Text};
use crate::ids::{FeedId, Id, StopId};
use crate::units::LonLat;
use chrono::{NaiveDate, Offset, TimeZone};

/// West, south, east and north, degrees.
type Extent = [f64; 4];

/// Stops of a feed that vehicles call at.
#[derive(Clone, Default)]
struct Reach {
    served: u64,
    linked: u64,
    /// Not linked, and beyond the street data.
    outside: u64,
    extent: Option<Extent>,
}

impl Network {
    /// Refuses streets and timetables that do not touch: no stop that vehicles call at is linked.
    ///
    /// # Errors
    /// That, with where both lie.
    pub fn check_touch(&self) -> Result<(), Error> {
        let feeds = self.reach();
        let served: u64 = feeds.iter().map(|f| f.served).sum();
        let linked: u64 = feeds.iter().map(|f| f.linked).sum();
        let stops = feeds.iter().filter_map(|f| f.extent).reduce(joined);
        if served == 0 || linked > 0 {
            return Ok(());
        }
        let t = &self.timetable;
        let names: Vec<&str> = (0..t.feed_name.len()).map(|f| t.feed_name.get(f)).collect();
        let snap = self.max_snap_m();
        let problem = format!(
            "none of its {served} stops with service is within {snap} m of a walkable street"
        );
        let (Some(stops), Some(streets)) = (stops, self.extent()) else {
            return Err(Fault::StopsOffStreets
                .at(names.join(", "), problem)
                .hint("check the positions in stops.txt and the street data")
                .into());
        };
        let problem = format!(
            "{problem}: the stops lie at {}, the streets at {}",
            words(stops),
            words(streets)
        );
        let [west, south, east, north] = stops;
        let hint = if meets(stops, streets) {
            Text::from("streets and stops overlap, so check that the street data hold ways one may walk on, or raise ").and(Term::MaxSnap)
        } else if meets([south, west, north, east], streets) {
            "stop_lat and stop_lon look exchanged in stops.txt".into()
        } else {
            "take street data and a timetable of the same place".into()
        };
        Err(Fault::StopsOffStreets
            .at(names.join(", "), problem)
            .hint(hint)
            .into())
    }

    /// Where the streets lie; none without any.
    pub fn extent(&self) -> Option<Extent> {
        let points = self.streets.node_position.iter();
        points
            .map(|p| p.map(|x| f64::from(x) / 1e7))
            .map(|[lon, lat]| [lon, lat, lon, lat])
            .reduce(joined)
    }

    /// Says where a feed has nothing, or more than a third of its stops, without a street.
    pub(super) fn report_reach(&mut self) {
        let t = &self.timetable;
        let mut said = Vec::new();
        let streets = self.extent().map(words);
        for (f, feed) in self.reach().into_iter().enumerate() {
            let lost = feed.served - feed.linked;
            if lost * 3 <= feed.served {
                continue;
            }
            let near = lost - feed.outside;
            let lie = match (feed.extent, &streets) {
                (Some(stops), Some(streets)) => {
                    format!(
                        "; the stops lie at {}, the streets at {streets}",
                        words(stops)
                    )
                }
                _ => String::new(),
            };
            said.push(Finding {
                severity: Severity::Serious,
                code: "many-stops-not-linked".into(),
                file: format!("{}/stops.txt", t.feed_name.get(f)),
                line: None,
                record: String::new(),
                message: format!(
                    "{lost} of {} stops with service are not linked to streets: {} lie outside the street data, {near} within it{lie}",
                    feed.served, feed.outside
                ),
                action: "trips run; these stops are not reached on foot".into(),
            });
        }
        for finding in said {
            self.findings.push(finding);
        }
    }

    /// Says how feeds of other time zones are read.
    pub(super) fn report_zones(&mut self) {
        let t = &self.timetable;
        if t.feed_name.len() < 2 {
            return;
        }
        let mut said = Vec::new();
        let first = t.feed_zone.get(0);
        for f in (1..t.feed_name.len()).filter(|f| t.feed_zone.get(*f) != first) {
            let zone = t.feed_zone.get(f);
            let same = same_clock(t, FeedId::new(f));
            said.push(Finding {
                severity: if same { Severity::Note } else { Severity::Serious },
                code: "feeds-in-different-time-zones".into(),
                file: t.feed_name.get(f).to_owned(),
                line: None,
                record: String::new(),
                message: if same {
                    format!("its time zone is {zone}, that of {} is {first}; their clocks show the same", t.feed_name.get(0))
                } else {
                    format!("its time zone is {zone}, that of {} is {first}", t.feed_name.get(0))
                },
                action: format!("times brought to {first}, in which dates and departures are asked"),
            });
        }
        for finding in said {
            self.findings.push(finding);
        }
    }

    fn reach(&self) -> Vec<Reach> {
        let t = &self.timetable;
        let streets = self.extent();
        let mut feeds = vec![Reach::default(); t.feed_name.len()];
        for (s, _) in t.served().iter().enumerate().filter(|(_, served)| **served) {
            let stop = StopId::new(s);
            let Some(feed) = feeds.get_mut(t.stop_feed[s].index()) else {
                continue;
            };
            feed.served += 1;
            let at = t.position(stop);
            if !self.stop_links[stop].is_empty() {
                feed.linked += 1;
            } else if at.zip(streets).is_some_and(|(p, e)| !holds(e, p)) {
                feed.outside += 1;
            }
            if let Some(p) = at {
                let point = [p.lon, p.lat, p.lon, p.lat];
                feed.extent = Some(feed.extent.map_or(point, |e| joined(e, point)));
            }
        }
        feeds
    }
}

fn joined(a: Extent, b: Extent) -> Extent {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

fn meets(a: Extent, b: Extent) -> bool {
    a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

fn holds(e: Extent, p: LonLat) -> bool {
    (e[0]..=e[2]).contains(&p.lon) && (e[1]..=e[3]).contains(&p.lat)
}

fn words([west, south, east, north]: Extent) -> String {
    format!("longitude {west:.4} to {east:.4}, latitude {south:.4} to {north:.4}")
}

/// Whether the clocks of a feed and of the first show the same in winter and summer of the year it begins in.
fn same_clock(t: &Timetable, feed: FeedId) -> bool {
    let zone = |f: usize| t.feed_zone.get(f).parse::<chrono_tz::Tz>().ok();
    let Some((a, b)) = zone(0).zip(zone(feed.index())) else {
        return false;
    };
    let year = super::calendar::service_dates(t)
        .get(feed.index())
        .and_then(|d| d.span)
        .map_or(2025, |(first, _)| {
            chrono::Datelike::year(&first).clamp(1970, 2100)
        });
    [1, 4, 7, 10].into_iter().all(|month| {
        let noon = NaiveDate::from_ymd_opt(year, month, 1).and_then(|d| d.and_hms_opt(12, 0, 0));
        let offset = |zone: chrono_tz::Tz| {
            let local = noon.and_then(|noon| zone.from_local_datetime(&noon).earliest());
            local.map(|t| t.offset().fix())
        };
        offset(a) == offset(b)
    })
}
