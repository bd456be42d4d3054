//! Sentences and words of the page about change, in Dutch and English.

use super::super::messages::messages;

messages! {
    Say;
    Eyebrow: "Monitor · bereikbaarheid zonder auto" / "Monitor · access without a car";
    Lead: "Wat veranderde er tussen {0} en {1}, en waardoor? Verdween de bus, verdween de voorziening, of gingen mensen wonen waar die er nooit waren? Gewone dagen: {2} en {3}." / "What changed between {0} and {1}, and why? Did the bus go, did the service go, or do people live where these never were? Usual days: {2} and {3}.";
    Brief: "In het kort" / "In brief";
    Why: "Waardoor" / "Why";
    Work: "Werk op vaste tijden" / "Work at fixed hours";
    Shift: "Dienst" / "Shift";
    NoJob: "Zonder enige baan" / "Without any job";
    ShiftsHow: "Gemiddeld aantal banen per dienst die ‘{0}’ op tijd kan halen, met een rit terug naar huis, en hoeveel daarvan door welke oorzaak veranderde. Rechts: voor hoeveel mensen geen enkele baan van die dienst te doen is." / "Mean number of jobs by shift that ‘{0}’ can get to in time and home again from, and how much of it changed through which cause. On the right: for how many people no job of that shift can be held.";
    Where: "Waar" / "Where";
    Moved: "Wie waarheen" / "Who moved where";
    Pockets: "Nieuwe knelpunten" / "New pockets";
    Time: "Door de tijd" / "Over time";
    Account: "Verantwoording" / "Method and data";
    FactGroups: "Groepen" / "Groups";
    FactPersona: "Reiziger" / "Traveller";
    FactBase: "Normen en inkomensrangen van" / "Norms and income ranks of";
    FactNorms: "Normen van" / "Norms of";
    FactRanks: "Inkomensrangen van" / "Income ranks of";
    Timetable: "dienstregeling" / "timetable";
    TimetableStreets: "dienstregeling en straten" / "timetable and streets";
    Facilities: "voorzieningen en banen" / "facilities and jobs";
    People: "waar mensen wonen" / "where people live";
    Boundaries: "grenzen en codes" / "boundaries and codes";
    ShortFacilities: "voorzieningen" / "facilities";
    ShortPeople: "wonen" / "homes";
    ShortBoundaries: "grenzen" / "boundaries";
    Published: "alleen in één editie gepubliceerd" / "published in one edition only";
    ShortPublished: "één editie" / "one edition";
    ShortStreets: "regeling, straten" / "timetable, streets";
    More: "Voor {0} ({1}) zitten er {2} meer {3} onder de norm: {4} in {5}, {6} in {7}. {8}" / "For {0} ({1}), {2} more {3} are below the norm: {4} in {5}, {6} in {7}. {8}";
    Fewer: "Voor {0} ({1}) zitten er {2} minder {3} onder de norm: {4} in {5}, {6} in {7}. {8}" / "For {0} ({1}), {2} fewer {3} are below the norm: {4} in {5}, {6} in {7}. {8}";
    Same: "Voor {0} ({1}) bleef het aantal {2} onder de norm gelijk: {3}. {4}" / "For {0} ({1}), the number of {2} below the norm stayed the same: {3}. {4}";
    CauseList: "Daarvan: {0}." / "Of these: {0}.";
    NothingChanged: "Voor de groep ‘{0}’ veranderde er bij geen enkele norm iets." / "Nothing changed for the group ‘{0}’ in any norm.";
    MovedBrief: "{0}: {1} {2} minder op plekken waar er nu minder zijn, {3} meer op plekken waar er nu meer zijn." / "{0}: {1} {2} fewer in places that have fewer, {3} more in places that have more.";
    MovedAccess: "Waar zij weggingen zat {0} onder de norm voor {1} ({2}), waar zij aankwamen {3}." / "Where they left, {0} were below the norm for {1} ({2}); where they arrived, {3}.";
    PocketsBrief: "Gebieden die een knelpunt zijn geworden en dat niet waren: {0}." / "Areas that have become pockets and were none: {0}.";
    DivergingBrief: "Het gemiddelde van een gebied werd beter terwijl een groep er verloor: {0} keer." / "The average of an area improved while a group in it lost: {0} times.";
    WhyHow: "Elke staaf laat zien hoeveel {0} er onder de norm bij kwamen (oranje) of af gingen (blauw) door één oorzaak, bij reiziger ‘{1}’. De oorzaken tellen precies op tot de verandering: elke is het gemiddelde effect over alle volgordes waarin de vier kunnen komen." / "Each bar shows how many {0} came to be below the norm (orange) or no longer are (blue) through one cause, for traveller ‘{1}’. The causes add up exactly to the change: each is the mean effect over all orders in which the four may come.";
    Axis: "De as begint niet bij nul." / "The axis does not begin at zero.";
    WaterfallTitle: "{0}, {1}: {2} {3} onder de norm" / "{0}, {1}: {2} {3} below the norm";
    WaterfallStack: "Gemiste normen: {0} of meer, {1}: {2} {3}" / "Norms missed: {0} or more, {1}: {2} {3}";
    NoChange: "Geen verandering, en geen oorzaak aan het werk: {0}." / "No change, and no cause at work: {0}.";
    TableCaption: "Alle normen, tijdvakken en groepen" / "All norms, slots and groups";
    Group: "Groep" / "Group";
    Norm: "Norm" / "Norm";
    Slot: "Tijdvak" / "Slot";
    Change: "Verandering" / "Change";
    LeftOut: "Onbekend" / "Unknown";
    AtLeast: "mist ≥ {0}" / "misses ≥ {0}";
    MapsHow: "Aandeel van {0} onder de norm per gebied ({1}), voor en na, en het deel van de verandering dat aan elke oorzaak ligt, in procentpunten. Grijs: niet te vergelijken of niemand." / "Share of {0} below the norm by area ({1}), before and after, and the part of the change due to each cause, in percentage points. Grey: not comparable or nobody.";
    MapsNone: "Er zijn geen gebieden om te vergelijken." / "There are no areas to compare.";
    MapTitle: "{0}, {1}" / "{0}, {1}";
    LegendShare: "Onder de norm" / "Below the norm";
    LegendCause: "Verschil in procentpunten" / "Difference in percentage points";
    Worse: "{0} of meer erbij" / "{0} or more worse";
    Better: "{0} of meer eraf" / "{0} or more better";
    Hardly: "minder dan {0}" / "less than {0}";
    NoValue: "niet te vergelijken of niemand" / "not comparable or nobody";
    UnderClass: "onder {0}" / "under {0}";
    FromClass: "{0} of meer" / "{0} or more";
    MovedHow: "Per cel vergeleken: waar er van een groep minder wonen, gingen er weg; waar er meer wonen, kwamen er bij. ‘Daar’ is hun bereik met de dienstregeling en voorzieningen van {0}, ‘hier’ met die van {1}. Wie precies verhuisde is niet bekend." / "Compared cell by cell: where fewer of a group live, some left; where more live, some arrived. ‘There’ is their access with the timetable and facilities of {0}, ‘here’ with those of {1}. Who exactly moved is not known.";
    MovedCaption: "Bereik waar groepen weggingen en waar zij aankwamen" / "Access where groups left and where they arrived";
    MovedNone: "Niemand verhuisde: de aantallen per cel zijn gelijk." / "Nobody moved: the numbers by cell are the same.";
    PlacesCaption: "Gebieden waar de meesten weggingen of aankwamen" / "Areas where most left or arrived";
    Left: "Weg" / "Left";
    Arrived: "Erbij" / "Arrived";
    There: "Daar" / "There";
    Here: "Hier" / "Here";
    BelowThere: "Onder de norm daar" / "Below the norm there";
    BelowHere: "Onder de norm hier" / "Below the norm here";
    Area: "Gebied" / "Area";
    PocketsHow: "Gebieden waar nu in een tijdvak minstens {1} van een groep normen mist, en dat in {0} niet zo was. Ook wie er toen niet woonde telt: een nieuw knelpunt kan ontstaan doordat mensen verhuizen." / "Areas where in some slot at least {1} of a group now misses norms, and where that was not so in {0}. Who did not live there then counts too: people moving can make a new pocket.";
    PocketsCaption: "Nieuwe knelpunten, de ergste eerst" / "New pockets, the worst first";
    PocketsNone: "Er zijn geen nieuwe knelpunten." / "There are no new pockets.";
    PocketsMore: "De eerste {0} van {1}; de rest staat in pockets.csv." / "The first {0} of {1}; the rest is in pockets.csv.";
    PeopleNow: "Mensen" / "People";
    Misses: "Mist normen" / "Misses norms";
    Most: "Meest gemist" / "Missed by most";
    MainCause: "Grootste oorzaak" / "Largest cause";
    DivergingTitle: "Gemiddeld beter, maar niet voor iedereen" / "Better on average, but not for all";
    DivergingHow: "Gebieden waar {0} er gemiddeld op vooruitging, terwijl een andere groep er verloor." / "Areas where {0} improved on average while another group lost.";
    DivergingCaption: "Gemiddelde beter, groep slechter" / "Average better, group worse";
    DivergingNone: "Zulke gebieden zijn er niet." / "There are no such areas.";
    DivergingMore: "De eerste {0} van {1}; de rest staat in diverging.csv." / "The first {0} of {1}; the rest is in diverging.csv.";
    Average: "Gemiddelde van allen" / "Average of all";
    OfGroup: "Gemiddelde van de groep" / "Average of the group";
    GroupShare: "Groep onder de norm" / "Group below the norm";
    TimeHow: "Aandeel van {0} onder de norm in elke editie, steeds tegen de normen van {1}." / "Share of {0} below the norm in each edition, always against the norms of {1}.";
    NotTitle: "Wat niet te vergelijken is" / "What can't be compared";
    NotNone: "Alles is te vergelijken." / "Everything can be compared.";
    NotCaption: "Niet te vergelijken" / "Not comparable";
    NotMore: "De eerste {0} van {1}; de rest staat in not_comparable.csv." / "The first {0} of {1}; the rest is in not_comparable.csv.";
    Kind: "Soort" / "Kind";
    Name: "Naam" / "Name";
    Edition: "Editie" / "Edition";
    Reason: "Waarom (Engels)" / "Why";
    Limits: "Wat de cijfers niet zeggen" / "What the figures do not say";
    LimitRuns: "Er zijn {0} berekeningen gemaakt: elke dienstregeling met elke set voorzieningen; woonplaatsen en grenzen zijn daarin verwisseld. Een tijdvak is één dag per editie: wat die dagen toevallig verschillen telt als dienstregeling." / "{0} runs were made: each timetable with each set of facilities, in which homes and boundaries were swapped. A slot is one day of each edition: what those days differ by chance counts as timetable.";
    LimitShapley: "Oorzaken versterken elkaar: een verhuizing kost meer als er ook een lijn verdween. Zulke samenloop is gelijk verdeeld over de oorzaken die eraan meedoen." / "Causes work together: a move costs more where a line went as well. What they do together is divided equally among those that take part.";
    LimitMoves: "Cijfers per cel zeggen niet wie verhuisde; ook sterfte, geboorte en een ander inkomen zijn verandering in waar een groep woont." / "Numbers by cell do not say who moved; deaths, births and a change of income are changes in where a group lives too.";
    LimitPublished: "Waar het aantal van een groep in maar één van beide edities bekend is (geheim gehouden, of een kolom zonder waarde), hoeft niemand verhuisd te zijn. De vier oorzaken gelden voor plekken met een getal in beide edities; wat de andere plekken verschil maken staat apart." / "Where the number of a group is known in only one of the editions (kept secret, or a column without a value), nobody need have moved. The four causes are of places with a number in both; what the other places make of a difference stands apart.";
    LimitRanks: "Normen, rangen en de grens van het laagste vijfde zijn die van {0}." / "Norms, ranks and the limit of the lowest fifth are those of {0}.";
    LimitRanksApart: "Normen zijn die van {0}; rangen en de grens van het laagste vijfde zijn die van {1}." / "Norms are those of {0}; ranks and the limit of the lowest fifth are those of {1}.";
    Files: "Bronbestanden van {0}" / "Source files of {0}";
    Lowest: "{0}, laagste vijfde naar {1}" / "{0}, lowest fifth by {1}";
}

#[cfg(test)]
mod tests {
    use super::super::super::data::Language;
    use super::super::super::messages::Message;
    use super::*;

    /// A translation leaves nothing out: the same places in both languages.
    #[test]
    fn both_languages_fill_in_the_same() {
        for say in Say::ALL {
            let places = |l: Language| -> Vec<bool> {
                (0..9)
                    .map(|i| say.text(l).contains(&format!("{{{i}}}")))
                    .collect()
            };
            assert_eq!(places(Language::Nl), places(Language::En), "{say:?}");
        }
    }
}
