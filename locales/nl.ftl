## What pages share: page

kit-skip = Naar de inhoud
kit-annex = Bijlage
kit-fictional = Verzonnen gebied: deze plaatsen, mensen en cijfers bestaan niet echt.
kit-not-known = Let op: van { $unlinked } van de { $homes } woonlocaties ({ $share }) is niets bekend, omdat zij te ver van een straat in de kaart liggen. Alle aandelen en aantallen gaan over de andere.
kit-serious = Let op: over de gegevens { $count ->
    [one] is 1 soort ernstige bevinding
   *[other] zijn { $count } soorten ernstige bevindingen
} gedaan. Lees die eerst, onder ‘Verantwoording’.
kit-fact-slots = Tijdvakken
kit-fact-groups = Groepen
kit-fact-personas = Reizigers
# $window: from and to, as 07:00-09:00
kit-slot-depart = vertrek { $window } uur
kit-slot-arrive = aankomst { $window } uur
kit-contents = Inhoud
kit-brief = In het kort
kit-where = Waar
kit-when = Wanneer
kit-who = Wie
kit-account = Verantwoording
kit-made-with = Gemaakt met { $program }.
kit-and = en
# $weekday, $month: the first three letters of their English names, in lower case
kit-date = { $weekday ->
    [mon] maandag
    [tue] dinsdag
    [wed] woensdag
    [thu] donderdag
    [fri] vrijdag
    [sat] zaterdag
   *[sun] zondag
} { $day } { $month ->
    [jan] januari
    [feb] februari
    [mar] maart
    [apr] april
    [may] mei
    [jun] juni
    [jul] juli
    [aug] augustus
    [sep] september
    [oct] oktober
    [nov] november
   *[dec] december
} { $year }
kit-norms-title = Voorzieningen en normen
kit-limits-short = Wat de cijfers niet zeggen
kit-no-norms = de studie heeft geen normen
kit-ranking = Rangorde
kit-rank = Rang
kit-count-0 = geen
kit-count-1 = één
kit-count-2 = twee
kit-count-3 = drie of meer

## What pages share: units and names

kit-unit-people = inwoners
kit-unit-households = huishoudens
kit-unit-dwellings = woningen
kit-unit-homes = woonlocaties
# $count: how many there are; it stands before the word
kit-counted-people = { $count ->
    [one] inwoner
   *[other] inwoners
}
kit-counted-households = { $count ->
    [one] huishouden
   *[other] huishoudens
}
kit-counted-dwellings = { $count ->
    [one] woning
   *[other] woningen
}
kit-counted-homes = { $count ->
    [one] woonlocatie
   *[other] woonlocaties
}
kit-group-everyone = iedereen
kit-group-social-housing = sociale huur
kit-group-low-income = lage inkomens
kit-group-no-car = zonder auto
kit-group-homes = woonlocaties
# $group: the whole group, $rank: what it is ranked by, such as income
kit-group-lowest = { $group }, laagste vijfde naar { $rank }
kit-not-reached = niet bereikt
kit-no-value = geen waarde
kit-measure-nearest = reistijd naar de dichtstbijzijnde, in minuten
# $n: how many are to be reached
kit-measure-nth = reistijd tot er { $n } bereikt zijn, in minuten
kit-measure-cumulative = aantal bereikbaar binnen { $minutes } { $minutes ->
    [one] minuut
   *[other] minuten
}
kit-measure-score = gewogen aantal bereikbaar
kit-norm-none = geen norm
kit-norm-within = binnen { $minutes } { $minutes ->
    [one] minuut
   *[other] minuten
}
kit-norm-nth = minstens { $n } binnen { $minutes } { $minutes ->
    [one] minuut
   *[other] minuten
}
kit-norm-at-least = minstens { $value }
# $value: the least number, $minutes: the time they are reached in
kit-norm-at-least-within = minstens { $value } binnen { $minutes } { $minutes ->
    [one] minuut
   *[other] minuten
}
# What a kind of traveller does, behind its name: its walks and trips, then what not all have.
kit-persona-note = loopt { $speed } km/u, hoogstens { $walk } minuten per keer; reist hoogstens { $trip } minuten
kit-persona-walk-only = , hoogstens { $minutes } minuten als de hele reis lopend is
kit-persona-changing = , hoogstens { $minutes } minuten lopen tussen ritten
kit-persona-bicycle = ; fietst { $speed } km/u, hoogstens { $minutes } minuten
kit-persona-wheelchair = ; rolstoel
kit-persona-wheelchair-unknown = ; rolstoel: wat onbekend is, telt als toegankelijk
kit-trip-limits = hoogstens { $walk } minuten lopen per keer en { $trip } minuten in totaal

## What pages share: findings

kit-side-level = Niveau
kit-side-threshold = Drempel
kit-side-dispersion = Spreiding

## What pages share: map

kit-map-none = Geen kaart: er zijn geen gegevens om te tekenen.
kit-map-coarse = De kleinste straten zijn weggelaten.
kit-map-outside = { $count } { $count ->
    [one] woonlocatie ligt
   *[other] woonlocaties liggen
} buiten deze kaart.
kit-map-point = Wijs een gebied of symbool aan voor de naam en de waarde; met het toetsenbord gebruikt u de pijltjestoetsen.
kit-show-homes = woonlocaties
kit-show-stops = haltes
kit-show-names = plaatsnamen
kit-class-under = minder dan { $to }
# Vanaf het eerste getal tot aan het tweede, dat zelf in de volgende klasse valt
kit-class-between = { $from } tot minder dan { $to }
kit-class-over = { $from } of meer
kit-legend-homes = Woonlocaties: gemiste normen
kit-missed-0 = geen
kit-missed-1 = 1 norm
kit-missed-2 = 2 normen
kit-missed-3 = 3 of meer
kit-norm-met = norm gehaald
kit-norm-missed = onder de norm
kit-north-up = het noorden is boven
kit-pick-all = alle normen samen

## What pages share: pockets, hidden poor

kit-pocket-area = Gebied
kit-pocket-share = Mist normen
kit-worst-tenth = Slechtste tiende

## What pages share: when

kit-profile-title = Een dag, uur voor uur
kit-norm-line = norm { $norm }
kit-shift-title = Werken in diensten
kit-shift-how = Een baan telt als u op tijd kunt zijn én na afloop weer thuiskomt, ook als dat de volgende ochtend is.
kit-shift = Dienst
kit-shift-jobs = Haalbare banen (mediaan)
kit-shift-nobody = Kan geen enkele baan halen
kit-shift-caption = Bereik van banen per dienst

## What pages share: who

kit-stack-none = Weggelaten: geen voorziening heeft een norm.
# $people: how many of $all miss $least norms or more, $unit: what they are, as it goes with $all
kit-stack-row = { $people } van { $all } { $unit } { $people ->
    [one] mist
   *[other] missen
} er minstens { $least }
kit-below = Onder de norm
kit-levels-title = Niveau, drempel en spreiding
kit-levels-caption = Niveau, drempel en spreiding: { $slot }, reiziger ‘{ $traveller }’
kit-service = Voorziening
kit-group = Groep
kit-slot = Tijdvak
kit-persona = Reiziger
kit-median = Mediaan
kit-headcount = Aandeel onder de norm
kit-gap = Tekort
kit-gini = Gini
kit-full-title = Alle combinaties: voorziening, tijdvak, reiziger, groep

## What pages share: notes

kit-limits-title = Wat deze cijfers niet zeggen
kit-limit-ambulance = Met het openbaar vervoer binnen 45 minuten op de spoedeisende hulp zijn, is iets anders dan de 45-minutennorm voor de ambulance. De grens in deze studie is een eigen grens en zegt niets over die norm.
kit-limit-timetable = Er is gerekend met de dienstregeling, niet met vertragingen, uitval of volle voertuigen.
kit-limit-norms = De normen zijn keuzes van deze studie, geen wet. Een andere norm geeft een ander aandeel.
kit-norm = Norm
kit-data-title = De gegevens
# $more: how many are not named
kit-and-more = en nog { $more }.
kit-findings-none = In de bronbestanden zijn geen fouten gevonden.
kit-findings-some = Over de bronbestanden { $findings ->
    [one] is 1 bevinding
   *[other] zijn { $findings } bevindingen
} gedaan, van { $kinds ->
    [one] 1 soort
   *[other] { $kinds } soorten
}; de ernstigste staan bovenaan. Wat weggelaten of hersteld is, staat met bestand en regel in findings.csv.
kit-findings-caption = Bevindingen over de gegevens, per soort
kit-severeness = Ernst
kit-severity-note = opmerking
kit-severity-warning = waarschuwing
kit-severity-serious = ernstig
kit-count = Aantal
kit-file = Bestand
kit-kind = Soort
kit-example = Eerste geval
kit-inputs-title = Bronbestanden met controlegetal
kit-role = Rol
kit-size = Grootte
kit-note = Toelichting
kit-hash = SHA-256

## What pages share: kinds of vehicle

kit-vehicle-tram = tram
kit-vehicle-cable-tram = kabeltram
kit-vehicle-metro = metro
kit-vehicle-monorail = monorail
kit-vehicle-rail = trein
kit-vehicle-bus = bus
kit-vehicle-coach = touringcar
kit-vehicle-trolleybus = trolleybus
kit-vehicle-on-demand-bus = belbus
kit-vehicle-ferry = veerboot
kit-vehicle-aerial-lift = kabelbaan
kit-vehicle-funicular = kabelspoor
kit-vehicle-taxi = taxi
kit-vehicle-aircraft = vliegtuig
kit-vehicle-other = lijn

## What pages share: kinds of findings

# Streets and ferries
finding-barrier-where-ways-meet = Versperring waar meerdere straten samenkomen
finding-ferry-duration = Veerboot met een onleesbare vaartijd
finding-ferry-duration-repeated = Vaartijd van één overtocht staat bij meerdere delen
finding-ferry-relation-duration = Onbruikbare vaartijd van een veerverbinding
finding-ferry-seasonal = Veerboot die maar een deel van het jaar vaart
finding-ferry-without-duration = Veerboot zonder vaartijd
finding-street-area-apart = Perron, steiger of plein waar geen straat op uitkomt
finding-street-class-unknown = Straat van een onbekende soort
finding-street-conditional-access = Straat alleen op bepaalde tijden of voor bepaalde mensen
finding-street-edge-too-long = Straat onmogelijk lang tussen twee kruispunten
finding-street-island = Losse stukjes van het straatnetwerk weggelaten
finding-street-island-kept = Deel van het straatnetwerk dat los van de rest ligt
finding-street-node-missing = Straat met punten die in het stratenbestand ontbreken
finding-street-node-position = Punt van een straat met onmogelijke coördinaten
finding-street-node-twice = Punt van een straat staat op twee verschillende plaatsen
finding-street-nodes-missing = Veel punten van straten ontbreken in het stratenbestand
finding-street-seasonal = Straat die er maar een deel van het jaar is
finding-street-tag-not-utf8 = Onleesbare tekens in een kenmerk in het stratenbestand
finding-street-way-degenerate = Straat van minder dan twee punten
finding-street-way-twice = Straat staat in twee versies in het stratenbestand

