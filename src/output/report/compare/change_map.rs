//! Classes of maps before, after and of the difference. Before and after share one scale; what is
//! worse is dark. Differences are orange where worse and blue where better, which colour-blind
//! people tell apart.

use super::super::study::data::ReportData;
use super::data::{ChangeLayer, Shown, Spot};
use super::messages::Say;
use crate::output::report::kit::charts::nice;
use crate::output::report::kit::head::Service;
use crate::output::report::kit::map::{AREA_CLASSES, BREAKS};
use crate::output::report::kit::{Html, Msg};

/// What a value on a map is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shares of people, or homes below or above.
    Share,
    /// Minutes, less is better.
    Minutes,
    /// Opportunities, more is better.
    Count,
}

/// The classes of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// What is measured.
    pub kind: Kind,
    /// Between the five classes, from good to bad.
    pub breaks: [f64; 4],
}

/// A bound between numbers of places: nobody reaches a part of one. What is less than a few stays as it is.
fn whole(bound: f64) -> f64 {
    match bound >= 1.5 {
        true => bound.round(),
        false => bound,
    }
}

/// Class of what is unknown and of what is not reached, before and after.
pub const UNKNOWN: &str = "kx";
/// See [`UNKNOWN`].
pub const UNREACHED: &str = "kn";

/// Classes of differences from much better to much worse; in the middle: no difference.
pub const CHANGES: [&str; 9] = ["b4", "b3", "b2", "b1", "d0", "w1", "w2", "w3", "w4"];
/// Differences from which on a class begins, in percentage points, in minutes, in percent of
/// before.
const POINTS: [f64; 3] = [1.0, 10.0, 25.0];
const MINUTES: [f64; 3] = [1.0, 5.0, 15.0];
const PERCENT: [f64; 3] = [1.0, 10.0, 25.0];

impl Scale {
    /// The scale of a layer: shares as in the study's own report, values around the norm.
    pub fn of(study: &ReportData, layer: &ChangeLayer) -> Self {
        let service = study.head.services.get(layer.service);
        let minutes = service.is_some_and(Service::in_minutes);
        let kind = match (layer.shown, minutes) {
            (Shown::ShareBelow, _) => Kind::Share,
            (Shown::Value, true) => Kind::Minutes,
            (Shown::Value, false) => Kind::Count,
        };
        let norm = service.and_then(Service::norm_value);
        let breaks = match (kind, norm) {
            (Kind::Share, _) => BREAKS,
            (Kind::Minutes, Some(z)) => [(z / 2.0).round(), z, (z * 1.5).round(), z * 2.0],
            (Kind::Minutes, None) => [15.0, 30.0, 45.0, 60.0],
            (Kind::Count, Some(z)) => [z * 2.0, z, z / 2.0, z / 4.0].map(whole),
            (Kind::Count, None) => {
                let most = (layer.before.iter().chain(&layer.after))
                    .filter_map(|s| match s {
                        Spot::Of(v) if v.is_finite() => Some(*v),
                        _ => None,
                    })
                    .fold(0.0, f64::max);
                let (top, _) = nice(most);
                [0.75, 0.5, 0.25, 0.1].map(|part| whole(top * part))
            }
        };
        Self { kind, breaks }
    }

