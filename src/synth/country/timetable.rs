//! Writes the timetable: three timetable periods, each with weekdays, Saturdays and Sundays, a
//! holiday timetable and nights. Trips are made twice, for their two tables, and never held.

use super::land::Land;
use super::lattice::mixed;
use super::lines::{Kind, Line, OPERATORS, Transit};
use super::sheet::Chart;
use crate::diagnostics::Error;
use crate::synth::gtfs::{Archive, CALENDAR, CALENDAR_DATES, degree, feed_info};
use std::io::{Seek, Write};
use std::path::Path;

/// First and last day of the timetable periods.
const PERIODS: [[&str; 2]; 3] = [
    ["20260105", "20260228"],
    ["20260301", "20260425"],
    ["20260426", "20260705"],
];
/// Public holidays with Sunday service, and their period.
const HOLIDAYS: [(&str, usize); 4] = [
    ("20260406", 1),
    ("20260427", 2),
    ("20260514", 2),
    ("20260525", 2),
];
/// School holidays, and their period.
const SCHOOL: [(&str, usize); 10] = [
    ("20260216", 0),
    ("20260217", 0),
    ("20260218", 0),
    ("20260219", 0),
    ("20260220", 0),
    ("20260504", 2),
    ("20260505", 2),
    ("20260506", 2),
    ("20260507", 2),
    ("20260508", 2),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Day {
    Weekday,
    Holiday,
    Saturday,
    Sunday,
    WeekendNight,
    EveryNight,
}

/// A calendar with trips of its own.
struct Service {
    id: &'static str,
    day: Day,
    period: usize,
    weekdays: &'static str,
}

const SERVICES: [Service; 12] = {
    const fn of(id: &'static str, day: Day, period: usize, weekdays: &'static str) -> Service {
        Service {
            id,
            day,
            period,
            weekdays,
        }
    }
    [
        of("A-weekday", Day::Weekday, 0, "1111100"),
        of("A-saturday", Day::Saturday, 0, "0000010"),
        of("A-sunday", Day::Sunday, 0, "0000001"),
        of("B-weekday", Day::Weekday, 1, "1111100"),
        of("B-saturday", Day::Saturday, 1, "0000010"),
        of("B-sunday", Day::Sunday, 1, "0000001"),
        of("C-weekday", Day::Weekday, 2, "1111100"),
        of("C-saturday", Day::Saturday, 2, "0000010"),
        of("C-sunday", Day::Sunday, 2, "0000001"),
        of("school-holiday", Day::Holiday, 0, ""),
        of("weekend-night", Day::WeekendNight, 0, "0000110"),
        of("every-night", Day::EveryNight, 0, "1111111"),
    ]
};

/// Departures: from, until before, every so many minutes of the service day.
type Spell = (u32, u32, u32);

/// The timetable of a kind of line on a kind of day.
fn spells(kind: Kind, day: Day) -> &'static [Spell] {
    use Day::{EveryNight, Holiday, Saturday, Sunday, Weekday, WeekendNight};
    match (kind, day) {
        (Kind::MainIntercity, Weekday | Holiday) => &[(330, 1200, 15), (1200, 1470, 30)],
        (Kind::MainIntercity, Saturday) => &[(345, 1170, 15), (1170, 1470, 30)],
        (Kind::MainIntercity, Sunday) => &[(420, 1440, 30)],
        // An hourly train through the night.
        (Kind::MainIntercity, EveryNight) => &[(1500, 1741, 60)],
        (Kind::Intercity | Kind::Sprinter, Weekday | Holiday) => &[(345, 1440, 30)],
        (Kind::Intercity | Kind::Sprinter, Saturday) => &[(360, 1440, 30)],
        (Kind::Intercity | Kind::Sprinter, Sunday) => &[(450, 1410, 30)],
        (Kind::Metro, Weekday) => &[(330, 420, 10), (420, 1140, 6), (1140, 1470, 15)],
        (Kind::Metro, Holiday) => &[(330, 420, 15), (420, 1140, 10), (1140, 1470, 15)],
        (Kind::Metro, Saturday) => &[(360, 540, 15), (540, 1140, 10), (1140, 1470, 15)],
        (Kind::Metro, Sunday) => &[(450, 600, 20), (600, 1140, 12), (1140, 1470, 15)],
        (Kind::Tram, Weekday) => &[
            (345, 420, 15),
            (420, 540, 10),
            (540, 900, 12),
            (900, 1080, 10),
            (1080, 1170, 15),
            (1170, 1460, 20),
        ],
        (Kind::Tram, Holiday | Saturday) => &[(360, 540, 20), (540, 1110, 15), (1110, 1460, 20)],
        (Kind::Tram, Sunday) => &[(450, 600, 30), (600, 1110, 15), (1110, 1455, 20)],
        (Kind::Big, Weekday) => &[
            (345, 420, 20),
            (420, 540, 12),
            (540, 900, 15),
            (900, 1080, 12),
            (1080, 1170, 20),
            (1170, 1455, 30),
        ],
        (Kind::Big, Holiday) => &[(345, 420, 30), (420, 1140, 15), (1140, 1455, 30)],
        (Kind::Big, Saturday) => &[(375, 540, 30), (540, 1080, 20), (1080, 1450, 30)],
        (Kind::Big, Sunday) => &[(465, 1445, 30)],
        (Kind::City, Weekday) => &[
            (360, 420, 30),
            (420, 540, 15),
            (540, 1080, 20),
            (1080, 1440, 30),
        ],
        (Kind::City, Holiday) => &[(360, 420, 30), (420, 1080, 20), (1080, 1440, 30)],
        (Kind::City, Saturday) => &[(420, 1430, 30)],
        (Kind::City, Sunday) => &[(510, 1140, 30), (1140, 1410, 60)],
        (Kind::Express, Weekday) => &[
            (360, 540, 20),
            (540, 930, 30),
            (930, 1110, 20),
            (1110, 1440, 60),
        ],
        (Kind::Express, Holiday) => &[(360, 1140, 30), (1140, 1440, 60)],
        (Kind::Express, Saturday) => &[(420, 1140, 30), (1140, 1430, 60)],
        (Kind::Express, Sunday) => &[(510, 1410, 60)],
        (Kind::Strong, Weekday) => &[
            (345, 420, 30),
            (420, 480, 15),
            (480, 1140, 30),
            (1140, 1440, 60),
        ],
        (Kind::Strong, Holiday) => &[(345, 1110, 30), (1110, 1440, 60)],
        (Kind::Strong, Saturday) => &[(420, 600, 60), (600, 1080, 30), (1080, 1430, 60)],
        (Kind::Strong, Sunday) => &[(510, 1410, 60)],
        (Kind::Weak, Weekday) => &[(360, 420, 60), (420, 480, 30), (480, 1381, 60)],
        (Kind::Weak, Holiday) => &[(360, 1321, 60)],
        (Kind::Weak, Saturday) => &[(480, 1141, 60)],
        (Kind::Weak, Sunday) => &[(600, 1201, 120)],
        (Kind::Village, Weekday | Holiday) => &[(420, 1110, 60)],
        (Kind::Night, WeekendNight) => &[(1500, 1741, 60)],
        (Kind::EveryNight, EveryNight) => &[(1500, 1741, 60)],
        _ => &[],
    }
}

