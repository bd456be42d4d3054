//! Charts as inline SVG: the 24-hour profile, stacked bars, ranges. Text inside stays readable
//! at phone width because every chart is drawn for it and set side by side on wider screens.

use std::fmt::Write as _;

use super::blocks::{Blocks, Series};
use super::head::Service;
use super::html::{Html, Plain, plain};
use super::map::box_key;
use super::messages::{Message, Msg};
use super::words::{Words, clock};

const W: f64 = 440.0;
/// Room for the numbers of the axis, at least.
const LEFT: f64 = 46.0;
/// Width of a digit of an axis.
const DIGIT: f64 = 7.2;
const RIGHT: f64 = 20.0;
const TOP: f64 = 14.0;
const PLOT: f64 = 170.0;
/// Height of one line of the strip that shows when the median reaches nothing.
const STRIP: f64 = 11.0;

/// Line styles by group: colour and dash come from the style sheet.
const LINES: [&str; 6] = ["g0", "g1", "g2", "g3", "g4", "g5"];

/// The class of the n-th line.
pub fn line_class(n: usize) -> &'static str {
    LINES[n % LINES.len()]
}

/// A sample of a line of a class, for legends.
pub fn line_key(class: &str) -> Html {
    Html::of(
        "<svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><path class=\"line {}\" d=\"M1 6h32\"/></svg>",
        &[&class],
    )
}

/// A round number at or above `value`, and the step of its ticks.
pub fn nice(value: f64) -> (f64, f64) {
    if !(value.is_finite() && value > 0.0) {
        return (1.0, 1.0);
    }
    let power = 10f64.powf((value / 4.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| s * 4.0 >= value)
        .unwrap_or(10.0 * power);
    ((value / step).ceil() * step, step)
}

/// A line through the day.
pub struct Line {
    /// What it is of.
    pub name: Html,
    /// Its style.
    pub class: &'static str,
    /// Minute of departure and value; none: nothing is reached (shown in a strip below the chart).
    pub points: Vec<(u32, Option<f64>)>,
}

/// A chart over the hours of a day.
pub struct Hours<'a> {
    /// What it is of.
    pub title: &'a str,
    /// What is drawn, with its unit.
    pub about: Html,
    /// What it shows, for who doesn't see it.
    pub aria: Html,
    /// The lines, the last on top.
    pub lines: Vec<Line>,
    /// Minute of departure, P10 and P90 around the first line.
    pub band: Option<Vec<(u32, [Option<f64>; 2])>>,
    /// Where the norm lies, in the unit of the axis.
    pub norm: Option<f64>,
    /// The axis must reach at least here.
    pub highest: f64,
    /// Written behind the numbers of the axis.
    pub unit: &'static str,
    /// Minutes between points.
    pub step: u32,
    /// Whether there is a strip per line that shows where it has no value.
    pub strips: bool,
}

