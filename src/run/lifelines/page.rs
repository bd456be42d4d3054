//! What the page of lifelines shows, out of what was found.

use super::cut::{Cut, Kind, journey};
use super::tables::{Ranked, counted, main_group, people, ranking};
use super::{CaseId, NormId};
use super::{Lifelines, Outcome, Work};
use crate::axes::{GroupId, HomeId, IdVec, PersonaId};
use crate::ids::{Id, StopId, TripId};
use crate::input::study::Study;
use crate::network::timetable::Timetable;
use crate::output::report::kit::geometry::Xy;
use crate::output::report::lifelines::data::{self, LifelinesData, Name, OfKind, Thing};
use crate::run::study::inputs::Inputs;
use crate::run::study::page::{Flat, backdrop, head, unlinked_homes};
use std::collections::BTreeSet;

/// The persona whose people are counted.
const MAIN: PersonaId = PersonaId(0);

/// Everything for the page.
pub fn data(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    work: &Work,
    verified: Option<usize>,
) -> LifelinesData {
    let asked = &lifelines.asked;
    let flat = Flat::around(&inputs.homes.positions);
    let main = main_group(study, lifelines);
    let page = Page {
        study,
        inputs,
        lifelines,
        flat: &flat,
    };
    let mut head = head(study, inputs, &inputs.findings);
    head.groups = asked
        .groups
        .iter()
        .map(|g| head.groups[*g].clone())
        .collect();
    // Here groups are counted by those that were asked for.
    head.main_group = GroupId::new(asked.groups.iter().position(|g| *g == main).unwrap_or(0));
    LifelinesData {
        unlinked: unlinked_homes(inputs, &inputs.findings),
        head,
        counted: (asked.groups.iter())
            .map(|g| counted(inputs, lifelines, *g))
            .collect(),
        norms: (asked.cases.iter())
            .filter(|c| c.persona == MAIN)
            .map(|c| (c.slot, c.services.to_vec()))
            .collect(),
        kinds: asked.kinds.iter().map(|k| page.of_kind(*k)).collect(),
        map: backdrop(inputs, &flat),
        pairs: (work.pairs, work.in_doubt),
        verified,
    }
}

struct Page<'a> {
    study: &'a Study,
    inputs: &'a Inputs,
    lifelines: &'a Lifelines,
    flat: &'a Flat,
}

