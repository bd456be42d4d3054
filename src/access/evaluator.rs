//! From the travel times of one origin to values.
//!
//! Everything is computed in *layers*, one travel time a place each. Where "usual" is about travel times, a layer is a
//! percentile of them; where it is about access, a layer is a departure (or deadline), and the percentile is taken over
//! what the layers give. Sums run over the places in their order, so results don't depend on threads.
//!
//! Memory: the times of one origin in a few layers per thread, and for the two-step measure one number a place and layer.

use super::form::Form;
use super::open::{Open, strike};
use crate::axes::GroupId;
use crate::diagnostics::Error;
use crate::input::study::Usual;
use crate::measures::competition::{Demand, Method, Shares};
use crate::measures::decay::Decay;
use crate::measures::opportunity::{nth_nearest, of_departures, weighted};
use crate::measures::travel_time::{Percentile, UNREACHED, percentiles_into, seconds_or_unreached};
use crate::routing::job::{Job, Kept, Status, Times};
use crate::travel::Window;
use std::ops::Range;

/// Departures are laid out side by side in blocks of about so many times, but of this many departures at least.
const CELLS: usize = 1 << 18;
const DEPARTURES: usize = 64;

/// From so many places on it is worth asking first which of them may be reached at all.
const MANY: usize = 256;

/// Which travel times can matter to values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Horizon {
    /// Those within so many seconds.
    Within(u32),
    /// The shortest ones that together reach so much.
    Nearest(f64),
}

impl Horizon {
    /// All of them.
    pub const ALL: Self = Horizon::Within(u32::MAX);

    /// What matters to all of some forms.
    pub fn of<'f>(forms: impl IntoIterator<Item = &'f Form>) -> Self {
        let of = |form: &Form| match form {
            Form::Nearest(n) => Horizon::Nearest(*n),
            Form::Sum(decay) | Form::TwoStep(decay, _) => Horizon::Within(decay.longest_s()),
        };
        let all = forms.into_iter().map(of);
        all.reduce(|a, b| match (a, b) {
            (Horizon::Within(a), Horizon::Within(b)) => Horizon::Within(a.max(b)),
            (a, b) if a == b => a,
            _ => Self::ALL,
        })
        .unwrap_or(Self::ALL)
    }

    /// Narrows by a place found: what offers so much in so many seconds.
    fn narrowed(self, limit_s: u32, offers: f64, seconds: u32) -> u32 {
        match self {
            Horizon::Nearest(n) if offers >= n => limit_s.min(seconds),
            _ => limit_s,
        }
    }

    fn limit_s(self) -> u32 {
        match self {
            Horizon::Within(limit_s) => limit_s,
            Horizon::Nearest(_) => u32::MAX,
        }
    }
}

/// Some places of a job and what is measured of them.
#[derive(Clone, Debug)]
pub struct Evaluator<'a> {
    usual: Usual,
    percentiles: Vec<Percentile>,
    window: Window,
    /// Where the places stand among the rows of the job.
    first_row: usize,
    /// What places offer, `[offer][place]`.
    offers: Vec<&'a [f64]>,
    /// Those that offer anything: others change no value, and a table may list every cell of a region.
    places: Vec<u32>,
    /// `[place]`; always open where there is none.
    open: Vec<Open>,
    forms: Vec<Form>,
    horizon: Horizon,
}

/// One value of one origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Supply, or seconds with `+∞` for not reached.
    pub level: f64,
    /// Whether it would be reached if places were always open.
    pub closed: bool,
}

impl Value {
    /// Why a value is missing, given what the routing says.
    pub fn status(&self, otherwise: Status) -> Status {
        match self.level.is_finite() {
            true => Status::Ok,
            false if self.closed => Status::Closed,
            false => otherwise,
        }
    }
}

