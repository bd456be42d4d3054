//! The pages in a real browser: nothing for axe-core to complain of, nothing on the console, nothing asked for besides the
//! page, no page wider than its window or its sheet, and all of it there without scripts.

use crate::common::python_with;
use crate::explain;
use crate::pages::samples;
use bereik::output::report::kit::head::Language;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A page with one fault of each kind that is looked for, so that it shows when one is no longer found.
const FAULTY: &str = r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Faulty</title></head><body><main><h1>Faulty</h1>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<p style="color:#ccc;background:#fff">too pale</p>
<div style="width:900px">too wide</div>
<script>
console.error("said aloud");
fetch("https://127.0.0.1:9/asked-for").catch(function () {});
document.querySelector("main").appendChild(document.createElement("h2")).textContent = "Only by a script";
</script></main></body></html>
"#;

/// What must be found of it: a line of the report begins so and holds the rest.
const FOUND: [[&str; 2]; 8] = [
    ["faulty.html: axe: ", "image-alt"],
    ["faulty.html: axe: 1280 px, light: ", "color-contrast"],
    ["faulty.html: axe: 400 px, dark: ", "color-contrast"],
    ["faulty.html: console: ", "said aloud"],
    ["faulty.html: request: ", "asked-for"],
    ["faulty.html: wider: ", "in 400"],
    ["faulty.html: wider: printed", "in 703"],
    ["faulty.html: scripts: ", "Only by a script"],
];

/// The page of `run` on paper, and what goes to a council. The sample is a region with everything a study may
/// have: its annex may need a third side, where those of real studies take two.
const MOST_SIDES: [(&str, usize); 2] = [("run-", 10), ("annex-", 3)];

#[test]
fn pages_have_no_fault_in_a_browser() {
    let chromium = std::env::var_os("BEREIK_BROWSER").map(PathBuf::from);
    let Some(chromium) = chromium.filter(|path| path.is_file()) else {
        eprintln!("SKIPPED: no Chromium (.ci/run installs Debian's; BEREIK_BROWSER names another)");
        return;
    };
    let Some(python) = python_with("axe_playwright_python") else {
        eprintln!(
            "SKIPPED: no Python with axe-core (.ci/run makes one; BEREIK_READERS names another)"
        );
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let languages = [Language::Nl, Language::En];
    let mut pages = vec![("faulty.html".to_owned(), FAULTY.to_owned())];
    for (language, explained) in languages.into_iter().zip(explain::pages(languages)) {
        let mut of_language = samples(language).to_vec();
        of_language.push(("explain", explained));
        let named = |(name, html)| (format!("{name}-{language:?}.html").to_lowercase(), html);
        pages.extend(of_language.into_iter().map(named));
    }
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/browser.py"));
    // For looking at what the browser makes of the pages.
    if let Some(kept) = std::env::var_os("BEREIK_REPORT_OUT") {
        command.arg("--keep").arg(kept);
    }
    command.arg(chromium);
    for (name, html) in &pages {
        std::fs::write(folder.path().join(name), html).expect("written");
        command.arg(folder.path().join(name));
    }
    let output = command.output().expect("Python runs");
    let out = String::from_utf8_lossy(&output.stdout);
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{out}{aside}");

    let seen = format!("{} pages seen", pages.len());
    assert!(out.contains(&seen), "{out}");
    for [start, rest] in FOUND {
        let found = |line: &str| line.starts_with(start) && line.contains(rest);
        assert!(out.lines().any(found), "not found: {start}{rest}: {out}");
    }
    let is_fault = |line: &&str| !line.starts_with("faulty.html") && !line.contains(": sides: ");
    let faults: Vec<&str> = out
        .lines()
        .filter(is_fault)
        .filter(|l| *l != seen)
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (kind, most) in MOST_SIDES {
        for (name, _) in pages.iter().filter(|(name, _)| name.starts_with(kind)) {
            let start = format!("{name}: sides: ");
            let sides = out.lines().find_map(|line| line.strip_prefix(&start));
            let sides: usize = sides.and_then(|n| n.parse().ok()).expect("a number");
            assert!((1..=most).contains(&sides), "{name}: {sides} sides");
        }
    }
}
