//! Instructions by valgrind's callgrind, which no load on the machine changes: the guard against
//! getting slower. `.ci/run` runs it and compares with `benches/instructions.csv`.
//!
//! `cargo run --example instructions` counts and compares; `-- --write` stores what was counted.
//! Each case is a program of its own, and only what happens inside one function of it is counted:
//! starting up and preparing are not, but in the case that is about preparing.

use bereik::diagnostics::{Error, Findings};
use bereik::input::gtfs;
use bereik::input::osm::read_streets;
use bereik::input::points::{PointOptions, read_points};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::routing::job::{Job, Kept, Question};
use bereik::routing::{Prune, SearchFrom, Tuning};
use bereik::synth::{self, Share, Size};
use bereik::travel::{Direction, Traveller, Window};
use bereik::units::LonLat;
use rayon::prelude::*;
use std::path::Path;
use std::process::{Command, ExitCode};

/// A count may differ by so much from the stored one: compilers and libraries differ a little.
const MARGIN: f64 = 0.05;

/// Of the generated country.
const SHARE: f64 = 0.005;

/// Searched from where searching is counted.
const ORIGINS: usize = 16;

const CASES: [&str; 5] = [
    // Departing, one sweep for all origins and the median to each destination.
    "depart",
    // Arriving, searched from the origins, with labels to the second.
    "arrive",
    // Departing with at most two rides, counted in lanes.
    "two-rides",
    // Departing, rounds for each origin (frequencies need them).
    "rounds",
    // Making the plan, the events and the legs of a query; and one origin, as departing.
    "prepare",
];

fn question(case: &str) -> Question {
    let mut traveller = Traveller::default();
    let mut tuning = Tuning {
        from: SearchFrom::Fixed,
        prune_changes: Prune::Always,
        ..Tuning::default()
    };
    let mut direction = Direction::Depart;
    match case {
        "arrive" => {
            direction = Direction::Arrive;
            tuning.from = SearchFrom::Other;
        }
        "two-rides" => traveller.max_rides = 2,
        "rounds" => tuning.lanes = false,
        _ => {}
    }
    Question {
        date: "2026-03-10".parse().expect("a date"),
        window: Window {
            direction,
            start_s: 7 * 3600,
            end_s: 9 * 3600,
            step_s: 60,
        },
        traveller,
        tuning,
    }
}

/// One case, in a program of its own.
fn work(case: &str, network: &Path, homes: &Path) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.expect("a thread").install(|| {
        let network = Network::open(network)?;
        let options = PointOptions {
            crs: Some("EPSG:28992".into()),
            ..PointOptions::default()
        };
        let homes: Vec<LonLat> = read_points(homes, &options)?.0.positions;
        let homes = &homes[..homes.len().min(1000)];
        let origins: Vec<LonLat> = homes
            .iter()
            .cycle()
            .take(origins_of(case))
            .copied()
            .collect();
        let job = || Job::new(&network, question(case), &origins, homes);
        let search = |job: &Job| {
            job.for_each_origin(
                Kept::PerOrigin,
                |_, times| {
                    let mut out = [0];
                    for d in 0..times.points() {
                        times.ranks(d, &[59], &mut out);
                    }
                    out[0]
                },
                |_, _| Ok::<(), Error>(()),
            )
        };
        if case == "prepare" {
            return counted_part(|| search(&job()?));
        }
        // The plan is made when the first origin is searched from, and kept.
        let job = job()?;
        search(&job)?;
        counted_part(|| search(&job))
    })
}

/// How many origins a case searches from.
fn origins_of(case: &str) -> usize {
    if case == "prepare" { 1 } else { ORIGINS }
}

/// Callgrind counts from where this is entered to where it is left, and knows it by its name.
#[inline(never)]
fn counted_part(work: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    std::hint::black_box(work())
}

