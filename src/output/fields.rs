//! What the columns of results tables are: each one's name, what it holds, its unit, what people call it in either
//! language, and what it means. A column that several tables have stands here once; the tables are declared where their
//! rows are made (`run/*/tables`), and `docs/tables.md` is written from both.

use super::older::MANIFEST;
use super::report::kit::page;
use super::table::{ColumnType, Format, Schema};
use super::workbook::WORKBOOK;
use crate::input::study::Language;
use std::borrow::Cow;

/// The one of two texts, in Dutch and in English.
pub(super) fn in_language([nl, en]: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

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
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A time on the clock of the day of service, `HH:MM`.
    Clock,
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
            Unit::Date | Unit::Clock => ("", ""),
            Unit::OfRow => ("zie de rij", "see the row"),
        };
        in_language([nl, en], language)
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
    /// What it means, and when it is empty: in Dutch, in English.
    meaning: [&'static str; 2],
}

impl Field {
    const fn new(
        name: &'static str,
        kind: ColumnType,
        unit: Unit,
        heading: [&'static str; 2],
        meaning: [&'static str; 2],
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

    /// A column that is no result's: nothing is said of it.
    pub(super) fn plain(name: Cow<'static, str>, kind: ColumnType) -> Self {
        Field {
            name,
            kind,
            unit: Unit::None,
            heading: [""; 2],
            meaning: [""; 2],
        }
    }

    /// What people call it; its name where nothing is said of it.
    pub fn heading(&self, language: Language) -> &str {
        match in_language(self.heading, language) {
            "" => &self.name,
            heading => heading,
        }
    }

    /// What it means, and when it is empty.
    pub fn meaning(&self, language: Language) -> &'static str {
        in_language(self.meaning, language)
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
    /// What one row is about: in Dutch, in English.
    pub row: [&'static str; 2],
    /// Its columns, in order.
    pub parts: &'static [Part],
}

impl Declared {
    /// What one row is about.
    pub fn row(&self, language: Language) -> &'static str {
        in_language(self.row, language)
    }

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

/// Names of the files of a results folder: those of its tables, the workbook, the page drawn and as data, its
/// annex, and the manifest.
pub fn file_names(tables: &[&Declared]) -> Vec<&'static str> {
    let of_tables = tables.iter().flat_map(|t| t.files.iter().map(|f| f.0));
    of_tables
        .chain([WORKBOOK, page::HTML, page::JSON, page::ANNEX, MANIFEST])
        .collect()
}

macro_rules! fields {
    ($($id:ident: $name:literal, $kind:expr, $unit:ident, $nl:literal / $en:literal, $meant:literal / $means:literal;)*) => {
        $(#[doc = $means] pub const $id: Field = Field::new($name, $kind, Unit::$unit, [$nl, $en], [$meant, $means]);)*
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

macro_rules! rows {
    ($($id:ident: $nl:literal / $en:literal;)*) => {
        $(#[doc = $en] pub const $id: [&str; 2] = [$nl, $en];)*
    };
}

// What one row of each table is.
rows! {
    ROW_OF_ACCESS: "Een woning, reiziger, tijdstip, voorziening en percentiel, in die volgorde; woningen zoals in hun bestand." / "A home, traveller, time of day, service and percentile, in that order; homes as in their file.";
    ROW_OF_GROUPS: "Een groep, reiziger, tijdstip, voorziening en percentiel." / "A group, traveller, time of day, service and percentile.";
    ROW_OF_AREAS: "Een gebied, en van elk gebied zoals in `groups.csv`." / "An area, and of each area as in `groups.csv`.";
    ROW_OF_AREAS_MAP: "Een gebied met zijn omtrek; een laag per niveau. Namen van de studie staan in de namen van kolommen in kleine letters, met `_` voor wat geen letter of cijfer is." / "An area with its outline; a layer for each level. Names of the study stand in the names of columns in small letters, with `_` for what is no letter or digit.";
    ROW_OF_HANGING_MAP: "Een woonlocatie als punt, zoals in hun bestand." / "A home as a point, as in their file.";
    ROW_OF_CHANGES_MAP: "Een scenario en een woonlocatie van de studie als punt. Namen van de studie staan in de namen van kolommen in kleine letters, met `_` voor wat geen letter of cijfer is." / "A scenario and a home of the study as a point. Names of the study stand in the names of columns in small letters, with `_` for what is no letter or digit.";
    ROW_OF_HOMES_MAP: "Een woning als punt, zoals in hun bestand. Namen van de studie staan in de namen van kolommen in kleine letters, met `_` voor wat geen letter of cijfer is." / "A home as a point, as in their file. Names of the study stand in the names of columns in small letters, with `_` for what is no letter or digit.";
    ROW_OF_POVERTY: "Een indicator van een groep, reiziger, tijdstip en voorziening: van de regio, dan van gebieden, dan normen samen geteld, dan diensten." / "An indicator of a group, traveller, time of day and service: of the region, then of areas, then norms counted together, then shifts.";
    ROW_OF_PROFILE: "Een datum, voorziening, groep, uur en percentiel van het dagprofiel; alleen waar de studie erom vraagt." / "A date, service, group, hour and percentile of the day's profile; only where the study asks for one.";
    ROW_OF_FINDINGS: "Een bevinding; waar er zeer veel van een soort zijn, telt de laatste rij van soort en bestand de overige." / "A finding; where there are very many of a kind, the last row of the kind and file counts the others.";
    ROW_OF_COMPARE_EDITS: "Een ingreep van een scenario, in de volgorde van de bestanden." / "An edit of a scenario, in the order of the files.";
    ROW_OF_COMPARE_CHECKS: "Een regel die moet gelden, eerst van de uitgangstoestand, dan van elk scenario." / "A rule that must hold, first of the base, then of each scenario.";
    ROW_OF_COMPARE_FACTORIAL: "Een indicator van een groep en een combinatie van gebeurtenissen; alleen waar gebeurtenissen samen bekeken worden." / "An indicator of a group and a combination of events; only where events are looked at together.";
    ROW_OF_COMPARE_SHARES: "Een indicator van een groep en een gebeurtenis; alleen waar gebeurtenissen samen bekeken worden." / "An indicator of a group and an event; only where events are looked at together.";
    ROW_OF_COMPARE_GROUPS: "Een scenario, groep, reiziger, tijdstip en voorziening." / "A scenario, group, traveller, time of day and service.";
    ROW_OF_COMPARE_AREAS: "Een scenario en gebied, en van elk gebied zoals in `groups.csv`." / "A scenario, area, and of each area as in `groups.csv`.";
    ROW_OF_COMPARE_STACKING: "Een scenario, de regio of een gebied, groep, reiziger, tijdstip en aantal gemiste normen." / "A scenario, the region or an area, group, traveller, time of day and number of norms missed.";
    ROW_OF_COMPARE_HOURS: "Een scenario, datum, voorziening, groep en uur van het dagprofiel; alleen waar de studie erom vraagt." / "A scenario, date, service, group and hour of the day's profile; only where the study asks for one.";
    ROW_OF_COMPARE_SHIFTS: "Een scenario, dienst, reiziger, groep, en de regio of een gebied; alleen waar de studie diensten heeft." / "A scenario, shift, traveller, group, and the region or an area; only where the study has shifts.";
    ROW_OF_CHANGES: "Een scenario, woning, reiziger, tijdstip en voorziening; in de CSV alleen rijen die verschillen." / "A scenario, home, traveller, time of day and service; the CSV has only rows that differ.";
    ROW_OF_COMPARE_POCKETS: "Een gebied dat een scenario raakt, het ergst geraakte eerst, voor de hoofdgroep en de eerste reiziger van de studie; gebieden met minder dan `min_people` staan er niet in." / "An area that a scenario hits, worst first, for the study's main group and first traveller; areas of fewer than `min_people` are left out.";
    ROW_OF_COMPARE_JOURNEYS: "Een reis nu en straks van de ergst geraakte woning in elk van de ergst geraakte gebieden; van een studie zonder gebieden van de ergst geraakte woningen." / "A trip before and after of the worst-hit home of each of the areas hit worst; of a study without areas, of the homes hit worst.";
    ROW_OF_RANKING: "Een lijn, halte of rit, per soort, van de meeste mensen naar de minste." / "A line, stop or trip, by kind, from most people to fewest.";
    ROW_OF_LIFELINES: "Een lijn, halte of rit, tijdstip, reiziger, voorziening en groep: elke lijn, en de haltes en ritten waarvan iemand afhangt, in de volgorde van de dienstregeling." / "A line, stop or trip, time of day, traveller, service and group: every line, and the stops and trips that anybody relies on, in the order of the timetable.";
    ROW_OF_SITES: "Een locatie, de beste eerst. Namen van de studie staan in de namen van kolommen in kleine letters, met `_` voor wat geen letter of cijfer is; die van een reiziger staan bij elkaar." / "A site, best first. Names of the study stand in the names of columns in small letters, with `_` for what is no letter or digit; those of a traveller stand together.";
    ROW_OF_SITE_ACCESS: "Een locatie, reiziger, tijdstip en voorziening; de beste locaties eerst." / "A site, traveller, time of day and service, sites best first.";
    ROW_OF_SITE_SHIFTS: "Een locatie, reiziger en dienst; de beste locaties eerst." / "A site, traveller and shift, sites best first.";
    ROW_OF_SITE_CHOSEN: "Een locatie die gekozen is, in de volgorde van de keus; de laatste rij is alle samen. Zonder keus zijn er geen rijen." / "A site that is chosen, in the order of the choice; the last row is all of them. Without a choice there are no rows.";
    ROW_OF_EXPLAIN: "Een indicator van een groep in de regio of een gebied." / "An indicator of a group in the region or an area.";
    ROW_OF_EXPLAIN_DISPLACEMENT: "Een groep in de regio of een gebied (latere grenzen), een tijdstip en een voorziening; voor de eerste reiziger." / "A group in the region or an area (later boundaries), a time of day and a service; for the first traveller.";
    ROW_OF_EXPLAIN_POCKETS: "Een gebied, op het slechtste van zijn tijdstippen, waar minstens het gevraagde deel van een groep nu normen mist (twee of meer; één, waar er maar één telt), en eerder niet; minstens `min_people`." / "An area, at the worst of its times of day, where at least the share asked for of a group now miss norms (two or more; one, where only one counts), and none before; at least `min_people`.";
    ROW_OF_EXPLAIN_DIVERGING: "Een gebied waar het gemiddelde van de groep van het rapport meer dan 1 minuut (of 1 %) beter werd, terwijl dat van een andere groep evenveel slechter werd, of haar deel onder de norm met meer dan een punt steeg." / "An area where the mean of the report's group improved by more than 1 minute (or 1 %), while another group's got worse by as much, or its share below the norm rose by more than a point.";
    ROW_OF_EXPLAIN_NOT_COMPARABLE: "Iets dat weggelaten is, en waarom." / "Something that is left out, and why.";
    ROW_OF_EXPLAIN_SERIES: "Een waarde van een editie, voor de regio en de eerste reiziger, van alle edities van de monitor die vergeleken kunnen worden." / "A value of an edition, for the region and the first traveller, of all editions of the monitor that can be compared.";
    ROW_OF_DIFF: "Een tijdstip, reiziger, voorziening, maat en grens." / "A time of day, traveller, service, measure and cutoff.";
    ROW_OF_POINT_ACCESS: "Een herkomst, voorziening, maat, percentiel en grens; herkomsten zoals in hun bestand. GeoJSON en GeoPackage hebben ook de plek." / "An origin, opportunity, measure, percentile and cutoff; origins as in their file. GeoJSON and GeoPackage have the place as well.";
    ROW_OF_MATRIX: "Een herkomst en een bestemming die bereikt wordt (waar gevraagd elke bestemming); herkomsten en bestemmingen zoals in hun bestanden." / "An origin and a destination that it reaches (where asked for, every destination); origins and destinations as in their files.";
}

// Of whom and when.
fields! {
    HOME: "home", TEXT, None, "Woning" / "Home", "Het id van de woning, zoals in het bestand met woningen." / "The home's id, as in the file of homes.";
    GROUP: "group", LABEL, None, "Groep" / "Group", "Waar woningen mee wegen: een groep van de studie." / "What homes are weighed by: a group of the study.";
    PERSONA: "persona", LABEL, None, "Reiziger" / "Traveller", "Een reiziger van de studie." / "A traveller of the study.";
    SLOT: "slot", LABEL, None, "Tijdstip" / "Time of day", "Een tijdstip van de studie: een venster van vertrek of aankomst op een datum. In rijen over diensten de dienst." / "A slot of the study: a window of departures or arrivals on a date. In rows about shifts, the shift.";
    SERVICE: "service", LABEL, None, "Voorziening" / "Service", "Een voorziening van de studie; `all essential services` in rijen die normen samen tellen." / "A service of the study; `all essential services` in rows that count norms together.";
    SHIFT: "shift", LABEL, None, "Dienst" / "Shift", "Een dienst (werktijd) van de studie." / "A shift of the study.";
    DATE: "date", TEXT, Date, "Datum" / "Date", "De dienstdag." / "The day of service, YYYY-MM-DD.";
    TIME: "time", TEXT, Clock, "Vanaf" / "From", "Wanneer het uur begint; later dan 24:00 is na middernacht." / "When the hour begins, HH:MM; later than 24:00 is after midnight.";
    SCENARIO: "scenario", LABEL, None, "Scenario" / "Scenario", "De naam van het scenario." / "The scenario's name.";
    EDITION: "edition", LABEL, None, "Editie" / "Edition", "De naam van de editie." / "The edition's name.";
    MEASURE: "measure", TEXT, None, "Maat" / "Measure", "Wat gemeten wordt: `cumulative`, `interval`, `gravity`, `nearest` of `2sfca`." / "What is measured: `cumulative`, `interval`, `gravity`, `nearest` or `2sfca`.";
    CUTOFF: "cutoff", TEXT, None, "Grens" / "Cutoff", "Minuten van een cumulatieve maat, beide einden van een interval, de n van de n-de dichtstbijzijnde, of de parameters van een gewicht met `/` ertussen." / "Minutes of a cumulative measure, both ends of an interval, the n of the n-th nearest, or the parameters of a weight with `/` between them.";
    PERCENTILE: "percentile", INT, None, "Percentiel" / "Percentile", "Van de reistijden over de vertrekken van het venster: het deel van de vertrekken dat minstens zo goed is. Leeg waar de rij over voorzieningen gaat die hierin verschillen, of over diensten." / "Of the travel times over the departures of the window: the share of departures that do at least as well. Empty where the row is about services that differ in it, or about shifts.";
    UNIT: "unit", TEXT, None, "Eenheid" / "Unit", "Waarin niveaus en veranderingen van de rij staan: `minutes`, `seconds`, `opportunities`, `opportunities per head` of `people`." / "In what levels and changes of the row are: `minutes`, `seconds`, `opportunities`, `opportunities per head` or `people`.";
    INDICATOR: "indicator", TEXT, None, "Indicator" / "Indicator", "Wat de waarde van de rij is; de formules staan in docs/methods.md." / "What the row's value is; docs/methods.md has the formulas.";
    RANK_IN_TABLE: "rank", INT, None, "Rang" / "Rank", "1 voor de eerste; leeg waar de rij geen rang kan krijgen." / "1 for the first; empty where the row can't be ranked.";
}

// Where.
fields! {
    LEVEL: "level", LABEL, None, "Niveau" / "Level", "Het niveau van de gebieden; `region` voor alles samen." / "The level of areas; `region` for everything together.";
    CODE: "code", TEXT, None, "Code" / "Code", "De code van het gebied; leeg voor de regio." / "The area's code; empty for the region.";
    NAME: "name", LABEL, None, "Naam" / "Name", "Naam van het gebied, de ingreep, lijn, halte, rit of locatie." / "Name of the area, edit, line, stop, trip or site.";
    NAME_AS_WRITTEN: "name", TEXT, None, "Naam" / "Name", "Naam van het gebied." / "Name of the area.";
    AREA: "area", TEXT, None, "Code" / "Code", "De code van het gebied, in de latere editie; leeg voor de regio." / "The area's code, in the later edition; empty for the region.";
    AREA_NAME: "area_name", LABEL, None, "Gebied" / "Area", "De naam van het gebied; leeg voor de regio." / "The area's name; empty for the region.";
    AREA_OF_HOME: "area", LABEL, None, "Gebied" / "Area", "De naam van het gebied waarin de woning ligt." / "The name of the area that the home lies in.";
    YEAR: "year", INT, None, "Jaar" / "Year", "Het jaar van de grenzen, waar de studie het zegt." / "The year of the boundaries, where the study says it.";
    LON: "lon", decimals(6), Degrees, "Lengtegraad" / "Longitude", "Lengtegraad, WGS 84." / "Longitude, WGS 84.";
    LAT: "lat", decimals(6), Degrees, "Breedtegraad" / "Latitude", "Breedtegraad, WGS 84." / "Latitude, WGS 84.";
}

// Levels of access.
fields! {
    ACCESS: "access", MIXED, Count, "Bereikbaar" / "Access", "Wat bereikt wordt, in zes cijfers; leeg bij maten van tijd." / "What is reached, to six significant digits; empty for measures of time.";
    MINUTES: "minutes", decimals(2), Minutes, "Reistijd" / "Travel time", "Reistijd naar de n-de dichtstbijzijnde; leeg bij maten van hoeveelheid, en waar niets bereikt wordt." / "Travel time to the n-th nearest; empty for measures of opportunities, and where nothing is reached.";
    NORM_MISSED: "norm_missed", INT, YesNo, "Onder de norm" / "Below the norm", "Of de norm niet gehaald wordt; leeg zonder norm of zonder waarde." / "Whether the norm is missed; empty without a norm or a value.";
    STATUS: "status", TEXT, None, "Status" / "Status", "`ok`, of waarom er niets is: `not_linked` (ver van elke straat), `island` (op een deel van de straten waar niets op aansluit), `no_service` (geen voertuig op loopafstand), `beyond_limit` (verder dan reizen mogen duren), `closed` (niet open bij aankomst)." / "`ok`, or why there is none: `not_linked` (far from any street), `island` (on a part of the streets that nothing joins), `no_service` (no vehicle within walking reach), `beyond_limit` (farther than trips may take), `closed` (not open on arrival).";
    MEAN: "mean", MIXED, OfRow, "Gemiddelde" / "Mean", "Gemiddelde over mensen; van tijden over wie er komt." / "Mean over people; of times, of those who get there.";
    P10: "p10", MIXED, OfRow, "10e percentiel" / "10th percentile", "Een tiende van de mensen heeft dit of minder; leeg waar dat niet bereikt wordt." / "A tenth of the people have this or less; empty where that is not reached.";
    P50: "p50", MIXED, OfRow, "Mediaan" / "Median", "De helft van de mensen heeft dit of minder; leeg waar dat niet bereikt wordt." / "Half of the people have this or less; empty where that is not reached.";
    P90: "p90", MIXED, OfRow, "90e percentiel" / "90th percentile", "Negen op de tien mensen hebben dit of minder; leeg waar dat niet bereikt wordt." / "Nine in ten people have this or less; empty where that is not reached.";
}

// People, and how many are below a norm.
fields! {
    PEOPLE: "people", EXACT, People, "Mensen" / "People", "Mensen van de groep die de rij telt: met een bekend aantal en een waarde." / "People of the group whom the row counts: with a known weight and a value.";
    PEOPLE_UNKNOWN: "people_unknown", EXACT, People, "Zonder waarde" / "Without a value", "Mensen van de groep wier woning geen waarde heeft: niet aangesloten, of op een eiland." / "People of the group whose homes have no value: not linked, or on an island.";
    NOT_REACHED: "not_reached", EXACT, People, "Komt er niet" / "Do not get there", "Mensen die er niet komen, of die precies 0 bereiken." / "People whose travel time is not reached, or whose access is exactly 0.";
    BELOW_NORM: "below_norm", EXACT, People, "Onder de norm" / "Below the norm", "Mensen die de norm niet halen; leeg zonder norm." / "People who miss the norm; empty without one.";
    HEADCOUNT: "headcount", decimals(4), Share, "Aandeel onder de norm" / "Headcount", "Deel van de mensen dat de norm niet haalt." / "Share of the people who miss the norm.";
    GAP: "gap", decimals(4), Share, "Diepte" / "Gap", "Gemiddelde afstand tot de norm als deel ervan, over alle mensen (FGT 1)." / "Mean distance to the norm as a share of it, of all people (FGT 1).";
    SEVERITY: "severity", decimals(4), Share, "Ernst" / "Severity", "Afstand tot de norm als deel ervan, in het kwadraat, gemiddeld over alle mensen, zodat wie het slechtst af is het zwaarst telt (FGT 2)." / "Distance to the norm as a share of it, squared, mean over all people, so that the worst off weigh most (FGT 2).";
    HIDDEN_POOR: "hidden_poor", EXACT, People, "Verborgen achterstand" / "Hidden poor", "Mensen onder de norm in een gebied waarvan het gemiddelde de norm haalt." / "People below the norm in an area whose mean meets it.";
    HOMES_WEIGHT_UNKNOWN: "homes_weight_unknown", INT, Homes, "Woningen zonder aantal" / "Homes without a weight", "Woningen die niet meetellen, omdat niet bekend is hoeveel mensen van de groep er wonen." / "Homes left out because it is not known how many people of the group live there.";
    VALUE_OF_INDICATOR: "value", MIXED, OfRow, "Waarde" / "Value", "De waarde van de indicator: mensen, een deel, een index of een mediaan." / "The indicator's value: people, a share, an index or a median.";
}

// Dispersion.
fields! {
    GINI: "gini", decimals(4), Share, "Gini" / "Gini", "Gini-coëfficiënt van de bereikbaarheid over mensen." / "Gini coefficient of access over people.";
    PALMA: "palma", decimals(4), None, "Palma" / "Palma ratio", "Gemiddelde bereikbaarheid van de hoogst gerangschikte tiende, gedeeld door die van de vier laagste tienden." / "Mean access of the tenth ranked highest over that of the four tenths ranked lowest.";
    CONCENTRATION: "concentration", decimals(4), None, "Concentratie-index" / "Concentration index", "Onder 0 waar de bereikbaarheid bij de laag gerangschikten zit, boven 0 waar ze bij de hoog gerangschikten zit." / "Below 0 where access is with those ranked low, above 0 where it is with those ranked high.";
    THEIL: "theil", decimals(4), None, "Theil" / "Theil index", "Theil-index van de bereikbaarheid over mensen." / "Theil index of access over people.";
    THEIL_BETWEEN: "theil_between_areas", decimals(4), None, "Theil tussen gebieden" / "Theil between areas", "Het deel van de Theil-index dat tussen de gebieden van het fijnste niveau ligt." / "The part of the Theil index that lies between the areas of the finest level.";
    RANK: "rank", LABEL, None, "Gerangschikt naar" / "Ranked by", "Waarnaar de Palma-verhouding en de concentratie-index woningen rangschikken." / "What the Palma ratio and the concentration index rank homes by.";
    HOMES_RANK_UNKNOWN: "homes_rank_unknown", INT, Homes, "Woningen zonder rang" / "Homes without a rank", "Woningen die in `palma` en `concentration` niet meetellen omdat hun rang niet bekend is." / "Homes left out of `palma` and `concentration` because their rank is not known.";
    PALMA_RANK: "palma_RANK", decimals(4), None, "Palma" / "Palma ratio", "De Palma-verhouding naar een andere rang van de studie." / "The Palma ratio by another rank of the study.";
    CONCENTRATION_RANK: "concentration_RANK", decimals(4), None, "Concentratie-index" / "Concentration index", "De concentratie-index naar een andere rang van de studie." / "The concentration index by another rank of the study.";
    HOMES_RANK_UNKNOWN_RANK: "homes_rank_unknown_RANK", INT, Homes, "Woningen zonder rang" / "Homes without a rank", "Woningen die in `palma_RANK` en `concentration_RANK` niet meetellen omdat hun rang niet bekend is." / "Homes left out of `palma_RANK` and `concentration_RANK` because their rank is not known.";
}

// Areas of a study on a map.
fields! {
    N_GROUP: "n_GROUP", EXACT, People, "Mensen" / "People", "Mensen van de groep die er wonen." / "People of the group who live there.";
    UNKNOWN_GROUP: "homes_weight_unknown_GROUP", INT, Homes, "Woningen zonder aantal" / "Homes without a weight", "Woningen waarvan niet bekend is hoeveel mensen van de groep er wonen." / "Homes of which it is not known how many people of the group live there.";
    MISSED2_SLOT_PERSONA: "missed2_SLOT_PERSONA", decimals(4), Share, "Mist twee normen" / "Misses two norms", "Deel van de groep van het rapport dat twee normen of meer mist (één, waar er maar één telt)." / "Share of the report's group that misses two norms or more (one, where only one counts).";
    PEOPLE_GROUP: "n_GROUP", EXACT, People, "Mensen" / "People", "Mensen van de groep die er wonen; leeg waar dat niet bekend is." / "People of the group who live there; empty where that is not known.";
    NORMS_MISSED_SLOT_PERSONA: "norms_missed_SLOT_PERSONA", INT, Count, "Gemiste normen" / "Norms missed", "Hoeveel van de normen die op dat tijdstip tellen gemist worden; leeg waar een ervan niet bekend is." / "How many of the norms that count at that time of day are missed; empty where one of them is not known.";
    HANGING_KIND: "hanging_KIND", INT, Count, "Normen aan één draad" / "Norms that hang by a thread", "Hoeveel van de normen die nu gehaald worden, over alle voorzieningen en tijdvakken, gemist zouden worden zonder een van de lijnen (line), haltes (stop) of ritten (trip), voor de eerste reiziger; leeg waar nu geen norm gehaald wordt of dat niet bekend is." / "How many of the norms met now, over all services and time slots, would be missed without one of the lines, stops or trips, for the first persona; empty where no norm is met now or that is not known.";
    MORE_MISSED_SLOT_PERSONA: "more_missed_SLOT_PERSONA", INT, Count, "Verschil in gemiste normen" / "Change in norms missed", "Hoeveel normen er straks meer gemist worden dan nu, van die welke op dat tijdstip tellen; negatief is beter, leeg waar een ervan niet bekend is." / "How many more norms are missed after than before, of those that count at that time of day; negative is better, empty where one of them is not known.";
    CHANGE_SERVICE_SLOT_PERSONA: "d_SERVICE_SLOT_PERSONA", MIXED, OfRow, "Verschil" / "Change", "Straks min nu, in minuten tot de voorziening of in wat er bereikt wordt, naar de maat van de studie; leeg waar nu of straks niets bereikt wordt of niets bekend is." / "After less before, in minutes to the service or in what is reached, by the study's measure; empty where before or after nothing is reached or known.";
    LEVEL_SERVICE_SLOT_PERSONA: "SERVICE_SLOT_PERSONA", MIXED, OfRow, "Niveau" / "Level", "Minuten tot de voorziening, of hoeveel er bereikt wordt, naar de maat van de studie; leeg waar niets bereikt wordt of niets bekend is." / "Minutes to the service, or how much is reached, by the study's measure; empty where nothing is reached or known.";
    BELOW_SERVICE_SLOT_PERSONA: "below_SERVICE_SLOT_PERSONA", decimals(4), Share, "Onder de norm" / "Below the norm", "Deel van de groep van het rapport onder de norm." / "Share of the report's group below the norm.";
}

// Findings.
fields! {
    SEVERITY_OF_FINDING: "severity", TEXT, None, "Ernst" / "Severity", "`note` (opmerking), `warning` (waarschuwing) of `serious` (ernstig)." / "`note`, `warning` or `serious`.";
    CODE_OF_FINDING: "code", TEXT, None, "Soort" / "Code", "Wat voor bevinding het is." / "What kind of finding it is.";
    FILE: "file", LABEL, None, "Bestand" / "File", "Het bestand waar het over gaat." / "The file it is about.";
    LINE: "line", INT, None, "Regel" / "Line", "De regel, waar die er is." / "The line, where there is one.";
    RECORD: "record", LABEL, None, "Record" / "Record", "Waar het in het bestand over gaat." / "What it is about in the file.";
    MESSAGE: "message", LABEL, None, "Bevinding" / "Finding", "Wat er vreemd is." / "What is odd.";
    ACTION: "action", LABEL, None, "Wat ermee gedaan is" / "What was done", "Wat ermee gedaan is." / "What was done about it.";
    COUNT: "count", INT, Count, "Aantal" / "Count", "Voor hoeveel de rij staat." / "How many the row stands for.";
}

// Before and after a scenario.
fields! {
    BEFORE: "before", MIXED, OfRow, "Nu" / "Before", "De waarde zonder het scenario; leeg waar niet bereikt of niet bekend." / "The value without the scenario; empty where not reached or not known.";
    AFTER: "after", MIXED, OfRow, "Straks" / "After", "De waarde met het scenario; leeg waar niet bereikt of niet bekend." / "The value with the scenario; empty where not reached or not known.";
    DIFFERENCE: "difference", MIXED, OfRow, "Verschil" / "Difference", "De waarde straks min die nu, waar beide bekend zijn." / "The value after less the value before, where both are known.";
    MISSED_BEFORE: "missed_before", INT, YesNo, "Nu onder de norm" / "Below the norm before", "Of de norm zonder het scenario gemist wordt." / "Whether the norm is missed without the scenario.";
    MISSED_AFTER: "missed_after", INT, YesNo, "Straks onder de norm" / "Below the norm after", "Of de norm met het scenario gemist wordt." / "Whether the norm is missed with the scenario.";
    STATUS_BEFORE: "status_before", TEXT, None, "Status nu" / "Status before", "Als `status`, zonder het scenario." / "As `status`, without the scenario.";
    STATUS_AFTER: "status_after", TEXT, None, "Status straks" / "Status after", "Als `status`, met het scenario." / "As `status`, with it.";
    PEOPLE_STAY: "people", EXACT, People, "Mensen" / "People", "Mensen die blijven wonen, en van wie de waarde nu en straks bekend is." / "People who stay, and whose level is known before and after.";
    FELL_BELOW: "fell_below", EXACT, People, "Komt onder de norm" / "Fall below the norm", "Mensen die blijven wonen, de norm nu halen en straks missen; leeg zonder norm." / "People who stay, meet the norm before and miss it after; empty without a norm.";
    ROSE_ABOVE: "rose_above", EXACT, People, "Komt boven de norm" / "Rise above the norm", "Mensen die blijven wonen, de norm nu missen en straks halen; leeg zonder norm." / "People who stay, miss the norm before and meet it after; empty without a norm.";
    BELOW_BEFORE: "below_before", EXACT, People, "Nu onder de norm" / "Below the norm before", "Mensen die nu onder de norm zitten; leeg zonder norm." / "People below the norm without the scenario; empty without a norm.";
    BELOW_AFTER: "below_after", EXACT, People, "Straks onder de norm" / "Below the norm after", "Mensen die straks onder de norm zitten; leeg zonder norm." / "People below the norm with the scenario; empty without a norm.";
    WORSE_OFF: "worse_off", EXACT, People, "Slechter af" / "Worse off", "Mensen die blijven wonen en meer verliezen dan de tolerantie (bij tijden een minuut), of onder de norm komen." / "People who stay and lose more than the tolerance (of times one minute), or fall below the norm.";
    BETTER_OFF: "better_off", EXACT, People, "Beter af" / "Better off", "Mensen die blijven wonen en meer winnen dan de tolerantie (bij tijden een minuut), of boven de norm komen." / "People who stay and gain more than the tolerance (of times one minute), or rise above the norm.";
    UNCHANGED: "unchanged", EXACT, People, "Gelijk" / "Unchanged", "Mensen die blijven wonen en slechter noch beter af zijn." / "People who stay and are neither worse nor better off.";
    MOVED_IN: "moved_in", EXACT, People, "Komt wonen" / "Moved in", "Mensen die er alleen met het scenario wonen." / "People who live there only with the scenario.";
    MOVED_IN_BELOW: "moved_in_below", EXACT, People, "Komt wonen onder de norm" / "Moved in below the norm", "Mensen die er alleen met het scenario wonen, onder de norm." / "People who live there only with the scenario, below the norm.";
    MOVED_OUT: "moved_out", EXACT, People, "Vertrekt" / "Moved out", "Mensen die er alleen zonder het scenario wonen." / "People who live there only without the scenario.";
    MOVED_OUT_BELOW: "moved_out_below", EXACT, People, "Vertrok van onder de norm" / "Moved out from below the norm", "Mensen die er alleen zonder het scenario wonen, onder de norm." / "People who live there only without the scenario, below the norm.";
    MEAN_BEFORE: "mean_before", MIXED, OfRow, "Gemiddelde nu" / "Mean before", "Als `mean`, zonder het scenario." / "As `mean`, without the scenario.";
    MEAN_AFTER: "mean_after", MIXED, OfRow, "Gemiddelde straks" / "Mean after", "Als `mean`, met het scenario." / "As `mean`, with it.";
    P10_BEFORE: "p10_before", MIXED, OfRow, "10e percentiel nu" / "10th percentile before", "Als `p10`, zonder het scenario." / "As `p10`, without the scenario.";
    P10_AFTER: "p10_after", MIXED, OfRow, "10e percentiel straks" / "10th percentile after", "Als `p10`, met het scenario." / "As `p10`, with it.";
    P50_BEFORE: "p50_before", MIXED, OfRow, "Mediaan nu" / "Median before", "Als `p50`, zonder het scenario." / "As `p50`, without the scenario.";
    P50_AFTER: "p50_after", MIXED, OfRow, "Mediaan straks" / "Median after", "Als `p50`, met het scenario." / "As `p50`, with it.";
    P90_BEFORE: "p90_before", MIXED, OfRow, "90e percentiel nu" / "90th percentile before", "Als `p90`, zonder het scenario." / "As `p90`, without the scenario.";
    P90_AFTER: "p90_after", MIXED, OfRow, "90e percentiel straks" / "90th percentile after", "Als `p90`, met het scenario." / "As `p90`, with it.";
    GAP_BEFORE: "gap_before", decimals(4), Share, "Diepte nu" / "Gap before", "Als `gap`, zonder het scenario." / "As `gap`, without the scenario.";
    GAP_AFTER: "gap_after", decimals(4), Share, "Diepte straks" / "Gap after", "Als `gap`, met het scenario." / "As `gap`, with it.";
    SEVERITY_BEFORE: "severity_before", decimals(4), Share, "Ernst nu" / "Severity before", "Als `severity`, zonder het scenario." / "As `severity`, without the scenario.";
    SEVERITY_AFTER: "severity_after", decimals(4), Share, "Ernst straks" / "Severity after", "Als `severity`, met het scenario." / "As `severity`, with it.";
    GINI_BEFORE: "gini_before", decimals(4), Share, "Gini nu" / "Gini before", "Als `gini`, zonder het scenario." / "As `gini`, without the scenario.";
    GINI_AFTER: "gini_after", decimals(4), Share, "Gini straks" / "Gini after", "Als `gini`, met het scenario." / "As `gini`, with it.";
    PALMA_BEFORE: "palma_before", decimals(4), None, "Palma nu" / "Palma ratio before", "Als `palma`, zonder het scenario." / "As `palma`, without the scenario.";
    PALMA_AFTER: "palma_after", decimals(4), None, "Palma straks" / "Palma ratio after", "Als `palma`, met het scenario." / "As `palma`, with it.";
    THEIL_BEFORE: "theil_before", decimals(4), None, "Theil nu" / "Theil index before", "Als `theil`, zonder het scenario." / "As `theil`, without the scenario.";
    THEIL_AFTER: "theil_after", decimals(4), None, "Theil straks" / "Theil index after", "Als `theil`, met het scenario." / "As `theil`, with it.";
    NORMS_MISSED_AT_ONCE: "norms_missed", INT, Count, "Gemiste normen" / "Norms missed", "Hoeveel normen tegelijk gemist worden." / "How many norms are missed at once.";
    PEOPLE_BEFORE: "people_before", EXACT, People, "Mensen nu" / "People before", "Mensen die zoveel normen missen, zonder het scenario." / "People who miss so many norms, without the scenario.";
    PEOPLE_AFTER: "people_after", EXACT, People, "Mensen straks" / "People after", "Mensen die zoveel normen missen, met het scenario." / "People who miss so many norms, with the scenario.";
    PEOPLE_AFTERWARDS: "people", EXACT, People, "Mensen" / "People", "Mensen die er met het scenario wonen." / "People who live there with the scenario.";
    JOBS_MEDIAN_BEFORE: "jobs_median_before", MIXED, Jobs, "Banen nu, mediaan" / "Median jobs before", "Mediaan van de banen van de dienst waar mensen heen en van terug kunnen, zonder het scenario." / "Median of the shift's jobs that people get to and home from, without the scenario.";
    JOBS_MEDIAN_AFTER: "jobs_median_after", MIXED, Jobs, "Banen straks, mediaan" / "Median jobs after", "Mediaan van de banen van de dienst waar mensen heen en van terug kunnen, met het scenario." / "Median of the shift's jobs that people get to and home from, with the scenario.";
    NO_JOB_BEFORE: "without_any_job_before", EXACT, People, "Nu zonder enige baan" / "Without any job before", "Mensen die geen enkele baan van de dienst kunnen hebben, zonder het scenario." / "People who can hold no job of the shift, without the scenario.";
    NO_JOB_AFTER: "without_any_job_after", EXACT, People, "Straks zonder enige baan" / "Without any job after", "Mensen die geen enkele baan van de dienst kunnen hebben, met het scenario." / "People who can hold no job of the shift, with the scenario.";
    MEAN_CHANGE: "mean_change", MIXED, OfRow, "Gemiddelde verandering" / "Mean change", "Van mensen die blijven wonen en er nu en straks komen; leeg waar die er niet zijn." / "Of people who stay and get there before and after; empty where there are none.";
    CUT_OFF: "cut_off", EXACT, People, "Komt er niet meer" / "Cut off", "Mensen die er nu komen en straks niet." / "People who get there before and not after.";
    AT: "at", TEXT, Clock, "Om" / "At", "Vertrek van de reizen, of hun uiterste aankomst: het moment van het tijdstip waarop beide het dichtst liggen bij wat daar gewoon is." / "Departure of the trips, or their deadline, HH:MM: the moment of the slot at which both are nearest to what is usual there.";
    ARRIVE: "arrive", INT, YesNo, "Uiterste aankomst" / "Deadline", "Of `at` een uiterste aankomst is." / "Whether `at` is a deadline.";
    TO_BEFORE: "to_before", LABEL, None, "Naar, nu" / "To, before", "De plek die nu het dichtstbij is." / "The place that is nearest before.";
    MINUTES_BEFORE: "minutes_before", decimals(2), Minutes, "Reistijd nu" / "Minutes before", "Hoe lang de reis nu duurt; leeg waar er geen is." / "How long the trip takes before; empty where there is none.";
    JOURNEY_BEFORE: "journey_before", LABEL, None, "Reis nu" / "Journey before", "De reis in woorden (Engels)." / "The trip in words.";
    TO_AFTER: "to_after", LABEL, None, "Naar, straks" / "To, after", "De plek die straks het dichtstbij is." / "The place that is nearest after.";
    MINUTES_AFTER_SCENARIO: "minutes_after", decimals(2), Minutes, "Reistijd straks" / "Minutes after", "Hoe lang de reis straks duurt; leeg waar er geen is." / "How long the trip takes after; empty where there is none.";
    JOURNEY_AFTER: "journey_after", LABEL, None, "Reis straks" / "Journey after", "De reis in woorden (Engels)." / "The trip in words.";
}

// Edits, checks and events together.
fields! {
    EDIT: "edit", INT, None, "Nummer" / "Number", "De plaats van de ingreep in haar bestand." / "The edit's place in its file.";
    KIND_OF_EDIT: "kind", TEXT, None, "Soort" / "Kind", "Het soort ingreep, zoals het bestand het schrijft." / "The kind of edit, as the file writes it.";
    WHAT: "what", LABEL, None, "Wat" / "What", "Wat de ingreep zegt: haar sleutels zoals het bestand ze schrijft; van coördinaten hoeveel." / "What the edit says: its keys as the file writes them; of coordinates, how many.";
    WHY: "why", LABEL, None, "Waarom" / "Why", "De reden die het bestand geeft." / "The reason that the file gives.";
    LINES: "lines", LABEL, None, "Lijnen" / "Lines", "Lijnen die de ingreep raakt." / "Lines that the edit touches.";
    TRIPS: "trips", INT, Count, "Ritten" / "Trips", "Rijen van de dienstregeling die vervallen, veranderen of bijkomen, op welke dagen ook; leeg bij vervoer op afroep." / "Rows of the timetable that are removed, changed or added, on whichever days; empty for transport on demand.";
    STOPS: "stops", INT, Count, "Haltes" / "Stops", "Haltes die sluiten, verplaatst worden of bijkomen, of waar het aantal stops verandert." / "Stops that are closed, moved or added, or at which calls change.";
    DEPARTURES_WEEK: "departures_week", decimals(1), Count, "Vertrekken per week" / "Departures a week", "Vertrekken van voertuigen in de week van de studiedatum, straks min nu: wat er werkelijk meer of minder rijdt." / "Departures of vehicles in the week of the study's date, after less before: what really runs more or less.";
    VEHICLE_HOURS_CHANGE: "vehicle_hours_week", decimals(2), Hours, "Voertuiguren per week" / "Vehicle-hours a week", "Voertuiguren in die week, straks min nu." / "Vehicle-hours in that week, after less before.";
    VEHICLE_KM_CHANGE: "vehicle_km_week", decimals(1), Kilometres, "Voertuigkilometers per week" / "Vehicle-kilometres a week", "Rechte lijnen tussen stops in die week, straks min nu." / "Straight lines between calls in that week, after less before.";
    HOURS_BEYOND_MAP: "hours_beyond_map", decimals(2), Hours, "Waarvan buiten de kaart" / "Of these beyond the map", "Het deel van de voertuiguren bij haltes die niet op de straten van de studie aansluiten." / "The part of the vehicle-hours at stops that are not joined to the study's streets.";
    KM_BEYOND_MAP: "km_beyond_map", decimals(1), Kilometres, "Waarvan buiten de kaart" / "Of these beyond the map", "Het deel van de voertuigkilometers bij haltes die niet op de straten van de studie aansluiten." / "The part of the vehicle-kilometres at stops that are not joined to the study's streets.";
    STREET_EDGES: "street_edges", INT, Count, "Straatdelen" / "Street edges", "Delen van straten die sluiten of bijkomen." / "Parts of streets that are closed or added.";
    DESTINATIONS: "destinations", INT, Count, "Bestemmingen" / "Destinations", "Bestemmingen die geraakt worden." / "Places that are touched.";
    HOMES: "homes", INT, Homes, "Woningen" / "Homes", "Woningen die geraakt worden." / "Homes that are touched.";
    PEOPLE_MOVED: "people", EXACT, People, "Mensen" / "People", "Mensen van de hoofdgroep van de studie die bijkomen (boven 0), vertrekken of verhuizen (eenmaal geteld)." / "People of the study's main group who are added (above 0), removed or moved (counted once).";
    RULE: "rule", TEXT, None, "Regel" / "Rule", "Wat moet gelden." / "What must hold.";
    LOOKED_AT: "looked_at", INT, Count, "Bekeken" / "Looked at", "Waarden waarvan bekeken is of de regel geldt." / "Values of which it was looked at whether the rule holds.";
    BROKEN: "broken", INT, Count, "Geschonden" / "Broken", "Waarden waarvoor de regel niet geldt." / "Values for which the rule does not hold.";
    EXAMPLE: "example", LABEL, None, "Voorbeeld" / "Example", "Een waarde waarvoor de regel niet geldt." / "A value for which the rule does not hold.";
    EVENTS: "events", LABEL, None, "Gebeurtenissen" / "Events", "De gebeurtenissen die plaatsvinden; geen enkele is de uitgangstoestand." / "The events that happen; none is the base.";
    VALUE_OF_COMBINATION: "value", decimals(4), OfRow, "Waarde" / "Value", "De waarde van de indicator als deze gebeurtenissen plaatsvinden." / "The indicator's value when these events happen.";
    CHANGE_OF_COMBINATION: "change", decimals(4), OfRow, "Verandering" / "Change", "De waarde als deze gebeurtenissen plaatsvinden min die van de uitgangstoestand." / "The value when these events happen less that of the base.";
    INTERACTION: "interaction", decimals(4), OfRow, "Wisselwerking" / "Interaction", "Wat deze gebeurtenissen samen doen boven wat minder ervan doen; van één gebeurtenis wat ze alleen doet; de uitgangstoestand heeft er geen." / "What these events do together beyond what fewer of them do; of a single event what it does alone; the base has none.";
    PEOPLE_LEFT_OUT: "people_left_out", EXACT, People, "Buiten beschouwing" / "Left out", "Mensen die er niet in elke combinatie komen, en in geen gemiddelde zitten." / "People who don't get there in every combination, and are in no mean.";
    EVENT: "event", LABEL, None, "Gebeurtenis" / "Event", "Eén gebeurtenis." / "One event.";
    ALONE: "alone", decimals(4), OfRow, "Alleen" / "Alone", "Wat de gebeurtenis op zichzelf doet." / "What the event does by itself.";
    SHAPLEY_SHARE: "shapley_share", decimals(4), OfRow, "Aandeel" / "Share", "Het deel van de gebeurtenis in het geheel: het gemiddelde over alle volgordes waarin gebeurtenissen kunnen komen (Shapley). De delen tellen op." / "The event's part of the whole: the mean over all orders in which events can happen (Shapley). The shares add up.";
    ALL_TOGETHER: "all_together", decimals(4), OfRow, "Alles samen" / "All together", "Wat alle gebeurtenissen samen doen." / "What all events do together.";
}

// Lifelines.
fields! {
    KIND_OF_CUT: "kind", TEXT, None, "Soort" / "Kind", "Wat vervalt: `line` (lijn), `stop` (halte) of `trip` (rit)." / "What goes: `line`, `stop` or `trip`.";
    ID: "id", TEXT, None, "Id" / "Id", "Het id van wat vervalt in de dienstregeling, of van een locatie in het bestand met kandidaten." / "The id of what goes in the timetable, or of a site in the file of candidates.";
    MODE: "mode", TEXT, None, "Voertuig" / "Vehicle", "Het soort voertuig." / "The kind of vehicle.";
    FALLING_BELOW_ANY: "people_falling_below_any", EXACT, People, "Komt onder een norm" / "Fall below a norm", "Mensen van de groep die zonder de lijn, halte of rit op enig tijdstip onder een norm komen, als eerste reiziger; elke woning eenmaal." / "People of the group who fall below any norm at any time without the line, stop or trip, as the first traveller; each home once.";
    WORST_SLOT: "worst_slot", LABEL, None, "Ergst op" / "Worst at", "Wanneer de meeste mensen onder een norm komen." / "When most people fall below a norm.";
    WORST_SERVICE: "worst_service", LABEL, None, "Ergst voor" / "Worst for", "Waarvoor de meeste mensen onder een norm komen." / "For what most people fall below a norm.";
    FALLING_BELOW_THERE: "people_falling_below_there", EXACT, People, "Komt daar onder de norm" / "Fall below it there", "Hoeveel mensen op het ergste tijdstip onder de norm van de ergste voorziening komen." / "How many people fall below the norm of the worst service at the worst time.";
    VEHICLE_HOURS: "vehicle_hours_week", decimals(2), Hours, "Voertuiguren per week" / "Vehicle-hours a week", "Voertuiguren per week die vervallen met de lijn, halte of rit; niets waar een ander dezelfde ritten rijdt." / "Vehicle-hours a week that are spared without the line, stop or trip; nothing where another runs the same trips.";
    VEHICLE_KM: "vehicle_km_week", decimals(2), Kilometres, "Voertuigkilometers per week" / "Vehicle-kilometres a week", "Voertuigkilometers per week die vervallen met de lijn, halte of rit; niets waar een ander dezelfde ritten rijdt." / "Vehicle-kilometres a week that are spared without the line, stop or trip; nothing where another runs the same trips.";
    PEOPLE_COUNTED: "people", EXACT, People, "Mensen" / "People", "Alle mensen van de groep van wie bekend is of ze de norm halen." / "All people of the group of whom it is known whether they meet the norm.";
    PEOPLE_BELOW_BEFORE: "people_below_before", EXACT, People, "Nu al onder de norm" / "Below the norm already", "Mensen die nu al onder de norm zitten." / "People below the norm as things are.";
    PEOPLE_FALLING_BELOW: "people_falling_below", EXACT, People, "Komt onder de norm" / "Fall below the norm", "Mensen die zonder de lijn, halte of rit onder de norm komen." / "People who fall below it without the line, stop or trip.";
    HOMES_CHECKED: "homes_checked", INT, Homes, "Nagegaan" / "Checked", "Woningen die de norm halen, en waarvan de reizen zijn nagegaan." / "Homes that meet the norm, whose trips were traced.";
    HOMES_RECOMPUTED: "homes_recomputed", INT, Homes, "Opnieuw berekend" / "Computed again", "Woningen die onder de norm konden komen en zonder de lijn, halte of rit berekend zijn." / "Homes that could fall below the norm and were computed without the line, stop or trip.";
    HOMES_FALLING: "homes_falling", INT, Homes, "Vallen" / "Falling", "Woningen die zonder de lijn, halte of rit onder de norm komen." / "Homes that fall below the norm without the line, stop or trip.";
}

// Siting.
fields! {
    DWELLINGS: "dwellings", EXACT, None, "Woningen" / "Dwellings", "Woningen die de locatie zou krijgen." / "Dwellings that the site would have.";
    SITE_STATUS: "status", TEXT, None, "Status" / "Status", "`ok`, of `not_linked` waar geen straat in de buurt is." / "`ok`, or `not_linked` where no street is near.";
    NORMS: "norms", INT, Count, "Normen" / "Norms", "Normen die tellen, over alle reizigers en tijdstippen." / "Norms that count, over all travellers and times of day.";
    SITE_NORMS_MISSED: "norms_missed", INT, Count, "Gemiste normen" / "Norms missed", "Hoeveel van de normen die tellen mensen die er wonen zouden missen." / "How many of the norms that count people who live there would miss.";
    SITE_IN_REGION: "in_region", decimals(1), Percent, "Plaats in de regio" / "Place in the region", "Waar de locatie staat tussen de mensen van de regio, van 0 (slechtst) tot 100: het percentage dat slechter af is en de helft van wie even goed af is. Gemiddeld over reizigers, tijdstippen en voorzieningen." / "Where the site stands among the region's people, 0 (worst) to 100: the per cent who are worse off, and half of those as well off. Mean over travellers, times and services.";
    SITE_AMONG_STOCK: "among_stock", decimals(1), Percent, "Plaats in de voorraad" / "Place among the stock", "Waar de locatie staat binnen de bestaande voorraad, van 0 (slechtst) tot 100: het percentage dat slechter af is en de helft van wat even goed af is. Gemiddeld over reizigers, tijdstippen en voorzieningen." / "Where the site stands among the existing stock, 0 (worst) to 100: the per cent that is worse off, and half of what is as well off. Mean over travellers, times and services.";
    REGION_WORSE_OFF: "region_worse_off", decimals(1), Percent, "Regio slechter af" / "Region worse off", "Percentage van de mensen van de regio dat slechter af is, gemiddeld over reizigers, tijdstippen en voorzieningen." / "Per cent of the region's people who are worse off, mean over travellers, times and services.";
    STOCK_WORSE_OFF: "stock_worse_off", decimals(1), Percent, "Voorraad slechter af" / "Stock worse off", "Percentage van de bestaande voorraad dat slechter af is, gemiddeld over reizigers, tijdstippen en voorzieningen." / "Per cent of the existing stock that is worse off, mean over travellers, times and services.";
    CHOSEN: "chosen", INT, None, "Keus" / "Choice", "De plaats van de locatie in de keus; leeg waar ze niet gekozen is." / "The site's place in the choice; empty where it is not chosen.";
    MISSED_PERSONA_SLOT: "missed_PERSONA_SLOT", INT, Count, "Gemiste normen" / "Norms missed", "Normen die de reiziger op dat tijdstip mist." / "Norms missed by the traveller at that time.";
    WEAKEST_LINE_PERSONA: "weakest_line_PERSONA", LABEL, None, "Zwakste lijn" / "Weakest line", "De lijn waarvan het verlies het meest kost." / "The line whose loss hurts most.";
    NORMS_MET_PERSONA: "norms_met_PERSONA", INT, Count, "Gehaalde normen" / "Norms met", "Normen die de reiziger haalt." / "Norms met by the traveller.";
    NORMS_MET_WITHOUT_PERSONA: "norms_met_without_it_PERSONA", INT, Count, "Zonder die lijn" / "Without that line", "Normen die gehaald worden zonder de zwakste lijn." / "Norms met without the weakest line.";
    JOBS_SHIFT_PERSONA: "jobs_SHIFT_PERSONA", MIXED, Jobs, "Banen" / "Jobs", "Banen van de dienst met een weg erheen en naar huis." / "Jobs of the shift with a way there and home.";
    JOBS_WITHOUT_SHIFT_PERSONA: "jobs_SHIFT_PERSONA_without_it", MIXED, Jobs, "Banen zonder die lijn" / "Jobs without that line", "Banen van de dienst met een weg erheen en naar huis, zonder de zwakste lijn." / "Jobs of the shift with a way there and home, without the weakest line.";
    LEVEL_IN_REGION: "in_region", decimals(1), Percent, "Plaats in de regio" / "Place in the region", "Waar de waarde staat tussen de mensen van de regio, van 0 (slechtst) tot 100: het percentage dat slechter af is en de helft van wie even goed af is." / "Where the value stands among the region's people, 0 (worst) to 100: the per cent who are worse off, and half of those as well off.";
    LEVEL_AMONG_STOCK: "among_stock", decimals(1), Percent, "Plaats in de voorraad" / "Place among the stock", "Waar de waarde staat binnen de bestaande voorraad, van 0 (slechtst) tot 100: het percentage dat slechter af is en de helft van wat even goed af is." / "Where the value stands among the existing stock, 0 (worst) to 100: the per cent that is worse off, and half of what is as well off.";
    LEVEL_STOCK_WORSE_OFF: "stock_worse_off", decimals(1), Percent, "Voorraad slechter af" / "Stock worse off", "Percentage van de bestaande voorraad dat slechter af is." / "Per cent of the existing stock that is worse off.";
    STOCK_P10: "stock_p10", MIXED, OfRow, "Voorraad, 10e percentiel" / "Stock, 10th percentile", "Als `p10`, van de bestaande voorraad." / "As `p10`, of the existing stock.";
    STOCK_P50: "stock_p50", MIXED, OfRow, "Voorraad, mediaan" / "Stock, median", "Als `p50`, van de bestaande voorraad." / "As `p50`, of the existing stock.";
    STOCK_P90: "stock_p90", MIXED, OfRow, "Voorraad, 90e percentiel" / "Stock, 90th percentile", "Als `p90`, van de bestaande voorraad." / "As `p90`, of the existing stock.";
    LOST_LINE: "lost_line", LABEL, None, "Zonder lijn" / "Without line", "De lijn waarvan het verlies daar het meest kost; leeg waar er geen te nemen is of geen geschrapt is." / "The line whose loss hurts most there; empty where none can be boarded or none was cut.";
    LOST_OPERATOR: "lost_operator", LABEL, None, "Vervoerder" / "Operator", "Wie die lijn rijdt." / "Who runs that line.";
    LOST_ROUTES: "lost_routes", TEXT, None, "Route-id's" / "Route ids", "De routes van die lijn in de dienstregeling." / "The routes of that line in the timetable.";
    ACCESS_AFTER: "access_after", MIXED, Count, "Bereikbaar zonder die lijn" / "Access without it", "Als `access`, zonder die lijn." / "As `access`, without that line.";
    MINUTES_AFTER: "minutes_after", decimals(2), Minutes, "Reistijd zonder die lijn" / "Travel time without it", "Als `minutes`, zonder die lijn." / "As `minutes`, without that line.";
    NORM_MISSED_AFTER: "norm_missed_after", INT, YesNo, "Onder de norm zonder die lijn" / "Below the norm without it", "Als `norm_missed`, zonder die lijn." / "As `norm_missed`, without that line.";
    JOBS: "jobs", MIXED, Jobs, "Banen" / "Jobs", "Banen van de dienst met een weg erheen en naar huis." / "Jobs of the shift with a way there and home.";
    THERE_ONLY: "there_only", MIXED, Jobs, "Alleen heen" / "There only", "Banen waar men heen kan maar niet van terug." / "Jobs that one gets to but not home from.";
    BACK_ONLY: "back_only", MIXED, Jobs, "Alleen terug" / "Back only", "Banen waar men van terug kan maar niet heen." / "Jobs that one gets home from but not to.";
    JOBS_BY_DAY: "jobs_by_day", MIXED, Jobs, "Banen overdag" / "Jobs by day", "Banen met een weg erheen en naar huis in de werktijd overdag waarmee de dienst vergeleken wordt." / "Jobs with a way there and home at the hours by day that the shift is compared with.";
    JOBS_AFTER: "jobs_after", MIXED, Jobs, "Banen zonder die lijn" / "Jobs without it", "Als `jobs`, zonder die lijn." / "As `jobs`, without that line.";
    ORDER: "order", INT, None, "Volgorde" / "Order", "In welke volgorde ze gekozen zijn; leeg in de laatste rij, van alle samen." / "In what order they were chosen; empty in the last row, of all together.";
    LIFTED: "lifted", EXACT, People, "Boven de norm getild" / "Lifted above the norm", "Huishoudens van woningen onder een norm die de locatie erboven tilt, naast die van de locaties ervoor." / "Households of homes below a norm that the site lifts above it, beyond those of the sites before it.";
    LIFTED_SO_FAR: "lifted_so_far", EXACT, People, "Tot zover" / "So far", "Huishoudens die de locatie en die ervoor samen boven een norm tillen." / "Households that the site and those before it lift above a norm together.";
    AT_MOST: "at_most", EXACT, People, "Hoogstens mogelijk" / "At most", "Geen keus van zoveel locaties tilt meer huishoudens boven een norm." / "No choice of so many sites lifts more households above a norm.";
    GREEDY_SHARE: "greedy_share", decimals(4), Share, "Zeker deel van het beste" / "Sure share of the best", "De keus tilt minstens dit deel van wat de beste zou tillen." / "The choice lifts at least this share of what the best one would.";
    HOUSEHOLDS_BELOW: "households_below", EXACT, People, "Huishoudens onder de norm" / "Households below the norm", "Huishoudens van woningen onder een norm." / "Households of homes below a norm.";
}

// Between two editions.
fields! {
    VALUE_FROM: "value_from", MIXED, OfRow, "Waarde toen" / "Value then", "De waarde in de eerdere editie." / "The value in the earlier edition.";
    VALUE_TO: "value_to", MIXED, OfRow, "Waarde nu" / "Value now", "De waarde in de latere editie." / "The value in the later edition.";
    CHANGE: "change", MIXED, OfRow, "Verandering" / "Change", "Later min eerder, waar ze vergeleken kunnen worden. De oorzaken tellen ertoe op." / "Later less earlier, where they can be compared. The causes add up to it.";
    TIMETABLE: "timetable", MIXED, OfRow, "Door de dienstregeling" / "By the timetable", "Het deel van de verandering door de dienstregeling; de straten zijn in beide edities gelijk." / "The part of the change that the timetable makes; the streets are the same in both editions.";
    TIMETABLE_AND_STREETS: "timetable_and_streets", MIXED, OfRow, "Door dienstregeling en straten" / "By timetable and streets", "Het deel van de verandering door dienstregeling en straten samen: in plaats van `timetable`, waar straten tussen de edities verschillen." / "The part of the change that timetable and streets make together: in the place of `timetable`, where streets differ between the editions.";
    FACILITIES: "facilities", MIXED, OfRow, "Door voorzieningen en banen" / "By facilities and jobs", "Het deel van de verandering door voorzieningen en banen." / "The part of the change that places and jobs make.";
    PEOPLE_CAUSE: "people", MIXED, OfRow, "Door waar mensen wonen" / "By where people live", "Het deel van de verandering doordat mensen elders wonen." / "The part of the change that people make by living elsewhere.";
    BOUNDARIES: "boundaries", MIXED, OfRow, "Door grenzen" / "By boundaries", "Het deel van de verandering door grenzen." / "The part of the change that boundaries make.";
    PUBLISHED: "published", MIXED, OfRow, "Door wat gepubliceerd is" / "By what is published", "Het deel van de verandering door woningen waarvan de aantallen maar in één editie gepubliceerd zijn." / "The part of the change made by homes whose numbers are published in one edition only.";
    LEFT_OUT: "left_out", MIXED, People, "Buiten beschouwing" / "Left out", "Mensen die in geen oorzaak zitten, in de editie waar het er meer zijn: met onbekende waarde, of bij een gemiddelde in minuten wie er niet in elke combinatie komt." / "People who are in no cause, in the edition where they are more: of unknown level, or, of a mean in minutes, those who don't get there in some combination.";
    COMPARABLE: "comparable", TEXT, None, "Vergelijkbaar" / "Comparable", "`yes`, `by share of the crosswalk` (naar aandeel van de overgangstabel), of `no` en waarom." / "`yes`, `by share of the crosswalk`, or `no` and why.";
    LEFT: "left", EXACT, People, "Vertrokken" / "Left", "Mensen minder in cellen van het gebied." / "People fewer in cells of the area.";
    ARRIVED: "arrived", EXACT, People, "Gekomen" / "Arrived", "Mensen meer in cellen van het gebied." / "People more in cells of the area.";
    CELLS_UNKNOWN: "cells_unknown", INT, Count, "Cellen onbekend" / "Cells unknown", "Cellen waarvan het aantal in één editie niet bekend is." / "Cells of which the number is not known in one edition.";
    THERE_MEAN: "there_mean", MIXED, OfRow, "Daar, gemiddeld" / "There, mean", "Gemiddelde van waar mensen vertrokken, met de eerdere dienstregeling en voorzieningen." / "Mean of where people left, with the earlier timetable and facilities.";
    THERE_NOT_REACHED: "there_not_reached", decimals(4), Share, "Daar, komt er niet" / "There, do not get there", "Deel van de mensen die vertrokken dat er niet kwam." / "Share of the people who left who did not get there.";
    THERE_BELOW_NORM: "there_below_norm", decimals(4), Share, "Daar, onder de norm" / "There, below the norm", "Deel van de mensen die vertrokken dat onder de norm zat." / "Share of the people who left who were below the norm.";
    HERE_MEAN: "here_mean", MIXED, OfRow, "Hier, gemiddeld" / "Here, mean", "Gemiddelde van waar mensen kwamen wonen, met de latere dienstregeling en voorzieningen." / "Mean of where people arrived, with the later timetable and facilities.";
    HERE_NOT_REACHED: "here_not_reached", decimals(4), Share, "Hier, komt er niet" / "Here, do not get there", "Deel van de mensen die kwamen wonen dat er niet komt." / "Share of the people who arrived who do not get there.";
    HERE_BELOW_NORM: "here_below_norm", decimals(4), Share, "Hier, onder de norm" / "Here, below the norm", "Deel van de mensen die kwamen wonen dat onder de norm zit." / "Share of the people who arrived who are below the norm.";
    PEOPLE_FROM: "people_from", EXACT, People, "Mensen toen" / "People then", "Mensen die de normen in de eerdere editie misten." / "People who missed the norms in the earlier edition.";
    PEOPLE_TO: "people_to", EXACT, People, "Mensen nu" / "People now", "Mensen die de normen in de latere editie missen." / "People who miss the norms in the later edition.";
    SHARE_FROM: "share_from", decimals(4), Share, "Aandeel toen" / "Share then", "Deel van de groep daar dat de normen in de eerdere editie miste." / "Share of the group there that missed the norms in the earlier edition.";
    SHARE_TO: "share_to", decimals(4), Share, "Aandeel nu" / "Share now", "Deel van de groep daar dat de normen in de latere editie mist." / "Share of the group there that misses the norms in the later edition.";
    MISSED_BY_MOST: "norms_missed_by_most", LABEL, None, "Vaakst gemist" / "Missed by most", "De voorzieningen waarvan de meeste van deze mensen de norm missen." / "The services whose norms most of these people miss.";
    AVERAGE_OF: "average_of", LABEL, None, "Gemiddelde van" / "Average of", "De groep waarvan het gemiddelde verbeterde: die van het rapport." / "The group whose mean improved: that of the report.";
    MEAN_FROM: "mean_from", MIXED, OfRow, "Gemiddelde toen" / "Mean then", "Het gemiddelde van de groep van het rapport in de eerdere editie." / "The mean of the report's group in the earlier edition.";
    MEAN_TO: "mean_to", MIXED, OfRow, "Gemiddelde nu" / "Mean now", "Het gemiddelde van de groep van het rapport in de latere editie." / "The mean of the report's group in the later edition.";
    GROUP_MEAN_FROM: "group_mean_from", MIXED, OfRow, "Groep, gemiddelde toen" / "Group, mean then", "Het gemiddelde van de andere groep in de eerdere editie." / "The other group's mean in the earlier edition.";
    GROUP_MEAN_TO: "group_mean_to", MIXED, OfRow, "Groep, gemiddelde nu" / "Group, mean now", "Het gemiddelde van de andere groep in de latere editie." / "The other group's mean in the later edition.";
    GROUP_BELOW_FROM: "group_below_norm_from", decimals(4), Share, "Groep, onder de norm toen" / "Group, below the norm then", "Het deel van de andere groep onder de norm in de eerdere editie." / "The other group's share below the norm in the earlier edition.";
    GROUP_BELOW_TO: "group_below_norm_to", decimals(4), Share, "Groep, onder de norm nu" / "Group, below the norm now", "Het deel van de andere groep onder de norm in de latere editie." / "The other group's share below the norm in the later edition.";
    KIND_OF_LEFT_OUT: "kind", TEXT, None, "Soort" / "Kind", "Wat weggelaten is: een voorziening, een tijdstip, een gebied, en zo meer." / "What is left out: a service, a slot, an area, and so on.";
    WHY_LEFT_OUT: "why", LABEL, None, "Waarom" / "Why", "Waarom het niet vergeleken kan worden." / "Why it can't be compared.";
    VALUE_OF_EDITION: "value", MIXED, OfRow, "Waarde" / "Value", "De waarde van de indicator in de editie, voor de regio en de eerste reiziger." / "The indicator's value in the edition, for the region and the first traveller.";
}

// Of the commands `access`, `matrix` and `monitor diff`.
fields! {
    POINT: "id", TEXT, None, "Id" / "Id", "Het id van de herkomst, zoals in haar bestand." / "The origin's id, as in its file.";
    OPPORTUNITY: "opportunity", TEXT, None, "Voorziening" / "Opportunity", "Wat bereikt wordt: een kolom van de bestemmingen, of alle bestemmingen." / "What is reached: a column of the destinations, or all of them.";
    VALUE_OF_POINT: "value", MIXED, OfRow, "Waarde" / "Value", "Minuten naar de n-de dichtstbijzijnde, of wat bereikt wordt, in zes cijfers; leeg waar er niets is." / "Minutes to the n-th nearest, or what is reached, to six significant digits; empty where there is none.";
    FROM_ID: "from_id", TEXT, None, "Van" / "From", "Het id van de herkomst, zoals in haar bestand." / "The origin's id, as in its file.";
    TO_ID: "to_id", TEXT, None, "Naar" / "To", "Het id van de bestemming, zoals in haar bestand." / "The destination's id, as in its file.";
    TRAVEL_TIME: "travel_time_pN", decimals(2), Minutes, "Reistijd" / "Travel time", "Het N-de percentiel van de reistijden over de vertrekken van het venster; leeg waar het niet bereikt wordt." / "The N-th percentile of the travel times over the departures of the window; empty where it is not reached.";
    HOMES_BETTER: "homes_better", INT, Homes, "Beter" / "Better", "Woningen met een betere waarde in de latere editie." / "Homes whose value is better in the later edition.";
    HOMES_WORSE: "homes_worse", INT, Homes, "Slechter" / "Worse", "Woningen met een slechtere waarde." / "Homes whose value is worse.";
    HOMES_SAME: "homes_same", INT, Homes, "Gelijk" / "Same", "Woningen met dezelfde waarde." / "Homes whose value is the same.";
    HOMES_UNKNOWN: "homes_unknown", INT, Homes, "Onbekend" / "Unknown", "Woningen zonder waarde in één editie of beide." / "Homes without a value in one edition or both.";
    HOMES_NEW: "homes_new", INT, Homes, "Nieuw" / "New", "Woningen in alleen de latere editie." / "Homes in the later edition only.";
    HOMES_GONE: "homes_gone", INT, Homes, "Verdwenen" / "Gone", "Woningen in alleen de eerdere editie." / "Homes in the earlier edition only.";
    MEAN_CHANGE_OF_HOMES: "mean_change", MIXED, OfRow, "Gemiddelde verandering" / "Mean change", "Gemiddelde van later min eerder over woningen die beide hebben." / "Mean of later less earlier over homes that have both.";
}
