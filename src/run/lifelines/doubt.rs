//! Which homes may fall below a norm when something goes: bounds from traced trips.
//!
//! Without service, no trip gets shorter, and one that doesn't use what goes stays as it is. So a home
//! keeps at least what it reaches by other trips. A destination whose traced trips rely on the thing
//! at too many departures counts as lost altogether. Where even that leaves enough for the norm, the
//! home can't fall. (Opening hours don't spoil this: a later arrival may find an open door, which is
//! more than lost.)
//!
//! Where residents compete for supply, everybody's level depends on everybody's travel times: if
//! anything that anybody gains there is in doubt, all homes are. There a shorter trip of one can
//! bring another below the norm, too. Trips do get shorter where one in the midst of a block goes, so
//! that those around it become one vehicle: then all homes are in doubt as well.

use super::Case;
use super::NormId;
use super::cut::{self, Cut, Kind};
use super::levels::Context;
use crate::access::form::Form;
use crate::access::open::{Open, is_open};
use crate::axes::{HomeId, IdVec};
use crate::diagnostics::Error;
use crate::ids::{Id, RouteId, TripId};
use crate::input::study::Usual;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;
use crate::measures::travel_time::UNREACHED;
use crate::network::timetable::{NONE, Timetable};
use crate::routing::trace::{NO_RIDE, TraceScratch, Traced, Tracer, Use};
use crate::run::study::access::Marks;
use crate::run::study::access::question;
use crate::run::study::inputs::rows_of;
use crate::run::study::measured::percentile;
use crate::travel::{Direction, Window};
use crate::watch::Phase;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Homes in doubt, in order, by cut and place of the service in the case.
pub type Doubts = BTreeMap<Cut, BTreeMap<NormId, Vec<HomeId>>>;

/// Sums may differ by this share, as they are added up in another order than levels.
const ROUNDING: f64 = 1e-8;

/// How one service counts, for bounds.
struct Count<'a> {
    weight: Weight<'a>,
    /// As much as this is enough for the norm.
    enough: f64,
    supply: &'a [f64],
    open: &'a [Open],
    first_row: usize,
    /// Departures that must be good.
    needed: usize,
    /// Everybody's travel times matter.
    competes: bool,
}

/// What a travel time counts for.
enum Weight<'a> {
    /// All within some seconds.
    Within(u32),
    /// Any that falls with time.
    Falling(&'a Decay),
}

/// What one home gains at a service, and how much of it relies on what.
#[derive(Default)]
struct Tally {
    /// One number, or one for each step where "usual" is about the access of departures.
    gains: Vec<f64>,
    /// By cut, what is lost of it.
    lost: BTreeMap<Cut, Vec<f64>>,
    /// Whatever else others' levels may depend on.
    touched: BTreeSet<Cut>,
}

impl Weight<'_> {
    fn of(&self, time: u32) -> f64 {
        match self {
            Weight::Within(limit) => f64::from(u8::from(time <= *limit && time != UNREACHED)),
            Weight::Falling(decay) => decay.weight(time),
        }
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        if self.gains.is_empty() {
            *self = other;
            return;
        }
        self.gains
            .iter_mut()
            .zip(other.gains)
            .for_each(|(a, b)| *a += b);
        for (cut, lost) in other.lost {
            match self.lost.get_mut(&cut) {
                Some(known) => known.iter_mut().zip(lost).for_each(|(a, b)| *a += b),
                None => {
                    self.lost.insert(cut, lost);
                }
            }
        }
        self.touched.extend(other.touched);
    }

    fn lose(&mut self, cut: Cut, at: usize, gain: f64) {
        let n = self.gains.len();
        self.lost.entry(cut).or_insert_with(|| vec![0.0; n])[at] += gain;
    }

    /// What may bring the home below the norm when it goes.
    fn in_doubt(self, count: &Count) -> Vec<Cut> {
        let gains = self.gains;
        let still_enough = |lost: &[f64]| {
            let good = gains.iter().zip(lost).filter(|(gain, lost)| {
                **gain - **lost >= count.enough + ROUNDING * (count.enough + **gain)
            });
            let needed = if gains.len() == 1 { 1 } else { count.needed };
            good.count() >= needed
        };
        let doubtful = self.lost.into_iter().filter(|(_, l)| !still_enough(l));
        doubtful.map(|(cut, _)| cut).collect()
    }
}

