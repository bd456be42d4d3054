//! Languages: numbers, dates and the way messages are filled in. The messages are in `messages.rs`.

use super::blocks::{Block, Blocks, Cell};
use super::head::{Group, Language, Measure, Norm, Service, Unit};
use super::html::{Html, Piece, bold, plain_text};
use super::map::class_of;
use super::messages::{Message, Msg, Values, filled};
use chrono::NaiveDate;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    /// The code for `lang`.
    pub fn code(self) -> &'static str {
        match self.0 {
            Language::Nl => "nl",
            Language::En => "en-GB",
        }
    }

    /// A message as it stands.
    pub fn text(self, msg: impl Message) -> &'static str {
        msg.text(self.0)
    }

    /// A message filled in with values by name, which are escaped.
    pub fn fill(self, msg: impl Message, values: Values) -> Html {
        filled(self.0, msg, values)
    }

    /// The same out of values that several messages share, each of which says some of them.
    pub fn fill_some(self, msg: impl Message, values: Values) -> Html {
        let said = |(name, _): &&(&str, _)| msg.args().contains(name);
        self.fill(msg, &Vec::from_iter(values.iter().filter(said).copied()))
    }

    /// A message that is not filled in, as markup.
    pub fn html(self, msg: impl Message) -> Html {
        self.fill(msg, &[])
    }

    /// A heading.
    pub fn title(self, msg: impl Message) -> Blocks {
        let (level, text) = (3, self.html(msg));
        Block::Heading { level, text }.into()
    }

    /// A line that says what follows and how to read it.
    pub fn what(self, msg: impl Message, values: Values) -> Blocks {
        let (role, text) = ("what", self.fill(msg, values));
        Block::Text { role, text }.into()
    }

    /// A heading with a line below it that says what follows.
    pub fn heading(self, title: impl Message, how: impl Message, values: Values) -> Blocks {
        let mut out = self.title(title);
        out.add(self.what(how, values));
        out
    }

    /// A line that stands in place of what there isn't, and says why.
    pub fn none(self, msg: impl Message, values: Values) -> Blocks {
        let (role, text) = ("none", self.fill(msg, values));
        Block::Text { role, text }.into()
    }

    /// A line below a table that shows only its first rows; nothing where it shows all.
    pub fn cut(self, msg: impl Message, shown: usize, all: usize) -> Blocks {
        if all <= shown {
            return Blocks::new();
        }
        let (shown, all) = (self.int(shown as f64), self.int(all as f64));
        self.what(msg, &[("shown", &shown), ("all", &all)])
    }

    /// A cell with a whole number.
    pub fn count(self, value: f64) -> Cell {
        Cell::number(&self.int(value), Some(value))
    }

    /// A cell with a share, shaded by its class.
    pub fn share(self, share: Option<f64>) -> Cell {
        share.map_or_else(Cell::dash, |s| Cell::shaded(&self.pct(s), s, class_of(s)))
    }

    /// A whole number that messages may choose words by.
    pub fn number(self, value: f64) -> Number {
        // Rounded as it is shown, so that "1" is never many.
        Number::new(value.round_ties_even(), self.int(value))
    }

    /// The same, or a dash where it is not known.
    pub fn number_or_dash(self, value: Option<f64>) -> Number {
        self.number(value.unwrap_or(f64::NAN))
    }

    /// A whole number with the language's grouping.
    pub fn int(self, value: f64) -> String {
        self.dec(value, 0)
    }

    /// A number with so many decimals: `12.345,6` in Dutch, `12,345.6` in English.
    pub fn dec(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let (group, point) = match self.0 {
            Language::Nl => ('.', ','),
            Language::En => (',', '.'),
        };
        let text = format!("{:.decimals$}", value.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let zero = text.bytes().all(|b| b == b'0' || b == b'.');
        let mut out = String::new();
        if value < 0.0 && !zero {
            out.push('−');
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(point);
            out.push_str(part);
        }
        out
    }

    /// A number with all the decimals that it has.
    pub fn exact(self, value: f64) -> String {
        let text = value.to_string();
        self.dec(value, text.split_once('.').map_or(0, |x| x.1.len()))
    }

    /// A difference: always with its sign, `0` when it rounds to nothing.
    pub fn signed(self, value: f64, decimals: usize) -> String {
        let text = self.dec(value, decimals);
        let none = text.chars().all(|c| !matches!(c, '1'..='9'));
        if none && value.is_finite() {
            self.dec(0.0, 0)
        } else if value > 0.0 {
            format!("+{text}")
        } else {
            text
        }
    }

    /// A share as a percentage without decimals; what is not quite none or all says so.
    pub fn pct(self, share: f64) -> String {
        // Rounded as it is shown, so that nobody becomes "0%" and not all "100%".
        match self.int(share * 100.0) {
            text if text == "0" && share > 0.0 => "<1%".to_owned(),
            text if text == "100" && share < 1.0 => ">99%".to_owned(),
            text => format!("{text}%"),
        }
    }

    /// A part of a whole as a percentage, a dash when there is no whole.
    pub fn pct_of(self, part: f64, whole: f64) -> String {
        if whole > 0.0 {
            self.pct(part / whole)
        } else {
            "–".to_owned()
        }
    }

    /// A value of a service's measure: minutes or a count; what is not reached says so.
    pub fn value(self, service: Option<&Service>, value: Option<f64>) -> String {
        let minutes = service.is_some_and(Service::in_minutes);
        match value {
            Some(v) if minutes => format!("{}\u{a0}min", self.int(v)),
            // Doctors a head are thousandths: something is not shown as 0.0.
            Some(v) if v.abs() < 10.0 => self.amount(v),
            Some(v) => self.int(v),
            None if minutes => self.text(Msg::NotReached).to_owned(),
            None => self.int(0.0),
        }
    }

    /// A date in words; as it stands when it is none.
    pub fn date(self, iso: &str) -> String {
        let Ok(date) = NaiveDate::parse_from_str(iso, "%Y-%m-%d") else {
            return iso.to_owned();
        };
        let part = |of: &str| date.format(of).to_string().to_lowercase();
        plain_text(&self.fill(
            Msg::Date,
            &[
                ("weekday", &part("%a")),
                ("day", &part("%-d")),
                ("month", &part("%b")),
                ("year", &part("%Y")),
            ],
        ))
    }

    /// What a group's weight counts, plural.
    pub fn unit(self, unit: Unit) -> &'static str {
        self.text(match unit {
            Unit::People => Msg::UnitPeople,
            Unit::Households => Msg::UnitHouseholds,
            Unit::Dwellings => Msg::UnitDwellings,
            Unit::Homes => Msg::UnitHomes,
        })
    }

    /// The same as it stands behind a number: 1 inhabitant, 2 inhabitants.
    pub fn units(self, unit: Unit, count: f64) -> String {
        let msg = match unit {
            Unit::People => Msg::CountedPeople,
            Unit::Households => Msg::CountedHouseholds,
            Unit::Dwellings => Msg::CountedDwellings,
            Unit::Homes => Msg::CountedHomes,
        };
        plain_text(&self.fill(msg, &[("count", &self.number(count))]))
    }

    /// A group's name to show: underscores are spaces; the usual groups are translated, and the one of a study that
    /// names none.
    pub fn group(self, group: &Group) -> String {
        let name = group.name.replace('_', " ");
        let name = match name.as_str() {
            "everyone" => self.text(Msg::GroupEveryone).to_owned(),
            "social housing" => self.text(Msg::GroupSocialHousing).to_owned(),
            "low income" => self.text(Msg::GroupLowIncome).to_owned(),
            "no car" => self.text(Msg::GroupNoCar).to_owned(),
            "homes" => self.text(Msg::GroupHomes).to_owned(),
            _ => name,
        };
        match &group.lowest_by {
            Some(rank) => {
                plain_text(&self.fill(Msg::GroupLowest, &[("group", &name), ("rank", rank)]))
            }
            None => name,
        }
    }

    /// What is measured of a service, in words.
    pub fn measure(self, service: &Service) -> Html {
        match service.measure {
            Measure::Nearest { n: 0 | 1 } => self.html(Msg::MeasureNearest),
            Measure::Nearest { n } => self.fill(Msg::MeasureNth, &[("n", &n.to_string())]),
            Measure::Cumulative { cutoff_min } => self.fill(
                Msg::MeasureCumulative,
                &[("minutes", &self.number(cutoff_min))],
            ),
            Measure::Score => self.html(Msg::MeasureScore),
        }
    }

    /// A service's norm, in words.
    pub fn norm(self, service: &Service) -> Html {
        match (service.norm, service.measure) {
            (None, _) => self.html(Msg::NormNone),
            (Some(Norm::Within { minutes }), Measure::Nearest { n }) if n > 1 => self.fill(
                Msg::NormNth,
                &[("n", &n.to_string()), ("minutes", &self.number(minutes))],
            ),
            (Some(Norm::Within { minutes }), _) => {
                self.fill(Msg::NormWithin, &[("minutes", &self.number(minutes))])
            }
            (Some(Norm::AtLeast { value }), Measure::Cumulative { cutoff_min }) => self.fill(
                Msg::NormAtLeastWithin,
                &[
                    ("value", &self.amount(value)),
                    ("minutes", &self.number(cutoff_min)),
                ],
            ),
            (Some(Norm::AtLeast { value }), _) => {
                self.fill(Msg::NormAtLeast, &[("value", &self.amount(value))])
            }
        }
    }

    /// A number with decimals only where it has some: one, or two digits that say something of what is small.
    pub fn amount(self, value: f64) -> String {
        let size = value.abs();
        let decimals = match size {
            _ if value.fract() == 0.0 => 0,
            _ if (1e-8..0.1).contains(&size) => (-size.log10()).ceil() as usize + 1,
            _ => 1,
        };
        self.dec(value, decimals)
    }

    /// With a capital, to begin a sentence or a heading.
    pub fn capital(self, text: &str) -> String {
        let mut chars = text.chars();
        chars
            .next()
            .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
    }

    /// Names in a row: `a, b and c`.
    pub fn list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => {
                format!("{} {} {last}", head.join(", "), self.text(Msg::And))
            }
        }
    }
}

