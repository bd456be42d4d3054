//! `agency.txt` and `routes.txt`.

use super::archive::Source;
use super::losses;
use super::ondemand::Continuous;
use super::projection::{Kind, Projection};
use super::reader::{Index, note, refuse_empty, required};
use super::{Agency, Route};
use crate::diagnostics::{Error, Fault, Findings};
use gtfs_structures::RouteType;

/// Agencies by id, and the time zone of the first in the file.
pub fn read_agencies(
    source: &mut dyn Source,
    feed: &str,
    findings: &mut Findings,
) -> Result<(Vec<Agency>, chrono_tz::Tz), Error> {
    let mut table = required(source, feed, "agency.txt")?;
    table.require("agency_timezone")?;
    let mut columns = Projection::new(
        &table,
        &[
            ("agency_id", Kind::Ref),
            ("agency_name", Kind::Text),
            ("agency_url", Kind::Blank),
            ("agency_timezone", Kind::Raw),
        ],
    )?;
    let mut agencies = Vec::new();
    let mut zone: Option<chrono_tz::Tz> = None;
    let mut seen = Index::new();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<gtfs_structures::Agency>(&row, findings) else {
            continue;
        };
        let parsed: Option<chrono_tz::Tz> = raw.timezone.parse().ok();
        match (zone, parsed) {
            (None, None) => {
                return Err(Fault::ValueInvalid
                    .at(row.label(), "is no time zone")
                    .line(row.line)
                    .field("agency_timezone")
                    .value(raw.timezone)
                    .hint("use a name of the time zone database, e.g. Europe/Amsterdam")
                    .into());
            }
            (None, first) => zone = first,
            (Some(first), other) if other != Some(first) => row.warn(
                findings,
                "agency-timezone-differs",
                columns.record(&row),
                format!("agency_timezone = {:?} is not {first}", raw.timezone),
                format!("all times read as those of {first}"),
            ),
            _ => {}
        }
        let id = raw.id.unwrap_or_default();
        if note(&mut seen, id.as_bytes(), agencies.len()) {
            agencies.push(Agency { id, name: raw.name });
        } else {
            let record = columns.record(&row);
            row.warn(
                findings,
                "duplicate-id",
                record,
                "this agency_id is there twice",
                "row left out",
            );
        }
    }
    // An operator that is there twice costs nothing but a name.
    let Some(zone) = zone else {
        losses::weigh(table.label(), table.rows(), 0, "operator", findings)?;
        return Err(refuse_empty(table.label()));
    };
    agencies.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((agencies, zone))
}

/// Lines by id.
pub fn read_routes(
    source: &mut dyn Source,
    feed: &str,
    agencies: &[Agency],
    findings: &mut Findings,
) -> Result<Vec<Route>, Error> {
    let mut table = required(source, feed, "routes.txt")?;
    table.require("route_type")?;
    let mut columns = Projection::new(
        &table,
        &[
            ("route_id", Kind::Id),
            ("agency_id", Kind::Ref),
            ("route_short_name", Kind::Text),
            ("route_long_name", Kind::Text),
            // A bad number must not cost the line and all its trips: times don't depend on it.
            ("route_type", Kind::Number("32767")),
        ],
    )?;
    let mut routes = Vec::new();
    let mut seen = Index::new();
    let mut continuous = Continuous::of(&table);
    while let Some(row) = table.next(findings)? {
        continuous.count(&row);
        let Some(raw) = columns.read::<gtfs_structures::Route>(&row, findings) else {
            continue;
        };
        if !note(&mut seen, raw.id.as_bytes(), routes.len()) {
            let record = columns.record(&row);
            row.warn(
                findings,
                "duplicate-id",
                record,
                "this route_id is there twice",
                "row left out",
            );
            continue;
        }
        let named = raw.agency_id.unwrap_or_default();
        let agency = match (agencies.binary_search_by(|a| a.id.cmp(&named)), agencies) {
            (Ok(i), _) => u32::try_from(i).ok(),
            (Err(_), [_]) if named.is_empty() => Some(0),
            _ => {
                row.warn(
                    findings,
                    "unknown-agency",
                    columns.record(&row),
                    format!("agency_id = {named:?} is not in agency.txt"),
                    "line kept without operator",
                );
                None
            }
        };
        let kind = kind_number(raw.route_type);
        if !is_known(kind) && kind != Route::UNKNOWN_KIND {
            row.warn(
                findings,
                "unknown-value",
                columns.record(&row),
                format!("route_type = {kind} is no kind of vehicle that GTFS knows"),
                "kept; a vehicle of unknown kind",
            );
        }
        routes.push(Route {
            id: raw.id,
            agency,
            short_name: raw.short_name.unwrap_or_default(),
            long_name: raw.long_name.unwrap_or_default(),
            kind,
        });
    }
    continuous.tell(table.label(), "lines", findings);
    losses::weigh(table.label(), table.rows(), routes.len(), "line", findings)?;
    routes.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(routes)
}

/// Whether GTFS has this `route_type`, or its extension a family of hundred that it falls in.
fn is_known(kind: u16) -> bool {
    matches!(kind, 0..=7 | 11 | 12 | 100..=1799)
}

/// The number of a `route_type`, which the raw type gives a name.
fn kind_number(kind: RouteType) -> u16 {
    let n = match kind {
        RouteType::Tramway => 0,
        RouteType::Subway => 1,
        RouteType::Rail => 2,
        RouteType::Bus => 3,
        RouteType::Ferry => 4,
        RouteType::CableCar => 5,
        RouteType::Gondola => 6,
        RouteType::Funicular => 7,
        RouteType::Extended(extended) => extended as i16,
        RouteType::Other(n) => n,
    };
    u16::try_from(n).unwrap_or(Route::UNKNOWN_KIND)
}
