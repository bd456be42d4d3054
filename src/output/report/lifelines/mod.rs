//! The page of `bereik lifelines`: the style, tables and maps of the study's report.

pub mod data;
mod map;
mod ranking;
pub(super) mod words;

use crate::axes::PurposeId;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::{self, Blocks, Html, Msg, Page, Part, Words, bullets_of};
use data::{Kind, LifelinesData, Name, OfKind, Thing};
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");

impl LifelinesData {
    /// People of the main group of whom it is known whether they meet a norm: whom `bereik run` counts.
    fn total(&self) -> f64 {
        self.counted
            .get(self.head.main_group)
            .copied()
            .unwrap_or(0.0)
    }
    /// People of the main group who fall.
    fn people(&self, thing: &Thing) -> f64 {
        thing
            .people
            .get(self.head.main_group)
            .copied()
            .unwrap_or(0.0)
    }
    /// How a thing is called in a sentence.
    fn name(&self, thing: &Thing) -> Html {
        let w = self.head.words();
        match &thing.name {
            Name::Trip { line, at, from, to } => {
                let kind = w.html(thing.vehicle.unwrap_or_default());
                let line = w.fill(Say::LineName, &[("vehicle", &kind), ("line", line)]);
                w.fill(
                    Say::TripName,
                    &[("line", &line), ("time", at), ("from", from), ("to", to)],
                )
            }
            Name::Plain(name) => match thing.vehicle {
                None => Html::of("{}", &[name]),
                Some(kind) => w.fill(Say::LineName, &[("vehicle", &w.html(kind)), ("line", name)]),
            },
        }
    }
}

impl Kind {
    /// One of them.
    fn one(self) -> Say {
        [Say::OneLine, Say::OneStop, Say::OneTrip][self as usize]
    }
    /// So many of them, without the number.
    fn many(self, w: Words, count: usize) -> Html {
        let say = [Say::ManyLines, Say::ManyStops, Say::ManyTrips][self as usize];
        w.fill(say, &[("count", &count)])
    }
    /// Their part of the page.
    fn part(self) -> (&'static str, Say) {
        [
            ("lines", Say::Lines),
            ("stops", Say::Stops),
            ("trips", Say::Trips),
        ][self as usize]
    }
}

/// The whole page.
pub fn page(data: &LifelinesData) -> Page<'_> {
    let w = data.head.words();
    let mut page = begin(data);
    page.hidden = map::ground(data);
    page.style = OWN_STYLE;
    page.parts = vec![
        Part::new("brief", w.html(Msg::Brief), brief(data)),
        Part::new("where", w.html(Say::Where), map::blocks(data)),
    ];
    for of_kind in &data.kinds {
        let (id, title) = of_kind.kind.part();
        let section = ranking::section(data, of_kind);
        page.parts.push(Part::new(id, w.html(title), section));
    }
    let account = Part::new("account", w.html(Msg::Account), account(data));
    page.parts.push(account);
    page
}

/// The page with what stands above its parts.
fn begin(data: &LifelinesData) -> Page<'_> {
    let (head, w) = (&data.head, data.head.words());
    let mut any = Html::new();
    for (i, of_kind) in data.kinds.iter().enumerate() {
        if i > 0 && i + 1 == data.kinds.len() {
            any.put(" {} ", &[&w.html(Say::Or)]);
        } else if i > 0 {
            any.put(", ", &[]);
        }
        any.add(w.html(of_kind.kind.one()));
    }
    let slots = data.norms.iter().filter_map(|(s, _)| head.slots.get(*s));
    let tried = data.kinds.iter().map(|of_kind| {
        let (all, many) = (w.int(of_kind.all as f64), of_kind.kind.many(w, of_kind.all));
        Html::of("<b>{}</b> {}", &[&all, &many])
    });
    let facts = kit::facts([
        kit::fact_of_slots(w, slots),
        kit::fact_of_groups(head),
        kit::fact_of_personas(head),
        (w.html(Say::FactTried), tried.collect()),
    ]);
    let lead = w.fill(Say::Lead, &[("one", &any), ("date", &w.date(&head.date))]);
    let mut page = Page::new(
        head,
        &head.title,
        [w.html(Say::Eyebrow), lead],
        Some(data.unlinked),
    );
    page.facts = facts;
    page
}

