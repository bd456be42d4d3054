//! Every kind of finding has words on pages: the sources are read for codes, and each must be in the list of those that
//! `locales/*.ftl` has words for.

use crate::layers::{code, root, sources, texts};
use bereik::output::report::kit::findings::CODES;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What makes no findings, and has words with hyphens for other things: options, styles of pages, names of fictional places,
/// codes of errors. That findings are not made there is asked as well.
const MAKE_NONE: [&str; 4] = ["cli", "output", "synth", "diagnostics/fault.rs"];

/// Words with hyphens in the other sources that are no codes of findings, and what they are.
const OTHERS: [(&str, &str); 6] = [
    ("kebab-case", "how serde writes names"),
    ("drive-through", "a tag of OpenStreetMap"),
    ("mo-su", "the days of a slot"),
    ("empty-edit-changes-nothing", "a check of a comparison"),
    ("removing-never-shortens", "likewise"),
    ("adding-never-lengthens", "likewise"),
];

/// The file with the kinds of edits, whose words look like codes.
const EDITS: &str = "input/scenario/kinds.rs";

/// Whether a text is written as codes are: small letters and numbers in two words or more, with hyphens between them.
fn is_like_a_code(text: &str) -> bool {
    let is_word = |word: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !word.is_empty() && word.chars().all(plain)
    };
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.contains('-')
        && text.split('-').all(is_word)
}

/// The code of every source that may make findings, by its path in `src`.
fn makers() -> BTreeMap<String, String> {
    let src = root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut out = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("in src");
        let text = code(&std::fs::read_to_string(&file).expect("a source"));
        if MAKE_NONE.iter().any(|none| inside.starts_with(none)) {
            let made = made_here(&text);
            assert!(made.is_empty(), "{}: {made:?}", inside.display());
        } else if !inside.ends_with("tests.rs") && inside != Path::new(EDITS) {
            let name = inside.to_string_lossy().replace('\\', "/");
            out.insert(name, text);
        }
    }
    out
}

/// The codes that stand where a finding is made, as far as that can be seen: `findings.warn("…"`, `row.warn(findings, "…"`
/// and `Finding { …, code: "…"`. Others come there through variables, and are found by how they are written.
fn made_here(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for before in [".warn(", "code:"] {
        for rest in code.split(before).skip(1) {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix("findings,").unwrap_or(rest);
            if let Some(text) = rest.trim_start().strip_prefix('"') {
                out.extend(text.split('"').next());
            }
        }
    }
    out
}

#[test]
fn every_kind_of_finding_has_words() {
    let makers = makers();
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, code) in &makers {
        let alike = texts(code).into_iter().filter(|text| is_like_a_code(text));
        found.extend(alike.map(|text| (text, file.as_str())));
    }
    for (word, what) in OTHERS {
        assert!(found.remove(word).is_some(), "{word} ({what}) is gone");
    }
    let listed = BTreeSet::from(CODES);
    assert_eq!(listed.len(), CODES.len(), "a code stands in the list twice");
    let new: Vec<_> = found.iter().filter(|f| !listed.contains(f.0)).collect();
    assert!(
        new.is_empty(),
        "put these into `CODES` (output/report/kit/findings.rs) and `finding-…` in locales/*.ftl, or here into `OTHERS` \
         if they are no findings: {new:?}"
    );
    let gone: Vec<_> = listed.iter().filter(|c| !found.contains_key(*c)).collect();
    assert!(gone.is_empty(), "no finding has these codes: {gone:?}");
    // A code of a single word would not be found by how it is written.
    for (file, code) in &makers {
        for made in made_here(code) {
            assert!(listed.contains(made), "{file}: {made:?} is no known code");
        }
    }
}

#[test]
fn codes_are_found_however_they_are_written() {
    let source = "findings.warn(\n    \"a-b\",\n file); row.warn(findings, \"c-d2\", x); row.warn(\n findings,\n \"single\");
        Finding { severity, code: \"e-f\".into() }; Finding { code: code.into() }; warn(\"Not-one\"); f.warn(CODE);
        const CODE: &str = \"g-h\"; // \"no-code\"
        let codes = [\"i-j-k\"]; Err((\"l-m\", \"a-b c\".to_owned())); x(\"street-\", \"-o\", \"1-2\", \"p_q-r\", \"s--t\")";
    let alike: Vec<&str> = (texts(source).into_iter())
        .filter(|text| is_like_a_code(text))
        .collect();
    assert_eq!(alike, ["a-b", "c-d2", "e-f", "g-h", "i-j-k", "l-m"]);
    assert_eq!(made_here(source), ["a-b", "c-d2", "single", "e-f"]);
}
