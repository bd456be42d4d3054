//! The page of `bereik monitor explain`: what changed between two editions and why, in the style of the study's report.

pub mod data;
mod maps;
mod regional;
mod rounding;
mod shifts;
mod waterfall;
mod words;

use super::Shell;
use super::data::Language;
use super::html::{Cell, Html, plain_text, table};
use super::messages::Msg;
use super::notes;
use super::words::Words;
use data::{Change, ExplainData};
use rounding::shown;
use waterfall::Bars;
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");
/// Most changes of the main group told in brief.
const TOLD: usize = 3;
/// Most waterfalls drawn.
const DRAWN: usize = 12;

/// What a part of a group that has the lowest values of a rank is called.
pub fn lowest(language: Language, group: &str, rank: &str) -> String {
    plain_text(&Words(language).fill(Say::Lowest, &[&group, &rank]))
}

impl ExplainData {
    fn words(&self) -> Words {
        Words(self.language)
    }
    fn group(&self, i: usize) -> &str {
        self.groups.get(i).map_or("?", |g| &g.name)
    }
    fn unit(&self, i: usize) -> &'static str {
        self.groups.get(i).map_or("?", |g| g.unit)
    }
    fn service(&self, i: usize) -> &str {
        self.services.get(i).map_or("?", |s| s)
    }
    fn slot(&self, i: usize) -> &str {
        self.slots.get(i).map_or("?", |s| s)
    }
    /// The name of a cause.
    fn cause(&self, k: usize) -> &'static str {
        let say = match k {
            0 if self.streets_differ => Say::TimetableStreets,
            0 => Say::Timetable,
            1 => Say::Facilities,
            2 => Say::People,
            3 => Say::Boundaries,
            _ => Say::Published,
        };
        self.words().text(say)
    }
    /// Its name where there is little room.
    fn short_cause(&self, k: usize) -> &'static str {
        let say = match k {
            0 if self.streets_differ => Say::ShortStreets,
            0 => Say::Timetable,
            1 => Say::ShortFacilities,
            2 => Say::ShortPeople,
            3 => Say::ShortBoundaries,
            _ => Say::ShortPublished,
        };
        self.words().text(say)
    }
    /// How many parts are told: what only one edition publishes where there is any.
    fn parts(&self) -> usize {
        let of_changes = self.changes.iter().map(|c| c.causes);
        let of_shifts = self.shifts.iter().map(|s| s.causes);
        let of_pockets = self.pockets.iter().filter_map(|p| p.causes);
        let layers = self.map.iter().flat_map(|map| &map.layers);
        let mut of_areas = layers.flat_map(|l| l.values[6].iter().flatten());
        let any = (of_changes.chain(of_shifts).chain(of_pockets)).any(|c| c[4] != 0.0);
        4 + usize::from(any || of_areas.any(|v| *v != 0.0))
    }
    /// Changes of a group, one a norm: in the slot where it changed most. The largest first.
    fn changes_of(&self, group: usize) -> Vec<&Change> {
        let mut list: Vec<&Change> = (self.changes.iter()).filter(|c| c.group == group).collect();
        let size = |c: &Change| {
            let causes = c.causes.iter().fold(0.0, |s: f64, x| s + x.abs());
            ((c.value[1] - c.value[0]).abs(), causes)
        };
        let order = |a: &&Change, b: &&Change| {
            let (a, b) = (size(a), size(b));
            b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
        };
        list.sort_by(order);
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|c| seen.insert((c.service, c.misses)));
        list
    }
    /// Causes in words, the largest first; those that do nothing are left out.
    fn because(&self, causes: &[f64; 5]) -> Option<String> {
        let w = self.words();
        let mut order: Vec<usize> = (0..causes.len())
            .filter(|k| causes[*k].abs() >= 0.5)
            .collect();
        order.sort_by(|a, b| causes[*b].abs().total_cmp(&causes[*a].abs()));
        let list: Vec<String> = (order.iter())
            .map(|k| format!("{} {}", self.cause(*k), w.signed(causes[*k], 0)))
            .collect();
        (!list.is_empty()).then(|| list.join(", "))
    }
}

/// The whole page as HTML text.
pub fn render(data: &ExplainData) -> String {
    let w = data.words();
    let mut parts = vec![
        ("brief", Say::Brief, brief(data)),
        ("why", Say::Why, why(data)),
    ];
    if !data.shifts.is_empty() {
        parts.push(("work", Say::Work, shifts::section(data)));
    }
    parts.extend([
        ("where", Say::Where, maps::section(data)),
        ("moved", Say::Moved, regional::moved(data)),
        ("pockets", Say::Pockets, regional::pockets(data)),
    ]);
    if !data.series.is_empty() {
        parts.push(("time", Say::Time, time(data)));
    }
    parts.push(("account", Say::Account, account(data)));
    let page = super::in_parts(w, header(data), Html::new(), parts);
    let shell = Shell {
        language: data.language,
        program: &data.program,
        fictional: data.fictional,
        credits: &data.credits,
    };
    super::page(&shell, &data.title, OWN_STYLE, page)
}

