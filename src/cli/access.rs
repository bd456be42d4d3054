//! `bereik access`.

use super::args::{QueryArgs, minutes, number};
use super::errors::usage;
use super::pairs::{self, check_output, hundredths, no_doubles, percentile};
use super::{Context, in_pool};
use bereik::access::form::{Form, Measure, steps};
use bereik::access::open;
use bereik::access::query::{AccessQuery, Opportunity, Unclaimed, for_each_origin};
use bereik::axes::GroupId;
use bereik::diagnostics::{Error, Fault, Findings};
use bereik::input::points::PointSet;
use bereik::input::study::{HoursUnknown, Usual};
use bereik::measures::decay::{Decay, Kind as DecayKind, Parameter, Unit};
use bereik::measures::travel_time::Percentile;
use bereik::output::table::plain;
use bereik::output::{GeometryKind, Shape, TableWriter, Value};
use bereik::routing::job::Question;
use bereik::run::tables::ACCESS;
use bereik::units::Seconds;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::iter;
use std::path::PathBuf;

/// Name of what is counted when no column is asked for.
const PLACES: &str = "places";

/// Significant digits of amounts; the whole part is always written in full.
const DIGITS: u8 = 6;

/// Largest sum of a column: beyond it, floating point no longer counts singles.
const LARGEST_SUM: f64 = 1e15;

/// Cutoffs without --cutoffs.
const CUTOFFS_MIN: [f64; 3] = [30.0, 45.0, 60.0];

const GUIDE: &str = "\
Travel times are computed for every departure minute of the window (or every deadline, with
--arrive). Percentiles say how it is at the usual, a good and a bad moment to leave. No matrix is
held in memory, so the number of origins is no matter.

Measures (--measure), for supply O of each destination at travel time t:
  cumulative  how much is reached within each of --cutoffs: the sum of O where t <= cutoff
  interval    the mean of cumulative over all whole-minute cutoffs of --interval
  gravity     the sum of O f(t), where f falls with time (--decay, --decay-param)
  nearest     minutes to the n-th nearest (--n): the shortest time within which n of O are reached
  2sfca       supply per head of those who compete for it: O / (demand within reach), summed over
              what the origin reaches; reach is a step at each of --cutoffs, or --decay

The table: id, opportunity, measure, percentile, cutoff, value, status
  cutoff      minutes (cumulative, 2sfca); 15-45 (interval); the parameter of the decay in minutes,
              40/10 for a logistic (gravity, 2sfca); n (nearest)
  value       units of supply; minutes with two decimals (nearest); supply per head (2sfca)
  status      ok, or why there is no value: not_linked, island, no_service, beyond_limit, closed.
              Reaching nothing is a value, 0, and ok; not reaching the n-th nearest is none

Examples:
  Jobs and GPs within 30 and 45 minutes, in the morning peak:
    bereik access --network city.bereik --date 2026-03-10 --depart 07:00-09:00 \\
      --origins homes.csv --destinations places.csv --opportunities jobs,gp --cutoffs 30,45 \\
      -o access.csv

  How long to the nearest and the third nearest pharmacy that is open, in the evening:
    bereik access --network city.bereik --date 2026-03-10 --depart 20:00-22:00 \\
      --origins homes.csv --destinations pharmacies.csv --measure nearest --n 1,3 \\
      --open opening_hours -o pharmacy.gpkg

  GPs per inhabitant who competes for them, nearby ones counting most:
    bereik access --network city.bereik --date 2026-03-10 --arrive 08:30-12:00 \\
      --origins homes.csv --destinations gps.csv --opportunities gp --measure 2sfca \\
      --demand population --decay gaussian --decay-param 15 -o gp.csv";

