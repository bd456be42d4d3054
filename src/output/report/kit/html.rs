//! HTML that is safe by construction: text only becomes markup through [`Html::put`] and by filling in messages,
//! which escape everything that is not itself [`Html`]. Templates and messages are fixed text of the program.

use crate::diagnostics::printable;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Finished markup, and what the messages in it were filled in with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html {
    markup: String,
    said: Vec<Said>,
}

/// A message that says something of values, as programs read it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Said {
    /// Its id in the program's language files.
    pub message: String,
    /// What it was filled in with, by name.
    pub values: BTreeMap<&'static str, Filled>,
}

/// What stands in a message's place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Filled {
    /// As it is written.
    pub text: String,
    /// The number, where the message chooses words by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
}

/// What may stand in a template's `{}`.
pub trait Piece {
    /// Writes itself as markup.
    fn write(&self, out: &mut String);
    /// The number it writes, where it is one that messages may choose words by.
    fn number(&self) -> Option<f64> {
        None
    }
    /// What the messages in it were filled in with.
    fn said(&self) -> &[Said] {
        &[]
    }
}

impl Html {
    /// Empty markup.
    pub fn new() -> Self {
        Self::default()
    }
    /// Markup from a template; see [`Html::put`].
    pub fn of(template: &'static str, pieces: &[&dyn Piece]) -> Self {
        let mut html = Self::new();
        html.put(template, pieces);
        html
    }
    /// A text as it stands, escaped.
    pub fn text(piece: &dyn Piece) -> Self {
        Self::of("{}", &[piece])
    }
    /// A message of the program, in which all that was filled in is markup already.
    pub(super) fn of_message(text: Cow<'static, str>, said: Vec<Said>) -> Self {
        Self {
            markup: text.into_owned(),
            said,
        }
    }
    /// Markup that the program itself has written.
    fn own(markup: String) -> Self {
        let said = Vec::new();
        Self { markup, said }
    }
    /// Adds a template, each `{}` replaced by the next piece, escaped.
    pub fn put(&mut self, template: &'static str, pieces: &[&dyn Piece]) {
        let mut pieces = pieces.iter();
        let mut parts = template.split("{}");
        self.markup.push_str(parts.next().unwrap_or_default());
        for part in parts {
            if let Some(piece) = pieces.next() {
                piece.write(&mut self.markup);
                self.said.extend_from_slice(piece.said());
            }
            self.markup.push_str(part);
        }
        debug_assert!(pieces.next().is_none(), "more pieces than places");
    }
    /// Adds markup that is ready.
    pub fn add(&mut self, other: Html) {
        self.markup.push_str(&other.markup);
        self.said.extend(other.said);
    }
    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.markup.is_empty()
    }
    /// The markup.
    pub fn into_string(self) -> String {
        self.markup
    }
}

impl Piece for Html {
    fn write(&self, out: &mut String) {
        out.push_str(&self.markup);
    }
    fn said(&self) -> &[Said] {
        &self.said
    }
}

/// A text as programs read it.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Text")]
struct AsText<'a> {
    /// The text, without markup.
    text: String,
    /// The messages it is made of that say something of values.
    #[serde(skip_serializing_if = "<[Said]>::is_empty")]
    #[schemars(default)]
    said: &'a [Said],
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (text, said) = (plain_text(self), self.said.as_slice());
        AsText { text, said }.serialize(serializer)
    }
}

impl JsonSchema for Html {
    fn schema_name() -> Cow<'static, str> {
        AsText::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        AsText::json_schema(generator)
    }
}

impl Piece for str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Piece for &str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Piece for String {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

/// A number as CSS, SVG and scripts read it: at most one decimal, point, no grouping.
pub struct Plain(pub f64);

impl Piece for Plain {
    fn write(&self, out: &mut String) {
        out.push_str(&plain(self.0));
    }
}

impl Piece for usize {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
    fn number(&self) -> Option<f64> {
        Some(*self as f64)
    }
}

/// See [`Plain`]. What is not finite becomes 0.
pub fn plain(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if !tenths.is_finite() || tenths == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{:.1}", tenths / 10.0);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Escapes text for element content and quoted attributes; control and direction characters
/// become visible, so that a name cannot rearrange the page.
fn escape(text: &str, out: &mut String) {
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

/// JSON for a `<script type="application/json">`: nothing in it can end the element, open a
/// comment or break a line.
pub fn json(value: &serde_json::Value) -> Html {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    Html::own(out)
}

/// One of the program's own files: style sheet or script.
pub fn own(text: &'static str) -> Html {
    Html::own(text.to_owned())
}

/// In bold.
pub fn bold(piece: &dyn Piece) -> Html {
    Html::of("<strong>{}</strong>", &[piece])
}

/// Markup without its tags, for attributes.
pub(super) fn strip(html: &Html) -> Html {
    let mut out = String::new();
    let mut inside = false;
    for c in html.markup.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    Html::own(out)
}

/// Markup as text for a terminal: without its tags, and with its characters as they were.
pub fn plain_text(html: &Html) -> String {
    let mut text = strip(html).markup;
    for (mark, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(mark, sign);
    }
    text
}

/// Standard Base64, for the hash of the script in the page's security policy.
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(char::from(SIGNS[(word >> (18 - 6 * i) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_in_every_place() {
        let evil = "<b a='1' b=\"2\">&\u{202e}\u{2028}";
        let html = Html::of("<i title=\"{}\">{}</i>", &[&evil, &evil.to_owned()]);
        let safe = "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;\\u{202e}\\u{2028}";
        assert_eq!(
            html.into_string(),
            format!("<i title=\"{safe}\">{safe}</i>")
        );
    }

    #[test]
    fn json_cannot_end_its_element() {
        let html = json(&serde_json::json!(["</script><!--\u{2028}&"])).into_string();
        assert_eq!(html, "[\"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\"]");
        let back: Vec<String> = serde_json::from_str(&html).expect("still JSON");
        assert_eq!(back, ["</script><!--\u{2028}&"]);
    }

    #[test]
    fn plain_numbers() {
        assert_eq!(plain(-0.04), "0");
        assert_eq!(plain(12.34), "12.3");
        assert_eq!(plain(-7.0), "-7");
        assert_eq!(plain(f64::NAN), "0");
    }

    #[test]
    fn base64_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
