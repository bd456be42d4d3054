//! Values of all homes, by slot and persona: some regions at a time, so that what is kept of a home does for all slots and nothing grows
//! with the number of homes.

use super::layout::Unit;
use super::parts::Gathered;
use super::work::Work;
use crate::access::reading::readings;
use crate::axes::{PersonaId, PurposeId, SlotId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::routing::job::Job;
use crate::routing::legs::End;
use crate::run::study::access::At;
use crate::run::study::measured::Shared;
use std::collections::{BTreeMap, BTreeSet, btree_map};

/// Homes worked on at once in all slots, their legs kept, as far as regions allow.
pub(super) const GROUP: usize = 1 << 14;

impl Work<'_> {
    /// Values of a persona: for some regions at a time and slot by slot, one job over the homes of those that are
    /// missing, each region written when its last home has come.
    pub fn values(&self, persona: PersonaId) -> Result<(), Error> {
        let (study, inputs) = (self.study(), self.inputs());
        let (readings, main) = readings(study);
        let at = |slot| At {
            study,
            inputs,
            network: &inputs.network,
            readings: &readings,
            main: &main,
            slot,
            persona,
        };
        let missing = |slot: SlotId, region: usize| {
            let asked = Unit::Values {
                slot,
                persona,
                region,
            };
            self.missing.contains(&asked)
        };
        let regions =
            self.regions(|unit| matches!(unit, Unit::Values { persona: p, .. } if p == persona));
        let regions: Vec<usize> = BTreeSet::from_iter(regions).into_iter().collect();
        // By services: a job for all homes, as far as the streets alone decide the same for all regions and slots.
        let mut everybody: BTreeMap<Vec<PurposeId>, Job> = BTreeMap::new();
        let mut shares: BTreeMap<SlotId, Shared> = BTreeMap::new();
        for group in groups(&regions, |region| self.homes[region].len()) {
            let mut jobs: BTreeMap<Vec<PurposeId>, Job> = BTreeMap::new();
            let homes: Vec<usize> = (group.iter().flat_map(|r| &self.homes[*r]))
                .map(|home| home.index())
                .collect();
            for slot in study.slots.ids() {
                let asked: Vec<usize> = (group.iter().copied())
                    .filter(|region| missing(slot, *region))
                    .collect();
                if asked.is_empty() {
                    continue;
                }
                let at = at(slot);
                let services = study.measured_in(slot);
                let all = match everybody.entry(services.clone()) {
                    btree_map::Entry::Occupied(job) => job.into_mut(),
                    btree_map::Entry::Vacant(free) => {
                        free.insert(at.job(&services, &inputs.homes.positions)?)
                    }
                };
                let shares = match shares.entry(slot) {
                    btree_map::Entry::Occupied(shares) => shares.into_mut(),
                    btree_map::Entry::Vacant(free) => free.insert(at.shares(all, &services)?),
                };
                let job = match jobs.entry(services.clone()) {
                    btree_map::Entry::Occupied(job) => job.into_mut(),
                    btree_map::Entry::Vacant(free) => {
                        let job = of_some(&at, all, &homes)?;
                        free.insert(match homes.len() <= 2 * GROUP {
                            true => job.keeping_legs(End::Origin),
                            false => job,
                        })
                    }
                };
                // Where homes of the regions that are missing stand in the group.
                let mut some = Vec::new();
                let mut from = 0;
                for region in &group {
                    let count = self.homes[*region].len();
                    if asked.contains(region) {
                        some.extend(from..from + count);
                    }
                    from += count;
                }
                let job = of_some(&at, job, &some)?;
                self.values_of(&at, (&job, &services), shares, &asked)?;
            }
        }
        Ok(())
    }

    /// Values of some regions in a slot, by a job over their homes.
    fn values_of<'j>(
        &self,
        at: &At<'j>,
        (job, services): (&Job<'j>, &[PurposeId]),
        shares: &Shared,
        regions: &[usize],
    ) -> Result<(), Error> {
        let (study, readings) = (self.study(), at.readings);
        let what = format!(
            "{}, {}",
            study.slots[at.slot].name, study.personas[at.persona].name
        );
        let phase = self.phase(&what, job.origin_links().len());
        let fresh = || Gathered::new(readings.len(), study.services.len());
        let (mut next, mut gathered, mut count) = (0, fresh(), 0);
        at.stream(job, services, shares, |_, values, status| {
            gathered.push(values, status);
            count += 1;
            phase.advance(1)?;
            let region = regions[next];
            if count == self.homes[region].len() {
                let whole = std::mem::replace(&mut gathered, fresh());
                let unit = (at.slot, at.persona, region);
                self.parts
                    .values(unit, &self.homes[region], &whole, readings)?;
                (next, count) = (next + 1, 0);
            }
            Ok(())
        })
    }
}

/// A job for some of its origins, in a slot.
fn of_some<'j>(at: &At, job: &Job<'j>, some: &[usize]) -> Result<Job<'j>, Error> {
    let slot = &at.study.slots[at.slot];
    let max_trip = at.study.personas[at.persona].traveller.max_trip;
    job.at(slot.date, slot.window, max_trip, Some((End::Origin, some)))
}

/// Regions, ascending, in groups of at most [`GROUP`] homes or one region.
fn groups(regions: &[usize], homes: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut count = 0;
    for region in regions {
        count += homes(*region);
        match out.last_mut() {
            Some(group) if count <= GROUP => group.push(*region),
            _ => {
                out.push(vec![*region]);
                count = homes(*region);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_whole_regions() {
        let sizes = [GROUP / 2, GROUP / 2, 1, 3 * GROUP, 5, 7];
        let found = groups(&[0, 1, 2, 3, 4, 5], |r| sizes[r]);
        assert_eq!(found, [vec![0, 1], vec![2], vec![3], vec![4, 5]]);
        assert_eq!(groups(&[4, 5], |r| sizes[r]), [vec![4, 5]]);
        assert!(groups(&[], |_| 1).is_empty());
    }
}
