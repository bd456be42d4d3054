//! What a study measures: one reading for each service, cutoff and percentile.

use super::form::{Form, Measure};
use crate::axes::{IdVec, PurposeId, ReadingId, StatusId};
use crate::ids::Id;
use crate::input::study::Study;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;

/// One number per home, slot and persona.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Of which service.
    pub service: PurposeId,
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
    pub status: StatusId,
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

/// Readings, and for each service the one that norms and reports use.
pub type Readings = (IdVec<ReadingId, Reading>, IdVec<PurposeId, ReadingId>);

/// All readings of a study at the first percentile of each service, service by service, and per service the
/// one that norms and reports use: the norm's, else the first.
pub fn readings(study: &Study) -> Readings {
    let (mut all, mut main) = Readings::default();
    for (s, service) in study.services.by_id() {
        let before = all.len();
        let measure = Measure::of(&service.measure);
        all.extend(measure.forms.into_iter().map(|form| Reading {
            service: s,
            measure: measure.name,
            cutoff: form.cutoff(),
            form,
            norm: None,
            percentile: service.percentile(),
            status: s.into(),
        }));
        let mut own = all.ids().skip(before);
        let mut chosen = own.clone().next().unwrap_or_default();
        if let Some(norm) = service.norm {
            let wanted = (norm.cutoff).map(|c| Form::Sum(Decay::Step { cutoff_s: c.0 }));
            let found = own.find(|&r| wanted.as_ref().is_none_or(|form| all[r].form == *form));
            chosen = found.unwrap_or(chosen);
            all[chosen].norm = Some(norm.level);
        }
        main.push(chosen);
    }
    (all, main)
}

/// As [`readings`], and behind them the same at the further percentiles of each service: service by service,
/// percentile by percentile. No norm is about those.
pub fn readings_at_all(study: &Study) -> Readings {
    let (mut all, main) = readings(study);
    let first = all.clone();
    let mut statuses = (study.services.len()..).map(StatusId::new);
    for (s, service) in study.services.by_id() {
        for &percentile in service.percentiles.iter().skip(1) {
            for reading in first.iter().filter(|r| r.service == s) {
                let status = statuses.next().unwrap_or_default();
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
pub fn at_all_percentiles(readings: &IdVec<ReadingId, Reading>, of: ReadingId) -> Vec<ReadingId> {
    let same = |r: &Reading| {
        let of = &readings[of];
        (r.service, &r.form) == (of.service, &of.form)
    };
    readings.ids().filter(|r| same(&readings[*r])).collect()
}