# Places of the street file
finding-place-incomplete = Voorziening op de kaart met een onvolledige omtrek
finding-place-no-area = Voorziening op de kaart zonder eigen plek
finding-place-outline = Voorziening op de kaart zonder gesloten omtrek
finding-place-position = Voorziening op de kaart zonder bruikbare coördinaten

# Timetables, as they are read
finding-agency-timezone-differs = Vervoerders met verschillende tijdzones
finding-bad-distance = Onbruikbare afstanden langs een rit
finding-bad-frequency = Onbruikbare frequentie van een rit
finding-bad-parent-station = Halte waarvan het station onbekend of onmogelijk is
finding-bad-pathway = Onbruikbare looproute in een station
finding-bad-stop-access = Toegangsregel voor een halte die niet in een station ligt
finding-bad-transfer = Onbruikbare overstapregel
finding-block-overlaps = Twee ritten tegelijk voor één voertuig
finding-calendar-ends-before-it-starts = Kalender die eindigt voordat hij begint
finding-call-at-no-stop = Rit die stopt bij iets anders dan een halte
finding-call-by-appointment = In- of uitstappen alleen na afspraak
finding-call-on-demand = Rit die een deel van de route op afroep rijdt
finding-call-without-stop = Tijd van een rit waar geen halte bij staat
finding-continuous-stopping = In- of uitstappen tussen haltes in
finding-duplicate-date = Datum staat twee keer in een kalender
finding-duplicate-id = Twee regels met dezelfde identificatie
finding-duplicate-row = Regel die er twee keer staat
finding-duplicate-stop-sequence = Twee haltes van een rit met hetzelfde volgnummer
finding-duplicate-transfer = Overstapregel die er twee keer staat
finding-file-not-read = Bestand in de dienstregeling dat niet wordt gelezen
finding-frequencies-overlap = Frequenties van een rit die elkaar overlappen
finding-id-not-utf-8 = Identificatie met onleesbare tekens
finding-impossible-time = Onmogelijke tijd bij een halte
finding-large-share-lost = Groot deel van een tabel is onbruikbaar
finding-on-demand-not-modelled = Vervoer op afroep, niet meegerekend
finding-service-never-runs = Ritten die op geen enkele dag rijden
finding-stop-without-position = Halte zonder bruikbare coördinaten
finding-template-without-frequency = Rit zonder bruikbare frequentie
finding-text-not-utf-8 = Tekst met onleesbare tekens
finding-times-go-back = Rit waarvan de tijden teruglopen
finding-times-in-doubt = Rit met ontbrekende tijden die niet te schatten zijn
finding-transfer-without-effect = Overstapregel zonder gevolg
finding-trip-in-doubt = Rit waarvan het verloop onzeker is
finding-trip-on-demand = Rit die op afroep rijdt
finding-trip-too-short = Rit met maar één halte
finding-trip-without-calls = Rit zonder haltes
finding-trip-without-end = Rit zonder tijd bij de eerste of laatste halte
finding-unknown-agency = Lijn van een onbekende vervoerder
finding-unknown-route = Rit van een onbekende lijn
finding-unknown-service = Rit met een onbekende kalender
finding-unknown-stop = Rit die bij een onbekende halte stopt
finding-unknown-trip = Gegevens over een onbekende rit
finding-unknown-value = Waarde die niet is toegestaan
finding-unreadable-value = Waarde die niet te gebruiken is
finding-whole-number-with-decimals = Hele getallen geschreven met decimalen
finding-wrong-number-of-fields = Regel die niet past bij de kolommen van de tabel

# Timetables on the streets
finding-feeds-in-different-time-zones = Dienstregelingen in verschillende tijdzones
finding-many-stops-not-linked = Veel haltes niet gekoppeld aan het straatnetwerk
finding-platform-one-way = Perron met alleen een weg erheen of alleen een weg terug
finding-stop-not-linked = Halte niet gekoppeld aan het straatnetwerk
finding-stop-on-island = Halte bij een straat die los van de rest ligt
finding-trip-too-fast = Rit ergens sneller dan zo’n voertuig kan rijden
finding-trip-too-slow = Rit ergens langzamer dan lopen
finding-trips-twice = Dezelfde ritten staan er twee keer in

# Areas
finding-area-in-parts = Gebied dat uit meerdere delen bestaat
finding-area-out-of-range = Gebied met onmogelijke coördinaten
finding-area-ring-crosses-itself = Gebiedsgrens die zichzelf kruist
finding-area-ring-degenerate = Deel van een gebiedsgrens met minder dan drie hoeken
finding-area-without-code = Gebied zonder code
finding-area-without-polygon = Gebied zonder bruikbare grens
finding-areas-many-left-out = Veel gebieden onbruikbaar en weggelaten
finding-areas-overlap = Gebieden die elkaar overlappen

# Homes, people, destinations
finding-destination-near-island = Voorziening dicht bij een straat die los van de rest ligt
finding-destination-not-linked = Voorziening te ver van een straat
finding-destination-on-island = Voorziening aan een straat die los van de rest ligt
finding-destination-on-private-road = Voorziening dichter bij een niet-openbare weg
finding-destination-without-amount = Voorziening waarvan de omvang niet bekend is
finding-home-in-several-areas = Woonlocaties die in meer dan één gebied liggen
finding-home-near-island = Woonlocatie dicht bij een straat die los van de rest ligt
finding-home-not-linked = Woonlocatie te ver van een straat
finding-home-on-island = Woonlocatie aan een straat die los van de rest ligt
finding-home-on-private-road = Woonlocatie dichter bij een niet-openbare weg
finding-home-outside-areas = Woonlocaties die in geen van de gebieden liggen
finding-home-rank-unknown = Woonlocaties zonder waarde voor de rangorde
finding-home-weight-unknown = Woonlocaties waar de omvang van een groep onbekend is
finding-homes-many-outside-areas = Veel woonlocaties die in geen van de gebieden liggen
finding-one-home-an-area = Grote gebieden met maar één woonlocatie
finding-opening-hours-unknown = Openingstijden ontbreken of zijn onleesbaar
finding-places-left-out-by-where = Voorzieningen weggelaten door voorwaarden van de studie
finding-places-never-open = Voorzieningen die een heel tijdvak gesloten zijn
finding-point-without-position = Locatie zonder bruikbare coördinaten
finding-points-many-not-linked = Veel locaties te ver van een straat
finding-points-many-without-position = Veel locaties zonder bruikbare coördinaten
finding-points-wider-than-a-walk = Locaties zijn gebieden, breder dan de langste loopafstand
finding-service-out-of-reach = Voorziening waarvan geen enkele plek bij een straat ligt
finding-service-without-places = Voorziening zonder bestemmingen
finding-shares-as-people = Percentages geteld als aantallen mensen
finding-shares-below-one = Percentages die breuken lijken te zijn
finding-shift-jobs-unknown = Aantal banen van een dienst niet bekend
finding-supply-unclaimed = Aanbod waar niemand een beroep op doet

# The days of a study, edits, sites
finding-candidate-not-linked = Plek voor nieuwe woningen te ver van een straat
finding-candidate-without-cuts = Plekken waar het verlies van een lijn niet is berekend
finding-candidate-without-dwellings = Plek zonder bekend aantal woningen
finding-edit-on-no-study-day = Ingreep op dagen waar de studie niet naar kijkt
finding-no-service-that-day = Dienstregeling met weinig of geen ritten op die dag
finding-on-demand-not-counted = Vervoer op afroep telt niet mee in de totalen

# Editions
finding-area-year-unknown = Jaar van de gebiedsgrenzen niet vermeld
finding-crosswalk-loses-people = Omzetting van gebieden waarbij mensen wegvallen
finding-cutoff-frozen = Grenswaarde die per editie verschilt
finding-definition-differs = Definitie die per editie verschilt
finding-edition-not-comparable = Editie die niet te vergelijken is
finding-homes-not-found-again = Weinig woonlocaties in beide edities teruggevonden
finding-no-such-vehicles = Soort voertuig die in één editie ontbreekt
finding-norm-frozen = Norm die per editie verschilt
finding-not-comparable = Staat in maar één editie en is niet vergeleken
finding-other-network-settings = Netwerken gemaakt met verschillende instellingen
finding-other-weekday = Edities op verschillende dagen van de week
finding-part-of-dataset-damaged = Beschadigd deel van de dataset
finding-published-in-one-edition = Omvang van een groep in maar één editie bekend
finding-rank-unknown = Kolom voor de rangorde zonder waarden
finding-region-lost-its-service = Gebied waar al het openbaar vervoer is verdwenen
finding-region-without-service = Gebied zonder openbaar vervoer
finding-report-group = Groep van het rapport staat in maar één editie
finding-slots-differ = Voorziening gemeten in verschillende tijdvakken
finding-weight-unknown = Omvang van een groep niet bekend

## The page of a study: page

study-eyebrow = Vervoersarmoede · bereikbaarheid zonder auto
study-lead = Wie komt waar, en wanneer, zonder auto? Reistijden met het openbaar vervoer van deur tot deur, berekend voor elke minuut van vertrek. Gewone dag: { $date }. Vanaf { $homes } { $homes ->
    [one] woonlocatie
   *[other] woonlocaties
}, naar { $services } { $services ->
    [one] soort voorzieningen
   *[other] soorten voorzieningen
}.
study-fact-inputs = Bronbestanden

## The page of a study: units and names

study-less-is-better = (minder is beter)
study-more-is-better = (meer is beter)

## The page of a study: findings

