//! The messages of the page that the study's own page does not have. Short sentences, everyday words: the page is
//! read in councils.

use crate::output::report::kit::messages::messages;

messages! {
    Say "compare";
    // Page
    Eyebrow, Lead(study, date), Summary, Together, Edits, Checks, ScenarioOf(number, scenarios),
    Before, After, Difference, Reachable, UnitMinutes, NormIs(norm), Scenario,
    // Summary
    NoScenarios, ThePlan, TheSaving, NoEdits, NothingChanges, NothingShort, WhoNotices,
    SmallCounts(minutes), TermNet(service, slot, fallen, risen, unit, before, after, losers, winners),
    TermNoNorm(service, slot, losers, unit, winners), TermSame(group),
    TermNobody(group, losers, unit, winners), TermScenario(scenario, group, traveller), TermUnknown(unlinked, homes), TermMore(more),
    TermWorst(area, people, what, service, slot), TermSaves(hours, km), TermCosts(hours, km),
    TermBroken(rule, broken, checked, example), NoNorm(service),
    FellAndRose(fallen, all, unit, service, norm, slot, risen),
    FellOnly(fallen, all, unit, service, norm, slot),
    RoseOnly(all, unit, service, norm, slot, risen), NobodyCrosses(service, norm),
    LosersTime(people, all, unit, service, slot), Longer(people, amount), LosersReach(people, all, unit, service, slot),
    MeanLoss(amount), CutOff(people, limits), NothingLeft(people), NothingLeftWithin(people, minutes), WinnersTime(people, all, unit, service, slot), Shorter(people, amount),
    WinnersReach(people, all, unit, service, slot), MeanGain(amount), Connected(people, limits), SomethingNow(people), SomethingNowWithin(people, minutes),
    Moved(unit, arrived, left), Hours(service, date, traveller, from, to, before, after, group),
    AlsoWorse(service, slot, people, all, unit, none),
    AlsoWorseNoNorm(service, slot, people, all, unit, none),
    WorstPlaces(places, unit), FallShort, LoseShort, ShiftMore(shift, hours, people, unit),
    ShiftFewer(shift, hours, people, unit), Stacked(least, norms, slot, before, after, unit), NormsCaption(traveller),
    NormsMore(more), RoseSmall(people), FellSmall(people), ShareSmall(share), WhichNorm,
    OfTraveller(traveller), OtherPersona(traveller, people, all, unit), SidesCaption(service, slot, traveller),
    SidesCaptionMany, SidesHow, LevelIs, ThresholdIs, TenthIs, GiniIs, ManyIntro(scenarios, group),
    ManyCaption, FallsBelow, RisesAbove, WorseOff, BetterOff, Unchanged, MissesAtLeast(least),
    HoursAWeek, MostIn, UnknownTitle, UnknownBroken, UnknownBehaviour,
    UnknownHomes(unlinked, homes),
    // Maps
    MapsTitle, MapsHow, MapsPlus, MapsNumbers, MapsNone, MapsMore(more), MapShare(service, group, slot, traveller),
    MapHomes(service, slot, traveller), MapValue(service, slot, traveller, measure),
    MapValueHomes(service, slot, traveller, measure), LegendBoth, LegendDifference, ClassUpTo(to), ClassMoreUpTo(from, to),
    ClassMoreThan(from), HomeFell, HomeSame, HomeRose, PointsMore(by), PointsLess(by),
    PointsSame(by), MinutesMore(by), MinutesLess(by), MinutesSame(by), PercentMore(by),
    PercentLess(by), PercentSame(by), NowUnreached, NowReached, NowNothing, NowSomething, LegendAbove,
    // Places
    PocketsTitle, PocketsHow(group, unit), PocketsEmpty(group),
    PocketsSmall(least, unit, group, people), PocketsCaption(group, unit), PocketWhat, PocketPeople,
    CutOffHead, MeanLossHead, ConnectedHead, JourneysTitle, JourneysHow, JourneysNone(group),
    JourneysNoArea, JourneysNoTrip, JourneyHome(home), JourneyHomeId(home),
    JourneyWhen(date, time, traveller), JourneyBy(date, time, traveller), NoTrip(limits), TripTo(place),
    StepWalk(minutes), StepCycle(minutes), StepWait(minutes),
    StepRide(vehicle, line, from, to, time), StepThere, StepEarly(minutes), AreasTitle(group, unit),
    RowsCut(shown, all),
    // Who
    NormsTitle, NormsHow(traveller), NormsNobody, BelowCount, RestSame(rest), WinnersTitle,
    WinnersHow(traveller, small), WinnersNobody, OtherGroups, OnAverage(amount), SplitHead,
    MovedGroup(group, arrived, left), StackTitle, StackHow(traveller), SlotsSame(slots), LevelsHow,
    MeanHead,
    // When
    HoursHow, HoursOthers, HoursSame(services), ChartMedian(group, measure, day, traveller),
    ChartBelow(group, norm, day, traveller), ChartAria(service), ShiftsSame, ShareHead, DifferenceHead,
    // Together
    TogetherHow, TogetherNone, EventEdits(edits), NoEvent,
    OutcomePeople(service, slot, group, unit), OutcomeStacked(slot, group, unit),
    OutcomeMinutes(service, slot, group, unit), OutcomeReach(service, slot, group, unit),
    LeftOut(people, unit), TogetherWorse(together, added, beyond),
    TogetherLess(together, added, beyond), TogetherSame(together), Combination, ValueIn(unit),
    AgainstBase(unit), BeyondParts, CombinationsCaption, Shares(all, shares), Shapley,
    // Edits
    EditsCaption, EditsHow, EditHead, LinesHead, TripsHead, StopsHead, DeparturesHead, HoursHead,
    KmHead, OtherHead, Total, OtherLines(count), OnLines(count, lines), Why(reason), PlacesTouched,
    HomesTouched, EdgesTouched, VehicleHours, Saves(hours, departures, km),
    Costs(hours, departures, km), SavesNoHours(departures, km), SavesNothing, SavesThen(trips),
    BeyondMap(hours, km), NotOnDemand, TermNotOnDemand,
    // Checks
    ChecksHow, ChecksNone, ChecksCaption, CheckHead, CheckResult, CheckedHead, BrokenHead,
    CheckHolds, CheckBroken, CheckNotHere, CheckEmpty, CheckRemoving, CheckAdding, CheckPart,
    WorkDone(computed, all, rest), WorkAll(all), Verified, VerifiedNot, NotVerified, MethodTitle, MethodText,
    ScenarioFiles(files), GlossFell, GlossRose, GlossLosers, GlossCutOff, GlossTenth, GlossHours,
    GlossShapley,
    // Words of scenario files
    More(more), Yes, No,
}
