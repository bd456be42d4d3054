//! Work at fixed hours: jobs that can be held in each shift, and why their number changed.

use super::data::{ExplainData, ShiftChange};
use super::rounding::shown;
use super::words::Say;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, table};

/// A table of shifts and groups.
pub fn section(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut heads = vec![w.html(Msg::Shift), w.html(Msg::Group)];
    heads.extend(data.names.iter().map(|name| Html::of("{}", &[name])));
    heads.push(w.html(Say::Change));
    heads.extend((0..data.parts()).map(|k| Html::of("{}", &[&w.capital(data.cause(k))])));
    heads.push(w.html(Say::NoJob));
    let row = |s: &ShiftChange| {
        // As many decimals as the value that changes has.
        let decimals = usize::from(s.mean.iter().all(|v| v.abs() < 10.0));
        let signed = |v: f64| Cell::number(&w.signed(v, decimals), Some(v));
        let told = shown(s.mean, s.causes, decimals);
        let mut row = vec![
            Cell::text(&s.shift),
            Cell::text(&w.capital(&data.head.group(s.group))),
            Cell::number(&w.dec(told.ends[0], decimals), Some(s.mean[0])),
            Cell::number(&w.dec(told.ends[1], decimals), Some(s.mean[1])),
            signed(told.change),
        ];
        row.extend(told.causes.iter().take(data.parts()).map(|v| signed(*v)));
        row.push(match s.none {
            Some([a, b]) if w.int(a) == w.int(b) => w.count(b),
            Some([a, b]) => {
                Cell::number(&Html::of("{} → {}", &[&w.int(a), &w.int(b)]), Some(b - a))
            }
            None => Cell::dash(),
        });
        row
    };
    let mut out = w.what(Say::ShiftsHow, &[("traveller", &data.head.traveller())]);
    let rows = data.shifts.iter().map(row).collect();
    out.add(table(w.html(Say::Work), &heads, rows, true));
    out
}
