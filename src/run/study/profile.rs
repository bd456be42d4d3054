//! Access over the day: one value per step of the clock.

use super::access::{Access, Invalidated, MOST_KEPT, question};
use super::inputs::{Inputs, rows_of};
use super::measured::{asked_s, evaluator, tried, worth_it};
use crate::access::evaluator::{Evaluator, Scratch};
use crate::access::reading::at_all_percentiles;
use crate::axes::{HomeId, IdVec, PurposeId, ReadingId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::{Profile, Slot, Study};
use crate::routing::job::{Job, Kept};
use crate::routing::legs::End;
use crate::travel::{Direction, Window};
use crate::watch::Progress;
use chrono::NaiveDate;
use std::ops::Range;

/// Values over the hours of one date.
#[derive(Clone, Debug)]
pub struct DayProfile {
    /// The date.
    pub date: NaiveDate,
    /// First moment of each step, seconds on the clock of the date.
    pub starts_s: Vec<i32>,
    /// `[reading of the profile][step]` by home, see [`columns`], as [`super::access::Slice::values`].
    pub values: Vec<Vec<IdVec<HomeId, f64>>>,
}

/// Profiles computed before, and what of them no longer holds.
pub struct Reuse<'a> {
    /// Of the same homes, services and dates.
    pub profiles: &'a [DayProfile],
    /// `[date]`.
    pub invalidated: &'a [Invalidated],
}

/// The readings of a profile: the main one of each of its services, then the same at further percentiles, as far as
/// access has them.
pub fn columns(profile: &Profile, access: &Access) -> Vec<ReadingId> {
    let main = || profile.services.iter().map(|x| access.main[*x]);
    let further = main().flat_map(|r| at_all_percentiles(&access.readings, r).into_iter().skip(1));
    main().chain(further).collect()
}

/// Profiles of all dates; empty when the study has none. With `reuse`, only what must be computed
/// anew.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    access: &Access,
    reuse: Option<&Reuse>,
    progress: &Progress,
) -> Result<Vec<DayProfile>, Error> {
    let Some(profile) = &study.profile else {
        return Ok(Vec::new());
    };
    let homes = inputs.homes.len();
    let phase = progress.phase("access over the day", profile.dates.len() * homes);
    let all: Vec<HomeId> = inputs.home_ids().collect();
    let mut out = Vec::new();
    for (d, &date) in profile.dates.iter().enumerate() {
        let day = Day {
            study,
            inputs,
            access,
            profile,
            date,
        };
        let Some(reuse) = reuse else {
            let bins = day.bins_between(None);
            let columns = columns(profile, access);
            out.push(day.values((&columns, &bins), &all, &|| phase.advance(1))?);
            continue;
        };
        let mut values = reuse.profiles[d].clone();
        let anew = &reuse.invalidated[d];
        for (services, some) in anew.parts(&profile.services, homes) {
            let flagged = |x: &PurposeId| anew.services.get(*x) == Some(&true);
            let (edited, others): (Vec<PurposeId>, Vec<PurposeId>) =
                services.into_iter().partition(flagged);
            // Other timetables matter at some times of the day only.
            for (services, between_s) in [(edited, None), (others, anew.departures_s)] {
                let bins = day.bins_between(between_s);
                if services.is_empty() || bins.is_empty() {
                    continue;
                }
                let columns: Vec<ReadingId> = services.iter().map(|x| access.main[*x]).collect();
                let part = day.values((&columns, &bins), &some, &|| Ok(()))?;
                for (from, service) in part.values.into_iter().zip(&services) {
                    let Some(i) = profile.services.iter().position(|x| x == service) else {
                        continue;
                    };
                    for (to, from) in values.values[i][bins.clone()].iter_mut().zip(from) {
                        for (home, value) in some.iter().zip(from) {
                            to[*home] = value;
                        }
                    }
                }
            }
        }
        phase.advance(homes as u64)?;
        out.push(values);
    }
    Ok(out)
}

/// One date of a profile.
struct Day<'a> {
    study: &'a Study,
    inputs: &'a Inputs,
    access: &'a Access,
    profile: &'a Profile,
    date: NaiveDate,
}

