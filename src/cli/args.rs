//! Arguments as typed.

use super::errors::usage;
use bereik::diagnostics::Error;
use bereik::input::clock;
use bereik::input::study::{Language, Study};
use bereik::network::calendar;
use bereik::network::{BuildOptions, Network};
use bereik::run::load::{self, InputData, NetworkSource};
use bereik::travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
use bereik::units::{Seconds, Speed};
use bereik::watch::Progress;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Who can get where, when, without a car?
///
/// bereik builds a network of streets and public transport from OpenStreetMap and GTFS, computes
/// exact travel times for every departure minute of a window, and from them access to jobs, care
/// and services, and transport poverty.
///
/// Begin with `bereik demo`: it makes a fictional region, runs a whole study on it and writes a
/// report you can open in a browser.
#[derive(Parser)]
#[command(
    name = "bereik",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 the inputs cannot give a result; 2 wrong usage.\nResults go to standard output or -o; warnings, progress and errors to standard error."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// No progress and no warnings on standard error; errors still show.
    #[arg(long, global = true, display_order = 900)]
    pub quiet: bool,
    /// What the program tells of its own work on standard error: off, error, warn, info (phases with
    /// their times) or debug.
    #[arg(long, global = true, display_order = 901, value_enum, hide_possible_values = true, default_value_t = Level::Warn, value_name = "LEVEL")]
    pub log: Level,
}

/// Log levels.
#[derive(Clone, Copy, ValueEnum)]
pub enum Level {
    /// Nothing.
    Off,
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warn,
    /// Phases with their times.
    Info,
    /// More.
    Debug,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    Build(super::build::BuildArgs),
    Info(super::info::InfoArgs),
    Matrix(super::matrix::MatrixArgs),
    Route(super::route::RouteArgs),
    Access(super::access::AccessArgs),
    Run(super::run::RunArgs),
    Compare(super::compare::CompareArgs),
    Site(super::site::SiteArgs),
    Lifelines(super::lifelines::LifelinesArgs),
    Monitor(super::monitor::MonitorArgs),
    Demo(super::demo::DemoArgs),
    Synth(super::demo::SynthArgs),
}

// Headings of help; given per option, as clap lets the heading of a group run on into what follows.
const NETWORK: &str = "Network";
pub const WHEN: &str = "When";
const TRAVELLER: &str = "Traveller (all limits are inclusive)";

/// Street data and timetables, or a network file.
#[derive(Args)]
pub struct SourceArgs {
    /// Street data: an OpenStreetMap extract.
    #[arg(
        long, help_heading = NETWORK,
        value_name = "FILE.osm.pbf",
        conflicts_with = "network",
        required_unless_present = "network"
    )]
    pub osm: Option<PathBuf>,
    /// A timetable: a GTFS zip or folder. May be given more than once; feeds are merged.
    #[arg(long, help_heading = NETWORK, value_name = "FILE", conflicts_with = "network")]
    pub gtfs: Vec<PathBuf>,
    /// A network built before with `bereik build`, instead of --osm and --gtfs.
    #[arg(long, help_heading = NETWORK, value_name = "FILE.bereik")]
    pub network: Option<PathBuf>,
    /// Farthest a point or stop may lie from a walkable street, metres; 0 to 20000 [default: 500, or
    /// what the network file was built with]
    #[arg(long, help_heading = NETWORK, value_name = "M", value_parser = number(0.0, 20_000.0))]
    pub max_snap: Option<f64>,
}

impl SourceArgs {
    /// Farthest link of a network built on the fly, metres.
    pub fn max_snap_m(&self) -> f64 {
        self.max_snap.unwrap_or(BuildOptions::default().max_snap_m)
    }

    /// Opens the network file or builds the network. A file brings its own farthest link; one
    /// that was asked for must be the same.
    ///
    /// # Errors
    /// Those of [`load::load`].
    pub fn load(&self, options: &BuildOptions, progress: &Progress) -> Result<Network, Error> {
        match (&self.network, self.max_snap) {
            (Some(file), None) => load::open(file, progress),
            _ => load::load(&self.source()?, options, progress),
        }
    }

    /// As [`SourceArgs::load`], to be described: streets and timetables need not touch.
    ///
    /// # Errors
    /// Those of [`load::assemble`].
    pub fn load_as_is(
        &self,
        options: &BuildOptions,
        progress: &Progress,
    ) -> Result<Network, Error> {
        match (&self.network, &self.osm) {
            (None, Some(osm)) => {
                let gtfs: Vec<InputData> = self.gtfs.iter().map(|p| InputData::File(p)).collect();
                load::assemble(InputData::File(osm), &gtfs, options, progress)
            }
            _ => self.load(options, progress),
        }
    }

