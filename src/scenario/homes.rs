//! Edits of homes: weights change, rows are only ever added, so that base and scenario have the same
//! homes in the same rows.

use super::called::hint;
use super::inputs::Inputs;
use super::{Effect, Touched, named};
use crate::axes::{GroupId, HomeId, IdVec};
use crate::diagnostics::{Error, InputError};
use crate::ids::Id;
use crate::input::scenario::{Edit, HomeEdit, HomeSelector, HowMany};
use crate::input::study::Study;
use std::collections::BTreeMap;

/// What earlier edits did to homes.
#[derive(Default)]
pub(super) struct People {
    /// Homes added, by which edit.
    added: BTreeMap<HomeId, String>,
    /// Groups that left a home altogether, `(group, home)`, by which edit.
    emptied: BTreeMap<(GroupId, HomeId), String>,
}

impl People {
    /// Makes one edit.
    pub fn apply(
        &mut self,
        study: &Study,
        inputs: &mut Inputs,
        edit: &Edit,
        change: &HomeEdit,
    ) -> Result<Touched, Error> {
        let main = study.report.group;
        let (homes, people) = match change {
            HomeEdit::Add { id, at, weights } => {
                self.not_in_use(inputs, edit, id)?;
                let row = HomeId::new(inputs.homes.len());
                inputs.homes.push(id.clone(), *at);
                for list in &mut inputs.weights {
                    list.push(Some(0.0));
                }
                for &(group, weight) in weights {
                    if let Some(cell) = inputs.weights.get_mut(group).and_then(|l| l.get_mut(row)) {
                        *cell = Some(weight);
                    }
                }
                for list in &mut inputs.ranks {
                    list.push(None);
                }
                for level in &mut inputs.areas {
                    level.of_home.push(level.layer.locate(*at));
                }
                self.added.insert(row, named(edit));
                let people = weights.iter().find(|(group, _)| *group == main);
                (1, people.map_or(0.0, |(_, weight)| *weight))
            }
            HomeEdit::Remove {
                which,
                groups,
                share,
            } => {
                let rows = chosen(inputs, edit, "", which)?;
                let groups: Vec<GroupId> = match groups.as_slice() {
                    [] => inputs.weights.ids().collect(),
                    some => some.to_vec(),
                };
                let gone = self.leave(inputs, edit, "", &groups, &rows, *share)?;
                let of_main = groups.iter().zip(&gone).find(|(group, _)| **group == main);
                (
                    rows.len(),
                    -of_main.map_or(0.0, |(_, gone)| gone.iter().sum()),
                )
            }
            HomeEdit::MoveGroup {
                group,
                from,
                to,
                how_many,
            } => {
                let to = chosen(inputs, edit, "to", to)?;
                let mut from = chosen(inputs, edit, "from", from)?;
                // Who lives where the others go stays there.
                from.retain(|row| to.binary_search(row).is_err());
                if from.is_empty() {
                    let problem = "they go to the very homes they leave";
                    return Err(edit.problem("to", problem).into());
                }
                let share = match how_many {
                    HowMany::Share(share) => *share,
                    HowMany::Count(count) => share_of(inputs, edit, *group, &from, *count)?,
                };
                let gone = self.leave(inputs, edit, "from", &[*group], &from, share)?;
                let gone: f64 = gone.iter().flatten().sum();
                // Asked for so many, so many come, whatever the shares are rounded to.
                let many = match how_many {
                    HowMany::Count(count) => *count,
                    HowMany::Share(_) => gone,
                };
                arrive(&mut inputs.weights[*group], &to, many);
                (from.len() + to.len(), many)
            }
        };
        Ok(Touched {
            effect: Effect::Nothing,
            homes: homes as u64,
            people,
            ..Touched::default()
        })
    }

    fn not_in_use(&self, inputs: &Inputs, edit: &Edit, id: &str) -> Result<(), InputError> {
        let Some(row) = inputs.homes.ids.iter().position(|other| other == id) else {
            return Ok(());
        };
        let problem = match self.added.get(&HomeId::new(row)) {
            Some(by) => format!("{by} added a home with this id"),
            None => "there is a home with this id".to_owned(),
        };
        Err(edit
            .problem("id", problem)
            .value(id)
            .hint("choose another id"))
    }

