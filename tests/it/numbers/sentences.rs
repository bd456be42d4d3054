//! Numbers in the sentences of pages are those of the tables beside them: each is found again in a CSV file of the same
//! folder, by the names that stand in the sentence.

use super::town::{Table, program};
use crate::common::thinned;
use bereik::synth::{self, Size};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Messages with numbers that are of the study, of dates and clocks, or of settings, and of no table.
const GIVEN: [&str; 16] = [
    "kit-date",
    "kit-measure-cumulative",
    "kit-norm-at-least-within",
    "kit-norm-within",
    "kit-slot-depart",
    "kit-trip-limits",
    "study-pockets-small",
    "study-profile-how",
    "study-between",
    "compare-scenario-files",
    "compare-small-counts",
    "compare-winners-how",
    "compare-no-trip",
    "compare-journey-when",
    "compare-journey-home-id",
    "compare-journey-home",
];

/// Messages whose numbers stand in no table yet: who has nothing to board (to come with the tables of availability), steps
/// of trips (in words in journeys.csv), and counts of the page's own rows.
const NOWHERE: [&str; 8] = [
    "study-avail-without",
    "study-pockets-how",
    "compare-step-walk",
    "compare-step-wait",
    "compare-step-ride",
    "compare-norms-more",
    "compare-rest-same",
    "compare-on-lines",
];

/// A result folder, read.
struct Folder {
    page: Value,
    tables: BTreeMap<String, Table>,
}

impl Folder {
    fn read(at: &Path) -> Self {
        let text = std::fs::read(at.join("report.json")).expect("a page");
        let page = serde_json::from_slice(&text).expect("JSON");
        let files = std::fs::read_dir(at)
            .expect("a folder")
            .map(|f| f.expect("a file").path());
        let csv = files.filter(|path| path.extension().is_some_and(|e| e == "csv"));
        let tables = csv.map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, Table::read(&std::fs::read(&path).expect("a table")))
        });
        let tables = tables.collect();
        Self { page, tables }
    }

    fn table(&self, name: &str) -> &Table {
        self.tables
            .get(name)
            .unwrap_or_else(|| panic!("no table {name}"))
    }

    /// The name in the tables of the group that the page shows first, and of its traveller.
    fn main(&self) -> [String; 2] {
        let of = |list: &str, main: &str| {
            let at = self.page[main].as_u64().expect("a place") as usize;
            self.page[list][at]["name"]
                .as_str()
                .expect("a name")
                .to_owned()
        };
        [of("groups", "main_group"), of("personas", "main_persona")]
    }
}

/// All that sentences say of values: of texts, headings and lists; tables and drawings hold numbers themselves.
fn said<'a>(value: &'a Value, out: &mut Vec<&'a Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|x| said(x, out)),
        Value::Object(map) => {
            if matches!(
                map.get("block").and_then(Value::as_str),
                Some("table" | "picture")
            ) {
                return;
            }
            match map.get("said") {
                Some(list) => out.extend(list.as_array().into_iter().flatten()),
                None => map.values().for_each(|x| said(x, out)),
            }
        }
        _ => {}
    }
}

/// A number as a page in English writes it, and how many decimals it has; shares are percentages.
fn number(text: &str) -> Option<(f64, usize)> {
    let text = text
        .split(['\u{a0}', ' '])
        .next()?
        .replace(',', "")
        .replace('−', "-");
    let text = text.trim_end_matches('%').trim_start_matches(['+']);
    let decimals = text.split_once('.').map_or(0, |x| x.1.len());
    Some((text.parse().ok()?, decimals))
}

/// Whether a page's number is that of a table, rounded as the page rounds. `<1%` and `>99%` are not quite none or all.
fn same(shown: &str, value: f64) -> bool {
    match shown {
        "<1%" => value > 0.0 && value < 1.0,
        ">99%" => value > 99.0 && value < 100.0,
        "<1" => value > 0.0 && value < 1.0,
        _ => number(shown).is_some_and(|(n, decimals)| {
            let unit = 10f64.powi(-(decimals as i32));
            // Tables are rounded themselves, so the last digit of the page may differ where it is a half.
            (n - value).abs() <= unit * 0.5 + 0.02
        }),
    }
}

