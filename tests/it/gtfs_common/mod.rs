//! A tiny feed as text, and ways to change, pack and read it.
#![allow(dead_code)] // each test program uses its part

use bereik::diagnostics::Findings;
use bereik::input::gtfs::{self, Feed};
use std::io::{Cursor, Write};

/// Tables by name.
pub type Tables = Vec<(&'static str, String)>;

/// `(table, text there, text instead)`; each must occur.
pub type Edits = &'static [(&'static str, &'static str, &'static str)];

/// The clean feed: a station with two platforms, a boarding area, an entrance and a node, two stops beside it; plain trips
/// with missing times, a block, a template with frequencies.
pub fn clean() -> Tables {
    [
        (
            "agency.txt",
            "agency_id,agency_name,agency_url,agency_timezone\n\
             X,Example,https://example.org,Europe/Amsterdam\n\
             Y,Other,https://example.org,Europe/Amsterdam\n",
        ),
        (
            "stops.txt",
            "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding,platform_code\n\
             S,Station,52.1,5.1,1,,1,\n\
             S1,\"Station, 1\",52.1001,5.1001,0,S,,1\n\
             S2,Station,52.1002,5.1002,,S,2,2\n\
             S1a,,,,4,S1,,a\n\
             E,Entrance,52.1003,5.1003,2,S,0,\n\
             N,,,,3,S,,\n\
             B,\"Market\nsquare\",52.2,5.2,0,,0,\n\
             C,Café,52.3,5.3,0,,,\n",
        ),
        (
            "routes.txt",
            "route_id,agency_id,route_short_name,route_long_name,route_type\n\
             R1,X,1,Line 1,3\n\
             R2,Y,2,Line 2,704\n",
        ),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
             WK,1,1,1,1,1,0,0,20260101,20261231\n\
             SA,0,0,0,0,0,1,0,20260101,20261231\n",
        ),
        (
            "calendar_dates.txt",
            "service_id,date,exception_type\n\
             WK,20260427,2\nWK,20260406,2\nEX,20260427,1\n",
        ),
        (
            "trips.txt",
            "trip_id,route_id,service_id,trip_headsign,direction_id,block_id,wheelchair_accessible\n\
             t1,R1,WK,Market,0,,1\n\
             t2,R1,WK,,1,b2,\n\
             t3,R2,WK,,,b2,2\n\
             t4,R2,EX,,,b1,0\n\
             f,R2,SA,,,,\n",
        ),
        (
            "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled\n\
             t1,08:00:00,08:00:30,S1,1,,,\n\
             t1,,,B,2,,,\n\
             t1,,,C,5,,,\n\
             t1,8:09:30,,S2,9,1,0,\n\
             t2,23:50:00,23:50:00,C,0,0,0,0\n\
             t2,,,B,1,0,1,0.25\n\
             t2,24:10:00,24:11:00,S1a,2,,,1.0\n\
             t3,24:12:00,24:12:00,S1,1,,,\n\
             t3,24:20:00,24:21:00,B,2,,,\n\
             t3,24:30:00,24:30:00,C,3,,,\n\
             t4,00:01:00,00:02:00,B,1,,,\n\
             t4,00:10:00,00:10:00,C,2,,,\n\
             f,06:00:00,06:00:00,B,1,,,\n\
             f,06:05:00,06:06:00,S1,2,,,\n\
             f,06:10:00,06:10:00,C,3,,,\n",
        ),
        (
            "frequencies.txt",
            "trip_id,start_time,end_time,headway_secs,exact_times\n\
             f,06:00:00,10:00:00,600,\nf,10:00:00,12:00:00,900,1\n",
        ),
        (
            "transfers.txt",
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id,to_route_id,from_trip_id,to_trip_id\n\
             S1,S2,2,180,,,,\n\
             S,S,3,,R1,R2,,\n\
             ,,4,,,,t2,t3\n\
             B,B,0,,,,,\n\
             C,C,1,,,,,\n\
             C,B,,,,,,\n",
        ),
        (
            "pathways.txt",
            "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length\n\
             p1,E,N,1,1,30,\n\
             p2,N,S1,5,0,,12.5\n",
        ),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

pub fn edited(edits: Edits) -> Tables {
    let mut tables = clean();
    for (table, from, to) in edits {
        let at = tables.iter().position(|(n, _)| n == table).unwrap();
        if from.is_empty() {
            tables.remove(at);
            continue;
        }
        assert!(tables[at].1.contains(from), "{table} has no {from:?}");
        tables[at].1 = tables[at].1.replace(from, to);
    }
    tables
}

pub fn zip_of<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(name.as_ref(), options).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn read_bytes<B: AsRef<[u8]>>(tables: &[(&str, B)]) -> Result<(Feed, Findings), String> {
    gtfs::read_zip_bytes("feed.zip", &zip_of(tables)).map_err(|e| e.to_string())
}

pub fn read(tables: &Tables) -> Result<(Feed, Findings), String> {
    read_bytes(tables)
}

/// The clean feed, which has no findings.
pub fn expected() -> Feed {
    let (feed, findings) = read(&clean()).unwrap();
    assert!(findings.is_empty(), "{:?}", findings.summary());
    feed
}

/// A fault gives just these findings (`code line`), and what is left is what `same_as` gives.
#[track_caller]
pub fn check(fault: Edits, same_as: Edits, codes: &[&str]) {
    let (feed, findings) = read(&edited(fault)).unwrap_or_else(|e| panic!("{fault:?}: {e}"));
    let mut found: Vec<String> = findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.line.unwrap_or(0)))
        .collect();
    found.sort();
    let mut codes = codes.to_vec();
    codes.sort_unstable();
    assert_eq!(found, codes, "{fault:?}: {:?}", findings.summary());
    for f in findings.iter() {
        assert!(f.file.starts_with("feed.zip/"), "{f:?}");
        assert!(!f.message.is_empty() && !f.action.is_empty(), "{f:?}");
    }
    let (same, _) = read(&edited(same_as)).unwrap();
    assert_eq!(feed, same, "{fault:?}");
}