/// A number as it is written, by which messages choose words: 1 home, 2 homes.
#[derive(Clone, Debug)]
pub struct Number {
    value: f64,
    text: String,
    bold: bool,
}

impl Number {
    /// A number that is written in a way of its own.
    pub fn new(value: f64, text: String) -> Self {
        let bold = false;
        Self { value, text, bold }
    }
    /// The same in bold.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Piece for Number {
    fn write(&self, out: &mut String) {
        match self.bold {
            true => bold(&self.text).write(out),
            false => self.text.write(out),
        }
    }
    fn number(&self) -> Option<f64> {
        // Beyond, and where it is not known, no language has words for one of it.
        (self.value.abs() < 1e15).then_some(self.value)
    }
}

/// Minutes after midnight as a clock time; 24:00 and later go on counting.
pub fn clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    const NL: Words = Words(Language::Nl);
    const EN: Words = Words(Language::En);

    #[test]
    fn numbers_per_language() {
        assert_eq!(NL.dec(12345.64, 1), "12.345,6");
        assert_eq!(EN.dec(12345.64, 1), "12,345.6");
        assert_eq!(NL.int(-1234567.0), "−1.234.567");
        assert_eq!(EN.dec(-0.001, 2), "0.00");
        assert_eq!(EN.int(f64::INFINITY), "–");
        assert_eq!(NL.int(999.6), "1.000");
        assert_eq!(NL.pct(0.234), "23%");
        assert_eq!(NL.pct(0.001), "<1%");
        assert_eq!(NL.pct(0.999), ">99%");
        assert_eq!(NL.pct(0.0), "0%");
        // Half of a per cent is rounded to the even whole number.
        assert_eq!(NL.pct(0.005), "<1%");
        assert_eq!(NL.pct(0.995), ">99%");
        assert_eq!(NL.pct(1.0), "100%");
        assert_eq!(NL.pct_of(1.0, 0.0), "–");
        assert_eq!(EN.signed(1234.0, 0), "+1,234");
        assert_eq!(NL.signed(-2.64, 1), "−2,6");
        assert_eq!(NL.signed(-0.04, 1), "0");
        assert_eq!(NL.signed(f64::NAN, 1), "–");
    }

    #[test]
    fn dates_and_lists() {
        assert_eq!(NL.date("2026-03-10"), "dinsdag 10 maart 2026");
        assert_eq!(EN.date("2026-03-15"), "Sunday 15 March 2026");
        assert_eq!(EN.date("soon"), "soon");
        assert_eq!(clock(1450), "24:10");
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(NL.list(&names), "a, b en c");
        assert_eq!(EN.list(&names[..2]), "a and b");
    }

    #[test]
    fn usual_groups_are_translated() {
        let named = |w: Words, name: &str| {
            w.group(&Group {
                name: name.to_owned(),
                ..Group::default()
            })
        };
        assert_eq!(named(NL, "no_car"), "zonder auto");
        assert_eq!(named(NL, "homes"), "woonlocaties");
        assert_eq!(named(EN, "no_car"), "no car");
        assert_eq!(named(NL, "shift_workers"), "shift workers");
    }

    #[test]
    fn filling_escapes_what_is_filled_in() {
        let html = EN
            .fill(Msg::NormWithin, &[("minutes", &"<i>")])
            .into_string();
        assert!(html.contains("&lt;i&gt;"), "{html}");
    }
}
