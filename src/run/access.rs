//! What each origin reaches: every measure of access of one job, origin by origin, without a
//! matrix in between.
//!
//! Everything is computed in *layers*, one travel time per destination each. With
//! [`Usual::TravelTime`] a layer is a percentile of travel time; with [`Usual::Access`] it is a
//! departure (or deadline), and the percentile is taken over what the layers give. Sums run over
//! the destinations in their order, so results don't depend on threads.
//!
//! Memory: one origin's row of travel times per thread, and for the two-step measure one number per
//! destination, layer, decay and opportunity.

use super::hours::Hours;
use crate::diagnostics::Error;
use crate::input::study::Usual;
use crate::measures::competition::{Demand, Method, Shares};
use crate::measures::decay::Decay;
use crate::measures::opportunity::nth_nearest_of;
use crate::measures::travel_time::{Percentile, UNREACHED, percentiles_into, seconds_or_unreached};
use crate::routing::job::{Job, Kept, Status, Times};
use crate::units::Seconds;
use crate::watch::Progress;
use std::sync::Mutex;

/// Departures put side by side at once.
const BLOCK: usize = 64;

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

/// How one column of values comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// `Σ_j O_j f(t_j)`, units of supply: cumulative (a step), interval and gravity access.
    Weighted(Decay),
    /// Travel time to the n-th nearest, seconds.
    Nearest(f64),
    /// Two-step floating catchment area, supply per head of demand.
    TwoStep(Decay),
}

/// A measure at one or more cutoffs (or parameters).
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its name in tables.
    pub name: &'static str,
    /// What stands in the column `cutoff`, and what is computed.
    pub cutoffs: Vec<(String, Form)>,
}

impl Measure {
    /// Cumulative opportunities within each cutoff, `cumulative`.
    pub fn cumulative(cutoffs: &[Seconds]) -> Self {
        Self {
            name: "cumulative",
            cutoffs: steps(cutoffs)
                .map(|d| (label(&d), Form::Weighted(d)))
                .collect(),
        }
    }

    /// Mean of cumulative access over the whole-minute cutoffs from `from_min` to `to_min`,
    /// `interval`.
    pub fn interval(from_min: u16, to_min: u16) -> Self {
        let decay = Decay::Interval { from_min, to_min };
        Self {
            name: "interval",
            cutoffs: vec![(label(&decay), Form::Weighted(decay))],
        }
    }

    /// Gravity access with each decay, `gravity`.
    pub fn gravity(decays: Vec<Decay>) -> Self {
        Self {
            name: "gravity",
            cutoffs: decays
                .into_iter()
                .map(|d| (label(&d), Form::Weighted(d)))
                .collect(),
        }
    }

    /// Travel time to the n-th nearest, for each n, `nearest`.
    pub fn nearest(n: &[f64]) -> Self {
        Self {
            name: "nearest",
            cutoffs: n
                .iter()
                .map(|&n| (n.to_string(), Form::Nearest(n)))
                .collect(),
        }
    }

    /// Two-step floating catchment area with each decay, `2sfca`.
    pub fn two_step(decays: Vec<Decay>) -> Self {
        Self {
            name: "2sfca",
            cutoffs: decays
                .into_iter()
                .map(|d| (label(&d), Form::TwoStep(d)))
                .collect(),
        }
    }
}

/// A step at each cutoff.
pub fn steps(cutoffs: &[Seconds]) -> impl Iterator<Item = Decay> {
    cutoffs.iter().map(|c| Decay::Step { cutoff_s: c.0 })
}

/// A decay's parameters in minutes, for the column `cutoff`: `30`; `15-45` for an interval, `40/10`
/// for a logistic's inflection and standard deviation, `10/20/30` for rings.
pub fn label(decay: &Decay) -> String {
    // Seconds are at most two decimals of a minute in tables.
    let min = |s: u32| ((f64::from(s) / 0.6).round() / 100.0).to_string();
    match decay {
        Decay::Step { cutoff_s: s }
        | Decay::Linear { zero_at_s: s }
        | Decay::Exponential { half_life_s: s }
        | Decay::Gaussian { sd_s: s } => min(*s),
        Decay::Logistic { inflection_s, sd_s } => format!("{}/{}", min(*inflection_s), min(*sd_s)),
        Decay::Interval { from_min, to_min } => format!("{from_min}-{to_min}"),
        Decay::Rings(rings) => {
            let all: Vec<String> = rings.iter().map(|(s, _)| min(*s)).collect();
            all.join("/")
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
    /// Opening hours of the destinations; always open without.
    pub hours: Option<&'a Hours>,
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
    /// In [`Measure::cutoffs`].
    pub cutoff: usize,
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
            hours: None,
        }
    }

    /// What the answers of an origin are, in their order: opportunity, measure, percentile, cutoff,
    /// each in the order asked.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for opportunity in 0..self.opportunities.len() {
            for (measure, m) in self.measures.iter().enumerate() {
                for percentile in 0..self.percentiles.len() {
                    keys.extend((0..m.cutoffs.len()).map(|cutoff| Key {
                        opportunity,
                        measure,
                        percentile,
                        cutoff,
                    }));
                }
            }
        }
        keys
    }

    fn two_step(&self) -> impl Iterator<Item = &Decay> {
        let forms = self.measures.iter().flat_map(|m| &m.cutoffs);
        forms.filter_map(|(_, form)| match form {
            Form::TwoStep(decay) => Some(decay),
            _ => None,
        })
    }
}

