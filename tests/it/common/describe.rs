//! A town in few lines, for whoever has to find out why an answer is wrong.

use super::town::Town;
use std::fmt::Write;

/// `H:MM:SS`, also before midnight and past it.
pub fn clock_text(t: i64) -> String {
    let (sign, s) = if t < 0 { ("-", -t) } else { ("", t) };
    format!("{sign}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// The whole town, one record a line.
pub fn describe(town: &Town) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "  {text}");
    };
    line(format!(
        "{}: {} times from {} every {} s; {:?}",
        town.date,
        town.count,
        clock_text(town.start),
        town.step,
        town.person
    ));
    line(format!(
        "small parts have fewer than {} junctions; links of at most {} m",
        town.island, town.snap
    ));
    line(format!(
        "origins at junctions {:?}, destinations at {:?}",
        town.origins, town.destinations
    ));
    for (i, s) in town.streets.iter().enumerate() {
        let bits = [
            (s.foot, "foot"),
            (s.wheels, "wheels"),
            (s.push, "push"),
            (s.bike[0], "bike>"),
            (s.bike[1], "bike<"),
            (s.ferry, "ferry"),
            (s.tunnel, "tunnel"),
        ];
        let bits: Vec<&str> = bits.iter().filter(|b| b.0).map(|b| b.1).collect();
        line(format!(
            "street {i}: {}-{} {} mm {}{}",
            s.ends[0],
            s.ends[1],
            s.mm,
            bits.join(" "),
            if s.bend.is_some() { ", bent" } else { "" }
        ));
    }
    for feed in &town.feeds {
        line(format!("feed {} {}", feed.name, feed.timezone));
        let used = |s: usize| feed.calls.iter().any(|c| c.stop as usize == s);
        let stop = |s: u32| feed.stops[s as usize].id.as_str();
        for (i, s) in feed.stops.iter().enumerate() {
            if used(i) || s.kind != bereik::input::gtfs::StopKind::Stop {
                let node = (0..town.nodes.len()).find(|&n| s.position == Some(town.position(n)));
                line(format!(
                    "{:?} {} at junction {node:?} in {:?} wheelchair {:?} access {:?}",
                    s.kind,
                    s.id,
                    s.parent.map(stop),
                    s.wheelchair,
                    s.access
                ));
            }
        }
        for t in &feed.trips {
            let calls: Vec<String> = feed.calls[t.calls.clone()]
                .iter()
                .map(|c| {
                    let (a, d) = (c.arrival.into(), c.departure.into());
                    let times = if a == d {
                        clock_text(a)
                    } else {
                        format!("{}/{}", clock_text(a), clock_text(d))
                    };
                    let no = match (c.boards, c.alights) {
                        (true, true) => "",
                        (false, true) => " no boarding",
                        (true, false) => " no alighting",
                        (false, false) => " passes",
                    };
                    format!("{} {times}{no}", stop(c.stop))
                })
                .collect();
            line(format!(
                "trip {} line {} {} block {:?} wheelchair {:?}: {}",
                t.id,
                feed.routes[t.route as usize].id,
                feed.services[t.service as usize].id,
                t.block,
                t.wheelchair,
                calls.join(", ")
            ));
        }
        for p in &feed.pathways {
            line(format!(
                "pathway {} to {} mode {} both ways {} {:?} s {:?} m",
                stop(p.from_stop),
                stop(p.to_stop),
                p.mode,
                p.both_ways,
                p.time,
                p.length_m
            ));
        }
        for f in &feed.frequencies {
            line(format!(
                "frequency of {}: {} to {} every {} s{}",
                feed.trips[f.trip as usize].id,
                clock_text(f.start.into()),
                clock_text(f.end.into()),
                f.headway,
                if f.exact { ", exact" } else { "" }
            ));
        }
        for r in &feed.transfers {
            let trip = |t: Option<u32>| t.map(|t| feed.trips[t as usize].id.as_str());
            let route = |t: Option<u32>| t.map(|t| feed.routes[t as usize].id.as_str());
            line(format!(
                "rule {:?} {} s: {:?} to {:?}, lines {:?} to {:?}, trips {:?} to {:?}",
                r.kind,
                r.min_time,
                r.from_stop.map(stop),
                r.to_stop.map(stop),
                route(r.from_route),
                route(r.to_route),
                trip(r.from_trip),
                trip(r.to_trip)
            ));
        }
    }
    out
}