study-availability = Beschikbaarheid
study-availability-what = Rijdt er iets op het uur dat u het nodig hebt?
study-availability-none = Over vertrektijden bij huis of over de uren van de dag is in deze studie niets berekend.
# $without: people for whom nothing leaves in $slot, of $all; $best: the slot in which it is fewest, with $best_share
study-avail-without = { $group }: voor { $without } van de { $all } { $unit } ({ $share }), reizend als ‘{ $traveller }’, vertrekt er in tijdvak ‘{ $slot }’ niets op loopafstand van huis; in tijdvak ‘{ $best }’ is dat { $best_share }.
# $from, $to: clock times between which the longest gap lies
study-avail-gap = { $services }: op { $date } komt minstens de helft van de groep ‘{ $group }’, reizend als ‘{ $traveller }’, { $when } er niet.
study-all-day = op elk uur van de dag
study-between = bij vertrek tussen { $from } en { $to } uur
study-avail-not-reached = { $service }: in tijdvak ‘{ $slot }’ { $people ->
    [one] komt
   *[other] komen
} { $people } van de { $all } { $unit } ({ $share }) er niet, reizend als ‘{ $traveller }’ met { $limits }.
study-accessibility = Bereikbaarheid
study-accessibility-what = Komt u er binnen een redelijke tijd?
study-accessibility-none = Geen voorziening in deze studie heeft een norm.
# $people: how many of $all miss $least of the $norms norms or more; $share: the same in per cent. Its end is study-access-stacked-best or a full stop
study-access-stacked = { $group }: { $people } van de { $all } { $unit } ({ $share }) { $people ->
    [one] mist
   *[other] missen
} minstens { $least } van de { $norms } { $norms ->
    [one] norm
   *[other] normen
} in tijdvak ‘{ $slot }’, reizend als ‘{ $traveller }’
study-access-stacked-all = { $group }: { $people } van de { $all } { $unit } ({ $share }) { $people ->
    [one] mist
   *[other] missen
} { $norms ->
    [one] de norm
   *[other] alle { $norms } normen
} in tijdvak ‘{ $slot }’, reizend als ‘{ $traveller }’
study-access-stacked-best = ; in tijdvak ‘{ $slot }’ is dat { $share } (minstens { $least } van { $norms })
study-access-most-missed = Het vaakst gemist: { $service } ({ $norm }). In tijdvak ‘{ $slot }’ zit { $share } van de groep ‘{ $group }’, reizend als ‘{ $traveller }’, onder die norm.
study-access-pocket = Van de gebieden met minstens { $fewest } { $unit } mist { $area } de meeste normen: van de groep ‘{ $group }’ mist daar { $share } minstens { $least } van de normen (‘{ $slot }’).
study-access-shift = Dienst { $shift } ({ $hours }): { $people } van de { $all } { $unit } ({ $share }) { $people ->
    [one] kan
   *[other] kunnen
} bij geen enkele baan van deze dienst op tijd zijn en weer thuiskomen.
study-affordability = Betaalbaarheid
study-affordability-what = Is de reis te betalen?
study-affordability-none = Niet berekend: de studie heeft geen tarieven. Over de kosten zegt dit rapport dus niets.
study-sides-title = Drie kanten van één voorziening: { $service } ({ $measure }), ‘{ $slot }’, reiziger ‘{ $traveller }’
study-sides-how = Een gemiddelde kan goed zijn terwijl velen onder de norm zitten. Lees de drie naast elkaar; er is bewust geen totaalcijfer.
study-side-level-what = de middelste waarde (mediaan)
study-side-threshold-what = aandeel onder de norm
study-side-dispersion-what = van P10 tot P90
study-gini-of = Gini, ‘{ $group }’

## The page of a study: map

# A script fills in the titles and legends of the map as well, when another layer is chosen
study-map-title = Aandeel van de groep ‘{ $group }’ dat minstens { $least } { $least ->
    [one] norm
   *[other] normen
} mist – { $slot }, { $traveller }
study-map-title-one = Aandeel van de groep ‘{ $group }’ onder de norm voor { $service } – { $slot }, { $traveller }
study-map-title-homes = Gemiste normen per woonlocatie – { $slot }, { $traveller }
study-map-title-homes-one = Woonlocaties onder de norm voor { $service } – { $slot }, { $traveller }
study-map-desc = Kaart van straten, gebieden, woonlocaties, haltes en voorzieningen. De cijfers staan ook in de tabellen hieronder.
study-show-areas = gebieden
study-show-places = voorzieningen
study-legend-areas = Van de groep ‘{ $group }’ mist minstens { $least } { $least ->
    [one] norm
   *[other] normen
}
study-legend-areas-one = Van de groep ‘{ $group }’ onder de norm voor { $service }
study-classes-why = Vaste klassen, op elke kaart dezelfde, zodat kaarten te vergelijken zijn.
study-legend-places = Voorzieningen en haltes
study-stops = halte
study-legend-pockets = nummer in de tabel hieronder
study-pick-service = Voorziening
study-pick-slot = Tijdvak
study-pick-persona = Reiziger
study-small-maps = Dezelfde kaart, per tijdvak
study-small-maps-areas = Donkerder is een groter aandeel. De kleuren zijn die van de grote kaart.
study-small-maps-homes = Donkerder en groter is meer gemiste normen.
study-small-map-share = { $share } van wie het bekend is, mist minstens { $least } van de { $norms }

## The page of a study: pockets, hidden poor

study-pockets-title = De zwakste plekken, bij naam
study-pockets-how = De { $shown } gebieden waar de groep ‘{ $group }’, reizend als ‘{ $traveller }’, over alle tijdvakken samen de meeste normen mist. Het aandeel dat minstens { $least } { $least ->
    [one] norm
   *[other] normen
} mist, is van het tijdvak dat erbij staat: dat waarin het daar het grootst is. De nummers staan ook op de kaart.
study-pockets-small = { $areas ->
    [one] Eén gebied waar ook normen gemist worden, staat er niet bij, omdat er minder dan { $fewest } { $unit } wonen.
   *[other] { $areas } gebieden waar ook normen gemist worden, staan er niet bij, omdat er minder dan { $fewest } { $unit } wonen.
}
study-pockets-unknown = Waar ‘minstens’ of ‘niet bekend’ staat, is van een of meer woonlocaties daar niet gepubliceerd hoeveel er van die groep wonen.
study-pocket-at-least = minstens { $people }
study-pocket-not-known = niet bekend
study-pockets-empty = Er is geen gebied met minstens { $fewest } { $unit } waar iemand meer dan één norm mist.
study-pockets-caption = De zwakste gebieden
study-pocket-missed = De meeste bewoners missen
study-all-slots = in elk tijdvak
study-hidden-title = Verborgen achterstand
study-hidden-how = Inwoners onder de norm in een gebied waar het gemiddelde de norm haalt. Op een kaart van gemiddelden ziet u hen niet. Gebieden waar iemand de voorziening niet bereikt, hebben geen gemiddelde reistijd en staan er niet bij.
study-hidden-empty = Niet gevonden: wie onder de norm zit, woont in een gebied dat ook gemiddeld onder de norm zit, of dat geen gemiddelde heeft.
study-hidden-cut = De grootste { $shown } van { $all } rijen; alle staan in poverty.csv.
study-hidden-caption = Verborgen achterstand: groep ‘{ $group }’, reiziger ‘{ $traveller }’
study-area-mean = Gemiddelde van het gebied

## The page of a study: when

study-profile-how = Op { $date }, reiziger ‘{ $traveller }’. Elk punt is wat gebruikelijk is over de vertrekken in { $minutes } { $minutes ->
    [one] minuut
   *[other] minuten
}. De lijn is de mediaan van een groep: de helft zit eronder, de helft erboven. De band loopt van P10 tot P90 van de groep ‘{ $group }’: hoe breder, hoe groter de verschillen.
study-profile-band = P10 tot P90, ‘{ $group }’
study-profile-gap = strook onder de grafiek: de helft of meer komt er niet
study-profile-aria = Verloop over de dag voor { $service }: mediaan per groep en spreiding. De tekst en tabellen vatten het samen.
study-slots-title = Ochtend, avond, zondag: de tijdvakken naast elkaar
study-slots-how = Hoe te lezen: elk vakje is het aandeel onder de norm. Donkerder is slechter.
study-share-below-slots = Aandeel van ‘{ $group }’ onder de norm, per tijdvak, reiziger ‘{ $traveller }’
study-at-least-row = minstens { $least } { $least ->
    [one] norm
   *[other] normen
}
study-shift-ratio = Deel van de banen die overdag haalbaar zijn (mediaan)
study-shift-count = Zonder haalbare baan

## The page of a study: who

study-stack-title = Meer normen tegelijk gemist
study-stack-how = Hoe te lezen: elke balk is een hele groep. Hoe donkerder, hoe meer normen tegelijk gemist. Reiziger: ‘{ $traveller }’.
study-out-of = Van de
study-levels-how = Hoe te lezen: de mediaan zegt hoe het in het midden is, het aandeel hoeveel er onder de norm zitten, tekort en ernst hoe ver, en de streep hoe groot de verschillen zijn (stip: mediaan; streep: P10 tot P90; streepjeslijn: norm).
study-severity = Ernst
study-spread = P10 – P90
study-range-column = Verschillen
study-personas-title = Andere reizigers, andere grenzen
study-personas-how = Aandeel onder de norm in tijdvak ‘{ $slot }’, per soort reiziger.
study-share-below-personas = Aandeel van ‘{ $group }’ onder de norm, per reiziger, tijdvak ‘{ $slot }’
study-dist-title = Verdeling
study-dist-how = Hoe te lezen: een Gini van 0 is gelijk verdeeld, 1 is alles bij één. Een positieve concentratie-index betekent dat de waarde hoger is bij hogere inkomens. Ongelijkheid kan kleiner worden doordat iedereen erop achteruitgaat: lees haar nooit zonder het niveau. Van reistijden die niet iedereen heeft, bestaan deze maten niet.
study-dist-rank = Palma en concentratie-index zijn naar ‘{ $rank }’. Woonlocaties waarvan dat niet bekend is, tellen daarin niet mee.
study-dist-caption = Verdelingsmaten: groep ‘{ $group }’, reiziger ‘{ $traveller }’
study-palma = Palma
study-concentration = Concentratie-index
study-theil = Theil-T
study-theil-between = Deel tussen gebieden
study-full-how = Klik op een kolomkop om te sorteren. Dezelfde cijfers staan in poverty.csv.
study-full-cut = De eerste { $shown } van { $all } rijen; alle staan in poverty.csv.

## The page of a study: notes

study-limit-units = De groepen worden verschillend geteld (inwoners, huishoudens of woningen) en overlappen elkaar. Tel ze niet op.
study-limit-relative = Een kleiner verschil tussen groepen is geen winst als iedereen erop achteruitgaat. Kijk daarom ook naar niveau en drempel.
study-limit-cells = Mensen op één woonlocatie delen één beginpunt. Wat iemand thuis aan vervoer heeft, weet het model niet.
study-limit-fares = De prijs van de reis telt niet mee.
study-limit-open-none = Openingstijden tellen niet mee: elke voorziening geldt in elk tijdvak als open.
study-limit-open-some = Openingstijden tellen alleen mee voor { $services }. Wat er verder gemeten wordt, geldt in elk tijdvak als open: { $others }.
study-limit-open-partly = { $service }: van { $unknown } van de { $places } plaatsen zijn geen openingstijden bekend; { $unknown ->
    [one] die geldt
   *[other] die gelden
} altijd als open.
study-remark-access = Wat gebruikelijk is, is het percentiel van het bereik over de vertrekmomenten, niet het bereik bij het percentiel van de reistijd.
study-remark-percentile = Waarden van ‘{ $service }’ zijn die van percentiel { $percentile }.
study-method-title = Zo is gerekend
study-usual-median = de gebruikelijke (mediane) reistijd
study-usual-percentile = de reistijd waarmee { $percentile } van de 100 vertrekken het redden (percentiel { $percentile })
# $usual: study-usual-median or study-usual-percentile
study-method-text = Voor elke minuut van vertrek in een tijdvak is de snelste reis van deur tot deur gezocht: lopen (of fietsen) naar een halte, ritten, overstappen en lopen naar de bestemming, of helemaal lopen; wachten bij de eerste halte telt mee. Hoe lang iemand loopt en hoe lang een reis duurt, is begrensd zoals bij ‘Reizigers’ staat. De waarde van een woonlocatie is die bij { $usual } van het tijdvak. Wie een voorziening niet bereikt, telt mee als ‘niet bereikt’; woonlocaties die niet aan het stratennet liggen, tellen nergens mee. De uitkomsten zijn exact voor dit model en bij elke herhaling dezelfde.
study-services-caption = Voorzieningen en normen van deze studie
study-measured = Gemeten
study-places = Plaatsen
study-homes-linked = { $linked } van de { $homes } woonlocaties { $linked ->
    [one] ligt
   *[other] liggen
} aan het stratennet.
study-homes-unlinked = Niet gekoppelde woonlocaties ({ $unlinked } van { $all }):
study-stops-unlinked = Niet gekoppelde haltes ({ $unlinked } van { $all }):
study-settings-title = Alle instellingen
study-setting = Instelling
study-setting-value = Waarde
study-glossary-title = Woordenlijst
study-gloss-norm = De grens waaronder bereik in deze studie onvoldoende heet.
study-gloss-headcount = Welk deel van een groep niet aan de norm voldoet (FGT0).
study-gloss-gap = Hoe ver de groep gemiddeld van de norm af zit, waarbij wie voldoet als 0 telt en wie niets bereikt als 1 (FGT1).
study-gloss-severity = Als tekort, maar grote tekorten tellen zwaarder (FGT2).
study-gloss-median = De middelste waarde: de helft van de groep zit eronder, de helft erboven.
study-gloss-spread = P10 en P90 zijn de grenzen waartussen de middelste 80% van de groep ligt.
study-gloss-gini = Maat voor ongelijkheid van 0 (gelijk) tot 1.
study-gloss-palma = Wat de 10% met de hoogste inkomens gemiddeld bereikt, gedeeld door wat de 40% met de laagste inkomens gemiddeld bereikt.
study-gloss-concentration = Van −1 tot 1: of hoge waarden vooral bij hoge (positief) of lage inkomens (negatief) liggen.
study-gloss-theil = Maat voor ongelijkheid die te splitsen is in een deel tussen gebieden en een deel erbinnen.
study-gloss-slot = Een deel van een dag; elke minuut daarin is een mogelijk vertrek.
study-gloss-persona = Een soort reiziger: hoe snel en hoe ver te voet, met of zonder fiets of rolstoel.

