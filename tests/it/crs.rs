//! Coordinate systems against PROJ: what `crs_by_pyproj.py` computed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use bereik::input::crs::Crs;
use bereik::units::LonLat;

/// A place in a system, and in WGS 84.
struct Known {
    x: f64,
    y: f64,
    at: LonLat,
}

/// Farthest that a system may be from PROJ at any place to be listed, metres.
const LISTED_M: f64 = 0.9;

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Farthest from PROJ, metres; none where a place can't be converted.
fn farthest(crs: &Crs, places: &[Known]) -> Option<f64> {
    places.iter().try_fold(0.0, |most: f64, p| {
        Some(most.max(crs.to_wgs84(p.x, p.y)?.distance_m(p.at)))
    })
}

fn known(fields: &[&str]) -> Known {
    let number = |i: usize| fields[i].parse::<f64>().unwrap();
    Known {
        x: number(1),
        y: number(2),
        at: LonLat::new(number(3), number(4)).unwrap(),
    }
}

#[test]
fn systems_agree_with_proj_within_a_metre() {
    let text = std::fs::read_to_string(here("fixtures/crs/places.csv")).unwrap();
    let mut places = 0;
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let crs = Crs::epsg(fields[0].parse().unwrap()).unwrap_or_else(|e| panic!("{e}"));
        let off = farthest(&crs, &[known(&fields)]);
        assert!(off.is_some_and(|m| m < 1.0), "{line}: {off:?} m off");
        places += 1;
    }
    assert!(places > 400);
}

/// Writes the list of systems anew: run `crs_by_pyproj.py > FILE`, then this test with
/// `BEREIK_CRS_PLACES=FILE`.
#[test]
fn the_list_of_systems_is_what_was_measured() {
    let Some(file) = std::env::var_os("BEREIK_CRS_PLACES") else {
        println!("skipped: BEREIK_CRS_PLACES is not set");
        return;
    };
    let mut places: BTreeMap<u16, Vec<Known>> = BTreeMap::new();
    let mut shifts: BTreeMap<u16, String> = BTreeMap::new();
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let code = fields[0].parse().unwrap();
        match fields[1] {
            "shift" => drop(shifts.insert(code, fields[2].to_owned())),
            _ => places.entry(code).or_default().push(known(&fields)),
        }
    }
    let mut groups: Vec<(String, Vec<u16>)> = vec![("as is".to_owned(), Vec::new())];
    for (code, places) in places {
        let agrees = |shift: Option<&str>| {
            let crs = Crs::defined(code, shift).ok();
            crs.and_then(|crs| farthest(&crs, &places))
                .is_some_and(|m| m < LISTED_M)
        };
        if agrees(None) {
            groups[0].1.push(code);
        } else if let Some(shift) = shifts.get(&code).filter(|s| agrees(Some(s))) {
            match groups.iter_mut().find(|g| g.0 == *shift) {
                Some(group) => group.1.push(code),
                None => groups.push((shift.clone(), vec![code])),
            }
        }
    }
    let list = here("src/input/crs/checked.txt");
    let old = std::fs::read_to_string(&list).unwrap();
    let mut new: String = (old.lines().filter(|l| l.starts_with('#')))
        .flat_map(|l| [l, "\n"])
        .collect();
    for (key, codes) in groups {
        writeln!(new, "{key}:").unwrap();
        let mut line = String::from(" ");
        for run in codes.chunk_by(|a, b| *b == a + 1) {
            let word = match run {
                [one] => format!(" {one}"),
                _ => format!(" {}-{}", run[0], run[run.len() - 1]),
            };
            if line.len() + word.len() > 118 {
                writeln!(new, "{line}").unwrap();
                line = String::from(" ");
            }
            line += &word;
        }
        writeln!(new, "{line}").unwrap();
    }
    if new != old {
        std::fs::write(&list, &new).unwrap();
        panic!("the list has been written anew");
    }
}
