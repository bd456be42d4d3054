//! The first sheet: what a council needs to know, in short sentences and two small tables.

use super::super::findings::{clock, groups_main_first, normed, threshold};
use super::super::html::{Cell, Html, Piece, table};
use super::super::messages::Msg;
use super::data::*;
use super::edits::saving;
use super::messages::Say;
use super::read::*;

/// Most combinations of service and slot in the table of the summary.
const ROWS: usize = 4;
/// Most edits named in the summary.
const EDITS: usize = 4;

fn strong(piece: &dyn Piece) -> Html {
    Html::of("<strong>{}</strong>", &[piece])
}

/// The summary of all scenarios.
pub fn section(data: &CompareData) -> Html {
    let w = data.study.words();
    let mut out = Html::new();
    match data.scenarios.as_slice() {
        [] => out.put("<p class=\"none\">{}</p>", &[&w.html(Say::NoScenarios)]),
        [one] => {
            out.add(plan(data, one));
            out.add(in_brief(data, one));
            if !nothing_changes(one) {
                out.add(norms(data, one));
                let keys = headline(data, one);
                let rows = keys.into_iter().flat_map(|key| {
                    let groups = groups_main_first(&data.study).into_iter();
                    groups.filter_map(move |g| Some((data.study.group_cell(g), row(one, key, g)?)))
                });
                out.add(sides(data, rows.collect(), w.html(Msg::Group), keys));
            }
        }
        many => out.add(of_many(data, many)),
    }
    out.add(unknown(data));
    out
}

/// What the plan is and what it saves.
fn plan(data: &CompareData, s: &Scenario) -> Html {
    let w = data.study.words();
    let mut out = Html::new();
    if !s.reason.is_empty() {
        out.put("<p class=\"reason\">{}</p>", &[&s.reason]);
    }
    out.put(
        "<div class=\"cols\"><div><h3>{}</h3>",
        &[&w.html(Say::ThePlan)],
    );
    if s.edits.is_empty() {
        out.put("<p>{}</p>", &[&w.html(Say::NoEdits)]);
    }
    out.put("<ul>", &[]);
    for e in s.edits.iter().take(EDITS) {
        out.put("<li>{}</li>", &[&super::edits::in_words(data, e)]);
    }
    if s.edits.len() > EDITS {
        let more = w.int((s.edits.len() - EDITS) as f64);
        out.put("<li>{}</li>", &[&w.fill(Msg::AndMore, &[&more])]);
    }
    out.put(
        "</ul></div><div><h3>{}</h3><p>{}</p></div></div>",
        &[&w.html(Say::TheSaving), &saving(data, s)],
    );
    out
}

/// Who notices, in sentences.
pub fn in_brief(data: &CompareData, s: &Scenario) -> Html {
    let w = data.study.words();
    if nothing_changes(s) {
        return Html::of(
            "<p class=\"nothing\">{}</p>",
            &[&w.html(Say::NothingChanges)],
        );
    }
    let mut out = Html::of(
        "<h3>{}</h3><ul class=\"brief\">",
        &[&w.html(Say::WhoNotices)],
    );
    for item in sentences(data, s) {
        out.put("<li>{}</li>", &[&item]);
    }
    out.put("</ul>", &[]);
    out
}

fn sentences(data: &CompareData, s: &Scenario) -> Vec<Html> {
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
    }
    out.extend(of_hours(data, s, key.service));
    out.extend(of_pockets(data, s));
    out.extend(of_shifts(data, s));
    out.extend(of_stacking(data, s));
    out
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