/// What the page says of one kind: how many hang on one of them, the one to be missed least, the
/// one that does most for its hours, and the others.
fn sentences(data: &LifelinesData, of_kind: &OfKind) -> Vec<Html> {
    let w = data.head.words();
    let one = w.html(of_kind.kind.one());
    let (unit, group, total) = (
        data.head.units(data.head.main_group, data.total()),
        data.head.main_name(),
        w.int(data.total()),
    );
    let needed: Vec<&Thing> = needed(data, of_kind);
    let Some(first) = needed.first() else {
        return vec![w.fill(
            Say::HangNone,
            &[
                ("all", &total),
                ("unit", &unit),
                ("group", &group),
                ("one", &one),
            ],
        )];
    };
    let hang = of_kind
        .hang
        .get(data.head.main_group)
        .copied()
        .unwrap_or(0.0);
    let mut out = vec![w.fill(
        Say::Hang,
        &[
            ("all", &total),
            ("unit", &unit),
            ("group", &group),
            ("people", &w.number(hang)),
            ("share", &w.pct_of(hang, data.total())),
            ("one", &one),
        ],
    )];
    if let Some((slot, service, n)) = first.worst {
        out.push(w.fill(
            Say::Most,
            &[
                ("name", &data.name(first)),
                ("people", &w.number(data.people(first))),
                (
                    "unit",
                    &data.head.units(data.head.main_group, data.people(first)),
                ),
                ("service", &data.head.service(service)),
                ("slot", &data.head.slot(slot)),
                ("most", &w.int(n)),
            ],
        ));
    }
    let per_hour = |t: &&&Thing| each(data, t).unwrap_or(0.0);
    let best = needed
        .iter()
        .rev()
        .max_by(|a, b| per_hour(a).total_cmp(&per_hour(b)));
    if let (Some(best), true) = (best, needed.len() > 1)
        && let (Some(n), Some((hours, _))) = (each(data, best), best.effort)
    {
        out.push(w.fill(
            Say::PerHour,
            &[
                ("name", &data.name(best)),
                ("unit", &data.head.main_unit()),
                ("people", &by_hour(w, n)),
                ("hours", &effort(w, hours)),
            ],
        ));
    }
    let idle = of_kind.all.saturating_sub(single(&needed));
    if idle > 0 {
        let many = of_kind.kind.many(w, idle);
        out.push(w.fill(
            Say::Idle,
            &[
                ("idle", &w.number(idle as f64)),
                ("many", &many),
                ("traveller", &data.head.traveller()),
            ],
        ));
    }
    out
}

/// People by vehicle hour, with a decimal where they are few.
fn by_hour(w: Words, n: f64) -> String {
    if n < 100.0 { w.amount(n) } else { w.int(n) }
}

/// Hours and kilometres, with a decimal where they are few: a trip of a Sunday takes less than one.
fn effort(w: Words, n: f64) -> String {
    if n < 10.0 { w.amount(n) } else { w.int(n) }
}

/// Those without which somebody of the main group falls.
fn needed<'a>(data: &LifelinesData, of_kind: &'a OfKind) -> Vec<&'a Thing> {
    let falls = |t: &&Thing| data.people(t) > 0.0;
    of_kind.ranked.iter().filter(falls).collect()
}

/// How many are a single thing, and no two lines that run the same trips.
fn single(things: &[&Thing]) -> usize {
    things.iter().filter(|t| !t.pair).count()
}

/// People of the main group kept above the norm by a vehicle hour; none where no hours are known.
fn each(data: &LifelinesData, thing: &Thing) -> Option<f64> {
    let hours = thing.effort.map(|e| e.0).filter(|h| *h > 0.0)?;
    Some(data.people(thing) / hours)
}