/// A vehicle's trip.
struct Trip<'a> {
    line: usize,
    service: &'a Service,
    back: usize,
    number: u64,
    /// Seconds of the service day.
    start: u32,
    /// Calls out of the line's.
    part: std::ops::Range<usize>,
    /// Running time out of 100.
    pace: u32,
}

/// All trips, in order.
fn trips(
    land: &Land,
    lines: &[Line],
    mut take: impl FnMut(&Trip) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut number = 100_000_000;
    for (l, line) in lines.iter().enumerate() {
        for service in &SERVICES {
            for back in 0..2 {
                let phase = mixed(
                    land.seed ^ 0xB1 ^ (service.period as u64) << 8,
                    l as i64,
                    back as i64,
                );
                let n = line.calls[back].len();
                let mut count = 0u32;
                for &(from, to, every) in spells(line.kind, service.day) {
                    let mut minute = from + (phase % u64::from(every)) as u32;
                    while minute < to {
                        let busy = (420..540).contains(&minute) || (930..1_110).contains(&minute);
                        // In the rush every third vehicle of a busy long line turns short.
                        let short = busy && every <= 12 && n >= 18 && count % 3 == 2;
                        let train = line.operator == 0;
                        let pace = match (train, service.day, minute) {
                            (true, ..) => 100,
                            (_, Day::Weekday, _) if busy => 112,
                            (_, _, 1_170..) => 92,
                            _ => 100,
                        };
                        number += 1;
                        count += 1;
                        take(&Trip {
                            line: l,
                            service,
                            back,
                            number,
                            start: minute * 60,
                            part: if short { n / 5..n - n / 5 } else { 0..n },
                            pace,
                        })?;
                        minute += every;
                    }
                }
            }
        }
    }
    Ok(())
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of `stop_times.txt`.
    pub stop_times: u64,
    /// Rows of `stop_times.txt` of an ordinary working day.
    pub weekday_stop_times: u64,
    /// Rows of `trips.txt`.
    pub trips: u64,
    /// Trips of an ordinary working day.
    pub weekday_trips: u64,
}

