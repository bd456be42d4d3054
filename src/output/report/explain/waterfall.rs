//! The waterfall: from the value before, cause by cause, to the value after; and values through time.

use super::rounding::shown;
use crate::output::report::kit::{Html, Plain, Series, Words};

const WIDTH: f64 = 540.0;
const HEIGHT: f64 = 230.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 190.0;

/// The bars of a waterfall and the words below them.
pub struct Bars<'a> {
    /// Values before and after.
    pub ends: [f64; 2],
    /// What comes between; together the difference.
    pub steps: [f64; 5],
    /// Words below the bars: before, those of the steps that are drawn, after.
    pub under: Vec<&'a str>,
    /// Decimals of the numbers.
    pub decimals: usize,
}

impl Bars<'_> {
    /// The values behind the bars.
    pub fn shows(&self, title: Html) -> Series {
        let steps = self.steps.iter().take(self.under.len().saturating_sub(2));
        let values = [&self.ends[0]]
            .into_iter()
            .chain(steps)
            .chain([&self.ends[1]]);
        let bars = self.under.iter().zip(values);
        Series::new(
            title,
            bars.map(|(under, v)| ((*under).to_owned(), Some(*v))),
        )
    }
}

/// Where the vertical axis begins: at zero, unless changes would be too small to see.
fn floor(levels: &[f64]) -> f64 {
    let low = levels.iter().copied().fold(f64::INFINITY, f64::min);
    let high = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = high - low;
    let small = range < 0.3 * high;
    if small && low > 0.0 {
        (low - range.max(high * 0.01) * 0.8).max(0.0)
    } else {
        low.min(0.0)
    }
}

/// The drawing, and whether its axis begins above zero.
pub fn waterfall(w: Words, bars: &Bars) -> (Html, bool) {
    let mut levels = vec![bars.ends[0]];
    let last = bars.under.len() - 1;
    for step in bars.steps.iter().take(last.saturating_sub(1)) {
        levels.push(levels[levels.len() - 1] + step);
    }
    levels.push(bars.ends[1]);
    let low = floor(&levels);
    let high = levels.iter().copied().fold(low + 1e-9, f64::max);
    let y = |v: f64| BOTTOM - (v - low) / (high - low) * (BOTTOM - TOP);
    let told = shown(bars.ends, bars.steps, bars.decimals);
    let slot = WIDTH / bars.under.len() as f64;
    let wide = slot * 0.62;
    let mut out = Html::of(
        "<svg viewBox=\"0 0 {} {}\">",
        &[&Plain(WIDTH), &Plain(HEIGHT)],
    );
    for (i, under) in bars.under.iter().enumerate() {
        let x = slot * i as f64 + (slot - wide) / 2.0;
        let middle = slot * (i as f64 + 0.5);
        let total = i == 0 || i == last;
        let (from, to, class) = match i {
            0 => (low, bars.ends[0], "total"),
            i if i == last => (low, bars.ends[1], "total"),
            _ => {
                let class = match bars.steps[i - 1] {
                    s if s > 0.0 => "up",
                    s if s < 0.0 => "down",
                    _ => "none",
                };
                (levels[i - 1], levels[i], class)
            }
        };
        let (upper, lower) = (y(from.max(to)), y(from.min(to)));
        out.put(
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            &[
                &class,
                &Plain(x),
                &Plain(upper),
                &Plain(wide),
                &Plain((lower - upper).max(1.5)),
            ],
        );
        if i < last {
            let at = y(to);
            out.put(
                "<line class=\"join\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
                &[&Plain(x + wide), &Plain(x + slot), &Plain(at), &Plain(at)],
            );
        }
        let text = match total {
            true => w.dec(told.ends[usize::from(i == last)], bars.decimals),
            false => w.signed(told.causes[i - 1], bars.decimals),
        };
        out.put(
            "<text x=\"{}\" y=\"{}\">{}</text>",
            &[&Plain(middle), &Plain(upper - 6.0), &text],
        );
        // Two words stand below each other.
        for (line, word) in under.splitn(2, ' ').enumerate() {
            out.put(
                "<text class=\"under\" x=\"{}\" y=\"{}\">{}</text>",
                &[
                    &Plain(middle),
                    &Plain(BOTTOM + 18.0 + 15.0 * line as f64),
                    &word,
                ],
            );
        }
    }
    out.put("</svg>", &[]);
    (out, low > 0.0)
}

/// Values of editions as a line from zero; what is missing is a gap.
pub fn line(w: Words, points: &[(String, Option<f64>)]) -> Html {
    const WIDE: f64 = 360.0;
    const LOW: f64 = 140.0;
    let top = points.iter().filter_map(|p| p.1).fold(0.01, f64::max);
    let step = WIDE / points.len().max(1) as f64;
    let at = |i: usize, v: f64| (step * (i as f64 + 0.5), LOW - v / top * (LOW - 28.0));
    let mut out = Html::of("<svg viewBox=\"0 0 {} 170\">", &[&Plain(WIDE)]);
    out.put(
        "<path class=\"grid\" d=\"M0 {}H{}\"/>",
        &[&Plain(LOW), &Plain(WIDE)],
    );
    for (i, pair) in points.windows(2).enumerate() {
        if let [(_, Some(a)), (_, Some(b))] = pair {
            let ((x1, y1), (x2, y2)) = (at(i, *a), at(i + 1, *b));
            out.put(
                "<line class=\"line g0\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                &[&Plain(x1), &Plain(y1), &Plain(x2), &Plain(y2)],
            );
        }
    }
    for (i, (name, value)) in points.iter().enumerate() {
        let (x, y) = at(i, value.unwrap_or(0.0));
        if let Some(v) = value {
            out.put(
                "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{}\">{}</text>",
                &[&Plain(x), &Plain(y), &Plain(x), &Plain(y - 9.0), &w.pct(*v)],
            );
        }
        out.put(
            "<text x=\"{}\" y=\"{}\">{}</text>",
            &[&Plain(x), &Plain(LOW + 18.0), name],
        );
    }
    out.put("</svg>", &[]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_begins_at_zero_unless_changes_are_small() {
        assert_eq!(floor(&[100.0, 150.0, 50.0]), 0.0);
        assert_eq!(floor(&[0.0, 5.0]), 0.0);
        let low = floor(&[1000.0, 1010.0, 1005.0]);
        assert!(low > 900.0 && low < 1000.0);
        assert_eq!(floor(&[10.0, -5.0, 20.0]), -5.0);
    }
}