/// The rows of a table that hold these values, as numbers of a column.
fn column(table: &Table, wanted: &[(&str, &str)], name: &str) -> Vec<f64> {
    let rows = table.only(wanted);
    rows.values(name)
        .iter()
        .map(|v| v.parse().unwrap_or(f64::NAN))
        .collect()
}

/// One message with its values.
struct Message<'a> {
    folder: &'a Folder,
    id: &'a str,
    values: BTreeMap<&'a str, &'a str>,
}

impl Message<'_> {
    /// Whether what stands for `name` is `value`.
    fn is(&self, name: &str, value: f64) -> bool {
        self.values.get(name).is_none_or(|shown| same(shown, value))
    }

    /// The values of table and page that name rows: service and slot where the message says them, and the page's own
    /// group and traveller where it doesn't.
    fn names(&self) -> Vec<(&'static str, String)> {
        let [group, persona] = self.folder.main();
        // The page shows names without underscores.
        let groups = self.folder.page["groups"].as_array().expect("groups");
        let groups = groups.iter().map(|g| g["name"].as_str().expect("a name"));
        let shown = |name: &&str| {
            let said = self.values.get("group").map(|s| s.to_lowercase());
            said.is_some_and(|said| said == name.replace('_', " "))
        };
        let group = groups.into_iter().find(shown).map_or(group, str::to_owned);
        let mut out = vec![("group", group), ("persona", persona)];
        for name in ["service", "slot"] {
            if let Some(value) = self.values.get(name) {
                out.push((name, (*value).to_owned()));
            }
        }
        out
    }

    /// Whether a row of a table has all these values, by column.
    fn row(&self, table: &str, also: &[(&str, &str)], columns: &[(&str, &str)]) -> bool {
        let table = self.folder.table(table);
        let names = self.names();
        let mut wanted: Vec<(&str, &str)> = names.iter().map(|(k, v)| (*k, v.as_str())).collect();
        wanted.extend(also);
        let all: Vec<Vec<f64>> = columns
            .iter()
            .map(|(_, c)| column(table, &wanted, c))
            .collect();
        let rows = all.first().map_or(0, Vec::len);
        (0..rows).any(|i| {
            columns
                .iter()
                .zip(&all)
                .all(|((name, _), of)| self.is(name, of[i]))
        })
    }

    /// People of a slot of the region who miss at least as many norms as the message says, and all of them, out of what a
    /// table has for each number of norms.
    fn stacked(&self, count: impl Fn(usize) -> Option<f64>) -> [f64; 2] {
        let least = self.values.get("least").or(self.values.get("norms"));
        let least: usize = least.expect("how many").parse().expect("a number");
        let all: Vec<f64> = (0..).map_while(count).collect();
        [all.iter().skip(least).sum(), all.iter().sum()]
    }

    /// Whether its numbers are those of the tables; none where no rule knows the message.
    fn holds(&self) -> Option<bool> {
        let region = [("level", "region")];
        let poverty = |indicator: &'static str| [("level", "region"), ("indicator", indicator)];
        Some(match self.id {
            "study-access-stacked" | "study-access-stacked-all" => {
                let names = self.names();
                let table = self.folder.table("poverty").only(&region);
                let count = |n: usize| {
                    let indicator = format!("misses_{n}_norms");
                    let mut wanted: Vec<(&str, &str)> =
                        names.iter().map(|(k, v)| (*k, v.as_str())).collect();
                    wanted.push(("indicator", &indicator));
                    column(&table, &wanted, "value").first().copied()
                };
                let [below, all] = self.stacked(count);
                self.is("people", below)
                    && self.is("all", all)
                    && self.is("share", 100.0 * below / all)
            }
            // Its group stands in the sentence before: it is that of some group.
            "study-access-stacked-best" => {
                let slot = self.values["slot"];
                let table = self.folder.table("poverty");
                let wanted = [("level", "region"), ("slot", slot), ("persona", "on foot")];
                let table = table.only(&wanted);
                let groups: BTreeSet<&str> = table.values("group").into_iter().collect();
                groups.into_iter().any(|group| {
                    let count = |n: usize| {
                        let indicator = format!("misses_{n}_norms");
                        column(
                            &table,
                            &[("group", group), ("indicator", &indicator)],
                            "value",
                        )
                        .first()
                        .copied()
                    };
                    let [below, all] = self.stacked(count);
                    self.is("share", 100.0 * below / all)
                })
            }
            "study-access-most-missed" => {
                let table = self.folder.table("poverty");
                let names = self.names();
                let mut wanted: Vec<(&str, &str)> =
                    names.iter().map(|(k, v)| (*k, v.as_str())).collect();
                wanted.extend(poverty("headcount"));
                column(table, &wanted, "value")
                    .iter()
                    .any(|v| self.is("share", 100.0 * v))
            }
            "study-access-pocket" => {
                let (area, slot) = (self.values["area"], self.values["slot"]);
                let [group, persona] = self.folder.main();
                let wanted = [
                    ("name", area),
                    ("slot", slot),
                    ("group", &*group),
                    ("persona", &*persona),
                ];
                let table = self.folder.table("poverty").only(&wanted);
                let count = |n: usize| {
                    let indicator = format!("misses_{n}_norms");
                    column(&table, &[("indicator", &indicator)], "value")
                        .first()
                        .copied()
                };
                let [below, all] = self.stacked(count);
                self.is("share", 100.0 * below / all)
            }
            "study-avail-not-reached" => self.row(
                "groups",
                &[],
                &[("people", "not_reached"), ("all", "people")],
            ),
            "study-homes-linked" | "study-homes-unlinked" | "kit-not-known" => {
                let findings = self.folder.table("findings");
                let unlinked = findings.only(&[("code", "home-not-linked")]).1.len() as f64;
                let homes = self.values.get("homes").or(self.values.get("all"));
                let homes = number(homes.expect("homes")).expect("a number").0;
                self.is("linked", homes - unlinked) && self.is("unlinked", unlinked)
            }
            "kit-findings-some" | "kit-serious" => {
                let findings = self.folder.table("findings");
                let kinds: BTreeSet<&str> = findings.values("code").into_iter().collect();
                let count: f64 = column(findings, &[], "count").iter().sum();
                let serious: BTreeSet<_> = findings
                    .only(&[("severity", "serious")])
                    .values("code")
                    .iter()
                    .map(|c| c.to_string())
                    .collect();
                self.is("kinds", kinds.len() as f64)
                    && self.is("findings", count)
                    && self.is("count", serious.len() as f64)
            }
            "compare-fell-only" | "compare-rose-only" | "compare-fell-and-rose" => {
                let columns = [
                    ("fallen", "fell_below"),
                    ("risen", "rose_above"),
                    ("all", "people"),
                ];
                self.row("groups", &[], &columns)
            }
            "compare-losers-time"
            | "compare-losers-reach"
            | "compare-also-worse"
            | "compare-also-worse-no-norm" => {
                self.row("groups", &[], &[("people", "worse_off"), ("all", "people")])
            }
            "compare-winners-time" | "compare-winners-reach" => self.row(
                "groups",
                &[],
                &[("people", "better_off"), ("all", "people")],
            ),
            // Of those who are better and worse off in reach everybody has a mean: after less before, of the worse off.
            "compare-mean-loss"
            | "compare-mean-gain"
            | "compare-longer"
            | "compare-shorter"
            | "compare-cut-off"
            | "compare-nothing-left"
            | "compare-nothing-left-within"
            | "compare-connected" => self.of_homes(),
            "compare-hours" => {
                let hours = self.folder.table("hours");
                let [group, persona] = self.folder.main();
                let service = self.values["service"];
                let wanted = [
                    ("service", service),
                    ("group", &*group),
                    ("persona", &*persona),
                ];
                let of = |name: &str| column(hours, &wanted, name);
                let rows = of("people")
                    .into_iter()
                    .zip(of("below_before").into_iter().zip(of("below_after")));
                rows.into_iter().any(|(all, (before, after))| {
                    self.is("before", 100.0 * before / all) && self.is("after", 100.0 * after / all)
                })
            }
            "compare-stacked" => {
                let [group, persona] = self.folder.main();
                let wanted = [
                    ("level", "region"),
                    ("slot", self.values["slot"]),
                    ("group", &*group),
                    ("persona", &*persona),
                ];
                let table = self.folder.table("stacking").only(&wanted);
                let of = |column_name: &'static str| {
                    let count = |n: usize| {
                        column(&table, &[("norms_missed", &n.to_string())], column_name)
                            .first()
                            .copied()
                    };
                    self.stacked(count)[0]
                };
                self.is("before", of("people_before")) && self.is("after", of("people_after"))
            }
            "compare-worst-places" => {
                // "Hofwijk (3,463 below the norm: …), De Horsten (…)": each a row of pockets.csv.
                let table = self.folder.table("pockets");
                let names = table.values("name");
                let places = self.values["places"];
                let told: Vec<&&str> = names
                    .iter()
                    .filter(|n| places.contains(&format!("{n} (")))
                    .collect();
                !told.is_empty()
                    && told.iter().all(|name| {
                        let of = |c: &str| column(table, &[("name", name)], c);
                        let shown = places
                            .split(&format!("{name} ("))
                            .nth(1)
                            .unwrap_or_default();
                        let shown = shown.split(' ').next().unwrap_or_default();
                        of("fell_below")
                            .into_iter()
                            .chain(of("worse_off"))
                            .any(|v| same(shown, v))
                    })
            }
            "compare-saves" | "compare-costs" | "compare-saves-no-hours" => {
                let edits = self.folder.table("edits");
                let sum = |c: &str| {
                    column(edits, &[], c)
                        .iter()
                        .filter(|v| v.is_finite())
                        .sum::<f64>()
                };
                self.is("hours", sum("vehicle_hours_week").abs())
                    && self.is("departures", sum("departures_week"))
                    && self.is("km", sum("vehicle_km_week"))
            }
            "compare-beyond-map" => {
                let edits = self.folder.table("edits");
                let sum = |c: &str| column(edits, &[], c).iter().sum::<f64>();
                self.is("hours", sum("hours_beyond_map").abs())
                    && self.is("km", sum("km_beyond_map").abs())
            }
            "compare-work-done" | "compare-work-all" => {
                let homes = self.folder.table("changes");
                let homes: BTreeSet<&str> = homes.values("home").into_iter().collect();
                let [slots, personas] = ["slots", "personas"]
                    .map(|list| self.folder.page[list].as_array().map_or(0, Vec::len));
                let all = homes.len() * slots * personas;
                // Homes in which nothing changes have no row.
                number(self.values["all"]).is_some_and(|(n, _)| n >= all as f64)
            }
            _ => return None,
        })
    }

    /// Sums over homes: by how much those who are worse or better off in some service and slot are so.
    fn of_homes(&self) -> bool {
        let changes = self.folder.table("changes");
        let [_, persona] = self.folder.main();
        let rows = changes.only(&[("persona", &persona)]);
        let of = |c: &str| rows.values(c);
        let (services, slots, cutoffs) = (of("service"), of("slot"), of("cutoff"));
        let keys: BTreeSet<(&str, &str, &str)> = (0..services.len())
            .map(|i| (services[i], slots[i], cutoffs[i]))
            .collect();
        let weights = self.folder.table("homes_weights");
        keys.into_iter().any(|(service, slot, cutoff)| {
            let of = rows.only(&[("service", service), ("slot", slot), ("cutoff", cutoff)]);
            let (homes, before, after) =
                (of.values("home"), of.values("before"), of.values("after"));
            let minutes = of.values("unit").first() == Some(&"minutes");
            let mut sums = [[0.0; 2]; 2];
            let mut nothing = [0.0; 2];
            for i in 0..homes.len() {
                let Some(w) = column(weights, &[("home", homes[i])], "weight")
                    .first()
                    .copied()
                    .filter(|w| *w > 0.0)
                else {
                    continue;
                };
                let [b, a] = [before[i], after[i]].map(|v| v.parse::<f64>().ok());
                let none = |v: Option<f64>| v.is_none_or(|v| !minutes && v <= 0.0);
                match (none(b), none(a)) {
                    (false, true) => nothing[0] += w,
                    (true, false) => nothing[1] += w,
                    _ => {}
                }
                if let (Some(b), Some(a)) = (b, a) {
                    let loss = if minutes { a - b } else { b - a };
                    let side = usize::from(loss < 0.0);
                    if loss.abs() > if minutes { 1.0 } else { 0.0 } {
                        sums[side][0] += w;
                        sums[side][1] += w * loss.abs();
                    }
                }
            }
            let side = usize::from(matches!(
                self.id,
                "compare-mean-gain" | "compare-shorter" | "compare-connected"
            ));
            let mean = sums[side][1] / sums[side][0].max(1e-9);
            match self.id {
                "compare-cut-off" | "compare-nothing-left" | "compare-nothing-left-within" => {
                    self.is("people", nothing[0])
                }
                "compare-connected" => self.is("people", nothing[1]),
                _ => self.is("amount", mean),
            }
        })
    }
}

