//! The page of `bereik lifelines`: the style, tables and maps of the study's report.

pub mod data;
mod map;
mod ranking;
#[cfg(test)]
mod tests;
mod words;

use super::Shell;
use super::html::{Html, plain_text};
use super::messages::Msg;
use super::words::Words;
use data::{Kind, LifelinesData, Name, OfKind, Thing};
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");

impl LifelinesData {
    fn words(&self) -> Words {
        Words(self.language)
    }
    fn service(&self, i: usize) -> &str {
        self.services.get(i).map_or("?", |s| &s.name)
    }
    fn slot(&self, i: usize) -> &str {
        self.slots.get(i).map_or("?", |s| &s.name)
    }
    fn persona(&self) -> &str {
        self.personas.first().map_or("?", |p| &p.name)
    }
    fn group(&self, i: usize) -> String {
        let name = |g| self.words().group(g);
        self.groups.get(i).map_or("?".into(), name)
    }
    /// What the main group counts.
    fn unit(&self) -> &'static str {
        let unit = self.groups.get(self.main).map(|g| g.unit);
        self.words().unit(unit.unwrap_or_default())
    }
    /// People of the main group of whom it is known whether they meet a norm: whom `bereik run` counts.
    fn total(&self) -> f64 {
        self.counted.get(self.main).copied().unwrap_or(0.0)
    }
    /// People of the main group who fall.
    fn people(&self, thing: &Thing) -> f64 {
        thing.people.get(self.main).copied().unwrap_or(0.0)
    }
    /// How a thing is called in a sentence.
    fn name(&self, thing: &Thing) -> Html {
        let w = self.words();
        match &thing.name {
            Name::Trip { line, at, from, to } => {
                let kind = w.html(thing.vehicle.unwrap_or_default());
                let line = w.fill(Say::LineName, &[&kind, line]);
                w.fill(Say::TripName, &[&line, at, from, to])
            }
            Name::Plain(name) => match thing.vehicle {
                None => Html::of("{}", &[name]),
                Some(kind) => w.fill(Say::LineName, &[&w.html(kind), name]),
            },
        }
    }
}

