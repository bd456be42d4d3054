//! The page of `bereik monitor explain`: what changed between two editions and why, in the style of the study's report.

pub mod data;
mod maps;
mod regional;
mod rounding;
mod shifts;
mod waterfall;
pub(super) mod words;

use crate::axes::{GroupId, PurposeId};
use crate::output::report::kit::head::Slot;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::page::findings;
use crate::output::report::kit::{
    self, Blocks, Cell, Html, Msg, Page, Part, Piece, Series, bullets_of, details, table,
};
use data::{Change, ExplainData};
use rounding::shown;
use waterfall::Bars;
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");
/// Most changes of the main group told in brief.
const TOLD: usize = 3;
/// Most waterfalls drawn.
const DRAWN: usize = 12;

impl ExplainData {
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
        self.head.words().text(say)
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
        self.head.words().text(say)
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
    fn changes_of(&self, group: GroupId) -> Vec<&Change> {
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
        let w = self.head.words();
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

/// The whole page.
pub fn page(data: &ExplainData) -> Page<'_> {
    let w = data.head.words();
    let mut page = begin(data);
    page.style = OWN_STYLE;
    page.hidden = maps::ground(data);
    let mut brief = w.what(Say::BriefHow, &[("traveller", &data.head.traveller())]);
    brief.add(bullets_of("said", sentences(data)));
    page.parts = vec![
        Part::new("brief", w.html(Msg::Brief), brief),
        Part::new("why", w.html(Say::Why), why(data)),
    ];
    if !data.shifts.is_empty() {
        let work = Part::new("work", w.html(Say::Work), shifts::section(data));
        page.parts.push(work);
    }
    page.parts.extend([
        Part::new("where", w.html(Msg::Where), maps::blocks(data)),
        Part::new("moved", w.html(Say::Moved), regional::moved(data)),
        Part::new("pockets", w.html(Say::Pockets), regional::pockets(data)),
    ]);
    if !data.series.is_empty() {
        let time = Part::new("time", w.html(Say::Time), time(data));
        page.parts.push(time);
    }
    let account = Part::new("account", w.html(Msg::Account), account(data));
    page.parts.push(account);
    page
}

/// What the page says in brief, for the terminal.
pub fn headlines(data: &ExplainData) -> Vec<String> {
    sentences(data).iter().map(plain_text).collect()
}

/// The page with what stands above its parts.
fn begin(data: &ExplainData) -> Page<'_> {
    let (head, w) = (&data.head, data.head.words());
    let group = |(g, totals): (GroupId, &[f64; 2])| {
        let [a, b] = totals.map(|t| w.int(t));
        Html::of(
            "<b>{}</b><br><small>{} → {} {}</small>",
            &[
                &w.capital(&head.group(g)),
                &a,
                &b,
                &head.units(g, totals[1]),
            ],
        )
    };
    let named = |name: &str| Html::of("<b>{}</b>", &[&name]);
    let noted = |name: &str, note: &dyn Piece| {
        let pieces: [&dyn Piece; 2] = [&name, note];
        Html::of("<b>{}</b><br><small class=\"wrap\">{}</small>", &pieces)
    };
    // Its days differ by edition: the lead names the usual ones.
    let slot = |s: &Slot| {
        let say = match s.arrive {
            true => Msg::SlotArrive,
            false => Msg::SlotDepart,
        };
        noted(&s.name, &w.fill(say, &[("window", &s.window)]))
    };
    let traveller = head.personas.get(head.main_persona);
    let note = traveller
        .and_then(|p| p.note.as_deref())
        .unwrap_or_default();
    let norms = match data.base == data.ranks {
        true => Say::FactBase,
        false => Say::FactNorms,
    };
    // Where both are those of one edition, it is named once.
    let ranks = Some(&data.ranks).filter(|ranks| **ranks != data.base);
    let facts = kit::facts([
        (
            w.html(Msg::FactGroups),
            data.totals.by_id().map(group).collect(),
        ),
        (
            w.html(Msg::FactSlots),
            head.slots.iter().map(slot).collect(),
        ),
        (w.html(Msg::Persona), vec![noted(head.traveller(), &note)]),
        (w.html(norms), vec![named(&data.base)]),
        (
            w.html(Say::FactRanks),
            ranks.into_iter().map(|r| named(r)).collect(),
        ),
    ]);
    let [from, to] = &data.names;
    let days = data.dates.each_ref().map(|d| w.date(d));
    let lead = w.fill(
        Say::Lead,
        &[
            ("from", from),
            ("to", to),
            ("date_from", &days[0]),
            ("date_to", &days[1]),
        ],
    );
    let mut page = Page::new(head, &head.title, [w.html(Say::Eyebrow), lead], None);
    page.facts = facts;
    page
}

