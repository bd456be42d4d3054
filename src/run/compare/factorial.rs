//! Stacked effects: every combination of some events, and what each does alone and together.

use super::{Options, Outcome, computed};
use crate::axes::{HomeId, PurposeId};
use crate::diagnostics::{Error, Fault, InputError, Term, Text};
use crate::input::scenario::{Edit, Scenario};
use crate::input::study::Study;
use crate::measures::shapley::Factorial;
use crate::run::study::Results;
use crate::run::study::inputs::Inputs;
use crate::run::study::summary::{Key, counted, missed};
use crate::scenario::apply;
use crate::watch::Progress;
use std::borrow::Cow;

/// Most events: 2^6 runs.
pub const MOST_EVENTS: usize = 6;

/// What tables call the combination of no event.
const NONE_OF_THEM: &str = "base";

/// What stands between the events of a combination in tables.
const JOINED: &str = " + ";

/// An event: some edits that come together.
pub struct Event<'a> {
    /// Its name.
    pub name: String,
    /// Its edits, in the order of their file.
    pub edits: Vec<&'a Edit>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indicator {
    /// People below the norm of a service.
    BelowNorm,
    /// People who miss at least so many norms of the services that count in the stacking.
    MissesAtLeast(usize),
    /// Mean travel time in minutes, or mean supply, of the people of the base whose homes reach the
    /// service in every combination.
    Mean,
}

impl Indicator {
    /// The word in tables.
    pub fn word(self) -> String {
        match self {
            Indicator::BelowNorm => "people below norm".to_owned(),
            Indicator::MissesAtLeast(n) => format!("people who miss {n} norms or more"),
            Indicator::Mean => "mean".to_owned(),
        }
    }
}

/// One indicator of one group in every combination.
pub struct Row {
    /// Where it belongs; the service means nothing for [`Indicator::MissesAtLeast`].
    pub key: Key,
    /// What is counted.
    pub indicator: Indicator,
    /// Its value in every combination.
    pub factorial: Factorial,
    /// Unit of the values: `people`, `minutes` or `opportunities`.
    pub unit: &'static str,
    /// People left out of [`Indicator::Mean`].
    pub left_out: f64,
}

/// All combinations of some events.
pub struct Stacked {
    /// Names of the events; bit e of a combination is event e.
    pub events: Vec<String>,
    /// By slot, persona, group, service and indicator.
    pub rows: Vec<Row>,
}

impl Stacked {
    /// Names of the events of a combination; `base` for none.
    pub fn names(&self, combination: usize) -> String {
        let chosen = (self.events.iter().enumerate()).filter(|(e, _)| combination >> e & 1 == 1);
        let names: Vec<&str> = chosen.map(|(_, name)| name.as_str()).collect();
        match names.is_empty() {
            true => NONE_OF_THEM.to_owned(),
            false => names.join(JOINED),
        }
    }
}

/// The events of some scenarios: those that the file names, or else each edit; of several files, each
/// file.
///
/// # Errors
/// An edit in no event or in two; fewer than two events, or too many.
pub fn events<'a>(scenarios: &[&'a Scenario]) -> Result<Vec<Event<'a>>, Error> {
    let events: Vec<Event> = match scenarios {
        [only] if only.events.is_empty() => (only.edits.iter())
            .map(|e| Event {
                name: e.name.clone(),
                edits: vec![e],
            })
            .collect(),
        [only] => {
            let mut problems = Vec::new();
            for (i, edit) in only.edits.iter().enumerate() {
                let problem = match only.events.iter().filter(|e| e.edits.contains(&i)).count() {
                    1 => continue,
                    0 => "is in no event: with ",
                    _ => "is in several events: with ",
                };
                let problem = Text::from(problem).and(Term::Factorial);
                problems.push(edit.problem("", problem.and(" each edit must be in one")));
            }
            Error::all(problems)?;
            (only.events.iter())
                .map(|e| Event {
                    name: e.name.clone(),
                    edits: e.edits.iter().filter_map(|i| only.edits.get(*i)).collect(),
                })
                .collect()
        }
        several => (several.iter())
            .map(|s| Event {
                name: s.name.clone(),
                edits: s.edits.iter().collect(),
            })
            .collect(),
    };
    let problem = match events.len() {
        2..=MOST_EVENTS => return clear(scenarios, events),
        0 | 1 => Text::from(Term::Factorial).and(" needs at least two events"),
        n => {
            format!("{n} events make 2^{n} runs; at most {MOST_EVENTS} events are possible").into()
        }
    };
    let file = scenarios
        .first()
        .map_or(String::new(), |s| s.file.display().to_string());
    let hint = "put edits that come together into one [[event]], or give several scenario files";
    Err(Fault::EventsUncountable.at(file, problem).hint(hint).into())
}

