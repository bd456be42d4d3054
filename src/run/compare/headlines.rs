//! What a comparison comes to, in a few lines.

use super::tables::Summed;
use crate::measures::compare::Change;
use crate::run::study::summary::Key;

/// Groups, services and slots named in a headline at most.
const NAMED: usize = 3;

/// A few lines a scenario.
pub fn of(summed: &Summed) -> Vec<String> {
    let mut out = Vec::new();
    let study = summed.study;
    for (i, (outcome, changes)) in
        (summed.comparison.scenarios.iter().zip(&summed.changes)).enumerate()
    {
        out.push(format!("{}:", outcome.scenario.name));
        let group = study.report.group;
        let name = &study.homes.groups[group].name;
        let mut rows: Vec<(Key, &Change)> = (changes.groups.iter())
            .filter(|r| r.key.group == group && r.key.persona == 0)
            .map(|r| (r.key, &r.change))
            .collect();
        let net = |c: &Change| c.net_below();
        rows.retain(|(_, c)| net(c) != 0.0);
        rows.sort_by(|a, b| {
            net(b.1)
                .abs()
                .total_cmp(&net(a.1).abs())
                .then(a.0.cmp(&b.0))
        });
        let losers = (changes.groups.iter())
            .filter(|r| r.key.group == group && r.key.persona == 0)
            .map(|r| r.change.losers)
            .fold(0.0, f64::max);
        if rows.is_empty() && losers == 0.0 {
            out.push(format!(
                "  nobody of {name:?} comes to lie below a norm, or loses more than a minute"
            ));
        } else if rows.is_empty() {
            out.push(format!("  nobody of {name:?} comes to lie below a norm; up to {losers:.0} are worse off in some slot"));
        }
        for (key, c) in rows.iter().take(NAMED) {
            out.push(format!(
                "  {}, {}: {:+.0} of {name:?} below the norm ({:.0} before, {:.0} after); {:.0} worse off, {:.0} better off",
                study.services[key.service].name,
                study.slots[key.slot].name,
                net(c),
                c.below_before,
                c.below_after,
                c.losers,
                c.winners,
            ));
        }
        if rows.len() > NAMED {
            out.push(format!(
                "  and {} more services and slots",
                rows.len() - NAMED
            ));
        }
        if let Some(worst) = summed.pockets[i].first() {
            let area = &outcome.results.inputs.areas[worst.area.0].layer.areas[worst.area.1];
            out.push(format!(
                "  hit worst: {} ({:.0} fall below the norm for {}, {})",
                area.name,
                worst.fell_below,
                study.services[worst.key.service].name,
                study.slots[worst.key.slot].name,
            ));
        }
        let sum = |f: fn(&crate::scenario::Touched) -> f64| -> f64 {
            outcome.touched.iter().map(f).sum()
        };
        let hours = sum(|t| t.vehicle_hours_week);
        if hours != 0.0 {
            let word = if hours < 0.0 { "saves" } else { "costs" };
            out.push(format!(
                "  {word} {:.1} vehicle-hours and {:.0} km a week",
                hours.abs(),
                sum(|t| t.vehicle_km_week).abs(),
            ));
        }
        for check in outcome.checks.iter().filter(|c| c.broken > 0) {
            out.push(format!(
                "  BROKEN: {} in {} of {} values, such as {}",
                check.rule.word(),
                check.broken,
                check.looked_at,
                check.example.as_deref().unwrap_or(""),
            ));
        }
    }
    out
}