/// What the page says in brief, for the terminal.
pub fn headlines(data: &ExplainData) -> Vec<String> {
    sentences(data).iter().map(plain_text).collect()
}

fn header(data: &ExplainData) -> Html {
    let w = data.words();
    let [from, to] = &data.names;
    let mut out = Html::of(
        "<header><p class=\"eyebrow\">{}</p><h1>{}</h1><p class=\"lead\">{}</p><dl class=\"facts\">",
        &[
            &w.html(Say::Eyebrow),
            &data.title,
            &w.fill(
                Say::Lead,
                &[from, to, &w.date(&data.dates[0]), &w.date(&data.dates[1])],
            ),
        ],
    );
    out.put("<div><dt>{}</dt><dd>", &[&w.html(Say::FactGroups)]);
    for g in &data.groups {
        let [a, b] = g.total.map(|t| w.int(t));
        out.put(
            "<span><b>{}</b><br><small>{} → {} {}</small></span>",
            &[&w.capital(&g.name), &a, &b, &g.unit],
        );
    }
    out.put(
        "</dd></div><div><dt>{}</dt><dd>",
        &[&w.html(Msg::FactSlots)],
    );
    for slot in &data.slots {
        out.put("<span><b>{}</b></span>", &[slot]);
    }
    out.put("</dd></div>", &[]);
    let mut facts = vec![(Say::FactPersona, &data.persona)];
    match data.base == data.ranks {
        true => facts.push((Say::FactBase, &data.base)),
        false => facts.extend([(Say::FactNorms, &data.base), (Say::FactRanks, &data.ranks)]),
    }
    for (what, name) in facts {
        out.put(
            "<div><dt>{}</dt><dd><span><b>{}</b></span></dd></div>",
            &[&w.html(what), name],
        );
    }
    out.put("</dl></header>\n", &[]);
    out
}

fn sentences(data: &ExplainData) -> Vec<Html> {
    let w = data.words();
    let of_services = |group: usize| -> Vec<&Change> {
        let mut list = data.changes_of(group);
        list.retain(|c| c.service.is_some());
        list
    };
    let main = of_services(data.main);
    let mut out: Vec<Html> = (main.iter())
        .filter_map(|c| sentence(data, c))
        .take(TOLD)
        .collect();
    if out.is_empty() {
        // Causes may still work against each other.
        let moved = |c: &&&Change| c.causes.iter().any(|x| x.abs() >= 0.5);
        out.push(match main.iter().find(moved) {
            Some(c) => stayed(data, c),
            None => w.fill(Say::NothingChanged, &[&data.group(data.main)]),
        });
    }
    for group in (0..data.groups.len()).filter(|g| *g != data.main) {
        if let Some(said) = of_services(group).iter().find_map(|c| sentence(data, c)) {
            let name = w.capital(data.group(group));
            out.push(Html::of("<b>{}.</b> {}", &[&name, &said]));
        }
    }
    out.extend(regional::brief(data));
    out
}

/// A change in words; none where it is nobody.
fn sentence(data: &ExplainData, c: &Change) -> Option<Html> {
    let w = data.words();
    let shown = shown(c.value, c.causes, 0);
    let say = match shown.change {
        x if x > 0.0 => Say::More,
        x if x < 0.0 => Say::Fewer,
        _ => return None,
    };
    let because =
        (data.because(&shown.causes)).map_or(Html::new(), |list| w.fill(Say::CauseList, &[&list]));
    let [a, b] = shown.ends.map(|v| w.int(v));
    let pieces: [&dyn super::html::Piece; 9] = [
        &data.service(c.service.unwrap_or(0)),
        &data.slot(c.slot),
        &w.int(shown.change.abs()),
        &data.unit(c.group),
        &a,
        &data.names[0],
        &b,
        &data.names[1],
        &because,
    ];
    Some(w.fill(say, &pieces))
}

/// No change although causes did something.
fn stayed(data: &ExplainData, c: &Change) -> Html {
    let w = data.words();
    let causes = shown(c.value, c.causes, 0).causes;
    let because = w.fill(
        Say::CauseList,
        &[&data.because(&causes).unwrap_or_default()],
    );
    w.fill(
        Say::Same,
        &[
            &data.service(c.service.unwrap_or(0)),
            &data.slot(c.slot),
            &data.unit(c.group),
            &w.int(c.value[0]),
            &because,
        ],
    )
}

fn brief(data: &ExplainData) -> Html {
    let mut out = Html::of("<ul class=\"said\">", &[]);
    for sentence in sentences(data) {
        out.put("<li>{}</li>", &[&sentence]);
    }
    out.put("</ul>", &[]);
    out
}

/// What is counted, as a norm's name in tables.
fn norm(data: &ExplainData, c: &Change) -> String {
    let w = data.words();
    match c.service {
        Some(s) => data.service(s).to_owned(),
        None => plain_text(&w.fill(Say::AtLeast, &[&w.int(c.misses as f64)])),
    }
}