/// What each origin reaches: jobs, care, services.
#[derive(Args)]
#[command(after_help = GUIDE)]
pub struct AccessArgs {
    #[command(flatten)]
    query: QueryArgs,
    /// Where trips start: CSV (id, lon, lat, or id, x, y with --crs), GeoJSON or GeoPackage.
    #[arg(long, value_name = "FILE")]
    origins: PathBuf,
    /// Where trips end, likewise, with columns that say what there is.
    #[arg(long, value_name = "FILE")]
    destinations: PathBuf,
    /// Coordinate system of columns x and y, e.g. EPSG:28992.
    #[arg(long, value_name = "EPSG:CODE")]
    crs: Option<String>,
    /// Columns of the destinations to count, e.g. jobs,gp. Without it every destination counts 1,
    /// under the name "places".
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    opportunities: Vec<String>,
    /// How access is measured; more than one may be given, e.g. cumulative,nearest.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        value_enum,
        default_value = "cumulative"
    )]
    measure: Vec<MeasureWord>,
    /// Cutoffs in minutes, inclusive: for cumulative, for --decay step, and for 2sfca without
    /// --decay. 30,45,60 without it.
    #[arg(long, value_name = "MIN,…", value_delimiter = ',', value_parser = number(0.0, 2880.0))]
    cutoffs: Vec<f64>,
    /// For interval: first and last cutoff of the mean, whole minutes, e.g. 15,45.
    #[arg(long, value_name = "FROM,TO", value_delimiter = ',', num_args = 1, value_parser = clap::value_parser!(u16).range(0..=2880))]
    interval: Vec<u16>,
    /// For gravity and 2sfca: how the weight of a destination falls with travel time t.
    #[arg(long, value_name = "FORM", value_parser = decay_kind())]
    decay: Option<DecayKind>,
    /// Parameter of the decay in minutes: linear: where the weight is 0; exponential: the
    /// half-life; gaussian: the standard deviation; logistic: inflection and standard deviation,
    /// e.g. 40,10; power: up to where it is 1, and the exponent, e.g. 5,1.5. Step has none: it
    /// takes --cutoffs.
    #[arg(long, value_name = "MIN[,MIN]", value_delimiter = ',', num_args = 1, value_parser = number(0.0, 2880.0))]
    decay_param: Vec<f64>,
    /// For nearest: which one counts, 1 for the nearest; with --opportunities the amount to be
    /// reached. 1 without it.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = positive)]
    n: Vec<f64>,
    /// For 2sfca: column of the origins with those who compete (people, patients). Without it every
    /// origin counts 1.
    #[arg(long, value_name = "COLUMN")]
    demand: Option<String>,
    /// What "usually" means: access at the percentile travel time, or the percentile over
    /// departures of access. The higher the percentile, the worse the moment, in both.
    #[arg(
        long,
        value_enum,
        value_name = "READING",
        default_value = "travel-time"
    )]
    usual: UsualWord,
    /// Percentiles over the window, 1 to 99 (100: the longest), e.g. 25,50,75.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "50", value_parser = percentile)]
    percentiles: Vec<Percentile>,
    /// Column of the destinations with opening hours in OpenStreetMap's syntax. A destination then
    /// counts for a departure only if it is open on arrival (with --arrive: at the deadline).
    #[arg(long, value_name = "COLUMN")]
    open: Option<String>,
    /// With --open: what holds for destinations with no hours or unreadable ones.
    #[arg(long, value_enum, value_name = "WORD", requires = "open")]
    hours_unknown: Option<HoursWord>,
    /// Output: .csv, .parquet, .geojson or .gpkg (points of the origins); standard output (CSV)
    /// without it.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MeasureWord {
    /// What is reached within each cutoff.
    Cumulative,
    /// The mean of that over an interval of cutoffs.
    Interval,
    /// Weighted by travel time.
    Gravity,
    /// Minutes to the n-th nearest.
    Nearest,
    /// Supply per head of those who compete for it.
    #[value(name = "2sfca")]
    TwoStep,
}

#[derive(Clone, Copy, ValueEnum)]
enum UsualWord {
    /// Access at the percentile travel time of each destination.
    TravelTime,
    /// The percentile over departures of access.
    Access,
}

#[derive(Clone, Copy, ValueEnum)]
enum HoursWord {
    /// They count as open at all hours (the default).
    Open,
    /// They count as closed.
    Closed,
}

/// The decays by their words.
fn decay_kind() -> impl TypedValueParser<Value = DecayKind> {
    let value = |kind: DecayKind| PossibleValue::new(kind.word()).help(kind.formula());
    PossibleValuesParser::new(DecayKind::ALL.map(value)).map(|word| {
        let of_word = DecayKind::ALL.into_iter().find(|kind| kind.word() == word);
        of_word.unwrap_or(DecayKind::Step)
    })
}

fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(n) if n > 0.0 && n <= 1e12 => Ok(n),
        _ => Err("a number above 0, such as 1 or 3, is expected".to_owned()),
    }
}

/// Refuses a list in which something stands twice: two rows would mean the same.
fn distinct<T: PartialEq>(
    option: &str,
    list: &[T],
    text: impl Fn(&T) -> String,
) -> Result<(), Error> {
    for (i, item) in list.iter().enumerate() {
        if list[..i].contains(item) {
            return Err(usage(format!("{option}: {} is given twice", text(item))));
        }
    }
    Ok(())
}

impl AccessArgs {
    /// The measures asked for, with everything they need and nothing that would have no effect.
    fn measures(&self, max_trip: Seconds) -> Result<Vec<Measure>, Error> {
        use MeasureWord::*;
        let has = |m: MeasureWord| self.measure.contains(&m);
        let name = |m: &MeasureWord| {
            m.to_possible_value()
                .map_or_else(String::new, |v| v.get_name().to_owned())
        };
        distinct("--measure", &self.measure, name)?;
        distinct("--n", &self.n, f64::to_string)?;
        if has(Gravity) && self.decay.is_none() {
            return Err(usage(
                "the measure gravity takes --decay, such as --decay exponential --decay-param 10",
            ));
        }
        let decays = has(Gravity) || has(TwoStep);
        let falls = self.decay.is_some_and(|d| d != DecayKind::Step);
        let cutoffs_used = has(Cumulative) || decays && !falls;
        for (given, used, option, what) in [
            (
                !self.cutoffs.is_empty(),
                cutoffs_used,
                "--cutoffs",
                "the measures cumulative and 2sfca, and for --decay step",
            ),
            (
                !self.interval.is_empty(),
                has(Interval),
                "--interval",
                "the measure interval",
            ),
            (
                self.decay.is_some() || !self.decay_param.is_empty(),
                decays,
                "--decay",
                "the measures gravity and 2sfca",
            ),
            (
                !self.n.is_empty(),
                has(Nearest),
                "--n",
                "the measure nearest",
            ),
            (
                self.demand.is_some(),
                has(TwoStep),
                "--demand",
                "the measure 2sfca",
            ),
        ] {
            if given && !used {
                return Err(usage(format!("{option} is for {what}; see --measure")));
            }
        }
        let limit = max_trip.minutes();
        let within = |option: &str, min: f64| {
            if minutes(min) > max_trip {
                return Err(usage(format!(
                    "{option} {min} is longer than the longest trip looked for, {limit} minutes; give less, or --max-trip {min} or more"
                )));
            }
            Ok(())
        };
        let decay = self.decay_function(&within)?;
        let cutoffs = match self.cutoffs.as_slice() {
            [] => &CUTOFFS_MIN[..],
            given => given,
        };
        let cutoffs_s: Vec<Seconds> = cutoffs.iter().map(|c| minutes(*c)).collect();
        let option = match self.cutoffs.as_slice() {
            [] => "--cutoffs (not given):",
            _ => "--cutoffs",
        };
        if cutoffs_used {
            cutoffs.iter().try_for_each(|c| within(option, *c))?;
            distinct("--cutoffs", &cutoffs_s, |s| s.minutes().to_string())?;
        }
        let functions: Vec<Decay> = match decay {
            Some(decay) => vec![decay],
            None => steps(&cutoffs_s).collect(),
        };
        let n = match self.n.as_slice() {
            [] => &[1.0][..],
            given => given,
        };
        (self.measure.iter())
            .map(|m| {
                Ok(match m {
                    Cumulative => Measure::cumulative(&cutoffs_s),
                    Interval => match self.interval[..] {
                        [from, to] if from <= to => {
                            within("--interval", to.into())?;
                            Measure::interval(from, to)
                        }
                        _ => {
                            return Err(usage(
                                "the measure interval takes --interval FROM,TO: two whole numbers of minutes, the first not after the second, such as --interval 15,45",
                            ));
                        }
                    },
                    Gravity => Measure::gravity(functions.clone()),
                    Nearest => Measure::nearest(n),
                    TwoStep => Measure::two_step(functions.clone(), GroupId(0)),
                })
            })
            .collect()
    }

