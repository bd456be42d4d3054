//! What the codes of areas became between two editions, by a crosswalk.

use crate::input::crosswalk::Crosswalk;
use std::collections::{BTreeMap, BTreeSet};

/// Which areas of the earlier edition an area of the later one was made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origins<'a> {
    /// By code of the later edition: codes of the earlier one with the shares of them that count.
    pub made_of: BTreeMap<&'a str, Vec<(&'a str, f64)>>,
    /// Codes of the later edition that can't be compared, and why.
    pub unclear: BTreeMap<&'a str, String>,
    /// Codes of the earlier edition that are split without shares.
    split: BTreeSet<&'a str>,
    /// By code of the earlier edition: codes of the later one that it or a part of it went into.
    into: BTreeMap<&'a str, Vec<&'a str>>,
    /// By code of the earlier edition: a code it became that the later edition lacks.
    elsewhere: BTreeMap<&'a str, &'a str>,
}

impl<'a> Origins<'a> {
    /// Follows the codes of either edition. Where `declared`, a code that isn't split or renamed is the same area in
    /// both: also where others went into it. `names` are those of the editions.
    pub fn new(
        codes: [&[&'a str]; 2],
        crosswalk: Option<&'a Crosswalk>,
        declared: bool,
        names: [&str; 2],
    ) -> Self {
        let known: [BTreeSet<&str>; 2] = codes.map(|list| list.iter().copied().collect());
        let rows = crosswalk.map_or(&[][..], |c| &c.rows);
        let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows.iter().filter(|r| known[0].contains(r.from.as_str())) {
            *parts.entry(&row.from).or_default() += 1;
        }
        let mut out = Origins::default();
        for row in rows {
            let (from, to) = (row.from.as_str(), row.to.as_str());
            match (known[0].contains(from), known[1].contains(to)) {
                (true, true) => {}
                (true, false) => {
                    out.elsewhere.entry(from).or_insert(to);
                    continue;
                }
                (false, true) => {
                    let why = format!(
                        "the crosswalk says that {from} went into it, and edition {:?} has no such area",
                        names[0]
                    );
                    out.unclear.entry(to).or_insert(why);
                    continue;
                }
                // National crosswalks hold more than a region.
                (false, false) => continue,
            }
            out.into.entry(from).or_default().push(to);
            let whole = (parts.get(from) == Some(&1)).then_some(1.0);
            match row.share.or(whole) {
                Some(share) => out.made_of.entry(to).or_default().push((from, share)),
                None => {
                    let why = format!(
                        "the crosswalk splits {from} over several areas and doesn't say in which shares"
                    );
                    out.unclear.entry(to).or_insert(why);
                    out.split.insert(from);
                }
            }
        }
        for code in codes[1].iter().copied().filter(|_| declared) {
            if known[0].contains(code) && !parts.contains_key(code) {
                out.made_of.entry(code).or_default().push((code, 1.0));
                out.into.entry(code).or_default().push(code);
            }
        }
        out
    }

    /// Why nothing is compared with an area of the earlier edition, as far as the crosswalk tells; `later` is the name
    /// of the later edition.
    pub fn why_left_out(&self, code: &str, later: &str) -> Option<String> {
        if self.split.contains(code) {
            return Some(
                "the crosswalk splits it over several areas and doesn't say in which shares".into(),
            );
        }
        let mut into = self.into.get(code).into_iter().flatten();
        if let Some(to) = into.find(|to| self.unclear.contains_key(*to)) {
            return Some(format!("{to}, which it went into, can't be compared"));
        }
        let to = self.elsewhere.get(code)?;
        Some(format!(
            "the crosswalk says it became {to}, and edition {later:?} has no such area"
        ))
    }
}
