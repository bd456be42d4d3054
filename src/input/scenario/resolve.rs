//! From the file as typed to a [`Scenario`]: defaults, references, contradictions.

use super::given::{CORNERS, of_edit};
use super::kinds::{COMMON, KindWord, Subject};
use super::typed::*;
use super::values::{Reader, stem};
use super::*;
use crate::diagnostics::{Error, Fault};
use crate::input::document::{
    Checked, Content, Document, Node, Place, Settings, check, expect, nearest,
};
use crate::input::resolver::{Names, Resolver};
use crate::input::study::Study;
use std::path::Path;

/// Resolves a document; problems of the schema check and of the meaning come together.
pub(super) fn resolve(document: &Document, path: &Path, study: &Study) -> Result<Scenario, Error> {
    expect(document, Settings::Scenario)?;
    let schema = json_schema();
    let Checked { value, problems } = check(document, &schema);
    let typed: ScenarioFile = serde_json::from_value(value).map_err(|e| {
        Fault::SettingInvalid.at(&document.file, format!("cannot be understood: {e}"))
    })?;
    let file = std::path::absolute(path).map_err(|e| Error::io(path, "find", e))?;
    let mut reader = Reader {
        r: Resolver {
            problems,
            base: file.parent().unwrap_or(Path::new("/")).to_owned(),
            look_for_files: true,
        },
        study,
        levels: BTreeMap::new(),
        groups_move: (typed.edit.iter().flatten()).any(|e| e.kind == Some(KindWord::MoveGroup)),
        lines: Names::new(),
    };
    let scenario = reader.scenario(document, typed, file);
    reader.r.problems.into_result()?;
    Ok(scenario)
}

impl Reader<'_, '_> {
    fn scenario(&mut self, document: &Document, typed: ScenarioFile, file: PathBuf) -> Scenario {
        let root = Place::root();
        if document.keys(&root).is_empty() {
            let hint = "write [[edit]] tables; the study as it is is a scenario with a name only: [scenario] and name = \"…\"";
            self.problem(
                &root,
                "the file is empty: it has neither [scenario] nor [[edit]]",
                hint,
            );
        }
        let table = typed.scenario.unwrap_or_default();
        let feeds = self.feeds(
            document,
            &root.to("scenario").to("feeds"),
            table.feeds.unwrap_or_default(),
        );
        let mut names = Names::new();
        let mut edits = Vec::new();
        // Names of edits with other problems too, so that events may refer to them.
        let mut called = Vec::new();
        let list = root.to("edit");
        for (i, table) in typed.edit.into_iter().flatten().enumerate() {
            let place = list.to(i);
            called.push(self.name(&place, table.name.clone(), &mut names, i));
            edits.extend(self.edit(document, &place, table));
        }
        let events = self.events(typed.event.unwrap_or_default(), &called);
        Scenario {
            name: table.name.unwrap_or_else(|| stem(&file)),
            reason: table.reason.unwrap_or_default(),
            feeds,
            edits,
            events,
            file,
        }
    }

    /// A name, trimmed, that no other has.
    fn name(
        &mut self,
        place: &Place,
        name: Option<String>,
        names: &mut Names,
        index: usize,
    ) -> String {
        let name = name.map(|name| name.trim().to_owned());
        self.r.unique(place, "name", name, names, index)
    }

