//! What is measured per service: the readings, and how travel times become values.

use super::inputs::{Hours, Inputs, ServiceData};
use crate::input::study::{Decay as StudyDecay, Measure, Norm as StudyNorm, Study, Usual};
use crate::measures::competition::{Demand, Method, Shares};
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;
use crate::measures::opportunity::{DepartureAccess, gravity, nth_nearest};
use crate::measures::travel_time::{Percentile, UNREACHED, percentile};
use crate::routing::job::{Status, Times};
use crate::run::hours::open_at;
use crate::travel::{Direction, Window};
use chrono::NaiveDate;

/// How a reading is computed.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A sum of what is offered, weighted by travel time.
    Sum(Decay),
    /// Seconds until so much is reached.
    Nearest(f64),
    /// Two-step floating catchment area: weight, group that competes.
    TwoStep(Decay, usize),
}

/// One number per home, slot and persona.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Of which service.
    pub service: usize,
    /// The measure's name in tables.
    pub measure: &'static str,
    /// Its cutoff or parameter in tables: minutes, `15-45`, or n.
    pub cutoff: String,
    /// How it is computed.
    pub kind: Kind,
    /// The norm, on the reading it is about.
    pub norm: Option<Norm>,
    /// Percentile over the departures of a slot.
    pub percentile: u8,
    /// Which row of [statuses](super::access::Slice::status) is about it.
    pub status: usize,
}

impl Reading {
    /// Whether values are travel times (seconds inside, minutes in tables).
    pub fn is_time(&self) -> bool {
        matches!(self.kind, Kind::Nearest(_))
    }
}

fn minutes(seconds: u32) -> String {
    let m = f64::from(seconds) / 60.0;
    if seconds.is_multiple_of(60) {
        format!("{m:.0}")
    } else {
        format!("{m:.2}")
    }
}

fn decay(d: &StudyDecay) -> (Decay, String, &'static str) {
    match *d {
        StudyDecay::Step { cutoff } => (
            Decay::Step { cutoff_s: cutoff.0 },
            minutes(cutoff.0),
            "gravity-step",
        ),
        StudyDecay::Linear { zero } => (
            Decay::Linear { zero_at_s: zero.0 },
            minutes(zero.0),
            "gravity-linear",
        ),
        StudyDecay::Exponential { half_life } => (
            Decay::Exponential {
                half_life_s: half_life.0,
            },
            minutes(half_life.0),
            "gravity-exponential",
        ),
        StudyDecay::Logistic { inflection, sd } => (
            Decay::Logistic {
                inflection_s: inflection.0,
                sd_s: sd.0,
            },
            format!("{} sd {}", minutes(inflection.0), minutes(sd.0)),
            "gravity-logistic",
        ),
        StudyDecay::Gaussian { sd } => (
            Decay::Gaussian { sd_s: sd.0 },
            minutes(sd.0),
            "gravity-gaussian",
        ),
    }
}