    /// The class of a value.
    pub fn class(&self, spot: Spot) -> &'static str {
        let v = match spot {
            Spot::Unknown => return UNKNOWN,
            Spot::NotReached => return UNREACHED,
            Spot::Of(v) if !v.is_finite() => return UNKNOWN,
            Spot::Of(v) => v,
        };
        let bad = self.breaks.iter().filter(|b| match self.kind {
            Kind::Share => v >= **b,
            Kind::Minutes => v > **b,
            Kind::Count => v < **b,
        });
        AREA_CLASSES[bad.count().min(4)]
    }

    /// The class of a difference; see [`CHANGES`].
    pub fn change(&self, before: Spot, after: Spot) -> &'static str {
        let nothing = |s: Spot| match (self.kind, s) {
            (_, Spot::NotReached) => true,
            (Kind::Count, Spot::Of(v)) => v <= 0.0,
            _ => false,
        };
        let bad = |s: Spot| matches!(s, Spot::Of(v) if !v.is_finite()) || s == Spot::Unknown;
        if bad(before) || bad(after) {
            return "dx";
        }
        let (b, a) = match (nothing(before), nothing(after), before, after) {
            (true, true, ..) => return CHANGES[4],
            (false, true, ..) if self.kind != Kind::Share => return CHANGES[8],
            (true, false, ..) if self.kind != Kind::Share => return CHANGES[0],
            (_, _, Spot::Of(b), Spot::Of(a)) => (b, a),
            _ => return "dx",
        };
        let (worse, steps) = match self.kind {
            Kind::Share => ((a - b) * 100.0, POINTS),
            Kind::Minutes => (a - b, MINUTES),
            Kind::Count => ((b - a) / b * 100.0, PERCENT),
        };
        // A hair's breadth below a limit is on it: 0.36 − 0.35 is a point.
        let rank = steps.iter().filter(|s| worse.abs() + 1e-9 >= **s).count();
        let at = if worse > 0.0 { 4 + rank } else { 4 - rank };
        CHANGES[at.min(8)]
    }

    /// A value in words.
    pub fn text(&self, study: &ReportData, spot: Spot) -> String {
        let w = study.head.words();
        match spot {
            Spot::Unknown => w.text(Msg::NoValue).to_owned(),
            Spot::NotReached => w.text(Msg::NotReached).to_owned(),
            Spot::Of(v) => match self.kind {
                Kind::Share => w.pct(v),
                Kind::Minutes => format!("{}\u{a0}min", w.int(v)),
                Kind::Count => w.int(v),
            },
        }
    }

    /// The classes before and after, in words, with their style class.
    pub fn legend(&self, study: &ReportData, homes: bool) -> Vec<(&'static str, Html)> {
        let w = study.head.words();
        let with_unit = |v: f64| match self.kind {
            Kind::Share => w.pct(v),
            Kind::Minutes => format!("{}\u{a0}min", w.int(v)),
            Kind::Count => w.amount(v),
        };
        if homes && self.kind == Kind::Share {
            return vec![
                (AREA_CLASSES[0], w.html(Msg::NormMet)),
                (AREA_CLASSES[4], w.html(Msg::NormMissed)),
                (UNKNOWN, w.html(Msg::NoValue)),
            ];
        }
        let mut out = Vec::new();
        for (i, class) in AREA_CLASSES.into_iter().enumerate() {
            let from = i.checked_sub(1).and_then(|i| self.breaks.get(i));
            let text = match (from, self.breaks.get(i), self.kind) {
                (None, Some(to), Kind::Share) => {
                    w.fill(Msg::ClassUnder, &[("to", &with_unit(*to))])
                }
                (Some(from), None, Kind::Share) => {
                    w.fill(Msg::ClassOver, &[("from", &with_unit(*from))])
                }
                (None, Some(to), Kind::Minutes) => {
                    w.fill(Say::ClassUpTo, &[("to", &with_unit(*to))])
                }
                (Some(from), None, Kind::Minutes) => {
                    w.fill(Say::ClassMoreThan, &[("from", &with_unit(*from))])
                }
                (None, Some(to), Kind::Count) => {
                    w.fill(Msg::ClassOver, &[("from", &with_unit(*to))])
                }
                (Some(from), None, Kind::Count) => {
                    w.fill(Msg::ClassUnder, &[("to", &with_unit(*from))])
                }
                (Some(from), Some(to), Kind::Share) => w.fill(
                    Msg::ClassBetween,
                    &[("from", &w.int(from * 100.0)), ("to", &with_unit(*to))],
                ),
                (Some(from), Some(to), Kind::Minutes) => w.fill(
                    Say::ClassMoreUpTo,
                    &[("from", &w.int(*from)), ("to", &with_unit(*to))],
                ),
                (Some(from), Some(to), Kind::Count) => w.fill(
                    Msg::ClassBetween,
                    &[("from", &with_unit(*to)), ("to", &with_unit(*from))],
                ),
                (None, None, _) => Html::new(),
            };
            out.push((class, text));
        }
        if self.kind == Kind::Minutes {
            out.push((UNREACHED, w.html(Msg::NotReached)));
        }
        out.push((UNKNOWN, w.html(Msg::NoValue)));
        out
    }

    /// The classes of the difference, in words, worst first.
    pub fn change_legend(&self, study: &ReportData, homes: bool) -> Vec<(&'static str, Html)> {
        let w = study.head.words();
        if homes && self.kind == Kind::Share {
            return vec![
                (CHANGES[7], w.html(Say::HomeFell)),
                (CHANGES[4], w.html(Say::HomeSame)),
                (CHANGES[1], w.html(Say::HomeRose)),
                ("dx", w.html(Msg::NoValue)),
            ];
        }
        let (steps, more, less, unit) = match self.kind {
            Kind::Share => (POINTS, Say::PointsMore, Say::PointsLess, Say::PointsSame),
            Kind::Minutes => (
                MINUTES,
                Say::MinutesMore,
                Say::MinutesLess,
                Say::MinutesSame,
            ),
            Kind::Count => (
                PERCENT,
                Say::PercentLess,
                Say::PercentMore,
                Say::PercentSame,
            ),
        };
        let range = |i: usize| match (steps.get(i), steps.get(i + 1)) {
            (Some(from), Some(to)) => w.fill(
                Msg::ClassBetween,
                &[("from", &w.int(*from)), ("to", &w.int(*to))],
            ),
            (Some(from), None) => w.fill(Msg::ClassOver, &[("from", &w.int(*from))]),
            _ => Html::new(),
        };
        let mut out = Vec::new();
        let (none, some) = match self.kind {
            Kind::Count => (Say::NowNothing, Say::NowSomething),
            _ => (Say::NowUnreached, Say::NowReached),
        };
        if self.kind != Kind::Share {
            out.push((CHANGES[8], w.html(none)));
        }
        for i in [2, 1, 0] {
            out.push((CHANGES[5 + i], w.fill(more, &[("by", &range(i))])));
        }
        out.push((CHANGES[4], w.fill(unit, &[("by", &w.int(steps[0]))])));
        for i in [0, 1, 2] {
            out.push((CHANGES[3 - i], w.fill(less, &[("by", &range(i))])));
        }
        if self.kind != Kind::Share {
            out.push((CHANGES[0], w.html(some)));
        }
        out.push(("dx", w.html(Msg::NoValue)));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(kind: Kind, breaks: [f64; 4]) -> Scale {
        Scale { kind, breaks }
    }

    #[test]
    fn worse_is_darker_and_the_limit_itself_meets_the_norm() {
        let minutes = scale(Kind::Minutes, [15.0, 30.0, 45.0, 60.0]);
        let class = |v| minutes.class(Spot::Of(v));
        assert_eq!((class(30.0), class(30.5), class(99.0)), ("k1", "k2", "k4"));
        assert_eq!(minutes.class(Spot::NotReached), UNREACHED);
        assert_eq!(class(f64::NAN), UNKNOWN);
        let jobs = scale(Kind::Count, [200.0, 100.0, 50.0, 25.0]);
        let class = |v| jobs.class(Spot::Of(v));
        assert_eq!(
            (class(200.0), class(100.0), class(99.0)),
            ("k0", "k1", "k2")
        );
        assert_eq!(class(0.0), "k4");
    }

    #[test]
    fn differences_know_their_direction() {
        let of = Spot::Of;
        let share = scale(Kind::Share, BREAKS);
        assert_eq!(share.change(of(0.35), of(0.36)), "w1");
        assert_eq!(share.change(of(0.35), of(0.355)), "d0");
        assert_eq!(share.change(of(0.0), of(0.3)), "w3");
        assert_eq!(share.change(of(0.3), of(0.0)), "b3");
        let minutes = scale(Kind::Minutes, [15.0, 30.0, 45.0, 60.0]);
        assert_eq!(minutes.change(of(10.0), of(16.0)), "w2");
        assert_eq!(minutes.change(of(10.0), Spot::NotReached), "w4");
        assert_eq!(minutes.change(Spot::NotReached, of(10.0)), "b4");
        assert_eq!(minutes.change(Spot::NotReached, Spot::NotReached), "d0");
        assert_eq!(minutes.change(Spot::Unknown, of(1.0)), "dx");
        assert_eq!(minutes.change(of(0.0), of(20.0)), "w3");
        let jobs = scale(Kind::Count, [200.0, 100.0, 50.0, 25.0]);
        assert_eq!(jobs.change(of(100.0), of(70.0)), "w3");
        assert_eq!(jobs.change(of(100.0), of(105.0)), "b1");
        assert_eq!(jobs.change(of(100.0), of(0.0)), "w4");
        assert_eq!(jobs.change(of(0.0), of(3.0)), "b4");
    }
}
