//! `agency.txt` and `routes.txt`.

use super::archive::Source;
use super::losses;
use super::ondemand::Continuous;
use super::projection::{Kind, Projection};
use super::reader::{Index, note, refuse_empty, required};
use super::rows::{AgencyRow, RouteRow};
use super::{Agency, Route};
use crate::diagnostics::{Error, Fault, Findings};

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
            ("agency_timezone", Kind::Text),
        ],
    )?;
    let mut agencies = Vec::new();
    let mut zone: Option<chrono_tz::Tz> = None;
    let mut seen = Index::new();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<AgencyRow>(&row, findings) else {
            continue;
        };
        let parsed: Option<chrono_tz::Tz> = raw.agency_timezone.parse().ok();
        match (zone, parsed) {
            (None, None) => {
                return Err(Fault::ValueInvalid
                    .at(row.label(), "is no time zone")
                    .line(row.line)
                    .field("agency_timezone")
                    .value(raw.agency_timezone)
                    .hint("use a name of the time zone database, e.g. Europe/Amsterdam")
                    .into());
            }
            (None, first) => zone = first,
            (Some(first), other) if other != Some(first) => row.warn(
                findings,
                "agency-timezone-differs",
                columns.record(&row),
                format!("agency_timezone = {:?} is not {first}", raw.agency_timezone),
                format!("all times read as those of {first}"),
            ),
            _ => {}
        }
        if note(&mut seen, raw.agency_id.as_bytes(), agencies.len()) {
            agencies.push(Agency {
                id: raw.agency_id,
                name: raw.agency_name,
            });
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
            ("route_type", Kind::Number),
        ],
    )?;
    let mut routes = Vec::new();
    let mut seen = Index::new();
    let mut continuous = Continuous::of(&table);
    while let Some(row) = table.next(findings)? {
        continuous.count(&row);
        let Some(raw) = columns.read::<RouteRow>(&row, findings) else {
            continue;
        };
        if !note(&mut seen, raw.route_id.as_bytes(), routes.len()) {
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
        let named = raw.agency_id;
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
        let kind = raw.route_type.unwrap_or(Route::UNKNOWN_KIND);
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
            id: raw.route_id,
            agency,
            short_name: raw.route_short_name,
            long_name: raw.route_long_name,
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