/// What a thread needs for an origin; reused.
#[derive(Default)]
pub struct Scratch {
    /// Places that may be reached.
    near: Vec<u32>,
    /// Travel times `[layer of the block][place]`.
    block: Vec<u32>,
    /// One place's times over the window.
    row: Vec<u32>,
    /// Ranks of the percentiles, and one place's times at them.
    ranks: Vec<usize>,
    ranked: Vec<u32>,
    percentiles: Vec<Option<u32>>,
    /// Places with a time in the layer at hand.
    reached: Vec<(u32, u32)>,
    /// (place, weight).
    weights: Vec<(u32, f64)>,
    /// Values `[offer][form][layer]`.
    layers: Vec<f64>,
    /// Whether some place was reached but closed.
    shut: bool,
    /// Values `[offer][form][percentile]`.
    pub values: Vec<Value>,
    /// By form: what is asked of the places for which origins compete, where their [shares](Evaluator::shares_of) are
    /// not known yet; `(place, weight)` of the first layer, then of the next, whose places are numbered on behind those
    /// before.
    pub asked: Vec<Vec<(u32, f64)>>,
}

/// What is handed out where origins compete, `[offer]`; empty for other forms, and while it is not known.
pub type OfForm = Vec<Shares>;

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

impl<'a> Evaluator<'a> {
    /// Of places that stand in the rows of a job from `first_row` on, what they offer (`[offer][place]`), and when they
    /// are open (none: always). Nothing is measured yet.
    pub fn new(
        (usual, percentiles): (Usual, Vec<Percentile>),
        window: Window,
        first_row: usize,
        offers: Vec<&'a [f64]>,
        open: Vec<Open>,
    ) -> Self {
        let mut new = Self {
            usual,
            percentiles,
            window,
            first_row,
            offers,
            places: Vec::new(),
            open,
            forms: Vec::new(),
            horizon: Horizon::ALL,
        };
        let all = 0..new.all_places();
        new.places = all.filter(|place| new.offers_any(*place)).collect();
        new
    }

    fn offers_any(&self, place: u32) -> bool {
        self.offers.iter().any(|o| o[place as usize] != 0.0)
    }

    /// What is measured, in this order.
    pub fn measuring(self, forms: Vec<Form>) -> Self {
        let horizon = match Horizon::of(&forms) {
            // Each kind of offer and each percentile has a nearest of its own.
            Horizon::Nearest(_) if self.offers.len() != 1 || self.percentiles.len() != 1 => {
                Horizon::ALL
            }
            horizon => horizon,
        };
        Self {
            forms,
            horizon,
            ..self
        }
    }

    /// The same by another reading of "usual".
    pub fn by(self, usual: Usual) -> Self {
        Self { usual, ..self }
    }

    /// What is measured.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// Measures one origin at some steps of the window: [`Scratch::values`] and [`Scratch::asked`]. `shares` says what is
    /// handed out where origins compete, once it is known.
    pub fn measure(
        &self,
        times: &mut Times,
        steps: &Range<usize>,
        shares: &[OfForm],
        s: &mut Scratch,
    ) {
        s.shut = false;
        s.asked.iter_mut().for_each(Vec::clear);
        s.asked.resize_with(self.forms.len(), Vec::new);
        self.fill(times, steps, shares, true, s);
        s.values.clear();
        for at in 0..self.offers.len() * self.forms.len() {
            for p in 0..self.percentiles.len() {
                let level = self.pick(&mut s.layers, at, p, steps);
                let closed = false;
                s.values.push(Value { level, closed });
            }
        }
        // Were it not for opening hours: only of interest where something is not reached.
        if !s.shut || s.values.iter().all(|v| v.level.is_finite()) {
            return;
        }
        self.fill(times, steps, shares, false, s);
        let percentiles = self.percentiles.len();
        for i in 0..s.values.len() {
            let level = self.pick(&mut s.layers, i / percentiles, i % percentiles, steps);
            let value = &mut s.values[i];
            value.closed = !value.level.is_finite() && level.is_finite();
        }
    }