impl Day<'_> {
    /// Seconds of a bin.
    fn step_s(&self) -> i32 {
        (self.profile.step.0 / 60).max(1) as i32 * 60
    }

    /// The bins with any departure between two moments, both included; all without.
    fn bins_between(&self, between_s: Option<(i32, i32)>) -> Range<usize> {
        let window = day_slot(self.profile, self.date).window;
        let span = (window.end_s - window.start_s).max(0);
        let all = (span as u32).div_ceil(self.step_s() as u32) as usize;
        let Some((first, last)) = between_s else {
            return 0..all;
        };
        let bin = |s: i32| s.saturating_sub(window.start_s).div_euclid(self.step_s());
        let end = (bin(last).max(-1) + 1) as usize;
        let start = bin(first).max(0) as usize;
        start.min(all)..end.clamp(start.min(all), all)
    }

    /// Values of some homes, readings and bins, in their order.
    fn values(
        &self,
        (columns, bins): (&[ReadingId], &Range<usize>),
        homes: &[HomeId],
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<DayProfile, Error> {
        let reading = |r: &ReadingId| &self.access.readings[*r];
        let asked_s = (columns.iter()).map(|r| asked_s(reading(r), self.study));
        let near_s = asked_s.max().unwrap_or(0);
        let nearest: Vec<usize> = (0..columns.len())
            .filter(|i| reading(&columns[*i]).is_time())
            .collect();
        let looks = self.looks(columns, homes)?;
        let far_s = looks.job.longest_s();
        if near_s >= far_s || nearest.is_empty() {
            return self.within(&looks, bins, None, near_s, done);
        }
        let few = tried(homes.len());
        if few.is_empty() || looks.job.searches_from() == End::Destination {
            return self.within(&looks, bins, None, far_s, done);
        }
        let found = self.within(&looks, bins, Some(&few), near_s, &|| Ok(()))?;
        if !worth_it(Missed::of(&found, &nearest).far.len(), few.len()) {
            return self.within(&looks, bins, None, far_s, done);
        }
        let mut found = self.within(&looks, bins, None, near_s, done)?;
        let missed = Missed::of(&found, &nearest);
        let mut parts = vec![(missed.far, 0..bins.len())];
        let mut bin = 0;
        for hours in missed.quiet.chunk_by(|a, b| a == b) {
            if hours[0] {
                parts.push((missed.others.clone(), bin..bin + hours.len()));
            }
            bin += hours.len();
        }
        let wanting: Vec<ReadingId> = nearest.iter().map(|i| columns[*i]).collect();
        parts.retain(|(which, _)| !which.is_empty());
        if parts.is_empty() {
            return Ok(found);
        }
        let looks = self.looks(&wanting, homes)?;
        for (which, some) in parts {
            let at = bins.start + some.start..bins.start + some.end;
            let part = self.within(&looks, &at, Some(&which), far_s, &|| Ok(()))?;
            for (i, rows) in nearest.iter().zip(part.values) {
                for (bin, row) in some.clone().zip(rows) {
                    for (home, value) in which.iter().zip(row) {
                        let to = &mut found.values[*i][bin][HomeId::new(*home)];
                        if *to == f64::INFINITY {
                            *to = value;
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    /// What it takes to look at the services of some readings from some homes at any time of the day.
    fn looks<'s>(
        &self,
        columns: &'s [ReadingId],
        homes: &[HomeId],
    ) -> Result<Looks<'_, 's>, Error> {
        let persona = &self.study.personas[self.profile.persona];
        let asked = question(persona, &day_slot(self.profile, self.date));
        let mut services: Vec<PurposeId> = Vec::new();
        for r in columns {
            let service = self.access.readings[*r].service;
            if !services.contains(&service) {
                services.push(service);
            }
        }
        let (rows, first_row) = rows_of(self.inputs, &services);
        let positions: Vec<_> = homes
            .iter()
            .map(|h| self.inputs.homes.positions[h.index()])
            .collect();
        let job = Job::new(&self.inputs.network, asked, &positions, &rows)?;
        Ok(Looks {
            columns,
            first_row,
            job: match homes.len() <= MOST_KEPT {
                true => job.keeping_legs(End::Origin),
                false => job,
            },
        })
    }

    /// Values of some of the homes (none: of all), in their order, by trips within a limit.
    fn within(
        &self,
        looks: &Looks,
        bins: &Range<usize>,
        some: Option<&[usize]>,
        limit_s: u32,
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<DayProfile, Error> {
        let Day {
            study,
            inputs,
            access,
            profile,
            date,
        } = *self;
        let Looks {
            columns,
            first_row,
            job,
        } = looks;
        let mut window = day_slot(profile, date).window;
        let bin_s = |bin: usize| window.start_s + bin as i32 * self.step_s();
        let (start_s, end_s) = (bin_s(bins.start), window.end_s.min(bin_s(bins.end)));
        (window.start_s, window.end_s) = (start_s, end_s);
        let max_trip = study.personas[profile.persona].traveller.max_trip;
        let some = some.map(|homes| (End::Origin, homes));
        let job = job.at(date, window, max_trip, some)?.within(limit_s);
        let homes = job.origin_links().len();
        let per_step = (profile.step.0 / 60).max(1) as usize;
        let bins: Vec<Range<usize>> = (0..job.steps())
            .step_by(per_step)
            .map(|first| first..job.steps().min(first + per_step))
            .collect();
        let of_column = |r: &ReadingId| {
            let reading = &access.readings[*r];
            // Competition is measured over slots only.
            let form = Some(&reading.form).filter(|form| !form.competes())?;
            let rows = (reading.service, first_row[reading.service]);
            let when = (date, window, max_trip);
            let evaluator = evaluator((study, inputs), rows, when, &[reading.percentile]);
            Some(evaluator.measuring(vec![form.clone()]))
        };
        let evaluators: Vec<Option<Evaluator>> = columns.iter().map(of_column).collect();
        let mut values =
            vec![vec![IdVec::from(Vec::with_capacity(homes)); bins.len()]; columns.len()];
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let mut s = Scratch::default();
                let linked = job.origin_links()[home].is_some();
                let mut all = Vec::with_capacity(columns.len() * bins.len());
                for evaluator in &evaluators {
                    for bin in &bins {
                        all.push(match evaluator {
                            Some(evaluator) if linked => {
                                evaluator.measure(times, bin, &[], &mut s);
                                s.values[0].level
                            }
                            _ => f64::NAN,
                        });
                    }
                }
                all
            },
            |_, all| {
                for (i, v) in all.into_iter().enumerate() {
                    values[i / bins.len()][i % bins.len()].push(v);
                }
                done()?;
                Ok::<(), Error>(())
            },
        )?;
        let start_s = |bin: &Range<usize>| window.start_s + bin.start as i32 * 60;
        Ok(DayProfile {
            date,
            starts_s: bins.iter().map(start_s).collect(),
            values,
        })
    }
}

/// Some readings from some homes.
struct Looks<'n, 's> {
    columns: &'s [ReadingId],
    /// First row of each service in the job.
    first_row: IdVec<PurposeId, usize>,
    /// At the whole day.
    job: Job<'n>,
}

/// Who found nothing by a first look.
struct Missed {
    /// Bins in which most did, `[bin]`: little runs.
    quiet: Vec<bool>,
    /// Homes that did in other bins, in order: they are far away from what they look for.
    far: Vec<usize>,
    /// All others, in order.
    others: Vec<usize>,
}

impl Missed {
    /// Of some readings of a day's values.
    fn of(found: &DayProfile, nearest: &[usize]) -> Self {
        let first = nearest.first().map_or(&[][..], |i| &found.values[*i][..]);
        let homes = first.first().map_or(0, |row| row.len());
        let missed = |home: usize, bin: usize| {
            let mut values = nearest
                .iter()
                .map(|i| found.values[*i][bin][HomeId::new(home)]);
            values.any(|v| v == f64::INFINITY)
        };
        let count = |bin| (0..homes).filter(|h| missed(*h, bin)).count();
        let quiet: Vec<bool> = (0..first.len()).map(|b| count(b) * 2 > homes).collect();
        let is_far = |home: &usize| (0..quiet.len()).any(|b| !quiet[b] && missed(*home, b));
        let (far, others) = (0..homes).partition(is_far);
        Self { quiet, far, others }
    }
}

/// A date of a profile as a slot.
pub fn day_slot(profile: &Profile, date: NaiveDate) -> Slot {
    Slot {
        name: "profile".into(),
        date,
        window: Window {
            direction: Direction::Depart,
            start_s: profile.window.0.0,
            end_s: profile.window.1.0,
            step_s: 60,
        },
    }
}