/// Whether anything that is filled in has a digit in it.
fn has_numbers(values: &BTreeMap<&str, &str>) -> bool {
    values
        .iter()
        .any(|(_, text)| text.chars().any(|c| c.is_ascii_digit()))
}

/// Numbers of a page that are not those of its tables, and how many sentences were looked at.
fn wrong(folder: &Folder) -> (Vec<String>, usize) {
    let mut list = Vec::new();
    said(&folder.page["parts"], &mut list);
    said(&folder.page["beware"], &mut list);
    let (mut out, mut seen) = (Vec::new(), 0);
    for message in list {
        let id = message["message"].as_str().expect("an id");
        let values = message["values"].as_object().expect("values");
        let values = values
            .iter()
            .map(|(k, v)| (k.as_str(), v["text"].as_str().expect("text")));
        let values: BTreeMap<&str, &str> = values.collect();
        if GIVEN.contains(&id) || NOWHERE.contains(&id) || !has_numbers(&values) {
            continue;
        }
        seen += 1;
        let told = format!("{id} {values:?}");
        match (Message { folder, id, values }).holds() {
            Some(true) => {}
            Some(false) => out.push(format!("not in the tables: {told}")),
            None => out.push(format!("no rule says where its numbers stand: {told}")),
        }
    }
    (out, seen)
}

