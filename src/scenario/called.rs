//! Names as people write them: found in spite of case, accents, punctuation, or a word such as "line" before a number;
//! and what to say of a name that nothing has.

use crate::input::document::nearest;
use std::collections::{BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that people put before the number of a line, in the languages of the reports and of neighbours.
const BEFORE_A_LINE: [&str; 13] = [
    "line",
    "lijn",
    "route",
    "bus",
    "buslijn",
    "tram",
    "tramlijn",
    "metro",
    "metrolijn",
    "trein",
    "train",
    "linie",
    "linha",
];

/// How many names are put forward.
const PUT_FORWARD: usize = 3;

/// A name in small letters, without accents, its words and numbers parted by single spaces.
pub(crate) fn folded(name: &str) -> String {
    let plain: String = (name.nfkd().filter(|c| !is_combining_mark(*c)))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for a line: "Lijn 7" is called as "7" is.
pub(crate) fn folded_line(name: &str) -> String {
    let folded = folded(name);
    match folded.split_once(' ') {
        Some((first, rest)) if BEFORE_A_LINE.contains(&first) => rest.to_owned(),
        _ => folded,
    }
}

/// What to do about a name that nothing has: the name that was meant, else names that share words or a part, else some of
/// those there are.
pub(crate) fn hint<'v>(name: &str, known: impl Iterator<Item = &'v str>) -> String {
    /// A name with this share of its letters right was meant.
    const A_SLIP: f64 = 0.8;
    /// So many names are all listed.
    const FEW: usize = 12;
    /// More names than this are the ids of homes: words say nothing there, and to part them takes long.
    const MANY: usize = 200_000;
    let known: BTreeSet<&str> = known.filter(|k| !k.is_empty()).collect();
    let list: Vec<&str> = known.iter().copied().collect();
    let near = nearest(name, &list);
    let right = |near: &str| strsim::normalized_damerau_levenshtein(&folded(name), &folded(near));
    if let Some(near) = near.filter(|near| right(near) >= A_SLIP) {
        return format!("did you mean {near:?}?");
    }
    let mut like = match known.len() {
        0..=MANY => most_like(name, &known),
        _ => Vec::new(),
    };
    if like.is_empty() {
        like.extend(near);
    }
    if let [only] = like[..] {
        return format!("did you mean {only:?}?");
    }
    let part = folded(name);
    if like.is_empty() && !part.is_empty() {
        let has = |k: &&&str| folded(k).contains(&part);
        like = list.iter().filter(has).take(5).copied().collect();
    }
    let some = like.is_empty() && list.len() > FEW;
    if like.is_empty() {
        like = list.into_iter().take(FEW).collect();
    }
    let quoted: Vec<String> = like.iter().map(|k| format!("{k:?}")).collect();
    match quoted.as_slice() {
        [] => "there are none".to_owned(),
        _ if some => format!("there are {}, and others", quoted.join(", ")),
        _ => format!("there are {}", quoted.join(", ")),
    }
}

/// The names most like one, best first: those that share its rarest words, written the same or with one slip.
fn most_like<'v>(name: &str, known: &BTreeSet<&'v str>) -> Vec<&'v str> {
    let words_of =
        |name: &str| -> Vec<String> { folded(name).split(' ').map(str::to_owned).collect() };
    let wanted = words_of(name);
    let known: Vec<(&str, Vec<String>)> = known.iter().map(|k| (*k, words_of(k))).collect();
    let mut having: HashMap<&str, usize> = HashMap::new();
    for (_, words) in &known {
        for word in words.iter().collect::<BTreeSet<_>>() {
            *having.entry(word).or_default() += 1;
        }
    }
    // A word that every second name has says little, one of a few names nearly all.
    let weight = |word: &str| {
        let n = having.get(word).copied().unwrap_or(1);
        (1.0 + known.len() as f64 / n as f64).ln()
    };
    let like = |a: &str, b: &str| match () {
        () if a == b => 1.0,
        () if a.len() > 3 && strsim::damerau_levenshtein(a, b) == 1 => 0.8,
        () => 0.0,
    };
    let asked: f64 = wanted.iter().map(|word| weight(word)).sum();
    let score = |words: &[String]| {
        let shared: f64 = (wanted.iter())
            .map(|w| weight(w) * words.iter().map(|k| like(w, k)).fold(0.0, f64::max))
            .sum();
        let more = words.len().saturating_sub(wanted.len()) as f64;
        shared / asked / (1.0 + 0.1 * more)
    };
    let mut scored: Vec<(f64, &str)> = known.iter().map(|(k, w)| (score(w), *k)).collect();
    scored.retain(|(score, _)| *score >= 0.35);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    let near = scored
        .into_iter()
        .take_while(|(score, _)| *score >= 0.7 * best);
    near.map(|(_, name)| name).take(PUT_FORWARD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        for (a, b) in [
            ("São João", "sao  joao"),
            ("St. Mary's-Church", "st mary s church"),
            ("NEWPORT", "newport"),
            ("２７", "27"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        for (written, called) in [
            ("Lijn 7", "7"),
            ("line X1", "x1"),
            ("bus 30", "30"),
            ("Line", "line"),
            ("7", "7"),
            ("Linea 7", "linea 7"),
        ] {
            assert_eq!(folded_line(written), called);
        }
    }

    #[test]
    fn a_station_is_put_forward_for_a_station_and_not_an_inn() {
        let known: BTreeSet<&str> = [
            "Newport Bus Station",
            "Newport Inn",
            "Newport Railway Station",
            "Railway Inn",
            "Station Road",
            "High Street",
            "Royal Gwent Hospital",
            "Station Hotel",
        ]
        .into();
        let first = |name| most_like(name, &known).first().copied();
        assert_eq!(first("Newport Station"), Some("Newport Bus Station"));
        assert_eq!(first("Newport Rail Station"), Some("Newport Bus Station"));
        assert_eq!(
            first("newport railway statoin"),
            Some("Newport Railway Station")
        );
        assert_eq!(first("Gwent hospital"), Some("Royal Gwent Hospital"));
        assert!(most_like("Cardiff Castle", &known).is_empty());
        assert!(most_like("Newport Station", &known).contains(&"Newport Railway Station"));
    }
}