    /// Takes a share of some groups from some homes; how many went, `[group][home]`.
    fn leave(
        &mut self,
        inputs: &mut Inputs,
        edit: &Edit,
        key: &str,
        groups: &[GroupId],
        rows: &[HomeId],
        share: f64,
    ) -> Result<Vec<Vec<f64>>, InputError> {
        let mut all = Vec::with_capacity(groups.len());
        for &group in groups {
            let weights = inputs.weights.get_mut(group);
            let Some(weights) = weights else {
                return Err(edit.problem("group", "there is no such group"));
            };
            let mut gone = Vec::with_capacity(rows.len());
            for &row in rows {
                let cell = &mut weights[row];
                let before = cell.unwrap_or(0.0);
                // All of them leave nobody, not a rounding.
                let after = if share >= 1.0 {
                    0.0
                } else {
                    before - before * share
                };
                if cell.is_some() {
                    *cell = Some(after);
                }
                gone.push(before - after);
            }
            all.push(gone);
        }
        if all.iter().flatten().all(|gone| *gone == 0.0) {
            let pairs = groups
                .iter()
                .flat_map(|g| rows.iter().map(move |r| (*g, *r)));
            let earlier = pairs.filter_map(|pair| self.emptied.get(&pair)).next();
            let problem = match earlier {
                Some(by) => format!("nobody of these groups lives there any more: {by}"),
                None => "nobody of these groups lives there".to_owned(),
            };
            return Err(edit.problem(key, problem));
        }
        if share >= 1.0 {
            let pairs = groups
                .iter()
                .flat_map(|g| rows.iter().map(move |r| (*g, *r)));
            for pair in pairs {
                self.emptied.entry(pair).or_insert_with(|| named(edit));
            }
        }
        Ok(all)
    }
}

/// The share that so many are.
fn share_of(
    inputs: &Inputs,
    edit: &Edit,
    group: GroupId,
    rows: &[HomeId],
    count: f64,
) -> Result<f64, InputError> {
    let weights = inputs.weights.get(group);
    let there: f64 = rows
        .iter()
        .filter_map(|&row| weights?.get(row).copied().flatten())
        .sum();
    if count > there {
        let problem = format!("there are only {there}");
        return Err(edit.problem("count", problem).value(count.to_string()));
    }
    Ok(if there > 0.0 { count / there } else { 1.0 })
}

/// Shares people out over homes, in proportion to the group's weights there, or evenly.
fn arrive(weights: &mut IdVec<HomeId, Option<f64>>, rows: &[HomeId], many: f64) {
    let there: f64 = rows.iter().filter_map(|&row| weights[row]).sum();
    // Up to each home by its part of all up to there: the parts add up.
    let (mut run, mut given) = (0.0, 0.0);
    for (k, &row) in rows.iter().enumerate() {
        let own = weights[row];
        let due = if k + 1 == rows.len() {
            many
        } else if there > 0.0 {
            run += own.unwrap_or(0.0);
            many * (run / there)
        } else {
            many * ((k + 1) as f64 / rows.len() as f64)
        };
        let part = due - given;
        given = due;
        // Not known stays so where nobody comes.
        if own.is_some() || part > 0.0 {
            weights[row] = Some(own.unwrap_or(0.0) + part);
        }
    }
}

/// Rows that are selected, ascending; at least one. `outer` is the table of the keys, empty for the edit.
fn chosen(
    inputs: &Inputs,
    edit: &Edit,
    outer: &str,
    which: &HomeSelector,
) -> Result<Vec<HomeId>, InputError> {
    let key = |key: &str| match outer {
        "" => key.to_owned(),
        _ => format!("{outer}.{key}"),
    };
    let homes = &inputs.homes;
    let mut rows: Vec<HomeId> = Vec::new();
    if which.id.is_empty() {
        rows = inputs.home_ids().collect();
    } else {
        let wanted = which.id.iter().enumerate();
        let mut row_of: BTreeMap<&str, (usize, Option<HomeId>)> =
            wanted.map(|(i, id)| (id.as_str(), (i, None))).collect();
        for (row, id) in inputs.home_ids().zip(&homes.ids) {
            if let Some((_, found)) = row_of.get_mut(id.as_str()) {
                *found = Some(row);
            }
        }
        let mut found: Vec<_> = row_of.into_iter().collect();
        found.sort_by_key(|(_, (i, _))| *i);
        for (id, (i, row)) in found {
            let Some(row) = row else {
                let item = key(&format!("id.{i}"));
                let at = if edit.place.lines.contains_key(&item) {
                    item
                } else {
                    key("id")
                };
                let known = homes.ids.iter().map(String::as_str);
                let error = edit.problem(&at, "there is no such home").value(id);
                return Err(error.hint(hint(id, known)));
            };
            rows.push(row);
        }
        rows.sort_unstable();
    }
    if let Some(area) = &which.area {
        let inside = area.ready();
        rows.retain(|&row| inside.contains(homes.positions[row.index()]));
        if rows.is_empty() {
            let problem = format!("no such home lies in {}", area.name);
            return Err(edit.problem(&key("area"), problem));
        }
    }
    Ok(rows)
}