## The page of a study: what the terminal says

# $norms: how many norms the study has, $slots: each slot with its share
study-term-missing = { $group }, reiziger ‘{ $traveller }’: { $norms ->
    [one] haalt de norm niet
   *[other] haalt twee of meer normen niet
}: { $slots }
study-term-shift = { $shift } ({ $hours }): { $share } kan bij geen enkele baan op tijd zijn en weer thuiskomen
study-term-worst = zwakste gebieden (minstens { $least } { $unit }): { $areas }

## The page of a comparison: page

compare-eyebrow = Wat verandert er, en voor wie? · bereikbaarheid zonder auto
compare-lead = Voor en na vergeleken, met de mensen, tijden en normen van de studie ‘{ $study }’. Gewone dag: { $date }.
compare-summary = Samenvatting
compare-together = Alleen en samen
compare-edits = Wat er is gewijzigd
compare-checks = Controle
compare-scenario-of = Scenario { $number } van { $scenarios }
compare-before = Nu
compare-after = Straks
compare-difference = Verschil
compare-reachable = bereikbaar
compare-unit-minutes = minuten
compare-norm-is = norm: { $norm }
compare-scenario = Scenario

## The page of a comparison: summary

compare-no-scenarios = Er is geen scenario om te vergelijken.
compare-the-plan = Het plan
compare-the-saving = Wat het plan scheelt
compare-no-edits = Dit scenario wijzigt niets: het is de situatie van nu.
compare-nothing-changes = Er verandert niets, voor niemand in deze studie. Alle reistijden en aantallen blijven gelijk in alle tijdvakken die zijn berekend.
compare-nothing-short = er verandert niets
compare-who-notices = Wie merkt het?
compare-small-counts = Slechter en beter af: een verschil in reistijd van hoogstens { $minutes } min telt niet mee, behalve als iemand daardoor over een norm gaat.
# $net: people below the norm after less before, with its sign
compare-term-net = { $service }, { $slot }: { $fallen } { $unit } { $fallen ->
    [one] zakt
   *[other] zakken
} onder de norm, { $risen } { $risen ->
    [one] komt
   *[other] komen
} erboven (nu { $before } eronder, straks { $after }); { $losers } slechter af, { $winners } beter af
compare-term-no-norm = { $service }, { $slot }: { $losers } { $unit } slechter af, { $winners } beter af (de studie heeft hiervoor geen norm)
compare-term-same = er verandert niets voor de groep ‘{ $group }’
compare-term-nobody = niemand van de groep ‘{ $group }’ komt onder een norm of erboven; per tijdvak { $losers ->
    [one] is
   *[other] zijn
} hoogstens { $losers } { $unit } slechter af en { $winners } beter af
compare-term-more = nog { $more } { $more ->
    [one] combinatie
   *[other] combinaties
} van voorziening en tijdvak waarin iemand slechter of beter af is
compare-term-scenario = { $scenario } (groep ‘{ $group }’, reiziger ‘{ $traveller }’):
compare-term-unknown = niet bekend, want te ver van een straat: { $unlinked } van de { $homes } woonlocaties
# $people: how many, with their unit; $what: compare-fall-short or compare-lose-short
compare-term-worst = het zwaarst getroffen: { $area } ({ $people } { $what }, { $service }: { $slot })
compare-term-saves = bespaart { $hours } dienstregelinguren en { $km } km per week
compare-term-costs = kost { $hours } dienstregelinguren en { $km } km per week extra
# $rule: what must hold, $broken: how many of $checked values break it, $example: the first that does
compare-term-broken = KLOPT NIET: { $rule } ({ $broken } van { $checked } waarden, zoals { $example })
compare-no-norm = Voor { $service } heeft de studie geen norm.
# $fallen, $risen: people who fall below the norm and who rise above it, of $all
compare-fell-and-rose = Voor { $service } ({ $norm }) { $fallen ->
    [one] zakt
   *[other] zakken
} in tijdvak ‘{ $slot }’ { $fallen } van de { $all } { $unit } onder de norm. { $risen } { $risen ->
    [one] komt
   *[other] komen
} juist boven de norm.
compare-fell-only = Voor { $service } ({ $norm }) { $fallen ->
    [one] zakt
   *[other] zakken
} in tijdvak ‘{ $slot }’ { $fallen } van de { $all } { $unit } onder de norm. Niemand komt erboven.
compare-rose-only = Voor { $service } ({ $norm }) { $risen ->
    [one] komt
   *[other] komen
} in tijdvak ‘{ $slot }’ { $risen } van de { $all } { $unit } boven de norm. Niemand zakt eronder.
compare-nobody-crosses = Voor { $service } ({ $norm }) zakt niemand onder de norm en komt niemand erboven. Dat geldt voor elk tijdvak.
compare-losers-time = { $service } wordt in tijdvak ‘{ $slot }’ voor { $people } van de { $all } { $unit } slechter bereikbaar.
compare-longer = Van hen { $people ->
    [one] is
   *[other] zijn
} { $people } langer onderweg: gemiddeld scheelt dat { $amount }.
compare-losers-reach = In tijdvak ‘{ $slot }’ { $people ->
    [one] kan
   *[other] kunnen
} { $people } van de { $all } { $unit } minder bereiken: { $service }.
# $amount: minutes, or a number with compare-reachable
compare-mean-loss = Gemiddeld verliezen zij { $amount }.
compare-cut-off = Voor { $people } is er straks geen reis meer met { $limits }.
compare-nothing-left = Voor { $people } blijft er niets over.
compare-nothing-left-within = Voor { $people } blijft er niets over binnen { $minutes } minuten.
compare-winners-time = { $service } wordt in tijdvak ‘{ $slot }’ voor { $people } van de { $all } { $unit } beter bereikbaar.
compare-shorter = Van hen { $people ->
    [one] is
   *[other] zijn
} { $people } korter onderweg: gemiddeld scheelt dat { $amount }.
compare-winners-reach = In tijdvak ‘{ $slot }’ { $people ->
    [one] kan
   *[other] kunnen
} { $people } van de { $all } { $unit } meer bereiken: { $service }.
compare-mean-gain = Gemiddeld winnen zij { $amount }.
compare-connected = Voor { $people } is er nu geen reis met { $limits }, en straks wel.
compare-something-now = Voor { $people } is er nu niets, en straks wel.
compare-something-now-within = Voor { $people } is er nu niets binnen { $minutes } minuten, en straks wel.
# $arrived, $left: people who come to live there and who go
compare-moved = Verhuisd of nieuw: er { $arrived ->
    [one] komt
   *[other] komen
} { $arrived } { $unit } bij, en er { $left ->
    [one] gaat
   *[other] gaan
} { $left } weg. Zij tellen niet als winnaar of verliezer.
# $before, $after: shares below the norm between $from and $to
compare-hours = { $service }, { $date }, reiziger ‘{ $traveller }’: op het moment met het grootste verschil zit van de groep ‘{ $group }’ nu { $before } onder de norm, straks { $after }. Bij vertrek van { $from } tot { $to } uur is het verschil minstens de helft daarvan.
compare-also-worse = { $service } wordt ook slechter, zonder dat iemand nieuw onder de norm zakt: in tijdvak ‘{ $slot }’ voor { $people } van de { $all } { $unit }. { $none ->
    [one] Eén daarvan bereikt er straks geen meer, en zat al onder de norm.
   *[other] { $none } daarvan bereiken er straks geen meer, en zaten al onder de norm.
}
compare-also-worse-no-norm = { $service } wordt ook slechter: in tijdvak ‘{ $slot }’ voor { $people } van de { $all } { $unit }. { $none ->
    [one] Eén daarvan heeft straks niets meer binnen bereik.
   *[other] { $none } daarvan hebben straks niets meer binnen bereik.
}
# $places: areas by name, each with how many
compare-worst-places = Het zwaarst getroffen, elk gebied in zijn slechtste tijdvak, in { $unit }: { $places }.
compare-fall-short = onder de norm
compare-lose-short = slechter af
compare-shift-more = Dienst { $shift } ({ $hours }): { $people } { $unit } meer { $people ->
    [one] kan
   *[other] kunnen
} geen enkele baan in deze dienst halen en weer thuiskomen.
compare-shift-fewer = Dienst { $shift } ({ $hours }): { $people } { $unit } die nu geen baan in deze dienst { $people ->
    [one] kan
   *[other] kunnen
} halen en weer thuiskomen, { $people ->
    [one] kan
   *[other] kunnen
} dat straks wel.
compare-stacked = Minstens { $least } van de { $norms } { $norms ->
    [one] norm
   *[other] normen
} in tijdvak ‘{ $slot }’ missen: nu { $before }, straks { $after } { $unit }.
compare-norms-caption = Wie zakt onder een norm of komt erboven, en wanneer: reiziger ‘{ $traveller }’
compare-norms-more = Nog { $more } { $more ->
    [one] combinatie, met minder mensen, staat
   *[other] combinaties, met minder mensen, staan
} bij ‘Wie’.
compare-rose-small = <b>{ $people }</b> { $people ->
    [one] komt
   *[other] komen
} erboven
compare-fell-small = <b>{ $people }</b> { $people ->
    [one] zakt
   *[other] zakken
} eronder
compare-share-small = onder de norm: { $share }
compare-which-norm = Norm
compare-of-traveller = reiziger: ‘{ $traveller }’
compare-other-persona = Voor reiziger ‘{ $traveller }’ zijn het er meer: { $people } van de { $all } { $unit } { $people ->
    [one] zakt
   *[other] zakken
} onder die norm.
compare-sides-caption = Niveau, drempel en spreiding: { $service }, ‘{ $slot }’, reiziger ‘{ $traveller }’ (nu → straks)
compare-sides-caption-many = Niveau, drempel en spreiding van wat het meest verandert (nu → straks)
compare-sides-how = Lees de drie naast elkaar. Het midden kan gelijk blijven terwijl veel mensen onder de norm zakken.
compare-level-is = de middelste (mediaan)
compare-threshold-is = deel onder de norm
compare-tenth-is = slechtste tiende
compare-gini-is = Gini: 0 gelijk, 1 ongelijk
compare-many-intro = { $scenarios } scenario’s, elk vergeleken met de situatie van nu. De aantallen zijn van de groep ‘{ $group }’, in het tijdvak en voor de voorziening waar dat scenario het meest verandert.
compare-many-caption = De scenario’s naast elkaar
compare-falls-below = Zakt onder de norm
compare-rises-above = Komt boven de norm
compare-worse-off = Slechter af
compare-better-off = Beter af
compare-unchanged = Gelijk
compare-misses-at-least = Mist minstens { $least } { $least ->
    [one] norm
   *[other] normen
} (verschil)
compare-hours-a-week = Dienstregelinguren per week (verschil)
compare-most-in = Het meest bij
compare-unknown-title = Wat we niet weten
compare-unknown-broken = Let op: een controle klopt niet. Gebruik deze cijfers niet voordat dat is uitgezocht (zie ‘Controle’).
compare-unknown-behaviour = Wat mensen straks doen: blijven reizen, verhuizen, thuisblijven of een auto nemen. Ook drukte en vertraging tellen niet mee.
compare-unknown-homes = { $unlinked } van de { $homes } woonlocaties { $unlinked ->
    [one] ligt
   *[other] liggen
} te ver van een straat. Over wie daar woont, is niets bekend; alle aantallen gaan over de andere.

