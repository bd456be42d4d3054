//! HTML that is safe by construction: text only becomes markup through [`Html::put`] and by filling in messages,
//! which escape everything that is not itself [`Html`]. Templates and messages are fixed text of the program.

use crate::diagnostics::printable;
use std::borrow::Cow;

/// Finished markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

/// What may stand in a template's `{}`.
pub trait Piece {
    /// Writes itself as markup.
    fn write(&self, out: &mut String);
    /// The number it writes, where it is one that messages may choose words by.
    fn number(&self) -> Option<f64> {
        None
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
    /// A message of the program, in which all that was filled in is markup already.
    pub(super) fn of_message(text: Cow<'static, str>) -> Self {
        Self(text.into_owned())
    }
    /// Pieces of markup in a row.
    pub fn joined(list: impl IntoIterator<Item = Html>) -> Self {
        Self(list.into_iter().map(|html| html.0).collect())
    }
    /// Adds a template, each `{}` replaced by the next piece, escaped.
    pub fn put(&mut self, template: &'static str, pieces: &[&dyn Piece]) {
        let mut pieces = pieces.iter();
        let mut parts = template.split("{}");
        self.0.push_str(parts.next().unwrap_or_default());
        for part in parts {
            if let Some(piece) = pieces.next() {
                piece.write(&mut self.0);
            }
            self.0.push_str(part);
        }
        debug_assert!(pieces.next().is_none(), "more pieces than places");
    }
    /// Adds markup that is ready.
    pub fn add(&mut self, other: Html) {
        self.0.push_str(&other.0);
    }
    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The markup.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Piece for Html {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
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
    Html(out)
}

/// One of the program's own files: style sheet or script.
pub fn own(text: &'static str) -> Html {
    Html(text.to_owned())
}

/// In bold.
pub fn bold(piece: &dyn Piece) -> Html {
    Html::of("<strong>{}</strong>", &[piece])
}

/// Items of a list.
pub fn bullets(items: impl IntoIterator<Item = Html>) -> Html {
    let mut out = Html::of("<ul>", &[]);
    for item in items {
        out.put("<li>{}</li>", &[&item]);
    }
    out.put("</ul>", &[]);
    out
}

/// Items of a list of a style class.
pub fn bullets_of(class: &'static str, items: impl IntoIterator<Item = Html>) -> Html {
    let list = bullets(items).0;
    Html(format!("<ul class=\"{class}\">{}", &list["<ul>".len()..]))
}

/// Terms and what each means.
pub fn definitions(list: impl IntoIterator<Item = (Html, Html)>) -> Html {
    let mut out = Html::of("<dl class=\"defs\">", &[]);
    for (term, meaning) in list {
        out.put("<dt>{}</dt><dd>{}</dd>", &[&term, &meaning]);
    }
    out.put("</dl>", &[]);
    out
}

/// Markup that is folded away under a line of text.
pub fn details(summary: &dyn Piece, inside: &Html) -> Html {
    details_with("", summary, inside)
}

/// The same with attributes, such as ` open`.
pub fn details_with(attributes: &'static str, summary: &dyn Piece, inside: &Html) -> Html {
    Html::of(
        "<details{}><summary>{}</summary>{}</details>",
        &[&own(attributes), summary, inside],
    )
}

/// One table cell.
pub struct Cell {
    html: Html,
    /// What the table is sorted by; present on numbers.
    sort: Option<f64>,
    class: &'static str,
}

impl Cell {
    /// Text.
    pub fn text(piece: &dyn Piece) -> Self {
        Self {
            html: Html::of("{}", &[piece]),
            sort: None,
            class: "",
        }
    }
    /// A number: right-aligned and sortable.
    pub fn number(piece: &dyn Piece, value: Option<f64>) -> Self {
        Self {
            html: Html::of("{}", &[piece]),
            sort: Some(value.filter(|v| v.is_finite()).unwrap_or(1e15)),
            class: "n",
        }
    }
    /// A number written so, or a dash where it is not known.
    pub fn known<P: Piece>(value: Option<f64>, text: impl FnOnce(f64) -> P) -> Self {
        match value {
            Some(v) => Self::number(&text(v), value),
            None => Self::dash(),
        }
    }
    /// A number that is not known; sorted behind all others.
    pub fn dash() -> Self {
        Self::number(&"–", None)
    }
    /// A number shaded by how bad it is: class 0–4 of the report's share scale.
    pub fn shaded(piece: &dyn Piece, value: f64, class: usize) -> Self {
        const CLASSES: [&str; 5] = ["h0", "h1", "h2", "h3", "h4"];
        let chip = Html::of(
            "<span class=\"chip {}\">{}</span>",
            &[&CLASSES[class.min(4)], piece],
        );
        Self::number(&chip, Some(value))
    }
    /// A drawing.
    pub fn wide(html: Html) -> Self {
        Self {
            html,
            sort: None,
            class: "w",
        }
    }
}

/// A table with a caption, column heads and a first cell per row that heads the row; in a box
/// that scrolls sideways by itself. Columns are sortable where `sortable`.
pub fn table(caption: &Html, heads: &[Html], rows: Vec<Vec<Cell>>, sortable: bool) -> Html {
    let mut t = Html::of(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table{}><caption><span>{}</span></caption><thead><tr>",
        &[
            &strip(caption),
            &if sortable {
                Html::of(" class=\"sort\"", &[])
            } else {
                Html::new()
            },
            caption,
        ],
    );
    for (i, head) in heads.iter().enumerate() {
        let number = rows
            .first()
            .and_then(|r| r.get(i))
            .is_some_and(|c| c.sort.is_some());
        let class = if number { " class=\"n\"" } else { "" };
        t.put("<th scope=\"col\"{}>{}</th>", &[&own(class), head]);
    }
    t.put("</tr></thead><tbody>", &[]);
    for row in rows {
        t.put("<tr>", &[]);
        for (i, cell) in row.into_iter().enumerate() {
            let sort = cell
                .sort
                .map(|v| Html(format!(" data-v=\"{}\"", round4(v))))
                .unwrap_or_default();
            if i == 0 {
                t.put("<th scope=\"row\">{}</th>", &[&cell.html]);
            } else {
                t.put(
                    "<td class=\"{}\"{}>{}</td>",
                    &[&cell.class, &sort, &cell.html],
                );
            }
        }
        t.put("</tr>\n", &[]);
    }
    t.put("</tbody></table></div>\n", &[]);
    t
}

fn round4(v: f64) -> f64 {
    (v * 1e4).round() / 1e4
}

/// Markup without its tags, for attributes.
fn strip(html: &Html) -> Html {
    let mut out = String::new();
    let mut inside = false;
    for c in html.0.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    Html(out)
}

/// Markup as text for a terminal: without its tags, and with its characters as they were.
pub fn plain_text(html: &Html) -> String {
    let mut text = strip(html).0;
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