    /// The decay with its parameters; none without one and for a step.
    fn decay_function(
        &self,
        within: &impl Fn(&str, f64) -> Result<(), Error>,
    ) -> Result<Option<Decay>, Error> {
        let wrong = |text: &str| Err(usage(format!("--decay-param: {text}")));
        let units = self.decay.map_or(&[][..], DecayKind::parameters).iter();
        let units = units.map(|p| p.unit).chain(iter::repeat(Unit::Minutes));
        let held = |(given, unit): (&f64, Unit)| match unit {
            Unit::Minutes => minutes(*given).0,
            Unit::Number => (given * 1000.0).round() as u32,
        };
        let param: Vec<u32> = self.decay_param.iter().zip(units).map(held).collect();
        if param.contains(&0) {
            return wrong("more than 0 is expected");
        }
        let kind = match (self.decay, &param[..]) {
            (None | Some(DecayKind::Step), []) => return Ok(None),
            (None, _) => return wrong("say which --decay it is for"),
            (Some(DecayKind::Step), _) => return wrong("a step takes its cutoffs from --cutoffs"),
            (Some(kind), _) => kind,
        };
        let Some(decay) = Decay::new(kind, &param) else {
            let all = kind.parameters();
            let list = |of: &dyn Fn(&Parameter) -> String, between: &str| {
                all.iter().map(of).collect::<Vec<_>>().join(between)
            };
            return wrong(&format!(
                "{} takes {}, {}, such as --decay-param {}",
                kind.word(),
                if all.len() == 1 { "one" } else { "two" },
                list(&|p| p.meaning.to_owned(), " and "),
                list(&|p| p.example.to_string(), ","),
            ));
        };
        if decay.longest_s() != u32::MAX {
            within("--decay-param", self.decay_param[0])?;
        }
        Ok(Some(decay))
    }

    /// What there is at the destinations.
    fn offers(&self, set: &PointSet, context: &Context) -> Result<Vec<Opportunity>, Error> {
        if self.opportunities.is_empty() {
            return Ok(vec![Opportunity {
                name: PLACES.to_owned(),
                supply: vec![1.0; set.len()],
            }]);
        }
        (self.opportunities.iter())
            .map(|name| {
                let amounts = known(set, name, "count for nothing", context)?;
                Ok(Opportunity {
                    name: name.clone(),
                    supply: amounts.into_iter().map(Option::unwrap_or_default).collect(),
                })
            })
            .collect()
    }

    /// Names amounts that cannot be reached because there is not so much.
    fn warn_of_too_few(&self, measures: &[Measure], offers: &[Opportunity], context: &Context) {
        for form in measures.iter().flat_map(|m| &m.forms) {
            for offer in offers {
                let all: f64 = offer.supply.iter().sum();
                if matches!(form, Form::Nearest(n) if *n > all * (1.0 + 1e-9)) {
                    context.warn(&format!(
                        "--n {}: the destinations have only {all} of {} in all, so nobody reaches it",
                        form.cutoff(),
                        offer.name
                    ));
                }
            }
        }
    }
}

/// Says what nobody asks for.
fn warn_of_unclaimed(unclaimed: &[Unclaimed], query: &AccessQuery, context: &Context) {
    for u in unclaimed {
        let offer = &query.opportunities[u.opportunity];
        let percentile = match u.percentile {
            Some(p) => format!(", percentile {}", query.percentiles[p].get()),
            None => String::new(),
        };
        context.warn(&format!(
            "2sfca, cutoff {}{percentile}: nobody asks for {} of {} destinations with {} ({} of {} in all); they are unclaimed and give nothing to anybody",
            u.cutoff,
            u.of.places,
            u.of.places_in_all,
            offer.name,
            plain(u.of.supply),
            plain(u.of.supply_in_all),
        ));
    }
}

