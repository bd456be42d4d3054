//! The rows of the tables: of each the fields that this program uses, under the names that GTFS gives them.
//!
//! A value that can't be read costs its row; one that must not has been blanked by [`super::projection`] before.

use super::{Access, StopKind, TransferKind, values};
use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A row of `agency.txt`.
#[derive(Deserialize)]
pub struct AgencyRow {
    /// Empty where the feed has none.
    pub agency_id: String,
    pub agency_name: String,
    pub agency_timezone: String,
}

/// A row of `stops.txt`, but for its position and `stop_access`.
#[derive(Deserialize)]
pub struct StopRow {
    pub stop_id: String,
    pub stop_name: String,
    /// None where it is a number that GTFS doesn't know.
    #[serde(deserialize_with = "location_type")]
    pub location_type: Option<StopKind>,
    /// May be empty.
    pub parent_station: String,
    #[serde(deserialize_with = "wheelchair")]
    pub wheelchair_boarding: Access,
    /// May be empty.
    pub platform_code: String,
}

/// A row of `routes.txt`.
#[derive(Deserialize)]
pub struct RouteRow {
    pub route_id: String,
    /// May be empty.
    pub agency_id: String,
    /// May be empty.
    pub route_short_name: String,
    /// May be empty.
    pub route_long_name: String,
    /// Extended types and unknown numbers too; none where it was no number.
    pub route_type: Option<u16>,
}

/// A row of `calendar.txt`.
#[derive(Deserialize)]
pub struct CalendarRow {
    pub service_id: String,
    #[serde(deserialize_with = "weekday")]
    pub monday: bool,
    #[serde(deserialize_with = "weekday")]
    pub tuesday: bool,
    #[serde(deserialize_with = "weekday")]
    pub wednesday: bool,
    #[serde(deserialize_with = "weekday")]
    pub thursday: bool,
    #[serde(deserialize_with = "weekday")]
    pub friday: bool,
    #[serde(deserialize_with = "weekday")]
    pub saturday: bool,
    #[serde(deserialize_with = "weekday")]
    pub sunday: bool,
    #[serde(deserialize_with = "date")]
    pub start_date: NaiveDate,
    /// The last date, not the one behind it.
    #[serde(deserialize_with = "date")]
    pub end_date: NaiveDate,
}

/// What `calendar_dates.txt` does to a service on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionType {
    /// 1: it runs.
    Added,
    /// 2: it doesn't run.
    Removed,
}

/// A row of `calendar_dates.txt`.
#[derive(Deserialize)]
pub struct CalendarDateRow {
    pub service_id: String,
    #[serde(deserialize_with = "date")]
    pub date: NaiveDate,
    #[serde(deserialize_with = "exception_type")]
    pub exception_type: ExceptionType,
}

/// A row of `trips.txt`.
#[derive(Deserialize)]
pub struct TripRow {
    pub trip_id: String,
    pub route_id: String,
    pub service_id: String,
    /// May be empty.
    pub trip_headsign: String,
    /// 0 or 1.
    pub direction_id: Option<u8>,
    /// May be empty.
    pub block_id: String,
    #[serde(deserialize_with = "wheelchair")]
    pub wheelchair_accessible: Access,
}

/// A row of `frequencies.txt`, but for its trip. Its times are text: a bad one is weighed together with the other.
#[derive(Deserialize)]
pub struct FrequencyRow {
    pub start_time: String,
    pub end_time: String,
    pub headway_secs: u32,
    /// Departures stand as if each were a trip of the timetable.
    #[serde(deserialize_with = "exact_times")]
    pub exact_times: bool,
}

/// A row of `transfers.txt`, but for the stops, routes and trips that it names.
#[derive(Deserialize)]
pub struct TransferRow {
    #[serde(deserialize_with = "transfer_type")]
    pub transfer_type: TransferKind,
    /// Seconds.
    pub min_transfer_time: Option<u32>,
}

/// A row of `pathways.txt`, but for its length.
#[derive(Deserialize)]
pub struct PathwayRow {
    pub pathway_id: String,
    pub from_stop_id: String,
    pub to_stop_id: String,
    /// 1 to 7.
    #[serde(deserialize_with = "pathway_mode")]
    pub pathway_mode: u8,
    #[serde(deserialize_with = "is_bidirectional")]
    pub is_bidirectional: bool,
    /// Seconds.
    pub traversal_time: Option<u32>,
}