/// A fault refuses the feed with a message that holds these parts.
#[track_caller]
pub fn refuse(fault: Edits, parts: &[&str]) {
    let e = read(&edited(fault)).err().unwrap_or_default();
    for part in parts {
        assert!(e.contains(part), "{fault:?}: {part:?} not in {e:?}");
    }
}

pub fn stop<'f>(feed: &'f Feed, id: &str) -> &'f gtfs::Stop {
    feed.stops.iter().find(|s| s.id == id).unwrap()
}

pub fn times(feed: &Feed, trip: &str) -> Vec<(String, i32, i32)> {
    let trip = feed.trips.iter().find(|t| t.id == trip).unwrap();
    feed.calls[trip.calls.clone()]
        .iter()
        .map(|c| {
            (
                feed.stops[c.stop as usize].id.clone(),
                c.arrival,
                c.departure,
            )
        })
        .collect()
}

pub fn call(stop: &str, arrival: i32, departure: i32) -> (String, i32, i32) {
    (stop.to_owned(), arrival, departure)
}

/// What holds of every feed that was read, whatever was in the files.
pub fn sound(feed: &Feed) {
    let inside = |i: u32, n: usize| assert!((i as usize) < n, "{i} of {n}");
    let inside_or_none = |i: Option<u32>, n: usize| i.into_iter().for_each(|i| inside(i, n));
    assert!(!feed.trips.is_empty());
    for stop in &feed.stops {
        inside_or_none(stop.parent, feed.stops.len());
        // At most platform and station above it.
        let mut parent = stop.parent;
        for _ in 0..2 {
            parent = parent.and_then(|p| feed.stops[p as usize].parent);
        }
        assert_eq!(parent, None);
        assert!(stop.position.is_none_or(|p| gtfs_place(p.lon, p.lat)));
    }
    for route in &feed.routes {
        inside_or_none(route.agency, feed.agencies.len());
    }
    let mut next = 0;
    for trip in &feed.trips {
        inside(trip.route, feed.routes.len());
        inside(trip.service, feed.services.len());
        assert_eq!(trip.calls.start, next);
        next = trip.calls.end;
        let calls = &feed.calls[trip.calls.clone()];
        assert!(calls.len() >= 2);
        let mut before = 0;
        for call in calls {
            inside(call.stop, feed.stops.len());
            assert!(
                before <= call.arrival && call.arrival <= call.departure,
                "{}",
                trip.id
            );
            before = call.departure;
            if call.boards || call.alights {
                let kind = feed.stops[call.stop as usize].kind;
                assert!(!matches!(
                    kind,
                    gtfs::StopKind::Node | gtfs::StopKind::BoardingArea
                ));
            }
        }
        assert!(before <= 240 * 3600);
    }
    assert_eq!(next, feed.calls.len());
    for f in &feed.frequencies {
        inside(f.trip, feed.trips.len());
        assert!(f.start < f.end && f.headway > 0);
    }
    for t in &feed.transfers {
        for s in [t.from_stop, t.to_stop] {
            inside_or_none(s, feed.stops.len());
        }
        for r in [t.from_route, t.to_route] {
            inside_or_none(r, feed.routes.len());
        }
        for i in [t.from_trip, t.to_trip] {
            inside_or_none(i, feed.trips.len());
        }
    }
    for p in &feed.pathways {
        for s in [p.from_stop, p.to_stop] {
            inside(s, feed.stops.len());
        }
    }
    assert!(
        feed.services
            .iter()
            .all(|s| s.added.is_sorted() && s.removed.is_sorted())
    );
}

fn gtfs_place(lon: f64, lat: f64) -> bool {
    bereik::units::LonLat::new(lon, lat).is_some() && (lon, lat) != (0.0, 0.0)
}
