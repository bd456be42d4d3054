//! `stops.txt`: stops, stations, entrances, and who belongs to whom.

use super::archive::Source;
use super::losses;
use super::projection::{Kind, Projection};
use super::reader::{Index, note, required};
use super::rows::StopRow;
use super::tables::{Row, escaped, id_key, id_text};
use super::values;
use super::{Access, Stop, StopAccess, StopKind};
use crate::diagnostics::{Error, Fault, Findings};
use crate::units::LonLat;

/// Stops by id, and which of them a call may name.
pub struct Stops {
    /// Sorted by id; stops without a row behind them.
    pub list: Vec<Stop>,
    /// The rows of the file.
    pub rows: usize,
    index: Index,
    /// Per row of the file: the stop a call there is at, and whether one can board there.
    calls: Vec<(u32, bool)>,
    /// Per row of the file: a call there has been named.
    named: Vec<bool>,
}

struct Line {
    stop: Stop,
    parent: String,
    line: u64,
}

/// Reads `stops.txt`.
pub fn read(source: &mut dyn Source, feed: &str, findings: &mut Findings) -> Result<Stops, Error> {
    let mut table = required(source, feed, "stops.txt")?;
    // Positions are read beside the row: "52,1" costs the stop its position only.
    // Nodes and boarding areas need none, so that their rows may end before them.
    let lat = Some(table.require_column("stop_lat")?);
    let lon = Some(table.require_column("stop_lon")?);
    let access_column = table.column("stop_access");
    let mut columns = Projection::new(
        &table,
        &[
            ("stop_id", Kind::Id),
            ("stop_name", Kind::Text),
            ("location_type", Kind::Digit),
            ("parent_station", Kind::Ref),
            ("wheelchair_boarding", Kind::Code(&["0", "1", "2"])),
            ("platform_code", Kind::Text),
        ],
    )?;
    let label = table.label().to_owned();
    let mut lines: Vec<Line> = Vec::new();
    let mut seen = Index::new();
    let mut positions = Positions::default();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<StopRow>(&row, findings) else {
            continue;
        };
        let Some(kind) = raw.location_type else {
            let message = "location_type is none of 0 to 4";
            row.warn(
                findings,
                "unknown-value",
                columns.record(&row),
                message,
                "row left out",
            );
            continue;
        };
        if !note(&mut seen, raw.stop_id.as_bytes(), lines.len()) {
            row.warn(
                findings,
                "duplicate-id",
                columns.record(&row),
                "this stop_id is there twice",
                "row left out",
            );
            continue;
        }
        let optional = matches!(kind, StopKind::Node | StopKind::BoardingArea);
        if !(optional || row.reaches(lat) && row.reaches(lon)) {
            row.name_misfit(findings, row.too_short(), "row left out");
            continue;
        }
        let position = position(&row, lon, lat, optional, &raw.stop_id, findings);
        if !optional {
            positions.count(&row, lon, lat, position);
        }
        let entry = stop_access(&row, access_column, &raw.stop_id, findings);
        lines.push(Line {
            stop: Stop {
                id: raw.stop_id,
                name: raw.stop_name,
                platform: raw.platform_code,
                position,
                kind,
                parent: None,
                wheelchair: raw.wheelchair_boarding,
                access: entry,
            },
            parent: raw.parent_station,
            line: row.line,
        });
    }
    losses::weigh(&label, table.rows(), lines.len(), "stop", findings)?;
    positions.weigh(&label, findings)?;
    lines.sort_by(|a, b| a.stop.id.cmp(&b.stop.id));
    Ok(join(lines, &label, findings))
}

