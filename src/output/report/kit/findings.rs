//! What kinds of findings and their files are called on a page.

use super::html::Html;
use super::messages;
use super::words::Words;

/// The code of every kind of finding that the program makes. A test reads the sources and asks that none is missing here,
/// so that no new kind comes onto a page without words.
#[rustfmt::skip]
pub const CODES: [&str; 139] = [
    // Streets and ferries
    "barrier-where-ways-meet", "ferry-duration", "ferry-duration-repeated",
    "ferry-relation-duration", "ferry-seasonal", "ferry-without-duration", "street-area-apart",
    "street-class-unknown", "street-conditional-access", "street-edge-too-long", "street-island",
    "street-island-kept", "street-node-missing", "street-node-position", "street-node-twice",
    "street-nodes-missing", "street-seasonal", "street-tag-not-utf8", "street-way-degenerate",
    "street-way-twice",
    // Places of the street file
    "place-incomplete", "place-no-area", "place-outline", "place-position",
    // Timetables, as they are read
    "agency-timezone-differs", "bad-distance", "bad-frequency", "bad-parent-station", "bad-pathway",
    "bad-stop-access", "bad-transfer", "block-overlaps", "calendar-ends-before-it-starts",
    "call-at-no-stop", "call-by-appointment", "call-on-demand", "call-without-stop",
    "continuous-stopping", "duplicate-date", "duplicate-id", "duplicate-row",
    "duplicate-stop-sequence", "duplicate-transfer", "file-not-read", "frequencies-overlap",
    "id-not-utf-8", "impossible-time", "large-share-lost", "on-demand-not-modelled",
    "service-never-runs", "stop-without-position", "template-without-frequency", "text-not-utf-8",
    "times-go-back", "times-in-doubt", "transfer-without-effect", "trip-in-doubt", "trip-on-demand",
    "trip-too-short", "trip-without-calls", "trip-without-end", "unknown-agency", "unknown-route",
    "unknown-service", "unknown-stop", "unknown-trip", "unknown-value", "unreadable-value",
    "whole-number-with-decimals", "wrong-number-of-fields",
    // Timetables on the streets
    "feeds-in-different-time-zones", "many-stops-not-linked", "platform-one-way", "stop-not-linked",
    "stop-on-island", "trip-too-fast", "trip-too-slow", "trips-twice",
    // Areas
    "area-in-parts", "area-out-of-range", "area-ring-crosses-itself", "area-ring-degenerate",
    "area-without-code", "area-without-polygon", "areas-many-left-out", "areas-overlap",
    // Homes, people, destinations
    "destination-near-island", "destination-not-linked", "destination-on-island",
    "destination-on-private-road", "destination-without-amount", "home-in-several-areas",
    "home-near-island", "home-not-linked", "home-on-island", "home-on-private-road",
    "home-outside-areas", "home-rank-unknown", "home-weight-unknown", "homes-many-outside-areas",
    "one-home-an-area", "opening-hours-unknown", "places-left-out-by-where", "places-never-open",
    "point-without-position", "points-many-not-linked", "points-many-without-position",
    "points-wider-than-a-walk", "service-out-of-reach", "service-without-places",
    "shares-as-people", "shares-below-one", "shift-jobs-unknown", "supply-unclaimed",
    // The days of a study, edits, sites
    "candidate-not-linked", "candidate-without-cuts", "candidate-without-dwellings",
    "edit-on-no-study-day", "no-service-that-day", "on-demand-not-counted",
    // Editions
    "area-year-unknown", "crosswalk-loses-people", "cutoff-frozen", "definition-differs",
    "edition-not-comparable", "homes-not-found-again", "no-such-vehicles", "norm-frozen",
    "not-comparable", "other-network-settings", "other-weekday", "part-of-dataset-damaged",
    "published-in-one-edition", "rank-unknown", "region-lost-its-service", "region-without-service",
    "report-group", "slots-differ", "weight-unknown",
];

/// The id of the message that says what a kind is.
fn id(code: &str) -> String {
    format!("finding-{code}")
}

/// The ids of all messages that kinds are called by.
#[cfg(test)]
pub fn ids() -> impl Iterator<Item = String> {
    CODES.iter().map(|code| id(code))
}

/// A kind in words with its code below, by which `findings.csv` has it. A code without words stands alone: a network file may
/// hold findings of another version of the program.
pub fn kind(w: Words, code: &str) -> Html {
    match messages::text(w.0, &id(code)) {
        // The space parts the two where the page is read as text.
        Some(words) => Html::of(
            "<span class=\"kind\">{} <br><small><code>{}</code></small></span>",
            &[&words, &code],
        ),
        None => Html::of("<code>{}</code>", &[&code]),
    }
}

/// A file of a finding without its folders, which stand with the checksums. A table of a timetable keeps the name of its
/// archive or unpacked folder: all timetables have a `stops.txt`.
pub fn file_name(file: &str) -> String {
    // A service stands here with its name in quotation marks, which may have a slash in it.
    if file.contains('"') {
        return file.to_owned();
    }
    let path = file.trim_end_matches(['/', '\\']);
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let last = parts.len() - 1;
    let is_archive = |part: &&str| part.to_ascii_lowercase().ends_with(".zip");
    let archive = parts.iter().position(is_archive);
    let feed = path.ends_with(".txt").then(|| last.saturating_sub(1));
    parts[archive.or(feed).unwrap_or(last)..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::report::kit::head::Language;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_short_words_of_its_own_in_both_languages() {
        for language in [Language::Nl, Language::En] {
            let mut all = BTreeSet::new();
            for code in CODES {
                let words = messages::text(language, &id(code)).expect(code);
                assert!(words.chars().count() <= 60, "{code}: {words}");
                assert!(all.insert(words), "{code}: {words} is said of two kinds");
            }
        }
    }

    #[test]
    fn a_kind_is_said_in_words_and_by_its_code() {
        let said = |code| kind(Words(Language::En), code).into_string();
        assert_eq!(
            said("home-not-linked"),
            "<span class=\"kind\">Home too far from a street <br><small><code>home-not-linked</code></small></span>"
        );
        assert_eq!(said("of-another-time"), "<code>of-another-time</code>");
    }

    #[test]
    fn files_lose_their_folders_but_not_their_archive() {
        for (file, name) in [
            ("/data/2026/homes.csv", "homes.csv"),
            ("data\\homes.csv", "homes.csv"),
            ("homes.csv", "homes.csv"),
            ("timetable", "timetable"),
            ("bus.zip/stops.txt", "bus.zip/stops.txt"),
            ("/data/bus.zip/stops.txt", "bus.zip/stops.txt"),
            ("data/bus.ZIP/old/Stops.txt", "bus.ZIP/old/Stops.txt"),
            ("bus.zip/locations.geojson", "bus.zip/locations.geojson"),
            ("data/bus.zip", "bus.zip"),
            ("data/bus/stops.txt", "bus/stops.txt"),
            ("stops.txt", "stops.txt"),
            ("out/monitor/", "monitor"),
            ("service \"shop/market\"", "service \"shop/market\""),
            ("", ""),
        ] {
            assert_eq!(file_name(file), name, "{file}");
        }
    }
}
