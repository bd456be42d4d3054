//! What is odd about editions that are compared, as findings.

use super::align::{Aligned, Incomparable};
use super::norms::NormsOf;
use super::union::Union;
use super::{Edition, align};
use crate::axes::LevelId;
use crate::diagnostics::{Finding, Findings, Severity};
use crate::input::study::Study;
use crate::measures::sample::usable_weight;
use crate::network::BuildOptions;
use crate::run::study::coverage::stops_by_area;
use crate::run::study::inputs::Inputs;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that two editions don't have in common; `base` is 0 or 1, `left_out` what is done about it.
pub fn alike(
    editions: [&Edition; 2],
    base: usize,
    norms: Option<&NormsOf>,
    aligned: &Aligned,
    left_out: &str,
    findings: &mut Findings,
) {
    for x in &aligned.missing {
        missing(x, left_out, findings);
    }
    frozen(editions, base, norms, aligned, findings);
    if let Some(lost) = &aligned.lost_group {
        let study = &aligned.study;
        let instead = study.homes.groups.get(study.report.group);
        findings.push(serious(
            "report-group",
            format!("group {lost:?}"),
            "the group that the report is about is in one edition only".into(),
            format!(
                "the report is about {:?}",
                instead.map_or("", |g| g.name.as_str())
            ),
        ));
    }
    for (k, service) in aligned.study.services.by_id() {
        let slots = |e: usize| -> Vec<&str> {
            let study = &editions[e].study;
            let of = &study.services[aligned.picks[e].services[k]];
            let mut names: Vec<&str> = (of.slots.iter())
                .map(|s| study.slots[*s].name.as_str())
                .collect();
            names.sort_unstable();
            names
        };
        if slots(0) != slots(1) {
            findings.warn(
                "slots-differ",
                "editions",
                None,
                format!("service {:?}", service.name),
                "is measured in other slots in each edition",
                "compared in those that both have",
            );
        }
    }
    weekdays(editions, &aligned.study, &aligned.picks, findings);
}

/// Areas of the coarsest level that both have, with homes, where one edition's timetable serves nobody and the other's does:
/// a feed that covers only a part of the region.
pub fn unserved(
    editions: [&Edition; 2],
    inputs: [&Inputs; 2],
    picks: &[align::Picks; 2],
    findings: &mut Findings,
) {
    let coarsest = [0, 1].map(|e| picks[e].levels.last().copied());
    let [Some(a), Some(b)] = coarsest else { return };
    // By code: whether there are homes, and the stops at which anything can be boarded.
    let served = |e: usize, level: LevelId| -> BTreeMap<&str, (bool, usize)> {
        let areas = &inputs[e].areas[level];
        let (stops, _) = stops_by_area(&editions[e].study, inputs[e], level);
        let lived_in: BTreeSet<usize> = areas.of_home.iter().flatten().copied().collect();
        let codes = areas.layer.areas.iter().map(|area| area.code.as_str());
        let each = stops.into_iter().enumerate();
        codes
            .zip(each.map(|(i, n)| (lived_in.contains(&i), n)))
            .collect()
    };
    let both = [served(0, a), served(1, b)];
    for (e, other) in [(0, 1), (1, 0)] {
        let (name, there) = (&editions[e].name, &editions[other].name);
        for (code, (homes, stops)) in &both[e] {
            let elsewhere = both[other].get(code).map_or(0, |(_, n)| *n);
            if *homes && *stops == 0 && elsewhere > 0 {
                findings.push(serious(
                    "region-lost-its-service",
                    format!("edition {name:?}: area {code}"),
                    format!("people live there, and nothing can be boarded on any day looked at; in edition {there:?} at {elsewhere} stops"),
                    "counts as timetable; see whether the feeds cover the whole region".into(),
                ));
            }
        }
    }
}

pub(super) fn serious(
    code: &'static str,
    record: String,
    message: String,
    action: String,
) -> Finding {
    Finding {
        severity: Severity::Serious,
        code: code.into(),
        file: "editions".into(),
        line: None,
        record,
        message,
        action,
    }
}

fn missing(x: &Incomparable, left_out: &str, findings: &mut Findings) {
    let record = format!("{} {:?}", x.kind, x.name);
    let message = format!("is in edition {:?} only: {}", x.edition, x.why);
    findings.warn(
        "not-comparable",
        "editions",
        None,
        record,
        message,
        left_out,
    );
}

