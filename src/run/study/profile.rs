//! Access over the day: one value per step of the clock.

use super::access::{Access, Anew, question};
use super::inputs::Inputs;
use super::measured::{asked_s, tried, worth_it};
use super::readings::{Kind, Lens, Matters, Steps, View, open_during, rows_of};
use crate::diagnostics::Error;
use crate::input::study::{Profile, Slot, Study};
use crate::routing::job::{Job, Kept, from_destinations};
use crate::routing::{Direction, Window};
use crate::run::progress::Progress;
use chrono::NaiveDate;
use std::ops::Range;

/// Values over the hours of one date.
#[derive(Clone, Debug)]
pub struct DayProfile {
    /// The date.
    pub date: NaiveDate,
    /// First moment of each step, seconds on the clock of the date.
    pub starts_s: Vec<i32>,
    /// `[service of the profile][step][home]`, as [`super::access::Slice::values`].
    pub values: Vec<Vec<Vec<f64>>>,
}

/// Profiles computed before, and what of them no longer holds.
pub struct Reuse<'a> {
    /// Of the same homes, services and dates.
    pub profiles: &'a [DayProfile],
    /// `[date]`.
    pub anew: &'a [Anew],
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
    let all: Vec<usize> = (0..homes).collect();
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
            out.push(day.values((&profile.services, &bins), &all, &|| phase.advance(1))?);
            continue;
        };
        let mut values = reuse.profiles[d].clone();
        let anew = &reuse.anew[d];
        for (services, some) in anew.parts(&profile.services, homes) {
            let flagged = |x: &usize| anew.services.get(*x) == Some(&true);
            let (edited, others): (Vec<usize>, Vec<usize>) =
                services.into_iter().partition(flagged);
            // Other timetables matter at some times of the day only.
            for (services, between_s) in [(edited, None), (others, anew.departures_s)] {
                let bins = day.bins_between(between_s);
                if services.is_empty() || bins.is_empty() {
                    continue;
                }
                let part = day.values((&services, &bins), &some, &|| ())?;
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
        phase.advance(homes as u64);
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

    /// Values of some homes, services and bins, in their order.
    fn values(
        &self,
        (services, bins): (&[usize], &Range<usize>),
        homes: &[usize],
        done: &(impl Fn() + Sync),
    ) -> Result<DayProfile, Error> {
        let what = (services, bins);
        let readings = &self.access.readings;
        let main = |x: &usize| &readings[self.access.main[*x]];
        let asked_s = services.iter().map(|x| asked_s(main(x), self.study)).max();
        let near_s = asked_s.unwrap_or(0);
        let max_trip = self.study.personas[self.profile.persona].traveller.max_trip;
        let nearest: Vec<usize> = (0..services.len())
            .filter(|i| matches!(main(&services[*i]).kind, Kind::Nearest(_)))
            .collect();
        if near_s >= max_trip.0 || nearest.is_empty() {
            return self.within(what, homes, Some(near_s), done);
        }
        let places = |x: &usize| self.inputs.services[*x].places.len();
        let few = tried(homes.len());
        if few.is_empty() || from_destinations(homes.len(), services.iter().map(places).sum()) {
            return self.within(what, homes, None, done);
        }
        let some: Vec<usize> = few.iter().map(|i| homes[*i]).collect();
        let found = self.within(what, &some, Some(near_s), &|| ())?;
        if !worth_it(Missed::of(&found, &nearest).far.len(), some.len()) {
            return self.within(what, homes, None, done);
        }
        let mut found = self.within(what, homes, Some(near_s), done)?;
        let missed = Missed::of(&found, &nearest);
        let mut parts = vec![(missed.far, 0..bins.len())];
        let mut bin = 0;
        for hours in missed.quiet.chunk_by(|a, b| a == b) {
            if hours[0] {
                parts.push((missed.others.clone(), bin..bin + hours.len()));
            }
            bin += hours.len();
        }
        let wanting: Vec<usize> = nearest.iter().map(|i| services[*i]).collect();
        for (which, some) in parts.into_iter().filter(|(which, _)| !which.is_empty()) {
            let ids: Vec<usize> = which.iter().map(|h| homes[*h]).collect();
            let at = bins.start + some.start..bins.start + some.end;
            let part = self.within((&wanting, &at), &ids, None, &|| ())?;
            for (i, rows) in nearest.iter().zip(part.values) {
                for (bin, row) in some.clone().zip(rows) {
                    for (home, value) in which.iter().zip(row) {
                        let to = &mut found.values[*i][bin][*home];
                        if *to == f64::INFINITY {
                            *to = value;
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    /// The same for trips within a limit, seconds; without one, for trips of any length.
    fn within(
        &self,
        (services, bins): (&[usize], &Range<usize>),
        homes: &[usize],
        limit_s: Option<u32>,
        done: &(impl Fn() + Sync),
    ) -> Result<DayProfile, Error> {
        let Day {
            study,
            inputs,
            access,
            profile,
            date,
        } = *self;
        let persona = &study.personas[profile.persona];
        let mut slot = day_slot(profile, date);
        let whole = slot.window;
        slot.window.start_s = whole.start_s + bins.start as i32 * self.step_s();
        slot.window.end_s = whole
            .end_s
            .min(whole.start_s + bins.end as i32 * self.step_s());
        let window = slot.window;
        let (rows, first_row) = rows_of(inputs, services);
        let positions: Vec<_> = homes.iter().map(|h| inputs.homes.positions[*h]).collect();
        let job = Job::new(&inputs.network, question(persona, &slot), &positions, &rows)?;
        let job = match limit_s {
            Some(limit) => job.within(limit),
            None => job,
        };
        let per_step = (profile.step.0 / 60).max(1) as usize;
        let bins: Vec<Steps> = (0..job.steps())
            .step_by(per_step)
            .map(|first| Steps {
                first,
                len: per_step.min(job.steps() - first),
            })
            .collect();
        let max_trip_s = persona.traveller.max_trip.0;
        let open: Vec<_> = (services.iter())
            .map(|&s| open_during(&inputs.services[s], date, &window, max_trip_s))
            .collect();
        let mut values = vec![vec![Vec::with_capacity(homes.len()); bins.len()]; services.len()];
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let mut view = View::default();
                let linked = job.origin_links()[home].is_some();
                let mut all = Vec::with_capacity(services.len() * bins.len());
                for (i, &s) in services.iter().enumerate() {
                    let kind = &access.readings[access.main[s]].kind;
                    let lens = Lens {
                        usual: study.usual,
                        service: &study.services[s],
                        data: &inputs.services[s],
                        first_row: first_row[s],
                        open: &open[i],
                        window: &window,
                        matters: Matters::to([kind]),
                    };
                    for bin in &bins {
                        // Competition is measured over slots only.
                        all.push(if !linked || matches!(kind, Kind::TwoStep(..)) {
                            f64::NAN
                        } else {
                            lens.look(times, *bin, &mut view);
                            lens.value(&view, kind, *bin, None)
                        });
                    }
                }
                all
            },
            |_, all| {
                for (i, v) in all.into_iter().enumerate() {
                    values[i / bins.len()][i % bins.len()].push(v);
                }
                done();
                Ok::<(), Error>(())
            },
        )?;
        let start_s = |bin: &Steps| window.start_s + bin.first as i32 * 60;
        Ok(DayProfile {
            date,
            starts_s: bins.iter().map(start_s).collect(),
            values,
        })
    }
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
    /// Of some services of a day's values.
    fn of(found: &DayProfile, nearest: &[usize]) -> Self {
        let first = nearest.first().map_or(&[][..], |i| &found.values[*i][..]);
        let homes = first.first().map_or(0, Vec::len);
        let missed = |home: usize, bin: usize| {
            let mut values = nearest.iter().map(|i| found.values[*i][bin][home]);
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
