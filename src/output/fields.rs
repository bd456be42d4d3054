//! What the columns of results tables are: each one's name, what it holds, its unit, what people call it in either
//! language, and what it means. A column that several tables have stands here once; the tables are declared where their
//! rows are made (`run/*/tables`), and `docs/tables.md` is written from both.

use super::table::{ColumnType, Format, Schema};
use crate::input::study::Language;
use std::borrow::Cow;

/// In what a column is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Text, or a number without one.
    None,
    /// People, households or dwellings: what the group weighs homes by.
    People,
    /// Homes, as rows of the file.
    Homes,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Kilometres.
    Kilometres,
    /// Jobs that a shift has.
    Jobs,
    /// Part of a whole, 0 to 1.
    Share,
    /// Part of a whole, 0 to 100.
    Percent,
    /// How many.
    Count,
    /// 1 for yes, 0 for no.
    YesNo,
    /// Degrees, WGS 84.
    Degrees,
    /// Minutes or an amount, as the row's column `unit` or `measure` says.
    OfRow,
}

impl Unit {
    /// Its word; nothing where there is no unit.
    pub fn word(self, language: Language) -> &'static str {
        let (nl, en) = match self {
            Unit::None => ("", ""),
            Unit::People => ("mensen", "people"),
            Unit::Homes => ("woningen", "homes"),
            Unit::Minutes => ("minuten", "minutes"),
            Unit::Hours => ("uur", "hours"),
            Unit::Kilometres => ("kilometer", "kilometres"),
            Unit::Jobs => ("banen", "jobs"),
            Unit::Share => ("deel van 1", "share of 1"),
            Unit::Percent => ("procent", "per cent"),
            Unit::Count => ("aantal", "count"),
            Unit::YesNo => ("1 ja, 0 nee", "1 yes, 0 no"),
            Unit::Degrees => ("graden", "degrees"),
            Unit::OfRow => ("zie de rij", "see the row"),
        };
        match language {
            Language::Nl => nl,
            Language::En => en,
        }
    }
}

/// A column of a results table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in the header of CSV, Parquet and map files.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: ColumnType,
    /// In what.
    pub unit: Unit,
    /// What people call it: in Dutch, in English.
    heading: [&'static str; 2],
    /// What it means, and when it is empty.
    pub meaning: &'static str,
}

impl Field {
    const fn new(
        name: &'static str,
        kind: ColumnType,
        unit: Unit,
        heading: [&'static str; 2],
        meaning: &'static str,
    ) -> Self {
        Field {
            name: Cow::Borrowed(name),
            kind,
            unit,
            heading,
            meaning,
        }
    }

    /// The same column under another name: for tables whose columns depend on the study.
    pub fn named(&self, name: String) -> Self {
        Field {
            name: Cow::Owned(name),
            ..self.clone()
        }
    }

    /// What people call it.
    pub fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::Nl => self.heading[0],
            Language::En => self.heading[1],
        }
    }
}

/// Columns of a table.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// As they stand.
    Once(&'static [Field]),
    /// For each name of the study that stands in capitals, such as `palma_RANK`.
    Each(&'static [Field]),
}

/// A table of a results folder.
#[derive(Debug)]
pub struct Declared {
    /// Its files.
    pub files: &'static [(&'static str, Format)],
    /// What one row is about, and in what order rows stand.
    pub row: &'static str,
    /// Its columns, in order.
    pub parts: &'static [Part],
}

impl Declared {
    /// All columns in order, each once.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.parts.iter().flat_map(|part| match part {
            Part::Once(fields) | Part::Each(fields) => fields.iter(),
        })
    }

    /// Its columns, where they are the same for every study.
    pub fn schema(&self) -> Schema {
        self.schema_with(|fields| fields.to_vec())
    }

    /// Its columns; `each` says what columns with names in capitals are called in this study.
    pub fn schema_with(&self, mut each: impl FnMut(&'static [Field]) -> Vec<Field>) -> Schema {
        let mut schema = Schema::new();
        for part in self.parts {
            match part {
                Part::Once(fields) => schema = fields.iter().fold(schema, Schema::field),
                Part::Each(fields) => schema = each(fields).iter().fold(schema, Schema::field),
            }
        }
        schema
    }

    /// Its file in a format.
    ///
    /// Panics where it has none: that is a mistake in the caller.
    pub fn file(&self, format: Format) -> &'static str {
        let found = self.files.iter().find(|f| f.1 == format);
        found
            .map(|f| f.0)
            .expect("a format that the table is declared with")
    }
}

/// Names of the files of a results folder: those of its tables, the page and the manifest.
pub fn file_names(tables: &[&Declared]) -> Vec<&'static str> {
    let of_tables = tables.iter().flat_map(|t| t.files.iter().map(|f| f.0));
    of_tables.chain(["report.html", "manifest.json"]).collect()
}