/// Norms and cutoffs of one edition that hold for both.
fn frozen(
    editions: [&Edition; 2],
    base: usize,
    norms: Option<&NormsOf>,
    aligned: &Aligned,
    findings: &mut Findings,
) {
    for name in aligned.study.services.iter().map(|s| &s.name) {
        let replaced = |e: &Edition, n: &NormsOf| {
            n.replaced
                .iter()
                .any(|(edition, service)| (edition, service) == (&e.name, name))
        };
        let taken = norms.is_some_and(|n| editions.iter().any(|e| replaced(e, n)));
        let record = format!("service {name:?}");
        if taken || aligned.frozen.contains(name) {
            let third = norms.filter(|n| n.services.contains(name));
            let whose = third.map_or(&editions[base].name, |n| &n.edition);
            let message = match third {
                None => {
                    "the editions have different norms, or differ in whether it is essential".into()
                }
                Some(_) => {
                    format!("its norm, or whether it is essential, is another in edition {whose:?}")
                }
            };
            findings.push(serious(
                "norm-frozen",
                record,
                message,
                format!("both are held against the norm of edition {whose:?}"),
            ));
        } else if aligned.cutoffs.contains(name) {
            findings.push(serious(
                "cutoff-frozen",
                record,
                "it has no norm, and the editions have different first cutoffs".into(),
                format!("both are read at that of edition {:?}", editions[base].name),
            ));
        }
    }
}

/// Slots and shifts on days that are not the same day of the week.
fn weekdays(
    editions: [&Edition; 2],
    study: &Study,
    picks: &[align::Picks; 2],
    findings: &mut Findings,
) {
    let studies = editions.map(|e| &e.study);
    let slots = study.slots.by_id().map(|(k, slot)| {
        let dates = [0, 1].map(|e| studies[e].slots[picks[e].slots[k]].date);
        (format!("slot {:?}", slot.name), dates)
    });
    let shifts = study.shifts.by_id().map(|(k, shift)| {
        let dates = [0, 1].map(|e| studies[e].shifts[picks[e].shifts[k]].date);
        (format!("shift {:?}", shift.name), dates)
    });
    for (record, [a, b]) in slots.chain(shifts) {
        if a.weekday() != b.weekday() {
            let day = |d: NaiveDate| format!("{d} is a {}", d.weekday());
            findings.push(serious(
                "other-weekday",
                record,
                format!("{}, {}", day(a), day(b)),
                "compared all the same: what differs by the day of the week counts as timetable"
                    .into(),
            ));
        }
    }
}

/// Networks that were built with other settings: with built networks a study doesn't tell.
pub fn built(names: [&str; 2], options: [BuildOptions; 2], findings: &mut Findings) {
    let [a, b] = options;
    let linked = |o: &BuildOptions| (o.max_snap_m, o.island_junctions);
    if linked(&a) == linked(&b) {
        return;
    }
    let settings = |name: &str, o: &BuildOptions| {
        format!(
            "edition {name:?} links within {} m and leaves out islands of fewer than {} junctions",
            o.max_snap_m, o.island_junctions
        )
    };
    findings.push(serious(
        "other-network-settings",
        "networks".into(),
        format!("{}; {}", settings(names[0], &a), settings(names[1], &b)),
        "compared all the same: what differs by it counts as timetable and streets".into(),
    ));
}

/// Homes of an edition of which a weight isn't known.
pub fn people(name: &str, e: usize, study: &Study, union: &Union, findings: &mut Findings) {
    for (g, group) in study.homes.groups.by_id() {
        let n = union.unknown(e, g);
        if n > 0 {
            findings.warn(
                "weight-unknown",
                "homes",
                None,
                format!("edition {name:?}: group {:?}", group.name),
                format!("{n} homes have no known number"),
                "left out of the figures of this group",
            );
        }
    }
}

/// Homes whose number only one edition publishes: no change of where people live.
pub fn published(names: [&str; 2], study: &Study, union: &Union, findings: &mut Findings) {
    for (g, group) in study.homes.groups.by_id() {
        let once = union.told_once(g);
        for (e, name) in names.into_iter().enumerate() {
            let weights = once.iter().zip(&union.weights[e][g]);
            let told: Vec<f64> = (weights.filter(|(once, _)| **once))
                .filter_map(|(_, weight)| usable_weight(*weight))
                .filter(|weight| *weight > 0.0)
                .collect();
            if told.is_empty() {
                continue;
            }
            let people = told.iter().fold(0.0, |sum, w| sum + w);
            findings.warn(
                "published-in-one-edition",
                "homes",
                None,
                format!("group {:?}", group.name),
                format!(
                    "{} homes with {people} of it have a number in edition {name:?} only",
                    told.len()
                ),
                "what that changes is a part of its own (published), and no change of where people live",
            );
        }
    }
}

/// Adds what was found in one edition, with its name in the record. What was counted only stays counted.
pub fn tell(name: &str, found: &Findings, findings: &mut Findings) {
    let mut listed: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for f in found.iter() {
        *listed.entry((&f.code, &f.file)).or_default() += 1;
        findings.push(Finding {
            record: format!("edition {name:?}: {}", f.record),
            ..f.clone()
        });
    }
    for (code, file, n) in found.counts() {
        let more = n.saturating_sub(listed.get(&(code, file)).copied().unwrap_or(0));
        if more > 0 {
            findings.add_unlisted(code.to_owned().into(), file.to_owned(), more);
        }
    }
}