/// People per group that fall below which norm, in which slot.
fn norms(data: &CompareData, s: &Scenario) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let rows = most_first(main_rows(data, s).filter(|r| r.fell > 0.0 || r.rose > 0.0));
    if rows.is_empty() {
        return Html::new();
    }
    let groups = groups_main_first(study);
    let mut heads = vec![w.html(Msg::Service), w.html(Msg::Slot)];
    heads.extend(groups.iter().map(|&g| study.group_cell(g)));
    let cell = |r: Option<&GroupRow>| match r {
        Some(r) => {
            let mut text = Html::of(
                "<b>{}</b> <small>{}</small>",
                &[&study.weight(r.fell), &w.pct_of(r.fell, r.people)],
            );
            if r.rose > 0.0 {
                let rose = w.fill(Say::RoseSmall, &[&study.weight(r.rose)]);
                text.put("<br><small>{}</small>", &[&rose]);
            }
            Cell::number(&text, Some(r.fell))
        }
        None => Cell::number(&"–", None),
    };
    let body = rows
        .iter()
        .take(ROWS)
        .map(|r| {
            let key = Key {
                service: r.service,
                slot: r.slot,
                persona: r.persona,
            };
            let mut cells = vec![
                Cell::text(&study.service_cell(r.service)),
                Cell::text(&study.slot_name(r.slot)),
            ];
            cells.extend(groups.iter().map(|&g| cell(row(s, key, g))));
            cells
        })
        .collect();
    let mut out = table(&w.html(Say::NormsCaption), &heads, body, false);
    if rows.len() > ROWS {
        let more = w.int((rows.len() - ROWS) as f64);
        out.put(
            "<p class=\"what\">{}</p>",
            &[&w.fill(Say::NormsMore, &[&more])],
        );
    }
    out
}

/// Level, threshold and dispersion in one small table; each row is headed by the first cell.
fn sides(data: &CompareData, rows: Vec<(Html, &GroupRow)>, first: Html, key: Option<Key>) -> Html {
    let (study, w) = (&data.study, data.study.words());
    if rows.is_empty() {
        return Html::new();
    }
    let heads = [
        first,
        two_lines(data, Msg::SideLevel, Say::LevelIs),
        two_lines(data, Msg::SideThreshold, Say::ThresholdIs),
        two_lines(data, Msg::SideDispersion, Say::TenthIs),
        two_lines(data, Msg::SideDispersion, Say::GiniIs),
    ];
    let body = rows
        .into_iter()
        .map(|(head, r)| {
            vec![
                Cell::text(&head),
                Cell::number(&study.values(r.service, r.p50, r.anybody()), None),
                Cell::number(&study.shares(r.below, r.totals()), None),
                Cell::number(&study.values(r.service, r.worst_tenth, r.anybody()), None),
                Cell::number(&study.indexes(r.gini), None),
            ]
        })
        .collect();
    let caption = match key {
        Some(k) => w.fill(
            Say::SidesCaption,
            &[&study.service_name(k.service), &study.slot_name(k.slot)],
        ),
        None => w.html(Say::SidesCaptionMany),
    };
    let mut out = table(&caption, &heads, body, false);
    out.put("<p class=\"what\">{}</p>", &[&w.html(Say::SidesHow)]);
    out
}

fn two_lines(data: &CompareData, head: Msg, small: Say) -> Html {
    let w = data.study.words();
    Html::of(
        "{}<br><small class=\"wrap\">{}</small>",
        &[&w.html(head), &w.html(small)],
    )
}

