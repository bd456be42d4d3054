//! The messages of the page about lifelines.

use crate::output::report::kit::messages::messages;

messages! {
    Say "lifelines";
    Eyebrow, Lead(one, date), Where, OneLine, OneStop, OneTrip, Lines, Stops, Trips,
    ManyLines(count), ManyStops(count), ManyTrips(count), Or, FactTried,
    Hang(all, unit, group, people, share, one), HangNone(all, unit, group, one),
    Most(name, people, unit, service, slot, most), PerHour(name, unit, people, hours),
    Idle(idle, many), MapHow(one, traveller), LegendThreads(one), NoNorm,
    MinisHow(count, many, group), MiniLine, MiniHome, RankingHow(one, traveller),
    RankingCut(shown, all), Nobody(tried, many), Worst, Hours, Km, Each,
    WhenHow(many, group, travellers), WhenPersonas, WhenTitle, LimitNorm, LimitAlone, LimitRest,
    LimitKm, How, Exact(all, computed), Verified(tried), TripName(line, time, from, to),
    LineName(vehicle, line), Counted(group, traveller), CountKind(tried, many, needed),
    Listed(rank, name, people), ListedWorst(service, slot, people), ListedEffort(hours, km),
    Invalidated(computed, all), VerifiedShort(tried),
}