fn stop_id(k: usize) -> String {
    (3_000_000 + k).to_string()
}

fn station_id(k: u32) -> String {
    format!("stoparea:{}", 10_000 + k)
}

/// Writes the archive.
///
/// # Errors
/// When it cannot be written.
pub fn write_timetable(
    land: &Land,
    transit: &Transit,
    chart: &Chart,
    out: impl Write + Seek,
    path: &Path,
) -> Result<Written, Error> {
    let mut archive = Archive::new(out, path);
    head(transit, chart, &mut archive)?;
    let mut written = Written::default();
    let header = [
        "route_id",
        "service_id",
        "trip_id",
        "trip_headsign",
        "trip_short_name",
        "direction_id",
        "wheelchair_accessible",
    ];
    archive.table("trips.txt", &header, |row| {
        let done = trips(land, &transit.lines, |t| {
            let line = &transit.lines[t.line];
            let train = line.operator == 0;
            written.trips += 1;
            written.weekday_trips += u64::from(on_ordinary_day(t.service));
            let number = t.number.to_string();
            row(&[
                &(20_000 + t.line).to_string(),
                t.service.id,
                &number,
                &line.ends[t.back],
                if train { &number[4..] } else { "" },
                ["0", "1"][t.back],
                if line.kind == Kind::Village { "0" } else { "1" },
            ])
            .map_err(std::io::Error::other)
        });
        done.map_err(csv::Error::from)
    })?;
    archive.long_table("stop_times.txt", |out| {
        out.write_all(
            b"trip_id,stop_sequence,stop_id,stop_headsign,arrival_time,departure_time,pickup_type,drop_off_type,timepoint,shape_dist_traveled\n",
        )?;
        let mut text = Vec::with_capacity(1 << 16);
        trips(land, &transit.lines, |t| {
            let calls = &transit.lines[t.line].calls[t.back];
            let (mut now, mut metres) = (t.start, 0);
            let n = t.part.len();
            written.stop_times += n as u64;
            if on_ordinary_day(t.service) {
                written.weekday_stop_times += n as u64;
            }
            for (k, call) in calls.get(t.part.clone()).unwrap_or_default().iter().enumerate() {
                if k > 0 {
                    now += (call.run * t.pace).div_ceil(100);
                    metres += call.metres;
                }
                let leaves = now + if k > 0 && k + 1 < n { call.dwell } else { 0 };
                number(&mut text, t.number);
                text.push(b',');
                number(&mut text, k as u64 + 1);
                text.push(b',');
                number(&mut text, 3_000_000 + u64::from(call.stop));
                text.extend(b",,");
                clock(&mut text, now);
                text.push(b',');
                clock(&mut text, leaves);
                // Nobody gets in at the end or out at the start.
                text.extend(if k + 1 == n { b",1," } else { b",0," });
                text.extend(if k == 0 { b"1," } else { b"0," });
                text.extend(if k % 6 == 0 { b"1," } else { b"0," });
                number(&mut text, u64::from(metres));
                text.push(b'\n');
                now = leaves;
            }
            if text.len() > (1 << 16) - 8_192 {
                out.write_all(&text)?;
                text.clear();
            }
            Ok(())
        })?;
        out.write_all(&text)
    })?;
    archive.finish()?;
    Ok(written)
}

/// Runs on 10 March 2026, a Tuesday.
fn on_ordinary_day(service: &Service) -> bool {
    (service.day == Day::Weekday && service.period == 1) || service.day == Day::EveryNight
}

