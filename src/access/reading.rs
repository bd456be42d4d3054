//! What a study measures: one reading for each service, cutoff and percentile.

use super::form::{Form, Measure};
use crate::input::study::Study;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;

/// One number per home, slot and persona.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Of which service.
    pub service: usize,
    /// The measure's name in tables.
    pub measure: &'static str,
    /// Its cutoff or parameter in tables, see [`Form::cutoff`].
    pub cutoff: String,
    /// How it is computed.
    pub form: Form,
    /// The norm, on the reading it is about.
    pub norm: Option<Norm>,
    /// Percentile over the departures of a slot.
    pub percentile: u8,
    /// Which row of a slice's statuses is about it: the service's, or one of its own behind those.
    pub status: usize,
}

impl Reading {
    /// Whether values are travel times (seconds inside, minutes in tables).
    pub fn is_time(&self) -> bool {
        self.form.is_time()
    }

    /// Whether a level misses the norm; none without a norm, or where the level isn't known.
    pub fn missed(&self, level: Option<f64>) -> Option<bool> {
        let level = level.filter(|level| !level.is_nan());
        let (norm, level) = self.norm.zip(level)?;
        Some(norm.missed(level))
    }
}

/// All readings of a study at the first percentile of each service, service by service, and per service the
/// one that norms and reports use: the norm's, else the first.
pub fn readings(study: &Study) -> (Vec<Reading>, Vec<usize>) {
    let mut all: Vec<Reading> = Vec::new();
    let mut main = Vec::new();
    for (s, service) in study.services.iter().enumerate() {
        let first = all.len();
        let measure = Measure::of(&service.measure);
        all.extend(measure.forms.into_iter().map(|form| Reading {
            service: s,
            measure: measure.name,
            cutoff: form.cutoff(),
            form,
            norm: None,
            percentile: service.percentile(),
            status: s,
        }));
        let mut chosen = first;
        if let Some(norm) = service.norm {
            let wanted = (norm.cutoff).map(|c| Form::Sum(Decay::Step { cutoff_s: c.0 }));
            let found = (first..all.len())
                .find(|&r| wanted.as_ref().is_none_or(|form| all[r].form == *form));
            chosen = found.unwrap_or(first);
            all[chosen].norm = Some(norm.level);
        }
        main.push(chosen);
    }
    (all, main)
}

/// As [`readings`], and behind them the same at the further percentiles of each service: service by service,
/// percentile by percentile. No norm is about those.
pub fn readings_at_all(study: &Study) -> (Vec<Reading>, Vec<usize>) {
    let (mut all, main) = readings(study);
    let first = all.clone();
    for (s, service) in study.services.iter().enumerate() {
        for &percentile in service.percentiles.iter().skip(1) {
            for reading in first.iter().filter(|r| r.service == s) {
                let status = study.services.len() + all.len() - first.len();
                all.push(Reading {
                    norm: None,
                    percentile,
                    status,
                    ..reading.clone()
                });
            }
        }
    }
    (all, main)
}

/// The reading and what differs from it in the percentile only, in the order of percentiles.
pub fn at_all_percentiles(readings: &[Reading], of: usize) -> Vec<usize> {
    let same = |r: &Reading| {
        let of = &readings[of];
        (r.service, &r.form) == (of.service, &of.form)
    };
    (0..readings.len())
        .filter(|r| same(&readings[*r]))
        .collect()
}
