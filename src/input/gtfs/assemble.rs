//! The rows of a trip made into its calls: in order, with all times, or a reason why not.

use super::interpolate;
use super::stop_times::{Line, MISSING, Rows, Run};
use super::{Call, Stop};
use crate::diagnostics::Findings;
use crate::units::LonLat;
use std::collections::HashMap;

/// Hands out the calls of trips.
pub struct Assembler<'a> {
    lengths: Lengths<'a>,
    rows: Rows,
    /// In order of trip, and within a trip of the file.
    runs: Vec<Run>,
    /// The rows of one trip, reused.
    scratch: Vec<(Line, f64)>,
}

/// Straight lines between stops that follow one another, metres; each is measured once.
struct Lengths<'a> {
    stops: &'a [Stop],
    known: HashMap<(u32, u32), f64>,
}

impl Lengths<'_> {
    /// Not a number where a stop has no position.
    fn of(&mut self, from: u32, to: u32) -> f64 {
        let stops = self.stops;
        let at = |stop: u32| -> Option<LonLat> { stops.get(stop as usize)?.position };
        let length = || {
            at(from)
                .zip(at(to))
                .map_or(f64::NAN, |(a, b)| a.distance_m(b))
        };
        *self.known.entry((from, to)).or_insert_with(length)
    }

    /// The way covered by each call since the first.
    fn along(&mut self, run: &[(Line, f64)]) -> Vec<f64> {
        let mut sum = 0.0;
        let mut before = run.first().map_or(0, |(line, _)| line.stop);
        run.iter()
            .enumerate()
            .map(|(i, (line, _))| {
                if i > 0 {
                    sum += self.of(before, line.stop);
                }
                before = line.stop;
                sum
            })
            .collect()
    }
}

/// Why a trip is left out: kind of finding and words.
pub type Refusal = (&'static str, String);

impl<'a> Assembler<'a> {
    /// Sorts the runs of rows by trip.
    pub fn new(mut rows: Rows, stops: &'a [Stop]) -> Self {
        let mut runs = std::mem::take(&mut rows.runs);
        runs.sort_unstable_by_key(|r| (r.trip, r.from));
        Self {
            lengths: Lengths {
                stops,
                known: HashMap::new(),
            },
            rows,
            runs,
            scratch: Vec::new(),
        }
    }

    /// Adds the calls of `trip` to `calls`.
    ///
    /// # Errors
    /// Why the trip can't run: fewer than two calls, no time at its ends, times that go back.
    pub fn calls_of(
        &mut self,
        trip: u32,
        id: &str,
        calls: &mut Vec<Call>,
        findings: &mut Findings,
    ) -> Result<(), Refusal> {
        let first = self.runs.partition_point(|r| r.trip < trip);
        let mut lines = std::mem::take(&mut self.scratch);
        lines.clear();
        for run in self.runs.iter().skip(first).take_while(|r| r.trip == trip) {
            lines.extend(self.rows.lines(run));
        }
        // Stable: of two rows with one number, the first in the file comes first.
        lines.sort_by_key(|(line, _)| line.sequence);
        let label = self.rows.label.as_str();
        lines.dedup_by(|later, first| {
            let double = later.0.sequence == first.0.sequence;
            if double {
                findings.warn(
                    "duplicate-stop-sequence",
                    label,
                    Some(later.0.line.into()),
                    format!("trip_id {id} stop_sequence {}", later.0.sequence),
                    format!("is there already on line {}", first.0.line),
                    "row left out",
                );
            }
            double
        });
        let result = complete(&mut lines, &mut self.lengths, label, id, findings);
        if result.is_ok() {
            calls.extend(lines.iter().map(|(line, _)| Call {
                stop: line.stop,
                arrival: line.arrival,
                departure: line.departure,
                boards: line.boards,
                alights: line.alights,
            }));
        }
        self.scratch = lines;
        result
    }
}

/// Fills in missing times and drops lost calls, so that what stays has exact times.
fn complete(
    lines: &mut Vec<(Line, f64)>,
    lengths: &mut Lengths<'_>,
    label: &str,
    id: &str,
    findings: &mut Findings,
) -> Result<(), Refusal> {
    let (Some((first, _)), Some((last, _))) = (lines.first(), lines.last()) else {
        return Err(("trip-without-calls", "no call in stop_times.txt".to_owned()));
    };
    if lines.len() < 2 {
        return Err(("trip-too-short", "only one call".to_owned()));
    }
    for (line, end) in [(first, "first"), (last, "last")] {
        let what = match line {
            line if line.lost => "cannot be read",
            line if line.arrival == MISSING => "has no time",
            _ => continue,
        };
        let message = format!("its {end} call (line {} of {label}) {what}", line.line);
        return Err(("trip-without-end", message));
    }
    check_order(lines, label)?;
    // The calls between each two given ones that follow one another.
    let mut dropped = 0u32;
    let mut uneven = false;
    let mut at = 0usize;
    while let Some(next) = lines
        .iter()
        .skip(at.saturating_add(1))
        .position(|(l, _)| !l.lost && l.arrival != MISSING)
    {
        let until = at.saturating_add(1).saturating_add(next);
        if next > 0
            && let Some(run) = lines.get_mut(at..=until)
            && !fill(run, lengths, &mut dropped)
        {
            uneven = true;
        }
        at = until;
    }
    if dropped > 0 {
        let message =
            format!("{dropped} calls without times stand beside one whose times cannot be read");
        findings.warn(
            "times-in-doubt",
            label,
            None,
            format!("trip_id {id}"),
            message,
            "these calls left out",
        );
    }
    if uneven {
        findings.warn(
            "bad-distance",
            label,
            None,
            format!("trip_id {id}"),
            "shape_dist_traveled does not rise along the trip",
            "missing times by the straight lines between its stops",
        );
    }
    lines.retain(|(line, _)| !line.lost);
    Ok(())
}

/// Refuses times that go back, between any two given ones.
fn check_order(lines: &[(Line, f64)], label: &str) -> Result<(), Refusal> {
    let mut before = i32::MIN;
    for (line, _) in lines
        .iter()
        .filter(|(l, _)| !l.lost && l.arrival != MISSING)
    {
        if line.arrival < before || line.departure < line.arrival {
            let message = format!("its times go back at line {} of {label}", line.line);
            return Err(("times-go-back", message));
        }
        before = line.departure;
    }
    Ok(())
}

/// Fills in the times within a run that begins and ends with a call whose times are given. Where
/// a call in it is lost, an anchor may be, and the others can't be told: they are lost as well.
/// False where distances were there but of no use.
fn fill(run: &mut [(Line, f64)], lengths: &mut Lengths<'_>, dropped: &mut u32) -> bool {
    let distances: Vec<f64> = run.iter().map(|(_, d)| *d).collect();
    let given = interpolate::rises(&distances, distances.len().saturating_sub(2));
    let straight = if given {
        Vec::new()
    } else {
        lengths.along(run)
    };
    let [(first, _), between @ .., (last, _)] = run else {
        return true;
    };
    if between.iter().any(|(line, _)| line.lost) {
        for (line, _) in between.iter_mut().filter(|(line, _)| !line.lost) {
            line.lost = true;
            *dropped += 1;
        }
        return true;
    }
    let calls = between.len();
    let used = given || !distances.iter().all(|d| d.is_finite());
    let measures = [&distances[..], &straight];
    let times = interpolate::between(first.departure, last.arrival, calls, &measures);
    for ((line, _), time) in between.iter_mut().zip(times) {
        line.arrival = time;
        line.departure = time;
    }
    used
}
