//! Every sentence and word of the report, in Dutch and English. `{0}`, `{1}` … are filled in.

use super::head::Language;

/// A sentence or word in both languages.
pub trait Message: Copy {
    /// The text in a language.
    fn text(self, language: Language) -> &'static str;
}

/// An enum of messages, `Name: "Dutch" / "English";`, and a test that both languages fill in the same.
macro_rules! messages {
    ($type:ident; $($name:ident: $nl:literal / $en:literal;)*) => {
        /// A message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $(#[allow(missing_docs)] $name,)* }
        #[cfg(test)]
        #[test]
        fn both_languages_have_every_message_with_the_same_places() {
            for msg in [$($type::$name,)*] {
                $crate::output::report::kit::messages::check(&format!("{msg:?}"), msg);
            }
        }
        impl $crate::output::report::kit::messages::Message for $type {
            fn text(self, language: $crate::output::report::kit::head::Language) -> &'static str {
                use $crate::output::report::kit::head::Language;
                match (self, language) {
                    $(($type::$name, Language::Nl) => $nl, ($type::$name, Language::En) => $en,)*
                }
            }
        }
    };
}
pub(in crate::output::report) use messages;

/// A message must be there in both languages, with the same places and no markup but bold and code.
#[cfg(test)]
pub fn check(name: &str, msg: impl Message) {
    let places = |text: &str| -> std::collections::BTreeSet<String> {
        let places = text.split('{').skip(1);
        places
            .filter_map(|p| p.split_once('}').map(|x| x.0.to_owned()))
            .collect()
    };
    let (nl, en) = (msg.text(Language::Nl), msg.text(Language::En));
    assert!(!nl.trim().is_empty() && !en.trim().is_empty(), "{name}");
    assert_eq!(places(nl), places(en), "{name}");
    assert!(nl != en || nl.len() < 20, "{name} is not translated");
    let mut text = format!("{nl}{en}");
    for own in ["&amp;", "<b>", "</b>", "<code>", "</code>"] {
        text = text.replace(own, "");
    }
    assert!(!text.contains(['<', '&', '"']), "{name}");
}

