//! Sentences and words of the page about sites, in Dutch and English.

use super::super::messages::messages;

messages! {
    Say;
    Eyebrow: "Plekken voor nieuwe woningen · bereikbaarheid zonder auto" / "Sites for new homes · access without a car";
    Lead: "Wat kan wie hier komt wonen bereiken, wanneer, en wat blijft daarvan over als er een lijn verdwijnt? {0} plekken, gewone dag: {1}." / "What can people who come to live here reach, when, and how much of it is left if a line goes? {0} places, usual day: {1}.";
    FactStock: "Vergeleken met" / "Compared with";
    Stock: "{0}: {1} {2}" / "{0}: {1} {2}";
    Brief: "In het kort" / "In brief";
    Ranking: "Rangorde" / "Ranking";
    Where: "Kaart" / "Map";
    Cards: "De beste plekken" / "The best places";
    Together: "Samen gekozen" / "Chosen together";
    Account: "Verantwoording" / "Method and data";
    BestAll: "<b>{0}</b> mist van de {1} normen (alle tijdvakken en reizigers samen) geen enkele." / "<b>{0}</b> misses none of the {1} norms (all slots and travellers together).";
    Best: "<b>{0}</b> mist het minst: {1} van de {2} normen (alle tijdvakken en reizigers samen)." / "<b>{0}</b> misses least: {1} of the {2} norms (all slots and travellers together).";
    BestStock: "Wie daar woont is gemiddeld beter af dan {0}% van de bestaande voorraad ({1}) en dan {2}% van alle woonlocaties." / "On average people there are better off than {0}% of the existing stock ({1}) and than {2}% of all homes.";
    BestNoNorms: "De studie heeft geen normen. Naar bereik is <b>{0}</b> het best." / "The study has no norms. By access, <b>{0}</b> is best.";
    TermNoNorms: "de studie heeft geen normen" / "the study has no norms";
    Lose: "Verdwijnt daar lijn {0}, dan haalt ‘{3}’ nog {2} van de nu gehaalde {1} normen." / "If line {0} goes, ‘{3}’ still meets {2} of the {1} norms met there now.";
    NoLine: "Er is daar geen lijn die gemist kan worden: op loopafstand vertrekt niets." / "There is no line to lose there: nothing leaves within walking reach.";
    WorstToBest: "De slechtste plek, <b>{0}</b>, mist er {1}." / "The worst place, <b>{0}</b>, misses {1}.";
    ChosenBrief: "Samen tillen {0} plekken {1} van de {2} {3} onder de norm daarboven, gerekend voor reiziger ‘{5}’; meer dan {4} kan met zoveel plekken niet." / "Together {0} places lift {1} of the {2} {3} below the norm above it, counted for traveller ‘{5}’; with as many places no more than {4} can be.";
    ChosenOne: "<b>{0}</b> tilt {1} van de {2} {3} onder de norm daarboven, gerekend voor reiziger ‘{5}’; meer dan {4} kan met zoveel plekken niet." / "<b>{0}</b> lifts {1} of the {2} {3} below the norm above it, counted for traveller ‘{5}’; with as many places no more than {4} can be.";
    ChosenNone: "Geen enkele plek haalt voor reiziger ‘{1}’ alle normen in {0}: niemand wordt boven de norm getild." / "No place meets every norm in {0} for traveller ‘{1}’: nobody is lifted above it.";
    RankingHow: "Van goed naar slecht: eerst het aantal gemiste normen over alle tijdvakken en reizigers (elk telt even zwaar), dan hoe het bereik zich verhoudt tot alle woonlocaties. Geen totaalcijfer: elke kolom is te sorteren. De kolommen per tijdvak tellen op tot de gemiste normen; ‘beter dan’ is het aandeel van de bestaande voorraad en van alle woonlocaties dat slechter af is." / "From good to bad: first the number of norms missed over all slots and travellers (each counts the same), then how access compares with all homes. There is no overall score: every column can be sorted. The columns by slot add up to the norms missed; ‘better than’ is the share of the existing stock and of all homes that is worse off.";
    RankingCut: "De eerste {0} van {1}; de rest staat in sites.csv." / "The first {0} of {1}; the rest is in sites.csv.";
    Rank: "Rang" / "Rank";
    Place: "Plek" / "Place";
    Dwellings: "Woningen" / "Dwellings";
    Missed: "Gemiste normen" / "Norms missed";
    AmongStock: "Beter dan voorraad" / "Better than stock";
    InRegion: "Beter dan alle" / "Better than all";
    Survives: "Normen gehaald → zonder de zwakste lijn" / "Norms met → without the weakest line";
    Jobs: "Banen {0} → zonder die lijn" / "Jobs {0} → without that line";
    NotLinked: "geen straat in de buurt" / "no street near";
    MapHow: "De nummers zijn de rang. De stippen zijn woonlocaties en de normen die daar nu in tijdvak ‘{0}’ gemist worden." / "The numbers are ranks. The dots are homes and the norms missed there now in slot ‘{0}’.";
    LegendSites: "Plekken" / "Places";
    LegendSite: "plek met rang" / "place with its rank";
    LegendChosen: "samen gekozen" / "chosen together";
    LegendMore: "plek die lager eindigt" / "place ranked lower";
    LegendHomes: "Woonlocaties: gemiste normen" / "Homes: norms missed";
    Missed0: "geen" / "none";
    Missed1: "één" / "one";
    Missed2: "twee" / "two";
    Missed3: "drie of meer" / "three or more";
    NoValue: "geen waarde" / "no value";
    Stops: "haltes" / "stops";
    CardsHow: "Per voorziening en tijdvak wat ‘{0}’ bereikt; gekleurd waar de norm gemist wordt. Achter de pijl wat ervan over is als de lijn verdwijnt die in dat tijdvak het meest gemist zou worden. In het klein: het aandeel van de bestaande voorraad dat slechter af is." / "Per service and slot what ‘{0}’ reaches; shaded where the norm is missed. Behind the arrow what is left if the line goes that would be missed most in that slot. In small type: the share of the existing stock that is worse off.";
    CardLeadNoNorms: "{0} woningen · de studie heeft geen normen" / "{0} dwellings · the study has no norms";
    CardLead: "{0} woningen · mist {1} van de {2} normen" / "{0} dwellings · misses {1} of the {2} norms";
    LineOf: "zonder lijn {0}" / "without line {0}";
    NoLineShort: "geen lijn" / "no line";
    AmongStockRow: "voorraad {0}" / "stock {0}";
    MissedBy: "Gemist door ‘{0}’" / "Missed by ‘{0}’";
    JobsRow: "{0}: {1} banen" / "{0}: {1} jobs";
    JobsRowAfter: "{0}: {1} banen; {2} zonder lijn {3}" / "{0}: {1} jobs; {2} without line {3}";
    JobsTitle: "Banen waar je op tijd komt én weer thuis van komt" / "Jobs one can get to in time and home again from";
    TogetherHow: "Gezocht zijn {0} plekken die samen de meeste huishoudens boven de norm tillen, alle reizend als ‘{4}’. Wie nu een norm mist in {1} ({2}) kan verhuizen naar een plek die ze daar alle haalt, zolang er woningen zijn{3}; ieder huishouden telt één keer." / "Sought are {0} places that together lift most households above the norm, all travelling as ‘{4}’. Whoever misses a norm in {1} now ({2}) can move to a place that meets all of them, as long as there are dwellings{3}; each household counts once.";
    TogetherLimit: " en de verhuizing niet verder is dan {0} km" / " and the move is no farther than {0} km";
    TogetherBound: "Steeds is de plek gekozen die het meest toevoegt. Dat geeft nooit minder dan {0} van het best mogelijke; hier is bewezen dat geen keuze er meer dan {1} optilt, dus dit is minstens {2} van het beste. Als op alle plekken gebouwd werd, waren het er {3}." / "Each time the place that adds most is chosen. That never gives less than {0} of the best possible; here it is proven that no choice lifts more than {1}, so this is at least {2} of the best. If every place were built on it would be {3}.";
    TogetherFew: "Er zijn maar {0} plekken die iemand optillen: de andere halen niet alle normen, hebben geen woningen of voegen niets toe." / "Only {0} places lift anybody: the others do not meet every norm, have no dwellings or add nothing.";
    TogetherUnknown: "Van {0} is niet bekend of een norm gemist wordt; die tellen niet mee." / "Of {0} it is not known whether they miss a norm; they do not count.";
    Order: "Volgorde" / "Order";
    Lifts: "Tilt op" / "Lifts";
    LiftsAll: "Samen" / "Together";
    LimitRank: "De rang telt elk tijdvak en elke reiziger even zwaar; of dat past bij wie er komt wonen, is aan de lezer." / "The ranking counts each slot and each traveller the same; whether that fits those who come to live there is for the reader to judge.";
    LimitWeakest: "De zwakste lijn is van de lijnen die men op loopafstand in het tijdvak kan nemen die waarvan het verlies de meeste normen kost, daarna het meeste van de eerste voorziening. Elke lijn is werkelijk weggelaten en alles opnieuw berekend." / "The weakest line is, of those one can board within walking reach in the slot, the one whose loss costs most norms, then most of the first service. Each line was really left out and everything computed anew.";
    LimitPosition: "‘Beter dan’ is het aandeel dat slechter af is; wie even goed af is, telt daarin niet mee. Gemiddeld over tijdvakken, reizigers en voorzieningen. Van plekken die evenveel normen missen staat voorop waar dat aandeel van alle woonlocaties, plus de helft van wie even goed af is, het grootst is." / "‘Better than’ is the share that is worse off; those equally well off are not in it. Averaged over slots, travellers and services. Of places that miss as many norms, that comes first where this share of all homes, plus half of those equally well off, is largest.";
    LimitPlace: "Een kavel telt op één punt erin; grond, geluid, kosten en plannen van anderen staan hier niet in." / "A plot counts at one point inside it; land, noise, costs and other people's plans are not in here.";
    Limits: "Wat de cijfers niet zeggen" / "What the figures do not say";
    Norms: "Voorzieningen en normen" / "Services and norms";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::report::data::Language;
    use crate::output::report::messages::Message;

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
