//! The page of `bereik site`: the style, tables and map of the study's report.

mod cards;
pub mod data;
mod map;
mod ranking;
#[cfg(test)]
mod tests;
mod words;

use super::Shell;
use super::data::{Group, Language, Unit};
use super::html::Html;
use super::messages::Msg;
use super::words::Words;
use data::{Site, SiteData};
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");

/// What a unit is called.
pub fn unit_word(language: Language, unit: Unit) -> &'static str {
    Words(language).unit(unit)
}

/// A group's name as pages show it.
pub fn group_word(language: Language, name: &str, unit: Unit) -> String {
    Words(language).group(&Group {
        name: name.to_owned(),
        unit,
        total: 0.0,
    })
}

impl SiteData {
    fn words(&self) -> Words {
        Words(self.language)
    }
    fn say(&self, say: Say, pieces: &[&dyn super::html::Piece]) -> Html {
        self.words().fill(say, pieces)
    }
    /// A site's name, else its id.
    fn name<'a>(&self, site: &'a Site) -> &'a str {
        if site.name.is_empty() {
            &site.id
        } else {
            &site.name
        }
    }
    fn persona(&self) -> &str {
        self.personas.first().map_or("?", |p| &p.0)
    }
    /// The slots in which households are lifted, in a row.
    fn lift_slots(&self) -> String {
        let w = self.words();
        let names: Vec<String> = (self.lift_slots.iter())
            .filter_map(|s| self.slots.get(*s))
            .map(|s| match self.language {
                Language::Nl => format!("tijdvak ‘{}’", s.name),
                Language::En => format!("slot ‘{}’", s.name),
            })
            .collect();
        w.list(&names)
    }
    fn position(&self, v: Option<f64>) -> String {
        v.map_or("–".into(), |v| self.words().int(v))
    }
}