/// Cuts that each part of a search relies on, made when first asked for.
struct Reliance<'a> {
    timetable: &'a Timetable,
    kinds: &'a [Kind],
    alike: &'a Alike,
    of_part: HashMap<u32, Vec<Cut>>,
}

/// The cuts of two lines that run the same trips, by line.
type Alike = BTreeMap<RouteId, Vec<Cut>>;

impl Reliance<'_> {
    fn of(&mut self, traced: &Traced, part: u32) -> &[Cut] {
        let (t, kinds, alike) = (self.timetable, self.kinds, self.alike);
        self.of_part.entry(part).or_insert_with(|| {
            let mut cuts = Vec::new();
            for used in traced.uses(part) {
                match *used {
                    Use::Stop(stop) => cuts.push(Cut::Stop(stop)),
                    Use::Trip(trip) => {
                        cuts.push(Cut::Trip(trip));
                        let line = t.trip_route[trip.index()];
                        cuts.push(Cut::Line(line));
                        cuts.extend(alike.get(&line).into_iter().flatten());
                    }
                }
            }
            cuts.retain(|c| kinds.contains(&c.kind()));
            cuts.sort_unstable();
            cuts.dedup();
            cuts
        })
    }
}

impl Count<'_> {
    /// What one destination gives to one home, by step: travel time and part of the search.
    fn place(
        &self,
        usual: Usual,
        place: usize,
        row: &[(u32, u32)],
        window: &Window,
        relies: &mut impl FnMut(u32, &mut Vec<Cut>),
    ) -> Tally {
        let by_step = usual == Usual::Access && !self.competes;
        let mut tally = Tally {
            gains: vec![0.0; if by_step { row.len() } else { 1 }],
            ..Tally::default()
        };
        let offers = self.supply[place];
        if offers <= 0.0 || self.needed == 0 {
            return tally;
        }
        let open = self.open[place].as_deref();
        let times: Vec<u32> = (row.iter().enumerate())
            .map(|(m, (t, _))| match open {
                Some(open) if !is_open(open, window, m, *t) => UNREACHED,
                _ => *t,
            })
            .collect();
        let mut cuts = Vec::new();
        // Where homes compete at each departure, a change at any of them is one to everybody.
        if self.competes && (open.is_some() || usual == Usual::Access) {
            for (_, part) in row.iter().filter(|(_, p)| *p != NO_RIDE) {
                relies(*part, &mut cuts);
                tally.touched.extend(cuts.iter().copied());
            }
        }
        if by_step {
            for (m, ((_, part), time)) in row.iter().zip(&times).enumerate() {
                let gain = offers * self.weight.of(*time);
                tally.gains[m] = gain;
                if gain > 0.0 && *part != NO_RIDE {
                    relies(*part, &mut cuts);
                    cuts.iter().for_each(|c| tally.lose(*c, m, gain));
                }
            }
            return tally;
        }
        let mut sorted = times.clone();
        let usual = *sorted.select_nth_unstable(self.needed - 1).1;
        let gain = offers * self.weight.of(usual);
        if gain <= 0.0 {
            return tally;
        }
        tally.gains[0] = gain;
        let limit = match self.weight {
            Weight::Within(limit) => limit,
            Weight::Falling(_) => usual,
        };
        let within = |t: &u32| *t <= limit && *t != UNREACHED;
        let to_spare = times.iter().filter(|t| within(t)).count() - self.needed;
        // Most parts serve several departures in a row.
        let mut relied: Vec<(Cut, usize)> = Vec::new();
        let mut steps = row.iter().zip(&times).filter(|(_, t)| within(t)).peekable();
        while let Some(((_, part), _)) = steps.next() {
            let mut n = 1;
            while steps.next_if(|((_, p), _)| p == part).is_some() {
                n += 1;
            }
            if *part != NO_RIDE {
                relies(*part, &mut cuts);
                relied.extend(cuts.iter().map(|c| (*c, n)));
            }
        }
        relied.sort_unstable();
        for of_cut in relied.chunk_by(|a, b| a.0 == b.0) {
            if of_cut.iter().map(|r| r.1).sum::<usize>() > to_spare {
                tally.lose(of_cut[0].0, 0, gain);
            }
        }
        tally
    }
}

