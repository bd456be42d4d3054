//! The engine against the reference, on one town.

use super::reference::{Person, Reference};
use super::town::Town;
use bereik::diagnostics::Findings;
use bereik::network::{BuildOptions, Network};
use bereik::routing::{Prune, SearchFrom, Tuning, travel_times};
use bereik::travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
use bereik::units::{LonLat, Seconds, Speed};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Seconds, `[origin][destination][departure]`.
pub type Times = Vec<Vec<Vec<Option<u32>>>>;

/// The person as the engine takes it.
pub fn traveller(person: &Person) -> Traveller {
    let seconds = |s: i64| Seconds(u32::try_from(s).expect("a duration"));
    Traveller {
        walk: Speed {
            mm_per_hour: person.walk,
        },
        max_walk: seconds(person.max_walk),
        max_walk_only: person.max_walk_only.map(seconds),
        max_transfer: person.max_transfer.map(seconds),
        max_trip: seconds(person.max_trip),
        max_rides: person.max_rides,
        board_slack: seconds(person.slack),
        bicycle: person.bicycle.map(|b| Bicycle {
            access: b.access,
            egress: b.egress,
            speed: Speed {
                mm_per_hour: b.speed,
            },
            max: seconds(b.max),
        }),
        wheelchair: person.wheelchair.map(|unknown| Wheelchair {
            unknown_is_accessible: unknown,
        }),
    }
}

/// The engine's network of a town. Walks between stops are
/// stored for this person's legs, for longer ones, or not at all, by the town's own count.
pub fn network(town: &Town) -> Network {
    let spare = [Some(0), Some(200), None][(town.nodes.len() + town.streets.len()) % 3];
    let options = BuildOptions {
        island_junctions: town.island as u32,
        max_snap_m: town.snap,
        walk: Speed {
            mm_per_hour: town.person.walk,
        },
        max_walk: spare.map(|s| Seconds((town.person.max_walk + s) as u32)),
    };
    Network::build(
        town.to_streets(),
        &town.feeds,
        Findings::default(),
        &options,
    )
}

/// The window of a town.
pub fn window(town: &Town, direction: Direction) -> Window {
    Window {
        direction,
        start_s: i32::try_from(town.start).expect("a clock time"),
        end_s: i32::try_from(town.start + town.count * town.step).expect("a clock time"),
        step_s: u32::try_from(town.step).expect("a step"),
    }
}

/// What the engine says, or why it says nothing.
pub fn engine(
    town: &Town,
    network: &Network,
    direction: Direction,
    tuning: Tuning,
) -> Result<Times, String> {
    let at = |nodes: &[usize]| -> Vec<LonLat> { nodes.iter().map(|&n| town.position(n)).collect() };
    let asked = catch_unwind(AssertUnwindSafe(|| {
        travel_times(
            network,
            town.date,
            window(town, direction),
            &traveller(&town.person),
            &at(&town.origins),
            &at(&town.destinations),
            tuning,
        )
        .map_err(|error| format!("error: {error}"))
    }));
    match asked {
        Ok(answer) => answer,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            Err(format!("panic: {}", text.unwrap_or_default()))
        }
    }
}

/// What the reference says.
pub fn reference(town: &Town, direction: Direction) -> Times {
    let laid_out = town.reference();
    let longest = town.person.max_trip;
    let until = town.start + town.count * town.step + longest;
    let judge = Reference::new(
        &laid_out,
        &town.person,
        town.date,
        town.start - longest,
        until,
    );
    (0..town.origins.len())
        .map(|o| {
            let rows: Vec<Vec<Option<u32>>> = town
                .times()
                .into_iter()
                .map(|t| match direction {
                    Direction::Depart => judge.depart(o, t),
                    Direction::Arrive => judge.arrive(o, t),
                })
                .collect();
            (0..town.destinations.len())
                .map(|d| rows.iter().map(|r| r[d]).collect())
                .collect()
        })
        .collect()
}

/// All ways to set the speed-ups.
pub fn tunings() -> Vec<Tuning> {
    let sweeps = (0..128).map(|bits: u32| Tuning {
        lanes: true,
        from: match bits & 1 {
            0 => SearchFrom::Fixed,
            _ => SearchFrom::Other,
        },
        layers: bits & 2 == 0,
        prune_long: bits & 4 == 0,
        stored_walks: bits & 8 == 0,
        prune_walks: bits & 16 == 0,
        wide: bits & 32 == 0,
        prune_changes: match bits & 64 {
            0 => Prune::Always,
            _ => Prune::Never,
        },
        ..Tuning::default()
    });
    let rounds = (0..64).map(|bits: u32| Tuning {
        lanes: false,
        whole_window: bits & 1 == 0,
        mark: bits & 2 == 0,
        prune_long: bits & 4 == 0,
        stored_walks: bits & 8 == 0,
        prune_walks: bits & 16 == 0,
        wide: bits & 32 == 0,
        ..Tuning::default()
    });
    sweeps.chain(rounds).collect()
}

/// So many of them for the town of a seed, and others for the next: some dozens of towns meet all. All of them at
/// once where `BEREIK_ALL_SWITCHES` is set.
pub fn rotating(seed: u64, direction: Direction, at_once: u64) -> Vec<Tuning> {
    let all = tunings();
    if std::env::var_os("BEREIK_ALL_SWITCHES").is_some() {
        return all;
    }
    let turn = 2 * seed + u64::from(direction == Direction::Arrive);
    // A number of steps that has no divisor in common with that of tunings meets each of them.
    let pick = |k: u64| all[((turn * at_once + k) * 37 % all.len() as u64) as usize];
    (0..at_once).map(pick).collect()
}

/// Where two answers differ, in words; at most ten.
pub fn differences(town: &Town, got: &Times, due: &Times) -> Vec<String> {
    let mut out = Vec::new();
    let times = town.times();
    if got.len() != due.len() {
        return vec![format!("{} origins, {} are due", got.len(), due.len())];
    }
    for (o, (g, d)) in got.iter().zip(due).enumerate() {
        if g.len() != d.len() {
            out.push(format!("origin {o}: {} destinations", g.len()));
            continue;
        }
        for (to, (g, d)) in g.iter().zip(d).enumerate() {
            if g.len() != d.len() {
                out.push(format!("{o} to {to}: {} values", g.len()));
                continue;
            }
            for ((g, d), t) in g.iter().zip(d).zip(&times) {
                if g != d {
                    out.push(format!(
                        "origin {o} to destination {to} at {}: {g:?} s, the reference says {d:?} s",
                        super::describe::clock_text(*t)
                    ));
                }
            }
        }
    }
    out.truncate(10);
    out
}

/// What is wrong with the engine's answer on a town, if anything.
pub fn wrong(town: &Town, direction: Direction, tuning: Tuning) -> Vec<String> {
    let built = catch_unwind(AssertUnwindSafe(|| network(town)));
    let Ok(network) = built else {
        return vec!["panic while the network is built".into()];
    };
    match engine(town, &network, direction, tuning) {
        Ok(got) => differences(town, &got, &reference(town, direction)),
        Err(message) => vec![message],
    }
}