/// Finds parents and what follows from them.
fn join(lines: Vec<Line>, label: &str, findings: &mut Findings) -> Stops {
    let mut index = Index::new();
    for (i, line) in lines.iter().enumerate() {
        note(&mut index, line.stop.id.as_bytes(), i);
    }
    let kinds: Vec<StopKind> = lines.iter().map(|l| l.stop.kind).collect();
    let mut list = Vec::with_capacity(lines.len());
    for line in lines {
        let Line {
            mut stop,
            parent,
            line,
        } = line;
        if !parent.is_empty() {
            let found = index.get(parent.as_bytes()).copied();
            let kind = found.and_then(|p| kinds.get(p as usize)).copied();
            // Only these may be; so a chain of parents has two steps at most and never a circle.
            let wanted = match stop.kind {
                StopKind::Station => None,
                StopKind::BoardingArea => Some(StopKind::Stop),
                _ => Some(StopKind::Station),
            };
            if kind.is_some() && kind == wanted {
                stop.parent = found;
            } else {
                let problem = match (wanted, kind) {
                    (_, None) => "is not in stops.txt",
                    (None, _) => "is the parent of a station, which has none",
                    (Some(StopKind::Stop), _) => "is no platform",
                    _ => "is no station",
                };
                findings.warn(
                    "bad-parent-station",
                    label,
                    Some(line),
                    format!("stop_id {}", stop.id),
                    format!("parent_station = {parent:?} {problem}"),
                    "kept without a parent",
                );
            }
        }
        // Only of a platform of a station it says something; 1 is what holds without it.
        if stop.kind != StopKind::Stop || stop.parent.is_none() {
            if stop.access == StopAccess::Entrances {
                findings.warn(
                    "bad-stop-access",
                    label,
                    Some(line),
                    format!("stop_id {}", stop.id),
                    "stop_access = 0, but it is no platform of a station",
                    "read as empty",
                );
            }
            stop.access = StopAccess::Unsaid;
        }
        list.push(stop);
    }
    // Stations first: a platform inherits from its station, a boarding area from its platform.
    for pass in [false, true] {
        for i in 0..list.len() {
            let Some(stop) = list.get(i) else { break };
            if stop.wheelchair == Access::Unknown
                && (stop.kind == StopKind::BoardingArea) == pass
                && let Some(parent) = stop.parent.and_then(|p| list.get(p as usize))
            {
                let inherited = parent.wheelchair;
                if let Some(stop) = list.get_mut(i) {
                    stop.wheelchair = inherited;
                }
            }
        }
    }
    let calls = (0u32..)
        .zip(&list)
        .map(|(i, stop)| match (stop.kind, stop.parent) {
            (StopKind::Stop, _) => (i, true),
            (StopKind::BoardingArea, Some(platform)) => (platform, true),
            (StopKind::Station | StopKind::Entrance, _) => (i, true),
            _ => (i, false),
        })
        .collect();
    Stops {
        rows: list.len(),
        named: vec![false; list.len()],
        list,
        index,
        calls,
    }
}

impl Stops {
    /// Where in the list the row of an id is.
    pub fn row(&self, id: &[u8]) -> Option<u32> {
        self.index
            .get(id_key(id).as_ref())
            .copied()
            .filter(|&i| (i as usize) < self.rows)
    }

    /// The stop of a call and whether one can board and alight there. A station or an entrance counts as a
    /// stop; it is named once. A stop without a row gets
    /// one, without a position: vehicles pass it, so that the rest of the trip, its block and its
    /// frequencies stay as they are. Such stops are named once.
    pub fn call_at(&mut self, id: &[u8], row: &Row<'_>, findings: &mut Findings) -> (u32, bool) {
        const COUNTS: &str = "counts as a stop there";
        const PASSES: &str = "nobody boards or alights there; the rest of its trips is kept";
        let found = self.index.get(id);
        if let Some(&i) = found.or_else(|| self.index.get(id_key(id).as_ref())) {
            let Some(&call) = self.calls.get(i as usize) else {
                return (i, false);
            };
            let kind = self.list.get(i as usize).map(|s| s.kind);
            let what = match kind {
                Some(StopKind::Station) => Some("a station (location_type 1)"),
                Some(StopKind::Entrance) => Some("an entrance (location_type 2)"),
                _ if !call.1 => Some("no stop or platform (location_type)"),
                _ => None,
            };
            if let Some(what) = what
                && let Some(named) = self.named.get_mut(i as usize)
                && !std::mem::replace(named, true)
            {
                let record = format!("stop_id {}", escaped(id));
                let message = format!("is called at but is {what}");
                let action = if call.1 { COUNTS } else { PASSES };
                row.warn(findings, "call-at-no-stop", record, message, action);
            }
            return call;
        }
        let place = self.list.len();
        note(&mut self.index, &id_key(id), place);
        let plain = values::undotted(id);
        let whole = plain.len() < id.len() && self.index.contains_key(plain);
        let id = id_text(id).map_or_else(|_| escaped(id), |text| text.into_owned());
        let record = format!("stop_id {id}");
        let message = if whole {
            "is called at but is not in stops.txt, which has it without the decimals (ids are text)"
        } else {
            "is called at but is not in stops.txt"
        };
        row.warn(findings, "unknown-stop", record, message, PASSES);
        self.list.push(Stop {
            id,
            ..Stop::default()
        });
        (u32::try_from(place).unwrap_or(u32::MAX), false)
    }
}

