//! What a page is made of, as data: texts, lists, tables and drawings one below another. The same blocks are drawn as
//! HTML and written as JSON, so that what people and what programs read cannot differ.

use super::html::{Html, Piece, own, strip};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// Blocks one below another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blocks(Vec<Block>);

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// Its level; the page's own title is 1, that of a part 2.
        level: u8,
        /// Its words.
        text: Html,
    },
    /// A paragraph.
    Text {
        /// What it is for: `text` for what is said, `what` for how to read what follows, `none` for why something is
        /// not there, and others.
        role: &'static str,
        /// Its words.
        text: Html,
    },
    /// A list.
    List {
        /// What it is for; `text` where that is nothing special.
        role: &'static str,
        /// Whether the order tells something.
        ordered: bool,
        /// Its items.
        items: Vec<Html>,
    },
    /// Facts in a line each.
    Facts {
        /// The facts.
        facts: Vec<Fact>,
    },
    /// Terms and what each means, or values of each.
    Terms {
        /// `defs` for what they mean, `values` for values.
        role: &'static str,
        /// The terms.
        terms: Vec<Term>,
    },
    /// A table.
    Table(Table),
    /// What is folded away under a line of text.
    Folded {
        /// Whether it is open at first.
        open: bool,
        /// Whether it is long and left out in print.
        full: bool,
        /// The line.
        title: Html,
        /// What it holds.
        blocks: Blocks,
    },
    /// Blocks that belong together.
    Group {
        /// What they are together.
        role: &'static str,
        /// The blocks.
        blocks: Blocks,
        /// The element around them.
        #[serde(skip)]
        tag: Tag,
    },
    /// A map or a chart.
    Picture {
        /// What it shows.
        shows: Vec<Series>,
        /// Whether it is a large map.
        map: bool,
        /// The drawing.
        #[serde(skip)]
        drawing: Html,
    },
    /// What only helps to read a drawing, such as the keys of its colours; not in the JSON.
    #[serde(skip)]
    Furniture(Html),
}

/// The element around blocks that belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// Any.
    #[default]
    Div,
    /// With a heading of its own.
    Section,
    /// On its own.
    Article,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Fact {
    /// The word for it.
    pub term: Html,
    /// What it holds.
    pub values: Vec<Html>,
}

/// A term.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Term {
    /// The term.
    pub term: Html,
    /// What it means.
    pub meaning: Html,
}

/// What one line, bar or map of a drawing shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    /// What it is of.
    pub title: Html,
    /// Its values, in order.
    pub values: Vec<Datum>,
}

impl Series {
    /// A series.
    pub fn new(title: Html, values: impl IntoIterator<Item = (String, Option<f64>)>) -> Self {
        let datum = |(of, value): (String, Option<f64>)| Datum {
            of,
            value: value.filter(|v| v.is_finite()),
        };
        let values = values.into_iter().map(datum).collect();
        Self { title, values }
    }
}

/// A value of a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Datum {
    /// Of which area, hour or part.
    pub of: String,
    /// The value; null where it is not known or nothing is reached.
    pub value: Option<f64>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    /// Its caption.
    pub caption: Html,
    /// The heads of its columns.
    pub columns: Vec<Html>,
    /// Its rows; the first cell heads the row.
    pub rows: Vec<Vec<Cell>>,
    /// Whether columns can be sorted by.
    #[serde(skip)]
    pub sortable: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    html: Html,
    /// What the table is sorted by, in columns of numbers.
    number: bool,
    value: Option<f64>,
    class: &'static str,
}

/// A cell as programs read it.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Cell")]
struct AsCell {
    /// As it is written.
    text: String,
    /// The number behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (text, value) = (super::html::plain_text(&self.html), self.value);
        AsCell { text, value }.serialize(serializer)
    }
}

impl JsonSchema for Cell {
    fn schema_name() -> Cow<'static, str> {
        AsCell::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        AsCell::json_schema(generator)
    }
}

impl Serialize for Blocks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = self.0.iter().filter(|b| !matches!(b, Block::Furniture(_)));
        serializer.collect_seq(told)
    }
}

impl JsonSchema for Blocks {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Blocks".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<Block>>::json_schema(generator)
    }
}

impl From<Block> for Blocks {
    fn from(block: Block) -> Self {
        Self(vec![block])
    }
}