## The page of a comparison: maps

compare-maps-title = Nu, straks en het verschil
compare-maps-how = De eerste twee kaarten hebben dezelfde klassen: donkerder is slechter. Op de derde is oranje slechter en blauw beter. Alle kaarten: het noorden is boven.
compare-maps-plus = Een + betekent beter.
compare-maps-numbers = De nummers zijn die van de tabel hieronder.
compare-maps-none = Geen kaart: er is geen verschil om te tekenen.
compare-maps-more = Nog { $more } { $more ->
    [one] kaart is
   *[other] kaarten zijn
} weggelaten: daar verandert minder.
compare-map-share = { $service }: deel van de groep ‘{ $group }’ onder de norm – { $slot }, { $traveller }
compare-map-homes = { $service }: woonlocaties onder de norm – { $slot }, { $traveller }
# $measure: what is measured, as kit-measure-nearest
compare-map-value = { $service }, in het midden: { $measure } – { $slot }, { $traveller }
compare-map-value-homes = { $service }, per woonlocatie: { $measure } – { $slot }, { $traveller }
compare-legend-both = Nu en straks
compare-legend-difference = Verschil
compare-class-up-to = tot en met { $to }
# Zonder het eerste getal, met het tweede
compare-class-more-up-to = meer dan { $from } tot en met { $to }
compare-class-more-than = meer dan { $from }
compare-home-fell = zakt onder de norm
compare-home-same = aan dezelfde kant van de norm
compare-home-rose = komt boven de norm
# $by: from and to, as kit-class-between
compare-points-more = slechter: { $by } procentpunt meer onder de norm
compare-points-less = beter: { $by } procentpunt minder onder de norm
compare-points-same = minder dan { $by } procentpunt verschil
compare-minutes-more = slechter: { $by } minuten langer
compare-minutes-less = beter: { $by } minuten korter
compare-minutes-same = minder dan { $by } minuut verschil
compare-percent-more = beter: { $by } procent meer binnen bereik
compare-percent-less = slechter: { $by } procent minder binnen bereik
compare-percent-same = minder dan { $by } procent verschil
compare-now-unreached = slechter: wordt niet meer bereikt
compare-now-reached = beter: wordt straks wel bereikt
compare-now-nothing = slechter: niets meer binnen bereik
compare-now-something = beter: straks wel iets binnen bereik
compare-legend-above = Klassen zoals hierboven.

## The page of a comparison: places

compare-pockets-title = De zwaarst getroffen plekken, bij naam
compare-pockets-how = Gebieden waar de meeste mensen van de groep ‘{ $group }’ onder de norm zakken of slechter af zijn, met de voorziening en het tijdvak waarin dat het ergst is. Aantallen zijn { $unit }.
compare-pockets-empty = In geen enkel gebied is iemand van de groep ‘{ $group }’ slechter af.
compare-pockets-small = In geen enkel gebied van minstens { $least } { $unit } is iemand van de groep ‘{ $group }’ slechter af. In kleinere gebieden of daarbuiten wel: { $people } in het ergste tijdvak. Kleinere gebieden worden hier niet genoemd (min_people in de studie).
compare-pockets-caption = De zwaarst getroffen gebieden: groep ‘{ $group }’, in { $unit }
compare-pocket-what = Waarbij
compare-pocket-people = Wonen daar
compare-cut-off-head = Niet meer bereikt
compare-mean-loss-head = Gemiddeld verlies van wie nog aankomt
compare-connected-head = Straks wel bereikt
compare-journeys-title = De reis, nu en straks
compare-journeys-how = Voorbeelden van zwaar getroffen woonlocaties: hetzelfde tijdstip, dezelfde voorziening. Gekozen is het tijdstip waarop de reis nu (en straks, als die er is) het meest lijkt op wat daar in dat tijdvak gewoon is. Looproutes volgen de straten.
compare-journeys-none = Geen voorbeelden: niemand van de groep ‘{ $group }’ is slechter af.
compare-journeys-no-area = Geen voorbeelden: die komen uit de zwaarst getroffen gebieden, en er is geen gebied dat groot genoeg is.
compare-journeys-no-trip = Geen voorbeelden: van de zwaarst getroffen adressen is geen reis te laten zien.
compare-journey-home = Woonlocatie { $home }
compare-journey-home-id = woonlocatie { $home }
compare-journey-when = { $date }, vertrek om { $time } uur, { $traveller }
compare-journey-by = { $date }, uiterlijk aankomen om { $time } uur, { $traveller }
compare-no-trip = Er is geen reis met { $limits }.
compare-trip-to = naar { $place }
compare-step-walk = { $minutes } lopen
compare-step-cycle = { $minutes } fietsen
compare-step-wait = { $minutes } wachten
compare-step-ride = { $vehicle } { $line } van { $from } naar { $to }, daar om { $time } uur
compare-step-there = aangekomen
compare-step-early = { $minutes } te vroeg
compare-areas-title = Alle gebieden waar iets verandert: groep ‘{ $group }’, in { $unit } (nu → straks)
compare-rows-cut = De eerste { $shown } van { $all } rijen; alle staan in de resultaatbestanden.

## The page of a comparison: who

compare-norms-title = Onder en boven de norm
compare-norms-how = Wie nu aan de norm voldoet en straks niet meer, zakt eronder. Andersom komt iemand erboven. Reiziger: ‘{ $traveller }’.
compare-norms-nobody = Niemand zakt onder een norm en niemand komt erboven.
compare-below-count = Onder de norm (nu → straks)
compare-rest-same = In { $rest } andere { $rest ->
    [one] combinatie
   *[other] combinaties
} van voorziening en tijdvak zakt niemand onder de norm en komt niemand erboven.
compare-winners-title = Winnaars en verliezers
# $small: differences that do not count, with their units
compare-winners-how = Ook wie aan dezelfde kant van de norm blijft, kan erop vooruit of achteruit gaan. Reiziger: ‘{ $traveller }’. Het gemiddelde is van wie er nu en straks komt. Kleine verschillen tellen niet mee, behalve als ze over de norm gaan. Klein is tot en met: { $small }.
compare-winners-nobody = Niemand is beter of slechter af.
compare-other-groups = Winnaars en verliezers in de andere groepen
compare-on-average = gemiddeld { $amount }
compare-split-head = Slechter – gelijk – beter
compare-moved-group = Verhuisd of nieuw in de groep ‘{ $group }’: { $arrived } erbij, { $left } weg. Zij tellen niet als winnaar of verliezer.
compare-stack-title = Meer normen tegelijk missen
compare-stack-how = Hoe te lezen: elke balk is een hele groep, nu en straks. Hoe donkerder, hoe meer normen tegelijk gemist. Reiziger: ‘{ $traveller }’.
compare-slots-same = Geen verschil in tijdvak { $slots }.
compare-levels-how = Hoe te lezen: de mediaan is het midden, het aandeel zegt hoeveel er onder de norm zitten, het tekort hoe ver. Slechtste tiende en Gini zeggen hoe groot de verschillen zijn. Steeds nu → straks. Alleen voorzieningen waarbij iets verandert.
compare-mean-head = Gemiddelde

## The page of a comparison: when

compare-hours-how = Links de mediaan van de groep: de helft zit eronder, de helft erboven. Rechts het deel onder de norm. Een strook onder de grafiek: de helft of meer komt er dan niet.
compare-hours-others = Dezelfde grafieken voor de andere groepen
compare-hours-same = Geen verschil op enig uur van de dag: { $services }.
# $day: the date in words
compare-chart-median = mediaan van de groep ‘{ $group }’: { $measure } – { $day }, { $traveller }
compare-chart-below = deel van de groep ‘{ $group }’ onder de norm ({ $norm }) – { $day }, { $traveller }
compare-chart-aria = Verloop over de dag voor { $service }, nu en straks. De tekst en tabellen vatten het samen.
compare-shifts-same = Voor werk in diensten verandert er niets.
compare-share-head = Deel van de groep
compare-difference-head = Verschil

## The page of a comparison: together