    /// Hands the layers of one origin to `each`, in order: the number of a layer, the places reached in it with their
    /// times, ascending, and a list to use. What [can't matter](Horizon) may count as not reached.
    pub fn layers(
        &self,
        times: &mut Times,
        steps: &Range<usize>,
        heed_hours: bool,
        s: &mut Scratch,
        mut each: impl FnMut(usize, &[(u32, u32)], &mut Vec<(u32, f64)>),
    ) {
        let mut near = std::mem::take(&mut s.near);
        let of_all = times.points() == self.all_places() as usize;
        let places = match of_all && self.places.len() >= MANY {
            // Most of those far away are passed over at once.
            true => {
                times.nearby(&mut near);
                if self.places.len() < times.points() {
                    near.retain(|place| self.offers_any(*place));
                }
                &near[..]
            }
            false => &self.places,
        };
        let n = places.len();
        let layers = self.count(steps);
        let block = match self.usual {
            Usual::TravelTime => layers,
            Usual::Access => (CELLS / n.max(1)).max(DEPARTURES).min(layers),
        };
        for first in (0..layers).step_by(block.max(1)) {
            let count = block.min(layers - first);
            s.block.clear();
            s.block.resize(count * n, UNREACHED);
            match self.usual {
                Usual::TravelTime => self.at_percentiles(times, (places, steps), heed_hours, s),
                Usual::Access => {
                    let some = steps.start + first..steps.start + first + count;
                    for (k, place) in places.iter().enumerate() {
                        self.row(times, *place, &some, heed_hours, s);
                        for (l, t) in s.row.iter().enumerate() {
                            s.block[l * n + k] = *t;
                        }
                    }
                }
            }
            for l in 0..count {
                let layer = places.iter().zip(&s.block[l * n..][..n]);
                s.reached.clear();
                let reached = layer.filter(|(_, t)| **t != UNREACHED);
                s.reached.extend(reached.map(|(place, t)| (*place, *t)));
                each(first + l, &s.reached, &mut s.weights);
            }
        }
        s.near = near;
    }

    /// Number of layers at some steps.
    fn count(&self, steps: &Range<usize>) -> usize {
        match self.usual {
            Usual::TravelTime => self.percentiles.len(),
            Usual::Access => steps.len(),
        }
    }

    /// Lays out travel times at the percentiles.
    fn at_percentiles(
        &self,
        times: &mut Times,
        (places, steps): (&[u32], &Range<usize>),
        heed_hours: bool,
        s: &mut Scratch,
    ) {
        let n = places.len();
        let mut ranks = std::mem::take(&mut s.ranks);
        ranks.clear();
        let rank = |p: &Percentile| p.index(steps.len()).unwrap_or(usize::MAX);
        ranks.extend(self.percentiles.iter().map(rank));
        let whole = *steps == (0..times.steps());
        let mut limit_s = self.horizon.limit_s();
        for (k, &place) in places.iter().enumerate() {
            let opens = self.open_of(place, heed_hours).is_some();
            let row = self.first_row + place as usize;
            match ranks[..] {
                // Percentiles alone are found without laying out rows.
                [rank] if !opens => {
                    let time = times.rank_within(row, steps.clone(), rank, limit_s);
                    let offer = self.offers.first().map_or(0.0, |o| o[place as usize]);
                    limit_s = self.horizon.narrowed(limit_s, offer, time);
                    s.block[k] = time;
                }
                _ if whole && !opens => {
                    s.ranked.resize(ranks.len(), UNREACHED);
                    times.ranks(row, &ranks, &mut s.ranked);
                    for (l, t) in s.ranked.iter().enumerate() {
                        s.block[l * n + k] = *t;
                    }
                }
                _ => {
                    self.row(times, place, steps, heed_hours, s);
                    percentiles_into(&mut s.row, &self.percentiles, &mut s.percentiles);
                    for (l, t) in s.percentiles.iter().enumerate() {
                        s.block[l * n + k] = seconds_or_unreached(*t);
                    }
                }
            }
        }
        s.ranks = ranks;
    }

    /// One place's times at some steps; [`UNREACHED`] where it is closed.
    fn row(
        &self,
        times: &mut Times,
        place: u32,
        steps: &Range<usize>,
        heed_hours: bool,
        s: &mut Scratch,
    ) {
        s.row.clear();
        let row = times.part(self.first_row + place as usize, steps.clone());
        s.row.extend_from_slice(row);
        if let Some(open) = self.open_of(place, heed_hours) {
            s.shut |= strike(open, &self.window, steps.start, &mut s.row);
        }
    }

    fn open_of(&self, place: u32, heed_hours: bool) -> Option<&[(i32, i32)]> {
        let open = self.open.get(place as usize)?.as_deref();
        open.filter(|_| heed_hours)
    }