fn brief(data: &LifelinesData) -> Blocks {
    let w = data.head.words();
    let mut out = Blocks::new();
    for of_kind in &data.kinds {
        if data.kinds.len() > 1 {
            out.add(w.title(of_kind.kind.part().1));
        }
        out.add(bullets_of("said", sentences(data, of_kind)));
    }
    out
}

/// The ranking in lines for the terminal, `top` of each kind, and what it took.
pub fn headlines(data: &LifelinesData, top: usize) -> Vec<String> {
    let w = data.head.words();
    let group = data.head.main_name();
    let mut out = vec![plain_text(&w.fill(
        Say::Counted,
        &[("group", &group), ("traveller", &data.head.traveller())],
    ))];
    for of_kind in &data.kinds {
        let needed = needed(data, of_kind);
        out.push(plain_text(&w.fill(
            Say::CountKind,
            &[
                ("tried", &w.int(of_kind.all as f64)),
                ("many", &of_kind.kind.many(w, of_kind.all)),
                ("needed", &w.int(single(&needed) as f64)),
            ],
        )));
        for (i, thing) in needed.iter().take(top).enumerate() {
            let mut line = Html::of("  ", &[]);
            let mut name = data.name(thing);
            name.put(" ({})", &[&thing.id]);
            let pieces = w.int(data.people(thing));
            line.add(w.fill(
                Say::Listed,
                &[("rank", &(i + 1)), ("name", &name), ("people", &pieces)],
            ));
            if let Some((slot, service, n)) = thing.worst {
                let (service, slot) = (data.head.service(service), data.head.slot(slot));
                line.add(w.fill(
                    Say::ListedWorst,
                    &[
                        ("service", &service),
                        ("slot", &slot),
                        ("people", &w.int(n)),
                    ],
                ));
            }
            if let Some((hours, km)) = thing.effort {
                line.add(w.fill(
                    Say::ListedEffort,
                    &[("hours", &effort(w, hours)), ("km", &effort(w, km))],
                ));
            }
            out.push(plain_text(&line));
        }
    }
    let (pairs, anew) = data.pairs;
    let pieces = [w.int(anew as f64), w.int(pairs as f64)];
    out.push(plain_text(&w.fill(
        Say::Invalidated,
        &[("computed", &pieces[0]), ("all", &pieces[1])],
    )));
    if let Some(n) = data.verified {
        out.push(plain_text(
            &w.fill(Say::VerifiedShort, &[("tried", &w.number(n as f64))]),
        ));
    }
    out
}

fn account(data: &LifelinesData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let own = [
        Say::LimitNorm,
        Say::LimitAlone,
        Say::LimitRest,
        Say::LimitKm,
    ];
    let general = [Msg::LimitTimetable, Msg::LimitNorms].map(|m| w.html(m));
    let said = own.map(|m| w.html(m)).into_iter().chain(general);
    let mut out = kit::limits(w.html(Msg::LimitsTitle), said);
    let (pairs, anew) = data.pairs;
    let mut exact = w.fill(
        Say::Exact,
        &[
            ("all", &w.int(pairs as f64)),
            ("computed", &w.number(anew as f64)),
        ],
    );
    out.add(w.title(Say::How));
    if let Some(n) = data.verified {
        let said = w.fill(Say::Verified, &[("tried", &w.number(n as f64))]);
        exact.put(" {}", &[&said]);
    }
    out.say(exact);
    out.add(kit::norms(head, looked_at(data)));
    out.add(kit::data_account(head));
    out
}

/// Services whose norm was looked at in any slot.
fn looked_at(data: &LifelinesData) -> impl Iterator<Item = PurposeId> {
    let any = |x: &PurposeId| data.norms.iter().any(|(_, of_slot)| of_slot.contains(x));
    data.head.services.ids().filter(any)
}