/// What is offered and nobody asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Unclaimed {
    /// In [`AccessQuery::opportunities`].
    pub opportunity: usize,
    /// In [`AccessQuery::percentiles`]; none where a percentile is taken over departures, and nobody asks at any.
    pub percentile: Option<usize>,
    /// As in [`Measure::cutoffs`].
    pub cutoff: String,
    /// Destinations that offer something for which nobody asks.
    pub destinations: usize,
    /// What they offer together.
    pub supply: f64,
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
    let origins = job.origin_links().len();
    let run = Run {
        job,
        query,
        keys: query.keys(),
        layers: match query.usual {
            Usual::TravelTime => query.percentiles.len(),
            Usual::Access => job.steps(),
        },
        destinations: job.destination_links().len(),
        ranks: (query.percentiles.iter())
            .map(|p| p.index(job.steps()).unwrap_or(usize::MAX))
            .collect(),
        forms: (query.measures.iter())
            .flat_map(|m| m.cutoffs.iter().map(|(_, form)| form))
            .collect(),
        first_form: (query.measures.iter())
            .scan(0, |next, m| {
                let first = *next;
                *next += m.cutoffs.len();
                Some(first)
            })
            .collect(),
        shares: Vec::new(),
        pool: Mutex::default(),
        spare: Mutex::default(),
    };
    let shares = match query.two_step().next() {
        Some(_) => run.shares(progress)?,
        None => Vec::new(),
    };
    let run = Run { shares, ..run };
    let phase = progress.phase("access", origins);
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
    keys: Vec<Key>,
    layers: usize,
    /// Ranks of the percentiles over the window.
    ranks: Vec<usize>,
    /// All forms of all measures, and where each measure's begin.
    forms: Vec<&'a Form>,
    first_form: Vec<usize>,
    destinations: usize,
    /// Of the two-step measure, `[layer][two-step form][opportunity]`.
    shares: Vec<Shares>,
    pool: Mutex<Vec<Scratch>>,
    /// Lists of answers to be used again.
    spare: Mutex<Vec<Vec<Answer>>>,
}

/// What a thread needs for an origin; reused.
#[derive(Default)]
struct Scratch {
    /// Destinations that may be reached.
    near: Vec<u32>,
    /// Travel times `[layer of the block][destination of near]`.
    block: Vec<u32>,
    /// One destination's times over the window.
    row: Vec<u32>,
    ranked: Vec<u32>,
    percentiles: Vec<Option<u32>>,
    /// Destinations with a time in the layer at hand.
    reached: Vec<(u32, u32)>,
    /// (destination, weight).
    weights: Vec<(u32, f64)>,
    /// Values `[opportunity][form][layer]`.
    all: Vec<f64>,
}

/// A layer of one origin: its number, the destinations reached with their times, and a list to use.
type Layer<'a> = (usize, &'a [(u32, u32)], &'a mut Vec<(u32, f64)>);