    /// The values of all layers, `[offer][form][layer]`; infinite where not reached. Without hours only
    /// the nearest are of interest.
    fn fill(
        &self,
        times: &mut Times,
        steps: &Range<usize>,
        shares: &[OfForm],
        heed_hours: bool,
        s: &mut Scratch,
    ) {
        let layers = self.count(steps);
        let places = self.all_places();
        let mut all = std::mem::take(&mut s.layers);
        let mut asked = std::mem::take(&mut s.asked);
        all.clear();
        all.resize(self.offers.len() * self.forms.len() * layers, 0.0);
        self.layers(times, steps, heed_hours, s, |layer, reached, weights| {
            for (f, form) in self.forms.iter().enumerate() {
                match form.decay() {
                    Some(decay) if heed_hours => weigh(reached, decay, weights),
                    Some(_) => continue,
                    None => {}
                }
                if form.competes() {
                    let before = layer as u32 * places;
                    weights.iter_mut().for_each(|(place, _)| *place += before);
                    if shares.get(f).is_none_or(Vec::is_empty) {
                        asked[f].extend_from_slice(weights);
                        continue;
                    }
                }
                for (o, offer) in self.offers.iter().enumerate() {
                    let offers = |place: u32| offer[place as usize];
                    all[(o * self.forms.len() + f) * layers + layer] = match form {
                        Form::Nearest(n) => {
                            let pairs = reached.iter().map(|(place, t)| (*t, offers(*place)));
                            nth_nearest(pairs, *n).map_or(f64::INFINITY, f64::from)
                        }
                        Form::Sum(_) => {
                            weighted(weights.iter().map(|(place, w)| (offers(*place), *w)))
                        }
                        Form::TwoStep(..) => shares[f][o].of(None, weights).unwrap_or(0.0),
                    };
                }
            }
        });
        (s.layers, s.asked) = (all, asked);
    }

    /// The value at a percentile out of `[offer and form][layer]`; the order of the layers is changed where it doesn't
    /// matter.
    fn pick(&self, all: &mut [f64], at: usize, percentile: usize, steps: &Range<usize>) -> f64 {
        let layers = self.count(steps);
        let row = &mut all[at * layers..][..layers];
        match self.usual {
            Usual::TravelTime => row[percentile],
            Usual::Access => {
                let is_time = self.forms[at % self.forms.len()].is_time();
                of_departures(row, self.percentiles[percentile], is_time).unwrap_or(f64::INFINITY)
            }
        }
    }

    /// Where a value stands in [`Scratch::values`].
    pub fn at(&self, offer: usize, form: usize, percentile: usize) -> usize {
        (offer * self.forms.len() + form) * self.percentiles.len() + percentile
    }

    fn all_places(&self) -> u32 {
        self.offers.first().map_or(0, |o| o.len()) as u32
    }

    /// First step of the 2SFCA: what origins (people, [asked](Scratch::asked)) together ask of each place in each layer;
    /// nothing yet.
    pub fn no_demand(&self, steps: &Range<usize>) -> Demand {
        Demand::new(Method::TwoStep, self.asked_of(steps))
    }

    /// Numbers of an origin that asks something of every place, at most.
    pub fn asked_of(&self, steps: &Range<usize>) -> usize {
        self.all_places() as usize * self.count(steps)
    }

    /// What there is of an offer against what is asked.
    pub fn shares_of(&self, demand: Demand, offer: usize, steps: &Range<usize>) -> Shares {
        demand.against(&self.offers[offer].repeat(self.count(steps)))
    }

    /// Second step of the 2SFCA for an origin of which it is known what it [asked](Scratch::asked): what it gets of an
    /// offer, `[percentile]`.
    pub fn handed_out(
        &self,
        (form, asked): (usize, &[(u32, f64)]),
        shares: &Shares,
        steps: &Range<usize>,
    ) -> Vec<f64> {
        let places = self.all_places().max(1);
        let mut each = vec![0.0; self.forms.len() * self.count(steps)];
        let first = form * self.count(steps);
        for layer in asked.chunk_by(|a, b| a.0 / places == b.0 / places) {
            if let Some(to) = each.get_mut(first + (layer[0].0 / places) as usize) {
                *to = shares.of(None, layer).unwrap_or(0.0);
            }
        }
        let percentiles = 0..self.percentiles.len();
        percentiles
            .map(|p| self.pick(&mut each, form, p, steps))
            .collect()
    }

