//! The town that `numbers` tests run, and its tables.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of the town.
pub fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults/numbers");
    folder.join(name).display().to_string()
}

/// Runs the program, which must succeed.
pub fn program(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bereik"));
    let out = command.args(args).output().expect("the program runs");
    assert!(
        out.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    out
}

/// A table: header and rows.
pub struct Table(pub Vec<String>, pub Vec<Vec<String>>);

impl Table {
    pub fn read(bytes: &[u8]) -> Self {
        let mut lines = csv_rows(std::str::from_utf8(bytes).expect("text"));
        let header = lines.remove(0);
        assert!(lines.iter().all(|l| l.len() == header.len()), "{header:?}");
        Table(header, lines)
    }

    pub fn column(&self, name: &str) -> usize {
        let at = self.0.iter().position(|c| c == name);
        at.unwrap_or_else(|| panic!("no column {name} in {:?}", self.0))
    }

    /// Rows in which the columns hold these values.
    pub fn only(&self, wanted: &[(&str, &str)]) -> Table {
        let wanted: Vec<_> = wanted.iter().map(|(c, v)| (self.column(c), *v)).collect();
        let holds = |row: &&Vec<String>| wanted.iter().all(|(c, v)| row[*c] == *v);
        Table(
            self.0.clone(),
            self.1.iter().filter(holds).cloned().collect(),
        )
    }

    pub fn values(&self, name: &str) -> Vec<&str> {
        let at = self.column(name);
        self.1.iter().map(|row| row[at].as_str()).collect()
    }

    /// The value of the only row.
    pub fn one(&self, name: &str) -> &str {
        assert_eq!(self.1.len(), 1, "one row of {:?}", self.1);
        self.values(name)[0]
    }

    /// Rows without some columns.
    pub fn without(&self, columns: &[&str]) -> Vec<Vec<&str>> {
        let kept: Vec<usize> = (0..self.0.len())
            .filter(|i| !columns.contains(&self.0[*i].as_str()))
            .collect();
        (self.1.iter())
            .map(|row| kept.iter().map(|i| row[*i].as_str()).collect())
            .collect()
    }
}

/// Rows of a table in which only fields with commas are quoted.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        let (mut fields, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                c => fields.last_mut().expect("a field").push(c),
            }
        }
        fields
    };
    text.lines().map(row).collect()
}

/// The study's parts that tests change.
pub struct Asked<'a> {
    pub percentiles: &'a str,
    pub usual: &'a str,
    pub homes: &'a str,
    pub groups: &'a str,
    pub ranks: &'a str,
    pub more: &'a str,
}

/// The plain study.
pub const ASKED: Asked = Asked {
    percentiles: "[50]",
    usual: "travel-time",
    homes: "",
    groups: "people = \"pop\"\nkids = \"kids\"",
    ranks: "income = \"inc\"",
    more: "",
};

/// A study that was run.
pub struct Run(tempfile::TempDir);

impl Run {
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn study(asked: &Asked) -> String {
        let homes = match asked.homes {
            "" => fixture("homes.csv"),
            other => other.to_owned(),
        };
        let fca = "[[service]]\nname = \"fca\"\ncolumn = \"jobs\"\nmeasure = \"2sfca\"\ndecay = { kind = \"gaussian\", sd_min = 15 }\ndemand = \"kids\"\nnorm = { at_least = 12 }";
        let grav = "[[service]]\nname = \"grav\"\ncolumn = \"jobs\"\nmeasure = \"gravity\"\ndecay = { kind = \"exponential\", half_life_min = 12 }\nnorm = { at_least = 15 }\nopen = \"hours\"\nhours_unknown = \"closed\"";
        let intv = "[[service]]\nname = \"intv\"\ncolumn = \"jobs\"\nmeasure = \"interval\"\ninterval_min = [15, 25]\nnorm = { at_least = 28 }";
        let near = "[[service]]\nname = \"near60\"\ncolumn = \"jobs\"\nmeasure = \"nearest\"\nn = 60\nnorm = { within_min = 18 }";
        let dest = format!("\nfile = {:?}\n", fixture("dest.csv"));
        let services = [grav, intv, fca, near]
            .map(|s| format!("{s}{dest}"))
            .concat();
        format!(
            "[study]\ndate = 2025-03-12\npercentiles = {}\nusual = {:?}\n\
             [network]\nosm = {:?}\ngtfs = {:?}\n\
             [homes]\nfile = {:?}\nmissing = [-99997]\n\
             [homes.groups]\n{}\n[homes.ranks]\n{}\n\
             [[areas]]\nlevel = \"half\"\nfile = {:?}\ncode = \"code\"\nname = \"name\"\n\
             [[persona]]\nname = \"p\"\nmax_walk_min = 10\nmax_trip_min = 40\nmax_rides = 3\n\
             [[slot]]\nname = \"dep\"\ndepart = \"07:30-08:10\"\n\
             [[slot]]\nname = \"arr\"\narrive = \"08:20-08:30\"\n{services}{}\n",
            asked.percentiles,
            asked.usual,
            fixture("n.osm.pbf"),
            fixture("g.zip"),
            homes,
            asked.groups,
            asked.ranks,
            fixture("areas.geojson"),
            asked.more
        )
    }

    pub fn of(asked: &Asked) -> Self {
        let run = Run(tempfile::tempdir().expect("a folder"));
        std::fs::write(run.path("s.toml"), Self::study(asked)).expect("written");
        let (study, out) = (run.path("s.toml"), run.path("r"));
        let text = |p: &Path| p.display().to_string();
        program(&[
            "run",
            &text(&study),
            "-o",
            &text(&out),
            "--threads",
            "1",
            "--quiet",
        ]);
        run
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path("r").join(name)).expect("a result")
    }

    pub fn table(&self, name: &str) -> Table {
        Table::read(&self.bytes(name))
    }

    /// Messages of the findings of a kind.
    pub fn found(&self, code: &str) -> Vec<String> {
        let findings = self.table("findings.csv").only(&[("code", code)]);
        let rows = findings.1.iter();
        rows.map(|r| format!("{}: {}; {}", r[4], r[5], r[6]))
            .collect()
    }
}

/// `bereik access` of the 2SFCA on the same town; `more` is split at spaces.
pub fn access(origins: &str, more: &str) -> Output {
    let files = [fixture("n.osm.pbf"), fixture("g.zip"), fixture("dest.csv")];
    let [osm, gtfs, to] = &files;
    let mut all = vec!["access", "--osm", osm, "--gtfs", gtfs, "--destinations", to];
    all.extend(["--origins", origins]);
    let base = "--threads 1 --date 2025-03-12 --depart 07:30-08:10 --max-walk 10 --max-trip 40 --max-rides 3 \
                --opportunities jobs --measure 2sfca";
    all.extend(base.split_whitespace().chain(more.split_whitespace()));
    program(&all)
}

/// A file of its own.
pub fn written(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    let path = path.display().to_string();
    (folder, path)
}
