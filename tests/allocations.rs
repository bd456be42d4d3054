//! Once warm, searching and measuring allocate nothing more for another origin.

#[path = "it/common/mod.rs"]
mod common;

use bereik::access::form::Measure;
use bereik::access::query::{AccessQuery, Opportunity, for_each_origin};
use bereik::diagnostics::Error;
use bereik::measures::decay::Decay;
use bereik::measures::travel_time::Percentile;
use bereik::routing::Tuning;
use bereik::routing::job::{Job, Kept, Question};
use bereik::travel::Direction;
use bereik::units::{LonLat, Seconds};
use bereik::watch::Progress;
use common::compare::{network, traveller, window};
use common::random::{Flavour, town};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

/// The system's allocator, counting.
struct Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        CALLS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Origins that are handed over at once; between two such lots some lists are made.
const LOT: usize = 4096;

/// Allocations while the origins of the last two lots are worked on, in a pool of one thread.
/// One test only in this file: others would be counted too.
fn of_last_lots(work: impl Fn(&mut dyn FnMut(usize)) + Send + Sync) -> u64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.expect("a pool").install(|| {
        let mut marks = Vec::with_capacity(4);
        work(&mut |origin| {
            if origin % LOT == 0 {
                marks.push(CALLS.load(Ordering::Relaxed));
            }
        });
        marks[3] - marks[1]
    })
}

#[test]
fn another_origin_allocates_nothing() {
    for (seed, lanes, direction) in [
        (3, true, Direction::Depart),
        (4, true, Direction::Arrive),
        (5, false, Direction::Depart),
    ] {
        let mut town = town(seed, Flavour::OnFoot);
        (town.count, town.step) = (60, 60);
        let network = network(&town);
        let at = |n: &usize| town.position(*n);
        let some: Vec<LonLat> = town.origins.iter().map(at).collect();
        let origins: Vec<LonLat> = some.iter().cycle().take(4 * LOT).copied().collect();
        let mut destinations: Vec<LonLat> = town.destinations.iter().map(at).collect();
        // Enough of them that origins are searched from.
        destinations = destinations.iter().cycle().take(150).copied().collect();
        let question = Question {
            date: town.date,
            window: window(&town, direction),
            traveller: traveller(&town.person),
            tuning: Tuning {
                lanes,
                ..Tuning::default()
            },
        };
        let job = Job::new(&network, question, &origins, &destinations).expect("a job");
        let times = of_last_lots(|done| {
            job.for_each_origin(
                Kept::PerOrigin,
                |_, times| {
                    let mut ranked = [0; 2];
                    let mut sum = 0u64;
                    for d in 0..times.points() {
                        times.ranks(d, &[0, 29], &mut ranked);
                        sum += u64::from(ranked[1]) + u64::from(times.to(d)[0]);
                    }
                    sum
                },
                |origin, _| {
                    done(origin);
                    Ok::<(), ()>(())
                },
            )
            .expect("nothing fails");
        });
        let query = AccessQuery {
            opportunities: vec![Opportunity {
                name: "jobs".into(),
                supply: vec![2.5; destinations.len()],
            }],
            measures: vec![
                Measure::cumulative(&[Seconds(900), Seconds(1800)]),
                Measure::gravity(vec![Decay::Exponential { half_life_s: 600 }]),
                Measure::nearest(&[1.0]),
            ],
            percentiles: vec![Percentile::MEDIAN],
            usual: bereik::input::study::Usual::TravelTime,
            demand: None,
            open: None,
        };
        let access = of_last_lots(|done| {
            for_each_origin(&job, &query, &Progress::silent(), |origin, _| {
                done(origin);
                Ok::<(), Error>(())
            })
            .expect("nothing fails");
        });
        // Per lot the order of its origins and what the thread pool needs: a handful.
        println!(
            "{direction:?}, lanes {lanes}: {times} and {access} allocations for {} origins",
            2 * LOT
        );
        assert!(times <= 32, "{times} allocations for {} origins", 2 * LOT);
        assert!(access <= 32, "{access} allocations for {} origins", 2 * LOT);
    }
}