compare-together-how = Elke gebeurtenis is apart berekend, en elke combinatie ook. Zo is te zien of ze elkaar versterken.
compare-together-none = Er zijn geen uitkomsten om te tonen.
compare-event-edits = wijzigingen: { $edits }
compare-no-event = niets (nu)
compare-outcome-people = Onder de norm voor { $service }, tijdvak ‘{ $slot }’, groep ‘{ $group }’, in { $unit }
compare-outcome-stacked = Mist meer normen tegelijk, tijdvak ‘{ $slot }’, groep ‘{ $group }’, in { $unit }
compare-outcome-minutes = Gemiddelde reistijd naar { $service }, tijdvak ‘{ $slot }’, groep ‘{ $group }’, in { $unit }
compare-outcome-reach = Gemiddeld bereik van { $service }, tijdvak ‘{ $slot }’, groep ‘{ $group }’, aantal { $unit }
compare-left-out = Zonder { $people } { $unit } die er niet in elke combinatie { $people ->
    [one] komt
   *[other] komen
}.
# $together: the difference that all events make at once, $added: the sum of what each makes alone, $more: what lies between
compare-together-worse = Samen: { $together }. Los opgeteld: { $added }. Samen is het dus erger dan de som: { $beyond }.
compare-together-less = Samen: { $together }. Los opgeteld: { $added }. Samen is het dus minder erg dan de som: { $beyond }.
compare-together-same = Samen: { $together }. Dat is gelijk aan de som van elk apart.
compare-combination = Combinatie
compare-value-in = Waarde, { $unit }
compare-against-base = Verschil met nu, { $unit }
compare-beyond-parts = Daarvan door het samenvallen
compare-combinations-caption = Alle combinaties
# $all: the whole difference, $shares: events by name, each with its part
compare-shares = Van het totaal ({ $all }) komt voor rekening van: { $shares }. Dit zijn Shapley-aandelen: het gemiddelde over alle volgordes.
compare-shapley = Shapley-aandeel

## The page of a comparison: edits

compare-edits-caption = Wijzigingen, en wat ze raken
compare-edits-how = Min is minder, plus is meer. Dienstregelinguren lopen van het eerste vertrek tot de laatste aankomst. Kilometers zijn hemelsbreed van halte tot halte, dus te laag.
compare-edit-head = Wijziging
compare-lines-head = Lijnen
compare-trips-head = Ritten in de dienstregeling
compare-stops-head = Haltes
compare-departures-head = Ritten per week
compare-hours-head = Dienstregelinguren per week
compare-km-head = Kilometers per week
compare-other-head = Verder geraakt
compare-total = Samen
compare-other-lines = { $count } andere
# $count: how many lines there are, $lines: their names
compare-on-lines = { $count ->
    [one] lijn { $lines }
   *[other] lijnen { $lines }
}
compare-why = Reden: { $reason }
compare-places-touched = voorzieningen
compare-homes-touched = woonlocaties
compare-edges-touched = straatstukken
compare-vehicle-hours = dienstregelinguren
# $hours: hours with compare-vehicle-hours
compare-saves = Het plan bespaart { $hours } per week (ritten: { $departures }; kilometers: { $km }).
compare-costs = Het plan kost { $hours } per week extra (ritten: { $departures }; kilometers: { $km }).
compare-saves-no-hours = Het plan spaart of kost geen dienstregelinguren (ritten: { $departures }; kilometers: { $km }).
compare-saves-nothing = Er rijdt evenveel als nu: geen verschil in dienstregelinguren.
compare-saves-then = In de week van de studie rijdt er evenveel als nu. De ritten die dit raakt: { $trips }.
compare-beyond-map = Daarvan zijn { $hours } dienstregelinguren en { $km } km bij haltes die niet aan het stratennet liggen. Wie daar woont en die ritten mist, telt hier niet mee.
compare-not-on-demand = Het vervoer op afroep zelf is hierin niet meegeteld.
compare-term-not-on-demand = zonder het vervoer op afroep

## The page of a comparison: checks

compare-checks-how = Deze regels gelden voor elke vergelijking. Ze zijn nagerekend op alle uitkomsten.
compare-checks-none = Er is niets gecontroleerd.
compare-checks-caption = Wat moet gelden
compare-check-head = Regel
compare-check-result = Uitkomst
compare-checked-head = Nagerekend
compare-broken-head = Klopt niet
compare-check-holds = klopt
compare-check-broken = klopt niet
compare-check-not-here = niet van toepassing
compare-check-empty = Een leeg scenario verandert niets.
compare-check-removing = Als er alleen iets verdwijnt, wordt geen reis korter.
compare-check-adding = Als er alleen iets bij komt, wordt geen reis langer.
compare-check-part = Wat niet opnieuw is berekend, geeft opnieuw berekend hetzelfde.
# $computed: how many of $all were computed anew
compare-work-done = Opnieuw berekend: { $computed } van de { $all } combinaties van woonlocatie, tijdvak en reiziger. De andere { $rest } zijn gelijk gebleven: geen van hun beste reizen gebruikt iets wat is gewijzigd.
compare-work-all = Alle { $all } combinaties van woonlocatie, tijdvak en reiziger zijn opnieuw berekend.
compare-verified = Alles is ook helemaal opnieuw berekend. Dat gaf precies dezelfde uitkomst.
compare-verified-not = Alles is ook helemaal opnieuw berekend, en dat gaf een andere uitkomst. Gebruik deze cijfers niet.
compare-not-verified = Er is geen tweede, volledige berekening ter controle gedaan.
compare-method-title = Zo is vergeleken
compare-method-text = Nu en straks zijn op dezelfde manier berekend, met dezelfde mensen, dagen en normen. Alleen wat bij ‘Wat er is gewijzigd’ staat is anders. Het basisbestand zelf blijft zoals het is. Twee keer rekenen geeft twee keer hetzelfde.
compare-scenario-files = Scenariobestanden: { $files }.
compare-gloss-fell = Voldoet nu aan de norm en straks niet meer.
compare-gloss-rose = Voldoet nu niet aan de norm en straks wel.
compare-gloss-losers = Is langer onderweg of kan minder bereiken, ook wie aan dezelfde kant van de norm blijft. Een klein verschil telt niet, tenzij het over de norm gaat.
compare-gloss-cut-off = Komt er nu wel en straks niet meer binnen de grenzen van de studie (de langste wandeling, de langste reis). Een langere wandeling kan wel mogelijk zijn. Zij tellen niet mee in gemiddelden in minuten.
compare-gloss-tenth = Wie het slechtst af is: één op de tien van de groep heeft het zo slecht of slechter.
compare-gloss-hours = Uren die voertuigen rijden tussen het eerste vertrek en de laatste aankomst van elke rit, opgeteld over een week.
compare-gloss-shapley = Het deel van het hele verschil dat bij één gebeurtenis hoort, gemiddeld over alle volgordes waarin ze kunnen komen.

## The page of a comparison: kinds of edits

compare-kind-remove-trips = ritten vervallen
compare-kind-remove-stops = haltes worden overgeslagen
compare-kind-thin-out = minder ritten
compare-kind-set-headway = een vaste tijd tussen ritten
compare-kind-adjust-speed = een andere snelheid
compare-kind-adjust-dwell = korter of langer stilstaan
compare-kind-shift-times = andere vertrektijden
compare-kind-reroute = een andere route
compare-kind-add-line = een nieuwe lijn
compare-kind-merge-lines = lijnen worden één
compare-kind-on-demand = vervoer op afroep
compare-kind-close-stop = een halte sluit
compare-kind-move-stop = een halte verhuist
compare-kind-add-path = een nieuw pad of een brug
compare-kind-close-street = een straat gaat dicht
compare-kind-open = een voorziening opent
compare-kind-close = een voorziening sluit
compare-kind-move = een voorziening verhuist
compare-kind-resize = een voorziening wordt groter of kleiner
compare-kind-set-hours = andere openingstijden
compare-kind-merge = voorzieningen gaan samen
compare-kind-add-homes = nieuwe woningen
compare-kind-remove-homes = woningen verdwijnen
compare-kind-move-group = een groep verhuist
compare-kind-set-persona = een andere manier van reizen

## The page of a comparison: keys of scenario files, and what stands with them

compare-key-feed = dienstregeling
compare-key-agency = vervoerder
compare-key-route = lijn
compare-key-line = lijn
compare-key-mode = soort
compare-key-direction = richting
compare-key-headsign = bestemming op het voertuig
compare-key-trip = rit
compare-key-stop = halte
compare-key-stops = haltes
compare-key-first-stop = eerste halte
compare-key-last-stop = laatste halte
compare-key-area = gebied
compare-key-departs-after = vertrek vanaf
compare-key-departs-before = vertrek vóór
compare-key-between = vertrek tussen
compare-key-days = dagen
compare-key-dates = datums
compare-key-onto = gaat verder als
compare-key-keep-every = van zoveel ritten blijft er één
compare-key-headway-min = minuten tussen ritten
compare-key-first = eerste vertrek
compare-key-factor = maal
compare-key-from = van
compare-key-to = naar
compare-key-dwell-s = seconden stilstaan
compare-key-shift-min = minuten later (min is eerder)
compare-key-via = via
compare-key-hop-min = minuten van halte tot halte
compare-key-speed-kmh = snelheid, km per uur
compare-key-both-ways = heen en terug
compare-key-departures = vertrektijden
compare-key-bands = regelmatig vertrek
compare-key-max-wait-min = hoogstens zoveel minuten wachten
compare-key-hubs = ook naar halte
compare-key-pick-up-min = minuten van oproep tot ophalen
compare-key-hours = uren
compare-key-points = aantal punten
compare-key-bicycle = fietsen mag
compare-key-wheelchair = rolstoel kan erdoor
compare-key-ways = wegen in OpenStreetMap
compare-key-at = aantal plekken
compare-key-lon = lengte
compare-key-lat = breedte
compare-key-x = x
compare-key-y = y
compare-key-crs = coördinaten
compare-key-service = voorziening
compare-key-id = nummer of naam
compare-key-name = naam
compare-key-place-name = naam
compare-key-supply = aanbod
compare-key-opening-hours = openingstijden
compare-key-set = aanbod wordt
compare-key-add = aanbod erbij
compare-key-into = gaat op in
compare-key-groups = groepen
compare-key-group = groep
compare-key-share = deel
compare-key-count = aantal
compare-key-persona = reiziger
compare-key-walk-kmh = loopsnelheid, km per uur
compare-key-max-walk-min = hoogstens zoveel minuten lopen
compare-key-max-walk-only-min = hoogstens zoveel minuten helemaal lopen
compare-key-max-transfer-min = hoogstens zoveel minuten lopen tussen twee ritten
compare-key-max-trip-min = langste reis, minuten
compare-key-max-rides = meeste ritten per reis
compare-key-board-slack-s = seconden om in te stappen
compare-key-level = soort gebied
compare-key-file = bestand
compare-key-polygon = aantal hoekpunten
compare-key-code = code
compare-key-code-column = kolom van de code
compare-key-layer = laag
compare-day-mo = ma
compare-day-tu = di
compare-day-we = wo
compare-day-th = do
compare-day-fr = vr
compare-day-sa = za
compare-day-su = zo
compare-mode-rail = trein
compare-mode-train = trein
compare-more = nog { $more }
compare-yes = ja
compare-no = nee

## The page about lifelines