    /// Places with some of an offer for which nobody asks, at a percentile of travel times or at any departure.
    pub fn unclaimed(
        &self,
        shares: &Shares,
        (offer, percentile): (usize, usize),
        steps: &Range<usize>,
    ) -> Unclaimed {
        let supply = self.offers[offer];
        let layers = match self.usual {
            Usual::TravelTime => percentile..percentile + 1,
            Usual::Access => 0..self.count(steps),
        };
        let mut out = Unclaimed {
            supply_in_all: supply.iter().sum(),
            ..Unclaimed::default()
        };
        for (j, amount) in supply.iter().enumerate().filter(|(_, o)| **o > 0.0) {
            out.places_in_all += 1;
            let mut layers = layers.clone().map(|l| l * supply.len() + j);
            if !layers.any(|j| shares.is_asked(j)) {
                out.places += 1;
                out.supply += amount;
            }
        }
        out
    }
}

/// First step of the 2SFCA: what all origins of a job together ask of the places of some evaluators, and what that
/// leaves to each, `[evaluator][form]`. `people` says how many of a group live at an origin, `done` is called after each.
///
/// # Errors
/// Those of `done`, which stops the work.
pub fn shares<E: From<Error>>(
    job: &Job,
    evaluators: &[&Evaluator],
    steps: &Range<usize>,
    people: impl Fn(GroupId, usize) -> Option<f64> + Sync,
    mut done: impl FnMut() -> Result<(), E>,
) -> Result<Vec<Vec<OfForm>>, E> {
    let competing = |e: &Evaluator| -> Vec<usize> {
        let all = 0..e.forms.len();
        all.filter(|f| e.forms[*f].competes()).collect()
    };
    let asking: Vec<(Evaluator, Vec<usize>)> = (evaluators.iter())
        .map(|e| {
            let forms = competing(e);
            let only = forms.iter().map(|f| e.forms[*f].clone()).collect();
            ((*e).clone().measuring(only), forms)
        })
        .collect();
    let mut shares: Vec<Vec<OfForm>> = (evaluators.iter())
        .map(|e| vec![OfForm::new(); e.forms.len()])
        .collect();
    let group = |e: &Evaluator, f: usize| match e.forms[f] {
        Form::TwoStep(_, group) => group,
        Form::Sum(_) | Form::Nearest(_) => GroupId(0),
    };
    let each = |e: &(Evaluator, Vec<usize>)| vec![e.0.no_demand(steps); e.1.len()];
    let mut demand: Vec<Vec<Demand>> = asking.iter().map(each).collect();
    if demand.iter().all(Vec::is_empty) {
        return Ok(shares);
    }
    job.for_each_origin(
        Kept::PerPair,
        |_, times| {
            let mut s = Scratch::default();
            let mut of = |e: &(Evaluator, Vec<usize>)| {
                if !e.1.is_empty() {
                    e.0.measure(times, steps, &[], &mut s);
                }
                std::mem::take(&mut s.asked)
            };
            asking.iter().map(&mut of).collect::<Vec<_>>()
        },
        |origin, asked| {
            for (((e, forms), demand), asked) in asking.iter().zip(&mut demand).zip(&asked) {
                for (f, (demand, row)) in demand.iter_mut().zip(asked).enumerate().take(forms.len())
                {
                    demand.add(people(group(e, f), origin), row);
                }
            }
            done()
        },
    )?;
    for (((e, forms), demand), shares) in asking.iter().zip(demand).zip(&mut shares) {
        for (f, demand) in forms.iter().zip(demand) {
            let of = |offer| e.shares_of(demand.clone(), offer, steps);
            shares[*f] = (0..e.offers.len()).map(of).collect();
        }
    }
    Ok(shares)
}

/// Weights of the places reached, those that count for nothing left out.
fn weigh(reached: &[(u32, u32)], decay: &Decay, out: &mut Vec<(u32, f64)>) {
    out.clear();
    let weights = reached.iter().map(|&(place, t)| (place, decay.weight(t)));
    out.extend(weights.filter(|(_, w)| *w > 0.0));
}