/// Any number up to 16 bits is one, though none beyond 4 has a meaning; empty is a stop.
fn location_type<'de, D: Deserializer<'de>>(field: D) -> Result<Option<StopKind>, D::Error> {
    match <&str>::deserialize(field)? {
        "" | "0" => Ok(Some(StopKind::Stop)),
        "1" => Ok(Some(StopKind::Station)),
        "2" => Ok(Some(StopKind::Entrance)),
        "3" => Ok(Some(StopKind::Node)),
        "4" => Ok(Some(StopKind::BoardingArea)),
        other if other.parse::<i16>().is_ok() => Ok(None),
        _ => Err(D::Error::custom("it is no whole number")),
    }
}

/// What is said of wheelchairs; codes but 0 to 2 have been blanked and named before.
fn wheelchair<'de, D: Deserializer<'de>>(field: D) -> Result<Access, D::Error> {
    Ok(match <&str>::deserialize(field)? {
        "1" => Access::Yes,
        "2" => Access::No,
        _ => Access::Unknown,
    })
}

/// Whether a service runs on a day of the week, which must be said.
fn weekday<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    match <&str>::deserialize(field)? {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(none_of("0, 1")),
    }
}

/// A date `YYYYMMDD`; that it is eight digits has been seen to before.
fn date<'de, D: Deserializer<'de>>(field: D) -> Result<NaiveDate, D::Error> {
    let text = <&str>::deserialize(field)?;
    values::date(text.as_bytes()).ok_or_else(|| D::Error::custom("there is no such day"))
}

/// What is done to a service on a date, which must be said.
fn exception_type<'de, D: Deserializer<'de>>(field: D) -> Result<ExceptionType, D::Error> {
    match <&str>::deserialize(field)? {
        "1" => Ok(ExceptionType::Added),
        "2" => Ok(ExceptionType::Removed),
        _ => Err(none_of("1, 2")),
    }
}

/// Whether departures are exact; empty says no.
fn exact_times<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    match <&str>::deserialize(field)? {
        "" | "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(none_of("0, 1")),
    }
}

/// What a rule orders; empty is type 0.
fn transfer_type<'de, D: Deserializer<'de>>(field: D) -> Result<TransferKind, D::Error> {
    match <&str>::deserialize(field)? {
        "" | "0" => Ok(TransferKind::Recommended),
        "1" => Ok(TransferKind::Timed),
        "2" => Ok(TransferKind::MinTime),
        "3" => Ok(TransferKind::Forbidden),
        "4" => Ok(TransferKind::InSeat),
        "5" => Ok(TransferKind::NotInSeat),
        _ => Err(none_of("0, 1, 2, 3, 4, 5")),
    }
}

/// The number of a mode, which must be said.
fn pathway_mode<'de, D: Deserializer<'de>>(field: D) -> Result<u8, D::Error> {
    let text = <&str>::deserialize(field)?;
    match text.as_bytes() {
        &[digit @ b'1'..=b'7'] => Ok(digit - b'0'),
        _ => Err(none_of("1, 2, 3, 4, 5, 6, 7")),
    }
}

/// Whether a pathway also leads the other way, which must be said.
fn is_bidirectional<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    match <&str>::deserialize(field)? {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(none_of("0, 1")),
    }
}