/// Everything but trips.
fn head<W: Write + Seek>(
    transit: &Transit,
    chart: &Chart,
    archive: &mut Archive<W>,
) -> Result<(), Error> {
    let header = [
        "agency_id",
        "agency_name",
        "agency_url",
        "agency_timezone",
        "agency_lang",
    ];
    archive.table("agency.txt", &header, |row| {
        for k in 0..=OPERATORS {
            row(&[
                &operator(k),
                &match k {
                    0 => "Laagspoor (fictional)".to_owned(),
                    _ => format!("Streekvervoer {k} (fictional)"),
                },
                "https://example.org/laagland",
                "Europe/Amsterdam",
                "nl",
            ])?;
        }
        Ok(())
    })?;
    feed_info(archive)?;
    calendars(archive)?;
    let header = [
        "stop_id",
        "stop_code",
        "stop_name",
        "stop_lat",
        "stop_lon",
        "location_type",
        "parent_station",
        "wheelchair_boarding",
        "platform_code",
    ];
    archive.table("stops.txt", &header, |row| {
        for (k, s) in transit.stations.iter().enumerate() {
            let [lon, lat] = chart.degrees(s.at).map(degree);
            let id = station_id(k as u32);
            row(&[&id, "", &s.name, &lat, &lon, "1", "", "1", ""])?;
        }
        for (k, s) in transit.stops.iter().enumerate() {
            let [lon, lat] = chart.degrees(s.at).map(degree);
            let station = s.station.map(station_id).unwrap_or_default();
            let (id, code) = (stop_id(k), (10_000 + k).to_string());
            let wheelchair = ["1", "1", "2"][k % 3];
            row(&[
                &id,
                &code,
                &s.name,
                &lat,
                &lon,
                "0",
                &station,
                wheelchair,
                &s.platform,
            ])?;
        }
        Ok(())
    })?;
    let header = [
        "route_id",
        "agency_id",
        "route_short_name",
        "route_long_name",
        "route_type",
    ];
    archive.table("routes.txt", &header, |row| {
        for (k, line) in transit.lines.iter().enumerate() {
            row(&[
                &(20_000 + k).to_string(),
                &operator(line.operator),
                &line.number,
                &format!("{} - {}", line.ends[1], line.ends[0]),
                line.kind.route_type(),
            ])?;
        }
        Ok(())
    })
}

fn operator(k: u8) -> String {
    format!("LL{k}")
}

fn calendars<W: Write + Seek>(archive: &mut Archive<W>) -> Result<(), Error> {
    archive.table("calendar.txt", &CALENDAR, |row| {
        // School holidays are given day by day alone.
        for s in SERVICES.iter().filter(|s| !s.weekdays.is_empty()) {
            let mut record = vec![s.id];
            record.extend((0..7).map(|d| &s.weekdays[d..=d]));
            record.extend(match s.day {
                Day::WeekendNight | Day::EveryNight => [PERIODS[0][0], PERIODS[2][1]],
                _ => PERIODS[s.period],
            });
            row(&record)?;
        }
        Ok(())
    })?;
    archive.table("calendar_dates.txt", &CALENDAR_DATES, |row| {
        let of = |day: Day, period: usize| {
            SERVICES
                .iter()
                .find(|s| s.day == day && (s.period == period || day == Day::Holiday))
                .map_or("", |s| s.id)
        };
        for (date, period) in HOLIDAYS {
            row(&[of(Day::Sunday, period), date, "1"])?;
            row(&[of(Day::Weekday, period), date, "2"])?;
        }
        for (date, period) in SCHOOL {
            row(&[of(Day::Holiday, period), date, "1"])?;
            row(&[of(Day::Weekday, period), date, "2"])?;
        }
        Ok(())
    })
}

fn number(text: &mut Vec<u8>, mut n: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    text.extend(&digits[at..]);
}

fn clock(text: &mut Vec<u8>, seconds: u32) {
    for (k, part) in [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        .into_iter()
        .enumerate()
    {
        if k > 0 {
            text.push(b':');
        }
        text.push(b'0' + (part / 10 % 10) as u8);
        text.push(b'0' + (part % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::country::lines::lay_out;

    #[test]
    fn the_whole_country_has_the_proportions_of_the_netherlands() {
        let land = Land::new(1, 1.0);
        let transit = lay_out(&land);
        let (mut all, mut weekday, mut weekday_trips) = (0, 0, 0);
        let mut by_kind = std::collections::BTreeMap::<Kind, [u64; 3]>::new();
        for line in &transit.lines {
            by_kind.entry(line.kind).or_default()[0] += 1;
        }
        trips(&land, &transit.lines, |t| {
            all += t.part.len();
            if on_ordinary_day(t.service) {
                weekday += t.part.len();
                weekday_trips += 1;
                let kind = by_kind.entry(transit.lines[t.line].kind).or_default();
                kind[1] += 1;
                kind[2] += t.part.len() as u64;
            }
            Ok(())
        })
        .unwrap();
        // Lines, trips and calls of a working day, should a figure below fail.
        println!("{by_kind:#?}");
        let within = |what: &str, n: usize, low: usize, high: usize| {
            println!("{what}: {n}");
            assert!((low..=high).contains(&n), "{what}: {n}");
        };
        within("towns", land.towns.len(), 2_200, 2_300);
        within("stops", transit.stops.len(), 42_000, 48_000);
        within("stations", transit.stations.len(), 330, 520);
        within("stop times", all, 15_000_000, 17_500_000);
        within("of a working day", weekday, 2_000_000, 2_600_000);
        within("trips of a working day", weekday_trips, 85_000, 140_000);
        assert!(by_kind.len() >= 12, "all kinds of lines but one at least");
    }
}
