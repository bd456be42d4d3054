//! The kinds of edits and the keys of scenario files in words.

use super::messages::Say;
use crate::input::scenario::given::Names;
use crate::output::report::kit::{Words, html::plain_text, messages};

/// Most entries of a list that are named.
const NAMED: usize = 12;

/// What a word of scenario files is called; none where it is not known.
fn called(w: Words, part: &str, word: &str) -> Option<&'static str> {
    messages::text(w.0, &id(part, word))
}

fn id(part: &str, word: &str) -> String {
    format!("compare-{part}-{}", word.replace('_', "-"))
}

/// The kind of an edit; as it stands when it is not known.
pub fn kind(w: Words, word: &str) -> &str {
    called(w, "kind", word).unwrap_or(word)
}

/// The ids of all messages that words of scenario files are called by.
#[cfg(test)]
pub fn ids() -> impl Iterator<Item = String> {
    use crate::input::scenario::KindWord;
    #[rustfmt::skip]
    const KEYS: [&str; 74] = [
        "feed", "agency", "route", "line", "mode", "direction", "headsign", "trip", "stop", "stops",
        "first_stop", "last_stop", "area", "departs_after", "departs_before", "between", "days",
        "dates", "onto", "keep_every", "headway_min", "first", "factor", "from", "to", "dwell_s",
        "shift_min", "via", "hop_min", "speed_kmh", "both_ways", "departures", "bands", "max_wait_min",
        "hubs", "pick_up_min", "hours", "points", "bicycle", "wheelchair", "ways", "at", "lon", "lat",
        "x", "y", "crs", "service", "id", "name", "place_name", "supply", "opening_hours", "set", "add",
        "into", "groups", "group", "share", "count", "persona", "walk_kmh", "max_walk_min",
        "max_walk_only_min", "max_transfer_min", "max_trip_min", "max_rides", "board_slack_s", "level",
        "file", "polygon", "code", "code_column", "layer",
    ];
    const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    const MODES: [&str; 2] = ["rail", "train"];
    let kinds = KindWord::ALL.iter().map(|kind| id("kind", kind.word()));
    let days = DAYS.iter().map(|day| id("day", day));
    let modes = MODES.iter().map(|mode| id("mode", mode));
    let keys = KEYS.iter().map(|key| id("key", key));
    kinds.chain(keys).chain(days).chain(modes)
}

impl Names for Words {
    fn key(&self, key: &str) -> String {
        called(*self, "key", key).unwrap_or(key).to_owned()
    }

    fn value(&self, key: &str, value: &str) -> String {
        match (key, value) {
            ("both_ways" | "bicycle" | "wheelchair", "true") => self.text(Say::Yes).to_owned(),
            ("both_ways" | "bicycle" | "wheelchair", "false") => self.text(Say::No).to_owned(),
            ("days", days) => called_days(*self, days),
            ("mode", mode) => called(*self, "mode", mode).unwrap_or(mode).to_owned(),
            _ => value.to_owned(),
        }
    }

    /// A place is told by its name, not by its coordinates.
    fn told(&self, key: &str) -> bool {
        !["lon", "lat", "x", "y", "crs"].contains(&key)
    }

    fn more(&self, count: usize) -> String {
        plain_text(&self.fill(Say::More, &[("more", &count)]))
    }

    fn most(&self) -> usize {
        NAMED
    }
}

/// `mo-fr, su` as `ma-vr, zo` in Dutch; a word that stays the same stays as it was written.
fn called_days(w: Words, days: &str) -> String {
    let day = |word: &str| {
        let called = called(w, "day", &word.to_lowercase());
        let other = called.filter(|called| !called.eq_ignore_ascii_case(word));
        other.unwrap_or(word).to_owned()
    };
    days.split_inclusive(|c: char| !c.is_alphabetic())
        .map(|part| {
            let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
            day(word) + &part[word.len()..]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::scenario::KindWord;
    use crate::input::scenario::given::{Given, in_words};
    use crate::output::report::kit::head::Language;

    #[test]
    fn every_key_of_an_edit_has_words() {
        let own = KindWord::ALL.iter().flat_map(|kind| kind.keys().all());
        for key in own.filter(|key| *key != "select") {
            assert!(called(Words(Language::En), "key", key).is_some(), "{key}");
        }
    }

    #[test]
    fn edits_are_told_in_the_language_of_the_page() {
        let text = |t: &str| Given::Text(t.to_owned());
        let pair = |key: &str, value| (key.to_owned(), value);
        let lines = Given::List((5..20).map(|n| text(&n.to_string())).collect());
        let select = Given::Table(vec![
            pair("route", lines),
            pair("departs_after", text("20:00")),
            pair("days", text("mo-fr, su")),
        ]);
        let given = [pair("select", select), pair("headway_min", text("30"))];
        assert_eq!(
            in_words(&given, &Words(Language::Nl)),
            "lijn: 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, nog 3; vertrek vanaf: 20:00; \
             dagen: ma-vr, zo; minuten tussen ritten: 30"
        );
        assert!(
            in_words(&given, &Words(Language::En))
                .ends_with("days: mo-fr, su; minutes between trips: 30")
        );
    }
}