/// A row per scenario.
fn of_many(data: &CompareData, many: &[Scenario]) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let unit = study.group_unit(study.main_group);
    let least = threshold(study);
    let small = |msg: Say, pieces: &[&dyn Piece]| {
        Html::of(
            "{}<br><small class=\"wrap\">{}</small>",
            &[&w.html(msg), &Html::of("{}", pieces)],
        )
    };
    let heads = [
        w.html(Say::Scenario),
        small(Say::FallsBelow, &[&unit]),
        small(Say::RisesAbove, &[&unit]),
        small(Say::WorseOff, &[&unit]),
        Html::of(
            "{}<br><small>{}</small>",
            &[&w.fill(Say::MissesAtLeast, &[&least]), &unit],
        ),
        w.html(Say::HoursAWeek),
        w.html(Say::MostIn),
    ];
    let body = many
        .iter()
        .enumerate()
        .map(|(n, s)| {
            let name = Html::of("<a href=\"#s{}\">{}</a>", &[&(n + 1), &s.name]);
            let hours = Cell::number(
                &w.signed(
                    s.saves.hours_week,
                    usize::from(s.saves.hours_week.abs() < 10.0),
                ),
                Some(s.saves.hours_week),
            );
            if nothing_changes(s) {
                let dash = || Cell::number(&"0", Some(0.0));
                let none = Cell::text(&w.html(Say::NothingShort));
                return vec![
                    Cell::text(&name),
                    dash(),
                    dash(),
                    dash(),
                    dash(),
                    hours,
                    none,
                ];
            }
            let r = headline(data, s).and_then(|k| row(s, k, study.main_group));
            let count =
                |v: Option<f64>| Cell::number(&v.map_or("–".to_owned(), |v| study.weight(v)), v);
            let stacked = worst_stacking(data, s, least)
                .map(|r| at_least(&r.after, least) - at_least(&r.before, least));
            let place = s.pockets.iter().flatten().next();
            let most = match (r, place) {
                (Some(r), place) => {
                    let mut text = Html::of(
                        "{}, {}",
                        &[&study.service_name(r.service), &study.slot_name(r.slot)],
                    );
                    if let Some(p) = place {
                        text.put("; {}", &[&study.area_name(p.area)]);
                    }
                    text
                }
                (None, _) => Html::of("–", &[]),
            };
            vec![
                Cell::text(&name),
                count(r.map(|r| r.fell)),
                count(r.map(|r| r.rose)),
                count(r.map(|r| r.losers)),
                Cell::number(
                    &stacked.map_or("–".to_owned(), |v| study.weight_change(v)),
                    stacked,
                ),
                hours,
                Cell::text(&most),
            ]
        })
        .collect();
    let mut out = Html::of(
        "<p>{}</p>",
        &[&w.fill(
            Say::ManyIntro,
            &[&many.len(), &study.group_name(study.main_group)],
        )],
    );
    out.add(table(&w.html(Say::ManyCaption), &heads, body, false));
    let rows = many.iter().filter_map(|s| {
        let key = headline(data, s).filter(|_| !nothing_changes(s))?;
        let r = row(s, key, study.main_group)?;
        let head = Html::of(
            "{}<br><small class=\"wrap\">{}, {}</small>",
            &[
                &s.name,
                &study.service_name(key.service),
                &study.slot_name(key.slot),
            ],
        );
        Some((head, r))
    });
    out.add(sides(data, rows.collect(), w.html(Say::Scenario), None));
    out
}

/// What is not known: the short list.
fn unknown(data: &CompareData) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let mut out = Html::of(
        "<h3>{}</h3><ul class=\"unknown\">",
        &[&w.html(Say::UnknownTitle)],
    );
    let broken: u64 = (data.scenarios.iter())
        .flat_map(|s| &s.checks)
        .map(|c| c.violations)
        .sum();
    if broken > 0
        || data
            .scenarios
            .iter()
            .any(|s| s.work.verified == Some(false))
    {
        out.put(
            "<li><strong>{}</strong></li>",
            &[&w.html(Say::UnknownBroken)],
        );
    }
    if study.services.iter().any(|s| s.emergency) {
        out.put("<li>{}</li>", &[&w.html(Msg::LimitAmbulance)]);
    }
    out.put("<li>{}</li>", &[&w.html(Say::UnknownBehaviour)]);
    out.put("<li>{}</li>", &[&w.html(Msg::LimitNorms)]);
    let unlinked = study.unlinked_homes.count;
    if unlinked > 0 {
        let pieces: [&dyn Piece; 2] = [
            &w.int(unlinked as f64),
            &w.int(study.unlinked_homes.total as f64),
        ];
        out.put("<li>{}</li>", &[&w.fill(Say::UnknownHomes, &pieces)]);
    }
    out.put("</ul>", &[]);
    out
}
