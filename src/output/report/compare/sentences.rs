//! The findings of a scenario in short sentences.

use super::super::findings::{clock, groups_main_first, normed, threshold};
use super::super::html::{Html, Piece};
use super::data::*;
use super::messages::Say;
use super::read::*;
use super::summary::strong;

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
    let main = row(s, key, study.main_group).filter(|r| changed(r));
    let shown = main.or_else(|| {
        let others = groups_main_first(study).into_iter();
        others.filter_map(|g| row(s, key, g)).find(|r| changed(r))
    });
    if let Some(r) = shown {
        out.push(of_norm(data, r));
        out.extend(of_loss(data, r));
        out.extend(of_gain(data, r));
        out.extend(of_move(data, r));
        out.extend(of_persona(data, s, r));
    }
    out.extend(of_hours(data, s, key.service));
    out.extend(of_pockets(data, s));
    out.extend(of_shifts(data, s));
    out.extend(of_stacking(data, s));
    out
}

/// The traveller for whom most fall below that norm, when that is not the main one.
fn of_persona(data: &CompareData, s: &Scenario, shown: &GroupRow) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    let others = (s.groups.iter()).filter(|r| {
        (r.service, r.slot, r.group) == (shown.service, shown.slot, shown.group)
            && r.persona != shown.persona
            && r.fell > shown.fell
    });
    let r = others.fold(None::<&GroupRow>, |best, r| match best {
        Some(b) if b.fell >= r.fell => Some(b),
        _ => Some(r),
    })?;
    Some(w.fill(
        Say::OtherPersona,
        &[
            &study.persona_name(r.persona),
            &strong(&study.weight(r.fell)),
            &w.int(r.people),
            &study.group_unit(r.group),
        ],
    ))
}

/// Who falls below and who rises above the norm in the row that moves most.
fn of_norm(data: &CompareData, r: &GroupRow) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let Some(service) = study.services.get(r.service) else {
        return Html::new();
    };
    if service.norm.is_none() {
        return w.fill(Say::NoNorm, &[&service.name]);
    }
    let pieces: [&dyn Piece; 7] = [
        &strong(&study.weight(r.fell)),
        &w.int(r.people),
        &study.group_unit(r.group),
        &strong(&service.name),
        &w.norm(service),
        &study.slot_name(r.slot),
        &strong(&study.weight(r.rose)),
    ];
    w.fill(
        match (r.fell > 0.0, r.rose > 0.0) {
            (true, true) => Say::FellAndRose,
            (true, false) => Say::FellOnly,
            (false, true) => Say::RoseOnly,
            (false, false) => Say::NobodyCrosses,
        },
        &pieces,
    )
}

fn of_loss(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    if r.losers <= 0.0 {
        return None;
    }
    let minutes = in_minutes(study.services.get(r.service));
    let pieces: [&dyn Piece; 4] = [
        &strong(&study.weight(r.losers)),
        &w.int(r.people),
        &study.group_unit(r.group),
        &study.service_name(r.service),
    ];
    let mut out = w.fill(
        if minutes {
            Say::LosersTime
        } else {
            Say::LosersReach
        },
        &pieces,
    );
    if let Some(loss) = r.mean_loss {
        out.put(
            " {}",
            &[&w.fill(Say::MeanLoss, &[&strong(&study.amount_of(r.service, loss))])],
        );
    }
    if r.cut_off > 0.0 {
        out.put(
            " {}",
            &[&w.fill(Say::CutOff, &[&strong(&study.weight(r.cut_off))])],
        );
    }
    Some(out)
}

fn of_gain(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    if r.winners <= 0.0 {
        return None;
    }
    let minutes = in_minutes(study.services.get(r.service));
    let pieces: [&dyn Piece; 4] = [
        &strong(&study.weight(r.winners)),
        &w.int(r.people),
        &study.group_unit(r.group),
        &study.service_name(r.service),
    ];
    let mut out = w.fill(
        if minutes {
            Say::WinnersTime
        } else {
            Say::WinnersReach
        },
        &pieces,
    );
    if let Some(gain) = r.mean_gain {
        out.put(
            " {}",
            &[&w.fill(Say::MeanGain, &[&strong(&study.amount_of(r.service, gain))])],
        );
    }
    if r.connected > 0.0 {
        out.put(
            " {}",
            &[&w.fill(Say::Connected, &[&strong(&study.weight(r.connected))])],
        );
    }
    Some(out)
}

fn of_move(data: &CompareData, r: &GroupRow) -> Option<Html> {
    let study = &data.study;
    (r.arrived > 0.0 || r.left > 0.0).then(|| {
        study.words().fill(
            Say::Moved,
            &[
                &study.group_unit(r.group),
                &strong(&study.weight(r.arrived)),
                &strong(&study.weight(r.left)),
            ],
        )
    })
}

fn of_hours(data: &CompareData, s: &Scenario, service: usize) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    let p = peak(data, s, service)?;
    Some(w.fill(
        Say::Hours,
        &[
            &study.service_name(p.series.service),
            &strong(&clock(p.from)),
            &strong(&clock(p.to)),
            &w.pct(p.share.before),
            &strong(&w.pct(p.share.after)),
            &study.group_name(p.series.group),
        ],
    ))
}

/// The three worst-hit areas by name.
fn of_pockets(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    let worst: Vec<String> = (s.pockets.iter().flatten().take(3))
        .map(|p| {
            let (count, what) = if p.fell > 0.0 {
                (p.fell, Say::FallShort)
            } else {
                (p.losers, Say::LoseShort)
            };
            format!(
                "{} ({} {})",
                study.area_name(p.area),
                study.weight(count),
                w.text(what)
            )
        })
        .collect();
    let unit = study.group_unit(study.main_group);
    (!worst.is_empty()).then(|| w.fill(Say::WorstPlaces, &[&strong(&w.list(&worst)), &unit]))
}

fn of_shifts(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
    let change = |r: &ShiftChange| r.none.after - r.none.before;
    let r = (s.shifts.iter().flatten())
        .filter(|r| r.group == study.main_group && r.persona == study.main_persona)
        .filter(|r| change(r) != 0.0)
        .fold(None::<&ShiftChange>, |best, r| match best {
            Some(b) if change(b).abs() >= change(r).abs() => Some(b),
            _ => Some(r),
        })?;
    let msg = if change(r) > 0.0 {
        Say::ShiftMore
    } else {
        Say::ShiftFewer
    };
    Some(w.fill(
        msg,
        &[
            &strong(&r.shift),
            &r.hours,
            &strong(&study.weight(change(r).abs())),
            &study.group_unit(r.group),
        ],
    ))
}

fn of_stacking(data: &CompareData, s: &Scenario) -> Option<Html> {
    let (study, w) = (&data.study, data.study.words());
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
                &least,
                &study.slot_name(r.slot),
                &study.weight(before),
                &strong(&study.weight(after)),
                &study.group_unit(r.group),
            ],
        )
    })
}
