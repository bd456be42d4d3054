//! When: hour by hour before and after, and jobs by shift.

use super::data::*;
use super::messages::Say;
use super::read::*;
use crate::output::report::kit::charts::{Hours, Line};
use crate::output::report::kit::{Blocks, Cell, Html, Msg, charts, details, table};

/// Styles of the two lines.
const BEFORE: &str = "was";
const AFTER: &str = "is";

/// Charts of each service that changes at some hour: the median and the share below the norm.
pub fn hours(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let Some(all) = &s.hours else {
        return Blocks::new();
    };
    let mut out = w.title(Msg::ProfileTitle);
    let changes = |h: &HourSeries| {
        let below = |p: &HourPoint| p.below.before == p.below.after;
        h.points.iter().any(|p| !(same(&p.p50) && below(p)))
    };
    let (mut main, mut folded, mut none) = (Blocks::new(), Blocks::new(), Vec::new());
    for service in study.head.services.ids() {
        let of: Vec<&HourSeries> = all.iter().filter(|h| h.service == service).collect();
        if of.is_empty() {
            continue;
        }
        if !of.iter().any(|h| changes(h)) {
            none.push(study.head.service(service).to_owned());
            continue;
        }
        for g in study.head.groups_main_first() {
            for h in of.iter().filter(|h| h.group == g && changes(h)) {
                let charts = charts_of(data, h);
                if g == study.head.main_group {
                    main.add(charts);
                } else {
                    folded.add(charts);
                }
            }
        }
    }
    if !main.is_empty() || !folded.is_empty() {
        out.add(w.what(Say::HoursHow, &[]));
        let mut keys = Html::of("<ul class=\"keys\">", &[]);
        for (class, msg) in [(BEFORE, Say::Before), (AFTER, Say::After)] {
            keys.put("<li>{}{}</li>", &[&charts::line_key(class), &w.html(msg)]);
        }
        keys.put("</ul>", &[]);
        out.add(Blocks::furniture(keys));
    }
    if !main.is_empty() {
        out.add(main.grouped("charts two"));
    }
    if !folded.is_empty() {
        let charts = folded.grouped("charts two");
        out.add(details(w.html(Say::HoursOthers), charts));
    }
    if !none.is_empty() {
        out.add(w.none(Say::HoursSame, &[("services", &w.list(&none))]));
    }
    out
}

/// The median and, with a norm, the share below it.
fn charts_of(data: &CompareData, h: &HourSeries) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = Blocks::new();
    let Some(service) = study.head.services.get(h.service) else {
        return out;
    };
    let minutes = service.in_minutes();
    let group = study.head.group(h.group);
    let lines = |value: &dyn Fn(&HourPoint) -> Pair<Option<f64>>| -> Vec<Line> {
        let line = |class, after: bool| Line {
            name: {
                let when = w.html(if after { Say::After } else { Say::Before });
                Html::of("{}, {}", &[&group, &when])
            },
            class,
            points: (h.points.iter())
                .map(|p| {
                    let pair = value(p);
                    (p.minute, if after { pair.after } else { pair.before })
                })
                .collect(),
        };
        vec![line(BEFORE, false), line(AFTER, true)]
    };
    let highest = |lines: &[Line]| {
        let all = lines.iter().flat_map(|l| &l.points).filter_map(|p| p.1);
        all.fold(0.0, f64::max)
    };
    let day = w.date(&h.date);
    let traveller = study.head.persona(h.persona);
    let medians = lines(&|p| Pair {
        before: charts::reached(p.p50.before, minutes),
        after: charts::reached(p.p50.after, minutes),
    });
    let median = Hours {
        title: &service.name,
        about: w.fill(
            Say::ChartMedian,
            &[
                ("group", &group),
                ("measure", &w.measure(service)),
                ("day", &day),
                ("traveller", &traveller),
            ],
        ),
        aria: w.fill(Say::ChartAria, &[("service", &service.name)]),
        highest: highest(&medians),
        lines: medians,
        band: None,
        norm: service.norm_value(),
        unit: "",
        step: h.step_min,
        strips: true,
    };
    out.add(charts::hours(w, &median).unwrap_or_default());
    let percent = |v: Option<f64>| v.filter(|v| v.is_finite()).map(|v| v * 100.0);
    let below = lines(&|p| Pair {
        before: percent(p.below.before),
        after: percent(p.below.after),
    });
    if below.iter().any(|l| l.points.iter().any(|p| p.1.is_some())) {
        let share = Hours {
            title: &service.name,
            about: w.fill(
                Say::ChartBelow,
                &[
                    ("group", &group),
                    ("norm", &w.norm(service)),
                    ("day", &day),
                    ("traveller", &traveller),
                ],
            ),
            aria: w.fill(Say::ChartAria, &[("service", &service.name)]),
            lines: below,
            band: None,
            norm: None,
            highest: 100.0,
            unit: "%",
            step: h.step_min,
            strips: false,
        };
        out.add(charts::hours(w, &share).unwrap_or_default());
    }
    out
}

/// Jobs by shift before and after.
pub fn shifts(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let Some(shifts) = &s.shifts else {
        return Blocks::new();
    };
    let mut out = w.heading(Msg::ShiftTitle, Msg::ShiftHow, &[]);
    if !shifts.iter().any(shift_changed) {
        out.add(w.none(Say::ShiftsSame, &[]));
        return out;
    }
    let heads = [
        w.html(Msg::Shift),
        w.html(Msg::Persona),
        w.html(Msg::Group),
        w.html(Msg::ShiftJobs),
        w.html(Msg::ShiftNobody),
        w.html(Say::ShareHead),
        w.html(Say::DifferenceHead),
    ];
    let rows = shifts
        .iter()
        .map(|r| {
            let jobs = |v: Option<f64>| v.map_or("–".to_owned(), |v| w.int(v));
            let count = study.pair_of(
                &study.weight(r.none.before).to_string(),
                &study.weight(r.none.after).to_string(),
            );
            let none = Pair {
                before: Some(r.none.before),
                after: Some(r.none.after),
            };
            let change = r.none.after - r.none.before;
            vec![
                Cell::text(&Html::of("{} <small>{}</small>", &[&r.shift, &r.hours])),
                Cell::text(&study.head.persona(r.persona)),
                Cell::text(&study.group_cell(r.group)),
                Cell::number(
                    &study.pair_of(&jobs(r.jobs_p50.before), &jobs(r.jobs_p50.after)),
                    r.jobs_p50.after,
                ),
                Cell::number(&count, Some(r.none.after)),
                Cell::number(&study.shares(none, r.total), Some(r.none.after)),
                Cell::number(&study.weight_change(change), Some(change)),
            ]
        })
        .collect();
    out.add(table(w.html(Msg::ShiftCaption), &heads, rows, true));
    out
}
