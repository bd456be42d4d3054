//! **bereik** answers one question exactly and fast: *who can get where, when, without a car?*
//!
//! Build a [`Network`] from OpenStreetMap and GTFS once, then ask as many [`Question`]s as you like: a service day, a
//! window of departures or deadlines, a [`Traveller`]. A [`Job`] holds a question with its origins and destinations;
//! [`for_each_origin`] turns the travel times of each origin into access: what it reaches, summed or weighed, at a
//! percentile of the window. No matrix of all pairs is ever held in memory, every result is exact for the
//! model (`docs/methods.md`), and the same input gives the same bytes on any number of threads.
//!
//! ```
//! use bereik::*;
//!
//! # fn main() -> Result<(), Error> {
//! // A fictional town; your own files are opened in the same way, or handed over as bytes.
//! let folder = tempfile::tempdir().expect("a folder");
//! synth::generate(synth::Size::Town, 1, folder.path())?;
//! let [osm, gtfs, homes, jobs] = ["polderland.osm.pbf", "bus-tram.gtfs.zip", "homes.csv", "jobs.csv"]
//!     .map(|file| folder.path().join(file));
//!
//! let progress = Progress::silent();
//! let network = build(&osm, &[gtfs], &BuildOptions::default(), &progress)?;
//! let (homes, _) = read_points(&homes, &PointOptions::in_crs("EPSG:28992"))?;
//! let (jobs, _) = read_points(&jobs, &PointOptions::default())?;
//!
//! let morning = Window::departures(7 * 3600, 9 * 3600);
//! let day = "2026-03-10".parse().expect("a date");
//! let question = Question::new(day, morning, Traveller::default());
//! let job = Job::new(&network, question, &homes.positions, &jobs.positions)?;
//! let query = AccessQuery::of(
//!     vec![Opportunity::new("work places", vec![1.0; jobs.len()])],
//!     vec![Measure::cumulative(&[Seconds(30 * 60)])],
//! );
//! let mut most = 0.0_f64;
//! for_each_origin(&job, &query, &progress, |_home, answers| {
//!     most = most.max(answers[0].value.unwrap_or(0.0));
//!     Ok::<(), Error>(())
//! })?;
//! assert!(most > 10.0, "the best home reaches {most} work places in half an hour");
//! # Ok(())
//! # }
//! ```
//!
//! Features: `cli` (on by default) adds the program and all that it needs of a terminal; `synth` the generator of fictional
//! regions. Without either the library depends on neither.
//!
//! Work that takes long is watched, and can be called off, by a [`Watch`]. Threads are those of the current `rayon` pool.
//! `examples/access.rs` does all of this in forty lines. What each folder holds, and which way data flow, is in
//! `docs/architecture.md`.

pub mod access;
pub mod axes;
pub mod diagnostics;
pub mod ids;
pub mod input;
pub mod measures;
pub mod network;
pub mod output;
pub mod routing;
pub mod run;
pub mod scenario;
pub mod storage;
#[cfg(feature = "synth")]
pub mod synth;
pub mod travel;
pub mod units;
pub mod watch;

#[doc(inline)]
pub use access::form::Measure;
#[doc(inline)]
pub use access::query::{AccessQuery, Answer, Opportunity, for_each_origin};
#[doc(inline)]
pub use diagnostics::{Error, Fault, Finding, Findings, InputError};
#[doc(inline)]
pub use input::points::{PointOptions, PointSet, read_points};
#[doc(inline)]
pub use input::scenario::{Scenario, read_scenario};
#[doc(inline)]
pub use input::study::{Study, parse_study, read_study};
#[doc(inline)]
pub use measures::decay::Decay;
#[doc(inline)]
pub use measures::travel_time::Percentile;
#[doc(inline)]
pub use network::{BuildOptions, Network};
#[doc(inline)]
pub use routing::Tuning;
#[doc(inline)]
pub use routing::job::{Job, Kept, Question, Status, Times, UNREACHED};
#[doc(inline)]
pub use run::load::{InputData, build, build_from};
#[doc(inline)]
pub use travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
#[doc(inline)]
pub use units::{LonLat, Seconds, Speed};
#[doc(inline)]
pub use watch::{Progress, Steps, Watch};