impl Kind {
    /// One of them.
    fn one(self) -> Say {
        [Say::OneLine, Say::OneStop, Say::OneTrip][self as usize]
    }
    /// Many of them.
    fn many(self) -> Say {
        [Say::ManyLines, Say::ManyStops, Say::ManyTrips][self as usize]
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

/// The whole page as HTML text.
pub fn render(data: &LifelinesData) -> String {
    let w = data.words();
    let mut parts = vec![
        ("brief", Say::Brief, brief(data)),
        ("where", Say::Where, map::section(data)),
    ];
    for of_kind in &data.kinds {
        let (id, title) = of_kind.kind.part();
        parts.push((id, title, ranking::section(data, of_kind)));
    }
    parts.push(("account", Say::Account, account(data)));
    let page = super::in_parts(w, header(data), map::ground(data), parts);
    let shell = Shell {
        language: data.language,
        program: &data.program,
        fictional: data.fictional,
        credits: &data.credits,
    };
    super::page(&shell, &data.title, OWN_STYLE, page)
}

fn header(data: &LifelinesData) -> Html {
    let w = data.words();
    let mut any = Html::new();
    for (i, of_kind) in data.kinds.iter().enumerate() {
        if i > 0 && i + 1 == data.kinds.len() {
            any.put(" {} ", &[&w.html(Say::Or)]);
        } else if i > 0 {
            any.put(", ", &[]);
        }
        any.add(w.html(of_kind.kind.one()));
    }
    let mut out = Html::of(
        "<header><p class=\"eyebrow\">{}</p><h1>{}</h1><p class=\"lead\">{}</p><dl class=\"facts\"><div><dt>{}</dt><dd>",
        &[
            &w.html(Say::Eyebrow),
            &data.title,
            &w.fill(Say::Lead, &[&any, &w.date(&data.date)]),
            &w.html(Msg::FactSlots),
        ],
    );
    for (slot, _) in &data.norms {
        let Some(slot) = data.slots.get(*slot) else {
            continue;
        };
        let when = match slot.arrive {
            true => Msg::SlotArrive,
            false => Msg::SlotDepart,
        };
        out.put(
            "<span><b>{}</b><br><small>{}, {}</small></span>",
            &[
                &slot.name,
                &w.date(&slot.date),
                &w.fill(when, &[&slot.window]),
            ],
        );
    }
    out.put(
        "</dd></div><div><dt>{}</dt><dd>",
        &[&w.html(Msg::FactGroups)],
    );
    for group in &data.groups {
        out.put(
            "<span><b>{}</b> {} {}</span>",
            &[&w.group(group), &w.int(group.total), &w.unit(group.unit)],
        );
    }
    out.put(
        "</dd></div><div><dt>{}</dt><dd>",
        &[&w.html(Msg::FactPersonas)],
    );
    for persona in &data.personas {
        let note = persona.note.as_deref().unwrap_or_default();
        out.put(
            "<span><b>{}</b><br><small class=\"wrap\">{}</small></span>",
            &[&persona.name, &note],
        );
    }
    out.put(
        "</dd></div><div><dt>{}</dt><dd>",
        &[&w.html(Say::FactTried)],
    );
    for of_kind in &data.kinds {
        let many = w.html(of_kind.kind.many());
        out.put(
            "<span><b>{}</b> {}</span>",
            &[&w.int(of_kind.all as f64), &many],
        );
    }
    out.put("</dd></div></dl></header>\n", &[]);
    out
}

/// What the page says of one kind: how many hang on one of them, the one to be missed least, the
/// one that does most for its hours, and the others.
fn sentences(data: &LifelinesData, of_kind: &OfKind) -> Vec<Html> {
    let w = data.words();
    let (one, many) = (w.html(of_kind.kind.one()), w.html(of_kind.kind.many()));
    let (unit, group, total) = (data.unit(), data.group(data.main), w.int(data.total()));
    let needed: Vec<&Thing> = needed(data, of_kind);
    let Some(first) = needed.first() else {
        return vec![w.fill(Say::HangNone, &[&total, &unit, &group, &one])];
    };
    let hang = of_kind.hang.get(data.main).copied().unwrap_or(0.0);
    let mut out = vec![w.fill(
        Say::Hang,
        &[
            &total,
            &unit,
            &group,
            &w.int(hang),
            &w.pct_of(hang, data.total()),
            &one,
        ],
    )];
    if let Some((slot, service, n)) = first.worst {
        out.push(w.fill(
            Say::Most,
            &[
                &data.name(first),
                &w.int(data.people(first)),
                &unit,
                &data.service(service),
                &data.slot(slot),
                &w.int(n),
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
            &[&data.name(best), &unit, &by_hour(w, n), &effort(w, hours)],
        ));
    }
    let idle = of_kind.all.saturating_sub(single(&needed));
    if idle > 0 {
        out.push(w.fill(Say::Idle, &[&w.int(idle as f64), &many]));
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

fn brief(data: &LifelinesData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    for of_kind in &data.kinds {
        if data.kinds.len() > 1 {
            out.put("<h3>{}</h3>", &[&w.html(of_kind.kind.part().1)]);
        }
        out.put("<ul class=\"said\">", &[]);
        for sentence in sentences(data, of_kind) {
            out.put("<li>{}</li>", &[&sentence]);
        }
        out.put("</ul>", &[]);
    }
    out
}

/// The ranking in lines for the terminal, `top` of each kind, and what it took.
pub fn headlines(data: &LifelinesData, top: usize) -> Vec<String> {
    let w = data.words();
    let group = data.group(data.main);
    let mut out = vec![plain_text(
        &w.fill(Say::Counted, &[&group, &data.persona()]),
    )];
    for of_kind in &data.kinds {
        let needed = needed(data, of_kind);
        out.push(plain_text(&w.fill(
            Say::CountKind,
            &[
                &w.int(of_kind.all as f64),
                &w.html(of_kind.kind.many()),
                &w.int(single(&needed) as f64),
            ],
        )));
        for (i, thing) in needed.iter().take(top).enumerate() {
            let mut line = Html::of("  ", &[]);
            let mut name = data.name(thing);
            name.put(" ({})", &[&thing.id]);
            let pieces = w.int(data.people(thing));
            line.add(w.fill(Say::Listed, &[&(i + 1), &name, &pieces]));
            if let Some((slot, service, n)) = thing.worst {
                let (service, slot) = (data.service(service), data.slot(slot));
                line.add(w.fill(Say::ListedWorst, &[&service, &slot, &w.int(n)]));
            }
            if let Some((hours, km)) = thing.effort {
                line.add(w.fill(Say::ListedEffort, &[&effort(w, hours), &effort(w, km)]));
            }
            out.push(plain_text(&line));
        }
    }
    let (pairs, anew) = data.pairs;
    let pieces = [w.int(anew as f64), w.int(pairs as f64)];
    out.push(plain_text(&w.fill(Say::Anew, &[&pieces[0], &pieces[1]])));
    if let Some(n) = data.verified {
        out.push(plain_text(&w.fill(Say::VerifiedShort, &[&w.int(n as f64)])));
    }
    out
}

fn account(data: &LifelinesData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><ul class=\"limits\">",
        &[&w.html(Msg::LimitsTitle)],
    );
    for say in [
        Say::LimitNorm,
        Say::LimitAlone,
        Say::LimitRest,
        Say::LimitKm,
    ] {
        out.put("<li>{}</li>", &[&w.html(say)]);
    }
    for msg in [Msg::LimitTimetable, Msg::LimitNorms] {
        out.put("<li>{}</li>", &[&w.html(msg)]);
    }
    let (pairs, anew) = data.pairs;
    let exact = w.fill(Say::Exact, &[&w.int(pairs as f64), &w.int(anew as f64)]);
    out.put("</ul><h3>{}</h3><p>{}", &[&w.html(Say::How), &exact]);
    if let Some(n) = data.verified {
        out.put(" {}", &[&w.fill(Say::Verified, &[&w.int(n as f64)])]);
    }
    out.put("</p><h3>{}</h3><dl class=\"defs\">", &[&w.html(Say::Norms)]);
    let looked_at = |x: &usize| data.norms.iter().any(|(_, services)| services.contains(x));
    for service in (0..data.services.len()).filter(looked_at) {
        let service = &data.services[service];
        out.put(
            "<dt>{}</dt><dd>{}; {}</dd>",
            &[&service.name, &w.measure(service), &w.norm(service)],
        );
    }
    out.put("</dl><h3>{}</h3>", &[&w.html(Msg::DataTitle)]);
    out.add(super::notes::findings(w, &data.findings));
    out.add(super::notes::inputs(
        w,
        &w.html(Msg::InputsTitle),
        &data.inputs,
    ));
    out
}
