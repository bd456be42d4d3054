//! Running the program, and towns to run it on.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run left behind.
pub struct Done {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
}

impl From<Output> for Done {
    fn from(o: Output) -> Self {
        let err = String::from_utf8_lossy(&o.stderr).into_owned();
        assert!(!err.contains("panicked"), "{err}");
        Done {
            code: o.status.code(),
            out: o.stdout,
            err,
        }
    }
}

impl Done {
    /// Asserts the exit code.
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.err);
        self
    }
    /// Asserts that standard error has all of these.
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "{part:?} is not in: {}", self.err);
        }
        self
    }
    /// Asserts that nothing came on standard output.
    pub fn without_result(self) -> Self {
        assert!(
            self.out.is_empty(),
            "{}",
            String::from_utf8_lossy(&self.out)
        );
        self
    }
}

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_bereik");

/// A command line of the program.
pub fn command(args: &[impl AsRef<std::ffi::OsStr>]) -> Command {
    let mut c = Command::new(PROGRAM);
    c.args(args);
    c
}

/// Runs the program.
pub fn bereik(args: &[impl AsRef<std::ffi::OsStr>]) -> Done {
    command(args).output().expect("the program runs").into()
}

/// A command line kept as words, to be changed.
#[derive(Clone)]
pub struct Line(pub Vec<OsString>);

impl Line {
    pub fn and<S: Into<OsString>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.0.extend(words.into_iter().map(Into::into));
        self
    }
    /// Replaces an option's value.
    pub fn with(mut self, option: &str, value: impl Into<OsString>) -> Self {
        let at = self.0.iter().position(|w| w == option).expect(option);
        self.0[at + 1] = value.into();
        self
    }
    /// Takes an option and its value away.
    pub fn without(mut self, option: &str) -> Self {
        let at = self.0.iter().position(|w| w == option).expect(option);
        self.0.drain(at..at + 2);
        self
    }
    pub fn run(&self) -> Done {
        bereik(&self.0)
    }
    pub fn command(&self) -> Command {
        command(&self.0)
    }
    /// The result on standard output of a run that succeeds.
    pub fn result(&self) -> String {
        let done = self.run().code(0);
        String::from_utf8(done.out).expect("UTF-8")
    }
}

/// Folder of a conformance case.
pub fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/conformance")
        .join(name)
}

/// Options of a case: those of `args.txt`.
pub fn options(name: &str) -> Vec<OsString> {
    let text = std::fs::read_to_string(case(name).join("args.txt")).expect("args.txt");
    text.split_whitespace().map(Into::into).collect()
}

/// `bereik matrix` on a case.
pub fn matrix(name: &str) -> Line {
    let f = |file: &str| case(name).join(file).into_os_string();
    Line(vec!["matrix".into()])
        .and([OsString::from("--osm"), f("network.osm.pbf")])
        .and([OsString::from("--gtfs"), f("gtfs.zip")])
        .and([OsString::from("--origins"), f("origins.csv")])
        .and([OsString::from("--destinations"), f("destinations.csv")])
        .and(options(name))
}

/// A copy of a case's unpacked timetable, to be broken.
pub fn timetable(name: &str, into: &Path) -> PathBuf {
    let folder = into.join("gtfs");
    std::fs::create_dir_all(&folder).expect("a folder");
    for entry in std::fs::read_dir(case(name).join("gtfs")).expect("the tables") {
        let from = entry.expect("a table").path();
        let name = from.file_name().expect("a name");
        let text = std::fs::read(&from).expect("a table");
        std::fs::write(folder.join(name), text).expect("a copy");
    }
    folder
}

/// Changes the text of a file.
pub fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(path).expect("a text");
    std::fs::write(path, change(text)).expect("written");
}

/// A new folder for one test.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// A file with a text.
pub fn file(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path
}
