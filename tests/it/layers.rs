//! No folder of the sources uses one that stands below it: every path in them is read against the table in
//! `docs/architecture.md`. And the library speaks of no command line: every text in them is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const GROUND: &str = "the ground floor";

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Names in backticks.
fn named(cell: &str) -> BTreeSet<String> {
    let odd = cell.split('`').skip(1).step_by(2);
    odd.map(str::to_owned).collect()
}

/// What each folder (or file) of `src` may use, by the page.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).expect("the page");
    let rows = page
        .lines()
        .skip_while(|l| *l != "| folder | uses |")
        .skip(2)
        .take_while(|l| l.starts_with('|'));
    let mut out = BTreeMap::new();
    let mut ground = BTreeSet::new();
    let mut above = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let (folders, uses) = (named(cells[0]), cells[1]);
        if ground.is_empty() {
            ground.clone_from(&folders);
        }
        let mut may = named(uses);
        if uses.contains(GROUND) || uses.contains("one another") {
            may.extend(ground.clone());
        }
        if uses.contains("all of the above") {
            may.extend(above.clone());
        }
        assert!(
            may.iter().all(|m| above.contains(m) || folders.contains(m)),
            "the table itself looks down: {row}"
        );
        above.extend(folders.clone());
        for folder in folders {
            may.insert(folder.clone());
            out.insert(folder, may.clone());
        }
    }
    out
}

/// The sources of a folder and those below it.
pub fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file without comments and without its unit tests.
pub fn code(text: &str) -> String {
    let own = text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let lines = own.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that paths beginning with `crate::` lead into.
fn used(code: &str) -> BTreeSet<&str> {
    let paths = code.split("crate::").skip(1);
    let first = |path: &'_ str| path.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    paths
        .map(|path| first(path).map_or(path, |end| &path[..end]))
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn no_folder_uses_one_below_it() {
    let allowed = allowed();
    let src = root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("in src");
        let first = inside.iter().next().expect("a name").to_string_lossy();
        let folder = first.trim_end_matches(".rs").to_owned();
        // The library's own front page, and the program, which uses the library from outside.
        if ["lib", "main", "cli"].contains(&folder.as_str()) || inside.ends_with("tests.rs") {
            continue;
        }
        let Some(may) = allowed.get(&folder) else {
            panic!("docs/architecture.md does not say what {folder} may use");
        };
        seen.insert(folder);
        let text = std::fs::read_to_string(&file).expect("a source");
        for name in used(&code(&text)) {
            if !may.contains(name) {
                wrong.push(format!("{}: crate::{name}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let listed: BTreeSet<String> = allowed.into_keys().collect();
    assert_eq!(seen, listed, "the table names what is there");
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = "use crate::units::{LonLat};\n// crate::synth\nfn f() -> crate::run::X {}\n#[cfg(test)]\nmod tests { use crate::output; }";
    assert_eq!(used(&code(text)), BTreeSet::from(["run", "units"]));
}

/// The texts in quotation marks, as they stand in the source.
pub fn texts(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        let quoted = |quote: char| {
            let mut escaped = false;
            from[1..].find(|c| {
                let ends = c == quote && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })
        };
        let hashes = before.len() - before.trim_end_matches('#').len();
        let raw = before[..before.len() - hashes].ends_with('r');
        let length = if from.starts_with("//") {
            from.find('\n').unwrap_or(from.len())
        } else if from.starts_with('"') && raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let length = from[1..].find(&end).expect("an end");
            out.push(&from[1..=length]);
            length + 1 + end.len()
        } else if from.starts_with('"') {
            let length = quoted('"').expect("an end");
            out.push(&from[1..=length]);
            length + 2
        } else if from.starts_with("'\"'") {
            3
        } else if from.starts_with("'\\\"'") {
            4
        } else {
            1
        };
        rest = &from[length..];
    }
    out
}

/// Whether a text names an option or a command of a terminal.
fn is_of_a_terminal(text: &str) -> bool {
    let words = || text.split(|c: char| c.is_whitespace() || "`(\"".contains(c));
    let option = |word: &str| {
        let name = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
        name.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    text.contains("`bereik ") || words().any(option)
}

/// What may speak of a command line, and why.
const MAY: [(&str, &str); 5] = [
    (
        "osmium",
        "the command line of another program, which mends the file",
    ),
    ("ogr2ogr", "likewise"),
    ("-wal", "the ending of a file of SQLite"),
    (
        "FICTIONAL and made by `bereik synth",
        "says in the generated folder where it comes from",
    ),
    (
        "(--verify).",
        "a page of results tells its reader how to have them checked",
    ),
];

#[test]
fn the_library_speaks_of_no_command_line() {
    let src = root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("in src");
        if inside.starts_with("cli") || inside.ends_with("main.rs") || inside.ends_with("tests.rs")
        {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source");
        for text in texts(&code(&text)) {
            if is_of_a_terminal(text) && !MAY.iter().any(|(may, _)| text.contains(may)) {
                wrong.push(format!("{}: {text}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn texts_are_found_and_judged() {
    let source = "f('\"', 'x', r#\"a \"b\"#, \"c \\\" d\", &'a e) // \"no\"\n g(\"\", \"last\")";
    assert_eq!(texts(source), ["a \"b", "c \\\" d", "", "last"]);
    for text in [
        "--crs: x",
        "give --crs",
        "(--crs)",
        "`bereik build`",
        "-o {}: is",
    ] {
        assert!(is_of_a_terminal(text), "{text}");
    }
    for text in ["mo--fr", "a - b", "--", "bereik", "-1", "door-to-door"] {
        assert!(!is_of_a_terminal(text), "{text}");
    }
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn spelled_out(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (list, after) = rest.split_once('}').expect("a closing brace");
    let each = |one: &str| spelled_out(&format!("{before}{one}{after}"));
    list.split(',').flat_map(each).collect()
}

#[test]
fn the_recipes_name_files_that_are_there() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).expect("the page");
    let recipes = page.split("\n## Adding something").nth(1).expect("recipes");
    let mut named = 0;
    for text in recipes.split('`').skip(1).step_by(2) {
        let is_path = text.contains('/') && !text.contains([' ', '*', '<', ':']);
        for path in spelled_out(text).iter().filter(|_| is_path) {
            named += 1;
            let there = ["", "src"].map(|below| root().join(below).join(path).exists());
            assert!(there.contains(&true), "{path}");
        }
    }
    assert!(named > 40, "{named}");
}