impl Run<'_> {
    /// Lends a thread's memory to `work`.
    fn with_scratch<R>(&self, work: impl FnOnce(&mut Scratch) -> R) -> R {
        let mut s = (self.pool.lock().ok().and_then(|mut p| p.pop())).unwrap_or_default();
        let result = work(&mut s);
        if let Ok(mut pool) = self.pool.lock() {
            pool.push(s);
        }
        result
    }

    /// Hands the layers of one origin to `each`, in order.
    fn layers(
        &self,
        s: &mut Scratch,
        times: &mut Times,
        hours: Option<&Hours>,
        mut each: impl FnMut(Layer),
    ) {
        times.nearby(&mut s.near);
        let n = s.near.len();
        let block = match self.query.usual {
            Usual::TravelTime => self.layers,
            Usual::Access => BLOCK.min(self.layers),
        };
        for first in (0..self.layers).step_by(block.max(1)) {
            let count = block.min(self.layers - first);
            s.block.clear();
            s.block.resize(count * n, UNREACHED);
            for (k, &d) in s.near.iter().enumerate() {
                let d = d as usize;
                match (self.query.usual, hours) {
                    (Usual::Access, _) => {
                        s.row.clear();
                        s.row.extend_from_slice(times.part(d, first..first + count));
                        if let Some(hours) = hours {
                            hours.strike(d, first, &mut s.row);
                        }
                        for (l, t) in s.row.iter().enumerate() {
                            s.block[l * n + k] = *t;
                        }
                    }
                    (Usual::TravelTime, None) => {
                        s.ranked.resize(self.ranks.len(), UNREACHED);
                        times.ranks(d, &self.ranks, &mut s.ranked);
                        for (l, t) in s.ranked.iter().enumerate() {
                            s.block[l * n + k] = *t;
                        }
                    }
                    (Usual::TravelTime, Some(hours)) => {
                        s.row.clear();
                        s.row.extend_from_slice(times.to(d));
                        hours.strike(d, 0, &mut s.row);
                        let percentiles = &self.query.percentiles;
                        percentiles_into(&mut s.row, percentiles, &mut s.percentiles);
                        for (l, t) in s.percentiles.iter().enumerate() {
                            s.block[l * n + k] = seconds_or_unreached(*t);
                        }
                    }
                }
            }
            for l in 0..count {
                let layer = s.near.iter().zip(&s.block[l * n..][..n]);
                s.reached.clear();
                s.reached.extend(
                    layer
                        .filter(|(_, t)| **t != UNREACHED)
                        .map(|(d, t)| (*d, *t)),
                );
                each((first + l, &s.reached, &mut s.weights));
            }
        }
    }

    /// First pass of the two-step measure: who competes for each destination.
    fn shares<E: From<Error>>(&self, progress: &Progress) -> Result<Vec<Shares>, E> {
        let decays: Vec<&Decay> = self.query.two_step().collect();
        let demand = Demand::new(Method::TwoStep, self.destinations);
        let mut demand = vec![demand; self.layers * decays.len()];
        let phase = progress.phase("demand", self.job.origin_links().len());
        let mut row = Vec::new();
        self.job.for_each_origin(
            Kept::PerPair,
            |origin, times| {
                let people = self.people(origin).filter(|p| *p > 0.0)?;
                // Layers of (destination, time).
                let mut reached: Vec<Vec<(u32, u32)>> = Vec::with_capacity(self.layers);
                self.with_scratch(|s| {
                    self.layers(s, times, self.query.hours, |(_, layer, _)| {
                        reached.push(layer.to_vec());
                    });
                });
                Some((people, reached))
            },
            |_, asks| {
                phase.advance(1)?;
                let Some((people, layers)) = asks else {
                    return Ok(());
                };
                for (reached, demand) in layers.iter().zip(demand.chunks_mut(decays.len())) {
                    for (decay, demand) in decays.iter().zip(demand) {
                        weigh(reached, decay, &mut row);
                        demand.add(Some(people), &row);
                    }
                }
                Ok(())
            },
        )?;
        let opportunities = &self.query.opportunities;
        Ok(demand
            .into_iter()
            .flat_map(|d| {
                opportunities
                    .iter()
                    .map(move |o| d.clone().against(&o.supply))
            })
            .collect())
    }

    /// What nobody asks for, by percentile, decay and opportunity, where there is any.
    fn unclaimed(&self) -> Vec<Unclaimed> {
        let decays: Vec<String> = self.query.two_step().map(label).collect();
        let opportunities = self.query.opportunities.len();
        let each = decays.len() * opportunities;
        if each == 0 {
            return Vec::new();
        }
        let layers: Vec<&[Shares]> = self.shares.chunks(each).collect();
        let situations: Vec<(Option<usize>, &[&[Shares]])> = match self.query.usual {
            Usual::TravelTime => (layers.chunks(1).enumerate())
                .map(|(p, layer)| (Some(p), layer))
                .collect(),
            Usual::Access => vec![(None, &layers[..])],
        };
        let mut out = Vec::new();
        for (percentile, layers) in situations {
            for (d, cutoff) in decays.iter().enumerate() {
                for (opportunity, o) in self.query.opportunities.iter().enumerate() {
                    let asked = |j: usize| {
                        (layers.iter()).any(|l| l[d * opportunities + opportunity].is_asked(j))
                    };
                    let left: Vec<f64> = (o.supply.iter().enumerate())
                        .filter(|(j, offers)| **offers > 0.0 && !asked(*j))
                        .map(|(_, offers)| *offers)
                        .collect();
                    if !left.is_empty() {
                        out.push(Unclaimed {
                            opportunity,
                            percentile,
                            cutoff: cutoff.clone(),
                            destinations: left.len(),
                            supply: left.iter().sum(),
                        });
                    }
                }
            }
        }
        out
    }

    fn people(&self, origin: usize) -> Option<f64> {
        match self.query.demand {
            Some(demand) => demand.get(origin).copied().flatten(),
            None => Some(1.0),
        }
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
        let answer = |v: f64| match v < f64::INFINITY {
            true => Answer {
                value: Some(v),
                status: Status::Ok,
            },
            false => Answer {
                value: None,
                status: why,
            },
        };
        self.with_scratch(|s| {
            self.values(s, times, self.query.hours, false);
            out.extend(
                self.keys
                    .iter()
                    .map(|key| answer(self.pick(&mut s.all, key))),
            );
            // Were it not for opening hours: only of interest where something is not reached.
            if self.query.hours.is_some() && out.iter().any(|a| a.value.is_none()) {
                self.values(s, times, None, true);
                for (key, answer) in self.keys.iter().zip(&mut out) {
                    if answer.value.is_none() && self.pick(&mut s.all, key) < f64::INFINITY {
                        answer.status = Status::Closed;
                    }
                }
            }
        });
        out
    }

    /// The values of one origin, `[opportunity][form][layer]`; infinite where not reached.
    fn values(
        &self,
        s: &mut Scratch,
        times: &mut Times,
        hours: Option<&Hours>,
        only_nearest: bool,
    ) {
        let (query, layers, forms) = (self.query, self.layers, &self.forms);
        let offers = query.opportunities.len();
        let mut all = std::mem::take(&mut s.all);
        all.clear();
        all.resize(offers * forms.len() * layers, 0.0);
        self.layers(s, times, hours, |(layer, reached, weights)| {
            let mut two_steps = 0;
            let shares_of_layer = self.shares.len() / layers;
            for (f, form) in forms.iter().enumerate() {
                match form {
                    Form::Weighted(decay) | Form::TwoStep(decay) if !only_nearest => {
                        weigh(reached, decay, weights);
                    }
                    _ => {}
                }
                for (o, offer) in query.opportunities.iter().enumerate() {
                    let supply = |d: u32| offer.supply.get(d as usize).copied().unwrap_or(0.0);
                    let value = match form {
                        Form::Nearest(n) => {
                            let pairs = reached.iter().map(|(d, t)| (*t, supply(*d)));
                            nth_nearest_of(pairs, *n).map_or(f64::INFINITY, f64::from)
                        }
                        _ if only_nearest => 0.0,
                        Form::Weighted(_) => {
                            weights.iter().fold(0.0, |sum, &(d, w)| sum + supply(d) * w)
                        }
                        Form::TwoStep(_) => {
                            let at = layer * shares_of_layer + two_steps * offers + o;
                            (self.shares.get(at))
                                .and_then(|s| s.of(None, weights))
                                .unwrap_or(0.0)
                        }
                    };
                    all[(o * forms.len() + f) * layers + layer] = value;
                }
                two_steps += usize::from(matches!(form, Form::TwoStep(_)));
            }
        });
        s.all = all;
    }

    /// The value of a key out of `[opportunity][form][layer]`; the order of the layers is changed
    /// where it doesn't matter.
    fn pick(&self, all: &mut [f64], key: &Key) -> f64 {
        let (query, layers) = (self.query, self.layers);
        let form = self.first_form[key.measure] + key.cutoff;
        let row = &mut all[(key.opportunity * self.forms.len() + form) * layers..][..layers];
        match query.usual {
            Usual::TravelTime => row[key.percentile],
            // A higher percentile is a worse departure: less access, or a longer time.
            Usual::Access => match query.percentiles[key.percentile].index(layers) {
                None => f64::INFINITY,
                Some(k) => {
                    let longer_is_worse = matches!(self.forms[form], Form::Nearest(_));
                    *row.select_nth_unstable_by(k, |a, b| match longer_is_worse {
                        true => a.total_cmp(b),
                        false => b.total_cmp(a),
                    })
                    .1
                }
            },
        }
    }
}

/// Weights of the destinations reached, those that count for nothing left out.
fn weigh(reached: &[(u32, u32)], decay: &Decay, out: &mut Vec<(u32, f64)>) {
    out.clear();
    let weights = reached.iter().map(|&(d, t)| (d, decay.weight(t)));
    out.extend(weights.filter(|(_, w)| *w > 0.0));
}