lifelines-eyebrow = Levenslijnen · bereikbaarheid zonder auto
# $one, here and below: lifelines-one-line, lifelines-one-stop, lifelines-one-trip
lifelines-lead = Wie zakt er onder een norm als één { $one } verdwijnt en al het andere blijft rijden? Opnieuw berekend is elke woonlocatie waarvan de beste reizen die { $one } gebruiken; voor de andere verandert er niets. Gewone dag: { $date }.
lifelines-where = Waar het aan één draad hangt
lifelines-one-line = lijn
lifelines-one-stop = halte
lifelines-one-trip = rit
lifelines-lines = Lijnen
lifelines-stops = Haltes
lifelines-trips = Ritten
lifelines-many-lines = { $count ->
    [one] lijn
   *[other] lijnen
}
lifelines-many-stops = { $count ->
    [one] halte
   *[other] haltes
}
lifelines-many-trips = { $count ->
    [one] rit
   *[other] ritten
}
lifelines-or = of
lifelines-fact-tried = Weggelaten, één voor één
# $people: how many of $all would fall
lifelines-hang = Van de { $all } { $unit } (groep ‘{ $group }’) { $people ->
    [one] zou er
   *[other] zouden er
} <b>{ $people }</b> ({ $share }) onder een norm zakken als er één { $one } verdween: daar hangt minstens één norm aan één draad.
lifelines-hang-none = Niemand van de { $all } { $unit } (groep ‘{ $group }’) zakt onder een norm als er één { $one } verdwijnt.
# $most: how many of $people fall in $slot for $service, where most do
lifelines-most = Het moeilijkst te missen is <b>{ $name }</b>: zonder { $people ->
    [one] zakt er
   *[other] zakken er
} { $people } { $unit } onder een norm, de meeste voor { $service } ({ $slot }): { $most }.
lifelines-per-hour = Per dienstregelinguur houdt <b>{ $name }</b> de meeste { $unit } boven de norm: { $people }, met { $hours } dienstregelinguren per week.
# $idle: how many others there are, $many: lines, stops or trips, as it goes with their number
lifelines-idle = { $idle ->
    [one] Ook zonder de enige andere { $many } zakt er in de tijdvakken van deze studie niemand van deze groep onder een norm (reiziger ‘{ $traveller }’); dat zegt niet dat niemand langer onderweg is.
   *[other] Zonder een van de andere { $idle } { $many } zakt er in de tijdvakken van deze studie niemand van deze groep onder een norm (reiziger ‘{ $traveller }’); dat zegt niet dat ze samen gemist kunnen worden, of dat niemand langer onderweg is.
}
lifelines-map-how = Woonlocaties naar het aantal normen (over alle voorzieningen en tijdvakken) dat ze nu halen en met het verdwijnen van één { $one } kwijt zijn; reiziger ‘{ $traveller }’.
lifelines-legend-threads = Normen die aan één { $one } hangen
lifelines-no-norm = haalt nu geen norm, of het is niet bekend
lifelines-minis-how = De { $count } { $many } die het moeilijkst gemist { $count ->
    [one] kan worden
   *[other] kunnen worden
}, met de woonlocaties die zonder onder een norm zakken (groep ‘{ $group }’). Tussen haltes recht getrokken.
lifelines-mini-line = waar het rijdt
lifelines-mini-home = woonlocatie die onder een norm zakt
lifelines-ranking-how = Hoeveel mensen of woonlocaties (in de eenheid van de groep) zakken er onder een norm, bij welke voorziening of in welk tijdvak ook, zonder deze { $one }? Per groep; iedereen telt één keer. Reiziger: ‘{ $traveller }’.
lifelines-ranking-cut = De eerste { $shown } van { $all }; de rest staat in ranking.csv, uitgesplitst in lifelines.csv.
lifelines-nobody = { $tried ->
    [one] Zonder de enige { $many } zakt er niemand onder een norm.
   *[other] Zonder welke van de { $tried } { $many } ook zakt er niemand onder een norm.
}
lifelines-worst = Meeste voor
lifelines-hours = Dienstregelinguren per week
lifelines-km = Voertuigkm per week
lifelines-each = Per dienstregelinguur
# $travellers: lifelines-when-personas, or nothing
lifelines-when-how = Dezelfde { $many }, uitgesplitst voor { $group }: in welk tijdvak, voor welke voorziening{ $travellers } zakken zij onder een norm? Wie in meer dan één tijdvak zakt, telt in elk.
lifelines-when-personas = { " " }en als welke reiziger
lifelines-when-title = Wanneer, waarvoor, voor wie
lifelines-limit-norm = Geteld is wie nu een norm haalt en hem zonder de lijn, halte of rit niet meer haalt. Wie hem nu al mist, of alleen langer onderweg is, staat hier niet bij: dat laat <code>bereik compare</code> zien.
lifelines-limit-alone = Alles is apart weggelaten. Twee die elkaar vervangen, zijn elk te missen, maar niet samen. Lijnen die dezelfde ritten rijden zijn ook samen weggelaten (‘A + B’).
lifelines-limit-rest = De rest van de dienstregeling blijft zoals ze is: een vervoerder die een lijn schrapt past vaak ook andere aan. Bij een halte rijden voertuigen zonder te stoppen door.
lifelines-limit-km = Kilometers zijn in rechte lijnen tussen haltes, in de week van de gewone dag.
lifelines-how = Hoe het is berekend
# $all: pairs of a home and a thing that may go, $computed: those that were computed anew
lifelines-exact = Uitkomsten zijn exact. Van alle { $all } combinaties van iets wat wegvalt, tijdvak, reiziger, voorziening en een woonlocatie die nu de norm haalt, { $computed ->
    [one] kon er
   *[other] konden er
} { $computed } van uitkomst veranderen; { $computed ->
    [one] die is
   *[other] die zijn
} opnieuw berekend.
lifelines-verified = { $tried ->
    [one] Die is daarnaast ook volledig doorgerekend, met dezelfde uitkomst.
   *[other] Alle { $tried } zijn daarnaast ook volledig doorgerekend, met dezelfde uitkomst.
}
lifelines-trip-name = { $line }, { $time } van { $from } naar { $to }
# $vehicle: the kind of vehicle, $line: the name of the line
lifelines-line-name = { $vehicle } { $line }
lifelines-counted = wie onder een norm zakt als één ding verdwijnt; geteld: { $group }, { $traveller }, elk tijdvak en elke voorziening
# $tried: how many there are, $needed: without how many of them somebody falls
lifelines-count-kind = { $tried } { $many }; zonder { $needed } ervan zakt iemand
lifelines-listed = { $rank }. { $name }: { $people }
lifelines-listed-worst = , de meeste voor { $service }, { $slot }: { $people }
lifelines-listed-effort = ; kost { $hours } dienstregelinguren en { $km } km per week
lifelines-invalidated = opnieuw berekend: { $computed } van de { $all } combinaties van iets wat wegvalt, tijdvak, reiziger, voorziening en een woonlocatie die nu de norm haalt
lifelines-verified-short = { $tried ->
    [one] nagerekend: de hele studie zonder die ene geeft hetzelfde
   *[other] nagerekend: de hele studie zonder elk van alle { $tried } geeft hetzelfde
}

## The page about sites

site-eyebrow = Plekken voor nieuwe woningen · bereikbaarheid zonder auto
site-lead = Wat kan wie hier komt wonen bereiken, wanneer, en wat blijft daarvan over als er een lijn verdwijnt? { $sites } { $sites ->
    [one] plek
   *[other] plekken
}, gewone dag: { $date }.
site-fact-stock = Vergeleken met
site-stock = { $stock }: { $count } { $unit }
site-where = Kaart
site-cards = De beste plekken
site-together = Samen gekozen
site-best-all = <b>{ $site }</b> haalt elke norm ({ $norms ->
    [one] 1 keer getoetst
   *[other] { $norms } keer getoetst
}: elke norm in elk tijdvak door elke reiziger).
site-best = <b>{ $site }</b> mist het minst: { $missed } van de { $norms } { $norms ->
    [one] toets
   *[other] toetsen
} (elke norm in elk tijdvak door elke reiziger).
# $share, $of_all: per cent of the stock and of all homes that are worse off, $stock: which stock it is
site-best-stock = Gemiddeld over voorzieningen, tijdvakken en reizigers is { $share }% van de bestaande voorraad ({ $stock }) slechter af dan deze plek, en { $of_all }% van de { $unit } ({ $group }).
site-best-no-norms = De studie heeft geen normen. Naar bereik is <b>{ $site }</b> het best.
# $met: norms met now, $left: norms still met without the line
site-lose = Verdwijnt daar lijn { $line }, dan haalt ‘{ $traveller }’ nog { $left } van de nu gehaalde { $met } { $met ->
    [one] norm
   *[other] normen
}.
site-no-line = Er is daar geen lijn die gemist kan worden: op loopafstand vertrekt niets.
site-worst-to-best = De slechtste plek, <b>{ $site }</b>, mist er { $missed }.
# $lifted: how many of the $below below the norm are lifted, $most: a bound that no choice can pass
site-chosen-brief = Samen tillen { $sites } plekken { $lifted } van de { $below } { $unit } onder de norm daarboven, gerekend voor reiziger ‘{ $traveller }’; meer dan { $most } kan met zoveel plekken niet.
site-chosen-one = <b>{ $site }</b> tilt { $lifted } van de { $below } { $unit } onder de norm daarboven, gerekend voor reiziger ‘{ $traveller }’; meer dan { $most } kan met zoveel plekken niet.
site-chosen-none = Geen enkele plek haalt voor reiziger ‘{ $traveller }’ alle normen in { $slots }: niemand wordt boven de norm getild.
site-ranking-how = Van goed naar slecht: eerst het aantal gemiste normen over alle tijdvakken en reizigers (elk telt even zwaar), dan hoe het bereik zich verhoudt tot dat van de hele regio. Geen totaalcijfer: elke kolom is te sorteren. De kolommen per tijdvak tellen op tot de gemiste normen; ‘slechter af’ is welk deel van de bestaande voorraad, en van de mensen in de regio, slechter af is dan de plek.
site-ranking-cut = De eerste { $shown } van { $all }; de rest staat in sites.csv.
site-place = Plek
site-dwellings = Woningen
site-missed = Gemiste normen
site-among-stock = Slechter af: voorraad
site-in-region = Slechter af: regio
site-survives = Normen gehaald → zonder de lijn die het moeilijkst te missen is
site-jobs = Banen { $shift } → zonder die lijn
site-not-linked = geen straat in de buurt
site-map-how = De nummers zijn de rang. De stippen zijn woonlocaties en de normen die daar nu in tijdvak ‘{ $slot }’ gemist worden.
site-legend-sites = Plekken
site-legend-site = plek met rang
site-legend-chosen = samen gekozen
site-legend-more = plek die lager eindigt
site-cards-how = Per voorziening en tijdvak wat ‘{ $traveller }’ bereikt; gekleurd waar de norm gemist wordt. Achter de pijl wat ervan over is als de lijn verdwijnt die in dat tijdvak het meest gemist zou worden. In het klein: het aandeel van de bestaande voorraad dat slechter af is.
site-card-lead-no-norms = { $dwellings } { $dwellings ->
    [one] woning
   *[other] woningen
} · de studie heeft geen normen
site-card-lead = { $dwellings } { $dwellings ->
    [one] woning
   *[other] woningen
} · mist { $missed } van de { $norms } { $norms ->
    [one] norm
   *[other] normen
}
site-line-of = zonder lijn { $line }
site-no-line-short = geen lijn
site-among-stock-row = voorraad { $share }
site-missed-by = Gemist door ‘{ $traveller }’
site-jobs-row = { $shift }: { $jobs } { $jobs ->
    [one] baan
   *[other] banen
}
site-jobs-row-after = { $shift }: { $jobs } { $jobs ->
    [one] baan
   *[other] banen
}; { $left } zonder lijn { $line }
site-jobs-title = Banen waar u op tijd kunt zijn en vanwaar u weer thuiskomt
# $below: how many miss a norm, with their unit; $limit: site-together-limit, or nothing
site-together-how = { $sites ->
    [one] Gezocht is de plek die de meeste huishoudens boven de norm tilt
   *[other] Gezocht zijn { $sites } plekken die samen de meeste huishoudens boven de norm tillen
}, alle reizend als ‘{ $traveller }’. Wie nu een norm mist in { $slots } ({ $below }) kan verhuizen naar een plek die ze daar alle haalt, zolang er woningen zijn{ $limit }; ieder huishouden telt één keer.
site-together-limit = { " " }en de verhuizing niet verder is dan { $km } km
# $share: what the method never falls below, $most: a bound that no choice can pass, $proven: how much of it is reached, $everywhere: how many are lifted if all places are built on
site-together-bound = Steeds is de plek gekozen die het meest toevoegt. Dat geeft nooit minder dan { $share } van het best mogelijke; hier is bewezen dat geen keuze er meer dan { $most } optilt, dus dit is minstens { $proven } van het beste. Als op alle plekken gebouwd werd, waren het er { $everywhere }.
site-together-few = Er { $sites ->
    [one] is maar 1 plek die iemand optilt
   *[other] zijn maar { $sites } plekken die iemand optillen
}: de andere halen niet alle normen, hebben geen woningen of voegen niets toe.
site-together-unknown = Van { $unknown } is niet bekend of een norm gemist wordt; die tellen niet mee.
site-order = Volgorde
site-lifts = Tilt op
site-lifts-all = Samen
site-limit-rank = De rang telt elk tijdvak en elke reiziger even zwaar; of dat past bij wie er komt wonen, is aan de lezer.
site-limit-weakest = Van de lijnen die men op loopafstand in het tijdvak kan nemen, is de lijn het moeilijkst te missen zonder welke de meeste normen gemist worden, en bij gelijk aantal die zonder welke het bereik van de eerste voorziening het meest daalt. Elke lijn is één keer weggelaten en alles opnieuw berekend.
site-limit-position = In ‘slechter af’ telt wie even goed af is niet mee. Gemiddeld over tijdvakken, reizigers en voorzieningen. Van plekken die evenveel normen missen staat voorop waar dat deel van de regio, plus de helft van wie even goed af is, het grootst is.
site-limit-place = Van een kavel is één punt doorgerekend; grond, geluid, kosten en plannen van anderen staan hier niet in.