macro_rules! fields {
    ($($(#[$attribute:meta])* $id:ident: $name:literal, $kind:expr, $unit:ident, $nl:literal / $en:literal, $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $id: Field = Field::new($name, $kind, Unit::$unit, [$nl, $en], $meaning);)*
    };
}

const TEXT: ColumnType = ColumnType::Text;
const LABEL: ColumnType = ColumnType::Label;
const INT: ColumnType = ColumnType::Int;
const MIXED: ColumnType = ColumnType::Mixed;
const EXACT: ColumnType = ColumnType::Exact;
const fn decimals(decimals: u8) -> ColumnType {
    ColumnType::Number { decimals }
}

// Of whom and when.
fields! {
    HOME: "home", TEXT, None, "Woning" / "Home", "The home's id, as in the file of homes.";
    GROUP: "group", LABEL, None, "Groep" / "Group", "What homes are weighed by: a group of the study.";
    PERSONA: "persona", LABEL, None, "Reiziger" / "Traveller", "A traveller of the study.";
    SLOT: "slot", LABEL, None, "Tijdstip" / "Time of day", "A slot of the study: a window of departures or arrivals on a date. In rows about shifts, the shift.";
    SERVICE: "service", LABEL, None, "Voorziening" / "Service", "A service of the study; `all essential services` in rows that count norms together.";
    SHIFT: "shift", LABEL, None, "Dienst" / "Shift", "A shift of the study.";
    DATE: "date", TEXT, None, "Datum" / "Date", "The day of service, YYYY-MM-DD.";
    TIME: "time", TEXT, None, "Vanaf" / "From", "When the hour begins, HH:MM; later than 24:00 is after midnight.";
    SCENARIO: "scenario", LABEL, None, "Scenario" / "Scenario", "The scenario's name.";
    EDITION: "edition", LABEL, None, "Editie" / "Edition", "The edition's name.";
    MEASURE: "measure", TEXT, None, "Maat" / "Measure", "What is measured: `cumulative`, `nearest`, the kind of a falling weight, or `2sfca`.";
    CUTOFF: "cutoff", TEXT, None, "Grens" / "Cutoff", "Minutes of a cumulative measure, the rank n of the nearest, or the parameters of a weight.";
    PERCENTILE: "percentile", INT, None, "Percentiel" / "Percentile", "Of the travel times over the departures of the window: the share of departures that do at least as well. Empty where the row is about services that differ in it, or about shifts.";
    UNIT: "unit", TEXT, None, "Eenheid" / "Unit", "In what levels and changes of the row are: `minutes`, `seconds`, `opportunities`, `opportunities per head` or `people`.";
    INDICATOR: "indicator", TEXT, None, "Indicator" / "Indicator", "What the row's value is; docs/methods.md has the formulas.";
    RANK_IN_TABLE: "rank", INT, None, "Rang" / "Rank", "1 for the first; empty where the row can't be ranked.";
}

// Where.
fields! {
    LEVEL: "level", LABEL, None, "Niveau" / "Level", "The level of areas; `region` for everything together.";
    CODE: "code", TEXT, None, "Code" / "Code", "The area's code; empty for the region.";
    NAME: "name", LABEL, None, "Naam" / "Name", "What it is called.";
    NAME_AS_WRITTEN: "name", TEXT, None, "Naam" / "Name", "What it is called.";
    AREA: "area", TEXT, None, "Code" / "Code", "The area's code, in the later edition; empty for the region.";
    AREA_NAME: "area_name", LABEL, None, "Gebied" / "Area", "The area's name; empty for the region.";
    AREA_OF_HOME: "area", LABEL, None, "Gebied" / "Area", "The name of the area that the home lies in.";
    YEAR: "year", INT, None, "Jaar" / "Year", "The year of the boundaries, where the study says it.";
    LON: "lon", decimals(6), Degrees, "Lengtegraad" / "Longitude", "Longitude, WGS 84.";
    LAT: "lat", decimals(6), Degrees, "Breedtegraad" / "Latitude", "Latitude, WGS 84.";
}

// Levels of access.
fields! {
    ACCESS: "access", MIXED, Count, "Bereikbaar" / "Access", "What is reached, to six significant digits; empty for measures of time.";
    MINUTES: "minutes", decimals(2), Minutes, "Reistijd" / "Travel time", "Travel time to the n-th nearest; empty for measures of opportunities, and where nothing is reached.";
    NORM_MISSED: "norm_missed", INT, YesNo, "Onder de norm" / "Below the norm", "Whether the norm is missed; empty without a norm or a value.";
    STATUS: "status", TEXT, None, "Status" / "Status", "`ok`, or why there is none: `not_linked` (far from any street), `island` (on a part of the streets that nothing joins), `no_service` (no vehicle within walking reach), `beyond_limit` (farther than trips may take), `closed` (not open on arrival).";
    MEAN: "mean", MIXED, OfRow, "Gemiddelde" / "Mean", "Mean over people; of times, of those who get there.";
    P10: "p10", MIXED, OfRow, "10e percentiel" / "10th percentile", "A tenth of the people have this or less; empty where that is not reached.";
    P50: "p50", MIXED, OfRow, "Mediaan" / "Median", "Half of the people have this or less; empty where that is not reached.";
    P90: "p90", MIXED, OfRow, "90e percentiel" / "90th percentile", "Nine in ten people have this or less; empty where that is not reached.";
}

// People, and how many are below a norm.
fields! {
    PEOPLE: "people", EXACT, People, "Mensen" / "People", "People of the group whom the row counts: with a known weight and a value.";
    PEOPLE_UNKNOWN: "people_unknown", EXACT, People, "Zonder waarde" / "Without a value", "People of the group whose homes have no value: not linked, or on an island.";
    NOT_REACHED: "not_reached", EXACT, People, "Komt er niet" / "Do not get there", "People whose travel time is not reached, or whose access is exactly 0.";
    BELOW_NORM: "below_norm", EXACT, People, "Onder de norm" / "Below the norm", "People who miss the norm; empty without one.";
    HEADCOUNT: "headcount", decimals(4), Share, "Aandeel onder de norm" / "Headcount", "Share of the people who miss the norm.";
    GAP: "gap", decimals(4), Share, "Diepte" / "Gap", "Mean distance to the norm as a share of it, of all people (FGT 1).";
    SEVERITY: "severity", decimals(4), Share, "Ernst" / "Severity", "The same squared, so that the worst off weigh most (FGT 2).";
    HIDDEN_POOR: "hidden_poor", EXACT, People, "Verborgen achterstand" / "Hidden poor", "People below the norm in an area whose mean meets it.";
    HOMES_WEIGHT_UNKNOWN: "homes_weight_unknown", INT, Homes, "Woningen zonder aantal" / "Homes without a weight", "Homes left out because it is not known how many people of the group live there.";
    VALUE_OF_INDICATOR: "value", MIXED, OfRow, "Waarde" / "Value", "The indicator's value: people, a share, an index or a median.";
}

// Dispersion.
fields! {
    GINI: "gini", decimals(4), Share, "Gini" / "Gini", "Gini coefficient of access over people.";
    PALMA: "palma", decimals(4), None, "Palma" / "Palma ratio", "Mean access of the tenth ranked highest over that of the four tenths ranked lowest.";
    CONCENTRATION: "concentration", decimals(4), None, "Concentratie-index" / "Concentration index", "Below 0 where access is with those ranked low, above 0 where it is with those ranked high.";
    THEIL: "theil", decimals(4), None, "Theil" / "Theil index", "Theil index of access over people.";
    THEIL_BETWEEN: "theil_between_areas", decimals(4), None, "Theil tussen gebieden" / "Theil between areas", "The part of it that lies between the areas of the finest level.";
    RANK: "rank", LABEL, None, "Gerangschikt naar" / "Ranked by", "What the Palma ratio and the concentration index rank homes by.";
    HOMES_RANK_UNKNOWN: "homes_rank_unknown", INT, Homes, "Woningen zonder rang" / "Homes without a rank", "Homes left out of these two because their rank is not known.";
    PALMA_RANK: "palma_RANK", decimals(4), None, "Palma" / "Palma ratio", "The Palma ratio by another rank of the study.";
    CONCENTRATION_RANK: "concentration_RANK", decimals(4), None, "Concentratie-index" / "Concentration index", "The concentration index by another rank of the study.";
    HOMES_RANK_UNKNOWN_RANK: "homes_rank_unknown_RANK", INT, Homes, "Woningen zonder rang" / "Homes without a rank", "Homes left out of these two.";
}

// Areas of a study on a map.
fields! {
    N_GROUP: "n_GROUP", EXACT, People, "Mensen" / "People", "People of the group who live there.";
    UNKNOWN_GROUP: "homes_weight_unknown_GROUP", INT, Homes, "Woningen zonder aantal" / "Homes without a weight", "Homes of which it is not known how many people of the group live there.";
    MISSED2_SLOT_PERSONA: "missed2_SLOT_PERSONA", decimals(4), Share, "Mist twee normen" / "Misses two norms", "Share of the report's group that misses two norms or more (one, where only one counts).";
    BELOW_SERVICE_SLOT_PERSONA: "below_SERVICE_SLOT_PERSONA", decimals(4), Share, "Onder de norm" / "Below the norm", "Share of the report's group below the norm.";
}

// Findings.
fields! {
    SEVERITY_OF_FINDING: "severity", TEXT, None, "Ernst" / "Severity", "`note`, `warning` or `serious`.";
    CODE_OF_FINDING: "code", TEXT, None, "Soort" / "Code", "What kind of finding it is.";
    FILE: "file", LABEL, None, "Bestand" / "File", "The file it is about.";
    LINE: "line", INT, None, "Regel" / "Line", "The line, where there is one.";
    RECORD: "record", LABEL, None, "Record" / "Record", "What it is about in the file.";
    MESSAGE: "message", LABEL, None, "Bevinding" / "Finding", "What is odd.";
    ACTION: "action", LABEL, None, "Wat ermee gedaan is" / "What was done", "What was done about it.";
    COUNT: "count", INT, Count, "Aantal" / "Count", "How many the row stands for.";
}

// Before and after a scenario.
fields! {
    BEFORE: "before", MIXED, OfRow, "Nu" / "Before", "The value without the scenario; empty where not reached or not known.";
    AFTER: "after", MIXED, OfRow, "Straks" / "After", "The value with it.";
    DIFFERENCE: "difference", MIXED, OfRow, "Verschil" / "Difference", "After less before, where both are known.";
    MISSED_BEFORE: "missed_before", INT, YesNo, "Nu onder de norm" / "Below the norm before", "Whether the norm is missed without the scenario.";
    MISSED_AFTER: "missed_after", INT, YesNo, "Straks onder de norm" / "Below the norm after", "Whether it is missed with it.";
    STATUS_BEFORE: "status_before", TEXT, None, "Status nu" / "Status before", "As `status`, without the scenario.";
    STATUS_AFTER: "status_after", TEXT, None, "Status straks" / "Status after", "As `status`, with it.";
    PEOPLE_STAY: "people", EXACT, People, "Mensen" / "People", "People who stay, and whose level is known before and after.";
    FELL_BELOW: "fell_below", EXACT, People, "Komt onder de norm" / "Fall below the norm", "Of them, those who meet the norm before and miss it after; empty without a norm.";
    ROSE_ABOVE: "rose_above", EXACT, People, "Komt boven de norm" / "Rise above the norm", "Those who miss it before and meet it after.";
    BELOW_BEFORE: "below_before", EXACT, People, "Nu onder de norm" / "Below the norm before", "People below the norm before.";
    BELOW_AFTER: "below_after", EXACT, People, "Straks onder de norm" / "Below the norm after", "People below the norm after.";
    WORSE_OFF: "worse_off", EXACT, People, "Slechter af" / "Worse off", "Who loses more than the tolerance (one minute), or falls below the norm.";
    BETTER_OFF: "better_off", EXACT, People, "Beter af" / "Better off", "Who gains more than that, or rises above the norm.";
    UNCHANGED: "unchanged", EXACT, People, "Gelijk" / "Unchanged", "The others who stay.";
    MOVED_IN: "moved_in", EXACT, People, "Komt wonen" / "Moved in", "People who live there only with the scenario.";
    MOVED_IN_BELOW: "moved_in_below", EXACT, People, "Komt wonen onder de norm" / "Moved in below the norm", "Of them, those below the norm.";
    MOVED_OUT: "moved_out", EXACT, People, "Vertrekt" / "Moved out", "People who live there only without the scenario.";
    MOVED_OUT_BELOW: "moved_out_below", EXACT, People, "Vertrok van onder de norm" / "Moved out from below the norm", "Of them, those below the norm.";
    MEAN_BEFORE: "mean_before", MIXED, OfRow, "Gemiddelde nu" / "Mean before", "As `mean`, without the scenario.";
    MEAN_AFTER: "mean_after", MIXED, OfRow, "Gemiddelde straks" / "Mean after", "As `mean`, with it.";
    P10_BEFORE: "p10_before", MIXED, OfRow, "10e percentiel nu" / "10th percentile before", "As `p10`, without the scenario.";
    P10_AFTER: "p10_after", MIXED, OfRow, "10e percentiel straks" / "10th percentile after", "As `p10`, with it.";
    P50_BEFORE: "p50_before", MIXED, OfRow, "Mediaan nu" / "Median before", "As `p50`, without the scenario.";
    P50_AFTER: "p50_after", MIXED, OfRow, "Mediaan straks" / "Median after", "As `p50`, with it.";
    P90_BEFORE: "p90_before", MIXED, OfRow, "90e percentiel nu" / "90th percentile before", "As `p90`, without the scenario.";
    P90_AFTER: "p90_after", MIXED, OfRow, "90e percentiel straks" / "90th percentile after", "As `p90`, with it.";
    GAP_BEFORE: "gap_before", decimals(4), Share, "Diepte nu" / "Gap before", "As `gap`, without the scenario.";
    GAP_AFTER: "gap_after", decimals(4), Share, "Diepte straks" / "Gap after", "As `gap`, with it.";
    SEVERITY_BEFORE: "severity_before", decimals(4), Share, "Ernst nu" / "Severity before", "As `severity`, without the scenario.";
    SEVERITY_AFTER: "severity_after", decimals(4), Share, "Ernst straks" / "Severity after", "As `severity`, with it.";
    GINI_BEFORE: "gini_before", decimals(4), Share, "Gini nu" / "Gini before", "As `gini`, without the scenario.";
    GINI_AFTER: "gini_after", decimals(4), Share, "Gini straks" / "Gini after", "As `gini`, with it.";
    PALMA_BEFORE: "palma_before", decimals(4), None, "Palma nu" / "Palma ratio before", "As `palma`, without the scenario.";
    PALMA_AFTER: "palma_after", decimals(4), None, "Palma straks" / "Palma ratio after", "As `palma`, with it.";
    THEIL_BEFORE: "theil_before", decimals(4), None, "Theil nu" / "Theil index before", "As `theil`, without the scenario.";
    THEIL_AFTER: "theil_after", decimals(4), None, "Theil straks" / "Theil index after", "As `theil`, with it.";
    NORMS_MISSED_AT_ONCE: "norms_missed", INT, Count, "Gemiste normen" / "Norms missed", "How many norms are missed at once.";
    PEOPLE_BEFORE: "people_before", EXACT, People, "Mensen nu" / "People before", "People who miss so many, without the scenario.";
    PEOPLE_AFTER: "people_after", EXACT, People, "Mensen straks" / "People after", "People who miss so many, with it.";
    PEOPLE_AFTERWARDS: "people", EXACT, People, "Mensen" / "People", "People who live there with the scenario.";
    JOBS_MEDIAN_BEFORE: "jobs_median_before", MIXED, Jobs, "Banen nu, mediaan" / "Median jobs before", "Median of the shift's jobs that people get to and home from, without the scenario.";
    JOBS_MEDIAN_AFTER: "jobs_median_after", MIXED, Jobs, "Banen straks, mediaan" / "Median jobs after", "The same with it.";
    NO_JOB_BEFORE: "without_any_job_before", EXACT, People, "Nu zonder enige baan" / "Without any job before", "People who can hold no job of the shift, without the scenario.";
    NO_JOB_AFTER: "without_any_job_after", EXACT, People, "Straks zonder enige baan" / "Without any job after", "The same with it.";
    MEAN_CHANGE: "mean_change", MIXED, OfRow, "Gemiddelde verandering" / "Mean change", "Of people who stay and get there before and after; empty where there are none.";
    CUT_OFF: "cut_off", EXACT, People, "Komt er niet meer" / "Cut off", "People who get there before and not after.";
    AT: "at", TEXT, None, "Om" / "At", "Departure of the trips, or their deadline, HH:MM: the moment of the slot at which both are nearest to what is usual there.";
    ARRIVE: "arrive", INT, YesNo, "Uiterste aankomst" / "Deadline", "Whether `at` is a deadline.";
    TO_BEFORE: "to_before", LABEL, None, "Naar, nu" / "To, before", "The place that is nearest before.";
    MINUTES_BEFORE: "minutes_before", decimals(2), Minutes, "Reistijd nu" / "Minutes before", "How long the trip takes before; empty where there is none.";
    JOURNEY_BEFORE: "journey_before", LABEL, None, "Reis nu" / "Journey before", "The trip in words.";
    TO_AFTER: "to_after", LABEL, None, "Naar, straks" / "To, after", "The place that is nearest after.";
    MINUTES_AFTER_SCENARIO: "minutes_after", decimals(2), Minutes, "Reistijd straks" / "Minutes after", "How long the trip takes after; empty where there is none.";
    JOURNEY_AFTER: "journey_after", LABEL, None, "Reis straks" / "Journey after", "The trip in words.";
}

// Edits, checks and events together.
fields! {
    EDIT: "edit", INT, None, "Nummer" / "Number", "The edit's place in its file.";
    KIND_OF_EDIT: "kind", TEXT, None, "Soort" / "Kind", "The kind of edit, as the file writes it.";
    WHAT: "what", LABEL, None, "Wat" / "What", "Its keys as the file writes them; of coordinates, how many.";
    WHY: "why", LABEL, None, "Waarom" / "Why", "The reason that the file gives.";
    LINES: "lines", LABEL, None, "Lijnen" / "Lines", "Lines it touches.";
    TRIPS: "trips", INT, Count, "Ritten" / "Trips", "Rows of the timetable that are removed, changed or added, on whichever days; empty for transport on demand.";
    STOPS: "stops", INT, Count, "Haltes" / "Stops", "Stops that are closed, moved or added, or at which calls change.";
    DEPARTURES_WEEK: "departures_week", decimals(1), Count, "Vertrekken per week" / "Departures a week", "Departures of vehicles in the week of the study's date, after less before: what really runs more or less.";
    VEHICLE_HOURS_CHANGE: "vehicle_hours_week", decimals(2), Hours, "Voertuiguren per week" / "Vehicle-hours a week", "Vehicle-hours in that week, after less before.";
    VEHICLE_KM_CHANGE: "vehicle_km_week", decimals(1), Kilometres, "Voertuigkilometers per week" / "Vehicle-kilometres a week", "Straight lines between calls in that week, after less before.";
    HOURS_BEYOND_MAP: "hours_beyond_map", decimals(2), Hours, "Waarvan buiten de kaart" / "Of these beyond the map", "The part of the hours at stops that are not joined to the study's streets.";
    KM_BEYOND_MAP: "km_beyond_map", decimals(1), Kilometres, "Waarvan buiten de kaart" / "Of these beyond the map", "The part of the kilometres.";
    STREET_EDGES: "street_edges", INT, Count, "Straatdelen" / "Street edges", "Parts of streets that are closed or added.";
    DESTINATIONS: "destinations", INT, Count, "Bestemmingen" / "Destinations", "Places that are touched.";
    HOMES: "homes", INT, Homes, "Woningen" / "Homes", "Homes that are touched.";
    PEOPLE_MOVED: "people", EXACT, People, "Mensen" / "People", "People of the study's main group who are added (above 0), removed or moved (counted once).";
    RULE: "rule", TEXT, None, "Regel" / "Rule", "What must hold.";
    LOOKED_AT: "looked_at", INT, Count, "Bekeken" / "Looked at", "Values that were looked at.";
    BROKEN: "broken", INT, Count, "Geschonden" / "Broken", "Values for which it does not hold.";
    EXAMPLE: "example", LABEL, None, "Voorbeeld" / "Example", "One of them.";
    EVENTS: "events", LABEL, None, "Gebeurtenissen" / "Events", "The events that happen; none is the base.";
    VALUE_OF_COMBINATION: "value", decimals(4), OfRow, "Waarde" / "Value", "The indicator's value when these happen.";
    CHANGE_OF_COMBINATION: "change", decimals(4), OfRow, "Verandering" / "Change", "That less the base's.";
    INTERACTION: "interaction", decimals(4), OfRow, "Wisselwerking" / "Interaction", "What these do together beyond what fewer of them do; of a single event what it does alone; the base has none.";
    PEOPLE_LEFT_OUT: "people_left_out", EXACT, People, "Buiten beschouwing" / "Left out", "People who don't get there in every combination, and are in no mean.";
    EVENT: "event", LABEL, None, "Gebeurtenis" / "Event", "One event.";
    ALONE: "alone", decimals(4), OfRow, "Alleen" / "Alone", "What it does by itself.";
    SHAPLEY_SHARE: "shapley_share", decimals(4), OfRow, "Aandeel" / "Share", "Its part of the whole: the mean over all orders in which events can happen (Shapley). The shares add up.";
    ALL_TOGETHER: "all_together", decimals(4), OfRow, "Alles samen" / "All together", "What all events do together.";
}

// Lifelines.
fields! {
    KIND_OF_CUT: "kind", TEXT, None, "Soort" / "Kind", "What goes: `line`, `stop` or `trip`.";
    ID: "id", TEXT, None, "Id" / "Id", "Its id: of what goes in the timetable, of a site in the file of candidates.";
    MODE: "mode", TEXT, None, "Voertuig" / "Vehicle", "The kind of vehicle.";
    FALLING_BELOW_ANY: "people_falling_below_any", EXACT, People, "Komt onder een norm" / "Fall below a norm", "People of the group who fall below any norm at any time without it, as the first traveller; each home once.";
    WORST_SLOT: "worst_slot", LABEL, None, "Ergst op" / "Worst at", "When most of them fall.";
    WORST_SERVICE: "worst_service", LABEL, None, "Ergst voor" / "Worst for", "For what most of them fall.";
    FALLING_BELOW_THERE: "people_falling_below_there", EXACT, People, "Komt daar onder de norm" / "Fall below it there", "How many fall at that time, for that service.";
    VEHICLE_HOURS: "vehicle_hours_week", decimals(2), Hours, "Voertuiguren per week" / "Vehicle-hours a week", "Vehicle-hours a week that are spared without it; nothing where another runs the same trips.";
    VEHICLE_KM: "vehicle_km_week", decimals(2), Kilometres, "Voertuigkilometers per week" / "Vehicle-kilometres a week", "Vehicle-kilometres a week that are spared without it.";
    PEOPLE_COUNTED: "people", EXACT, People, "Mensen" / "People", "All people of the group of whom it is known whether they meet the norm.";
    PEOPLE_BELOW_BEFORE: "people_below_before", EXACT, People, "Nu al onder de norm" / "Below the norm already", "People below the norm as things are.";
    PEOPLE_FALLING_BELOW: "people_falling_below", EXACT, People, "Komt onder de norm" / "Fall below the norm", "People who fall below it without the line, stop or trip.";
    HOMES_CHECKED: "homes_checked", INT, Homes, "Nagegaan" / "Checked", "Homes that meet the norm, whose trips were traced.";
    HOMES_RECOMPUTED: "homes_recomputed", INT, Homes, "Opnieuw berekend" / "Computed again", "Of them, those that could fall and were computed without it.";
    HOMES_FALLING: "homes_falling", INT, Homes, "Vallen" / "Falling", "Of them, those that fall below the norm.";
}

// Siting.
fields! {
    DWELLINGS: "dwellings", EXACT, None, "Woningen" / "Dwellings", "Dwellings that the site would have.";
    SITE_STATUS: "status", TEXT, None, "Status" / "Status", "`ok`, or `not_linked` where no street is near.";
    NORMS: "norms", INT, Count, "Normen" / "Norms", "Norms that count, over all travellers and times of day.";
    SITE_NORMS_MISSED: "norms_missed", INT, Count, "Gemiste normen" / "Norms missed", "How many of them people who live there would miss.";
    SITE_IN_REGION: "in_region", decimals(1), Percent, "Plaats in de regio" / "Place in the region", "Where the site stands among the region's people, 0 (worst) to 100: the per cent who are worse off, and half of those as well off. Mean over travellers, times and services.";
    SITE_AMONG_STOCK: "among_stock", decimals(1), Percent, "Plaats in de voorraad" / "Place among the stock", "The same among the existing stock.";
    REGION_WORSE_OFF: "region_worse_off", decimals(1), Percent, "Regio slechter af" / "Region worse off", "Per cent of the region's people who are worse off, mean over the same.";
    STOCK_WORSE_OFF: "stock_worse_off", decimals(1), Percent, "Voorraad slechter af" / "Stock worse off", "Per cent of the existing stock that is worse off, mean over the same.";
    CHOSEN: "chosen", INT, None, "Keus" / "Choice", "Its place in the choice; empty where it is not chosen.";
    MISSED_PERSONA_SLOT: "missed_PERSONA_SLOT", INT, Count, "Gemiste normen" / "Norms missed", "Norms missed by the traveller at that time.";
    WEAKEST_LINE_PERSONA: "weakest_line_PERSONA", LABEL, None, "Zwakste lijn" / "Weakest line", "The line whose loss hurts most.";
    NORMS_MET_PERSONA: "norms_met_PERSONA", INT, Count, "Gehaalde normen" / "Norms met", "Norms met by the traveller.";
    NORMS_MET_WITHOUT_PERSONA: "norms_met_without_it_PERSONA", INT, Count, "Zonder die lijn" / "Without that line", "Norms met without the weakest line.";
    JOBS_SHIFT_PERSONA: "jobs_SHIFT_PERSONA", MIXED, Jobs, "Banen" / "Jobs", "Jobs of the shift with a way there and home.";
    JOBS_WITHOUT_SHIFT_PERSONA: "jobs_SHIFT_PERSONA_without_it", MIXED, Jobs, "Banen zonder die lijn" / "Jobs without that line", "The same without the weakest line.";
    LEVEL_IN_REGION: "in_region", decimals(1), Percent, "Plaats in de regio" / "Place in the region", "Where the value stands among the region's people, 0 (worst) to 100: the per cent who are worse off, and half of those as well off.";
    LEVEL_AMONG_STOCK: "among_stock", decimals(1), Percent, "Plaats in de voorraad" / "Place among the stock", "The same among the existing stock.";
    LEVEL_STOCK_WORSE_OFF: "stock_worse_off", decimals(1), Percent, "Voorraad slechter af" / "Stock worse off", "Per cent of the existing stock that is worse off.";
    STOCK_P10: "stock_p10", MIXED, OfRow, "Voorraad, 10e percentiel" / "Stock, 10th percentile", "As `p10`, of the existing stock.";
    STOCK_P50: "stock_p50", MIXED, OfRow, "Voorraad, mediaan" / "Stock, median", "As `p50`, of the existing stock.";
    STOCK_P90: "stock_p90", MIXED, OfRow, "Voorraad, 90e percentiel" / "Stock, 90th percentile", "As `p90`, of the existing stock.";
    LOST_LINE: "lost_line", LABEL, None, "Zonder lijn" / "Without line", "The line whose loss hurts most there; empty where none can be boarded or none was cut.";
    LOST_OPERATOR: "lost_operator", LABEL, None, "Vervoerder" / "Operator", "Who runs it.";
    LOST_ROUTES: "lost_routes", TEXT, None, "Route-id's" / "Route ids", "Its routes in the timetable.";
    ACCESS_AFTER: "access_after", MIXED, Count, "Bereikbaar zonder die lijn" / "Access without it", "As `access`, without that line.";
    MINUTES_AFTER: "minutes_after", decimals(2), Minutes, "Reistijd zonder die lijn" / "Travel time without it", "As `minutes`, without that line.";
    NORM_MISSED_AFTER: "norm_missed_after", INT, YesNo, "Onder de norm zonder die lijn" / "Below the norm without it", "As `norm_missed`, without that line.";
    JOBS: "jobs", MIXED, Jobs, "Banen" / "Jobs", "Jobs of the shift with a way there and home.";
    THERE_ONLY: "there_only", MIXED, Jobs, "Alleen heen" / "There only", "Jobs that one gets to but not home from.";
    BACK_ONLY: "back_only", MIXED, Jobs, "Alleen terug" / "Back only", "Jobs that one gets home from but not to.";
    JOBS_BY_DAY: "jobs_by_day", MIXED, Jobs, "Banen overdag" / "Jobs by day", "The same jobs at the shift that is compared with.";
    JOBS_AFTER: "jobs_after", MIXED, Jobs, "Banen zonder die lijn" / "Jobs without it", "As `jobs`, without that line.";
    ORDER: "order", INT, None, "Volgorde" / "Order", "In what order they were chosen; empty in the last row, of all together.";
    LIFTED: "lifted", EXACT, People, "Boven de norm getild" / "Lifted above the norm", "Households of homes below a norm that the site lifts above it, beyond those of the sites before it.";
    LIFTED_SO_FAR: "lifted_so_far", EXACT, People, "Tot zover" / "So far", "The same together with the sites before it.";
    AT_MOST: "at_most", EXACT, People, "Hoogstens mogelijk" / "At most", "No choice of so many sites lifts more.";
    GREEDY_SHARE: "greedy_share", decimals(4), Share, "Zeker deel van het beste" / "Sure share of the best", "The choice lifts at least this share of what the best one would.";
    HOUSEHOLDS_BELOW: "households_below", EXACT, People, "Huishoudens onder de norm" / "Households below the norm", "Households of homes below a norm.";
}

// Between two editions.
fields! {
    VALUE_FROM: "value_from", MIXED, OfRow, "Waarde toen" / "Value then", "The value in the earlier edition.";
    VALUE_TO: "value_to", MIXED, OfRow, "Waarde nu" / "Value now", "The value in the later edition.";
    CHANGE: "change", MIXED, OfRow, "Verandering" / "Change", "Later less earlier, where they can be compared. The causes add up to it.";
    TIMETABLE: "timetable", MIXED, OfRow, "Door de dienstregeling" / "By the timetable", "The part that the timetable makes; without streets where these are the same in both editions.";
    TIMETABLE_AND_STREETS: "timetable_and_streets", MIXED, OfRow, "Door dienstregeling en straten" / "By timetable and streets", "In the place of `timetable`, where streets differ between the editions.";
    FACILITIES: "facilities", MIXED, OfRow, "Door voorzieningen en banen" / "By facilities and jobs", "The part that places and jobs make.";
    PEOPLE_CAUSE: "people", MIXED, OfRow, "Door waar mensen wonen" / "By where people live", "The part that people make by living elsewhere.";
    BOUNDARIES: "boundaries", MIXED, OfRow, "Door grenzen" / "By boundaries", "The part that boundaries make.";
    PUBLISHED: "published", MIXED, OfRow, "Door wat gepubliceerd is" / "By what is published", "The part made by homes whose numbers are published in one edition only.";
    LEFT_OUT: "left_out", MIXED, People, "Buiten beschouwing" / "Left out", "People who are in no cause, in the edition where they are more: of unknown level, or, of a mean in minutes, those who don't get there in some combination.";
    COMPARABLE: "comparable", TEXT, None, "Vergelijkbaar" / "Comparable", "`yes`, `by share of the crosswalk`, or `no` and why.";
    LEFT: "left", EXACT, People, "Vertrokken" / "Left", "People fewer in cells of the area.";
    ARRIVED: "arrived", EXACT, People, "Gekomen" / "Arrived", "People more in cells of the area.";
    CELLS_UNKNOWN: "cells_unknown", INT, Count, "Cellen onbekend" / "Cells unknown", "Cells of which the number is not known in one edition.";
    THERE_MEAN: "there_mean", MIXED, OfRow, "Daar, gemiddeld" / "There, mean", "Mean of where people left, with the earlier timetable and facilities.";
    THERE_NOT_REACHED: "there_not_reached", decimals(4), Share, "Daar, komt er niet" / "There, do not get there", "Share of them who did not get there.";
    THERE_BELOW_NORM: "there_below_norm", decimals(4), Share, "Daar, onder de norm" / "There, below the norm", "Share of them who were below the norm.";
    HERE_MEAN: "here_mean", MIXED, OfRow, "Hier, gemiddeld" / "Here, mean", "Mean of where people arrived, with the later timetable and facilities.";
    HERE_NOT_REACHED: "here_not_reached", decimals(4), Share, "Hier, komt er niet" / "Here, do not get there", "Share of them who do not get there.";
    HERE_BELOW_NORM: "here_below_norm", decimals(4), Share, "Hier, onder de norm" / "Here, below the norm", "Share of them who are below the norm.";
    PEOPLE_FROM: "people_from", EXACT, People, "Mensen toen" / "People then", "People who missed the norms in the earlier edition.";
    PEOPLE_TO: "people_to", EXACT, People, "Mensen nu" / "People now", "People who miss them in the later edition.";
    SHARE_FROM: "share_from", decimals(4), Share, "Aandeel toen" / "Share then", "Their share of the group there, in the earlier edition.";
    SHARE_TO: "share_to", decimals(4), Share, "Aandeel nu" / "Share now", "Their share of the group there, in the later edition.";
    MISSED_BY_MOST: "norms_missed_by_most", LABEL, None, "Vaakst gemist" / "Missed by most", "The services whose norms most of them miss.";
    AVERAGE_OF: "average_of", LABEL, None, "Gemiddelde van" / "Average of", "The group whose mean improved: that of the report.";
    MEAN_FROM: "mean_from", MIXED, OfRow, "Gemiddelde toen" / "Mean then", "Its mean in the earlier edition.";
    MEAN_TO: "mean_to", MIXED, OfRow, "Gemiddelde nu" / "Mean now", "Its mean in the later edition.";
    GROUP_MEAN_FROM: "group_mean_from", MIXED, OfRow, "Groep, gemiddelde toen" / "Group, mean then", "The other group's mean in the earlier edition.";
    GROUP_MEAN_TO: "group_mean_to", MIXED, OfRow, "Groep, gemiddelde nu" / "Group, mean now", "The other group's mean in the later edition.";
    GROUP_BELOW_FROM: "group_below_norm_from", decimals(4), Share, "Groep, onder de norm toen" / "Group, below the norm then", "The other group's share below the norm in the earlier edition.";
    GROUP_BELOW_TO: "group_below_norm_to", decimals(4), Share, "Groep, onder de norm nu" / "Group, below the norm now", "The other group's share below the norm in the later edition.";
    KIND_OF_LEFT_OUT: "kind", TEXT, None, "Soort" / "Kind", "What is left out: a service, a slot, an area …";
    WHY_LEFT_OUT: "why", LABEL, None, "Waarom" / "Why", "Why it can't be compared.";
    VALUE_OF_EDITION: "value", MIXED, OfRow, "Waarde" / "Value", "The indicator's value in the edition, for the region and the first traveller.";
}

// Of the commands `access`, `matrix` and `monitor diff`.
fields! {
    POINT: "id", TEXT, None, "Id" / "Id", "The origin's id, as in its file.";
    OPPORTUNITY: "opportunity", TEXT, None, "Voorziening" / "Opportunity", "What is reached: a column of the destinations, or all of them.";
    VALUE_OF_POINT: "value", MIXED, OfRow, "Waarde" / "Value", "Minutes to the n-th nearest, or what is reached, to six significant digits; empty where there is none.";
    FROM_ID: "from_id", TEXT, None, "Van" / "From", "The origin's id, as in its file.";
    TO_ID: "to_id", TEXT, None, "Naar" / "To", "The destination's id, as in its file.";
    TRAVEL_TIME: "travel_time_pN", decimals(2), Minutes, "Reistijd" / "Travel time", "The N-th percentile of the travel times over the departures of the window; empty where it is not reached.";
    HOMES_BETTER: "homes_better", INT, Homes, "Beter" / "Better", "Homes whose value is better in the later edition.";
    HOMES_WORSE: "homes_worse", INT, Homes, "Slechter" / "Worse", "Homes whose value is worse.";
    HOMES_SAME: "homes_same", INT, Homes, "Gelijk" / "Same", "Homes whose value is the same.";
    HOMES_UNKNOWN: "homes_unknown", INT, Homes, "Onbekend" / "Unknown", "Homes without a value in one edition or both.";
    HOMES_NEW: "homes_new", INT, Homes, "Nieuw" / "New", "Homes in the later edition only.";
    HOMES_GONE: "homes_gone", INT, Homes, "Verdwenen" / "Gone", "Homes in the earlier edition only.";
    MEAN_CHANGE_OF_HOMES: "mean_change", MIXED, OfRow, "Gemiddelde verandering" / "Mean change", "Mean of later less earlier over homes that have both.";
}