fn position(
    row: &Row<'_>,
    lon: Option<usize>,
    lat: Option<usize>,
    optional: bool,
    id: &str,
    findings: &mut Findings,
) -> Option<LonLat> {
    let (x, y) = (row.bytes(lon), row.bytes(lat));
    if optional && x.is_empty() && y.is_empty() {
        return None;
    }
    let at = values::decimal(x)
        .zip(values::decimal(y))
        .and_then(|(x, y)| LonLat::new(x, y))
        .filter(|p| p.lon != 0.0 || p.lat != 0.0);
    if at.is_none() {
        let message = format!(
            "stop_lon = \"{}\", stop_lat = \"{}\" is no place",
            row.shown(lon),
            row.shown(lat)
        );
        row.warn(
            findings,
            "stop-without-position",
            format!("stop_id {id}"),
            message,
            "kept without a position; not linked to streets",
        );
    }
    at
}

fn stop_access(
    row: &Row<'_>,
    column: Option<usize>,
    id: &str,
    findings: &mut Findings,
) -> StopAccess {
    let text = row.bytes(column);
    match values::whole(text) {
        Some(0) => StopAccess::Entrances,
        Some(1) => StopAccess::Street,
        _ => {
            if !text.is_empty() {
                let message = format!("stop_access = \"{}\" is not known", row.shown(column));
                let record = format!("stop_id {id}");
                row.warn(findings, "unknown-value", record, message, "read as empty");
            }
            StopAccess::Unsaid
        }
    }
}

/// Stops that need a position, and those that have none.
#[derive(Default)]
struct Positions {
    rows: u64,
    lost: u64,
    /// Of those without: written with a decimal comma.
    commas: u64,
    /// … would be places if latitude and longitude changed places.
    swapped: u64,
    /// … numbers far beyond degrees.
    metres: u64,
    /// The first without: line, latitude and longitude as written.
    example: Option<(u64, String, String)>,
}

impl Positions {
    fn count(&mut self, row: &Row<'_>, lon: Option<usize>, lat: Option<usize>, at: Option<LonLat>) {
        self.rows += 1;
        if at.is_some() {
            return;
        }
        self.lost += 1;
        let (x, y) = (row.bytes(lon), row.bytes(lat));
        let (lon_value, lat_value) = (values::decimal(x), values::decimal(y));
        self.commas += u64::from(x.contains(&b',') || y.contains(&b','));
        if let Some((x, y)) = lon_value.zip(lat_value) {
            self.swapped += u64::from((x, y) != (0.0, 0.0) && LonLat::new(y, x).is_some());
            self.metres += u64::from(x.abs() > 1000.0 && y.abs() > 1000.0);
        }
        if self.example.is_none() {
            self.example = Some((row.line, row.shown(lat), row.shown(lon)));
        }
    }

    /// Refuses a feed without a single place, with the likely cause; a share without is loud.
    fn weigh(self, label: &str, findings: &mut Findings) -> Result<(), Error> {
        let placed = self.rows - self.lost;
        if placed > 0 || self.rows == 0 {
            let what = "stops, stations and entrances have no usable position";
            losses::loud(label, self.lost, self.rows, what, findings);
            return Ok(());
        }
        let most = |n: u64| n * 2 > self.rows;
        let hint = if most(self.commas) {
            "decimals are written with a comma; write 52.1 instead of 52,1"
        } else if most(self.swapped) {
            "stop_lat and stop_lon look exchanged; latitude is at most 90"
        } else if most(self.metres) {
            "the numbers look like metres of a national grid; GTFS wants degrees (WGS 84)"
        } else {
            "give stop_lat and stop_lon in degrees (WGS 84)"
        };
        let mut error = Fault::PointsAllLost
            .at(label, "no stop has a usable position")
            .hint(hint);
        if let Some((line, lat, lon)) = self.example {
            error = error.line(line).field("stop_lat, stop_lon");
            error = error.value(format!("{lat}, {lon}"));
        }
        Err(error.into())
    }
}