fn why(data: &ExplainData) -> Html {
    let w = data.words();
    let unit = data.unit(data.main);
    let mut out = Html::of(
        "<p class=\"what\">{}</p><div class=\"falls\">",
        &[&w.fill(Say::WhyHow, &[&unit, &data.persona])],
    );
    let (still, small): (Vec<&Change>, Vec<&Change>) =
        (data.changes_of(data.main).into_iter()).partition(|c| c.causes == [0.0; 5]);
    let decimals = match small.first() {
        Some(c) if (c.value[1] - c.value[0]).abs() < 10.0 => 1,
        _ => 0,
    };
    for c in small.into_iter().take(DRAWN) {
        let group = data.group(c.group);
        let title = match c.service {
            Some(s) => w.fill(
                Say::WaterfallTitle,
                &[
                    &data.service(s),
                    &data.slot(c.slot),
                    &group,
                    &format!("({unit})"),
                ],
            ),
            None => w.fill(
                Say::WaterfallStack,
                &[
                    &w.int(c.misses as f64),
                    &data.slot(c.slot),
                    &group,
                    &format!("({unit})"),
                ],
            ),
        };
        let bars = Bars {
            ends: c.value,
            steps: c.causes,
            under: std::iter::once(data.names[0].as_str())
                .chain((0..data.parts()).map(|k| data.short_cause(k)))
                .chain([data.names[1].as_str()])
                .collect(),
            decimals,
        };
        let (drawing, broken) = waterfall::waterfall(w, &bars);
        out.put("<figure class=\"fall\"><figcaption>{}", &[&title]);
        if broken {
            out.put("<small>{}</small>", &[&w.html(Say::Axis)]);
        }
        out.put("</figcaption>{}</figure>", &[&drawing]);
    }
    out.put("</div>", &[]);
    let still: Vec<String> = (still.iter())
        .filter(|c| c.service.is_some())
        .map(|c| norm(data, c))
        .collect();
    if !still.is_empty() {
        out.put(
            "<p class=\"none\">{}</p>",
            &[&w.fill(Say::NoChange, &[&w.list(&still)])],
        );
    }
    let mut heads = vec![
        w.html(Say::Group),
        w.html(Say::Norm),
        w.html(Say::Slot),
        Html::of("{}", &[&data.names[0]]),
        Html::of("{}", &[&data.names[1]]),
        w.html(Say::Change),
    ];
    heads.extend((0..data.parts()).map(|k| Html::of("{}", &[&w.capital(data.cause(k))])));
    heads.push(w.html(Say::LeftOut));
    // What is nought before and after, whatever is swapped, fills no rows.
    let counts = |c: &&Change| c.value != [0.0; 2] || c.causes != [0.0; 5];
    let rows = (data.changes.iter().filter(counts))
        .map(|c| {
            let number = |v: f64| Cell::number(&w.int(v), Some(v));
            let signed = |v: f64| Cell::number(&w.signed(v, 0), Some(v));
            let shown = shown(c.value, c.causes, 0);
            let mut row = vec![
                Cell::text(&w.capital(data.group(c.group))),
                Cell::text(&norm(data, c)),
                Cell::text(&data.slot(c.slot)),
                number(shown.ends[0]),
                number(shown.ends[1]),
                signed(shown.change),
            ];
            row.extend(shown.causes.iter().take(data.parts()).map(|v| signed(*v)));
            row.push(number(c.left_out));
            row
        })
        .collect();
    out.put(
        "<details><summary>{}</summary>",
        &[&w.html(Say::TableCaption)],
    );
    out.add(table(&w.html(Say::TableCaption), &heads, rows, true));
    out.put("</details>", &[]);
    out
}

fn time(data: &ExplainData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<p class=\"what\">{}</p><div class=\"times\">",
        &[&w.fill(Say::TimeHow, &[&data.group(data.main), &data.base])],
    );
    for s in &data.series {
        out.put(
            "<figure><figcaption>{}</figcaption>{}</figure>",
            &[
                &w.fill(Say::MapTitle, &[&s.service, &s.slot]),
                &waterfall::line(w, &s.points),
            ],
        );
    }
    out.put("</div>", &[]);
    out
}

fn account(data: &ExplainData) -> Html {
    let w = data.words();
    let mut out = regional::incomparable(data);
    out.put("<h3>{}</h3><ul class=\"limits\">", &[&w.html(Say::Limits)]);
    for line in [
        w.fill(Say::LimitRuns, &[&w.int(data.runs as f64)]),
        w.html(Say::LimitShapley),
        w.html(Say::LimitMoves),
        w.html(Say::LimitPublished),
        match data.base == data.ranks {
            true => w.fill(Say::LimitRanks, &[&data.base]),
            false => w.fill(Say::LimitRanksApart, &[&data.base, &data.ranks]),
        },
        w.html(Msg::LimitTimetable),
        w.html(Msg::LimitNorms),
    ] {
        out.put("<li>{}</li>", &[&line]);
    }
    out.put("</ul><h3>{}</h3>", &[&w.html(Msg::DataTitle)]);
    out.add(notes::findings(w, &data.findings));
    for (name, inputs) in data.names.iter().zip(&data.inputs) {
        let title = w.fill(Say::Files, &[name]);
        out.add(notes::inputs(w, &title, inputs));
    }
    out
}