/// A chart over the hours of a day; none without points.
pub fn hours(w: Words, chart: &Hours) -> Option<Blocks> {
    let all = || chart.lines.iter().flat_map(|l| &l.points);
    let first = all().map(|p| p.0).min()?;
    let step = chart.step.clamp(1, 24 * 60);
    let last = all().map(|p| p.0).max()?.saturating_add(step);
    let (top, tick) = nice(chart.highest.max(chart.norm.unwrap_or(0.0)));
    let digits = w.amount(top).chars().count() + chart.unit.len();
    let left = LEFT.max(10.0 + DIGIT * digits as f64);
    let span = f64::from(last - first).max(1.0);
    let x = |m: u32| left + (f64::from(m) - f64::from(first)) / span * (W - left - RIGHT);
    let y = |v: f64| TOP + PLOT - (v / top).clamp(0.0, 1.0) * PLOT;
    let base = TOP + PLOT;
    let strips = base + 6.0;
    let rows = if chart.strips { chart.lines.len() } else { 0 };
    let height = strips + STRIP * rows as f64 + 24.0;

    let mut out = Html::of(
        "<figure class=\"chart\"><figcaption><b>{}</b> <span>{}</span></figcaption><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        &[
            &chart.title,
            &chart.about,
            &Plain(W),
            &Plain(height),
            &chart.aria,
        ],
    );
    let mut value = 0.0;
    while value <= top * 1.001 {
        out.put(
            "<path class=\"grid\" d=\"M{} {}H{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" dy=\".34em\" text-anchor=\"end\">{}{}</text>",
            &[&Plain(left), &Plain(y(value)), &Plain(W - RIGHT), &Plain(left - 6.0), &Plain(y(value)), &w.amount(value), &chart.unit],
        );
        value += tick;
    }
    for hour in (first.div_ceil(60)..=last / 60).filter(|h| h % 4 == 0) {
        let at = x(hour * 60);
        out.put(
            "<path class=\"grid\" d=\"M{} {}V{}\"/><text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            &[&Plain(at), &Plain(TOP), &Plain(strips), &Plain(at), &Plain(height - 5.0), &clock(hour * 60)],
        );
    }
    if let Some(points) = &chart.band {
        out.put(
            "<path class=\"band\" d=\"{}\"/>",
            &[&band(points, step, top, &x, &y)],
        );
    }
    if let Some(norm) = chart.norm {
        out.put(
            "<path class=\"norm\" d=\"M{} {}H{}\"/><text class=\"tick norm-text\" x=\"{}\" y=\"{}\" >{}</text>",
            &[
                &Plain(left),
                &Plain(y(norm)),
                &Plain(W - RIGHT),
                &Plain(left + 4.0), &Plain(y(norm) - 4.0), &w.fill(Msg::NormLine, &[("norm", &w.amount(norm))])],
        );
    }
    for l in &chart.lines {
        out.put(
            "<path class=\"line {}\" d=\"{}\"/>",
            &[&l.class, &line(l, step, &x, &y)],
        );
    }
    for (row, l) in chart.lines.iter().enumerate().take(rows) {
        let at = strips + STRIP * row as f64;
        let mut d = String::new();
        for (minute, _) in l.points.iter().filter(|p| p.1.is_none()) {
            let (a, b) = (x(*minute), x(minute.saturating_add(step)));
            let _ = write!(d, "M{} {}H{}", plain(a), plain(at + 5.0), plain(b));
        }
        out.put(
            "<path class=\"rail\" d=\"M{} {}H{}\"/><path class=\"gap {}\" d=\"{}\"/>",
            &[
                &Plain(left),
                &Plain(at + 5.0),
                &Plain(W - RIGHT),
                &l.class,
                &d,
            ],
        );
    }
    out.put("</svg></figure>\n", &[]);
    Some(Blocks::picture(out, chart.shows()))
}

impl Hours<'_> {
    /// The values behind the lines, by clock time.
    fn shows(&self) -> Vec<Series> {
        let of_line = |l: &Line| {
            let mut title = Html::of("{}: {}", &[&self.title, &l.name]);
            if !self.unit.is_empty() {
                title.put(" ({})", &[&self.unit.trim()]);
            }
            Series::new(title, l.points.iter().map(|(m, v)| (clock(*m), *v)))
        };
        self.lines.iter().map(of_line).collect()
    }
}

/// A median, or none when it says that nothing is reached.
pub fn reached(p50: Option<f64>, minutes: bool) -> Option<f64> {
    p50.filter(|v| v.is_finite() && (minutes || *v > 0.0))
}

type Axis<'a> = &'a dyn Fn(u32) -> f64;
type Scale<'a> = &'a dyn Fn(f64) -> f64;

fn line(l: &Line, step: u32, x: Axis, y: Scale) -> String {
    let mut d = String::new();
    let mut open = false;
    for (minute, value) in &l.points {
        match value {
            Some(v) => {
                let at = x(minute.saturating_add(step / 2));
                let sign = if open { 'L' } else { 'M' };
                let _ = write!(d, "{sign}{} {}", plain(at), plain(y(*v)));
                // A lone point between gaps still shows, as a dot of the line's round end.
                if !open {
                    d.push_str("h0");
                }
                open = true;
            }
            None => open = false,
        }
    }
    d
}

/// The band between P10 and P90; up to the top where nine in ten is not reached.
fn band(points: &[(u32, [Option<f64>; 2])], step: u32, top: f64, x: Axis, y: Scale) -> String {
    let mut d = String::new();
    for run in points.split(|(_, [low, _])| low.is_none()) {
        let at = |m: u32| plain(x(m.saturating_add(step / 2)));
        for (i, (minute, [low, _])) in run.iter().enumerate() {
            let sign = if i == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{sign}{} {}", at(*minute), plain(y(low.unwrap_or(0.0))));
        }
        for (minute, [_, high]) in run.iter().rev() {
            let _ = write!(d, "L{} {}", at(*minute), plain(y(high.unwrap_or(top))));
        }
        if !run.is_empty() {
            d.push('z');
        }
    }
    d
}