/// Refuses names that tables give to combinations.
fn clear<'a>(scenarios: &[&Scenario], events: Vec<Event<'a>>) -> Result<Vec<Event<'a>>, Error> {
    let mut problems = Vec::new();
    for event in &events {
        let problem = if event.name.trim() == NONE_OF_THEM {
            " that is the combination without any event"
        } else if event.name.contains(JOINED) {
            " \" + \" stands between the events of a combination"
        } else {
            continue;
        };
        let problem = Text::from("with ").and(Term::Factorial).and(problem);
        let holds = |s: &&&Scenario| match scenarios {
            [_] => true,
            _ => s.name == event.name,
        };
        let file = scenarios.iter().find(holds);
        let file = file.map_or(String::new(), |s| s.file.display().to_string());
        let of_edit =
            matches!((scenarios, event.edits.as_slice()), ([only], [_]) if only.events.is_empty());
        let error = match event.edits.first() {
            Some(edit) if of_edit => edit.problem("name", problem),
            _ => Fault::NameUnusable.at(file, problem).field("name"),
        };
        problems.push(error.value(&event.name).hint("choose another name"));
    }
    Error::all(problems)?;
    Ok(events)
}

/// Computes every combination of the events of some scenarios, but those that are computed already: the
/// base, and each scenario as a whole.
///
/// # Errors
/// Edits that contradict one another.
pub fn run(
    study: &Study,
    base: &Results,
    outcomes: &[Outcome],
    progress: &Progress,
) -> Result<Stacked, Error> {
    let scenarios: Vec<&Scenario> = outcomes.iter().map(|o| &o.scenario).collect();
    let events = events(&scenarios)?;
    let known = |combination: usize| match outcomes {
        _ if combination == 0 => Some(base),
        [only] => (combination + 1 == 1 << events.len()).then_some(&only.results),
        several => (combination.is_power_of_two())
            .then(|| &several[combination.trailing_zeros() as usize].results),
    };
    let phase = progress.phase("combinations of events", 1 << events.len());
    let mut all = Vec::new();
    for combination in 0..1usize << events.len() {
        let edits = edits_of(&scenarios, &events, combination);
        all.push(match known(combination) {
            Some(results) => Cow::Borrowed(results),
            None => {
                let made = apply(study, &base.inputs, &edits)?;
                Cow::Owned(
                    computed(study, base, made, &edits, Options::default(), progress)?.results,
                )
            }
        });
        phase.advance(1)?;
    }
    Ok(Stacked {
        events: events.iter().map(|e| e.name.clone()).collect(),
        rows: rows(study, base, &all),
    })
}

fn rows(study: &Study, base: &Results, all: &[Cow<Results>]) -> Vec<Row> {
    let mut out = Vec::new();
    for slot in study.slots.ids() {
        let measured = study.measured_in(slot);
        let stacked = counted(study, base, slot);
        for persona in study.personas.ids() {
            for group in study.homes.groups.ids() {
                let key = |service| Key {
                    slot,
                    persona,
                    group,
                    service,
                };
                for &service in &measured {
                    out.extend(below(base, all, key(service)));
                    out.extend(mean(base, all, key(service)));
                }
                for n in 1..=2.min(stacked.len()) {
                    out.extend(stack(all, &stacked, key(PurposeId(0)), n));
                }
            }
        }
    }
    out
}

fn below(base: &Results, all: &[Cow<Results>], key: Key) -> Option<Row> {
    let reading = base.access.main[key.service];
    let read = &base.access.readings[reading];
    read.norm?;
    let people = |c: &Cow<Results>| {
        let slice = &c.access.slices[(key.slot, key.persona)];
        let below = |home: HomeId| read.missed(slice.level(reading, home)) == Some(true);
        let weights = c.inputs.weights[key.group].by_id();
        weights
            .filter(|(home, _)| below(*home))
            .fold(0.0, |sum, (_, w)| sum + w.unwrap_or(0.0))
    };
    Some(Row {
        key,
        indicator: Indicator::BelowNorm,
        factorial: Factorial::new(all.iter().map(people).collect())?,
        unit: "people",
        left_out: 0.0,
    })
}