/// Finds the homes in doubt among those for which `asked` says so.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn find(
    context: &Context,
    case: &Case,
    asked: &IdVec<NormId, Marks>,
    kinds: &[Kind],
    phase: &Phase,
) -> Result<Doubts, Error> {
    let (study, inputs) = (context.study, context.inputs);
    let (slot, persona) = (&study.slots[case.slot], &study.personas[case.persona]);
    let (rows, first_row) = rows_of(inputs, &case.services);
    let open = context.open(case, &case.services);
    let network = &inputs.network;
    let homes = &inputs.homes.positions;
    let steps = crate::routing::job::steps(&slot.window);
    let counts: IdVec<NormId, Count> = (case.services.iter().zip(&open))
        .map(|(&x, open)| {
            let (service, data) = (&study.services[x], &inputs.services[x]);
            let reading = context.reading(x);
            let (weight, enough) = match (&reading.form, reading.norm) {
                (Form::Nearest(n), Some(Norm::Within(time_s))) => (Weight::Within(time_s), *n),
                (Form::Sum(Decay::Step { cutoff_s }), Some(Norm::AtLeast(value))) => {
                    (Weight::Within(*cutoff_s), value)
                }
                (Form::Sum(d) | Form::TwoStep(d, _), Some(Norm::AtLeast(value))) => {
                    (Weight::Falling(d), value)
                }
                // No norm, or one that its measure can't have: everything relied on is in doubt.
                _ => (Weight::Within(UNREACHED - 1), f64::INFINITY),
            };
            let p = percentile(service.percentile());
            Count {
                weight,
                enough,
                supply: &data.supply,
                open,
                first_row: first_row[x],
                needed: p.index(steps).map_or(0, |k| k + 1),
                competes: context.competes(x),
            }
        })
        .collect();
    let mut question = question(persona, slot);
    question.traveller.max_trip = context.longest(case);
    let tracer = Tracer::new(network, question, homes, &rows)?;
    let alike = alike(&network.timetable, kinds);
    let look = Look {
        tracer: &tracer,
        counts: &counts,
        asked,
        window: &slot.window,
        usual: study.usual,
        timetable: &network.timetable,
        kinds,
        alike: &alike,
    };
    let found = match slot.window.direction {
        Direction::Depart => look.by_home(homes.len(), phase)?,
        Direction::Arrive => look.by_place(homes.len(), phase)?,
    };
    let mut doubts = Doubts::new();
    let everybody: Vec<HomeId> = inputs.home_ids().collect();
    for (s, _) in counts.by_id().filter(|(_, c)| c.competes) {
        for cut in of_blocks(&network.timetable, kinds, &alike) {
            doubts.entry(cut).or_default().insert(s, everybody.clone());
        }
    }
    for (home, service, cut) in found {
        let of_cut = doubts.entry(cut).or_default();
        if counts[service].competes {
            of_cut.entry(service).or_insert_with(|| everybody.clone());
        } else {
            of_cut.entry(service).or_default().push(home);
        }
    }
    Ok(doubts)
}

/// What goes with trips of blocks.
fn of_blocks(t: &Timetable, kinds: &[Kind], alike: &Alike) -> BTreeSet<Cut> {
    let mut cuts = BTreeSet::new();
    for (x, _) in t.trip_block.iter().enumerate().filter(|(_, b)| **b != NONE) {
        let trip = TripId::new(x);
        cuts.insert(Cut::Trip(trip));
        cuts.insert(Cut::Line(t.trip_route[x]));
        cuts.extend(alike.get(&t.trip_route[x]).into_iter().flatten());
        cuts.extend(t.calls[trip].iter().map(|c| Cut::Stop(c.stop)));
    }
    cuts.retain(|c| kinds.contains(&c.kind()));
    cuts
}

/// Two lines that run the same trips, where lines may go.
fn alike(t: &Timetable, kinds: &[Kind]) -> Alike {
    let mut out = Alike::new();
    if kinds.contains(&Kind::Line) {
        for (a, b) in cut::alike(t) {
            for line in [a, b] {
                out.entry(line).or_default().push(Cut::Both(a, b));
            }
        }
    }
    out
}

