//! The messages of the page about sites.

use crate::output::report::kit::messages::messages;

messages! {
    Say "site";
    Eyebrow, Lead(sites, date), FactStock, Stock(stock, count, unit), Where, Cards, Together,
    BestAll(site, norms), Best(site, missed, norms), BestStock(share, stock, of_all, unit, group),
    BestNoNorms(site), Lose(line, met, left, traveller), NoLine, WorstToBest(site, missed),
    ChosenBrief(sites, lifted, below, unit, most, traveller),
    ChosenOne(site, lifted, below, unit, most, traveller), ChosenNone(slots, traveller), RankingHow,
    RankingCut(shown, all), Place, Dwellings, Missed, AmongStock, InRegion, Survives, Jobs(shift),
    NotLinked, MapHow(slot), LegendSites, LegendSite, LegendChosen, LegendMore, CardsHow(traveller),
    CardLeadNoNorms(dwellings), CardLead(dwellings, missed, norms), LineOf(line), NoLineShort,
    AmongStockRow(share), MissedBy(traveller), JobsRow(shift, jobs),
    JobsRowAfter(shift, jobs, left, line), JobsTitle,
    TogetherHow(sites, slots, below, limit, traveller), TogetherLimit(km),
    TogetherBound(share, most, proven, everywhere), TogetherFew(sites), TogetherUnknown(unknown),
    Order, Lifts, LiftsAll, LimitRank, LimitWeakest, LimitPosition, LimitPlace,
    // Terminal
    LiftSlot(slot), TermSite(rank, site, missed, norms), TermNoNorms(rank, site), TermStock(share),
    TermWeakest(line, traveller, left, met),
}
