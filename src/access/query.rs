//! What each origin of a job reaches: every measure, origin by origin, without a matrix in between.

use super::evaluator::{self, Evaluator, OfForm, Scratch, shares};
use super::form::{Form, Measure};
use super::open::Open;
use crate::diagnostics::Error;
use crate::input::study::Usual;
use crate::measures::travel_time::Percentile;
use crate::routing::job::{Job, Kept, Status, Times};
use crate::watch::Progress;
use std::ops::Range;
use std::sync::Mutex;

/// What destinations offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// Its name in tables.
    pub name: String,
    /// `O_j` per destination: jobs, places, facilities; finite, not negative.
    pub supply: Vec<f64>,
}

impl Opportunity {
    /// Of a name, with what each destination offers.
    pub fn new(name: impl Into<String>, supply: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            supply,
        }
    }
}

/// What is asked of every origin.
#[derive(Clone, Debug)]
pub struct AccessQuery<'a> {
    /// What is looked for.
    pub opportunities: Vec<Opportunity>,
    /// How it is measured.
    pub measures: Vec<Measure>,
    /// Percentiles over the window.
    pub percentiles: Vec<Percentile>,
    /// What a percentile is taken of.
    pub usual: Usual,
    /// Demand per origin for the two-step measure; none where it is not known (it then asks for
    /// nothing). Without it every origin counts 1.
    pub demand: Option<&'a [Option<f64>]>,
    /// When each destination is open; always without.
    pub open: Option<&'a [Open]>,
}

/// Which value stands at a place of an origin's answers: positions in the lists of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// In [`AccessQuery::opportunities`].
    pub opportunity: usize,
    /// In [`AccessQuery::measures`].
    pub measure: usize,
    /// In [`AccessQuery::percentiles`].
    pub percentile: usize,
    /// In [`Measure::forms`].
    pub form: usize,
}

/// One value of one origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The value in the unit of its [`Form`]; none with a status other than ok.
    pub value: Option<f64>,
    /// Ok, or why there is no value.
    pub status: Status,
}

impl AccessQuery<'_> {
    /// The median travel time over the window to destinations that are always open, every origin counting 1.
    pub fn of(opportunities: Vec<Opportunity>, measures: Vec<Measure>) -> Self {
        Self {
            opportunities,
            measures,
            percentiles: vec![Percentile::MEDIAN],
            usual: Usual::TravelTime,
            demand: None,
            open: None,
        }
    }

    /// What the answers of an origin are, in their order: opportunity, measure, percentile, cutoff,
    /// each in the order asked.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for opportunity in 0..self.opportunities.len() {
            for (measure, m) in self.measures.iter().enumerate() {
                for percentile in 0..self.percentiles.len() {
                    keys.extend((0..m.forms.len()).map(|form| Key {
                        opportunity,
                        measure,
                        percentile,
                        form,
                    }));
                }
            }
        }
        keys
    }

    /// All forms, measure by measure.
    fn forms(&self) -> impl Iterator<Item = &Form> {
        self.measures.iter().flat_map(|m| &m.forms)
    }

    fn evaluator(&self, job: &Job) -> Evaluator<'_> {
        let usual = (self.usual, self.percentiles.clone());
        let offers = self.opportunities.iter().map(|o| &o.supply[..]).collect();
        let open = self.open.unwrap_or_default().to_vec();
        Evaluator::new(usual, job.window(), 0, offers, open)
            .measuring(self.forms().cloned().collect())
    }

    fn people(&self, origin: usize) -> Option<f64> {
        match self.demand {
            Some(demand) => demand.get(origin).copied().flatten(),
            None => Some(1.0),
        }
    }
}

/// What is offered and nobody asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Unclaimed {
    /// In [`AccessQuery::opportunities`].
    pub opportunity: usize,
    /// In [`AccessQuery::percentiles`]; none where a percentile is taken over departures, and nobody asks at any.
    pub percentile: Option<usize>,
    /// As in tables.
    pub cutoff: String,
    /// How much.
    pub of: evaluator::Unclaimed,
}