impl Page<'_> {
    fn of_kind(&self, kind: Kind) -> OfKind {
        let of_kind = || (self.lifelines.outcomes.iter()).filter(move |(c, _)| c.kind() == kind);
        // Of each home, the norms that it would miss without some one thing.
        let mut hanging: IdVec<HomeId, BTreeSet<(CaseId, NormId)>> =
            IdVec::filled(BTreeSet::new(), self.homes());
        let single = of_kind().filter(|(cut, _)| !cut.is_pair());
        for (key, homes) in single.flat_map(|(_, outcome)| self.of_main(outcome)) {
            for home in homes {
                hanging[*home].insert(*key);
            }
        }
        let mut meets = vec![false; self.homes()];
        let cases = self.lifelines.asked.cases.iter().zip(&self.lifelines.base);
        for (_, base) in cases.filter(|(case, _)| case.persona == MAIN) {
            for row in &base.meets {
                for (any, met) in meets.iter_mut().zip(row) {
                    *any |= met;
                }
            }
        }
        let hang = |g: &GroupId| {
            let homes = hanging.ids().filter(|h| !hanging[*h].is_empty());
            people(&self.inputs.weights[*g], homes)
        };
        let ranked = ranking(self.study, self.inputs, self.lifelines, kind);
        OfKind {
            kind: match kind {
                Kind::Line => data::Kind::Line,
                Kind::Stop => data::Kind::Stop,
                Kind::Trip => data::Kind::Trip,
            },
            all: ranked.iter().filter(|r| !r.cut.is_pair()).count(),
            ranked: (ranked.iter())
                .filter_map(|r| self.thing(r, self.name(r, &ranked)))
                .collect(),
            hang: self.lifelines.asked.groups.iter().map(hang).collect(),
            threads: (hanging.iter().zip(&meets))
                .map(|(norms, meets)| meets.then_some(norms.len()))
                .collect(),
        }
    }

    fn homes(&self) -> usize {
        self.inputs.homes.len()
    }

    /// Who falls as the first persona.
    fn of_main<'o>(
        &self,
        outcome: &'o Outcome,
    ) -> impl Iterator<Item = (&'o (CaseId, NormId), &'o Vec<HomeId>)> {
        let cases = &self.lifelines.asked.cases;
        (outcome.fallen.iter()).filter(move |(key, _)| cases[key.0].persona == MAIN)
    }

    /// One of the ranking; none where nobody of any group falls.
    fn thing(&self, ranked: &Ranked, name: Name) -> Option<Thing> {
        let asked = &self.lifelines.asked;
        let outcome = self.lifelines.outcomes.get(&ranked.cut)?;
        let main = &self.inputs.weights[main_group(self.study, self.lifelines)];
        // Homes by slot, service and persona; each once in each.
        let mut all = BTreeSet::new();
        let study = self.study;
        let mut by_slot = IdVec::filled(BTreeSet::new(), study.slots.len());
        let mut by_service = IdVec::filled(BTreeSet::new(), study.services.len());
        let mut by_persona = IdVec::filled(BTreeSet::new(), study.personas.len());
        for ((c, s), homes) in &outcome.fallen {
            let case = &asked.cases[*c];
            let homes = || homes.iter().copied();
            by_persona[case.persona].extend(homes());
            if case.persona == MAIN {
                all.extend(homes());
                by_slot[case.slot].extend(homes());
                by_service[case.services[*s]].extend(homes());
            }
        }
        let sum = |homes: &BTreeSet<HomeId>| people(main, homes.iter().copied());
        let by_group = |g: &GroupId| people(&self.inputs.weights[*g], all.iter().copied());
        let people: IdVec<GroupId, f64> = asked.groups.iter().map(by_group).collect();
        if people.iter().all(|n| *n <= 0.0) {
            return None;
        }
        let t = &self.inputs.network.timetable;
        Some(Thing {
            id: ranked.named.id.clone(),
            name,
            vehicle: ranked.named.vehicle,
            pair: ranked.cut.is_pair(),
            people,
            by_slot: by_slot.iter().map(sum).collect(),
            by_service: by_service.iter().map(sum).collect(),
            by_persona: by_persona.iter().map(sum).collect(),
            worst: ranked.worst.map(|(c, s, n)| {
                let case = &asked.cases[c];
                (case.slot, case.services[s], n)
            }),
            effort: ranked.effort.map(|e| (e.hours, e.km)),
            ways: self.ways(ranked.cut, t),
            homes: (all.into_iter())
                .filter(|h| main[*h].is_some_and(|w| w > 0.0))
                .map(|HomeId(home)| home)
                .collect(),
        })
    }

    /// How it is called; with its operator where another line beside it has the same name.
    fn name(&self, ranked: &Ranked, all: &[Ranked]) -> Name {
        let t = &self.inputs.network.timetable;
        let named = &ranked.named;
        let alike = |r: &&Ranked| (r.named.vehicle, &r.named.name) == (named.vehicle, &named.name);
        match ranked.cut {
            Cut::Trip(trip) => {
                let j = journey(trip, t);
                Name::Trip {
                    line: j.line.to_owned(),
                    at: j.at.to_string(),
                    from: j.from.to_owned(),
                    to: j.to.to_owned(),
                }
            }
            Cut::Line(route) if all.iter().filter(alike).count() > 1 => {
                Name::Plain(t.line_and_operator(route))
            }
            _ => Name::Plain(named.name.clone()),
        }
    }

    /// Where it runs: the hops of all its trips, each once.
    fn ways(&self, cut: Cut, t: &Timetable) -> Vec<Vec<Xy>> {
        let at = |s| t.position(s).map(|p| self.flat.at(p));
        let calls = |trip: TripId| t.calls[trip].iter().map(|c| c.stop);
        match cut {
            Cut::Stop(stop) => at(stop).map(|p| vec![p]).into_iter().collect(),
            Cut::Trip(trip) => vec![calls(trip).filter_map(at).collect()],
            Cut::Line(_) | Cut::Both(..) => {
                let lines = match cut {
                    Cut::Both(a, b) => vec![a, b],
                    Cut::Line(line) => vec![line],
                    _ => Vec::new(),
                };
                let mut hops = BTreeSet::new();
                for x in (0..t.trips()).filter(|x| lines.contains(&t.trip_route[*x])) {
                    let stops: Vec<_> = calls(TripId::new(x)).collect();
                    let hop = |w: &[StopId]| (w[0].min(w[1]), w[0].max(w[1]));
                    hops.extend(stops.windows(2).map(hop));
                }
                (hops.into_iter())
                    .filter_map(|(a, b)| Some(vec![at(a)?, at(b)?]))
                    .collect()
            }
        }
    }
}
