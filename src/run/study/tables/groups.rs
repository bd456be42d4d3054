//! Tables by group and area: level, spread and poverty.

use super::super::Results;
use super::super::summary::{AreaRow, ByRank, Key, Summary};
use super::{KEY, amount, table};
use crate::axes::{GroupId, LevelId, PersonaId, ReadingId, SlotId};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::measures::sample::Unknown;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};

/// Level and dispersion. Times are minutes; a quantile that isn't reached is empty.
pub(super) const SPREAD: Part = Part::Once(&[
    field::UNIT,
    field::PEOPLE,
    field::PEOPLE_UNKNOWN,
    field::MEAN,
    field::P10,
    field::P50,
    field::P90,
]);

const FGT: Part = Part::Once(&[
    field::BELOW_NORM,
    field::HEADCOUNT,
    field::GAP,
    field::SEVERITY,
]);

/// What ends tables of groups and areas: what was not known, and of which percentile values are.
pub(super) const CLOSING: Part = Part::Once(&[field::HOMES_WEIGHT_UNKNOWN, field::PERCENTILE]);

pub(super) const GROUPS: Declared = Declared {
    files: &[("groups.csv", Format::Csv)],
    row: field::ROW_OF_GROUPS,
    parts: &[
        KEY,
        SPREAD,
        Part::Once(&[field::NOT_REACHED]),
        FGT,
        Part::Once(&[
            field::GINI,
            field::PALMA,
            field::CONCENTRATION,
            field::THEIL,
            field::THEIL_BETWEEN,
            field::RANK,
            field::HOMES_RANK_UNKNOWN,
        ]),
        Part::Each(&[
            field::PALMA_RANK,
            field::CONCENTRATION_RANK,
            field::HOMES_RANK_UNKNOWN_RANK,
        ]),
        CLOSING,
    ],
};

pub(super) const AREAS: Declared = Declared {
    files: &[("areas.csv", Format::Csv)],
    row: field::ROW_OF_AREAS,
    parts: &[
        Part::Once(&[field::LEVEL, field::CODE, field::NAME, field::YEAR]),
        KEY,
        SPREAD,
        FGT,
        Part::Once(&[field::HIDDEN_POOR]),
        CLOSING,
    ],
};

/// The names of a key.
pub(crate) fn key_values<'a>(study: &'a Study, key: Key) -> [Value<'a>; 4] {
    [
        Value::Text(&study.homes.groups[key.group].name),
        Value::Text(&study.personas[key.persona].name),
        Value::Text(&study.slots[key.slot].name),
        Value::Text(&study.services[key.service].name),
    ]
}

pub(super) fn spread_values<'a>(
    results: &Results,
    reading: ReadingId,
    spread: &Spread,
) -> Vec<Value<'a>> {
    let reading = &results.access.readings[reading];
    let time = reading.is_time();
    let shown = |v: Option<f64>| -> Value<'a> {
        amount(
            v.filter(|v| v.is_finite())
                .map(|v| if time { v / 60.0 } else { v }),
        )
    };
    let unit = match reading.measure {
        _ if time => "minutes",
        "2sfca" => "opportunities per head",
        _ => "opportunities",
    };
    let [p10, p50, p90] = spread.quantiles;
    vec![
        Value::Text(unit),
        Value::Number(spread.people),
        Value::Number(spread.unknown.weight_without_value),
        shown(spread.mean),
        shown(p10),
        shown(p50),
        shown(p90),
    ]
}

fn fgt_values<'a>(fgt: Option<&Fgt>) -> [Value<'a>; 4] {
    [
        fgt.map(|f| f.sums[0]).into(),
        fgt.and_then(Fgt::headcount).into(),
        fgt.and_then(Fgt::gap).into(),
        fgt.and_then(Fgt::severity).into(),
    ]
}

