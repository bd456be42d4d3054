//! What must hold between a base and a scenario, checked on every run.

use super::{Computed, Options, computed};
use crate::access::open::Hours;
use crate::axes::{PersonaId, SlotId};
use crate::diagnostics::{Error, Fault, Term, Text};
use crate::input::study::Study;
use crate::routing::job::Status;
use crate::run::study::Results;
use crate::scenario::{Effect, apply};
use crate::watch::Progress;

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub rule: Rule,
    /// Values (of a home, slot, persona and measure) looked at.
    pub looked_at: u64,
    /// How many break it.
    pub broken: u64,
    /// The first that does, in words.
    pub example: Option<String>,
}

/// Rules that every model of travel must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The empty edit changes nothing.
    EmptyEdit,
    /// Removing service or destinations never shortens a trip.
    RemovingNeverShortens,
    /// Adding them never lengthens one.
    AddingNeverLengthens,
}

impl Rule {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Rule::EmptyEdit => "empty-edit-changes-nothing",
            Rule::RemovingNeverShortens => "removing-never-shortens",
            Rule::AddingNeverLengthens => "adding-never-lengthens",
        }
    }
}

/// Sends the empty scenario through the same code as any other.
///
/// # Errors
/// As for any other.
pub fn empty(study: &Study, base: &Results, progress: &Progress) -> Result<Check, Error> {
    let same = base
        .inputs
        .network
        .with_timetable(base.inputs.network.timetable.clone());
    let mut made = apply(study, &base.inputs, &[])?;
    made.inputs.network = same;
    let results = computed(study, base, made, &[], Options::default(), progress)?.results;
    let difference = Difference::find(&results, base);
    let looked_at = (base.access.slices.values().iter())
        .map(|s| s.values.values().len() as u64)
        .sum();
    Ok(Check {
        rule: Rule::EmptyEdit,
        looked_at,
        broken: u64::from(difference.is_some()),
        example: difference.map(|d| d.0),
    })
}

/// Checks what the edits of a scenario promise: none where they both remove and add.
pub fn of(study: &Study, base: &Results, computed: &Computed) -> Vec<Check> {
    let effect = (computed.touched.iter()).fold(Effect::Nothing, |e, t| e.and(t.effect));
    let rule = match effect {
        Effect::Removes => Rule::RemovingNeverShortens,
        Effect::Adds => Rule::AddingNeverLengthens,
        Effect::Nothing | Effect::Changes => return Vec::new(),
    };
    vec![monotone(
        study,
        computed.extended.as_ref().unwrap_or(base),
        &computed.results,
        rule,
    )]
}

fn monotone(study: &Study, before: &Results, after: &Results, rule: Rule) -> Check {
    let mut check = Check {
        rule,
        looked_at: 0,
        broken: 0,
        example: None,
    };
    let breaks = |time: bool, before: f64, after: f64| {
        let better = if time { after < before } else { after > before };
        let worse = if time { after > before } else { after < before };
        match rule {
            Rule::RemovingNeverShortens => better,
            Rule::AddingNeverLengthens => worse,
            Rule::EmptyEdit => better || worse,
        }
    };
    for (s, slot) in study.slots.by_id() {
        for (p, persona) in study.personas.by_id() {
            let (a, b) = (&before.access.slices[(s, p)], &after.access.slices[(s, p)]);
            for (r, reading) in before.access.readings.by_id() {
                // Who comes later may find open what was closed, and have fewer competitors.
                let opens = |h: &Hours| matches!(h, Hours::Known(_));
                let hours = &after.inputs.services[reading.service].hours;
                if reading.form.competes() || hours.iter().any(opens) {
                    continue;
                }
                for (home, (x, y)) in a.values.row(r).iter().zip(b.values.row(r)).enumerate() {
                    check.looked_at += 1;
                    if !breaks(reading.is_time(), *x, *y) {
                        continue;
                    }
                    check.broken += 1;
                    check.example.get_or_insert_with(|| {
                        format!(
                            "home {}, {:?}, {:?}, {:?} {} {}: {x} before, {y} after",
                            after.inputs.homes.ids[home],
                            persona.name,
                            slot.name,
                            study.services[reading.service].name,
                            reading.measure,
                            reading.cutoff,
                        )
                    });
                }
            }
        }
    }
    check
}

/// Compares results computed in part with the same computed in full.
///
/// # Errors
/// When they differ in any bit: a fault of this program.
pub fn verify(part: &Results, full: &Results) -> Result<(), Error> {
    match Difference::find(part, full) {
        None => Ok(()),
        Some(difference) => Err(Fault::VerificationFailed
            .at(
                "",
                Text::from(Term::Verify).and(format!(
                    ": computed in part differs from computed in full: {}",
                    difference.0
                )),
            )
            .hint("this is a fault of bereik; please report it with the study and the scenario")
            .into()),
    }
}

/// Where two results first differ.
struct Difference(String);

impl Difference {
    fn find(a: &Results, b: &Results) -> Option<Difference> {
        let bits = |row: &[f64]| -> Vec<u64> { row.iter().map(|v| v.to_bits()).collect() };
        for ((at, x), y) in a.access.slices.iter().zip(b.access.slices.values()) {
            let same = x.rode == y.rode
                && x.status == y.status
                && bits(x.values.values()) == bits(y.values.values());
            if !same {
                return Some(Self::of_slot(at).with(x, y, &a.inputs.homes.ids));
            }
        }
        if a.shifts != b.shifts {
            return Some(Difference("jobs by shift".to_owned()));
        }
        let days = |r: &Results| -> Vec<Vec<u64>> {
            let rows = r.profiles.iter().flat_map(|p| &p.values).flatten();
            rows.map(|row| bits(row)).collect()
        };
        (days(a) != days(b)).then(|| Difference("access over the day".to_owned()))
    }

    fn of_slot((SlotId(slot), PersonaId(persona)): (SlotId, PersonaId)) -> Difference {
        Difference(format!("slot {slot}, persona {persona}"))
    }

    fn with(
        self,
        x: &crate::run::study::access::Slice,
        y: &crate::run::study::access::Slice,
        ids: &[String],
    ) -> Difference {
        for (r, (a, b)) in x.values.rows().zip(y.values.rows()).enumerate() {
            for (home, (v, w)) in a.iter().zip(b).enumerate() {
                if v.to_bits() != w.to_bits() {
                    let id = ids.get(home).map_or("", |s| s);
                    return Difference(format!("{}, reading {r}, home {id}: {v} and {w}", self.0));
                }
            }
        }
        let other = |a: &[Status], b: &[Status]| a.iter().zip(b).position(|(a, b)| a != b);
        let status = (x.status.rows().zip(y.status.rows())).find_map(|(a, b)| other(a, b));
        Difference(format!(
            "{}, status of home {status:?}, or whether it can ride",
            self.0
        ))
    }
}
