//! Timetables by kind of line: when it starts, how often it comes, when it stops.

use super::plan::{Hours, Spell};

/// Spells from `(from, to, every)` in minutes of the service day.
fn spells(list: &[(u32, u32, u32)]) -> Vec<Spell> {
    list.iter()
        .map(|&(from, to, every)| Spell { from, to, every })
        .collect()
}

/// Minutes of a clock time.
const fn t(hour: u32, minute: u32) -> u32 {
    hour * 60 + minute
}

fn hours(
    weekday: &[(u32, u32, u32)],
    saturday: &[(u32, u32, u32)],
    sunday: &[(u32, u32, u32)],
) -> Hours {
    Hours {
        weekday: spells(weekday),
        saturday: spells(saturday),
        sunday: spells(sunday),
        ..Hours::default()
    }
}

/// The timetable of that name.
///
/// # Panics
/// On an unknown name: names stand in the tables of the plan, and a test reads them all.
pub fn named(name: &str) -> Hours {
    match name {
        "tram" => tram(),
        "city" => city(),
        "town" => town(),
        "until_eight" => until_eight(),
        "regional" => regional(),
        "airport" => airport(),
        "day_link" => day_link(),
        "half_hour" => half_hour(),
        "village" => village(),
        "work_days" => work_days(),
        "school_hours" => school_hours(),
        "minibus" => minibus(),
        "night" => night(),
        _ => panic!("plan: {name:?} is not a timetable"),
    }
}

/// Trams: early to late, every day.
fn tram() -> Hours {
    hours(
        &[
            (t(5, 36), t(6, 30), 15),
            (t(6, 30), t(9, 0), 6),
            (t(9, 0), t(15, 0), 8),
            (t(15, 0), t(18, 30), 6),
            (t(18, 30), t(21, 0), 10),
            (t(21, 0), t(24, 30), 15),
        ],
        &[
            (t(6, 30), t(9, 0), 15),
            (t(9, 0), t(18, 30), 8),
            (t(18, 30), t(24, 30), 15),
        ],
        &[
            (t(8, 0), t(11, 0), 20),
            (t(11, 0), t(19, 0), 12),
            (t(19, 0), t(24, 0), 20),
        ],
    )
}

/// Frequent city buses.
fn city() -> Hours {
    hours(
        &[
            (t(5, 50), t(6, 50), 15),
            (t(6, 50), t(9, 0), 8),
            (t(9, 0), t(15, 0), 10),
            (t(15, 0), t(18, 30), 8),
            (t(18, 30), t(24, 10), 15),
        ],
        &[
            (t(6, 50), t(9, 0), 20),
            (t(9, 0), t(18, 0), 10),
            (t(18, 0), t(24, 10), 20),
        ],
        &[(t(8, 20), t(23, 50), 20)],
    )
}

/// Buses of the new town and the edge of the city.
fn town() -> Hours {
    hours(
        &[
            (t(5, 55), t(9, 0), 12),
            (t(9, 0), t(15, 0), 15),
            (t(15, 0), t(18, 30), 12),
            (t(18, 30), t(23, 40), 30),
        ],
        &[(t(7, 10), t(18, 10), 20), (t(18, 10), t(23, 40), 30)],
        &[(t(9, 10), t(22, 40), 60)],
    )
}

/// The line to the high-rise: nothing after eight in the evening.
fn until_eight() -> Hours {
    hours(
        &[(t(6, 12), t(9, 0), 15), (t(9, 0), t(20, 0), 20)],
        &[(t(8, 12), t(20, 0), 30)],
        &[(t(10, 12), t(18, 0), 60)],
    )
}

/// The fast bus between city and new town.
fn regional() -> Hours {
    hours(
        &[
            (t(5, 30), t(6, 30), 20),
            (t(6, 30), t(9, 0), 10),
            (t(9, 0), t(15, 0), 15),
            (t(15, 0), t(18, 30), 10),
            (t(18, 30), t(24, 0), 30),
        ],
        &[(t(6, 40), t(18, 40), 20), (t(18, 40), t(24, 0), 30)],
        &[(t(8, 40), t(23, 40), 30)],
    )
}

/// To the airport: often by day, thin in the evening, nothing at night.
fn airport() -> Hours {
    hours(
        &[
            (t(5, 35), t(6, 30), 15),
            (t(6, 30), t(19, 0), 10),
            (t(19, 0), t(22, 0), 20),
            (t(22, 0), t(24, 0), 60),
        ],
        &[(t(5, 50), t(19, 0), 15), (t(19, 0), t(24, 0), 60)],
        &[(t(7, 5), t(20, 0), 30), (t(20, 0), t(24, 0), 60)],
    )
}

/// From the new town straight to the airport: working days, by day.
fn day_link() -> Hours {
    hours(
        &[
            (t(6, 20), t(9, 0), 30),
            (t(9, 20), t(14, 30), 60),
            (t(14, 50), t(18, 30), 30),
        ],
        &[],
        &[],
    )
}

/// A suburb twice an hour.
fn half_hour() -> Hours {
    hours(
        &[(t(6, 5), t(9, 0), 15), (t(9, 5), t(22, 40), 30)],
        &[(t(7, 35), t(19, 40), 30), (t(20, 5), t(22, 40), 60)],
        &[(t(9, 35), t(21, 40), 60)],
    )
}

/// Villages: once an hour until eight, not on Sunday.
fn village() -> Hours {
    hours(&[(t(6, 8), t(20, 0), 60)], &[(t(8, 8), t(18, 10), 60)], &[])
}

/// Greenhouses: when the day shift goes.
fn work_days() -> Hours {
    hours(
        &[
            (t(6, 40), t(9, 0), 30),
            (t(9, 10), t(15, 0), 60),
            (t(15, 10), t(18, 20), 30),
        ],
        &[],
        &[],
    )
}

/// A school bus more than a line.
fn school_hours() -> Hours {
    hours(
        &[
            (t(7, 20), t(8, 50), 40),
            (t(11, 20), t(12, 0), 60),
            (t(15, 0), t(17, 50), 40),
        ],
        &[],
        &[],
    )
}

/// The neighbourhood minibus: about every half hour, no fixed times.
fn minibus() -> Hours {
    Hours {
        by_headway: true,
        ..hours(&[(t(9, 0), t(17, 0), 30)], &[(t(10, 0), t(16, 0), 45)], &[])
    }
}

/// The night bus after Friday and Saturday.
fn night() -> Hours {
    Hours {
        weekend_night: spells(&[(t(24, 45), t(28, 0), 60)]),
        ..Hours::default()
    }
}

/// A train twice an hour, `minute` past the half hours.
pub fn train(minute: u32) -> Hours {
    hours(
        &[(t(5, 30) + minute, t(24, 0), 30)],
        &[(t(6, 30) + minute, t(24, 0), 30)],
        &[(t(7, 30) + minute, t(23, 40), 30)],
    )
}

/// The shuttle between airport and city.
pub fn shuttle(minute: u32) -> Hours {
    hours(
        &[(t(5, 30) + minute, t(23, 0), 30)],
        &[(t(7, 0) + minute, t(22, 0), 30)],
        &[(t(8, 0) + minute, t(21, 0), 30)],
    )
}