pub(super) fn groups(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let main = study.homes.main_rank();
    let others = || (0..study.homes.ranks.len()).filter(|r| Some(*r) != main);
    let schema = GROUPS.schema_with(|fields| {
        let names = others().map(|r| &study.homes.ranks[r].0);
        names
            .flat_map(|name| fields.iter().map(|f| f.named(f.name.replace("RANK", name))))
            .collect()
    });
    let mut t = out.table(&GROUPS, Format::Csv, &schema)?;
    for row in with_further(&summary.groups, &summary.further_groups, |r| r.key) {
        let mut values = key_values(study, row.key).to_vec();
        values.extend(spread_values(results, row.reading, &row.spread));
        values.push(Value::Number(row.not_reached));
        values.extend(fgt_values(row.fgt.as_ref()));
        let by_main = row.by_main_rank(study);
        let dispersion = [
            row.spread.gini,
            by_main.and_then(|r| r.palma),
            by_main.and_then(|r| r.concentration),
            row.theil.map(|t| t.0),
            row.theil.map(|t| t.1),
        ];
        values.extend(dispersion.into_iter().map(Value::from));
        let count =
            |r: Option<ByRank>| r.map_or(Value::Empty, |r| Value::Int(r.homes_unknown as i64));
        values.push(main.map_or(Value::Empty, |r| Value::Text(&study.homes.ranks[r].0)));
        values.push(count(by_main));
        for by_rank in others().map(|r| row.ranks.get(r).copied()) {
            values.push(by_rank.and_then(|r| r.palma).into());
            values.push(by_rank.and_then(|r| r.concentration).into());
            values.push(count(by_rank));
        }
        values.extend(closing_values(results, row.reading, &row.spread.unknown));
        t.row(&values)?;
    }
    out.end(t)
}

/// Each row with those of the same key at further percentiles behind it.
fn with_further<'a, T, K: PartialEq>(
    rows: &'a [T],
    further: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<&'a T> {
    let mut out = Vec::with_capacity(rows.len() + further.len());
    let mut rest = further;
    for row in rows {
        out.push(row);
        let same = rest.iter().take_while(|r| key(r) == key(row)).count();
        out.extend(&rest[..same]);
        rest = &rest[same..];
    }
    out
}

pub(super) fn closing_values<'a>(
    results: &Results,
    reading: ReadingId,
    unknown: &Unknown,
) -> [Value<'a>; 2] {
    [
        Value::Int(unknown.rows_without_weight as i64),
        Value::Int(results.access.readings[reading].percentile.into()),
    ]
}

pub(super) fn areas(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut t = table(out, &AREAS)?;
    let place = |r: &AreaRow| (r.level, r.key, r.area);
    for row in with_further(&summary.areas, &summary.further_areas, place) {
        let level = &study.areas[row.level];
        let area = &results.inputs.areas[row.level].layer.areas[row.area];
        let mut values = vec![
            Value::Text(&level.level),
            Value::Text(&area.code),
            Value::Text(&area.name),
            level
                .year
                .map_or(Value::Empty, |y| Value::Int(i64::from(y))),
        ];
        values.extend(key_values(study, row.key));
        values.extend(spread_values(results, row.reading, &row.spread));
        values.extend(fgt_values(row.fgt.as_ref()));
        values.push(match row.fgt {
            None if row.reading != results.access.main[row.key.service] => Value::Empty,
            _ => Value::Number(row.hidden_poor),
        });
        values.extend(closing_values(results, row.reading, &row.spread.unknown));
        t.row(&values)?;
    }
    out.end(t)
}

/// Share that misses two norms or more (one, where only one counts).
pub fn share_stacked(
    summary: &Summary,
    area: Option<(LevelId, usize)>,
    slot: SlotId,
    persona: PersonaId,
    group: GroupId,
) -> Option<f64> {
    let stacking = summary.stacking(area, slot, persona, group)?;
    let people = stacking.people();
    let least = summary.stacked[slot].len().clamp(1, 2);
    (people > 0.0).then(|| stacking.at_least(least) / people)
}