/// A column of amounts; says how many are missing.
fn known(
    set: &PointSet,
    column: &str,
    then: &str,
    context: &Context,
) -> Result<Vec<Option<f64>>, Error> {
    let amounts = set.amounts(column)?;
    if amounts.iter().flatten().sum::<f64>() > LARGEST_SUM {
        return Err(Fault::ValueInvalid
            .at(&set.file, "adds up to more than can be counted exactly")
            .field(column)
            .hint(format!("use a larger unit: at most {LARGEST_SUM:e} in all"))
            .into());
    }
    let missing = amounts.iter().filter(|a| a.is_none()).count();
    if missing > 0 {
        context.warn(&format!(
            "{}: {missing} of {} points have no value in column {column}; they {then}",
            set.file,
            set.len()
        ));
    }
    Ok(amounts)
}

/// Computes and writes access.
pub fn main(args: &AccessArgs, context: &Context) -> Result<(), Error> {
    no_doubles(&args.percentiles)?;
    distinct("--opportunities", &args.opportunities, String::clone)?;
    let q = &args.query;
    let (window, traveller, options) = (q.window()?, q.traveller.resolve()?, q.build_options()?);
    let measures = args.measures(traveller.max_trip)?;
    let source = q.source.source()?;
    let mut inputs = source.paths();
    inputs.extend([args.origins.as_path(), args.destinations.as_path()]);
    let target = check_output(args.output.as_ref(), &inputs, true)?;
    let origins = context.points(&args.origins, args.crs.as_ref())?;
    let destinations = context.points(&args.destinations, args.crs.as_ref())?;
    let opportunities = args.offers(&destinations, context)?;
    args.warn_of_too_few(&measures, &opportunities, context);
    let demand = match &args.demand {
        Some(column) => Some(known(&origins, column, "ask for nothing", context)?),
        None => None,
    };
    let open = match &args.open {
        Some(column) => {
            let mut findings = Findings::default();
            let texts = destinations.texts(column)?;
            let unknown = match args.hours_unknown {
                Some(HoursWord::Closed) => HoursUnknown::Closed,
                Some(HoursWord::Open) | None => HoursUnknown::Open,
            };
            let hours = open::read(&destinations, &texts, unknown, &mut findings);
            let open = open::during(&hours, q.date, &window, traveller.max_trip);
            context.summarise(&findings, "look at the file");
            let (_, closed) = open::known_and_closed(&hours, &open);
            if closed > 0 {
                context.warn(&format!(
                    "{}: {closed} of {} destinations are closed all through the window, until the last arrival; nobody reaches them",
                    destinations.file,
                    destinations.len()
                ));
            }
            Some(open)
        }
        None => None,
    };
    let query = AccessQuery {
        opportunities,
        measures,
        percentiles: args.percentiles.clone(),
        usual: match args.usual {
            UsualWord::TravelTime => Usual::TravelTime,
            UsualWord::Access => Usual::Access,
        },
        demand: demand.as_deref(),
        open: open.as_deref(),
    };
    in_pool(&q.threads, || {
        let network = pairs::network(q, &options, context)?;
        let question = Question::new(q.date, window, traveller);
        let points = (&origins, &destinations, args.destinations == args.origins);
        let job = pairs::job(&network, question, points, context)?;
        let schema = ACCESS.schema().geometry(GeometryKind::Point);
        let mut table = TableWriter::create(&target, &schema)?;
        let keys = query.keys();
        let unclaimed = for_each_origin(&job, &query, &context.progress, |o, answers| {
            for (key, answer) in keys.iter().zip(answers) {
                let measure = &query.measures[key.measure];
                let form = &measure.forms[key.form];
                let value = match (answer.value, form) {
                    (None, _) => Value::Empty,
                    (Some(s), Form::Nearest(_)) => Value::Scaled(hundredths(s as u32), 2),
                    (Some(v), _) => Value::significant(v, DIGITS),
                };
                let cells = [
                    Value::Text(&origins.ids[o]),
                    Value::Text(&query.opportunities[key.opportunity].name),
                    Value::Text(measure.name),
                    Value::Int(query.percentiles[key.percentile].get().into()),
                    Value::Text(&form.cutoff()),
                    value,
                    Value::Text(answer.status.word()),
                ];
                table.row_with(&cells, Some(Shape::Point(origins.positions[o])))?;
            }
            Ok::<(), Error>(())
        })?;
        warn_of_unclaimed(&unclaimed, &query, context);
        network.check_intact()?;
        table.finish()
    })?
}
