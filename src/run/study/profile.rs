//! Access over the day: one value per step of the clock.

use super::access::{Access, question};
use super::inputs::Inputs;
use super::readings::{Kind, Lens, Steps, View, open_during, rows_of};
use crate::diagnostics::Error;
use crate::input::study::{Slot, Study};
use crate::routing::job::{Job, Kept};
use crate::routing::{Direction, Window};
use crate::run::progress::Progress;
use chrono::NaiveDate;

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

/// Profiles of all dates; empty when the study has none.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    access: &Access,
    progress: &Progress,
) -> Result<Vec<DayProfile>, Error> {
    let Some(profile) = &study.profile else {
        return Ok(Vec::new());
    };
    let persona = &study.personas[profile.persona];
    let phase = progress.phase(
        "access over the day",
        profile.dates.len() * inputs.homes.len(),
    );
    let mut out = Vec::new();
    for &date in &profile.dates {
        let (start_s, end_s) = (profile.window.0.0, profile.window.1.0);
        let window = Window {
            direction: Direction::Depart,
            start_s,
            end_s,
            step_s: 60,
        };
        let slot = Slot {
            name: "profile".into(),
            date,
            window,
        };
        let (rows, first_row) = rows_of(inputs, &profile.services);
        let job = Job::new(
            &inputs.network,
            question(persona, &slot),
            &inputs.homes.positions,
            &rows,
        )?;
        let per_step = (profile.step.0 / 60).max(1) as usize;
        let bins: Vec<Steps> = (0..job.steps())
            .step_by(per_step)
            .map(|first| Steps {
                first,
                len: per_step.min(job.steps() - first),
            })
            .collect();
        let open: Vec<_> = (profile.services.iter())
            .map(|&s| {
                open_during(
                    &inputs.services[s],
                    date,
                    &window,
                    persona.traveller.max_trip.0,
                )
            })
            .collect();
        let mut values =
            vec![vec![Vec::with_capacity(inputs.homes.len()); bins.len()]; profile.services.len()];
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let mut view = View::default();
                let linked = job.origin_links()[home].is_some();
                let mut all = Vec::with_capacity(profile.services.len() * bins.len());
                for (i, &s) in profile.services.iter().enumerate() {
                    let lens = Lens {
                        usual: study.usual,
                        service: &study.services[s],
                        data: &inputs.services[s],
                        first_row: first_row[s],
                        open: &open[i],
                        window: &window,
                    };
                    let kind = &access.readings[access.main[s]].kind;
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
                phase.advance(1);
                Ok::<(), Error>(())
            },
        )?;
        let starts_s = bins.iter().map(|b| start_s + b.first as i32 * 60).collect();
        out.push(DayProfile {
            date,
            starts_s,
            values,
        });
    }
    Ok(out)
}