    /// Where the network comes from.
    pub fn source(&self) -> Result<NetworkSource, Error> {
        match (&self.network, &self.osm) {
            (Some(file), _) => Ok(NetworkSource::File(file.clone())),
            (None, Some(osm)) => Ok(NetworkSource::Inputs {
                osm: osm.clone(),
                gtfs: self.gtfs.clone(),
            }),
            (None, None) => Err(usage(
                "give --network FILE.bereik, or --osm FILE.osm.pbf with --gtfs FILE",
            )),
        }
    }
}

/// How the traveller moves.
#[derive(Args)]
pub struct TravellerArgs {
    /// Longest door-to-door travel time, minutes; 0 to 2880.
    #[arg(long, help_heading = TRAVELLER, value_name = "MIN", default_value_t = Traveller::default().max_trip.minutes(), value_parser = number(0.0, 2880.0))]
    pub max_trip: f64,
    /// Longest single walking leg (to the first stop, from the last, each transfer, and all the way unless
    /// --max-walk-only says otherwise), minutes; 0 to 1440.
    #[arg(long, help_heading = TRAVELLER, value_name = "MIN", default_value_t = Traveller::default().max_walk.minutes(), value_parser = number(0.0, 1440.0))]
    pub max_walk: f64,
    /// Longest walk all the way, without a ride, minutes; 0 to 1440, also more than --max-walk; as --max-walk without
    /// it.
    #[arg(long, help_heading = TRAVELLER, value_name = "MIN", value_parser = number(0.0, 1440.0))]
    pub max_walk_only: Option<f64>,
    /// Longest walk between two rides, minutes; 0 to 1440, larger values count as --max-walk; as --max-walk without it.
    #[arg(long, help_heading = TRAVELLER, value_name = "MIN", value_parser = number(0.0, 1440.0))]
    pub max_transfer: Option<f64>,
    /// Most vehicles boarded in one trip, 0 to 64; 0: no vehicle, on foot or by one's own bicycle.
    #[arg(long, help_heading = TRAVELLER, value_name = "N", default_value_t = Traveller::default().max_rides, value_parser = clap::value_parser!(u32).range(0..=64))]
    pub max_rides: u32,
    /// Walking speed, km/h; 0.1 to 30.
    #[arg(long, help_heading = TRAVELLER, value_name = "KMH", default_value_t = Traveller::default().walk.kmh(), value_parser = number(0.1, 30.0))]
    pub walk_speed: f64,
    /// Least time between reaching a stop and boarding there, seconds; at every boarding, the first included; 0 to
    /// 7200.
    #[arg(long, help_heading = TRAVELLER, value_name = "SEC", default_value_t = Traveller::default().board_slack.0, value_parser = clap::value_parser!(u32).range(0..=7200))]
    pub board_slack: u32,
    /// Use a bicycle for the leg to the first stop (and all the way), from the last stop, or both.
    #[arg(long, help_heading = TRAVELLER, value_enum, value_name = "LEGS")]
    pub bicycle: Option<BicycleLegs>,
    /// Cycling speed, km/h; 1 to 60.
    #[arg(long, help_heading = TRAVELLER, value_name = "KMH", default_value_t = Bicycle::default().speed.kmh(), value_parser = number(1.0, 60.0))]
    pub bike_speed: f64,
    /// Longest leg by bicycle, minutes; 0 to 1440.
    #[arg(long, help_heading = TRAVELLER, value_name = "MIN", default_value_t = Bicycle::default().max.minutes(), value_parser = number(0.0, 1440.0))]
    pub max_bike: f64,
    /// Travel in a wheelchair: no steps, no ways, stops and trips marked as not accessible.
    #[arg(long, help_heading = TRAVELLER)]
    pub wheelchair: bool,
    /// With --wheelchair: stops and trips of which nothing is known are not accessible.
    #[arg(long, help_heading = TRAVELLER, requires = "wheelchair")]
    pub unknown_not_accessible: bool,
}

/// Legs a bicycle is used for.
#[derive(Clone, Copy, ValueEnum)]
pub enum BicycleLegs {
    /// To the first stop, or all the way.
    Access,
    /// From the last stop.
    Egress,
    /// Both.
    Both,
}

/// Date, window, traveller and threads: everything a routing command asks besides its points.
#[derive(Args)]
pub struct QueryArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Service day, in the feeds' own time zone.
    #[arg(long, help_heading = WHEN, value_name = "YYYY-MM-DD", value_parser = clock::parse_date)]
    pub date: NaiveDate,
    /// Departure window: start included, end excluded, a departure at every whole minute. Past
    /// 24:00, up to 72:00, means the night after --date.
    #[arg(long, help_heading = WHEN, value_name = "HH:MM-HH:MM", conflicts_with = "arrive", required_unless_present = "arrive", value_parser = departing)]
    pub depart: Option<Window>,
    /// Arrive-by window instead: a deadline at every whole minute.
    #[arg(long, help_heading = WHEN, value_name = "HH:MM-HH:MM", value_parser = arriving)]
    pub arrive: Option<Window>,
    #[command(flatten)]
    pub traveller: TravellerArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
}

