//! The kinds of edits and the keys of scenario files in words.

use crate::input::scenario::given::Names;
use crate::output::report::kit::Words;
use crate::output::report::kit::head::Language;
use crate::output::report::kit::messages::messages;

/// Most entries of a list that are named.
const NAMED: usize = 12;

/// Messages by the words of scenario files, and some without.
macro_rules! by_word {
    ($type:ident; $($name:ident $word:literal: $nl:literal / $en:literal;)* -- $($more:tt)*) => {
        messages! {
            $type;
            $($name: $nl / $en;)*
            $($more)*
        }

        impl $type {
            /// The message for a word; none where it is not known.
            pub fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

/// Kinds of edits.
mod kinds {
    use super::messages;

    by_word! {
        Kind;
        RemoveTrips "remove-trips": "ritten vervallen" / "trips are removed";
        RemoveStops "remove-stops": "haltes worden overgeslagen" / "stops are skipped";
        ThinOut "thin-out": "minder ritten" / "fewer trips";
        SetHeadway "set-headway": "een vaste tijd tussen ritten" / "a fixed time between trips";
        AdjustSpeed "adjust-speed": "een andere snelheid" / "another speed";
        AdjustDwell "adjust-dwell": "korter of langer stilstaan" / "shorter or longer stops";
        ShiftTimes "shift-times": "andere vertrektijden" / "other times of departure";
        Reroute "reroute": "een andere route" / "another route";
        AddLine "add-line": "een nieuwe lijn" / "a new line";
        MergeLines "merge-lines": "lijnen worden één" / "lines become one";
        OnDemand "on-demand": "vervoer op afroep" / "transport on demand";
        CloseStop "close-stop": "een halte sluit" / "a stop closes";
        MoveStop "move-stop": "een halte verhuist" / "a stop moves";
        AddPath "add-path": "een nieuw pad of een brug" / "a new path or bridge";
        CloseStreet "close-street": "een straat gaat dicht" / "a street closes";
        Open "open": "een voorziening opent" / "a service opens";
        Close "close": "een voorziening sluit" / "a service closes";
        Move "move": "een voorziening verhuist" / "a service moves";
        Resize "resize": "een voorziening wordt groter of kleiner" / "a service grows or shrinks";
        SetHours "set-hours": "andere openingstijden" / "other opening hours";
        Merge "merge": "voorzieningen gaan samen" / "services merge";
        AddHomes "add-homes": "nieuwe woningen" / "new homes";
        RemoveHomes "remove-homes": "woningen verdwijnen" / "homes are removed";
        MoveGroup "move-group": "een groep verhuist" / "a group moves";
        SetPersona "set-persona": "een andere manier van reizen" / "another way of travelling";
        --
    }
}
pub use kinds::Kind;

by_word! {
    Key;
    Feed "feed": "dienstregeling" / "timetable";
    Agency "agency": "vervoerder" / "operator";
    Route "route": "lijn" / "line";
    Line "line": "lijn" / "line";
    Mode "mode": "soort" / "kind of vehicle";
    Direction "direction": "richting" / "direction";
    Headsign "headsign": "bestemming op het voertuig" / "headsign";
    Trip "trip": "rit" / "trip";
    Stop "stop": "halte" / "stop";
    Stops "stops": "haltes" / "stops";
    FirstStop "first_stop": "eerste halte" / "first stop";
    LastStop "last_stop": "laatste halte" / "last stop";
    Area "area": "gebied" / "area";
    DepartsAfter "departs_after": "vertrek vanaf" / "departs from";
    DepartsBefore "departs_before": "vertrek vóór" / "departs before";
    Between "between": "vertrek tussen" / "departs between";
    Days "days": "dagen" / "days";
    Dates "dates": "datums" / "dates";
    Onto "onto": "gaat verder als" / "goes on as";
    KeepEvery "keep_every": "van zoveel ritten blijft er één" / "of so many trips one stays";
    Headway "headway_min": "minuten tussen ritten" / "minutes between trips";
    First "first": "eerste vertrek" / "first departure";
    Factor "factor": "maal" / "times";
    From "from": "van" / "from";
    To "to": "naar" / "to";
    Dwell "dwell_s": "seconden stilstaan" / "seconds at stops";
    Shift "shift_min": "minuten later (min is eerder)" / "minutes later (minus is earlier)";
    Via "via": "via" / "by way of";
    Hop "hop_min": "minuten van halte tot halte" / "minutes from stop to stop";
    Speed "speed_kmh": "snelheid, km per uur" / "speed, km/h";
    BothWays "both_ways": "heen en terug" / "both ways";
    Departures "departures": "vertrektijden" / "departures";
    Bands "bands": "regelmatig vertrek" / "departures every so often";
    MaxWait "max_wait_min": "hoogstens zoveel minuten wachten" / "longest wait, minutes";
    Hubs "hubs": "ook naar halte" / "also to stop";
    PickUp "pick_up_min": "minuten van oproep tot ophalen" / "minutes from call to pick-up";
    Hours "hours": "uren" / "hours";
    Points "points": "aantal punten" / "number of points";
    Bicycle "bicycle": "fietsen mag" / "cycling allowed";
    Wheelchair "wheelchair": "rolstoel kan erdoor" / "wheelchair can pass";
    Ways "ways": "wegen in OpenStreetMap" / "ways of OpenStreetMap";
    At "at": "aantal plekken" / "number of places";
    Lon "lon": "lengte" / "longitude";
    Lat "lat": "breedte" / "latitude";
    X "x": "x" / "x";
    Y "y": "y" / "y";
    Crs "crs": "coördinaten" / "coordinates";
    Service "service": "voorziening" / "service";
    Id "id": "nummer of naam" / "id or name";
    Name "name": "naam" / "name";
    PlaceName "place_name": "naam" / "name";
    Supply "supply": "aanbod" / "supply";
    OpeningHours "opening_hours": "openingstijden" / "opening hours";
    Set "set": "aanbod wordt" / "supply becomes";
    Add "add": "aanbod erbij" / "supply added";
    Into "into": "gaat op in" / "becomes part of";
    Groups "groups": "groepen" / "groups";
    Group "group": "groep" / "group";
    Share "share": "deel" / "share";
    Count "count": "aantal" / "number";
    Persona "persona": "reiziger" / "traveller";
    Walk "walk_kmh": "loopsnelheid, km per uur" / "walking speed, km/h";
    MaxWalk "max_walk_min": "hoogstens zoveel minuten lopen" / "longest walk, minutes";
    MaxWalkOnly "max_walk_only_min": "hoogstens zoveel minuten helemaal lopen" / "longest walk all the way, minutes";
    MaxTransfer "max_transfer_min": "hoogstens zoveel minuten lopen tussen twee ritten" / "longest walk between two rides, minutes";
    MaxTrip "max_trip_min": "langste reis, minuten" / "longest trip, minutes";
    MaxRides "max_rides": "meeste ritten per reis" / "most rides in a trip";
    BoardSlack "board_slack_s": "seconden om in te stappen" / "seconds to board";
    Level "level": "soort gebied" / "level";
    File "file": "bestand" / "file";
    Polygon "polygon": "aantal hoekpunten" / "number of corners";
    Code "code": "code" / "code";
    CodeColumn "code_column": "kolom van de code" / "column of the code";
    Layer "layer": "laag" / "layer";
    --
    More: "nog {0}" / "{0} more";
    Yes: "ja" / "yes";
    No: "nee" / "no";
}

impl Names for Words {
    fn key(&self, key: &str) -> String {
        Key::of(key).map_or_else(|| key.to_owned(), |k| self.text(k).to_owned())
    }

    fn value(&self, key: &str, value: &str) -> String {
        match (key, value) {
            ("both_ways" | "bicycle" | "wheelchair", "true") => self.text(Key::Yes).to_owned(),
            ("both_ways" | "bicycle" | "wheelchair", "false") => self.text(Key::No).to_owned(),
            ("days", days) if self.0 == Language::Nl => in_dutch(days),
            ("mode", "rail" | "train") if self.0 == Language::Nl => "trein".to_owned(),
            _ => value.to_owned(),
        }
    }

    fn more(&self, count: usize) -> String {
        self.text(Key::More).replace("{0}", &count.to_string())
    }

    fn most(&self) -> usize {
        NAMED
    }
}

/// `mo-fr, su` as `ma-vr, zo`.
fn in_dutch(days: &str) -> String {
    const DAYS: [(&str, &str); 7] = [
        ("mo", "ma"),
        ("tu", "di"),
        ("we", "wo"),
        ("th", "do"),
        ("fr", "vr"),
        ("sa", "za"),
        ("su", "zo"),
    ];
    let dutch = |word: &str| {
        let day = DAYS.iter().find(|d| d.0.eq_ignore_ascii_case(word));
        day.map_or_else(|| word.to_owned(), |d| d.1.to_owned())
    };
    days.split_inclusive(|c: char| !c.is_alphabetic())
        .map(|part| {
            let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
            dutch(word) + &part[word.len()..]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::scenario::KindWord;
    use crate::input::scenario::given::{Given, in_words};

    #[test]
    fn every_kind_of_edit_and_every_key_has_words() {
        for kind in KindWord::ALL {
            assert!(Kind::of(kind.word()).is_some(), "{}", kind.word());
        }
        let own = KindWord::ALL.iter().flat_map(|kind| kind.keys().all());
        for key in own.filter(|key| *key != "select") {
            assert!(Key::of(key).is_some(), "{key}");
        }
    }

    #[test]
    fn edits_are_told_in_the_language_of_the_page() {
        let text = |t: &str| Given::Text(t.to_owned());
        let pair = |key: &str, value| (key.to_owned(), value);
        let lines = Given::List((5..20).map(|n| text(&n.to_string())).collect());
        let select = Given::Table(vec![
            pair("route", lines),
            pair("departs_after", text("20:00")),
            pair("days", text("mo-fr, su")),
        ]);
        let given = [pair("select", select), pair("headway_min", text("30"))];
        assert_eq!(
            in_words(&given, &Words(Language::Nl)),
            "lijn: 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, nog 3; vertrek vanaf: 20:00; \
             dagen: ma-vr, zo; minuten tussen ritten: 30"
        );
        assert!(
            in_words(&given, &Words(Language::En))
                .ends_with("days: mo-fr, su; minutes between trips: 30")
        );
    }
}
