//! Sentences and words of the page about lifelines, in Dutch and English.

use crate::output::report::kit::messages::messages;

messages! {
    Say;
    Eyebrow: "Levenslijnen · bereikbaarheid zonder auto" / "Lifelines · access without a car";
    Lead: "Wie zakt er onder een norm als één {0} verdwijnt, en alleen die? Elk is werkelijk weggelaten, al het andere bleef rijden zoals het rijdt. Gewone dag: {1}." / "Who falls below a norm if a single {0} goes, and only that? Each was really left out; everything else runs as it does. Usual day: {1}.";
    Where: "Waar het aan één draad hangt" / "Where access hangs by a thread";
    OneLine: "lijn" / "line";
    OneStop: "halte" / "stop";
    OneTrip: "rit" / "trip";
    Lines: "Lijnen" / "Lines";
    Stops: "Haltes" / "Stops";
    Trips: "Ritten" / "Trips";
    ManyLines: "lijnen" / "lines";
    ManyStops: "haltes" / "stops";
    ManyTrips: "ritten" / "trips";
    Or: "of" / "or";
    FactTried: "Weggelaten, één voor één" / "Left out, one by one";
    Hang: "Van de {0} {1} ({2}) zouden er <b>{3}</b> ({4}) onder een norm zakken als er één {5} verdween: daar hangt minstens één norm aan één draad." / "Of the {0} {1} ({2}), <b>{3}</b> ({4}) would fall below a norm if a single {5} went: for them at least one norm hangs by one thread.";
    HangNone: "Niemand van de {0} {1} ({2}) zakt onder een norm als er één {3} verdwijnt." / "None of the {0} {1} ({2}) falls below a norm if a single {3} goes.";
    Most: "Het minst te missen is <b>{0}</b>: zonder zakken er {1} {2} onder een norm, de meeste voor {3} ({4}): {5}." / "Least to be missed is <b>{0}</b>: without it {1} {2} fall below a norm, most for {3} ({4}): {5}.";
    PerHour: "Per voertuiguur houdt <b>{0}</b> de meeste {1} boven de norm: {2}, met {3} voertuiguren per week." / "Per vehicle hour, <b>{0}</b> keeps most {1} above the norm: {2}, with {3} vehicle hours a week.";
    Idle: "Zonder welke van de andere {0} {1} ook zakt er niemand van deze groep onder een norm; dat zegt niet dat ze samen gemist kunnen worden, of dat niemand langer onderweg is." / "Without any single one of the other {0} {1}, nobody of this group falls below a norm; that does not say that they can all go together, or that nobody travels longer.";
    MapHow: "Woonlocaties naar het aantal normen (over alle voorzieningen en tijdvakken) dat ze nu halen en met het verdwijnen van één {0} kwijt zijn; reiziger ‘{1}’." / "Homes by the number of norms (over all services and slots) that they meet now and lose if a single {0} goes; traveller ‘{1}’.";
    LegendThreads: "Normen die aan één {0} hangen" / "Norms that hang on a single {0}";
    NoNorm: "haalt nu geen norm" / "meets no norm now";
    MinisHow: "De {0} {1} die het minst gemist kunnen worden, met de woonlocaties van {2} die zonder onder een norm zakken. Tussen haltes recht getrokken." / "The {0} {1} that can least be missed, with the homes of {2} that fall below a norm without them. Drawn straight between stops.";
    MiniLine: "waar het rijdt" / "where it runs";
    MiniHome: "woonlocatie die onder een norm zakt" / "home that falls below a norm";
    RankingHow: "Hoeveel mensen zakken er onder een norm, bij welke voorziening of in welk tijdvak ook, zonder deze {0}? Per groep; iedereen telt één keer. Reiziger: ‘{1}’." / "How many people fall below a norm, of whichever service or slot, without this {0}? By group; everybody counts once. Traveller: ‘{1}’.";
    RankingCut: "De eerste {0} van {1}; de rest staat in ranking.csv, uitgesplitst in lifelines.csv." / "The first {0} of {1}; the rest is in ranking.csv, in detail in lifelines.csv.";
    Nobody: "Zonder welke van de {0} {1} ook zakt er niemand onder een norm." / "Without any single one of the {0} {1}, nobody falls below a norm.";
    Worst: "Meeste voor" / "Most for";
    Hours: "Voertuiguren per week" / "Vehicle hours a week";
    Km: "Voertuigkm per week" / "Vehicle km a week";
    Each: "Per voertuiguur" / "Per vehicle hour";
    WhenHow: "Dezelfde {0}, uitgesplitst voor {1}: in welk tijdvak, voor welke voorziening{2} zakken zij onder een norm? Wie in meer dan één tijdvak zakt, telt in elk." / "The same {0} in detail for {1}: in which slot, for which service{2} do they fall below a norm? Who falls in more than one slot counts in each.";
    WhenPersonas: " en als welke reiziger" / " and as which traveller";
    WhenTitle: "Wanneer, waarvoor, voor wie" / "When, for what, for whom";
    LimitNorm: "Geteld is wie nu een norm haalt en hem zonder de lijn, halte of rit niet meer haalt. Wie hem nu al mist, of alleen langer onderweg is, staat hier niet bij: dat laat <code>bereik compare</code> zien." / "Counted are those who meet a norm now and would not without the line, stop or trip. Who misses it already, or only travels longer, is not here: <code>bereik compare</code> shows that.";
    LimitAlone: "Elk gaat alleen. Twee die elkaar vervangen kunnen elk gemist worden, maar niet samen. Lijnen die dezelfde ritten rijden zijn ook samen weggelaten (‘A + B’)." / "Each goes alone. Two that stand in for each other can each be missed, but not both. Lines that run the same trips were left out together as well (‘A + B’).";
    LimitRest: "De rest van de dienstregeling blijft zoals ze is: een vervoerder die een lijn schrapt past vaak ook andere aan. Bij een halte rijden voertuigen zonder te stoppen door." / "The rest of the timetable stays as it is: an operator who drops a line often changes others too. At a stop, vehicles pass through without calling.";
    LimitKm: "Kilometers zijn in rechte lijnen tussen haltes, in de week van de gewone dag." / "Kilometres are in straight lines between stops, in the week of the usual day.";
    How: "Hoe het is berekend" / "How it was computed";
    Exact: "Uitkomsten zijn exact: van alle {0} paren van een woonlocatie die een norm haalt en iets wat weg kan, konden er {1} van uitkomst veranderen; die zijn opnieuw berekend zonder dat ene." / "Results are exact: of all {0} pairs of a home that meets a norm and something that may go, {1} could come out differently; those were computed anew without that one thing.";
    Verified: "Alle {0} zijn daarnaast ook volledig doorgerekend, met dezelfde uitkomst." / "All {0} were computed in full as well, with the same result.";
    TripName: "{0}, {1} van {2} naar {3}" / "{0}, {1} from {2} to {3}";
    LineName: "{0} {1}" / "{0} {1}";
    Counted: "wie onder een norm zakt als één ding verdwijnt; geteld: {0}, {1}, elk tijdvak en elke voorziening" / "who falls below a norm if only one thing goes; counted: {0}, {1}, any slot and service asked for";
    CountKind: "{0} {1}; zonder {2} ervan zakt iemand" / "{0} {1}; somebody falls without {2} of them";
    Listed: "{0}. {1}: {2}" / "{0}. {1}: {2}";
    ListedWorst: ", de meeste voor {0}, {1}: {2}" / ", most for {0}, {1}: {2}";
    ListedEffort: "; kost {0} voertuiguren en {1} km per week" / "; takes {0} vehicle hours and {1} km a week";
    Invalidated: "opnieuw berekend: {0} van {1} paren van een woonlocatie die een norm haalt en iets wat weg kan" / "computed anew: {0} of {1} pairs of a home that meets a norm and a thing that may go";
    VerifiedShort: "nagerekend: de hele studie zonder elk van alle {0} geeft hetzelfde" / "verified: the whole study without each of all {0} gives the same";
}
