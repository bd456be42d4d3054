//! The messages of the page about change.

use crate::output::report::kit::messages::messages;

messages! {
    Say "explain";
    Eyebrow, BriefHow(traveller), Lead(from, to, date_from, date_to), Why, Work, NoJob, ShiftsHow(traveller), Moved,
    Pockets, Time, FactBase, FactNorms, FactRanks, Timetable, TimetableStreets, Facilities, People,
    Boundaries, ShortFacilities, ShortPeople, ShortBoundaries, Published, ShortPublished,
    ShortStreets, More(service, slot, people, unit, before, from, after, to, causes),
    Fewer(service, slot, people, unit, before, from, after, to, causes),
    Same(service, slot, unit, people, causes), CauseList(causes), NothingChanged(group),
    MovedBrief(group, fewer, unit, more), MovedAccess(there, service, slot, here),
    PocketsBrief(areas), DivergingBrief(times), WhyHow(unit, traveller), Axis,
    WaterfallTitle(service, slot, group, unit), WaterfallStack(least, slot, group, unit),
    NoChange(what), TableCaption, Slot, Change, LeftOut, AtLeast(least), MapsHow(group, level),
    MapsNone, MapTitle(service, slot), LegendCause, Worse(points), Better(points), Hardly(points),
    NoValue, MovedHow(from, to), MovedCaption, MovedNone, PlacesCaption, Left,
    Arrived, There, Here, BelowThere, BelowHere, PocketsHow(from, share), PocketsCaption,
    PocketsNone, PocketsMore(shown, all), PeopleNow, Most, MainCause, DivergingTitle,
    DivergingHow(group), DivergingCaption, DivergingNone, DivergingMore(shown, all), Average,
    OfGroup, GroupShare, TimeHow(group, base), NotTitle, NotNone, NotCaption, NotMore(shown, all),
    Name, Edition, Reason, LimitRuns(runs), LimitShapley, LimitMoves, LimitPublished,
    LimitRanks(base), LimitRanksApart(norms, ranks), Files(edition),
}