    fn feeds(
        &mut self,
        document: &Document,
        place: &Place,
        feeds: BTreeMap<String, String>,
    ) -> Vec<Feed> {
        let mut out = Vec::new();
        for (name, sum) in feeds {
            let at = place.to(name.as_str());
            let digits = sum.trim().strip_prefix("sha256:").unwrap_or_default();
            if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                let hint =
                    "write \"sha256:\" and the 64 digits that sha256sum gives for the timetable";
                self.problem(&at, "is no SHA-256 checksum", hint);
            }
            if name.trim().is_empty() {
                self.problem(&at, "a feed has no name", "give its file name");
            }
            out.push(Feed {
                name,
                sha256: digits.to_ascii_lowercase(),
                line: document.at(&at).map(|node| node.line),
            });
        }
        out
    }

    fn events(&mut self, tables: Vec<EventTable>, edits: &[String]) -> Vec<Event> {
        let list = Place::root().to("event");
        let mut names = Names::new();
        let mut events = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let named = self.r.required(&place, "edits", table.edits);
            let at = place.to("edits");
            let named: Vec<String> = named.unwrap_or_default();
            let named: Vec<String> = named.iter().map(|n| n.trim().to_owned()).collect();
            events.push(Event {
                name: self.name(&place, table.name, &mut names, i),
                edits: self.r.references(&at, &named, "edit", edits, |name| name),
            });
        }
        events
    }

    /// One edit; none where it is not known what it does.
    fn edit(&mut self, document: &Document, place: &Place, mut table: EditTable) -> Option<Edit> {
        let Some(kind) = table.kind else {
            self.r.problems.missing(&place.to("kind"));
            return None;
        };
        self.keys(document, place, kind);
        let name = table.name.take().unwrap_or_default().trim().to_owned();
        let why = table.why.take().unwrap_or_default();
        let mut lines = BTreeMap::new();
        let mut given = Vec::new();
        if let Some(node) = document.at(place) {
            collect_lines(node, "", &mut lines);
            given = of_edit(node);
        }
        let change = self.change(place, kind, table)?;
        Some(Edit {
            name,
            why,
            change,
            place: Stands {
                file: document.file.clone(),
                lines,
                given,
            },
        })
    }

    /// Which keys are given, against those of the kind.
    fn keys(&mut self, document: &Document, place: &Place, kind: KindWord) {
        let keys = kind.keys();
        let own = keys.all();
        let word = kind.word();
        for key in document.keys(place) {
            let known = own.contains(&key.as_str()) || COMMON.contains(&key.as_str());
            let at = place.to(key.as_str());
            if known || !self.r.problems.is_given(&at) {
                continue;
            }
            let mut hint = match nearest(&key, &own) {
                Some(near) => format!("did you mean {near:?}? "),
                None => String::new(),
            };
            hint += &format!("keys of {word}: {}", own.join(", "));
            self.problem(&at, format!("is no key of {word}"), &hint);
        }
        for key in keys.required {
            self.r.problems.missing(&place.to(*key));
        }
        let given = |reader: &Self, list: &[&'static str]| -> Vec<&'static str> {
            let there = |key: &&&str| reader.r.problems.is_given(&place.to(**key));
            list.iter().filter(there).copied().collect()
        };
        let one_of = given(self, keys.one_of);
        if let [first, second, ..] = one_of.as_slice() {
            let problem = format!("given together with {first}");
            let hint = format!("give one of {}", keys.one_of.join(", "));
            self.problem(&place.to(*second), problem, &hint);
        }
        let some_of = given(self, keys.some_of);
        for (given, wanted) in [(one_of, keys.one_of), (some_of, keys.some_of)] {
            let misspelt = wanted
                .iter()
                .any(|key| self.r.problems.is_meant(&place.to(*key)));
            if given.is_empty()
                && !misspelt
                && let Some(first) = wanted.first()
            {
                let hint = format!("{word} needs one of: {}", wanted.join(", "));
                self.problem(&place.to(*first), "is missing", &hint);
            }
        }
    }

    fn change(&mut self, place: &Place, kind: KindWord, table: EditTable) -> Option<Change> {
        match kind.subject() {
            Subject::Timetable => self.timetable(place, kind, table).map(Change::Timetable),
            Subject::Streets => self.streets(place, kind, table).map(Change::Streets),
            Subject::Places => self.places(place, kind, table).map(Change::Places),
            Subject::Homes => self.people(place, kind, table).map(Change::Homes),
            Subject::Persona => self.persona(place, table).map(Change::Persona),
        }
    }
}

/// Lines of a table's keys and of the entries of its lists, by path.
fn collect_lines(node: &Node, path: &str, lines: &mut BTreeMap<String, u64>) {
    lines.insert(path.to_owned(), node.line);
    let inner = |key: &str| match path {
        "" => key.to_owned(),
        _ => format!("{path}.{key}"),
    };
    match &node.content {
        Content::Table(entries) => {
            for (key, node) in entries {
                collect_lines(node, &inner(key), lines);
            }
        }
        // Corners of polygons and paths are many and stand together.
        Content::List(items) if !CORNERS.iter().any(|key| path.ends_with(key)) => {
            for (i, node) in items.iter().enumerate() {
                collect_lines(node, &inner(&i.to_string()), lines);
            }
        }
        Content::List(_) | Content::Scalar(_) => {}
    }
}