messages! {
    Msg;
    // Page
    Skip: "Naar de inhoud" / "Skip to content";
    Fictional: "Verzonnen gebied: deze plaatsen, mensen en cijfers bestaan niet echt." / "Made-up region: these places, people and figures are not real.";
    Eyebrow: "Vervoersarmoede · bereikbaarheid zonder auto" / "Transport poverty · access without a car";
    Lead: "Wie komt waar, en wanneer, zonder auto? Reistijden met het openbaar vervoer van deur tot deur, berekend voor elke minuut van vertrek. Gewone dag: {0}. Vanaf {1} woonlocaties, naar {2} soorten voorzieningen." / "Who can get where, and when, without a car? Door-to-door travel times by public transport, computed for every minute of departure. Usual day: {0}. From {1} home locations, to {2} kinds of services.";
    FactSlots: "Tijdvakken" / "Time slots";
    FactGroups: "Groepen" / "Groups";
    FactPersonas: "Reizigers" / "Travellers";
    FactInputs: "Bronbestanden" / "Source files";
    SlotDepart: "vertrek {0} uur" / "leaving {0}";
    SlotArrive: "aankomst {0} uur" / "arriving {0}";
    Contents: "Inhoud" / "Contents";
    Brief: "In het kort" / "In brief";
    Where: "Waar" / "Where";
    When: "Wanneer" / "When";
    Who: "Wie" / "Who";
    Account: "Verantwoording" / "Method and data";
    MadeWith: "Gemaakt met {0}." / "Made with {0}.";
    And: "en" / "and";
    NormsTitle: "Voorzieningen en normen" / "Services and norms";
    LimitsShort: "Wat de cijfers niet zeggen" / "What the figures do not say";
    NoNorms: "de studie heeft geen normen" / "the study has no norms";
    Ranking: "Rangorde" / "Ranking";
    Rank: "Rang" / "Rank";
    Count0: "geen" / "none";
    Count1: "één" / "one";
    Count2: "twee" / "two";
    Count3: "drie of meer" / "three or more";
    // Units and names
    UnitPeople: "inwoners" / "people";
    UnitHouseholds: "huishoudens" / "households";
    UnitDwellings: "woningen" / "dwellings";
    UnitHomes: "woonlocaties" / "home locations";
    GroupEveryone: "iedereen" / "everyone";
    GroupSocialHousing: "sociale huur" / "social housing";
    GroupLowIncome: "lage inkomens" / "low income";
    GroupNoCar: "zonder auto" / "no car";
    GroupHomes: "woonlocaties" / "home locations";
    GroupLowest: "{0}, laagste vijfde naar {1}" / "{0}, lowest fifth by {1}";
    NotReached: "niet bereikt" / "not reached";
    NoValue: "geen waarde" / "no value";
    MeasureNearest: "reistijd naar de dichtstbijzijnde, in minuten" / "travel time to the nearest, in minutes";
    MeasureNth: "reistijd tot er {0} bereikt zijn, in minuten" / "travel time until {0} are reached, in minutes";
    MeasureCumulative: "aantal bereikbaar binnen {0} minuten" / "number reached within {0} minutes";
    MeasureScore: "gewogen aantal bereikbaar" / "weighted number reached";
    NormNone: "geen norm" / "no norm";
    NormWithin: "binnen {0} minuten" / "within {0} minutes";
    NormNth: "minstens {0} binnen {1} minuten" / "at least {0} within {1} minutes";
    NormAtLeast: "minstens {0}" / "at least {0}";
    NormAtLeastWithin: "minstens {0} binnen {1} minuten" / "at least {0} within {1} minutes";
    LessIsBetter: "(minder is beter)" / "(less is better)";
    MoreIsBetter: "(meer is beter)" / "(more is better)";
    // Findings
    Availability: "Beschikbaarheid" / "Availability";
    AvailabilityWhat: "Rijdt er iets, op het uur dat je het nodig hebt?" / "Does anything run, at the hour you need it?";
    AvailabilityNone: "Over vertrektijden bij huis of over de uren van de dag is in deze studie niets berekend." / "This study computed nothing about departures near home or hours of the day.";
    AvailWithout: "{3}: voor {0} van de {1} {2} ({4}) vertrekt er in tijdvak ‘{5}’ niets op loopafstand van huis; in tijdvak ‘{6}’ is dat {7}." / "{3}: for {0} of {1} {2} ({4}) nothing leaves within walking distance of home in slot ‘{5}’; in slot ‘{6}’ it is {7}.";
    AvailGap: "Bij vertrek tussen {0} en {1} uur bereikt minstens de helft van de groep ‘{2}’ dit niet: {3}." / "Leaving between {0} and {1}, at least half of the group ‘{2}’ do not reach: {3}.";
    AvailNotReached: "{0}: in tijdvak ‘{1}’ komen {2} van de {3} {4} ({5}) er helemaal niet binnen de langste reistijd." / "{0}: in slot ‘{1}’, {2} of {3} {4} ({5}) cannot get there at all within the longest trip allowed.";
    Accessibility: "Bereikbaarheid" / "Accessibility";
    AccessibilityWhat: "Kom je er binnen een redelijke tijd?" / "Can you get there in a reasonable time?";
    AccessibilityNone: "Geen voorziening in deze studie heeft een norm." / "No service in this study has a norm.";
    AccessStacked: "{3}: {0} van de {1} {2} ({4}) missen minstens {5} van de {6} normen in tijdvak ‘{7}’" / "{3}: {0} of {1} {2} ({4}) miss at least {5} of the {6} norms in slot ‘{7}’";
    AccessStackedBest: "; in tijdvak ‘{0}’ is dat {1}" / "; in slot ‘{0}’ it is {1}";
    AccessMostMissed: "Het vaakst gemist: {0} ({1}). In tijdvak ‘{4}’ zit {2} van de groep ‘{3}’ onder die norm." / "Missed most often: {0} ({1}). In slot ‘{4}’, {2} of the group ‘{3}’ is below that norm.";
    AccessPocket: "Het zwakste gebied is {0}: van de groep ‘{2}’ mist daar {1} minstens {3} van de normen (‘{4}’)." / "The weakest area is {0}: of the group ‘{2}’, {1} miss at least {3} of the norms there (‘{4}’).";
    AccessShift: "Dienst {0} ({1}): {2} van de {3} {4} ({5}) kunnen geen enkele baan in deze dienst halen én weer thuiskomen." / "Shift {0} ({1}): {2} of {3} {4} ({5}) cannot reach a single job on this shift and get home again.";
    Affordability: "Betaalbaarheid" / "Affordability";
    AffordabilityWhat: "Is de reis te betalen?" / "Can you pay for the trip?";
    AffordabilityNone: "Niet berekend: de studie heeft geen tarieven. Over de kosten zegt dit rapport dus niets." / "Not computed: the study has no fares. So this report says nothing about costs.";
    SidesTitle: "Drie kanten van één voorziening: {0}, ‘{1}’" / "Three sides of one service: {0}, ‘{1}’";
    SidesHow: "Een gemiddelde kan goed zijn terwijl velen onder de norm zitten. Lees de drie naast elkaar; er is bewust geen totaalcijfer." / "An average can look fine while many are below the norm. Read the three side by side; there is no overall score, on purpose.";
    SideLevel: "Niveau" / "Level";
    SideLevelWhat: "de middelste waarde (mediaan)" / "the middle value (median)";
    SideThreshold: "Drempel" / "Threshold";
    SideThresholdWhat: "aandeel onder de norm" / "share below the norm";
    SideDispersion: "Spreiding" / "Dispersion";
    SideDispersionWhat: "van P10 tot P90" / "from P10 to P90";
    // Map
    MapNone: "Geen kaart: er zijn geen gegevens om te tekenen." / "No map: there is nothing to draw.";
    MapTitle: "Aandeel van de groep ‘{0}’ dat minstens {1} normen mist – {2}, {3}" / "Share of the group ‘{0}’ that misses at least {1} norms – {2}, {3}";
    MapTitleOne: "Aandeel van de groep ‘{0}’ onder de norm voor {1} – {2}, {3}" / "Share of the group ‘{0}’ below the norm for {1} – {2}, {3}";
    MapTitleHomes: "Gemiste normen per woonlocatie – {2}, {3}" / "Norms missed per home location – {2}, {3}";
    MapTitleHomesOne: "Woonlocaties onder de norm voor {1} – {2}, {3}" / "Home locations below the norm for {1} – {2}, {3}";
    MapDesc: "Kaart van straten, gebieden, woonlocaties, haltes en voorzieningen. De cijfers staan ook in de tabellen hieronder." / "Map of streets, areas, homes, stops and services. The figures are also in the tables below.";
    MapCoarse: "De kleinste straten zijn weggelaten." / "The smallest streets are left out.";
    ShowAreas: "gebieden" / "areas";
    ShowHomes: "woonlocaties" / "homes";
    ShowPlaces: "voorzieningen" / "services";
    ShowStops: "haltes" / "stops";
    LegendAreas: "Van de groep ‘{0}’ mist minstens {1} normen" / "Of the group ‘{0}’, misses at least {1} norms";
    LegendAreasOne: "Van de groep ‘{0}’ onder de norm voor {1}" / "Of the group ‘{0}’, below the norm for {1}";
    ClassUnder: "minder dan {0}" / "under {0}";
    ClassBetween: "{0} tot {1}" / "{0} to {1}";
    ClassOver: "{0} of meer" / "{0} or more";
    ClassesWhy: "Vaste klassen, op elke kaart dezelfde, zodat kaarten te vergelijken zijn." / "Fixed classes, the same on every map, so that maps can be compared.";
    LegendHomes: "Woonlocaties: gemiste normen" / "Homes: norms missed";
    Missed0: "geen" / "none";
    Missed1: "1 norm" / "1 norm";
    Missed2: "2 normen" / "2 norms";
    Missed3: "3 of meer" / "3 or more";
    NormMet: "norm gehaald" / "norm met";
    NormMissed: "onder de norm" / "below the norm";
    LegendPlaces: "Voorzieningen en haltes" / "Services and stops";
    Stops: "halte" / "stop";
    LegendPockets: "nummer in de tabel hieronder" / "number in the table below";
    NorthUp: "het noorden is boven" / "north is up";
    PickService: "Voorziening" / "Service";
    PickSlot: "Tijdvak" / "Time slot";
    PickPersona: "Reiziger" / "Traveller";
    PickAll: "alle normen samen" / "all norms together";
    SmallMaps: "Dezelfde kaart, per tijdvak" / "The same map, slot by slot";
    SmallMapsAreas: "Donkerder is een groter aandeel. De kleuren zijn die van de grote kaart." / "Darker means a larger share. The colours are those of the large map.";
    SmallMapsHomes: "Donkerder en groter is meer gemiste normen." / "Darker and larger means more norms missed.";
    SmallMapShare: "{0} van het hele gebied" / "{0} of the whole region";
    // Pockets, hidden poor
    PocketsTitle: "De zwakste plekken, bij naam" / "The weakest places, by name";
    PocketsHow: "Gebieden waar de groep ‘{0}’ over alle tijdvakken samen de meeste normen mist. Het aandeel dat minstens {1} van de normen mist, is van het tijdvak dat erbij staat: dat waarin het daar het grootst is. De eerste twaalf nummers staan ook op de kaart." / "Areas where the group ‘{0}’ misses most norms over all slots together. The share that misses at least {1} of the norms is of the slot beside it: the one in which it is largest there. The first twelve numbers are also on the map.";
    PocketsNoAreas: "Weggelaten: de studie noemt geen gebieden om over te rapporteren." / "Left out: the study names no areas to report by.";
    PocketsEmpty: "In geen enkel gebied mist een noemenswaardig deel van de bewoners meer dan één norm." / "In no area does a notable share of residents miss more than one norm.";
    PocketsCaption: "De zwakste gebieden" / "The weakest areas";
    PocketArea: "Gebied" / "Area";
    PocketShare: "Mist normen" / "Misses norms";
    PocketMissed: "De meeste bewoners missen" / "Most residents miss";
    AllSlots: "in elk tijdvak" / "in every slot";
    HiddenTitle: "Verborgen armoede" / "Hidden poverty";
    HiddenHow: "Inwoners onder de norm in een gebied dat gemiddeld wél voldoet. Op een kaart van gemiddelden ziet u hen niet." / "People below the norm in an area that meets it on average. On a map of averages you do not see them.";
    HiddenNoAreas: "Weggelaten: daarvoor zijn gebieden nodig, en de studie noemt er geen." / "Left out: this needs areas, and the study names none.";
    HiddenEmpty: "Niet gevonden: wie onder de norm zit, woont in een gebied dat ook gemiddeld onder de norm zit." / "None found: those below the norm live in areas that are below it on average too.";
    HiddenCut: "De grootste {0} van {1} rijen; alle staan in poverty.csv." / "The largest {0} of {1} rows; all are in poverty.csv.";
    HiddenCaption: "Verborgen armoede: groep ‘{0}’, reiziger ‘{1}’" / "Hidden poverty: group ‘{0}’, traveller ‘{1}’";
    AreaMean: "Gemiddelde van het gebied" / "Mean of the area";
    WorstTenth: "Slechtste tiende" / "Worst tenth";
    // When
    ProfileTitle: "Een dag, uur voor uur" / "A day, hour by hour";
    ProfileHow: "Op {0}, elke vertrekminuut, in stappen van {1} minuten, reiziger ‘{2}’. De lijn is de mediaan van een groep: de helft zit eronder, de helft erboven. Hoe breder de band, hoe groter de verschillen binnen de groep ‘{3}’." / "On {0}, every minute of departure, in steps of {1} minutes, traveller ‘{2}’. The line is a group’s median: half are below it, half above. The wider the band, the larger the differences within the group ‘{3}’.";
    ProfileNone: "Weggelaten: de studie vraagt niet om een dagverloop ([profile])." / "Left out: the study does not ask for a daily profile ([profile]).";
    ProfileBand: "P10 tot P90, ‘{0}’" / "P10 to P90, ‘{0}’";
    ProfileGap: "strook onder de grafiek: de helft of meer komt er niet" / "strip below the chart: half or more do not get there";
    ProfileAria: "Verloop over de dag voor {0}: mediaan per groep en spreiding. De tekst en tabellen vatten het samen." / "Course over the day for {0}: median by group and spread. Text and tables sum it up.";
    NormLine: "norm {0}" / "norm {0}";
    SlotsTitle: "Ochtend, avond, zondag: de tijdvakken naast elkaar" / "Morning, evening, Sunday: the slots side by side";
    SlotsHow: "Hoe te lezen: elk vakje is het aandeel onder de norm. Donkerder is slechter, met dezelfde klassen als op de kaart." / "How to read: each box is the share below the norm. Darker is worse, in the same classes as on the map.";
    SlotsNone: "Weggelaten: de studie heeft maar één tijdvak." / "Left out: the study has only one time slot.";
    ShareBelowCaption: "Aandeel onder de norm: ‘{0}’ ({1})" / "Share below the norm: ‘{0}’ ({1})";
    AtLeastRow: "minstens {0} normen" / "at least {0} norms";
    ShiftTitle: "Werken in diensten" / "Working in shifts";
    ShiftHow: "Een baan telt als u op tijd kunt zijn én na afloop weer thuiskomt, ook als dat de volgende ochtend is." / "A job counts if you can be there in time and get home afterwards, even if that is the next morning.";
    ShiftNone: "Weggelaten: de studie beschrijft geen diensten ([[shift]])." / "Left out: the study describes no shifts ([[shift]]).";
    Shift: "Dienst" / "Shift";
    ShiftJobs: "Haalbare banen (mediaan)" / "Jobs within reach (median)";
    ShiftRatio: "Vergeleken met overdag" / "Compared with daytime";
    ShiftNobody: "Kan geen enkele baan halen" / "Can hold no job";
    ShiftCount: "Aantal" / "Number";
    ShiftCaption: "Bereik van banen per dienst" / "Access to jobs by shift";
    // Who
    StackTitle: "Gemis dat zich opstapelt" / "Deprivation that stacks up";
    StackHow: "Hoe te lezen: elke balk is een hele groep. Het donkerste deel mist drie of meer normen tegelijk. Reiziger: ‘{0}’." / "How to read: each bar is a whole group. The darkest part misses three or more norms at once. Traveller: ‘{0}’.";
    StackNone: "Weggelaten: geen voorziening heeft een norm." / "Left out: no service has a norm.";
    StackRow: "{1} van {2} {3} missen er minstens {0}" / "{1} of {2} {3} miss at least {0}";
    OutOf: "Van de" / "Out of";
    Below: "Onder de norm" / "Below the norm";
    LevelsTitle: "Niveau, drempel en spreiding" / "Level, threshold and dispersion";
    LevelsHow: "Hoe te lezen: de mediaan zegt hoe het in het midden is, het aandeel hoeveel er onder de norm zitten, tekort en ernst hoe ver, en de streep hoe groot de verschillen zijn (stip: mediaan; streep: P10 tot P90; streepjeslijn: norm)." / "How to read: the median tells how things are in the middle, the share how many are below the norm, gap and severity how far, and the bar how large the differences are (dot: median; bar: P10 to P90; dashed line: norm).";
    LevelsNone: "Weggelaten: er zijn geen waarden." / "Left out: there are no values.";
    LevelsCaption: "Niveau, drempel en spreiding: {0}, reiziger ‘{1}’" / "Level, threshold and dispersion: {0}, traveller ‘{1}’";
    Service: "Voorziening" / "Service";
    Group: "Groep" / "Group";
    Slot: "Tijdvak" / "Time slot";
    Persona: "Reiziger" / "Traveller";
    Median: "Mediaan" / "Median";
    Headcount: "Aandeel onder de norm" / "Share below the norm";
    Gap: "Tekort" / "Gap";
    Severity: "Ernst" / "Severity";
    Spread: "P10 – P90" / "P10 – P90";
    RangeColumn: "Verschillen" / "Differences";
    PersonasTitle: "Dezelfde reis, een andere reiziger" / "The same trip, another traveller";
    PersonasHow: "Aandeel onder de norm in tijdvak ‘{0}’, per soort reiziger." / "Share below the norm in slot ‘{0}’, by kind of traveller.";
    PersonasNone: "Weggelaten: de studie heeft maar één soort reiziger." / "Left out: the study has only one kind of traveller.";
    DistTitle: "Verdeling over iedereen" / "Distribution over everyone";
    DistHow: "Hoe te lezen: een Gini van 0 is gelijk verdeeld, 1 is alles bij één. Een positieve concentratie-index betekent dat de waarde hoger is bij hogere inkomens; bij reistijden is hoger slechter. Ongelijkheid kan kleiner worden doordat iedereen erop achteruitgaat: lees haar nooit zonder het niveau." / "How to read: a Gini of 0 is evenly spread, 1 is all with one. A positive concentration index means that the value is higher at higher incomes; for travel times, higher is worse. Inequality can shrink because everybody loses: never read it without the level.";
    DistNone: "Weggelaten: er zijn geen verdelingsmaten berekend." / "Left out: no measures of distribution were computed.";
    DistRank: "Palma en concentratie-index zijn naar de rang ‘{0}’ uit [homes.ranks]." / "Palma and concentration index are by the rank ‘{0}’ of [homes.ranks].";
    DistNoRanks: "Palma en concentratie-index ontbreken: de studie noemt geen rang zoals het inkomen ([homes.ranks])." / "Palma and concentration index are missing: the study names no rank such as income ([homes.ranks]).";
    DistCaption: "Verdelingsmaten: groep ‘{0}’, reiziger ‘{1}’" / "Measures of distribution: group ‘{0}’, traveller ‘{1}’";
    Gini: "Gini" / "Gini";
    Palma: "Palma" / "Palma";
    Concentration: "Concentratie-index" / "Concentration index";
    Theil: "Theil-T" / "Theil-T";
    TheilBetween: "Deel tussen gebieden" / "Part between areas";
    FullTitle: "Alle combinaties: voorziening, tijdvak, reiziger, groep" / "All combinations: service, slot, traveller, group";
    FullHow: "Klik op een kolomkop om te sorteren. Dezelfde cijfers staan in poverty.csv." / "Click a column head to sort. The same figures are in poverty.csv.";
    FullCut: "De eerste {0} van {1} rijen; alle staan in poverty.csv." / "The first {0} of {1} rows; all are in poverty.csv.";
    // Notes
    LimitsTitle: "Wat deze cijfers niet zeggen" / "What these figures do not say";
    LimitAmbulance: "De spoedeisende hulp met de bus bereiken is iets anders dan de 45-minutennorm: die gaat over de ambulance. De grens in deze studie is een eigen grens en zegt niets over die norm." / "Reaching A&amp;E by bus is not the 45-minute norm: that one is about the ambulance. The limit in this study is its own and says nothing about that norm.";
    LimitTimetable: "Er is gerekend met de dienstregeling, niet met vertragingen, uitval of volle voertuigen." / "The timetable is taken at its word: no delays, cancellations or full vehicles.";
    LimitNorms: "De normen zijn keuzes van deze studie, geen wet. Een andere norm geeft een ander aandeel." / "The norms are choices of this study, not law. Another norm gives another share.";
    LimitUnits: "De groepen worden verschillend geteld (inwoners, huishoudens of woningen) en overlappen elkaar. Tel ze niet op." / "Groups are counted in different units (people, households or dwellings) and overlap. Do not add them up.";
    LimitRelative: "Een kleiner verschil tussen groepen is geen winst als iedereen erop achteruitgaat. Kijk daarom ook naar niveau en drempel." / "A smaller difference between groups is no gain when everybody loses. So look at level and threshold as well.";
    LimitCells: "Mensen op één woonlocatie delen één beginpunt. Wat iemand thuis aan vervoer heeft, weet het model niet." / "People at one home location share one starting point. The model does not know what transport anyone owns.";
    LimitFares: "De prijs van de reis telt niet mee." / "The price of the trip is not counted.";
    MethodTitle: "Zo is gerekend" / "How it was computed";
    UsualMedian: "de gebruikelijke (mediane) reistijd" / "the usual (median) travel time";
    UsualPercentile: "de reistijd waarmee {0} van de 100 vertrekken het redden (percentiel {0})" / "the travel time that is enough for {0} of 100 departures (percentile {0})";
    MethodText: "Voor elke minuut van vertrek in een tijdvak is de snelste reis van deur tot deur gezocht: lopen (of fietsen) naar een halte, ritten, overstappen, lopen naar de bestemming; wachten bij de eerste halte telt mee. De waarde van een woonlocatie is die bij {0} van het tijdvak. Wie een voorziening niet bereikt, telt mee als ‘niet bereikt’ en valt nooit weg. De uitkomsten zijn exact voor dit model en bij elke herhaling dezelfde." / "For every minute of departure in a slot the fastest door-to-door trip was searched: walking (or cycling) to a stop, rides, changes, walking to the destination; waiting at the first stop counts. The value of a home location is that at {0} of the slot. Who does not reach a service counts as ‘not reached’ and never drops out. Results are exact for this model and the same every time.";
    ServicesCaption: "Voorzieningen en normen van deze studie" / "Services and norms of this study";
    Measured: "Gemeten" / "Measured";
    Norm: "Norm" / "Norm";
    Places: "Plaatsen" / "Places";
    DataTitle: "De gegevens" / "The data";
    HomesLinked: "{0} van de {1} woonlocaties liggen aan het stratennet." / "{0} of {1} home locations are linked to the street network.";
    HomesUnlinked: "Niet gekoppelde woonlocaties ({0} van {1}):" / "Home locations not linked ({0} of {1}):";
    StopsUnlinked: "Niet gekoppelde haltes ({0} van {1}):" / "Stops not linked ({0} of {1}):";
    AndMore: "en nog {0}." / "and {0} more.";
    FindingsNone: "In de bronbestanden zijn geen fouten gevonden." / "No problems were found in the source files.";
    FindingsSome: "In de bronbestanden zijn {0} onregelmatigheden gevonden, van {1} soorten. Wat weggelaten of hersteld is, staat met bestand en regel in findings.csv." / "{0} oddities were found in the source files, of {1} kinds. What was left out or mended is listed by file and line in findings.csv.";
    FindingsCaption: "Onregelmatigheden per soort" / "Oddities by kind";
    Severeness: "Gewicht" / "Weight";
    SeverityNote: "opmerking" / "note";
    SeverityWarning: "waarschuwing" / "warning";
    SeveritySerious: "ernstig" / "serious";
    Count: "Aantal" / "Count";
    File: "Bestand" / "File";
    Kind: "Soort" / "Kind";
    Example: "Eerste geval" / "First case";
    InputsTitle: "Bronbestanden met controlegetal" / "Source files with checksum";
    Role: "Rol" / "Role";
    Size: "Grootte" / "Size";
    Note: "Toelichting" / "Note";
    Hash: "SHA-256" / "SHA-256";
    SettingsTitle: "Alle instellingen" / "All settings";
    Setting: "Instelling" / "Setting";
    SettingValue: "Waarde" / "Value";
    GlossaryTitle: "Woordenlijst" / "Glossary";
    GlossNorm: "De grens waaronder bereik in deze studie onvoldoende heet." / "The limit below which access is called insufficient in this study.";
    GlossHeadcount: "Welk deel van een groep niet aan de norm voldoet (FGT0)." / "The part of a group that does not meet the norm (FGT0).";
    GlossGap: "Hoe ver de groep gemiddeld van de norm af zit, waarbij wie voldoet als 0 telt en wie niets bereikt als 1 (FGT1)." / "How far the group is from the norm on average, counting 0 for who meets it and 1 for who reaches nothing (FGT1).";
    GlossSeverity: "Als tekort, maar grote tekorten tellen zwaarder (FGT2)." / "As the gap, but large gaps weigh more (FGT2).";
    GlossMedian: "De middelste waarde: de helft van de groep zit eronder, de helft erboven." / "The middle value: half the group is below it, half above.";
    GlossSpread: "P10 en P90 zijn de grenzen waartussen de middelste 80% van de groep ligt." / "P10 and P90 are the limits between which the middle 80% of the group lies.";
    GlossGini: "Maat voor ongelijkheid van 0 (gelijk) tot 1." / "Measure of inequality from 0 (equal) to 1.";
    GlossPalma: "Het gemiddelde van de 10% hoogste inkomens gedeeld door dat van de 40% laagste." / "The mean of the top 10% by income divided by that of the bottom 40%.";
    GlossConcentration: "Van −1 tot 1: of hoge waarden vooral bij hoge (positief) of lage inkomens (negatief) liggen." / "From −1 to 1: whether high values lie mostly with high incomes (positive) or low ones (negative).";
    GlossTheil: "Maat voor ongelijkheid die te splitsen is in een deel tussen gebieden en een deel erbinnen." / "Measure of inequality that splits into a part between areas and a part within them.";
    GlossSlot: "Een deel van een dag; elke minuut daarin is een mogelijk vertrek." / "A part of a day; each minute in it is a possible departure.";
    GlossPersona: "Een soort reiziger: hoe snel en hoe ver te voet, met of zonder fiets of rolstoel." / "A kind of traveller: how fast and how far on foot, with or without bicycle or wheelchair.";
}