fn mean(base: &Results, all: &[Cow<Results>], key: Key) -> Option<Row> {
    let reading = base.access.main[key.service];
    let time = base.access.readings[reading].is_time();
    let weights = &base.inputs.weights[key.group];
    let mut sums = vec![0.0; all.len()];
    let (mut counted, mut left_out) = (0.0, 0.0);
    for (home, weight) in weights.by_id() {
        let weight = weight.unwrap_or(0.0);
        let levels: Vec<f64> = (all.iter())
            .filter_map(|c| {
                let slice = &c.access.slices[(key.slot, key.persona)];
                slice.level(reading, home).filter(|v| v.is_finite())
            })
            .collect();
        if levels.len() < all.len() {
            left_out += weight;
            continue;
        }
        counted += weight;
        for (sum, level) in sums.iter_mut().zip(levels) {
            *sum += weight * level;
        }
    }
    let unit = if time { 60.0 } else { 1.0 };
    let means = sums.iter().map(|s| s / counted / unit).collect();
    Some(Row {
        key,
        indicator: Indicator::Mean,
        factorial: Factorial::new(means)?,
        unit: if time { "minutes" } else { "opportunities" },
        left_out,
    })
}

fn stack(all: &[Cow<Results>], services: &[PurposeId], key: Key, n: usize) -> Option<Row> {
    let people = |c: &Cow<Results>| {
        let slice = &c.access.slices[(key.slot, key.persona)];
        let weights = c.inputs.weights[key.group].by_id();
        weights.fold(0.0, |sum, (home, weight)| {
            let missed = missed(c, slice, services, home);
            let count = missed.iter().filter(|m| **m == Some(true)).count();
            // A norm of which nothing is known leaves the home out, as in the study.
            let known = missed.iter().all(Option::is_some);
            sum + if known && count >= n {
                weight.unwrap_or(0.0)
            } else {
                0.0
            }
        })
    };
    Some(Row {
        key,
        indicator: Indicator::MissesAtLeast(n),
        factorial: Factorial::new(all.iter().map(people).collect())?,
        unit: "people",
        left_out: 0.0,
    })
}

/// Tries every combination of events before hours are spent on the base, those of most events first: so
/// the error names the fewest that are missing.
///
/// # Errors
/// Edits that select nothing, contradict one another, or need those of an event that a combination leaves out.
pub fn try_out(study: &Study, inputs: &Inputs, scenarios: &[Scenario]) -> Result<(), Error> {
    let scenarios: Vec<&Scenario> = scenarios.iter().collect();
    let events = events(&scenarios)?;
    let mut combinations: Vec<usize> = (1..1 << events.len()).collect();
    combinations.sort_by_key(|c| std::cmp::Reverse(c.count_ones()));
    for combination in combinations {
        let edits = edits_of(&scenarios, &events, combination);
        if let Err(error) = apply(study, inputs, &edits) {
            return Err(in_combination(error, &events, combination));
        }
    }
    Ok(())
}

/// An error with the combination of events that it is of.
fn in_combination(error: Error, events: &[Event], combination: usize) -> Error {
    let missing: Vec<String> = (events.iter().enumerate())
        .filter(|(e, _)| combination >> e & 1 == 0)
        .map(|(_, event)| format!("{:?}", event.name))
        .collect();
    let (which, hint) = match missing.as_slice() {
        [] => (
            "with all events together".to_owned(),
            Text::from("events that exclude one another have no combinations: compare them without ").and(Term::Factorial),
        ),
        _ => (
            format!("in the combination without event {}", missing.join(" and ")),
            Text::from(Term::Factorial).and(" takes each event without the others: put edits that need one another into one [[event]]"),
        ),
    };
    let told = |mut error: InputError| {
        error.problem = Text::from(format!("{which}: ")).and(error.problem);
        let hint = hint.clone();
        error.hint = Some(match error.hint {
            Some(own) => hint.and(" (").and(own).and(")"),
            None => hint,
        });
        error
    };
    match error {
        Error::Input(error) => told(*error).into(),
        Error::Inputs { list } => Error::Inputs {
            list: list.into_iter().map(told).collect(),
        },
        other => other,
    }
}

/// Edits of a combination of events, in the order of the files, whatever that of the events.
fn edits_of<'a>(scenarios: &[&'a Scenario], events: &[Event], combination: usize) -> Vec<&'a Edit> {
    let chosen = |edit: &Edit| {
        let with = |(e, event): (usize, &Event)| {
            combination >> e & 1 == 1 && event.edits.iter().any(|c| std::ptr::eq(*c, edit))
        };
        events.iter().enumerate().any(with)
    };
    let all = scenarios.iter().flat_map(|s| &s.edits);
    all.filter(|edit| chosen(edit)).collect()
}