fn none_of<E: Error>(known: &str) -> E {
    E::custom(format_args!("it is none of {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::StringRecord;
    use serde::de::value::{BorrowedStrDeserializer, Error as Problem};

    /// What a function that reads a field makes of a text.
    fn of<T>(
        function: fn(BorrowedStrDeserializer<'static, Problem>) -> Result<T, Problem>,
        text: &'static str,
    ) -> Result<T, String> {
        function(BorrowedStrDeserializer::new(text)).map_err(|e| e.to_string())
    }

    fn refused<T>(reason: &str) -> Result<T, String> {
        Err(reason.to_owned())
    }

    #[test]
    fn location_types_beyond_those_of_gtfs_are_numbers_all_the_same() {
        for (text, kind) in [
            ("", StopKind::Stop),
            ("0", StopKind::Stop),
            ("1", StopKind::Station),
            ("2", StopKind::Entrance),
            ("3", StopKind::Node),
            ("4", StopKind::BoardingArea),
        ] {
            assert_eq!(of(location_type, text), Ok(Some(kind)), "{text}");
        }
        for text in ["5", "-1", "+1", "00", "01", "32767", "-32768"] {
            assert_eq!(of(location_type, text), Ok(None), "{text}");
        }
        for text in [
            "x", "32768", "-32769", "0x1", "1.5", "1.0", " 1", "1 2", "-", "\u{fffd}",
        ] {
            assert_eq!(of(location_type, text), refused("it is no whole number"));
        }
    }

    #[test]
    fn what_is_said_of_wheelchairs_costs_no_row() {
        for (text, said) in [
            ("", Access::Unknown),
            ("0", Access::Unknown),
            ("1", Access::Yes),
            ("2", Access::No),
            ("3", Access::Unknown),
            ("x", Access::Unknown),
        ] {
            assert_eq!(of(wheelchair, text), Ok(said), "{text}");
        }
    }

    #[test]
    fn days_and_exact_times_are_0_or_1_and_only_the_latter_may_be_empty() {
        for read in [weekday, exact_times] {
            assert_eq!((of(read, "0"), of(read, "1")), (Ok(false), Ok(true)));
            for text in [
                "2", "-1", "01", "+1", "true", "TRUE", "yes", "1.5", "0x1", "\"1\"",
            ] {
                assert_eq!(of(read, text), refused("it is none of 0, 1"), "{text}");
            }
        }
        assert_eq!(of(weekday, ""), refused("it is none of 0, 1"));
        assert_eq!(of(exact_times, ""), Ok(false));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (text, day) in [
            ("20260310", (2026, 3, 10)),
            ("20240229", (2024, 2, 29)),
            ("20000229", (2000, 2, 29)),
            ("00010101", (1, 1, 1)),
            ("99991231", (9999, 12, 31)),
        ] {
            let (year, month, day) = day;
            let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(of(date, text), Ok(day));
        }
        for text in [
            "20260010", "20261301", "20269999", "20260300", "20260332", "20260299", "20260230",
            "20260229", "19000229", "20240230", "00040231", "20260431", "20261131",
        ] {
            assert_eq!(of(date, text), refused("there is no such day"), "{text}");
        }
    }

    #[test]
    fn exceptions_are_1_or_2() {
        assert_eq!(of(exception_type, "1"), Ok(ExceptionType::Added));
        assert_eq!(of(exception_type, "2"), Ok(ExceptionType::Removed));
        for text in ["", "0", "3", "02", "-1", "x"] {
            assert_eq!(
                of(exception_type, text),
                refused("it is none of 1, 2"),
                "{text}"
            );
        }
    }

    #[test]
    fn transfers_have_six_types_and_the_first_may_be_empty() {
        for (text, kind) in [
            ("", TransferKind::Recommended),
            ("0", TransferKind::Recommended),
            ("1", TransferKind::Timed),
            ("2", TransferKind::MinTime),
            ("3", TransferKind::Forbidden),
            ("4", TransferKind::InSeat),
            ("5", TransferKind::NotInSeat),
        ] {
            assert_eq!(of(transfer_type, text), Ok(kind), "{text}");
        }
        for text in ["6", "-1", "00", "x"] {
            let reason = "it is none of 0, 1, 2, 3, 4, 5";
            assert_eq!(of(transfer_type, text), refused(reason), "{text}");
        }
    }

    #[test]
    fn pathways_say_what_they_are_and_which_way_they_lead() {
        for (text, mode) in [("1", 1), ("4", 4), ("7", 7)] {
            assert_eq!(of(pathway_mode, text), Ok(mode));
        }
        for text in ["", "0", "8", "01", "12", "-1", "x"] {
            let reason = "it is none of 1, 2, 3, 4, 5, 6, 7";
            assert_eq!(of(pathway_mode, text), refused(reason), "{text}");
        }
        let both = (of(is_bidirectional, "0"), of(is_bidirectional, "1"));
        assert_eq!(both, (Ok(false), Ok(true)));
        for text in ["", "2", "01", "true"] {
            assert_eq!(
                of(is_bidirectional, text),
                refused("it is none of 0, 1"),
                "{text}"
            );
        }
    }

    /// A row of the columns and fields given, read by the names of the columns.
    fn row<T: serde::de::DeserializeOwned>(fields: &[(&str, &str)]) -> Result<T, String> {
        let header: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        let fields: Vec<&str> = fields.iter().map(|(_, text)| *text).collect();
        StringRecord::from(fields)
            .deserialize(Some(&StringRecord::from(header)))
            .map_err(|e| e.to_string())
    }

    #[test]
    fn fields_are_found_by_their_names_and_numbers_may_be_empty() {
        let fields = |headway| {
            [
                ("trip_id", "T"),
                ("headway_secs", headway),
                ("exact_times", "1"),
                ("start_time", "6:00:00"),
                ("end_time", ""),
            ]
        };
        let read: FrequencyRow = row(&fields("0600")).unwrap();
        assert_eq!((read.headway_secs, read.exact_times), (600, true));
        assert_eq!((&*read.start_time, &*read.end_time), ("6:00:00", ""));
        let reason = row::<FrequencyRow>(&fields("")).err().unwrap();
        let empty = "field 1: cannot parse integer from empty string";
        assert!(reason.ends_with(empty), "{reason}");

        let fields = [("transfer_type", ""), ("min_transfer_time", "")];
        let read: TransferRow = row(&fields).unwrap();
        assert_eq!(read.min_transfer_time, None);
        assert_eq!(read.transfer_type, TransferKind::Recommended);
    }
}