/// All readings of a study at the first percentile of each service, service by service, and per service the
/// one that norms and reports use: the norm's, else the first.
pub fn readings(study: &Study) -> (Vec<Reading>, Vec<usize>) {
    let mut all = Vec::new();
    let mut main = Vec::new();
    for (s, service) in study.services.iter().enumerate() {
        let first = all.len();
        let mut add = |measure, cutoff, kind| {
            all.push(Reading {
                service: s,
                measure,
                cutoff,
                kind,
                norm: None,
                percentile: service.percentile(),
                status: s,
            });
        };
        match &service.measure {
            Measure::Cumulative { cutoffs } => {
                for c in cutoffs {
                    add(
                        "cumulative",
                        minutes(c.0),
                        Kind::Sum(Decay::Step { cutoff_s: c.0 }),
                    );
                }
            }
            Measure::Interval { first, last } => {
                let (from_min, to_min) = ((first.0 / 60) as u16, (last.0 / 60) as u16);
                add(
                    "interval",
                    format!("{from_min}-{to_min}"),
                    Kind::Sum(Decay::Interval { from_min, to_min }),
                );
            }
            Measure::Gravity { decay: d } => {
                let (weight, parameter, name) = decay(d);
                add(name, parameter, Kind::Sum(weight));
            }
            Measure::Nearest { n } => add("nearest", format!("{n}"), Kind::Nearest(*n)),
            Measure::TwoStep { decay: d, demand } => {
                let (weight, parameter, _) = decay(d);
                add("2sfca", parameter, Kind::TwoStep(weight, *demand));
            }
        }
        let mut chosen = first;
        match service.norm {
            Some(StudyNorm::AtLeast { value, cutoff }) => {
                let wanted = cutoff.map(|c| minutes(c.0));
                let found = (first..all.len())
                    .find(|&r| wanted.as_ref().is_none_or(|w| all[r].cutoff == *w));
                chosen = found.unwrap_or(first);
                all[chosen].norm = Some(Norm::AtLeast(value));
            }
            Some(StudyNorm::Within { time }) => all[chosen].norm = Some(Norm::Within(time.0)),
            None => {}
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
        (r.service, r.measure, &r.cutoff) == (of.service, of.measure, &of.cutoff)
    };
    (0..readings.len())
        .filter(|r| same(&readings[*r]))
        .collect()
}

/// When a place is open, half-open intervals on the clock of a window; none for always.
pub type Open = Option<Vec<(i32, i32)>>;

/// When each place of a service is open during a window, on its clock.
pub fn open_during(
    data: &ServiceData,
    date: NaiveDate,
    window: &Window,
    max_trip_s: u32,
) -> Vec<Open> {
    // The last arrival is before it: no trip leaves at the window's end.
    let to = window.end_s.saturating_add_unsigned(max_trip_s);
    data.hours
        .iter()
        .map(|h| match h {
            Hours::Always => None,
            Hours::Never => Some(Vec::new()),
            Hours::Known(hours) => Some(hours.open_intervals(date, window.start_s, to))
                .filter(|open| open[..] != [(window.start_s, to)]),
        })
        .collect()
}

/// What one service's travel times look like from one home.
#[derive(Default)]
pub struct View {
    /// Rows of the places with closed hours taken out, `[place][step]`.
    rows: Vec<u32>,
    /// Travel time at the percentile, `[place]`.
    usual: Vec<u32>,
    /// Whether some place was reached but closed on arrival.
    shut: bool,
    /// Whether rows are wanted even where no value needs them.
    keep_rows: bool,
}

impl View {
    /// A view that keeps all rows.
    pub fn with_rows() -> View {
        View {
            keep_rows: true,
            ..View::default()
        }
    }

    /// Travel time at the percentile, seconds, [`UNREACHED`] where not reached, `[place]`.
    pub fn usual(&self) -> &[u32] {
        &self.usual
    }

    /// Travel times to a place, seconds, [`UNREACHED`] where not reached or closed, one a step; of a
    /// view [with rows](View::with_rows).
    pub fn row(&self, place: usize) -> &[u32] {
        let steps = self.rows.len() / self.usual.len().max(1);
        &self.rows[place * steps..(place + 1) * steps]
    }
}

/// What is offered and nobody asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unclaimed {
    /// Places that offer something for which nobody asks.
    pub places: usize,
    /// What they offer together.
    pub supply: f64,
    /// Places that offer something.
    pub places_in_all: usize,
    /// What those offer together.
    pub supply_in_all: f64,
}

/// Which steps of a window are looked at: all of a slot, or one bin of a profile.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// First step.
    pub first: usize,
    /// Number of steps.
    pub len: usize,
}

/// What a service is measured with.
pub struct Lens<'a> {
    /// The study's reading of "usual".
    pub usual: Usual,
    /// Percentile over the departures.
    pub percentile: u8,
    /// The destinations of the service.
    pub data: &'a ServiceData,
    /// Where its places stand among the rows of the job.
    pub first_row: usize,
    /// When they are open, on the clock of the window.
    pub open: &'a [Open],
    /// The window of the job.
    pub window: &'a Window,
    /// What is read of the service.
    pub matters: Matters,
}

/// Which travel times can matter to the values of a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matters {
    /// Those within so many seconds.
    Within(u32),
    /// The shortest ones that together reach so much.
    Nearest(f64),
}

impl Matters {
    /// All of them.
    pub const ALL: Self = Matters::Within(u32::MAX);

