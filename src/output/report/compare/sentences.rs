//! The findings of a scenario in short sentences.

use super::super::study::findings::{normed, threshold};
use super::data::*;
use super::messages::Say;
use super::read::*;
use crate::axes::PurposeId;
use crate::output::report::kit::head::Measure;
use crate::output::report::kit::words::clock;
use crate::output::report::kit::{Html, bold, first_largest};

/// At which hours and in which places a scenario hits most.
pub fn when_and_where(data: &CompareData, s: &Scenario) -> Vec<Html> {
    let hours = headline(data, s).and_then(|k| of_hours(data, s, k.service));
    hours.into_iter().chain(of_pockets(data, s)).collect()
}

/// Who notices, a sentence each.
pub fn sentences(data: &CompareData, s: &Scenario) -> Vec<Html> {
    let study = &data.study;
    let mut out = Vec::new();
    let Some(key) = headline(data, s) else {
        return out;
    };
    let main = row(s, key, study.head.main_group).filter(|r| changed(r));
    let shown = main.or_else(|| {
        let others = study.head.groups_main_first().into_iter();
        others.filter_map(|g| row(s, key, g)).find(|r| changed(r))
    });
    if let Some(r) = shown {
        out.push(of_norm(data, r));
        out.extend(of_loss(data, r));
        out.extend(of_gain(data, r));
        out.extend(of_move(data, r));
        out.extend(of_persona(data, s, r));
    }
    out.extend(also_worse(data, s, key.service));
    out.extend(of_hours(data, s, key.service));
    out.extend(of_pockets(data, s));
    out.extend(of_shifts(data, s));
    out.extend(of_stacking(data, s));
    out
}

/// Other services that get worse although nobody of the main group comes newly below their norm: who was below it already
/// must not vanish. Of each the slot with most people.
fn also_worse(data: &CompareData, s: &Scenario, told: PurposeId) -> Vec<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    let of_service = |service: PurposeId| {
        let rows = || main_rows(data, s).filter(move |r| r.service == service);
        let nobody_new = rows().all(|r| r.fell <= 0.0);
        first_largest(rows().filter(|r| r.losers > 0.0), |r| r.losers).filter(|_| nobody_new)
    };
    let others = study.head.services.ids().filter(|service| *service != told);
    let said = |r: &GroupRow| {
        let norm = study.head.services.get(r.service).and_then(|s| s.norm);
        let say = match norm {
            Some(_) => Say::AlsoWorse,
            None => Say::AlsoWorseNoNorm,
        };
        w.fill(
            say,
            &[
                ("service", &bold(&study.head.service(r.service))),
                ("slot", &study.head.slot(r.slot)),
                ("people", &study.weight(r.losers).bold()),
                ("all", &w.int(r.people)),
                ("unit", &study.head.units(r.group, r.people)),
                ("none", &study.weight(r.cut_off)),
            ],
        )
    };
    others.filter_map(of_service).map(said).collect()
}

/// The traveller for whom most fall below that norm, when that is not the main one.
fn of_persona(data: &CompareData, s: &Scenario, shown: &GroupRow) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    let others = (s.groups.iter()).filter(|r| {
        (r.service, r.slot, r.group) == (shown.service, shown.slot, shown.group)
            && r.persona != shown.persona
            && r.fell > shown.fell
    });
    let r = first_largest(others, |r| r.fell)?;
    Some(w.fill(
        Say::OtherPersona,
        &[
            ("traveller", &study.head.persona(r.persona)),
            ("people", &study.weight(r.fell).bold()),
            ("all", &w.int(r.people)),
            ("unit", &study.head.units(r.group, r.people)),
        ],
    ))
}

/// Who falls below and who rises above the norm in the row that moves most.
fn of_norm(data: &CompareData, r: &GroupRow) -> Html {
    let (study, w) = (&data.study, data.study.head.words());
    let Some(service) = study.head.services.get(r.service) else {
        return Html::new();
    };
    if service.norm.is_none() {
        return w.fill(Say::NoNorm, &[("service", &service.name)]);
    }
    w.fill_some(
        match (r.fell > 0.0, r.rose > 0.0) {
            (true, true) => Say::FellAndRose,
            (true, false) => Say::FellOnly,
            (false, true) => Say::RoseOnly,
            (false, false) => Say::NobodyCrosses,
        },
        &[
            ("fallen", &study.weight(r.fell).bold()),
            ("all", &w.int(r.people)),
            ("unit", &study.head.units(r.group, r.people)),
            ("service", &bold(&service.name)),
            ("norm", &w.norm(service)),
            ("slot", &study.head.slot(r.slot)),
            ("risen", &study.weight(r.rose).bold()),
        ],
    )
}

/// What is said of those who are worse off, or of those who are better off.
struct Side {
    /// How many there are, of a service measured in minutes.
    time: Say,
    /// Of another service.
    reach: Say,
    /// How many of them travel longer (shorter) and how much.
    travel: Say,
    /// How much they lose (gain).
    on_average: Say,
    /// How many no longer (only now) make the trip.
    trip: Say,
    /// How many reach nothing any more (only now anything).
    anything: Say,
    /// The same of what is within so many minutes.
    within: Say,
}

fn of_loss(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let say = Side {
        time: Say::LosersTime,
        reach: Say::LosersReach,
        travel: Say::Longer,
        on_average: Say::MeanLoss,
        trip: Say::CutOff,
        anything: Say::NothingLeft,
        within: Say::NothingLeftWithin,
    };
    of_side(data, r, &say, (r.losers, r.mean_loss, r.cut_off))
}

