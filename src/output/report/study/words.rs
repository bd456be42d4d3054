//! The messages of the study's own page, and of what the terminal says of a study.

use crate::output::report::kit::messages::messages;

messages! {
    Say "study";
    // Page
    Eyebrow, Lead(date, homes, services), FactInputs,
    // Units and names
    LessIsBetter, MoreIsBetter,
    // Findings
    Availability, AvailabilityWhat, AvailabilityNone,
    AvailWithout(without, all, unit, group, share, slot, best, best_share, traveller),
    AvailGap(date, when, group, traveller, services), AllDay, Between(from, to), AvailNotReached(service, slot, people, all, unit, share, traveller, limits),
    Accessibility, AccessibilityWhat, AccessibilityNone,
    AccessStacked(people, all, unit, group, share, least, norms, slot, traveller),
    AccessStackedAll(people, all, unit, group, share, norms, slot, traveller),
    AccessStackedBest(slot, share, least, norms), AccessMostMissed(service, norm, share, group, slot, traveller),
    AccessPocket(area, share, group, least, slot, fewest, unit),
    AccessShift(shift, hours, people, all, unit, share), Affordability, AffordabilityWhat,
    AffordabilityNone, SidesTitle(service, measure, slot, traveller), GiniOf(group), SidesHow, SideLevelWhat, SideThresholdWhat,
    SideDispersionWhat,
    // Map
    MapTitle(group, least, slot, traveller), MapTitleOne(group, service, slot, traveller),
    MapTitleHomes(slot, traveller), MapTitleHomesOne(service, slot, traveller), MapDesc, ShowAreas,
    ShowPlaces, LegendAreas(group, least), LegendAreasOne(group, service), ClassesWhy, LegendPlaces,
    Stops, LegendPockets, PickService, PickSlot, PickPersona, SmallMaps, SmallMapsAreas,
    SmallMapsHomes, SmallMapShare(share, least, norms),
    // Pockets, hidden poor
    PocketsTitle, PocketsHow(group, traveller, least, shown), PocketsSmall(areas, fewest, unit),
    PocketsUnknown, PocketAtLeast(people), PocketNotKnown, PocketsEmpty(fewest, unit), PocketsCaption, PocketMissed, AllSlots,
    HiddenTitle, HiddenHow, HiddenEmpty, HiddenCut(shown, all),
    HiddenCaption(group, traveller), AreaMean,
    // When
    ProfileHow(date, minutes, traveller, group), ProfileBand(group), ProfileGap,
    ProfileAria(service), SlotsTitle, SlotsHow, ShareBelowSlots(group, traveller),
    ShareBelowPersonas(group, slot),
    AtLeastRow(least), ShiftRatio, ShiftCount,
    // Who
    StackTitle, StackHow(traveller), OutOf, LevelsHow, Severity, Spread, RangeColumn,
    PersonasTitle, PersonasHow(slot), DistTitle, DistHow, DistRank(rank),
    DistCaption(group, traveller), Palma, Concentration, Theil, TheilBetween, FullHow,
    FullCut(shown, all),
    // Notes
    LimitUnits, LimitRelative, LimitCells, LimitFares, LimitOpenNone, LimitOpenSome(services, others),
    LimitOpenPartly(service, unknown, places), MethodTitle, UsualMedian,
    UsualPercentile(percentile), MethodText(usual), ServicesCaption, Measured, Places,
    HomesLinked(linked, homes), HomesUnlinked(unlinked, all), StopsUnlinked(unlinked, all),
    SettingsTitle, Setting, SettingValue, GlossaryTitle, GlossNorm, GlossHeadcount, GlossGap,
    GlossSeverity, GlossMedian, GlossSpread, GlossGini, GlossPalma, GlossConcentration, GlossTheil,
    GlossSlot, GlossPersona, RemarkAccess, RemarkPercentile(service, percentile),
    // Terminal
    TermMissing(group, traveller, norms, slots), TermShift(shift, hours, share), TermWorst(least, unit, areas),
}