    /// What matters to all of some readings.
    pub fn to<'k>(kinds: impl IntoIterator<Item = &'k Kind>) -> Self {
        let of = |kind: &Kind| match kind {
            Kind::Nearest(n) => Matters::Nearest(*n),
            Kind::Sum(decay) | Kind::TwoStep(decay, _) => Matters::Within(decay.longest_s()),
        };
        let all = kinds.into_iter().map(of);
        all.reduce(|a, b| match (a, b) {
            (Matters::Within(a), Matters::Within(b)) => Matters::Within(a.max(b)),
            (a, b) if a == b => a,
            _ => Self::ALL,
        })
        .unwrap_or(Self::ALL)
    }

    /// Narrows by a place found: what offers so much in so many seconds.
    fn narrowed(self, limit_s: u32, offers: f64, seconds: u32) -> u32 {
        match self {
            Matters::Nearest(n) if offers >= n => limit_s.min(seconds),
            _ => limit_s,
        }
    }

    fn limit_s(self) -> u32 {
        match self {
            Matters::Within(limit_s) => limit_s,
            Matters::Nearest(_) => u32::MAX,
        }
    }
}

impl Lens<'_> {
    /// Looks at one home's travel times. Those that [can't matter](Matters) to any value count as not
    /// reached, unless rows are kept.
    pub fn look(&self, times: &mut Times, steps: Steps, view: &mut View) {
        let percentile_of = self.percentile();
        view.rows.clear();
        view.usual.clear();
        view.shut = false;
        let mut sorted = Vec::with_capacity(steps.len);
        // Percentiles alone are found without laying out rows.
        let no_rows = self.usual == Usual::TravelTime && !view.keep_rows;
        let rank = percentile_of.index(steps.len);
        let mut limit_s = self.matters.limit_s();
        for place in 0..self.data.places.len() {
            // What offers nothing changes no value: a table may list every cell of a region.
            if self.data.supply.get(place) == Some(&0.0) {
                view.rows.resize(view.rows.len() + steps.len, UNREACHED);
                view.usual.push(UNREACHED);
                continue;
            }
            let range = steps.first..steps.first + steps.len;
            let open = self.open.get(place).and_then(Option::as_ref);
            if no_rows && open.is_none() {
                let row = self.first_row + place;
                let usual = rank.map_or(UNREACHED, |k| times.rank_within(row, range, k, limit_s));
                let offers = self.data.supply.get(place).copied().unwrap_or_default();
                limit_s = self.matters.narrowed(limit_s, offers, usual);
                view.usual.push(usual);
                continue;
            }
            let row = times.part(self.first_row + place, range);
            let start = view.rows.len();
            view.rows.extend_from_slice(row);
            let row = &mut view.rows[start..];
            if let Some(open) = open {
                for (m, t) in row.iter_mut().enumerate().filter(|(_, t)| **t != UNREACHED) {
                    let step = (steps.first + m) as u32 * self.window.step_s;
                    let at = self.window.start_s.saturating_add_unsigned(step);
                    let there = match self.window.direction {
                        Direction::Depart => at.saturating_add_unsigned(*t),
                        Direction::Arrive => at,
                    };
                    if !open_at(open, i64::from(there)) {
                        *t = UNREACHED;
                        view.shut = true;
                    }
                }
            }
            view.usual.push(if row.iter().all(|t| *t == UNREACHED) {
                UNREACHED
            } else {
                sorted.clear();
                sorted.extend_from_slice(row);
                percentile(&mut sorted, percentile_of).unwrap_or(UNREACHED)
            });
        }
    }

    /// The value of a reading: supply, or seconds with `+∞` for not reached.
    pub fn value(&self, view: &View, kind: &Kind, steps: Steps, shares: Option<&Shares>) -> f64 {
        let supply = &self.data.supply;
        let p = self.percentile();
        let by_departure = self.usual == Usual::Access;
        match kind {
            Kind::Sum(decay) if by_departure => {
                let mut access = DepartureAccess::new(steps.len);
                for (row, offers) in view.rows.chunks(steps.len.max(1)).zip(supply) {
                    access.add(*offers, row, decay);
                }
                access.percentile(p).unwrap_or(0.0)
            }
            Kind::Sum(decay) => gravity(&view.usual, supply, decay),
            Kind::Nearest(n) if by_departure => {
                let at = |m: usize| {
                    let column: Vec<u32> = view
                        .rows
                        .iter()
                        .skip(m)
                        .step_by(steps.len.max(1))
                        .copied()
                        .collect();
                    nth_nearest(&column, supply, *n).unwrap_or(UNREACHED)
                };
                let mut each: Vec<u32> = (0..steps.len).map(at).collect();
                percentile(&mut each, p).map_or(f64::INFINITY, f64::from)
            }
            Kind::Nearest(n) => {
                nth_nearest(&view.usual, supply, *n).map_or(f64::INFINITY, f64::from)
            }
            Kind::TwoStep(decay, _) => shares.map_or(0.0, |shares| {
                self.handed_out(&self.weights(view, decay, steps), shares, steps)
            }),
        }
    }

    fn percentile(&self) -> Percentile {
        Percentile::new(self.percentile).unwrap_or(Percentile::MEDIAN)
    }

    /// In how many situations homes compete: at the percentile travel times, or at each departure.
    pub fn layers(&self, steps: Steps) -> usize {
        match self.usual {
            Usual::TravelTime => 1,
            Usual::Access => steps.len,
        }
    }

    /// `(place, weight)` of the places with any weight, for measures of competition; of the first situation, then of
    /// the next, whose places are numbered on behind those before.
    pub fn weights(&self, view: &View, decay: &Decay, steps: Steps) -> Vec<(u32, f64)> {
        let places = view.usual.len();
        let layer = |m: usize| {
            (0..places).map(move |j| {
                let time = match self.usual {
                    Usual::TravelTime => view.usual[j],
                    Usual::Access => view.rows[j * steps.len + m],
                };
                ((m * places + j) as u32, decay.weight(time))
            })
        };
        let all = (0..self.layers(steps)).flat_map(layer);
        all.filter(|(_, w)| *w > 0.0).collect()
    }

    /// First step of the 2SFCA: what homes (people, [weights](Lens::weights)) together ask of each place, in each
    /// situation.
    pub fn no_demand(&self, steps: Steps) -> Demand {
        Demand::new(Method::TwoStep, self.data.supply.len() * self.layers(steps))
    }

    /// What there is against what is asked.
    pub fn against(&self, demand: Demand, steps: Steps) -> Shares {
        demand.against(&self.data.supply.repeat(self.layers(steps)))
    }

    /// Second step of the 2SFCA: what a home gets, at the percentile travel times or at the percentile of the departures.
    pub fn handed_out(&self, weights: &[(u32, f64)], shares: &Shares, steps: Steps) -> f64 {
        let of = |weights: &[(u32, f64)]| shares.of(None, weights).unwrap_or(0.0);
        if self.usual == Usual::TravelTime {
            return of(weights);
        }
        let places = self.data.supply.len().max(1) as u32;
        let mut each = vec![0.0; steps.len];
        for departure in weights.chunk_by(|a, b| a.0 / places == b.0 / places) {
            if let Some(to) = each.get_mut((departure[0].0 / places) as usize) {
                *to = of(departure);
            }
        }
        let access = DepartureAccess::of(each);
        access.percentile(self.percentile()).unwrap_or(0.0)
    }

    /// Places that offer something for which nobody asks in any situation, with what they offer and what all do.
    pub fn unclaimed(&self, shares: &Shares, steps: Steps) -> Unclaimed {
        let supply = &self.data.supply;
        let mut out = Unclaimed {
            supply_in_all: supply.iter().sum(),
            ..Unclaimed::default()
        };
        for (j, offers) in supply.iter().enumerate().filter(|(_, o)| **o > 0.0) {
            out.places_in_all += 1;
            let mut situations = (0..self.layers(steps)).map(|m| m * supply.len() + j);
            if !situations.any(|j| shares.is_asked(j)) {
                out.places += 1;
                out.supply += offers;
            }
        }
        out
    }

    /// Why a value is missing, given what the routing says.
    pub fn status(&self, view: &View, value: f64, otherwise: Status) -> Status {
        match value.is_finite() {
            true => Status::Ok,
            false if view.shut => Status::Closed,
            false => otherwise,
        }
    }
}

/// The places of some services as one list of rows for a job, and where each service begins.
pub fn rows_of(inputs: &Inputs, services: &[usize]) -> (Vec<crate::units::LonLat>, Vec<usize>) {
    let mut positions = Vec::new();
    let mut first = vec![0; inputs.services.len()];
    for &s in services {
        first[s] = positions.len();
        positions.extend_from_slice(&inputs.places.positions[inputs.services[s].places.clone()]);
    }
    (positions, first)
}