## The page about sites: what the terminal says

site-lift-slot = tijdvak ‘{ $slot }’
site-term-site = { $rank }. { $site }: mist { $missed } van { $norms } { $norms ->
    [one] norm
   *[other] normen
}
site-term-no-norms = { $rank }. { $site }: de studie heeft geen normen
site-term-stock = , beter dan { $share }% van de bestaande voorraad
site-term-weakest = ; zonder lijn { $line } haalt ‘{ $traveller }’ nog { $left } van { $met }

## The page about change between editions

explain-eyebrow = Monitor · bereikbaarheid zonder auto
explain-brief-how = Per norm staat er het tijdvak waarin het meest veranderde, voor reiziger ‘{ $traveller }’. Mensen van wie het in een van beide edities niet bekend is, tellen niet mee.
# $from, $to: editions by name, $date_from, $date_to: their usual days
explain-lead = Wat veranderde er tussen { $from } en { $to }, en waardoor? Verdween de bus, verdween de voorziening, of gingen mensen wonen waar die er nooit waren? Gewone dagen: { $date_from } en { $date_to }.
explain-why = Waardoor
explain-work = Werk op vaste tijden
explain-no-job = Zonder enige baan
explain-shifts-how = Gemiddeld aantal banen per dienst die ‘{ $traveller }’ op tijd kan halen, met een rit terug naar huis, en hoeveel daarvan door welke oorzaak veranderde. Rechts: voor hoeveel mensen geen enkele baan van die dienst te doen is.
explain-moved = Wie waarheen
explain-pockets = Nieuwe knelpunten
explain-time = Door de tijd
explain-fact-base = Normen en inkomensrangen van
explain-fact-norms = Normen van
explain-fact-ranks = Inkomensrangen van
explain-timetable = dienstregeling
explain-timetable-streets = dienstregeling en straten
explain-facilities = voorzieningen
explain-people = waar mensen wonen
explain-boundaries = grenzen en codes
explain-short-facilities = voorzieningen
explain-short-people = wonen
explain-short-boundaries = grenzen
explain-published = alleen in één editie gepubliceerd
explain-short-published = één editie
explain-short-streets = regeling, straten
# $before, $after: people below the norm in the editions $from and $to; $causes: explain-cause-list, or nothing
explain-more = Voor { $service } ({ $slot }) { $people ->
    [one] zit er
   *[other] zitten er
} { $people } meer { $unit } onder de norm: { $before } in { $from }, { $after } in { $to }. { $causes }
explain-fewer = Voor { $service } ({ $slot }) { $people ->
    [one] zit er
   *[other] zitten er
} { $people } minder { $unit } onder de norm: { $before } in { $from }, { $after } in { $to }. { $causes }
explain-same = Voor { $service } ({ $slot }) bleef het aantal { $unit } onder de norm gelijk: { $people }. { $causes }
explain-cause-list = Daarvan: { $causes }.
explain-nothing-changed = Voor de groep ‘{ $group }’ veranderde er bij geen enkele norm iets.
explain-moved-brief = { $group }: op een deel van de plekken wonen er samen { $fewer } { $unit } minder, op andere plekken samen { $more } meer.
# $there, $here: shares below the norm where they left and where they arrived
explain-moved-access = Van wie het bekend is: waar er minder wonen, zat toen { $there } onder de norm voor { $service } ({ $slot }); waar er meer wonen, zit nu { $here } eronder.
explain-pockets-brief = Gebieden die een knelpunt zijn geworden en dat niet waren: { $areas }.
explain-diverging-brief = Keren dat (in een gebied, voor een voorziening en in een tijdvak) het gemiddelde beter werd en dat van een groep slechter, ook doordat er nu anderen wonen: { $times }.
explain-why-how = Elke staaf laat zien hoeveel { $unit } er onder de norm bij kwamen (oranje) of af gingen (blauw) door één oorzaak, bij reiziger ‘{ $traveller }’. De oorzaken tellen precies op tot de verandering: elke is het gemiddelde effect over alle volgordes waarin de vier kunnen komen.
explain-axis = De as begint niet bij nul.
explain-waterfall-title = { $service }, { $slot }: { $group } { $unit } onder de norm
explain-waterfall-stack = Gemiste normen: { $least } of meer, { $slot }: { $group } { $unit }
explain-no-change = Geen verandering, en geen oorzaak aan het werk: { $what }.
explain-table-caption = Alle normen, tijdvakken en groepen
explain-slot = Tijdvak
explain-change = Verandering
explain-left-out = Onbekend
explain-at-least = mist minstens { $least }
explain-maps-how = Aandeel van { $group } onder de norm per gebied ({ $level }), voor en na, en het deel van de verandering dat aan elke oorzaak ligt, in procentpunten. Grijs: niet te vergelijken of niemand.
explain-maps-none = Er zijn geen gebieden om te vergelijken.
explain-map-title = { $service }, { $slot }
explain-legend-cause = Verschil in procentpunten
explain-worse = { $points } erbij
explain-better = { $points } eraf
explain-hardly = minder dan { $points }
explain-no-value = niet te vergelijken of niemand
explain-moved-how = Per cel vergeleken: waar er van een groep minder wonen, gingen er weg; waar er meer wonen, kwamen er bij. ‘Daar’ is hun bereik met de dienstregeling en voorzieningen van { $from }, ‘hier’ met die van { $to }. Wie precies verhuisde is niet bekend.
explain-moved-caption = Bereik waar groepen weggingen en waar zij aankwamen
explain-moved-none = Niemand verhuisde: de aantallen per cel zijn gelijk.
explain-places-caption = Gebieden waar de meesten weggingen of aankwamen
explain-left = Weg
explain-arrived = Erbij
explain-there = Daar
explain-here = Hier
explain-below-there = Onder de norm daar
explain-below-here = Onder de norm hier
explain-pockets-how = Gebieden waar nu in een tijdvak minstens { $share } van een groep normen mist, en dat in { $from } niet zo was. Ook wie er toen niet woonde telt: een nieuw knelpunt kan ontstaan doordat mensen verhuizen.
explain-pockets-caption = Nieuwe knelpunten, de ergste eerst
explain-pockets-none = Er zijn geen nieuwe knelpunten.
explain-pockets-more = De eerste { $shown } van { $all }; de rest staat in pockets.csv.
explain-people-now = Mensen
explain-most = Meest gemist
explain-main-cause = Grootste oorzaak
explain-diverging-title = Gemiddeld beter, maar niet in elke groep
explain-diverging-how = Gebieden waar het gemiddelde van { $group } beter werd en dat van een andere groep slechter. Dat kan ook komen doordat er nu anderen wonen.
explain-diverging-caption = Gemiddelde beter, groep slechter
explain-diverging-none = Zulke gebieden zijn er niet.
explain-diverging-more = De eerste { $shown } van { $all }; de rest staat in diverging.csv.
explain-average = Gemiddelde van allen
explain-of-group = Gemiddelde van de groep
explain-group-share = Groep onder de norm
explain-time-how = Aandeel van { $group } onder de norm in elke editie, steeds tegen de normen van { $base }.
explain-not-title = Wat niet te vergelijken is
explain-not-none = Alles is te vergelijken.
explain-not-caption = Niet te vergelijken
explain-not-more = De eerste { $shown } van { $all }; de rest staat in not_comparable.csv.
explain-name = Naam
explain-edition = Editie
explain-reason = Waarom (Engels)
explain-limit-runs = Er zijn { $runs } berekeningen gemaakt: elke dienstregeling met elke set voorzieningen; woonplaatsen en grenzen zijn daarin verwisseld. Een tijdvak is één dag per editie: wat die dagen toevallig verschillen telt als dienstregeling.
explain-limit-shapley = Oorzaken versterken elkaar: een verhuizing kost meer als er ook een lijn verdween. Zulke samenloop is gelijk verdeeld over de oorzaken die eraan meedoen.
explain-limit-moves = Cijfers per cel zeggen niet wie verhuisde; ook sterfte, geboorte en een ander inkomen zijn verandering in waar een groep woont.
explain-limit-published = Waar het aantal van een groep in maar één van beide edities bekend is (geheim gehouden, of een kolom zonder waarde), hoeft niemand verhuisd te zijn. De vier oorzaken gelden voor plekken met een getal in beide edities; wat de andere plekken verschil maken staat apart.
explain-limit-ranks = Normen, rangen en de grens van het laagste vijfde zijn die van { $base }.
# $norms, $ranks: editions by name
explain-limit-ranks-apart = Normen zijn die van { $norms }; rangen en de grens van het laagste vijfde zijn die van { $ranks }.
explain-files = Bronbestanden van { $edition }
