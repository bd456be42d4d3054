//! A document against a JSON Schema: unknown keys, types, ranges, words.
//!
//! Understands the part of JSON Schema that schemars makes of our structs: `type`,
//! `properties`, `additionalProperties`, `items`, `minItems`, `maxItems`, `minimum`, `maximum`,
//! `exclusiveMinimum`, `minLength`, `maxLength`, `enum`, `oneOf` of constants, and `anyOf` of different types.

use super::{Content, Document, Node, Place, Problems, Step};
use serde_json::{Map, Value};

/// What is left of a document when everything found wrong is taken out.
pub struct Checked<'d> {
    /// Fits the schema.
    pub value: Value,
    /// What was wrong, so far.
    pub problems: Problems<'d>,
}

/// Checks a document against a schema without references.
pub fn check<'d>(document: &'d Document, schema: &'d Value) -> Checked<'d> {
    let mut walk = Walk {
        problems: Problems::new(document, schema),
    };
    let value = walk.node(schema, &document.root, &Place::root(), "");
    Checked {
        value: value.unwrap_or_else(|| Value::Object(Map::new())),
        problems: walk.problems,
    }
}

struct Walk<'d> {
    problems: Problems<'d>,
}

impl Walk<'_> {
    /// The node as JSON if it fits; else the problem is noted. `about` describes the key.
    fn node(&mut self, schema: &Value, node: &Node, path: &Place, about: &str) -> Option<Value> {
        let about = schema
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or(about);
        let branches = branches(schema);
        let Some(schema) = branches.iter().find(|branch| has_type(branch, node)) else {
            let wanted = or_list(branches.iter().map(|branch| type_words(branch)));
            let found = found_words(node);
            self.problems
                .add(path, format!("must be {wanted}, but is {found}"), about);
            return None;
        };
        match &node.content {
            Content::Table(entries) => self.table(schema, entries, path),
            Content::List(items) => self.list(schema, items, path, about),
            Content::Scalar(value) => match scalar_problem(schema, value) {
                None => Some(value.clone()),
                Some((problem, hint)) => {
                    let hint = hint.unwrap_or_else(|| about.to_owned());
                    self.problems.add(path, problem, hint);
                    None
                }
            },
        }
    }

    fn table(&mut self, schema: &Value, entries: &[(String, Node)], path: &Place) -> Option<Value> {
        let known = schema.get("properties").and_then(Value::as_object);
        let free = schema.get("additionalProperties").filter(|s| s.is_object());
        let mut table = Map::new();
        for (key, node) in entries {
            let place = path.to(key.as_str());
            // JSON's null is the same as leaving the key out.
            let is_null = node.content == Content::Scalar(Value::Null);
            match known.and_then(|known| known.get(key)).or(free) {
                Some(_) if is_null => {}
                Some(schema) => {
                    if let Some(value) = self.node(schema, node, &place, "") {
                        table.insert(key.clone(), value);
                    }
                }
                None if self.problems.is_told(&place) => {
                    self.problems.unknown_key(&place, None, String::new());
                }
                None => {
                    let keys: Vec<&str> = known
                        .map(|known| known.keys().map(String::as_str).collect())
                        .unwrap_or_default();
                    let near = nearest(key, &keys);
                    let hint = match near {
                        Some(near) => format!("did you mean {near:?}?"),
                        None => format!("keys here: {}", keys.join(", ")),
                    };
                    self.problems.unknown_key(&place, near, hint);
                }
            }
        }
        Some(Value::Object(table))
    }

    fn list(&mut self, schema: &Value, items: &[Node], path: &Place, about: &str) -> Option<Value> {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let n = items.len() as u64;
        if let Some(least) = bound("minItems").filter(|&least| n < least) {
            let problem = if n == 0 {
                "the list is empty".to_owned()
            } else {
                format!("needs at least {least} values, has {n}")
            };
            self.problems.add(path, problem, about);
            return None;
        }
        if let Some(most) = bound("maxItems").filter(|&most| n > most) {
            self.problems
                .add(path, format!("at most {most} allowed, has {n}"), about);
            return None;
        }
        let anything = Value::Bool(true);
        let schema = schema.get("items").unwrap_or(&anything);

        let list = items
            .iter()
            .enumerate()
            .map(|(i, item)| self.node(schema, item, &path.to(i), about))
            .collect::<Vec<_>>();
        list.into_iter()
            .collect::<Option<Vec<_>>>()
            .map(Value::Array)
    }
}

/// What the schema says of a place.
pub(super) fn describe(schema: &Value, place: &Place) -> Option<String> {
    let mut about = None;
    let mut schema = schema;
    for step in place.steps() {
        let inner = branches(schema).into_iter().find_map(|branch| match step {
            Step::Key(key) => branch
                .get("properties")
                .and_then(|keys| keys.get(key))
                .or_else(|| branch.get("additionalProperties")),
            Step::Index(_) => branch.get("items"),
        });
        schema = inner?;
        // An entry of a list is what the list is.
        let own = schema.get("description").and_then(Value::as_str);
        about = match step {
            Step::Key(_) => own,
            Step::Index(_) => own.or(about),
        };
    }
    about.map(str::to_owned)
}

