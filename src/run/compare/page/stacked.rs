//! Stacked effects.

use super::super::factorial::{Indicator, Row, Stacked};
use super::{Page, outcome};
use crate::axes::PersonaId;
use crate::output::report::compare::data::{self};

impl Page<'_> {
    pub(super) fn factorial(&self, stacked: &Stacked) -> data::Factorial {
        let group = self.study.report.group;
        let whole = (1usize << stacked.events.len()) - 1;
        let most = |row: &Row| match row.indicator {
            Indicator::MissesAtLeast(n) => n,
            _ => 0,
        };
        let top = stacked.rows.iter().map(most).max().unwrap_or(0);
        let mut rows: Vec<&Row> = (stacked.rows.iter())
            .filter(|r| r.key.group == group && r.key.persona == PersonaId(0))
            // Of the counts of norms only the last: two, or one where one service has a norm.
            .filter(|r| !matches!(r.indicator, Indicator::MissesAtLeast(n) if n < top))
            .filter(|r| r.factorial.change(whole).is_some_and(|c| c != 0.0))
            .collect();
        let kind = |r: &Row| match r.indicator {
            Indicator::BelowNorm => 0,
            Indicator::MissesAtLeast(_) => 1,
            Indicator::Mean => 2,
        };
        let size = |r: &Row| r.factorial.change(whole).unwrap_or(0.0).abs();
        rows.sort_by(|a, b| {
            let order = kind(a).cmp(&kind(b)).then(size(b).total_cmp(&size(a)));
            order.then(a.key.cmp(&b.key))
        });
        data::Factorial {
            events: (stacked.events.iter())
                .map(|name| data::Event {
                    name: name.clone(),
                    edits: self.edits_of(name),
                })
                .collect(),
            outcomes: rows.into_iter().map(outcome).collect(),
        }
    }
}
