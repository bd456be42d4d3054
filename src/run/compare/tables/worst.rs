//! Tables of the worst-hit areas and of trips before and after.

use super::super::journeys::{Step, Trip};
use super::Summed;
use super::values::{norm_of, shown, unit};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};
use crate::run::study::tables::{KEY, key_values, table};
use crate::units::ClockTime;

pub(super) const POCKETS: Declared = Declared {
    files: &[("pockets.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_POCKETS,
    parts: &[
        Part::Once(&[
            field::SCENARIO,
            field::RANK_IN_TABLE,
            field::LEVEL,
            field::CODE,
            field::NAME,
        ]),
        KEY,
        Part::Once(&[
            field::PEOPLE_STAY,
            field::FELL_BELOW,
            field::WORSE_OFF,
            field::UNIT,
            field::MEAN_CHANGE,
            field::CUT_OFF,
        ]),
    ],
};

pub(super) const JOURNEYS: Declared = Declared {
    files: &[("journeys.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_JOURNEYS,
    parts: &[
        Part::Once(&[field::SCENARIO, field::HOME, field::AREA_OF_HOME]),
        KEY,
        Part::Once(&[
            field::AT,
            field::ARRIVE,
            field::TO_BEFORE,
            field::MINUTES_BEFORE,
            field::JOURNEY_BEFORE,
            field::TO_AFTER,
            field::MINUTES_AFTER_SCENARIO,
            field::JOURNEY_AFTER,
        ]),
    ],
};

pub(super) fn pockets(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &POCKETS)?;
    for (i, outcome, _) in summed.each() {
        for (rank, p) in summed.pockets[i].iter().enumerate() {
            let area = &outcome.results.inputs.areas[p.area.0].layer.areas[p.area.1];
            let (unit, time) = unit(&outcome.results, p.key.service);
            let mut row = vec![
                Value::Text(&outcome.scenario.name),
                Value::Int(rank as i64 + 1),
                Value::Text(&outcome.study.areas[p.area.0].level),
                Value::Text(&area.code),
                Value::Text(&area.name),
            ];
            row.extend(key_values(&outcome.study, p.key));
            row.extend([
                Value::Number(p.people),
                match norm_of(&outcome.results, p.key.service) {
                    true => Value::Number(p.fell_below),
                    false => Value::Empty,
                },
                Value::Number(p.losers),
                Value::Text(unit),
                shown(time, p.mean_change),
                Value::Number(p.cut_off),
            ]);
            t.row(&row)?;
        }
    }
    out.end(t)
}

pub(super) fn clock(s: i64) -> String {
    ClockTime(s.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32).to_string()
}

/// A journey in one line of words.
pub fn in_words(trip: Option<&Trip>) -> String {
    let Some(trip) = trip else {
        return "no way within the limits".to_owned();
    };
    let minutes = |s: &u32| format!("{} min", s.div_ceil(60));
    let step = |step: &Step| match step {
        Step::Walk { seconds } => format!("walk {}", minutes(seconds)),
        Step::Cycle { seconds } => format!("cycle {}", minutes(seconds)),
        Step::Wait { seconds } => format!("wait {}", minutes(seconds)),
        Step::Ride {
            line,
            from,
            to,
            depart_s,
            arrive_s,
            seated,
            ..
        } => format!(
            "{}line {line} from {from} {} to {to} {}",
            if *seated { "stay seated, " } else { "" },
            clock(*depart_s),
            clock(*arrive_s)
        ),
    };
    let mut words: Vec<String> = trip.steps.iter().map(step).collect();
    if trip.early_s > 0 {
        words.push(format!("there {} early", minutes(&trip.early_s)));
    }
    words.join("; ")
}

pub(super) fn journeys(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &JOURNEYS)?;
    for (i, outcome, _) in summed.each() {
        for pair in &summed.journeys[i] {
            let inputs = &outcome.results.inputs;
            let area =
                (pair.area).map_or("", |(l, a)| inputs.areas[l].layer.areas[a].name.as_str());
            let at = ClockTime(pair.at_s).to_string();
            let (before, after) = (pair.before.as_ref(), pair.after.as_ref());
            let (words, words_after) = (in_words(before), in_words(after));
            let minutes =
                |t: Option<&Trip>| -> Value { t.map(|t| f64::from(t.seconds) / 60.0).into() };
            let mut row = vec![
                Value::Text(&outcome.scenario.name),
                Value::Text(&inputs.homes.ids[pair.home.index()]),
                Value::Text(area),
            ];
            row.extend(key_values(&outcome.study, pair.key));
            row.extend([
                Value::Text(&at),
                Value::Int(i64::from(pair.arrive)),
                Value::Text(before.map_or("", |t| &t.to)),
                minutes(before),
                Value::Text(&words),
                Value::Text(after.map_or("", |t| &t.to)),
                minutes(after),
                Value::Text(&words_after),
            ]);
            t.row(&row)?;
        }
    }
    out.end(t)
}