impl Blocks {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// All of some lists, one below another.
    pub fn joined(list: impl IntoIterator<Item = Blocks>) -> Self {
        Self(list.into_iter().flat_map(|blocks| blocks.0).collect())
    }
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The blocks, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Block> {
        self.0.iter()
    }
    /// Adds blocks below.
    pub fn add(&mut self, other: impl Into<Blocks>) {
        self.0.extend(other.into().0);
    }
    /// Adds a paragraph of what is said.
    pub fn say(&mut self, text: Html) {
        self.say_as("text", text);
    }
    /// Adds a paragraph of a role.
    pub fn say_as(&mut self, role: &'static str, text: Html) {
        self.0.push(Block::Text { role, text });
    }
    /// Adds a heading of a level.
    pub fn head(&mut self, level: u8, text: Html) {
        self.0.push(Block::Heading { level, text });
    }
    /// These blocks, together in an element.
    pub fn within(self, tag: Tag, role: &'static str) -> Self {
        let blocks = self;
        Block::Group { role, blocks, tag }.into()
    }
    /// These blocks, together.
    pub fn grouped(self, role: &'static str) -> Self {
        self.within(Tag::Div, role)
    }
    /// A drawing and what it shows.
    pub fn picture(drawing: Html, shows: Vec<Series>) -> Self {
        match drawing.is_empty() {
            true => Self::new(),
            false => {
                let map = false;
                Block::Picture {
                    shows,
                    map,
                    drawing,
                }
                .into()
            }
        }
    }
    /// A map and what it shows.
    pub fn map(drawing: Html, shows: Vec<Series>) -> Self {
        let map = true;
        Block::Picture {
            shows,
            map,
            drawing,
        }
        .into()
    }
    /// What only helps to read a drawing.
    pub fn furniture(html: Html) -> Self {
        Block::Furniture(html).into()
    }
    /// As HTML.
    pub fn html(&self) -> Html {
        let mut out = Html::new();
        for block in &self.0 {
            block.draw(&mut out);
        }
        out
    }
}

impl Block {
    fn draw(&self, out: &mut Html) {
        match self {
            Self::Heading { level, text } => match level {
                3 => out.put("<h3>{}</h3>", &[text]),
                4 => out.put("<h4>{}</h4>", &[text]),
                _ => out.put("<h5>{}</h5>", &[text]),
            },
            Self::Text { role, text } => match *role {
                "text" => out.put("<p>{}</p>", &[text]),
                role => out.put("<p class=\"{}\">{}</p>", &[&role, text]),
            },
            Self::List {
                role,
                ordered,
                items,
            } => {
                let tag = if *ordered { "ol" } else { "ul" };
                out.put("<{}{}>", &[&tag, &class(role)]);
                for item in items {
                    out.put("<li>{}</li>", &[item]);
                }
                out.put("</{}>", &[&tag]);
            }
            Self::Facts { facts } => draw_facts(facts, out),
            Self::Terms { role, terms } => {
                let (begin, each) = match *role {
                    "defs" => ("<dl class=\"defs\">", "<dt>{}</dt><dd>{}</dd>"),
                    _ => ("<dl>", "<div><dt>{}</dt><dd>{}</dd></div>"),
                };
                out.put(begin, &[]);
                for Term { term, meaning } in terms {
                    out.put(each, &[term, meaning]);
                }
                out.put("</dl>", &[]);
            }
            Self::Table(table) => draw_table(table, out),
            Self::Folded {
                open,
                full,
                title,
                blocks,
            } => {
                let open = if *open { " open" } else { "" };
                let class = class(if *full { "full" } else { "text" });
                let pieces: [&dyn Piece; 4] = [&class, &open, title, &blocks.html()];
                out.put("<details{}{}><summary>{}</summary>{}</details>\n", &pieces);
            }
            Self::Group { role, blocks, tag } => {
                let tag = match tag {
                    Tag::Div => "div",
                    Tag::Section => "section",
                    Tag::Article => "article",
                };
                let pieces: [&dyn Piece; 4] = [&tag, &class(role), &blocks.html(), &tag];
                out.put("<{}{}>{}</{}>\n", &pieces);
            }
            Self::Picture { drawing, .. } | Self::Furniture(drawing) => out.put("{}", &[drawing]),
        }
    }
}

/// The attribute for a role; none where it is nothing special.
fn class(role: &str) -> Html {
    match role {
        "text" => Html::new(),
        role => Html::of(" class=\"{}\"", &[&role]),
    }
}

fn draw_facts(facts: &[Fact], out: &mut Html) {
    out.put("<dl class=\"facts\">", &[]);
    for Fact { term, values } in facts {
        out.put("<div><dt>{}</dt><dd>", &[term]);
        for value in values {
            out.put("<span>{}</span>", &[value]);
        }
        out.put("</dd></div>", &[]);
    }
    out.put("</dl>", &[]);
}