/// Computes all measures for all origins of a job on the threads of the current pool; `take` gets
/// the answers of each origin ([`AccessQuery::keys`]) in the order of the origins. What the two-step measure
/// leaves unclaimed comes back.
///
/// # Errors
/// Those of `take`, which stops the work, and [`Error::Cancelled`].
pub fn for_each_origin<E: From<Error>>(
    job: &Job,
    query: &AccessQuery,
    progress: &Progress,
    mut take: impl FnMut(usize, &[Answer]) -> Result<(), E>,
) -> Result<Vec<Unclaimed>, E> {
    let mut first_form = vec![0];
    for measure in &query.measures {
        first_form.push(first_form.last().unwrap_or(&0) + measure.forms.len());
    }
    let evaluator = query.evaluator(job);
    let steps = 0..job.steps();
    let shares = match query.forms().any(Form::competes) {
        true => {
            let phase = progress.phase("demand", job.origin_links().len());
            let people = |_, origin| query.people(origin);
            let done = || phase.advance(1).map_err(E::from);
            shares(job, &[&evaluator], &steps, people, done)?.remove(0)
        }
        false => Vec::new(),
    };
    let run = Run {
        job,
        query,
        evaluator,
        keys: query.keys(),
        first_form,
        steps,
        shares,
        pool: Mutex::default(),
        spare: Mutex::default(),
    };
    let phase = progress.phase("access", job.origin_links().len());
    job.for_each_origin(
        Kept::PerOrigin,
        |origin, times| run.answers(origin, times),
        |origin, answers| {
            phase.advance(1)?;
            let taken = take(origin, &answers);
            if let Ok(mut spare) = run.spare.lock() {
                spare.push(answers);
            }
            taken
        },
    )?;
    Ok(run.unclaimed())
}

struct Run<'a> {
    job: &'a Job<'a>,
    query: &'a AccessQuery<'a>,
    evaluator: Evaluator<'a>,
    keys: Vec<Key>,
    /// Where each measure's forms begin.
    first_form: Vec<usize>,
    steps: Range<usize>,
    /// Of the two-step measure, `[form]`.
    shares: Vec<OfForm>,
    pool: Mutex<Vec<Scratch>>,
    /// Lists of answers to be used again.
    spare: Mutex<Vec<Vec<Answer>>>,
}

impl Run<'_> {
    /// What nobody asks for, by percentile, decay and opportunity, where there is any.
    fn unclaimed(&self) -> Vec<Unclaimed> {
        let percentiles: Vec<Option<usize>> = match self.query.usual {
            Usual::TravelTime => (0..self.query.percentiles.len()).map(Some).collect(),
            Usual::Access => vec![None],
        };
        let mut out = Vec::new();
        for percentile in percentiles {
            for (form, shares) in self.query.forms().zip(&self.shares) {
                for (opportunity, shares) in shares.iter().enumerate() {
                    let at = (opportunity, percentile.unwrap_or(0));
                    let of = self.evaluator.unclaimed(shares, at, &self.steps);
                    if of.places > 0 {
                        out.push(Unclaimed {
                            opportunity,
                            percentile,
                            cutoff: form.cutoff(),
                            of,
                        });
                    }
                }
            }
        }
        out
    }

    /// All answers of one origin.
    fn answers(&self, origin: usize, times: &mut Times) -> Vec<Answer> {
        // Lists come back from `take`.
        let mut out = (self.spare.lock().ok().and_then(|mut p| p.pop())).unwrap_or_default();
        out.clear();
        let linked = (self.job.origin_links().get(origin)).is_some_and(Option::is_some);
        if !linked {
            let none = Answer {
                value: None,
                status: Status::NotLinked,
            };
            out.resize(self.keys.len(), none);
            return out;
        }
        let why = self.job.why_origin(origin, times.rode);
        let mut s = (self.pool.lock().ok().and_then(|mut p| p.pop())).unwrap_or_default();
        (self.evaluator).measure(times, &self.steps, &self.shares, &mut s);
        out.extend(self.keys.iter().map(|key| {
            let form = self.first_form[key.measure] + key.form;
            let value = s.values[self.evaluator.at(key.opportunity, form, key.percentile)];
            Answer {
                value: Some(value.level).filter(|v| v.is_finite()),
                status: value.status(why),
            }
        }));
        if let Ok(mut pool) = self.pool.lock() {
            pool.push(s);
        }
        out
    }
}