/// Instructions of a run of this program under callgrind.
fn counted(case: &str, folder: &Path) -> Result<f64, String> {
    let me = std::env::current_exe().map_err(|e| e.to_string())?;
    let out = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(["--collect-atstart=no", "--toggle-collect=*counted_part*"])
        .arg(me)
        .args(["work", case])
        .args([folder.join("region.bereik"), folder.join("homes.csv")])
        .output()
        .map_err(|e| format!("valgrind: {e}; install it (Debian: apt-get install valgrind)"))?;
    let said = String::from_utf8_lossy(&out.stderr);
    let number = said
        .lines()
        .find_map(|l| l.split_once("Collected : ")?.1.trim().parse().ok());
    match number {
        Some(number) if out.status.success() && number > 0.0 => Ok(number),
        _ => Err(format!("valgrind on {case}: {said}")),
    }
}

fn prepare(folder: &Path) -> Result<(), Error> {
    // No trips by headway in it, so that sweeps sweep.
    synth::generate(Size::Country(Share::new(SHARE)?), 1, folder)?;
    let mut feeds = Vec::new();
    let mut streets = None;
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .map_err(|e| Error::io(folder, "read", e))?
        .filter_map(|f| Some(f.ok()?.path()))
        .collect();
    names.sort();
    for path in names {
        let name = path.to_string_lossy();
        if name.ends_with(".gtfs.zip") {
            feeds.push(gtfs::read(&path)?.0);
        } else if name.ends_with(".osm.pbf") {
            streets = Some(Streets::build(read_streets(&path)?.0).0);
        }
    }
    let streets = streets.expect("the region has streets");
    let network = Network::build(
        streets,
        &feeds,
        Findings::default(),
        &BuildOptions::default(),
    );
    let path = folder.join("region.bereik");
    std::fs::write(&path, network.to_bytes()).map_err(|e| Error::io(&path, "write", e))
}

/// `case,instructions` of an earlier count.
fn stored(path: &Path) -> Vec<(String, f64)> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let pair = |l: &str| {
        let (case, n) = l.split_once(',')?;
        Some((case.to_owned(), n.trim().parse().ok()?))
    };
    text.lines().filter_map(pair).collect()
}

fn compare(write: bool) -> Result<bool, String> {
    if !avx2() {
        println!("SKIPPED: the stored instructions are those of a processor with AVX2");
        return Ok(true);
    }
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    prepare(folder.path()).map_err(|e| e.to_string())?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.csv");
    let before = stored(&file);
    let mut lines = String::from("case,instructions\n");
    let mut good = true;
    let margin = MARGIN * 100.0;
    println!(
        "instructions an origin (prepare: a plan), against benches/instructions.csv with a margin of {margin} %:"
    );
    // Counts don't depend on what else the machine does.
    let all: Vec<f64> = CASES
        .par_iter()
        .map(|case| counted(case, folder.path()))
        .collect::<Result<_, String>>()?;
    for (case, count) in CASES.into_iter().zip(all) {
        let now = (count / origins_of(case) as f64).round();
        lines += &format!("{case},{now}\n");
        let then = before.iter().find(|(c, _)| c == case).map(|(_, n)| *n);
        let verdict = match then {
            None => {
                good = false;
                "not stored".to_owned()
            }
            Some(then) if now > then * (1.0 + MARGIN) => {
                good = false;
                format!(
                    "SLOWER than {then:.0} by {:.1} %",
                    (now / then - 1.0) * 100.0
                )
            }
            Some(then) if now < then * (1.0 - MARGIN) => {
                format!(
                    "faster than {then:.0} by {:.1} %: store it with --write",
                    (1.0 - now / then) * 100.0
                )
            }
            Some(then) => format!("as before ({then:.0})"),
        };
        println!("  {case:10} {now:>12.0}  {verdict}");
    }
    if write {
        std::fs::write(&file, lines).map_err(|e| e.to_string())?;
        return Ok(true);
    }
    Ok(good)
}

#[cfg(target_arch = "x86_64")]
fn avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn avx2() -> bool {
    false
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["work", case, network, homes] => work(case, Path::new(network), Path::new(homes))
            .map(|()| true)
            .map_err(|e| e.to_string()),
        ["--write"] => compare(true),
        _ => compare(false),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