/// Facts: the word for each and what it holds; those that hold nothing are left out.
pub fn facts<const N: usize>(list: [(Html, Vec<Html>); N]) -> Blocks {
    let list = list.into_iter().filter(|(_, values)| !values.is_empty());
    let facts = list.map(|(term, values)| Fact { term, values }).collect();
    Block::Facts { facts }.into()
}

/// Items of a list.
pub fn bullets(items: impl IntoIterator<Item = Html>) -> Blocks {
    bullets_of("text", items)
}

/// Items of a list of a role.
pub fn bullets_of(role: &'static str, items: impl IntoIterator<Item = Html>) -> Blocks {
    let (ordered, items) = (false, items.into_iter().collect());
    Block::List {
        role,
        ordered,
        items,
    }
    .into()
}

/// Terms and what each means.
pub fn definitions(list: impl IntoIterator<Item = (Html, Html)>) -> Blocks {
    terms("defs", list)
}

/// Terms and the value of each.
pub fn values(list: impl IntoIterator<Item = (Html, Html)>) -> Blocks {
    terms("values", list)
}

fn terms(role: &'static str, list: impl IntoIterator<Item = (Html, Html)>) -> Blocks {
    let term = |(term, meaning)| Term { term, meaning };
    let terms = list.into_iter().map(term).collect();
    Block::Terms { role, terms }.into()
}

/// Blocks that are folded away under a line of text.
pub fn details(title: Html, blocks: Blocks) -> Blocks {
    folded(false, title, blocks)
}

/// Blocks that are folded away under a line of text, open at first or not.
pub fn folded(open: bool, title: Html, blocks: Blocks) -> Blocks {
    fold(open, false, title, blocks)
}

/// All of something, folded away, and not printed.
pub fn in_full(title: Html, blocks: Blocks) -> Blocks {
    fold(false, true, title, blocks)
}

fn fold(open: bool, full: bool, title: Html, blocks: Blocks) -> Blocks {
    Block::Folded {
        open,
        full,
        title,
        blocks,
    }
    .into()
}

impl Cell {
    /// Text.
    pub fn text(piece: &dyn Piece) -> Self {
        Self {
            html: Html::text(piece),
            number: false,
            value: None,
            class: "",
        }
    }
    /// A number: right-aligned and sortable.
    pub fn number(piece: &dyn Piece, value: Option<f64>) -> Self {
        Self {
            html: Html::text(piece),
            number: true,
            value: value.filter(|v| v.is_finite()),
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
            number: false,
            value: None,
            class: "w",
        }
    }
    /// What the table is sorted by: unknown numbers come last.
    fn sort(&self) -> Html {
        const LAST: f64 = 1e15;
        match self.number {
            true => {
                let by = (self.value.unwrap_or(LAST) * 1e4).round() / 1e4;
                Html::of(" data-v=\"{}\"", &[&by.to_string()])
            }
            false => Html::new(),
        }
    }
}

/// A table with a caption, column heads and a first cell per row that heads the row; in a box
/// that scrolls sideways by itself. Columns are sortable where `sortable`.
pub fn table(caption: Html, heads: &[Html], rows: Vec<Vec<Cell>>, sortable: bool) -> Blocks {
    let columns = heads.to_vec();
    let table = Table {
        caption,
        columns,
        rows,
        sortable,
    };
    Block::Table(table).into()
}

fn draw_table(table: &Table, out: &mut Html) {
    let sortable = own(if table.sortable {
        " class=\"sort\""
    } else {
        ""
    });
    let caption = &table.caption;
    out.put(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table{}><caption><span>{}</span></caption><thead><tr>",
        &[&strip(caption), &sortable, caption],
    );
    for (i, head) in table.columns.iter().enumerate() {
        let number = (table.rows.first())
            .and_then(|r| r.get(i))
            .is_some_and(|c| c.number);
        let class = own(if number { " class=\"n\"" } else { "" });
        match head.is_empty() {
            // A head that says nothing is no head.
            true => out.put("<td{}></td>", &[&class]),
            false => out.put("<th scope=\"col\"{}>{}</th>", &[&class, head]),
        }
    }
    out.put("</tr></thead><tbody>", &[]);
    for row in &table.rows {
        out.put("<tr>", &[]);
        for (i, cell) in row.iter().enumerate() {
            match i {
                0 => out.put("<th scope=\"row\">{}</th>", &[&cell.html]),
                _ => out.put(
                    "<td class=\"{}\"{}>{}</td>",
                    &[&cell.class, &cell.sort(), &cell.html],
                ),
            }
        }
        out.put("</tr>\n", &[]);
    }
    out.put("</tbody></table></div>\n", &[]);
}