/// Worker threads.
#[derive(Args)]
pub struct ThreadArgs {
    /// Worker threads, 1 to 1024; all cores without it. The result is the same for every number.
    #[arg(long, display_order = 899, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
}

/// What pages are written, and in which language.
#[derive(Args)]
pub struct PageArgs {
    /// Language of the report; the study's without it.
    #[arg(long, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Write annex.html too: two sides of paper for a council, with what the page says in brief, one map, what it
    /// rests on and what is not known.
    #[arg(long)]
    pub annex: bool,
}

/// A language of reports.
#[derive(Clone, Copy, ValueEnum)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl PageArgs {
    /// Puts what was asked for in the place of a study's own language.
    pub fn apply(&self, study: &mut Study) {
        study.report.annex = self.annex;
        study.language = match self.lang {
            None => return,
            Some(Lang::Nl) => Language::Nl,
            Some(Lang::En) => Language::En,
        };
    }
}

impl QueryArgs {
    /// The window; one of the two options is always given.
    pub fn window(&self) -> Result<Window, Error> {
        self.depart
            .or(self.arrive)
            .ok_or_else(|| usage("give --depart or --arrive"))
    }

    /// Settings for a network built on the fly: walks as long as this query needs.
    pub fn build_options(&self) -> Result<BuildOptions, Error> {
        let t = self.traveller.resolve()?;
        Ok(BuildOptions {
            max_snap_m: self.source.max_snap_m(),
            walk: t.walk,
            max_walk: Some(t.transfer()).filter(|_| t.wheelchair.is_none()),
            ..BuildOptions::default()
        })
    }
}

impl TravellerArgs {
    /// In the engine's units.
    pub fn resolve(&self) -> Result<Traveller, Error> {
        let speed = |kmh: f64, option: &str| {
            Speed::from_kmh(kmh)
                .ok_or_else(|| usage(format!("{option} {kmh}: a speed from 0.1 to 100 km/h")))
        };
        let bicycle = match self.bicycle {
            None => None,
            Some(legs) => Some(Bicycle {
                access: !matches!(legs, BicycleLegs::Egress),
                egress: !matches!(legs, BicycleLegs::Access),
                speed: speed(self.bike_speed, "--bike-speed")?,
                max: minutes(self.max_bike),
            }),
        };
        if bicycle.is_some() && self.wheelchair {
            return Err(usage("--bicycle and --wheelchair exclude each other"));
        }
        Ok(Traveller {
            walk: speed(self.walk_speed, "--walk-speed")?,
            max_walk: minutes(self.max_walk),
            max_walk_only: self.max_walk_only.map(minutes),
            max_transfer: self.max_transfer.map(minutes),
            max_trip: minutes(self.max_trip),
            max_rides: self.max_rides,
            board_slack: Seconds(self.board_slack),
            bicycle,
            wheelchair: self.wheelchair.then_some(Wheelchair {
                unknown_is_accessible: !self.unknown_not_accessible,
            }),
        })
    }
}

/// Minutes as whole seconds, rounded down so that limits stay inclusive and never grow.
pub fn minutes(min: f64) -> Seconds {
    // A little more than the number, as 0.1 min is not exact in binary.
    Seconds((min * 60.0 + 1e-6).floor() as u32)
}

/// A parser of finite numbers within a range.
pub fn number(low: f64, high: f64) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync {
    move |text| match text.trim().parse::<f64>() {
        Ok(x) if (low..=high).contains(&x) => Ok(x),
        Ok(_) => Err(format!("a number from {low} to {high} is expected")),
        Err(_) => Err(format!(
            "not a number; one from {low} to {high} is expected, with a point for decimals"
        )),
    }
}

fn departing(text: &str) -> Result<Window, String> {
    window(text, Direction::Depart)
}

fn arriving(text: &str) -> Result<Window, String> {
    window(text, Direction::Arrive)
}

fn window(text: &str, direction: Direction) -> Result<Window, String> {
    let (start, end) = clock::parse_window(text)?;
    Ok(Window {
        direction,
        start_s: start.0,
        end_s: end.0,
        step_s: 60,
    })
}

/// Checks the date of `--date` against the calendars; gives warnings.
///
/// # Errors
/// When it is outside the calendar of every feed.
pub fn check_date(network: &Network, date: NaiveDate) -> Result<Vec<String>, Error> {
    let dates = calendar::service_dates(&network.timetable);
    match calendar::check_date(&network.timetable, &dates, date) {
        Ok(coverage) => Ok(coverage.warnings),
        Err(error) => Err(error.field("--date").into()),
    }
}