fn sentences(data: &ExplainData) -> Vec<Html> {
    let w = data.head.words();
    let of_services = |group: GroupId| -> Vec<&Change> {
        let mut list = data.changes_of(group);
        list.retain(|c| c.service.is_some());
        list
    };
    let main = of_services(data.head.main_group);
    let mut out: Vec<Html> = (main.iter())
        .filter_map(|c| sentence(data, c))
        .take(TOLD)
        .collect();
    if out.is_empty() {
        // Causes may still work against each other.
        let moved = |c: &&&Change| c.causes.iter().any(|x| x.abs() >= 0.5);
        out.push(match main.iter().find(moved) {
            Some(c) => stayed(data, c),
            None => w.fill(Say::NothingChanged, &[("group", &data.head.main_name())]),
        });
    }
    for group in data
        .head
        .groups
        .ids()
        .filter(|g| *g != data.head.main_group)
    {
        if let Some(said) = of_services(group).iter().find_map(|c| sentence(data, c)) {
            let name = w.capital(&data.head.group(group));
            out.push(Html::of("<b>{}.</b> {}", &[&name, &said]));
        }
    }
    out.extend(regional::brief(data));
    out
}

/// A change in words; none where it is nobody.
fn sentence(data: &ExplainData, c: &Change) -> Option<Html> {
    let w = data.head.words();
    let shown = shown(c.value, c.causes, 0);
    let say = match shown.change {
        x if x > 0.0 => Say::More,
        x if x < 0.0 => Say::Fewer,
        _ => return None,
    };
    let because = (data.because(&shown.causes)).map_or(Html::new(), |list| {
        w.fill(Say::CauseList, &[("causes", &list)])
    });
    let [a, b] = shown.ends.map(|v| w.int(v));
    Some(w.fill(
        say,
        &[
            (
                "service",
                &data.head.service(c.service.unwrap_or(PurposeId(0))),
            ),
            ("slot", &data.head.slot(c.slot)),
            ("people", &w.number(shown.change.abs())),
            ("unit", &data.head.units(c.group, shown.change.abs())),
            ("before", &a),
            ("from", &data.names[0]),
            ("after", &b),
            ("to", &data.names[1]),
            ("causes", &because),
        ],
    ))
}

/// No change although causes did something.
fn stayed(data: &ExplainData, c: &Change) -> Html {
    let w = data.head.words();
    let causes = shown(c.value, c.causes, 0).causes;
    let because = w.fill(
        Say::CauseList,
        &[("causes", &data.because(&causes).unwrap_or_default())],
    );
    w.fill(
        Say::Same,
        &[
            (
                "service",
                &data.head.service(c.service.unwrap_or(PurposeId(0))),
            ),
            ("slot", &data.head.slot(c.slot)),
            ("unit", &data.head.unit(c.group)),
            ("people", &w.int(c.value[0])),
            ("causes", &because),
        ],
    )
}

/// What is counted, as a norm's name in tables.
fn norm(data: &ExplainData, c: &Change) -> String {
    let w = data.head.words();
    match c.service {
        Some(s) => data.head.service(s).to_owned(),
        None => plain_text(&w.fill(Say::AtLeast, &[("least", &w.int(c.misses as f64))])),
    }
}

