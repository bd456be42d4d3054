//! Whether what has one name in both editions is one thing: columns and conditions that differ, vehicles that only
//! one timetable has, homes that cannot be found again. Such editions can be compared, but what is found may be a
//! change of the files, so each is a serious finding.

use super::Edition;
use super::align::Aligned;
use super::say::serious;
use super::union::Union;
use crate::diagnostics::Findings;
use crate::ids::Id;
use crate::input::study::{Condition, Service, Source};
use crate::network::mode::VehicleKind;
use crate::run::study::coverage::days;
use crate::run::study::inputs::Inputs;
use std::collections::BTreeMap;

/// Groups, services and shifts that are read from other columns, or of places chosen in another way.
pub fn definitions(editions: [&Edition; 2], aligned: &Aligned, findings: &mut Findings) {
    let [a, b] = editions.map(|e| &e.study);
    let [p, q] = &aligned.picks;
    for (i, j) in p.groups.iter().zip(&q.groups) {
        let (x, y) = (&a.homes.groups[*i], &b.homes.groups[*j]);
        let columns = [column(&x.column), column(&y.column)];
        let record = format!("group {:?}", x.name);
        differs(editions, record, columns, "where people live", findings);
    }
    for (i, j) in p.services.iter().zip(&q.services) {
        let (x, y) = (&a.services[*i], &b.services[*j]);
        let record = format!("service {:?}", x.name);
        differs(
            editions,
            record,
            [places(x), places(y)],
            FACILITIES,
            findings,
        );
    }
    for (i, j) in p.shifts.iter().zip(&q.shifts) {
        let (x, y) = (&a.shifts[*i], &b.shifts[*j]);
        let columns = [column(&x.column), column(&y.column)];
        let record = format!("shift {:?}", x.name);
        differs(editions, record, columns, FACILITIES, findings);
    }
}

const FACILITIES: &str = "facilities and jobs";

fn column(column: &Option<String>) -> String {
    (column.as_ref()).map_or("one each".to_owned(), |c| format!("column {c:?}"))
}

/// How a service's places are chosen and counted; the file they are in may differ.
fn places(service: &Service) -> String {
    let conditions = |list: &[Condition]| -> Vec<String> {
        let mut list: Vec<String> = (list.iter())
            .map(|c| {
                let mut values = c.values.clone();
                values.sort();
                format!("{} = {}", c.column, values.join(" or "))
            })
            .collect();
        list.sort();
        list
    };
    let mut parts = vec![column(&service.column)];
    if let Source::Osm { tags, .. } = &service.source {
        parts.push("of the street map".to_owned());
        parts.extend(conditions(tags));
    }
    parts.extend(conditions(&service.conditions));
    parts.join(", ")
}

fn differs(
    editions: [&Edition; 2],
    record: String,
    [a, b]: [String; 2],
    cause: &str,
    findings: &mut Findings,
) {
    if a == b {
        return;
    }
    let [from, to] = editions.map(|e| &e.name);
    findings.push(serious(
        "definition-differs",
        record,
        format!("in edition {from:?}: {a}; in edition {to:?}: {b}"),
        format!("compared all the same: what differs by it counts as {cause}"),
    ));
}

/// Kinds of vehicles that run on the days of one edition and not on those of the other: perhaps a feed is missing.
pub fn modes(editions: [&Edition; 2], inputs: [&Inputs; 2], findings: &mut Findings) {
    let trips = [0, 1].map(|e| {
        let (t, days) = (&inputs[e].network.timetable, days(&editions[e].study));
        let runs = t.services_on(&days);
        let mut by_mode: BTreeMap<&'static str, usize> = BTreeMap::new();
        for trip in (0..t.trips()).filter(|i| runs[t.trip_service[*i].index()]) {
            let kind = t.route_kind[t.trip_route[trip].index()];
            *by_mode.entry(VehicleKind::of(kind).word()).or_default() += 1;
        }
        by_mode
    });
    for (e, other) in [(0, 1), (1, 0)] {
        let (name, there) = (&editions[e].name, &editions[other].name);
        for (mode, n) in &trips[other] {
            if !trips[e].contains_key(mode) {
                findings.push(serious(
                    "no-such-vehicles",
                    format!("edition {name:?}: {mode}"),
                    format!("none runs on any day looked at; {n} trips in edition {there:?}"),
                    "counts as timetable; see whether a feed is missing".into(),
                ));
            }
        }
    }
}

/// Whether homes can be found again: with other ids everybody counts as moved.
pub fn homes(
    editions: [&Edition; 2],
    inputs: [&Inputs; 2],
    union: &Union,
    findings: &mut Findings,
) {
    let [a, b] = inputs.map(|i| i.homes.len());
    let both = (a + b).saturating_sub(union.homes.len());
    if both * 2 < a.min(b) {
        let [from, to] = editions.map(|e| &e.name);
        findings.push(serious(
            "homes-not-found-again",
            "homes".into(),
            format!("of {a} homes of edition {from:?} and {b} of edition {to:?} only {both} have the same id in the same place"),
            "all others count as moved; see whether ids or places were changed".into(),
        ));
    }
}

/// Codes of areas of which a crosswalk gives less than the whole away, with the shares' sums.
pub fn shares(crosswalks: &[crate::input::crosswalk::Crosswalk], findings: &mut Findings) {
    for crosswalk in crosswalks {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for row in &crosswalk.rows {
            // Without a share nothing is given away.
            *sums.entry(&row.from).or_default() += row.share.unwrap_or(1.0);
        }
        for (code, sum) in sums.into_iter().filter(|(_, sum)| *sum < 1.0 - 1e-3) {
            findings.push(serious(
                "crosswalk-loses-people",
                format!("{}: {code}", crosswalk.file),
                format!(
                    "its shares make {sum:.3}: of the rest of {} {code} nobody says where it went",
                    crosswalk.level
                ),
                "the rest is in no area of the comparison".into(),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::crosswalk::{Crosswalk, Recoded};

    #[test]
    fn shares_that_lose_people_are_named() {
        let row = |from: &str, to: &str, share| Recoded {
            from: from.into(),
            to: to.into(),
            share,
        };
        let rows = vec![
            row("whole", "x", Some(0.4)),
            row("whole", "y", Some(0.6)),
            row("lost", "x", Some(0.5)),
            row("renamed", "z", None),
        ];
        let crosswalk = Crosswalk {
            level: "wijk".into(),
            file: "c.csv".into(),
            rows,
        };
        let mut findings = Findings::default();
        shares(&[crosswalk], &mut findings);
        let said: Vec<&str> = findings.iter().map(|f| f.record.as_str()).collect();
        assert_eq!(said, ["c.csv: lost"]);
    }
}