struct Look<'a> {
    tracer: &'a Tracer<'a>,
    counts: &'a IdVec<NormId, Count<'a>>,
    asked: &'a IdVec<NormId, Marks>,
    window: &'a Window,
    usual: Usual,
    timetable: &'a Timetable,
    kinds: &'a [Kind],
    alike: &'a Alike,
}

/// A home, a service of the case, and what it relies on there.
type Found = (HomeId, NormId, Cut);

impl Look<'_> {
    fn judge(&self, home: HomeId, service: NormId, tally: Tally, out: &mut Vec<Found>) {
        let count = &self.counts[service];
        let cuts: Vec<Cut> = if count.competes {
            let lost = tally.lost.into_keys();
            lost.chain(tally.touched).collect()
        } else {
            tally.in_doubt(count)
        };
        out.extend(cuts.into_iter().map(|cut| (home, service, cut)));
    }

    /// Departing: each home is searched from once.
    fn by_home(&self, homes: usize, phase: &Phase) -> Result<Vec<Found>, Error> {
        let one = |scratch: &mut TraceScratch, row: usize| {
            let home = HomeId::new(row);
            let mut found = Vec::new();
            phase.advance(1)?;
            if !self.asked.iter().any(|of| of[home]) {
                return Ok(found);
            }
            let Some(mut traced) = self.tracer.trace(scratch, row) else {
                return Ok(found);
            };
            let mut reliance = self.reliance();
            let mut row = Vec::new();
            for (s, count) in self.counts.by_id() {
                if !self.asked[s][home] {
                    continue;
                }
                let mut tally = Tally::default();
                for place in (0..count.supply.len()).filter(|p| count.supply[*p] > 0.0) {
                    traced.to(count.first_row + place, &mut row);
                    tally.add(self.place(count, place, &row, &traced, &mut reliance));
                }
                self.judge(home, s, tally, &mut found);
            }
            Ok(found)
        };
        let all: Result<Vec<Vec<Found>>, Error> = (0..homes)
            .into_par_iter()
            .map_init(TraceScratch::default, one)
            .collect();
        Ok(all?.into_iter().flatten().collect())
    }

    /// Arriving: each destination is searched from once, and homes are added up.
    fn by_place(&self, homes: usize, phase: &Phase) -> Result<Vec<Found>, Error> {
        let mut found = Vec::new();
        for (s, count) in self.counts.by_id() {
            let mut tallies: IdVec<HomeId, Tally> = (0..homes).map(|_| Tally::default()).collect();
            let wanted: Vec<HomeId> = tallies.ids().filter(|h| self.asked[s][*h]).collect();
            let places: Vec<usize> = (0..count.supply.len())
                .filter(|p| count.supply[*p] > 0.0)
                .collect();
            let one = |scratch: &mut TraceScratch, place: &usize| {
                let mut out = Vec::new();
                let Some(mut traced) = self.tracer.trace(scratch, count.first_row + place) else {
                    return out;
                };
                let mut reliance = self.reliance();
                let mut row = Vec::new();
                for &home in &wanted {
                    traced.to(home.index(), &mut row);
                    out.push((
                        home,
                        self.place(count, *place, &row, &traced, &mut reliance),
                    ));
                }
                out
            };
            // Some at a time: what comes out of each is as long as there are homes.
            for some in places.chunks(64) {
                let tallied: Vec<Vec<(HomeId, Tally)>> = some
                    .par_iter()
                    .map_init(TraceScratch::default, one)
                    .collect();
                for (home, tally) in tallied.into_iter().flatten() {
                    tallies[home].add(tally);
                }
            }
            for (home, tally) in tallies.ids().zip(tallies) {
                self.judge(home, s, tally, &mut found);
            }
        }
        phase.advance(homes as u64)?;
        Ok(found)
    }

    fn reliance(&self) -> Reliance<'_> {
        Reliance {
            timetable: self.timetable,
            kinds: self.kinds,
            alike: self.alike,
            of_part: HashMap::new(),
        }
    }

    fn place(
        &self,
        count: &Count,
        place: usize,
        row: &[(u32, u32)],
        traced: &Traced,
        reliance: &mut Reliance,
    ) -> Tally {
        let mut relies = |part: u32, cuts: &mut Vec<Cut>| {
            cuts.clear();
            cuts.extend_from_slice(reliance.of(traced, part));
        };
        count.place(self.usual, place, row, self.window, &mut relies)
    }
}
