//! The kinds of fault that an error may be of.

use std::fmt;

macro_rules! faults {
    ($($kind:ident $code:literal $meaning:literal;)*) => {
        /// What kind of fault an error is of: what a caller matches on. `docs/errors.md` lists all codes. Later versions may
        /// add kinds; the code of a kind never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Fault {
            $(#[doc = $meaning] $kind,)*
        }

        impl Fault {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Fault] = &[$(Fault::$kind),*];

            /// The stable code in kebab-case, e.g. `column-missing`.
            pub fn code(self) -> &'static str {
                match self {
                    $(Fault::$kind => $code,)*
                }
            }

            /// What the kind means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Fault::$kind => $meaning,)*
                }
            }
        }
    };
}

faults! {
    FileNotFound "file-not-found" "A file or folder that is named does not exist.";
    AccessDenied "access-denied" "The system does not allow a file to be read or written.";
    DiskFull "disk-full" "There is no room left to write a file.";
    Io "io" "The system failed to read or write a file, for a reason that has no code of its own.";
    NotAFile "not-a-file" "A folder, a pipe, a device or a link stands where an ordinary file must.";
    FileChanged "file-changed" "A file was changed while it was in use.";
    TooLarge "too-large" "A file, or what it holds, is larger than this program takes.";
    Empty "empty" "A file or table holds no rows, or a file no features.";
    NotText "not-text" "A file that must be text in UTF-8 holds something else.";
    NotAZip "not-a-zip" "An archive, or a file in it, cannot be unpacked.";
    FormatUnknown "format-unknown" "A file, or the ending of a name, is of no format that fits here.";
    TableMalformed "table-malformed" "The fields or quotation marks of a table do not fit together.";
    TableMissing "table-missing" "A GTFS feed lacks a table that it cannot do without.";
    ColumnMissing "column-missing" "A table, or a layer of features, has no column or property of the name asked for.";
    ColumnTwice "column-twice" "A table has two columns of one name.";
    IdMissing "id-missing" "A row or feature has no id.";
    IdTwice "id-twice" "Two rows or features have one id.";
    ValueInvalid "value-invalid" "A value of a table cannot be read or is out of the range of its column.";
    GeodataDamaged "geodata-damaged" "A GeoJSON file or GeoPackage cannot be read.";
    LayerUnknown "layer-unknown" "A GeoPackage has no layer that could be meant, or several.";
    CrsUnknown "crs-unknown" "A coordinate reference system is not known here.";
    CrsMissing "crs-missing" "It is not said which coordinate reference system positions are in.";
    PositionInvalid "position-invalid" "A position does not lie in its coordinate reference system.";
    PointsAllLost "points-all-lost" "No point of a file can be used, for instance because none lies near a street.";
    AreasUnusable "areas-unusable" "A file of areas has no polygon that can be used.";
    PlacesNotFound "places-not-found" "No place of the map has the tags, or meets the conditions, of a service.";
    StreetFileDamaged "street-file-damaged" "An OpenStreetMap file is cut short, damaged or of another format.";
    StreetsMissing "streets-missing" "An OpenStreetMap file holds no streets, or streets without positions.";
    FeedUnusable "feed-unusable" "A GTFS feed has nothing left of what it cannot do without, or is not clearly one feed.";
    StopsOffStreets "stops-off-streets" "No stop with service lies near a street.";
    DateOutsideCalendar "date-outside-calendar" "No timetable covers the date asked for.";
    TimeOutOfRange "time-out-of-range" "A change moves a trip beyond the times that a timetable can hold.";
    NetworkFileUnknown "network-file-unknown" "A file that should be a network file is something else.";
    NetworkFileOutdated "network-file-outdated" "A network file is of another version or machine, or one of its inputs has changed.";
    NetworkFileDamaged "network-file-damaged" "A network file is cut short or damaged.";
    SyntaxInvalid "syntax-invalid" "A study, scenario or monitor file is not valid TOML or JSON.";
    KeyUnknown "key-unknown" "A study, scenario or monitor file has a key that does not exist.";
    KeyMissing "key-missing" "A study, scenario or monitor file lacks a key that it needs.";
    SettingInvalid "setting-invalid" "A setting of a study, scenario or monitor file has no meaning, alone or beside the others.";
    NameUnknown "name-unknown" "There is nothing of the name asked for.";
    NameUnusable "name-unusable" "A name is too long, or stands for something else in the results.";
    NormMissing "norm-missing" "What is asked needs an essential service with a norm, and there is none.";
    EditImpossible "edit-impossible" "An edit of a scenario selects nothing or cannot be made.";
    ScenarioOutdated "scenario-outdated" "A scenario was made for other timetables than those of the study.";
    ScenarioTwice "scenario-twice" "The same scenario, or two of one name, are given.";
    EventsUncountable "events-uncountable" "A factorial comparison has fewer than two events, or too many.";
    CandidatesMissing "candidates-missing" "No candidate sites are given, or fewer than are to be chosen.";
    EditionMissing "edition-missing" "A dataset of a monitor holds no such edition, or none at all.";
    EditionChanged "edition-changed" "Something was computed with other inputs or settings than its edition was begun with.";
    EditionsDiffer "editions-differ" "Two editions do not measure the same, so they cannot be compared.";
    DatasetIncomplete "dataset-incomplete" "A dataset of a monitor lacks files that are yet to be computed.";
    DatasetDamaged "dataset-damaged" "A file of a dataset of a monitor is missing or not what was written.";
    FolderInUse "folder-in-use" "Another process is working on the folder.";
    OutputRefused "output-refused" "Results would replace an input or a file that is not a result of this program, or cannot stand where they are wanted.";
    OptionInvalid "option-invalid" "A setting of a call, or a combination of them, is out of range or has no meaning.";
    VerificationFailed "verification-failed" "A check of the program's own work found a difference: a fault of bereik.";
    Cancelled "cancelled" "Who watches the work no longer wants it.";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;
    use std::collections::BTreeSet;

    /// `BEREIK_WRITE_ERRORS=1` writes the table.
    #[test]
    fn the_page_lists_all_codes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
        let page = std::fs::read_to_string(path).unwrap();
        let (before, _) = page.split_once("| code |").expect("a table at the end");
        let mut due = format!("{before}| code | meaning |\n| --- | --- |\n");
        for fault in Fault::ALL {
            due += &format!("| `{fault}` | {} |\n", fault.meaning());
        }
        if std::env::var_os("BEREIK_WRITE_ERRORS").is_some() {
            std::fs::write(path, &due).unwrap();
        }
        assert!(
            page == due,
            "BEREIK_WRITE_ERRORS=1 writes the table of docs/errors.md anew"
        );
    }

    #[test]
    fn codes_are_distinct_kebab_case() {
        let codes: BTreeSet<&str> = Fault::ALL.iter().map(|f| f.code()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(codes.iter().all(|code| code.chars().all(plain)));
    }
}