fn why(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let unit = data.head.main_unit();
    let mut out = w.what(
        Say::WhyHow,
        &[("unit", &unit), ("traveller", &data.head.traveller())],
    );
    let mut falls = Blocks::new();
    let (still, small): (Vec<&Change>, Vec<&Change>) =
        (data.changes_of(data.head.main_group).into_iter()).partition(|c| c.causes == [0.0; 5]);
    let decimals = match small.first() {
        Some(c) if (c.value[1] - c.value[0]).abs() < 10.0 => 1,
        _ => 0,
    };
    for c in small.into_iter().take(DRAWN) {
        let (say, service) = match c.service {
            Some(s) => (Say::WaterfallTitle, data.head.service(s)),
            None => (Say::WaterfallStack, ""),
        };
        let (slot, group) = (data.head.slot(c.slot), data.head.group(c.group));
        let title = w.fill_some(
            say,
            &[
                ("service", &service),
                ("least", &w.int(c.misses as f64)),
                ("slot", &slot),
                ("group", &group),
                ("unit", &format!("({unit})")),
            ],
        );
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
        let mut figure = Html::of("<figure class=\"fall\"><figcaption>{}", &[&title]);
        if broken {
            figure.put("<small>{}</small>", &[&w.html(Say::Axis)]);
        }
        figure.put("</figcaption>{}</figure>", &[&drawing]);
        falls.add(Blocks::picture(figure, vec![bars.shows(title)]));
    }
    out.add(falls.grouped("falls"));
    let still: Vec<String> = (still.iter())
        .filter(|c| c.service.is_some())
        .map(|c| norm(data, c))
        .collect();
    if !still.is_empty() {
        out.add(w.none(Say::NoChange, &[("what", &w.list(&still))]));
    }
    let mut heads = vec![
        w.html(Msg::Group),
        w.html(Msg::Norm),
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
            let signed = |v: f64| Cell::number(&w.signed(v, 0), Some(v));
            let shown = shown(c.value, c.causes, 0);
            let mut row = vec![
                Cell::text(&w.capital(&data.head.group(c.group))),
                Cell::text(&norm(data, c)),
                Cell::text(&data.head.slot(c.slot)),
                w.count(shown.ends[0]),
                w.count(shown.ends[1]),
                signed(shown.change),
            ];
            row.extend(shown.causes.iter().take(data.parts()).map(|v| signed(*v)));
            row.push(w.count(c.left_out));
            row
        })
        .collect();
    let caption = w.html(Say::TableCaption);
    let table = table(caption.clone(), &heads, rows, true);
    out.add(details(caption, table));
    out
}

fn time(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut out = w.what(
        Say::TimeHow,
        &[("group", &data.head.main_name()), ("base", &data.base)],
    );
    let mut times = Blocks::new();
    for s in &data.series {
        let title = w.fill(Say::MapTitle, &[("service", &s.service), ("slot", &s.slot)]);
        let drawing = Html::of(
            "<figure><figcaption>{}</figcaption>{}</figure>",
            &[&title, &waterfall::line(w, &s.points)],
        );
        let shows = Series::new(title, s.points.iter().cloned());
        times.add(Blocks::picture(drawing, vec![shows]));
    }
    out.add(times.grouped("times"));
    out
}

fn account(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut out = regional::incomparable(data);
    let said = [
        w.fill(Say::LimitRuns, &[("runs", &w.int(data.runs as f64))]),
        w.html(Say::LimitShapley),
        w.html(Say::LimitMoves),
        w.html(Say::LimitPublished),
        match data.base == data.ranks {
            true => w.fill(Say::LimitRanks, &[("base", &data.base)]),
            false => w.fill(
                Say::LimitRanksApart,
                &[("norms", &data.base), ("ranks", &data.ranks)],
            ),
        },
        w.html(Msg::LimitTimetable),
        w.html(Msg::LimitNorms),
    ];
    out.add(kit::limits(w.html(Msg::LimitsShort), said));
    out.add(kit::norms(&data.head, data.head.services.ids()));
    out.add(w.title(Msg::DataTitle));
    out.add(findings(w, &data.head.findings));
    for (name, inputs) in data.names.iter().zip(&data.inputs) {
        out.add(kit::page::inputs(
            w,
            w.fill(Say::Files, &[("edition", name)]),
            inputs,
        ));
    }
    out
}