fn of_gain(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let say = Side {
        time: Say::WinnersTime,
        reach: Say::WinnersReach,
        travel: Say::Shorter,
        on_average: Say::MeanGain,
        trip: Say::Connected,
        anything: Say::SomethingNow,
        within: Say::SomethingNowWithin,
    };
    of_side(data, r, &say, (r.winners, r.mean_gain, r.connected))
}

/// Who is worse or better off, by how much on average, and who no longer or only now reaches anything. The mean is of
/// those who get there before and after, so it is said of these alone.
fn of_side(
    data: &CompareData,
    r: &GroupRow,
    say: &Side,
    (people, mean, all_or_nothing): (f64, Option<f64>, f64),
) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    if people <= 0.0 {
        return None;
    }
    let minutes = study.head.in_minutes(r.service);
    let mut out = w.fill(
        if minutes { say.time } else { say.reach },
        &[
            ("people", &study.weight(people).bold()),
            ("all", &w.int(r.people)),
            ("unit", &study.head.units(r.group, r.people)),
            ("service", &study.head.service(r.service)),
            ("slot", &study.head.slot(r.slot)),
        ],
    );
    if let Some(mean) = mean {
        let amount = bold(&study.amount_of(r.service, mean));
        let others = study.weight(people - all_or_nothing).bold();
        let said = match minutes {
            true => w.fill(say.travel, &[("people", &others), ("amount", &amount)]),
            false => w.fill(say.on_average, &[("amount", &amount)]),
        };
        out.put(" {}", &[&said]);
    }
    if all_or_nothing > 0.0 {
        let people = study.weight(all_or_nothing).bold();
        let measure = study.head.services.get(r.service).map(|s| s.measure);
        let said = match measure {
            _ if minutes => {
                let limits = study.head.limits(r.persona);
                w.fill(say.trip, &[("people", &people), ("limits", &limits)])
            }
            Some(Measure::Cumulative { cutoff_min }) => {
                let minutes = w.exact(cutoff_min);
                w.fill(say.within, &[("people", &people), ("minutes", &minutes)])
            }
            _ => w.fill(say.anything, &[("people", &people)]),
        };
        out.put(" {}", &[&said]);
    }
    Some(out)
}

fn of_move(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let study = &data.study;
    (r.arrived > 0.0 || r.left > 0.0).then(|| {
        study.head.words().fill(
            Say::Moved,
            &[
                ("unit", &study.head.units(r.group, r.arrived)),
                ("arrived", &study.weight(r.arrived).bold()),
                ("left", &study.weight(r.left).bold()),
            ],
        )
    })
}

fn of_hours(data: &CompareData, s: &Scenario, service: PurposeId) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    let p = peak(data, s, service)?;
    Some(w.fill(
        Say::Hours,
        &[
            ("service", &study.head.service(p.series.service)),
            ("date", &w.date(&p.series.date)),
            ("traveller", &study.head.persona(p.series.persona)),
            ("from", &bold(&clock(p.from))),
            ("to", &bold(&clock(p.to))),
            ("before", &w.pct(p.share.before)),
            ("after", &bold(&w.pct(p.share.after))),
            ("group", &study.head.group(p.series.group)),
        ],
    ))
}

/// The three worst-hit areas by name.
fn of_pockets(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    let worst: Vec<String> = (s.pockets.iter().flatten().take(3))
        .map(|p| {
            let (count, what) = if p.fell > 0.0 {
                (p.fell, Say::FallShort)
            } else {
                (p.losers, Say::LoseShort)
            };
            format!(
                "{} ({} {}: {}, {})",
                study.area_name(p.area),
                study.weight(count),
                w.text(what),
                study.head.service(p.service),
                study.head.slot(p.slot)
            )
        })
        .collect();
    let unit = study.head.main_unit();
    (!worst.is_empty()).then(|| {
        w.fill(
            Say::WorstPlaces,
            &[("places", &bold(&w.list(&worst))), ("unit", &unit)],
        )
    })
}

fn of_shifts(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    let change = |r: &ShiftChange| r.none.after - r.none.before;
    let of_main = (s.shifts.iter().flatten())
        .filter(|r| study.head.is_main(r.persona, r.group) && change(r) != 0.0);
    let r = first_largest(of_main, |r| change(r).abs())?;
    let msg = if change(r) > 0.0 {
        Say::ShiftMore
    } else {
        Say::ShiftFewer
    };
    Some(w.fill(
        msg,
        &[
            ("shift", &bold(&r.shift)),
            ("hours", &r.hours),
            ("people", &study.weight(change(r).abs()).bold()),
            ("unit", &study.head.units(r.group, change(r).abs())),
        ],
    ))
}

fn of_stacking(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.head.words());
    if normed(study) < 2 {
        return None;
    }
    let least = threshold(study);
    let r = worst_stacking(data, s, least)?;
    let (before, after) = (at_least(&r.before, least), at_least(&r.after, least));
    (before != after).then(|| {
        w.fill(
            Say::Stacked,
            &[
                ("least", &least),
                ("norms", &r.after.len().saturating_sub(1)),
                ("slot", &study.head.slot(r.slot)),
                ("before", &study.weight(before)),
                ("after", &study.weight(after).bold()),
                ("unit", &study.head.units(r.group, after)),
            ],
        )
    })
}