/// The alternatives of a schema; itself where it has none.
fn branches(schema: &Value) -> Vec<&Value> {
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(list) => list.iter().flat_map(branches).collect(),
        None => vec![schema],
    }
}

/// The words allowed, where the schema lists them.
fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return Some(list.iter().filter_map(Value::as_str).collect());
    }
    let list = schema.get("oneOf").and_then(Value::as_array)?;
    let each = list.iter().map(|one| match one.get("const") {
        Some(word) => word.as_str().map(|word| vec![word]),
        None => words(one),
    });
    each.collect::<Option<Vec<_>>>().map(|lists| lists.concat())
}

fn type_of(schema: &Value) -> &str {
    match schema.get("type").and_then(Value::as_str) {
        Some(name) => name,
        None if words(schema).is_some() => "string",
        None => "",
    }
}

fn has_type(schema: &Value, node: &Node) -> bool {
    match (type_of(schema), &node.content) {
        ("", _) => true,
        ("string", Content::Scalar(Value::String(_)))
        | ("boolean", Content::Scalar(Value::Bool(_)))
        | ("number", Content::Scalar(Value::Number(_)))
        | ("array", Content::List(_))
        | ("object", Content::Table(_)) => true,
        ("integer", Content::Scalar(Value::Number(n))) => n.is_i64() || n.is_u64(),
        _ => false,
    }
}

fn type_words(schema: &Value) -> &'static str {
    match type_of(schema) {
        "string" => "text in quotes",
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "a whole number",
        "array" => "a list",
        "object" => "a table",
        _ => "a value",
    }
}

fn found_words(node: &Node) -> &'static str {
    match &node.content {
        Content::Table(_) => "a table",
        Content::List(_) => "a list",
        Content::Scalar(Value::String(_)) => "text",
        Content::Scalar(Value::Bool(_)) => "true or false",
        Content::Scalar(Value::Number(n)) if n.is_f64() => "a number with decimals",
        Content::Scalar(Value::Number(_)) => "a number",
        Content::Scalar(_) => "nothing",
    }
}

/// What is wrong with a scalar of the right type, and a hint where the key's description won't do.
fn scalar_problem(schema: &Value, value: &Value) -> Option<(String, Option<String>)> {
    match value {
        Value::String(text) => {
            if let Some(words) = words(schema)
                && !words.contains(&text.as_str())
            {
                let hint = nearest(text, &words).map(|near| format!("did you mean {near:?}?"));
                return Some((format!("must be one of: {}", words.join(", ")), hint));
            }
            let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
            let n = text.trim().chars().count() as u64;
            if bound("minLength").is_some_and(|least| n < least) {
                return Some(("is empty".to_owned(), None));
            }
            let most = bound("maxLength").unwrap_or(LONGEST_TEXT);
            (n > most).then(|| (format!("longer than {most} characters"), None))
        }
        Value::Number(number) => {
            let number = number.as_f64()?;
            let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
            let (least, above, most) = (
                bound("minimum"),
                bound("exclusiveMinimum"),
                bound("maximum"),
            );
            let low = least.is_some_and(|b| number < b) || above.is_some_and(|b| number <= b);
            if !low && most.is_none_or(|b| number <= b) {
                return None;
            }
            let from = match (least, above) {
                (_, Some(b)) => format!("more than {b}"),
                (Some(b), None) => format!("at least {b}"),
                _ => String::new(),
            };
            let to = most.map(|b| format!("at most {b}")).unwrap_or_default();
            let and = if from.is_empty() || to.is_empty() {
                ""
            } else {
                " and "
            };
            Some((format!("must be {from}{and}{to}"), None))
        }
        _ => None,
    }
}

/// Longest text where the schema sets no limit, characters.
const LONGEST_TEXT: u64 = 4096;

/// `a, b or c`, each once.
fn or_list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    match once.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, front)) => format!("{} or {last}", front.join(", ")),
        None => String::new(),
    }
}

/// The most similar of some words, if one is similar enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower: String = word.chars().take(100).collect::<String>().to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for &candidate in known {
        let candidate_lower = candidate.to_lowercase();
        let mut like = strsim::jaro_winkler(&lower, &candidate_lower);
        // One slip in a short word counts for too much there.
        if candidate.len() > 2 && strsim::damerau_levenshtein(&lower, &candidate_lower) == 1 {
            like = like.max(0.9);
        }
        // The first of equals: the order of the schema.
        if like >= 0.8 && best.is_none_or(|(most, _)| like > most) {
            best = Some((like, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
