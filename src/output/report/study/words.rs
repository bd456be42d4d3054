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
    AvailWithout(without, all, unit, group, share, slot, best, best_share),
    AvailGap(from, to, group, services), AvailNotReached(service, slot, people, all, unit, share),
    Accessibility, AccessibilityWhat, AccessibilityNone,
    AccessStacked(people, all, unit, group, share, least, norms, slot),
    AccessStackedBest(slot, share), AccessMostMissed(service, norm, share, group, slot),
    AccessPocket(area, share, group, least, slot),
    AccessShift(shift, hours, people, all, unit, share), Affordability, AffordabilityWhat,
    AffordabilityNone, SidesTitle(service, slot), SidesHow, SideLevelWhat, SideThresholdWhat,
    SideDispersionWhat,
    // Map
    MapTitle(group, least, slot, traveller), MapTitleOne(group, service, slot, traveller),
    MapTitleHomes(slot, traveller), MapTitleHomesOne(service, slot, traveller), MapDesc, ShowAreas,
    ShowPlaces, LegendAreas(group, least), LegendAreasOne(group, service), ClassesWhy, LegendPlaces,
    Stops, LegendPockets, PickService, PickSlot, PickPersona, SmallMaps, SmallMapsAreas,
    SmallMapsHomes, SmallMapShare(share),
    // Pockets, hidden poor
    PocketsTitle, PocketsHow(group, least), PocketsEmpty, PocketsCaption, PocketMissed, AllSlots,
    HiddenTitle, HiddenHow, HiddenNoAreas, HiddenEmpty, HiddenCut(shown, all),
    HiddenCaption(group, traveller), AreaMean,
    // When
    ProfileHow(date, minutes, traveller, group), ProfileBand(group), ProfileGap,
    ProfileAria(service), SlotsTitle, SlotsHow, SlotsNone, ShareBelowCaption(group, unit),
    AtLeastRow(least), ShiftRatio, ShiftCount,
    // Who
    StackTitle, StackHow(traveller), OutOf, LevelsHow, LevelsNone, Severity, Spread, RangeColumn,
    PersonasTitle, PersonasHow(slot), PersonasNone, DistTitle, DistHow, DistNone, DistRank(rank),
    DistNoRanks, DistCaption(group, traveller), Palma, Concentration, Theil, TheilBetween, FullHow,
    FullCut(shown, all),
    // Notes
    LimitUnits, LimitRelative, LimitCells, LimitFares, MethodTitle, UsualMedian,
    UsualPercentile(percentile), MethodText(usual), ServicesCaption, Measured, Places,
    HomesLinked(linked, homes), HomesUnlinked(unlinked, all), StopsUnlinked(unlinked, all),
    SettingsTitle, Setting, SettingValue, GlossaryTitle, GlossNorm, GlossHeadcount, GlossGap,
    GlossSeverity, GlossMedian, GlossSpread, GlossGini, GlossPalma, GlossConcentration, GlossTheil,
    GlossSlot, GlossPersona, RemarkAccess, RemarkPercentile(service, percentile),
    // Terminal
    TermMissing(group, norms, slots), TermShift(shift, hours, share), TermWorst(areas),
}