/// One bar of a whole cut into 0, 1, 2 and 3 or more missed norms, with the percentages in it; what it is of stands
/// before it, and what it says behind it.
pub fn stack(w: Words, name: Html, by_count: &[f64], said: Html) -> Blocks {
    let drawing = Html::of(
        "<div class=\"bar\"><span>{}</span>{}<span class=\"end\">{}</span></div>",
        &[&name, &bar(w, by_count), &said],
    );
    let parts = by_count.iter().enumerate();
    let parts = parts.map(|(missed, weight)| (missed.to_string(), Some(*weight)));
    let title = Html::of("{}: {}", &[&name, &said]);
    Blocks::picture(drawing, vec![Series::new(title, parts)])
}

fn bar(w: Words, by_count: &[f64]) -> Html {
    let total: f64 = by_count.iter().sum();
    let part = |n: usize| by_count.get(n).copied().unwrap_or(0.0);
    let parts = [part(0), part(1), part(2), by_count.iter().skip(3).sum()];
    let mut label = Html::new();
    for (msg, weight) in [Msg::Missed0, Msg::Missed1, Msg::Missed2, Msg::Missed3]
        .iter()
        .zip(parts)
    {
        label.put("{}: {}; ", &[&w.html(*msg), &w.pct_of(weight, total)]);
    }
    let mut out = Html::of(
        "<svg class=\"stack\" width=\"100%\" height=\"26\" role=\"img\" aria-label=\"{}\">",
        &[&label],
    );
    let mut from = 0.0;
    for (n, weight) in parts.into_iter().enumerate() {
        if !(total > 0.0 && weight > 0.0) {
            continue;
        }
        let share = weight / total * 100.0;
        out.put(
            "<rect class=\"{}\" x=\"{}%\" width=\"{}%\" height=\"26\"/>",
            &[&["s0", "s1", "s2", "s3"][n], &Plain(from), &Plain(share)],
        );
        if share >= 9.0 {
            out.put(
                "<text class=\"{}\" x=\"{}%\" y=\"13\" dy=\".35em\" text-anchor=\"middle\">{}</text>",
                &[&["t0", "t1", "t2", "t3"][n], &Plain(from + share / 2.0), &w.pct(weight / total)],
            );
        }
        from += share;
    }
    out.put("</svg>", &[]);
    out
}

/// What the parts of [`stack`] mean, where so many norms can be missed.
pub fn stack_keys(w: Words, norms: usize) -> Blocks {
    let all = [
        ("s0", Msg::Missed0),
        ("s1", Msg::Missed1),
        ("s2", Msg::Missed2),
        ("s3", Msg::Missed3),
    ];
    box_keys(w, &all[..=norms.min(3)])
}

/// A legend of boxes by style class.
pub fn box_keys(w: Words, list: &[(&str, impl Message)]) -> Blocks {
    let mut out = Html::of("<ul class=\"keys\">", &[]);
    for (class, msg) in list {
        out.add(box_key(class, &w.html(*msg)));
    }
    out.put("</ul>", &[]);
    Blocks::furniture(out)
}

/// P10, median and P90 as a line with a dot, the norm as a tick; open to the right where not reached.
pub fn range(service: &Service, values: [Option<f64>; 3], top: f64) -> Html {
    let minutes = service.in_minutes();
    let at = |v: Option<f64>| match v {
        Some(v) if v.is_finite() => (v / top).clamp(0.0, 1.0) * 96.0 + 2.0,
        _ if minutes => 100.0,
        _ => 2.0,
    };
    let mut out = Html::of(
        "<svg class=\"range\" width=\"100%\" height=\"18\" aria-hidden=\"true\"><line class=\"axis\" x1=\"2%\" x2=\"98%\" y1=\"9\" y2=\"9\"/>",
        &[],
    );
    if let Some(norm) = service.norm_value().filter(|v| *v <= top) {
        let x = at(Some(norm));
        out.put(
            "<line class=\"norm\" x1=\"{}%\" x2=\"{}%\" y1=\"1\" y2=\"17\"/>",
            &[&Plain(x), &Plain(x)],
        );
    }
    out.put(
        "<line class=\"span\" x1=\"{}%\" x2=\"{}%\" y1=\"9\" y2=\"9\"/>",
        &[&Plain(at(values[0])), &Plain(at(values[2]))],
    );
    if values[1].is_some() || !minutes {
        out.put(
            "<circle cx=\"{}%\" cy=\"9\" r=\"4.5\"/>",
            &[&Plain(at(values[1]))],
        );
    }
    out.put("</svg>", &[]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_on_round_numbers() {
        assert_eq!(nice(87.0), (100.0, 25.0));
        assert_eq!(nice(45.0), (60.0, 20.0));
        assert_eq!(nice(0.0), (1.0, 1.0));
        assert_eq!(nice(f64::NAN), (1.0, 1.0));
        let (top, step) = nice(123_456.0);
        assert!(top >= 123_456.0 && top / step <= 5.0);
    }
}