/// The weights of the first group, by home, as a table of the folder.
fn weights(homes: &Path, into: &Path) {
    let table = Table::read(&std::fs::read(homes).expect("homes"));
    let (ids, people) = (table.values("id"), table.values("aantal_inwoners"));
    let rows = ids.iter().zip(people).map(|(id, w)| format!("{id},{w}\n"));
    let text: String = std::iter::once("home,weight\n".to_owned())
        .chain(rows)
        .collect();
    std::fs::write(into.join("homes_weights.csv"), text).expect("weights");
}

#[test]
fn every_number_in_a_sentence_is_in_the_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    synth::generate(Size::Town, 3, folder.path()).expect("a town");
    thinned(&at("homes.csv"), &at("homes.csv"), 3);
    let scenario = "[scenario]\nname = \"Cuts\"\n\
        [[edit]]\nname = \"no line 1\"\nkind = \"remove-trips\"\nselect = { route = \"1\" }\n\
        [[edit]]\nname = \"no evening\"\nkind = \"remove-trips\"\nselect = { departs_after = \"19:00\" }\n";
    std::fs::write(at("cuts.toml"), scenario).expect("a scenario");
    let text = |name: &str| at(name).display().to_string();
    program(&[
        "run",
        &text("study.toml"),
        "-o",
        &text("run"),
        "--lang",
        "en",
        "--quiet",
    ]);
    program(&[
        "compare",
        &text("study.toml"),
        &text("cuts.toml"),
        "-o",
        &text("compare"),
        "--lang",
        "en",
        "--quiet",
    ]);
    weights(&at("homes.csv"), &at("compare"));
    let mut all = 0;
    for results in ["run", "compare"] {
        let mut folder = Folder::read(&at(results));
        let (wrong_ones, seen) = wrong(&folder);
        assert!(wrong_ones.is_empty(), "{results}: {wrong_ones:#?}");
        all += seen;
        // A number that is no longer that of the tables is seen.
        let table = if results == "run" {
            "poverty"
        } else {
            "groups"
        };
        let table = folder.tables.get_mut(table).expect("a table");
        for name in ["value", "fell_below"] {
            if table.0.iter().any(|c| c == name) {
                let column = table.column(name);
                table
                    .1
                    .iter_mut()
                    .for_each(|row| row[column] = "7".to_owned());
            }
        }
        assert!(
            !wrong(&folder).0.is_empty(),
            "{results}: a wrong table goes unseen"
        );
    }
    assert!(all > 12, "only {all} sentences have numbers");
}