/// The whole page as HTML text.
pub fn render(data: &SiteData) -> String {
    let w = data.words();
    let mut parts = vec![
        ("brief", Say::Brief, brief(data)),
        ("ranking", Say::Ranking, ranking::section(data)),
        ("where", Say::Where, map::section(data)),
        ("cards", Say::Cards, cards::section(data)),
    ];
    if data.chosen.is_some() {
        parts.push(("together", Say::Together, ranking::chosen(data)));
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

fn header(data: &SiteData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<header><p class=\"eyebrow\">{}</p><h1>{}</h1><p class=\"lead\">{}</p><dl class=\"facts\">",
        &[
            &data.say(Say::Eyebrow, &[]),
            &data.title,
            &data.say(
                Say::Lead,
                &[&w.int(data.sites.len() as f64), &w.date(&data.date)],
            ),
        ],
    );
    out.put("<div><dt>{}</dt><dd>", &[&w.html(Msg::FactSlots)]);
    for slot in &data.slots {
        let when = if slot.arrive {
            Msg::SlotArrive
        } else {
            Msg::SlotDepart
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
        &[&w.html(Msg::FactPersonas)],
    );
    for (name, note) in &data.personas {
        let note = note.clone().unwrap_or_default();
        out.put(
            "<span><b>{}</b><br><small class=\"wrap\">{}</small></span>",
            &[name, &note],
        );
    }
    let (name, unit, weight) = &data.stock;
    out.put(
        "</dd></div><div><dt>{}</dt><dd><span>{}</span></dd></div></dl></header>\n",
        &[
            &data.say(Say::FactStock, &[]),
            &data.say(Say::Stock, &[name, &w.int(*weight), unit]),
        ],
    );
    out
}

/// Sentences about the best site, what it can lose, and the sites chosen.
fn sentences(data: &SiteData) -> Vec<Html> {
    let w = data.words();
    let mut out = Vec::new();
    let known: Vec<&Site> = data.sites.iter().filter(|s| s.missed.is_some()).collect();
    if let Some(best) = known.first() {
        let norms = w.int(data.norms as f64);
        let missed = best.missed.unwrap_or(0);
        out.push(match missed {
            _ if data.norms == 0 => data.say(Say::BestNoNorms, &[&data.name(best)]),
            0 => data.say(Say::BestAll, &[&data.name(best), &norms]),
            n => data.say(Say::Best, &[&data.name(best), &w.int(n as f64), &norms]),
        });
        out.push(data.say(
            Say::BestStock,
            &[
                &data.position(best.stock_worse_off),
                &data.stock.0,
                &data.position(best.region_worse_off),
            ],
        ));
        match &best.weakest {
            Some((line, now, after)) => out.push(data.say(
                Say::Lose,
                &[
                    line,
                    &w.int(*now as f64),
                    &w.int(*after as f64),
                    &data.persona(),
                ],
            )),
            // Where lines were named or cut for few sites, nothing can be said of the others.
            None if data.survive.is_empty() => out.push(data.say(Say::NoLine, &[])),
            None => {}
        }
        if let Some(worst) = known.last().filter(|_| known.len() > 1) {
            let missed = w.int(worst.missed.unwrap_or(0) as f64);
            out.push(data.say(Say::WorstToBest, &[&data.name(worst), &missed]));
        }
    }
    if let Some(c) = &data.chosen {
        let first = c.sites.first().and_then(|s| data.sites.get(s.0));
        out.push(if c.sites.is_empty() {
            data.say(Say::ChosenNone, &[&data.lift_slots(), &data.persona()])
        } else {
            let (say, who) = match first {
                Some(site) if c.sites.len() == 1 => (Say::ChosenOne, data.name(site).to_owned()),
                _ => (Say::ChosenBrief, w.int(c.sites.len() as f64)),
            };
            data.say(
                say,
                &[
                    &who,
                    &w.int(c.lifted),
                    &w.int(c.below),
                    &data.stock.1,
                    &w.int(c.at_most),
                    &data.persona(),
                ],
            )
        });
    }
    out
}

fn brief(data: &SiteData) -> Html {
    let mut out = Html::of("<ul class=\"said\">", &[]);
    for sentence in sentences(data) {
        out.put("<li>{}</li>", &[&sentence]);
    }
    out.put("</ul>", &[]);
    out
}

/// The best five in a line each, for the terminal, then what the page says in brief.
pub fn headlines(data: &SiteData) -> Vec<String> {
    let w = data.words();
    let mut lines = Vec::new();
    for (i, site) in data
        .sites
        .iter()
        .filter(|s| s.missed.is_some())
        .enumerate()
        .take(5)
    {
        let missed = w.int(site.missed.unwrap_or(0) as f64);
        let norms = w.int(data.norms as f64);
        let mut line = match data.language {
            _ if data.norms == 0 => {
                let none = super::html::plain_text(&data.say(Say::TermNoNorms, &[]));
                format!("{}. {}: {none}", i + 1, data.name(site))
            }
            Language::Nl => format!(
                "{}. {}: mist {missed} van {norms} normen",
                i + 1,
                data.name(site)
            ),
            Language::En => format!(
                "{}. {}: misses {missed} of {norms} norms",
                i + 1,
                data.name(site)
            ),
        };
        line += &match data.language {
            Language::Nl => format!(
                ", beter dan {}% van de bestaande voorraad",
                data.position(site.stock_worse_off)
            ),
            Language::En => format!(
                ", better than {}% of the existing stock",
                data.position(site.stock_worse_off)
            ),
        };
        if let Some((name, now, after)) = &site.weakest {
            line += &match data.language {
                Language::Nl => format!(
                    "; zonder lijn {name} haalt ‘{}’ nog {after} van {now}",
                    data.persona()
                ),
                Language::En => format!(
                    "; without line {name} ‘{}’ meets {after} of {now}",
                    data.persona()
                ),
            };
        }
        lines.push(line);
    }
    if data.chosen.is_some()
        && let Some(last) = sentences(data).pop()
    {
        lines.push(super::html::plain_text(&last));
    }
    lines
}

fn account(data: &SiteData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><ul class=\"limits\">",
        &[&data.say(Say::Limits, &[])],
    );
    for say in [
        Say::LimitRank,
        Say::LimitWeakest,
        Say::LimitPosition,
        Say::LimitPlace,
    ] {
        out.put("<li>{}</li>", &[&data.say(say, &[])]);
    }
    for msg in [Msg::LimitTimetable, Msg::LimitNorms] {
        out.put("<li>{}</li>", &[&w.html(msg)]);
    }
    out.put(
        "</ul><h3>{}</h3><dl class=\"defs\">",
        &[&data.say(Say::Norms, &[])],
    );
    for service in &data.services {
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
