## What pages share: page

kit-skip = Skip to content
kit-annex = Annex
kit-fictional = Made-up region: these places, people and figures are not real.
kit-not-known = Note: nothing is known of { $unlinked } of the { $homes } home locations ({ $share }), because they are too far from any street of the map. All shares and counts are of the others.
kit-serious = Note: there { $count ->
    [one] is 1 kind of serious finding
   *[other] are { $count } kinds of serious findings
} about the data. Read these first, under ‘Method and data’.
kit-fact-slots = Time slots
kit-fact-groups = Groups
kit-fact-personas = Travellers
# $window: from and to, as 07:00-09:00
kit-slot-depart = leaving { $window }
kit-slot-arrive = arriving { $window }
kit-contents = Contents
kit-brief = In brief
kit-where = Where
kit-when = When
kit-who = Who
kit-account = Method and data
kit-made-with = Made with { $program }.
kit-and = and
# $weekday, $month: the first three letters of their English names, in lower case
kit-date = { $weekday ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
} { $day } { $month ->
    [jan] January
    [feb] February
    [mar] March
    [apr] April
    [may] May
    [jun] June
    [jul] July
    [aug] August
    [sep] September
    [oct] October
    [nov] November
   *[dec] December
} { $year }
kit-norms-title = Services and norms
kit-limits-short = What the figures do not say
kit-no-norms = the study has no norms
kit-ranking = Ranking
kit-rank = Rank
kit-count-0 = none
kit-count-1 = one
kit-count-2 = two
kit-count-3 = three or more

## What pages share: units and names

kit-unit-people = people
kit-unit-households = households
kit-unit-dwellings = dwellings
kit-unit-homes = home locations
# $count: how many there are; it stands before the word
kit-counted-people = { $count ->
    [one] person
   *[other] people
}
kit-counted-households = { $count ->
    [one] household
   *[other] households
}
kit-counted-dwellings = { $count ->
    [one] dwelling
   *[other] dwellings
}
kit-counted-homes = { $count ->
    [one] home location
   *[other] home locations
}
kit-group-everyone = everyone
kit-group-social-housing = social housing
kit-group-low-income = low income
kit-group-no-car = no car
kit-group-homes = home locations
# $group: the whole group, $rank: what it is ranked by, such as income
kit-group-lowest = { $group }, lowest fifth by { $rank }
kit-not-reached = not reached
kit-no-value = no value
kit-measure-nearest = travel time to the nearest, in minutes
# $n: how many are to be reached
kit-measure-nth = travel time until { $n } are reached, in minutes
kit-measure-cumulative = number reached within { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
kit-measure-score = weighted number reached
kit-norm-none = no norm
kit-norm-within = within { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
kit-norm-nth = at least { $n } within { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
kit-norm-at-least = at least { $value }
# $value: the least number, $minutes: the time they are reached in
kit-norm-at-least-within = at least { $value } within { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
# What a kind of traveller does, behind its name: its walks and trips, then what not all have.
kit-persona-note = walks { $speed } km/h, at most { $walk } minutes at a time; travels at most { $trip } minutes
kit-persona-walk-only = , at most { $minutes } minutes if the whole trip is on foot
kit-persona-changing = , at most { $minutes } minutes of walking between rides
kit-persona-bicycle = ; cycles { $speed } km/h, at most { $minutes } minutes
kit-persona-wheelchair = ; wheelchair
kit-persona-wheelchair-unknown = ; wheelchair: what is not known counts as accessible
kit-trip-limits = at most { $walk } minutes of walking at a time and { $trip } minutes in all

## What pages share: findings

kit-side-level = Level
kit-side-threshold = Threshold
kit-side-dispersion = Dispersion

## What pages share: map

kit-map-none = No map: there is nothing to draw.
kit-map-coarse = The smallest streets are left out.
kit-map-outside = { $count } { $count ->
    [one] home location lies
   *[other] home locations lie
} outside of this map.
kit-map-point = Point at an area or a mark for its name and value; with the keyboard, use the arrow keys.
kit-show-homes = homes
kit-show-stops = stops
kit-show-names = place names
kit-class-under = under { $to }
# From the first number on, up to the second, which itself falls in the next class
kit-class-between = { $from } to under { $to }
kit-class-over = { $from } or more
kit-legend-homes = Homes: norms missed
kit-missed-0 = none
kit-missed-1 = 1 norm
kit-missed-2 = 2 norms
kit-missed-3 = 3 or more
kit-norm-met = norm met
kit-norm-missed = below the norm
kit-north-up = north is up
kit-pick-all = all norms together

## What pages share: pockets, hidden poor

kit-pocket-area = Area
kit-pocket-share = Misses norms
kit-worst-tenth = Worst tenth

## What pages share: when

kit-profile-title = A day, hour by hour
kit-norm-line = norm { $norm }
kit-shift-title = Working in shifts
kit-shift-how = A job counts if you can be there in time and get home afterwards, even if that is the next morning.
kit-shift = Shift
kit-shift-jobs = Jobs within reach (median)
kit-shift-nobody = Can hold no job
kit-shift-caption = Access to jobs by shift

## What pages share: who

kit-stack-none = Left out: no service has a norm.
# $people: how many of $all miss $least norms or more, $unit: what they are, as it goes with $all
kit-stack-row = { $people } of { $all } { $unit } { $people ->
    [one] misses
   *[other] miss
} at least { $least }
kit-below = Below the norm
kit-levels-title = Level, threshold and dispersion
kit-levels-caption = Level, threshold and dispersion: { $slot }, traveller ‘{ $traveller }’
kit-service = Service
kit-group = Group
kit-slot = Time slot
kit-persona = Traveller
kit-median = Median
kit-headcount = Share below the norm
kit-gap = Gap
kit-gini = Gini
kit-full-title = All combinations: service, slot, traveller, group

## What pages share: notes

kit-limits-title = What these figures do not say
kit-limit-ambulance = Being at A&amp;E by public transport within 45 minutes is not the Dutch 45-minute norm: that one is about the ambulance. The limit in this study is its own and says nothing about that norm.
kit-limit-timetable = The timetable is used as published: no delays, cancellations or full vehicles.
kit-limit-norms = The norms are choices of this study, not law. Another norm gives another share.
kit-norm = Norm
kit-data-title = The data
# $more: how many are not named
kit-and-more = and { $more } more.
kit-findings-none = No problems were found in the source files.
kit-findings-some = { $findings ->
    [one] 1 finding is
   *[other] { $findings } findings are
} about the source files, of { $kinds ->
    [one] 1 kind
   *[other] { $kinds } kinds
}; the most serious come first. What was left out or repaired is listed by file and line in findings.csv.
kit-findings-caption = Findings about the data, by kind
kit-severeness = Severity
kit-severity-note = note
kit-severity-warning = warning
kit-severity-serious = serious
kit-count = Count
kit-file = File
kit-kind = Kind
kit-example = First case
kit-inputs-title = Source files with checksum
kit-role = Role
kit-size = Size
kit-note = Note
kit-hash = SHA-256

## What pages share: kinds of vehicle

kit-vehicle-tram = tram
kit-vehicle-cable-tram = cable tram
kit-vehicle-metro = metro
kit-vehicle-monorail = monorail
kit-vehicle-rail = train
kit-vehicle-bus = bus
kit-vehicle-coach = coach
kit-vehicle-trolleybus = trolleybus
kit-vehicle-on-demand-bus = on-demand bus
kit-vehicle-ferry = ferry
kit-vehicle-aerial-lift = cable car
kit-vehicle-funicular = funicular
kit-vehicle-taxi = taxi
kit-vehicle-aircraft = aircraft
kit-vehicle-other = line

## What pages share: kinds of findings

# Streets and ferries
finding-barrier-where-ways-meet = Barrier where several streets meet
finding-ferry-duration = Ferry with a crossing time that cannot be read
finding-ferry-duration-repeated = Crossing time of one ferry given on several parts
finding-ferry-relation-duration = Crossing time of a ferry route that cannot be used
finding-ferry-seasonal = Ferry that sails only part of the year
finding-ferry-without-duration = Ferry without a crossing time
finding-street-area-apart = Platform, pier or square that no street leads to
finding-street-class-unknown = Street of an unknown kind
finding-street-conditional-access = Street open only at certain times or to certain people
finding-street-edge-too-long = Street impossibly long between two junctions
finding-street-island = Small separate parts of the street network left out
finding-street-island-kept = Part of the street network cut off from the rest
finding-street-node-missing = Street with points that the street file lacks
finding-street-node-position = Point of a street with impossible coordinates
finding-street-node-twice = Point of a street given at two different places
finding-street-nodes-missing = Many points of streets missing from the street file
finding-street-seasonal = Street that is there only part of the year
finding-street-tag-not-utf8 = Unreadable characters in a tag of the street file
finding-street-way-degenerate = Street of fewer than two points
finding-street-way-twice = Street in the street file twice, in different versions

# Places of the street file
finding-place-incomplete = Place on the map with an incomplete outline
finding-place-no-area = Place on the map without a location of its own
finding-place-outline = Place on the map without a closed outline
finding-place-position = Place on the map without usable coordinates

# Timetables, as they are read
finding-agency-timezone-differs = Operators with different time zones
finding-bad-distance = Distances along a trip that cannot be used
finding-bad-frequency = Frequency of a trip that cannot be used
finding-bad-parent-station = Stop whose station is unknown or impossible
finding-bad-pathway = Walkway in a station that cannot be used
finding-bad-stop-access = Access rule for a stop that is in no station
finding-bad-transfer = Transfer rule that cannot be used
finding-block-overlaps = Two trips at the same time for one vehicle
finding-calendar-ends-before-it-starts = Calendar that ends before it starts
finding-call-at-no-stop = Trip that calls at something other than a stop
finding-call-by-appointment = Boarding or alighting only by appointment
finding-call-on-demand = Trip that is partly on demand
finding-call-without-stop = Time of a trip given without a stop
finding-continuous-stopping = Boarding or alighting between stops
finding-duplicate-date = Date given twice in a calendar
finding-duplicate-id = Two rows with the same identifier
finding-duplicate-row = Row that is there twice
finding-duplicate-stop-sequence = Two stops of a trip with the same number in order
finding-duplicate-transfer = Transfer rule that is there twice
finding-file-not-read = File in the timetable that is not read
finding-frequencies-overlap = Frequencies of a trip that overlap
finding-id-not-utf-8 = Identifier with unreadable characters
finding-impossible-time = Impossible time at a stop
finding-large-share-lost = Large part of a table cannot be used
finding-on-demand-not-modelled = Transport on demand, not taken into account
finding-service-never-runs = Trips that run on no day at all
finding-stop-without-position = Stop without usable coordinates
finding-template-without-frequency = Trip without a usable frequency
finding-text-not-utf-8 = Text with unreadable characters
finding-times-go-back = Trip whose times go back
finding-times-in-doubt = Trip with missing times that cannot be estimated
finding-transfer-without-effect = Transfer rule without effect
finding-trip-in-doubt = Trip whose course is in doubt
finding-trip-on-demand = Trip that runs on demand
finding-trip-too-short = Trip with only one stop
finding-trip-without-calls = Trip without stops
finding-trip-without-end = Trip without a time at its first or last stop
finding-unknown-agency = Line of an unknown operator
finding-unknown-route = Trip of an unknown line
finding-unknown-service = Trip with an unknown calendar
finding-unknown-stop = Trip that calls at an unknown stop
finding-unknown-trip = Data about an unknown trip
finding-unknown-value = Value that is not allowed
finding-unreadable-value = Value that cannot be used
finding-whole-number-with-decimals = Whole numbers written with decimals
finding-wrong-number-of-fields = Row that does not fit the columns of its table

# Timetables on the streets
finding-feeds-in-different-time-zones = Timetables in different time zones
finding-many-stops-not-linked = Many stops not linked to the street network
finding-platform-one-way = Platform with only a way in or only a way out
finding-stop-not-linked = Stop not linked to the street network
finding-stop-on-island = Stop near a street that is cut off from the rest
finding-trip-too-fast = Trip somewhere faster than such a vehicle can go
finding-trip-too-slow = Trip somewhere slower than walking
finding-trips-twice = The same trips are there twice

# Areas
finding-area-in-parts = Area that consists of several parts
finding-area-out-of-range = Area with impossible coordinates
finding-area-ring-crosses-itself = Boundary of an area that crosses itself
finding-area-ring-degenerate = Part of an area boundary with fewer than three corners
finding-area-without-code = Area without a code
finding-area-without-polygon = Area without a usable boundary
finding-areas-many-left-out = Many areas unusable and left out
finding-areas-overlap = Areas that overlap

# Homes, people, destinations
finding-destination-near-island = Destination near a street that is cut off from the rest
finding-destination-not-linked = Destination too far from a street
finding-destination-on-island = Destination on a street that is cut off from the rest
finding-destination-on-private-road = Destination nearer to a road that is not public
finding-destination-without-amount = Destination of unknown size
finding-home-in-several-areas = Homes that lie in more than one area
finding-home-near-island = Home near a street that is cut off from the rest
finding-home-not-linked = Home too far from a street
finding-home-on-island = Home on a street that is cut off from the rest
finding-home-on-private-road = Home nearer to a road that is not public
finding-home-outside-areas = Homes that lie in none of the areas
finding-home-rank-unknown = Homes without a value to rank them by
finding-home-weight-unknown = Homes where the size of a group is not known
finding-homes-many-outside-areas = Many homes that lie in none of the areas
finding-one-home-an-area = Large areas with only one home location
finding-opening-hours-unknown = Opening hours missing or not readable
finding-places-left-out-by-where = Places left out by conditions of the study
finding-places-never-open = Places that are closed throughout a time slot
finding-point-without-position = Location without usable coordinates
finding-points-many-not-linked = Many locations too far from a street
finding-points-many-without-position = Many locations without usable coordinates
finding-points-wider-than-a-walk = Locations that are areas wider than the longest walk
finding-service-out-of-reach = Service without a single place near a street
finding-service-without-places = Service without destinations
finding-shares-as-people = Percentages counted as numbers of people
finding-shares-below-one = Percentages that look like fractions
finding-shift-jobs-unknown = Number of jobs of a shift not known
finding-supply-unclaimed = Supply that nobody asks for

# The days of a study, edits, sites
finding-candidate-not-linked = Site for new homes too far from a street
finding-candidate-without-cuts = Sites where the loss of a line was not computed
finding-candidate-without-dwellings = Site without a known number of dwellings
finding-edit-on-no-study-day = Edit on days that the study does not look at
finding-no-service-that-day = Timetable with few or no trips on that day
finding-on-demand-not-counted = Transport on demand is not in the totals

# Editions
finding-area-year-unknown = Year of the area boundaries not stated
finding-crosswalk-loses-people = Conversion of areas that loses people
finding-cutoff-frozen = Cutoff that differs between the editions
finding-definition-differs = Definition that differs between the editions
finding-edition-not-comparable = Edition that cannot be compared
finding-homes-not-found-again = Few homes found again in both editions
finding-no-such-vehicles = Kind of vehicle that one edition lacks
finding-norm-frozen = Norm that differs between the editions
finding-not-comparable = In one edition only, so not compared
finding-other-network-settings = Networks built with different settings
finding-other-weekday = Editions on different days of the week
finding-part-of-dataset-damaged = Damaged part of the dataset
finding-published-in-one-edition = Size of a group known in one edition only
finding-rank-unknown = Column to rank homes by without values
finding-region-lost-its-service = Region that has lost all its public transport
finding-region-without-service = Region without public transport
finding-report-group = Group of the report in one edition only
finding-slots-differ = Service measured in different time slots
finding-weight-unknown = Size of a group not known

## The page of a study: page

study-eyebrow = Transport poverty · access without a car
study-lead = Who can get where, and when, without a car? Door-to-door travel times by public transport, computed for every minute of departure. Usual day: { $date }. From { $homes } { $homes ->
    [one] home location
   *[other] home locations
}, to { $services } { $services ->
    [one] kind of service
   *[other] kinds of services
}.
study-fact-inputs = Source files

## The page of a study: units and names

study-less-is-better = (less is better)
study-more-is-better = (more is better)

## The page of a study: findings

study-availability = Availability
study-availability-what = Does anything run, at the hour you need it?
study-availability-none = This study computed nothing about departures near home or hours of the day.
# $without: people for whom nothing leaves in $slot, of $all; $best: the slot in which it is fewest, with $best_share
study-avail-without = { $group }: for { $without } of { $all } { $unit } ({ $share }), travelling as ‘{ $traveller }’, nothing leaves within walking distance of home in slot ‘{ $slot }’; in slot ‘{ $best }’ it is { $best_share }.
# $from, $to: clock times between which the longest gap lies
study-avail-gap = { $services }: on { $date } at least half of the group ‘{ $group }’, travelling as ‘{ $traveller }’, cannot get there { $when }.
study-all-day = at any hour of the day
study-between = when leaving between { $from } and { $to }
study-avail-not-reached = { $service }: in slot ‘{ $slot }’, { $people } of { $all } { $unit } ({ $share }) cannot get there, travelling as ‘{ $traveller }’ with { $limits }.
study-accessibility = Accessibility
study-accessibility-what = Can you get there in a reasonable time?
study-accessibility-none = No service in this study has a norm.
# $people: how many of $all miss $least of the $norms norms or more; $share: the same in per cent. Its end is study-access-stacked-best or a full stop
study-access-stacked = { $group }: { $people } of { $all } { $unit } ({ $share }) { $people ->
    [one] misses
   *[other] miss
} at least { $least } of the { $norms } { $norms ->
    [one] norm
   *[other] norms
} in slot ‘{ $slot }’, travelling as ‘{ $traveller }’
study-access-stacked-all = { $group }: { $people } of { $all } { $unit } ({ $share }) { $people ->
    [one] misses
   *[other] miss
} { $norms ->
    [one] the norm
   *[other] all { $norms } norms
} in slot ‘{ $slot }’, travelling as ‘{ $traveller }’
study-access-stacked-best = ; in slot ‘{ $slot }’ it is { $share } (at least { $least } of { $norms })
study-access-most-missed = Missed most often: { $service } ({ $norm }). In slot ‘{ $slot }’, { $share } of the group ‘{ $group }’, travelling as ‘{ $traveller }’, is below that norm.
study-access-pocket = Of the areas with at least { $fewest } { $unit }, { $area } misses most norms: { $share } of the group ‘{ $group }’ there miss at least { $least } of the norms (‘{ $slot }’).
study-access-shift = Shift { $shift } ({ $hours }): { $people } of { $all } { $unit } ({ $share }) cannot get to a single job of this shift in time and home again.
study-affordability = Affordability
study-affordability-what = Can you pay for the trip?
study-affordability-none = Not computed: the study has no fares. So this report says nothing about costs.
study-sides-title = Three sides of one service: { $service } ({ $measure }), ‘{ $slot }’, traveller ‘{ $traveller }’
study-sides-how = An average can look fine while many are below the norm. Read the three side by side; there is no overall score, on purpose.
study-side-level-what = the middle value (median)
study-side-threshold-what = share below the norm
study-side-dispersion-what = from P10 to P90
study-gini-of = Gini, ‘{ $group }’

## The page of a study: map

# A script fills in the titles and legends of the map as well, when another layer is chosen
study-map-title = Share of the group ‘{ $group }’ that misses at least { $least } { $least ->
    [one] norm
   *[other] norms
} – { $slot }, { $traveller }
study-map-title-one = Share of the group ‘{ $group }’ below the norm for { $service } – { $slot }, { $traveller }
study-map-title-homes = Norms missed per home location – { $slot }, { $traveller }
study-map-title-homes-one = Home locations below the norm for { $service } – { $slot }, { $traveller }
study-map-desc = Map of streets, areas, homes, stops and services. The figures are also in the tables below.
study-show-areas = areas
study-show-places = services
study-legend-areas = Of the group ‘{ $group }’, misses at least { $least } { $least ->
    [one] norm
   *[other] norms
}
study-legend-areas-one = Of the group ‘{ $group }’, below the norm for { $service }
study-classes-why = Fixed classes, the same on every map, so that maps can be compared.
study-legend-places = Services and stops
study-stops = stop
study-legend-pockets = number in the table below
study-pick-service = Service
study-pick-slot = Time slot
study-pick-persona = Traveller
study-small-maps = The same map, slot by slot
study-small-maps-areas = Darker means a larger share. The colours are those of the large map.
study-small-maps-homes = Darker and larger means more norms missed.
study-small-map-share = { $share } of those known miss at least { $least } of { $norms }

## The page of a study: pockets, hidden poor

study-pockets-title = The weakest places, by name
study-pockets-how = The { $shown } areas where the group ‘{ $group }’, travelling as ‘{ $traveller }’, misses most norms over all slots together. The share that misses at least { $least } { $least ->
    [one] norm
   *[other] norms
} is of the slot beside it: the one in which it is largest there. The numbers are on the map too.
study-pockets-small = { $areas ->
    [one] One area where norms are missed too is not listed, because fewer than { $fewest } { $unit } live there.
   *[other] { $areas } areas where norms are missed too are not listed, because fewer than { $fewest } { $unit } live there.
}
study-pockets-unknown = Where it says ‘at least’ or ‘not known’, the number of that group was not published for one or more home locations there.
study-pocket-at-least = at least { $people }
study-pocket-not-known = not known
study-pockets-empty = There is no area with at least { $fewest } { $unit } in which anybody misses more than one norm.
study-pockets-caption = The weakest areas
study-pocket-missed = Most residents miss
study-all-slots = in every slot
study-hidden-title = Hidden disadvantage
study-hidden-how = People below the norm in an area whose mean meets it. On a map of averages you do not see them. Areas where anybody cannot reach the service have no mean travel time and are not listed.
study-hidden-empty = None found: those below the norm live in areas that are below it on average too, or that have no average.
study-hidden-cut = The largest { $shown } of { $all } rows; all are in poverty.csv.
study-hidden-caption = Hidden disadvantage: group ‘{ $group }’, traveller ‘{ $traveller }’
study-area-mean = Mean of the area

## The page of a study: when

study-profile-how = On { $date }, traveller ‘{ $traveller }’. Each point is what is usual over the departures of { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}. The line is a group’s median: half are below it, half above. The band runs from P10 to P90 of the group ‘{ $group }’: the wider it is, the larger the differences.
study-profile-band = P10 to P90, ‘{ $group }’
study-profile-gap = strip below the chart: half or more do not get there
study-profile-aria = Course over the day for { $service }: median by group and spread. Text and tables sum it up.
study-slots-title = Morning, evening, Sunday: the slots side by side
study-slots-how = How to read: each box is the share below the norm. Darker is worse.
study-share-below-slots = Share of ‘{ $group }’ below the norm, by slot, traveller ‘{ $traveller }’
study-at-least-row = at least { $least } { $least ->
    [one] norm
   *[other] norms
}
study-shift-ratio = Part of the jobs within reach by day (median)
study-shift-count = Without any job

## The page of a study: who

study-stack-title = Several norms missed at once
study-stack-how = How to read: each bar is a whole group. The darker, the more norms missed at once. Traveller: ‘{ $traveller }’.
study-out-of = Out of
study-levels-how = How to read: the median tells how things are in the middle, the share how many are below the norm, gap and severity how far, and the bar how large the differences are (dot: median; bar: P10 to P90; dashed line: norm).
study-severity = Severity
study-spread = P10 – P90
study-range-column = Differences
study-personas-title = Other travellers, other limits
study-personas-how = Share below the norm in slot ‘{ $slot }’, by kind of traveller.
study-share-below-personas = Share of ‘{ $group }’ below the norm, by traveller, slot ‘{ $slot }’
study-dist-title = Distribution
study-dist-how = How to read: a Gini of 0 is shared equally, 1 is all with one. A positive concentration index means that the value is higher with higher incomes. Inequality can shrink because everybody is worse off: never read it without the level. Of travel times that not everybody has, these measures do not exist.
study-dist-rank = Palma ratio and concentration index are by ‘{ $rank }’. Home locations of which it is not known are left out of them.
study-dist-caption = Measures of distribution: group ‘{ $group }’, traveller ‘{ $traveller }’
study-palma = Palma
study-concentration = Concentration index
study-theil = Theil-T
study-theil-between = Part between areas
study-full-how = Click a column head to sort. The same figures are in poverty.csv.
study-full-cut = The first { $shown } of { $all } rows; all are in poverty.csv.

## The page of a study: notes

study-limit-units = Groups are counted in different units (people, households or dwellings) and overlap. Do not add them up.
study-limit-relative = A smaller difference between groups is no gain when everybody loses. So look at level and threshold as well.
study-limit-cells = People at one home location share one starting point. The model does not know what transport anyone owns.
study-limit-fares = The price of the trip is not counted.
study-limit-open-none = Opening hours do not count: every service is taken to be open in every slot.
study-limit-open-some = Opening hours count for { $services } only. What else is measured is taken to be open in every slot: { $others }.
study-limit-open-partly = { $service }: of { $unknown } of { $places } places no opening hours are known; { $unknown ->
    [one] it counts
   *[other] they count
} as always open.
study-remark-access = What is usual is the percentile over departures of access, not access at the percentile travel time.
study-remark-percentile = Values of ‘{ $service }’ are of percentile { $percentile }.
study-method-title = How it was computed
study-usual-median = the usual (median) travel time
study-usual-percentile = the travel time that is enough for { $percentile } of 100 departures (percentile { $percentile })
# $usual: study-usual-median or study-usual-percentile
study-method-text = For every minute of departure in a slot the fastest door-to-door trip was searched: walking (or cycling) to a stop, rides, changes and walking to the destination, or walking all the way; waiting at the first stop counts. How long people walk and how long a trip takes is limited as stated under ‘Travellers’. The value of a home location is that at { $usual } of the slot. Whoever does not reach a service counts as ‘not reached’; home locations that are not linked to the streets are in no figure. Results are exact for this model and the same every time.
study-services-caption = Services and norms of this study
study-measured = Measured
study-places = Places
study-homes-linked = { $linked } of { $homes } home locations { $linked ->
    [one] is
   *[other] are
} linked to the street network.
study-homes-unlinked = Home locations not linked ({ $unlinked } of { $all }):
study-stops-unlinked = Stops not linked ({ $unlinked } of { $all }):
study-settings-title = All settings
study-setting = Setting
study-setting-value = Value
study-glossary-title = Glossary
study-gloss-norm = The limit below which access is called insufficient in this study.
study-gloss-headcount = The part of a group that does not meet the norm (FGT0).
study-gloss-gap = How far the group is from the norm on average, counting 0 for who meets it and 1 for who reaches nothing (FGT1).
study-gloss-severity = As the gap, but large gaps weigh more (FGT2).
study-gloss-median = The middle value: half the group is below it, half above.
study-gloss-spread = P10 and P90 are the limits between which the middle 80% of the group lies.
study-gloss-gini = Measure of inequality from 0 (equal) to 1.
study-gloss-palma = What the 10% with the highest incomes reach on average, divided by what the 40% with the lowest incomes reach on average.
study-gloss-concentration = From −1 to 1: whether high values lie mostly with high incomes (positive) or low ones (negative).
study-gloss-theil = Measure of inequality that splits into a part between areas and a part within them.
study-gloss-slot = A part of a day; each minute in it is a possible departure.
study-gloss-persona = A kind of traveller: how fast and how far on foot, with or without bicycle or wheelchair.

## The page of a study: what the terminal says

# $norms: how many norms the study has, $slots: each slot with its share
study-term-missing = { $group }, traveller ‘{ $traveller }’: { $norms ->
    [one] miss the norm
   *[other] miss two or more norms
}: { $slots }
study-term-shift = { $shift } ({ $hours }): { $share } can get to no job in time and home again
study-term-worst = weakest areas (at least { $least } { $unit }): { $areas }

## The page of a comparison: page

compare-eyebrow = What changes, and for whom? · access without a car
compare-lead = Before and after compared, with the people, times and norms of the study ‘{ $study }’. Usual day: { $date }.
compare-summary = Summary
compare-together = Alone and together
compare-edits = What was changed
compare-checks = Checks
compare-scenario-of = Scenario { $number } of { $scenarios }
compare-before = Before
compare-after = After
compare-difference = Difference
compare-reachable = reachable
compare-unit-minutes = minutes
compare-norm-is = norm: { $norm }
compare-scenario = Scenario

## The page of a comparison: summary

compare-no-scenarios = There is no scenario to compare.
compare-the-plan = The plan
compare-the-saving = What the plan saves or costs
compare-no-edits = This scenario changes nothing: it is the situation before.
compare-nothing-changes = Nothing changes for anybody in this study. All travel times and counts stay the same in all time slots that were computed.
compare-nothing-short = nothing changes
compare-who-notices = Who notices?
compare-small-counts = Worse and better off: a difference in travel time of at most { $minutes } min does not count, unless it takes somebody across a norm.
# $net: people below the norm after less before, with its sign
compare-term-net = { $service }, { $slot }: { $fallen } { $unit } { $fallen ->
    [one] falls
   *[other] fall
} below the norm, { $risen } { $risen ->
    [one] rises
   *[other] rise
} above it ({ $before } below before, { $after } after); { $losers } worse off, { $winners } better off
compare-term-no-norm = { $service }, { $slot }: { $losers } { $unit } worse off, { $winners } better off (the study has no norm for it)
compare-term-same = nothing changes for the group ‘{ $group }’
compare-term-nobody = nobody of the group ‘{ $group }’ comes below a norm or above one; in any slot at most { $losers } { $unit } { $losers ->
    [one] is
   *[other] are
} worse off and { $winners } better off
compare-term-more = { $more } more { $more ->
    [one] combination
   *[other] combinations
} of service and slot in which somebody is worse or better off
compare-term-scenario = { $scenario } (group ‘{ $group }’, traveller ‘{ $traveller }’):
compare-term-unknown = not known, too far from a street: { $unlinked } of { $homes } home locations
# $people: how many, with their unit; $what: compare-fall-short or compare-lose-short
compare-term-worst = hit worst: { $area } ({ $people } { $what }, { $service }: { $slot })
compare-term-saves = saves { $hours } vehicle-hours and { $km } km a week
compare-term-costs = costs { $hours } vehicle-hours and { $km } km a week more
# $rule: what must hold, $broken: how many of $checked values break it, $example: the first that does
compare-term-broken = BROKEN: { $rule } ({ $broken } of { $checked } values, such as { $example })
compare-no-norm = The study has no norm for { $service }.
# $fallen, $risen: people who fall below the norm and who rise above it, of $all
compare-fell-and-rose = For { $service } ({ $norm }), { $fallen } of { $all } { $unit } { $fallen ->
    [one] falls
   *[other] fall
} below the norm in slot ‘{ $slot }’. { $risen } { $risen ->
    [one] rises
   *[other] rise
} above it.
compare-fell-only = For { $service } ({ $norm }), { $fallen } of { $all } { $unit } { $fallen ->
    [one] falls
   *[other] fall
} below the norm in slot ‘{ $slot }’. Nobody rises above it.
compare-rose-only = For { $service } ({ $norm }), { $risen } of { $all } { $unit } { $risen ->
    [one] rises
   *[other] rise
} above the norm in slot ‘{ $slot }’. Nobody falls below it.
compare-nobody-crosses = For { $service } ({ $norm }), nobody falls below the norm and nobody rises above it. This holds for every slot.
compare-losers-time = { $service } gets harder to reach in slot ‘{ $slot }’ for { $people } of { $all } { $unit }.
compare-longer = { $people } of them { $people ->
    [one] travels
   *[other] travel
} longer: by { $amount } on average.
compare-losers-reach = In slot ‘{ $slot }’ { $people } of { $all } { $unit } can reach less: { $service }.
# $amount: minutes, or a number with compare-reachable
compare-mean-loss = They lose { $amount } on average.
compare-cut-off = For { $people } of them no trip is left with { $limits }.
compare-nothing-left = For { $people } of them nothing is left.
compare-nothing-left-within = For { $people } of them nothing is left within { $minutes } minutes.
compare-winners-time = { $service } gets easier to reach in slot ‘{ $slot }’ for { $people } of { $all } { $unit }.
compare-shorter = { $people } of them { $people ->
    [one] travels
   *[other] travel
} less long: by { $amount } on average.
compare-winners-reach = In slot ‘{ $slot }’ { $people } of { $all } { $unit } can reach more: { $service }.
compare-mean-gain = They gain { $amount } on average.
compare-connected = For { $people } of them there is no trip before with { $limits }, and there is one after.
compare-something-now = For { $people } of them there is nothing before, and something after.
compare-something-now-within = For { $people } of them there is nothing before within { $minutes } minutes, and something after.
# $arrived, $left: people who come to live there and who go
compare-moved = Moved or new: { $arrived } { $unit } { $arrived ->
    [one] arrives
   *[other] arrive
} and { $left } { $left ->
    [one] leaves
   *[other] leave
}. They count as neither winners nor losers.
# $before, $after: shares below the norm between $from and $to
compare-hours = { $service }, { $date }, traveller ‘{ $traveller }’: at the time with the largest difference, { $before } of the group ‘{ $group }’ are below the norm before and { $after } after. When leaving from { $from } to { $to } the difference is at least half of that.
compare-also-worse = { $service } gets worse too, without anybody newly below the norm: in slot ‘{ $slot }’ for { $people } of { $all } { $unit }. { $none ->
    [one] One of them reaches none any more, and was below the norm already.
   *[other] { $none } of them reach none any more, and were below the norm already.
}
compare-also-worse-no-norm = { $service } gets worse too: in slot ‘{ $slot }’ for { $people } of { $all } { $unit }. { $none ->
    [one] One of them has nothing within reach any more.
   *[other] { $none } of them have nothing within reach any more.
}
# $places: areas by name, each with how many
compare-worst-places = Worst hit, each area in its own worst slot, in { $unit }: { $places }.
compare-fall-short = below the norm
compare-lose-short = worse off
compare-shift-more = Shift { $shift } ({ $hours }): { $people } more { $unit } cannot reach a single job on this shift and get home again.
compare-shift-fewer = Shift { $shift } ({ $hours }): { $people } { $unit } who could reach no job on this shift and get home again now can.
compare-stacked = Missing at least { $least } of the { $norms } { $norms ->
    [one] norm
   *[other] norms
} in slot ‘{ $slot }’: { $before } before, { $after } { $unit } after.
compare-norms-caption = Who falls below a norm or rises above it, and when: traveller ‘{ $traveller }’
compare-norms-more = { $more } more { $more ->
    [one] combination, of fewer people, is
   *[other] combinations, of fewer people, are
} listed under ‘Who’.
compare-rose-small = <b>{ $people }</b> { $people ->
    [one] rises
   *[other] rise
} above
compare-fell-small = <b>{ $people }</b> { $people ->
    [one] falls
   *[other] fall
} below
compare-share-small = below: { $share }
compare-which-norm = Norm
compare-of-traveller = traveller: ‘{ $traveller }’
compare-other-persona = For the traveller ‘{ $traveller }’ it is more: { $people } of { $all } { $unit } { $people ->
    [one] falls
   *[other] fall
} below that norm.
compare-sides-caption = Level, threshold and dispersion: { $service }, ‘{ $slot }’, traveller ‘{ $traveller }’ (before → after)
compare-sides-caption-many = Level, threshold and dispersion of what changes most (before → after)
compare-sides-how = Read the three side by side. The middle can stay the same while many people fall below the norm.
compare-level-is = the middle (median)
compare-threshold-is = share below the norm
compare-tenth-is = worst-off tenth
compare-gini-is = Gini: 0 equal, 1 unequal
compare-many-intro = { $scenarios } scenarios, each compared with the situation before. Counts are of the group ‘{ $group }’, in the slot and for the service in which that scenario changes most.
compare-many-caption = The scenarios side by side
compare-falls-below = Falls below the norm
compare-rises-above = Rises above the norm
compare-worse-off = Worse off
compare-better-off = Better off
compare-unchanged = Same
compare-misses-at-least = Misses at least { $least } { $least ->
    [one] norm
   *[other] norms
} (difference)
compare-hours-a-week = Vehicle-hours a week (difference)
compare-most-in = Most in
compare-unknown-title = What we do not know
compare-unknown-broken = Note: a check failed. Do not use these figures before that is sorted out (see ‘Checks’).
compare-unknown-behaviour = What people will do: go on travelling, move, stay at home or take a car. Crowding and delays are not counted either.
compare-unknown-homes = { $unlinked } of { $homes } home locations { $unlinked ->
    [one] is
   *[other] are
} too far from a street. Nothing is known about the people who live there; all counts are of the others.

## The page of a comparison: maps

compare-maps-title = Before, after and the difference
compare-maps-how = The first two maps have the same classes: darker is worse. On the third, orange is worse and blue is better. All maps: north is up.
compare-maps-plus = A + means better.
compare-maps-numbers = The numbers are those of the table below.
compare-maps-none = No map: there is no difference to draw.
compare-maps-more = { $more } more { $more ->
    [one] map is
   *[other] maps are
} left out: less changes there.
compare-map-share = { $service }: share of the group ‘{ $group }’ below the norm – { $slot }, { $traveller }
compare-map-homes = { $service }: home locations below the norm – { $slot }, { $traveller }
# $measure: what is measured, as kit-measure-nearest
compare-map-value = { $service }, in the middle: { $measure } – { $slot }, { $traveller }
compare-map-value-homes = { $service }, by home: { $measure } – { $slot }, { $traveller }
compare-legend-both = Before and after
compare-legend-difference = Difference
compare-class-up-to = at most { $to }
# Without the first number, with the second
compare-class-more-up-to = more than { $from }, at most { $to }
compare-class-more-than = more than { $from }
compare-home-fell = falls below the norm
compare-home-same = on the same side of the norm
compare-home-rose = rises above the norm
# $by: from and to, as kit-class-between
compare-points-more = worse: { $by } percentage points more below the norm
compare-points-less = better: { $by } percentage points fewer below the norm
compare-points-same = less than { $by } percentage point of difference
compare-minutes-more = worse: { $by } minutes longer
compare-minutes-less = better: { $by } minutes shorter
compare-minutes-same = less than { $by } minute of difference
compare-percent-more = better: { $by } percent more within reach
compare-percent-less = worse: { $by } percent less within reach
compare-percent-same = less than { $by } percent of difference
compare-now-unreached = worse: no longer reached
compare-now-reached = better: reached after, not before
compare-now-nothing = worse: nothing within reach any more
compare-now-something = better: something within reach after
compare-legend-above = Classes as above.

## The page of a comparison: places

compare-pockets-title = The worst-hit places, by name
compare-pockets-how = Areas in which most of the group ‘{ $group }’ fall below the norm or are worse off, with the service and slot where that is worst. Counts are { $unit }.
compare-pockets-empty = In no area is anybody of the group ‘{ $group }’ worse off.
compare-pockets-small = In no area of at least { $least } { $unit } is anybody of the group ‘{ $group }’ worse off. In smaller areas, or outside all of them, there are: { $people } in the worst slot. Smaller areas are not named here (min_people in the study).
compare-pockets-caption = The worst-hit areas: group ‘{ $group }’, in { $unit }
compare-pocket-what = For what
compare-pocket-people = Live there
compare-cut-off-head = No longer reached
compare-mean-loss-head = Mean loss of those who still get there
compare-connected-head = Reached after, not before
compare-journeys-title = The trip, before and after
compare-journeys-how = Examples from home locations that are hit hard: the same time, the same service. The time is the one at which the trip before (and after, if there is one) is most like what is usual there in that slot. Walks follow the streets.
compare-journeys-none = No examples: nobody of the group ‘{ $group }’ is worse off.
compare-journeys-no-area = No examples: they are taken from the worst-hit areas, and none is large enough.
compare-journeys-no-trip = No examples: of the homes that are hit worst, no trip can be shown.
compare-journey-home = Home { $home }
compare-journey-home-id = home { $home }
compare-journey-when = { $date }, leaving at { $time }, { $traveller }
compare-journey-by = { $date }, arriving by { $time }, { $traveller }
compare-no-trip = There is no trip with { $limits }.
compare-trip-to = to { $place }
compare-step-walk = walk { $minutes }
compare-step-cycle = cycle { $minutes }
compare-step-wait = wait { $minutes }
compare-step-ride = { $vehicle } { $line } from { $from } to { $to }, there at { $time }
compare-step-there = there
compare-step-early = { $minutes } early
compare-areas-title = All areas in which anything changes: group ‘{ $group }’, in { $unit } (before → after)
compare-rows-cut = The first { $shown } of { $all } rows; all are in the result files.

## The page of a comparison: who

compare-norms-title = Below and above the norm
compare-norms-how = ‘Falls below’: meets the norm before but not after. ‘Rises above’: the reverse. Traveller: ‘{ $traveller }’.
compare-norms-nobody = Nobody falls below a norm and nobody rises above one.
compare-below-count = Below the norm (before → after)
compare-rest-same = In { $rest } other { $rest ->
    [one] combination
   *[other] combinations
} of service and slot nobody falls below the norm or rises above it.
compare-winners-title = Winners and losers
# $small: differences that do not count, with their units
compare-winners-how = Those who do not cross the norm can gain or lose too. Traveller: ‘{ $traveller }’. The mean is of those who get there before and after. Small differences do not count, unless they cross the norm. Small is up to: { $small }.
compare-winners-nobody = Nobody is better or worse off.
compare-other-groups = Winners and losers in the other groups
compare-on-average = { $amount } on average
compare-split-head = Worse – same – better
compare-moved-group = Moved or new in the group ‘{ $group }’: { $arrived } { $arrived ->
    [one] arrives
   *[other] arrive
}, { $left } { $left ->
    [one] leaves
   *[other] leave
}. They count as neither winners nor losers.
compare-stack-title = Missing several norms at once
compare-stack-how = How to read: each bar is a whole group, before and after. The darker, the more norms missed at once. Traveller: ‘{ $traveller }’.
compare-slots-same = No difference in slot { $slots }.
compare-levels-how = How to read: the median is the middle, the share says how many are below the norm, the gap how far. Worst tenth and Gini say how large the differences are. Always before → after. Only services for which anything changes.
compare-mean-head = Mean

## The page of a comparison: when

compare-hours-how = Left, the group’s median: half are below it, half above. Right, the share below the norm. A strip below the chart: half or more do not get there then.
compare-hours-others = The same charts for the other groups
compare-hours-same = No difference at any hour of the day: { $services }.
# $day: the date in words
compare-chart-median = median of the group ‘{ $group }’: { $measure } – { $day }, { $traveller }
compare-chart-below = share of the group ‘{ $group }’ below the norm ({ $norm }) – { $day }, { $traveller }
compare-chart-aria = Course over the day for { $service }, before and after. Text and tables sum it up.
compare-shifts-same = Nothing changes for work in shifts.
compare-share-head = Share of the group
compare-difference-head = Difference

## The page of a comparison: together

compare-together-how = Each event was computed by itself, and so was every combination. This shows whether they make each other worse.
compare-together-none = There are no outcomes to show.
compare-event-edits = edits: { $edits }
compare-no-event = nothing (before)
compare-outcome-people = Below the norm for { $service }, slot ‘{ $slot }’, group ‘{ $group }’, in { $unit }
compare-outcome-stacked = Misses several norms at once, slot ‘{ $slot }’, group ‘{ $group }’, in { $unit }
compare-outcome-minutes = Mean travel time to { $service }, slot ‘{ $slot }’, group ‘{ $group }’, in { $unit }
compare-outcome-reach = Mean reach of { $service }, slot ‘{ $slot }’, group ‘{ $group }’, number { $unit }
compare-left-out = Without { $people } { $unit } who { $people ->
    [one] does not
   *[other] do not
} get there in every combination.
# $together: the difference that all events make at once, $added: the sum of what each makes alone, $more: what lies between
compare-together-worse = Together: { $together }. Added up one by one: { $added }. So together it is worse than the sum: { $beyond }.
compare-together-less = Together: { $together }. Added up one by one: { $added }. So together it is less bad than the sum: { $beyond }.
compare-together-same = Together: { $together }. That equals the sum of each by itself.
compare-combination = Combination
compare-value-in = Value, { $unit }
compare-against-base = Difference from before, { $unit }
compare-beyond-parts = Of which by coming together
compare-combinations-caption = All combinations
# $all: the whole difference, $shares: events by name, each with its part
compare-shares = Of the whole ({ $all }), the share of each: { $shares }. These are Shapley shares: the mean over all orders.
compare-shapley = Shapley share

## The page of a comparison: edits

compare-edits-caption = Edits, and what they touch
compare-edits-how = Minus is less, plus is more. Vehicle-hours run from first departure to last arrival. Kilometres are straight lines from stop to stop, so too low.
compare-edit-head = Edit
compare-lines-head = Lines
compare-trips-head = Trips in the timetable
compare-stops-head = Stops
compare-departures-head = Trips a week
compare-hours-head = Vehicle-hours a week
compare-km-head = Kilometres a week
compare-other-head = Also touched
compare-total = All together
compare-other-lines = { $count } { $count ->
    [one] other
   *[other] others
}
# $count: how many lines there are, $lines: their names
compare-on-lines = { $count ->
    [one] line { $lines }
   *[other] lines { $lines }
}
compare-why = Reason: { $reason }
compare-places-touched = services
compare-homes-touched = home locations
compare-edges-touched = pieces of street
compare-vehicle-hours = vehicle-hours
# $hours: hours with compare-vehicle-hours
compare-saves = The plan saves { $hours } a week (trips: { $departures }; kilometres: { $km }).
compare-costs = The plan costs { $hours } a week more (trips: { $departures }; kilometres: { $km }).
compare-saves-no-hours = The plan neither saves nor costs vehicle-hours (trips: { $departures }; kilometres: { $km }).
compare-saves-nothing = As much runs as before: no difference in vehicle-hours.
compare-saves-then = In the study's week as much runs as before. Trips that this touches: { $trips }.
compare-beyond-map = Of these, { $hours } vehicle-hours and { $km } km are at stops that are not linked to the streets. Those who live there and lose these trips are not counted here.
compare-not-on-demand = The vehicles on demand themselves are not counted in this.
compare-term-not-on-demand = without the vehicles on demand

## The page of a comparison: checks

compare-checks-how = These rules hold for every comparison. They were checked on all results.
compare-checks-none = Nothing was checked.
compare-checks-caption = What must hold
compare-check-head = Rule
compare-check-result = Result
compare-checked-head = Checked
compare-broken-head = Broken
compare-check-holds = holds
compare-check-broken = broken
compare-check-not-here = does not apply
compare-check-empty = An empty scenario changes nothing.
compare-check-removing = When something is only taken away, no trip becomes shorter.
compare-check-adding = When something is only added, no trip becomes longer.
compare-check-part = What was not computed anew gives the same when it is.
# $computed: how many of $all were computed anew
compare-work-done = Computed anew: { $computed } of { $all } combinations of home, slot and traveller. The other { $rest } stay the same: none of their best trips uses anything that was changed.
compare-work-all = All { $all } combinations of home, slot and traveller were computed anew.
compare-verified = Everything was also computed anew in full. It gave exactly the same result.
compare-verified-not = Everything was also computed anew in full, and it gave another result. Do not use these figures.
compare-not-verified = No second, full computation was made as a check.
compare-method-title = How it was compared
compare-method-text = Before and after were computed the same way, with the same people, days and norms. Only what is listed under ‘What was changed’ differs. The base itself is never changed. Computing twice gives the same twice.
compare-scenario-files = Scenario files: { $files }.
compare-gloss-fell = Meets the norm before and not after.
compare-gloss-rose = Does not meet the norm before and does after.
compare-gloss-losers = Travels longer or can reach less, also without crossing the norm. A small difference does not count, unless it crosses the norm.
compare-gloss-cut-off = Gets there before, and not after, within the study’s limits (the longest walk, the longest trip). A longer walk may still be possible. They are in no mean of minutes.
compare-gloss-tenth = Who is worst off: one in ten of the group has it this bad or worse.
compare-gloss-hours = Hours that vehicles run between first departure and last arrival of each trip, summed over a week.
compare-gloss-shapley = The part of the whole difference that belongs to one event, averaged over all orders in which they may come.

## The page of a comparison: kinds of edits

compare-kind-remove-trips = trips are removed
compare-kind-remove-stops = stops are skipped
compare-kind-thin-out = fewer trips
compare-kind-set-headway = a fixed time between trips
compare-kind-adjust-speed = another speed
compare-kind-adjust-dwell = shorter or longer stops
compare-kind-shift-times = other times of departure
compare-kind-reroute = another route
compare-kind-add-line = a new line
compare-kind-merge-lines = lines become one
compare-kind-on-demand = transport on demand
compare-kind-close-stop = a stop closes
compare-kind-move-stop = a stop moves
compare-kind-add-path = a new path or bridge
compare-kind-close-street = a street closes
compare-kind-open = a service opens
compare-kind-close = a service closes
compare-kind-move = a service moves
compare-kind-resize = a service grows or shrinks
compare-kind-set-hours = other opening hours
compare-kind-merge = services merge
compare-kind-add-homes = new homes
compare-kind-remove-homes = homes are removed
compare-kind-move-group = a group moves
compare-kind-set-persona = another way of travelling

## The page of a comparison: keys of scenario files, and what stands with them

compare-key-feed = timetable
compare-key-agency = operator
compare-key-route = line
compare-key-line = line
compare-key-mode = kind of vehicle
compare-key-direction = direction
compare-key-headsign = headsign
compare-key-trip = trip
compare-key-stop = stop
compare-key-stops = stops
compare-key-first-stop = first stop
compare-key-last-stop = last stop
compare-key-area = area
compare-key-departs-after = departs from
compare-key-departs-before = departs before
compare-key-between = departs between
compare-key-days = days
compare-key-dates = dates
compare-key-onto = goes on as
compare-key-keep-every = of so many trips one stays
compare-key-headway-min = minutes between trips
compare-key-first = first departure
compare-key-factor = times
compare-key-from = from
compare-key-to = to
compare-key-dwell-s = seconds at stops
compare-key-shift-min = minutes later (minus is earlier)
compare-key-via = by way of
compare-key-hop-min = minutes from stop to stop
compare-key-speed-kmh = speed, km/h
compare-key-both-ways = both ways
compare-key-departures = departures
compare-key-bands = departures every so often
compare-key-max-wait-min = longest wait, minutes
compare-key-hubs = also to stop
compare-key-pick-up-min = minutes from call to pick-up
compare-key-hours = hours
compare-key-points = number of points
compare-key-bicycle = cycling allowed
compare-key-wheelchair = wheelchair can pass
compare-key-ways = ways of OpenStreetMap
compare-key-at = number of places
compare-key-lon = longitude
compare-key-lat = latitude
compare-key-x = x
compare-key-y = y
compare-key-crs = coordinates
compare-key-service = service
compare-key-id = id or name
compare-key-name = name
compare-key-place-name = name
compare-key-supply = supply
compare-key-opening-hours = opening hours
compare-key-set = supply becomes
compare-key-add = supply added
compare-key-into = becomes part of
compare-key-groups = groups
compare-key-group = group
compare-key-share = share
compare-key-count = number
compare-key-persona = traveller
compare-key-walk-kmh = walking speed, km/h
compare-key-max-walk-min = longest walk, minutes
compare-key-max-walk-only-min = longest walk all the way, minutes
compare-key-max-transfer-min = longest walk between two rides, minutes
compare-key-max-trip-min = longest trip, minutes
compare-key-max-rides = most rides in a trip
compare-key-board-slack-s = seconds to board
compare-key-level = level
compare-key-file = file
compare-key-polygon = number of corners
compare-key-code = code
compare-key-code-column = column of the code
compare-key-layer = layer
compare-day-mo = mo
compare-day-tu = tu
compare-day-we = we
compare-day-th = th
compare-day-fr = fr
compare-day-sa = sa
compare-day-su = su
compare-mode-rail = rail
compare-mode-train = train
compare-more = { $more } more
compare-yes = yes
compare-no = no

## The page about lifelines

lifelines-eyebrow = Lifelines · access without a car
# $one, here and below: lifelines-one-line, lifelines-one-stop, lifelines-one-trip
lifelines-lead = Who falls below a norm if a single { $one } goes and everything else runs on? Every home location whose best trips use that { $one } was computed anew; for the others nothing changes. Usual day: { $date }.
lifelines-where = Where access hangs by a thread
lifelines-one-line = line
lifelines-one-stop = stop
lifelines-one-trip = trip
lifelines-lines = Lines
lifelines-stops = Stops
lifelines-trips = Trips
lifelines-many-lines = { $count ->
    [one] line
   *[other] lines
}
lifelines-many-stops = { $count ->
    [one] stop
   *[other] stops
}
lifelines-many-trips = { $count ->
    [one] trip
   *[other] trips
}
lifelines-or = or
lifelines-fact-tried = Left out, one by one
# $people: how many of $all would fall
lifelines-hang = Of the { $all } { $unit } (group ‘{ $group }’), <b>{ $people }</b> ({ $share }) would fall below a norm if a single { $one } went: for them at least one norm hangs by one thread.
lifelines-hang-none = None of the { $all } { $unit } (group ‘{ $group }’) falls below a norm if a single { $one } goes.
# $most: how many of $people fall in $slot for $service, where most do
lifelines-most = Hardest to do without is <b>{ $name }</b>: without it { $people } { $unit } { $people ->
    [one] falls
   *[other] fall
} below a norm, most for { $service } ({ $slot }): { $most }.
lifelines-per-hour = Per vehicle hour, <b>{ $name }</b> keeps most { $unit } above the norm: { $people }, with { $hours } vehicle hours a week.
# $idle: how many others there are, $many: lines, stops or trips, as it goes with their number
lifelines-idle = { $idle ->
    [one] Without the only other { $many }, nobody of this group falls below a norm in the slots of this study (traveller ‘{ $traveller }’); that does not say that nobody travels longer.
   *[other] Without any one of the other { $idle } { $many }, nobody of this group falls below a norm in the slots of this study (traveller ‘{ $traveller }’); that does not say that they can all go together, or that nobody travels longer.
}
lifelines-map-how = Homes by the number of norms (over all services and slots) that they meet now and lose if a single { $one } goes; traveller ‘{ $traveller }’.
lifelines-legend-threads = Norms that hang on a single { $one }
lifelines-no-norm = meets no norm now, or it is not known
lifelines-minis-how = The { $count } { $many } that are hardest to do without, with the homes that fall below a norm without { $count ->
    [one] it
   *[other] them
} (group ‘{ $group }’). Drawn straight between stops.
lifelines-mini-line = where it runs
lifelines-mini-home = home that falls below a norm
lifelines-ranking-how = How many people fall below a norm, of whichever service or slot, without this { $one }? By group; everybody counts once. Traveller: ‘{ $traveller }’.
lifelines-ranking-cut = The first { $shown } of { $all }; the rest is in ranking.csv, in detail in lifelines.csv.
lifelines-nobody = { $tried ->
    [one] Without the only { $many }, nobody falls below a norm.
   *[other] Without any single one of the { $tried } { $many }, nobody falls below a norm.
}
lifelines-worst = Most for
lifelines-hours = Vehicle hours a week
lifelines-km = Vehicle km a week
lifelines-each = Per vehicle hour
# $travellers: lifelines-when-personas, or nothing
lifelines-when-how = The same { $many } in detail for { $group }: in which slot, for which service{ $travellers } do they fall below a norm? Who falls in more than one slot counts in each.
lifelines-when-personas = { " " }and as which traveller
lifelines-when-title = When, for what, for whom
lifelines-limit-norm = Counted are those who meet a norm now and would not without the line, stop or trip. Who misses it already, or only travels longer, is not here: <code>bereik compare</code> shows that.
lifelines-limit-alone = Each was left out by itself. Two that stand in for each other can each be missed, but not both. Lines that run the same trips were left out together as well (‘A + B’).
lifelines-limit-rest = The rest of the timetable stays as it is: an operator who drops a line often changes others too. At a stop, vehicles pass through without calling.
lifelines-limit-km = Kilometres are in straight lines between stops, in the week of the usual day.
lifelines-how = How it was computed
# $all: pairs of a home and a thing that may go, $computed: those that were computed anew
lifelines-exact = Results are exact. Of all { $all } combinations of what goes, slot, traveller, service and a home location that meets the norm now, { $computed } could come out differently; { $computed ->
    [one] that was
   *[other] those were
} computed anew.
lifelines-verified = { $tried ->
    [one] It was computed in full as well, with the same result.
   *[other] All { $tried } were computed in full as well, with the same result.
}
lifelines-trip-name = { $line }, { $time } from { $from } to { $to }
# $vehicle: the kind of vehicle, $line: the name of the line
lifelines-line-name = { $vehicle } { $line }
lifelines-counted = who falls below a norm if only one thing goes; counted: { $group }, { $traveller }, any slot and service asked for
# $tried: how many there are, $needed: without how many of them somebody falls
lifelines-count-kind = { $tried } { $many }; somebody falls without { $needed } of them
lifelines-listed = { $rank }. { $name }: { $people }
lifelines-listed-worst = , most for { $service }, { $slot }: { $people }
lifelines-listed-effort = ; takes { $hours } vehicle hours and { $km } km a week
lifelines-invalidated = computed anew: { $computed } of { $all } combinations of what goes, slot, traveller, service and a home location that meets the norm now
lifelines-verified-short = { $tried ->
    [one] verified: the whole study without that one gives the same
   *[other] verified: the whole study without each of all { $tried } gives the same
}

## The page about sites

site-eyebrow = Sites for new homes · access without a car
site-lead = What can people who come to live here reach, when, and how much of it is left if a line goes? { $sites } { $sites ->
    [one] place
   *[other] places
}, usual day: { $date }.
site-fact-stock = Compared with
site-stock = { $stock }: { $count } { $unit }
site-where = Map
site-cards = The best places
site-together = Chosen together
site-best-all = At <b>{ $site }</b> every norm is met ({ $norms ->
    [one] 1 check
   *[other] { $norms } checks
}: each norm, in each slot, by each traveller).
site-best = <b>{ $site }</b> misses least: { $missed } of { $norms } { $norms ->
    [one] check
   *[other] checks
} (each norm, in each slot, by each traveller).
# $share, $of_all: per cent of the stock and of all homes that are worse off, $stock: which stock it is
site-best-stock = Averaged over services, slots and travellers, { $share }% of the existing stock ({ $stock }) are worse off than this place, and so are { $of_all }% of the { $unit } ({ $group }).
site-best-no-norms = The study has no norms. By access, <b>{ $site }</b> is best.
# $met: norms met now, $left: norms still met without the line
site-lose = If line { $line } goes, ‘{ $traveller }’ still meets { $left } of the { $met } { $met ->
    [one] norm
   *[other] norms
} met there now.
site-no-line = There is no line to lose there: nothing leaves within walking reach.
site-worst-to-best = The worst place, <b>{ $site }</b>, misses { $missed }.
# $lifted: how many of the $below below the norm are lifted, $most: a bound that no choice can pass
site-chosen-brief = Together { $sites } places lift { $lifted } of the { $below } { $unit } below the norm above it, counted for traveller ‘{ $traveller }’; with as many places no more than { $most } can be.
site-chosen-one = <b>{ $site }</b> lifts { $lifted } of the { $below } { $unit } below the norm above it, counted for traveller ‘{ $traveller }’; with as many places no more than { $most } can be.
site-chosen-none = No place meets every norm in { $slots } for traveller ‘{ $traveller }’: nobody is lifted above it.
site-ranking-how = From good to bad: first the number of norms missed over all slots and travellers (each counts the same), then how access compares with that of the whole region. There is no overall score: every column can be sorted. The columns by slot add up to the norms missed; ‘worse off’ is which share of the existing stock, and of the people of the region, is worse off than the place.
site-ranking-cut = The first { $shown } of { $all }; the rest is in sites.csv.
site-place = Place
site-dwellings = Dwellings
site-missed = Norms missed
site-among-stock = Worse off: stock
site-in-region = Worse off: region
site-survives = Norms met → without the line hardest to do without
site-jobs = Jobs { $shift } → without that line
site-not-linked = no street near
site-map-how = The numbers are ranks. The dots are homes and the norms missed there now in slot ‘{ $slot }’.
site-legend-sites = Places
site-legend-site = place with its rank
site-legend-chosen = chosen together
site-legend-more = place ranked lower
site-cards-how = Per service and slot what ‘{ $traveller }’ reaches; shaded where the norm is missed. Behind the arrow what is left if the line goes that would be missed most in that slot. In small type: the share of the existing stock that is worse off.
site-card-lead-no-norms = { $dwellings } { $dwellings ->
    [one] dwelling
   *[other] dwellings
} · the study has no norms
site-card-lead = { $dwellings } { $dwellings ->
    [one] dwelling
   *[other] dwellings
} · misses { $missed } of the { $norms } { $norms ->
    [one] norm
   *[other] norms
}
site-line-of = without line { $line }
site-no-line-short = no line
site-among-stock-row = stock { $share }
site-missed-by = Missed by ‘{ $traveller }’
site-jobs-row = { $shift }: { $jobs } { $jobs ->
    [one] job
   *[other] jobs
}
site-jobs-row-after = { $shift }: { $jobs } { $jobs ->
    [one] job
   *[other] jobs
}; { $left } without line { $line }
site-jobs-title = Jobs you can get to in time and get home from
# $below: how many miss a norm, with their unit; $limit: site-together-limit, or nothing
site-together-how = { $sites ->
    [one] Sought is the place that lifts most households
   *[other] Sought are { $sites } places that together lift most households
} above the norm, all travelling as ‘{ $traveller }’. Whoever misses a norm in { $slots } now ({ $below }) can move to a place that meets all of them, as long as there are dwellings{ $limit }; each household counts once.
site-together-limit = { " " }and the move is no farther than { $km } km
# $share: what the method never falls below, $most: a bound that no choice can pass, $proven: how much of it is reached, $everywhere: how many are lifted if all places are built on
site-together-bound = Each time the place that adds most is chosen. That never gives less than { $share } of the best possible; here it is proven that no choice lifts more than { $most }, so this is at least { $proven } of the best. If every place were built on it would be { $everywhere }.
site-together-few = Only { $sites ->
    [one] 1 place lifts
   *[other] { $sites } places lift
} anybody: the others do not meet every norm, have no dwellings or add nothing.
site-together-unknown = Of { $unknown } it is not known whether they miss a norm; they do not count.
site-order = Order
site-lifts = Lifts
site-lifts-all = Together
site-limit-rank = The ranking counts each slot and each traveller the same; whether that fits those who come to live there is for the reader to judge.
site-limit-weakest = Of the lines one can board within walking reach in the slot, the one hardest to do without is that without which most norms are missed, and if equal, that without which access to the first service drops most. Each line was left out once and everything computed anew.
site-limit-position = Those equally well off are not in ‘worse off’. Averaged over slots, travellers and services. Of places that miss as many norms, that comes first where this share of the region, plus half of those equally well off, is largest.
site-limit-place = One point of each plot was computed; land, noise, costs and other people’s plans are not in here.

## The page about sites: what the terminal says

site-lift-slot = slot ‘{ $slot }’
site-term-site = { $rank }. { $site }: misses { $missed } of { $norms } { $norms ->
    [one] norm
   *[other] norms
}
site-term-no-norms = { $rank }. { $site }: the study has no norms
site-term-stock = , better than { $share }% of the existing stock
site-term-weakest = ; without line { $line } ‘{ $traveller }’ meets { $left } of { $met }

## The page about change between editions

explain-eyebrow = Monitor · access without a car
explain-brief-how = Of each norm the slot in which most changed, for the traveller ‘{ $traveller }’. People of whom it is not known in one of the two editions do not count.
# $from, $to: editions by name, $date_from, $date_to: their usual days
explain-lead = What changed between { $from } and { $to }, and why? Did the bus go, did the service go, or do people live where these never were? Usual days: { $date_from } and { $date_to }.
explain-why = Why
explain-work = Work at fixed hours
explain-no-job = Without any job
explain-shifts-how = Mean number of jobs by shift that ‘{ $traveller }’ can get to in time and home again from, and how much of it changed through which cause. On the right: for how many people no job of that shift can be held.
explain-moved = Who moved where
explain-pockets = New pockets
explain-time = Over time
explain-fact-base = Norms and income ranks of
explain-fact-norms = Norms of
explain-fact-ranks = Income ranks of
explain-timetable = timetable
explain-timetable-streets = timetable and streets
explain-facilities = facilities
explain-people = where people live
explain-boundaries = boundaries and codes
explain-short-facilities = facilities
explain-short-people = homes
explain-short-boundaries = boundaries
explain-published = published in one edition only
explain-short-published = one edition
explain-short-streets = timetable, streets
# $before, $after: people below the norm in the editions $from and $to; $causes: explain-cause-list, or nothing
explain-more = For { $service } ({ $slot }), { $people } more { $unit } { $people ->
    [one] is
   *[other] are
} below the norm: { $before } in { $from }, { $after } in { $to }. { $causes }
explain-fewer = For { $service } ({ $slot }), { $people } fewer { $unit } { $people ->
    [one] is
   *[other] are
} below the norm: { $before } in { $from }, { $after } in { $to }. { $causes }
explain-same = For { $service } ({ $slot }), the number of { $unit } below the norm stayed the same: { $people }. { $causes }
explain-cause-list = Of these: { $causes }.
explain-nothing-changed = Nothing changed for the group ‘{ $group }’ in any norm.
explain-moved-brief = { $group }: some places together have { $fewer } { $unit } fewer, others together have { $more } more.
# $there, $here: shares below the norm where they left and where they arrived
explain-moved-access = Of those known: where there are fewer, { $there } were below the norm for { $service } ({ $slot }) then; where there are more, { $here } are below it now.
explain-pockets-brief = Areas that have become pockets and were none: { $areas }.
explain-diverging-brief = Times (in an area, for a service and in a slot) that the average improved and that of a group got worse, also because other people live there now: { $times }.
explain-why-how = Each bar shows how many { $unit } came to be below the norm (orange) or no longer are (blue) through one cause, for traveller ‘{ $traveller }’. The causes add up exactly to the change: each is the mean effect over all orders in which the four may come.
explain-axis = The axis does not begin at zero.
explain-waterfall-title = { $service }, { $slot }: { $group } { $unit } below the norm
explain-waterfall-stack = Norms missed: { $least } or more, { $slot }: { $group } { $unit }
explain-no-change = No change, and no cause at work: { $what }.
explain-table-caption = All norms, slots and groups
explain-slot = Slot
explain-change = Change
explain-left-out = Unknown
explain-at-least = misses at least { $least }
explain-maps-how = Share of { $group } below the norm by area ({ $level }), before and after, and the part of the change due to each cause, in percentage points. Grey: not comparable or nobody.
explain-maps-none = There are no areas to compare.
explain-map-title = { $service }, { $slot }
explain-legend-cause = Difference in percentage points
explain-worse = { $points } worse
explain-better = { $points } better
explain-hardly = less than { $points }
explain-no-value = not comparable or nobody
explain-moved-how = Compared cell by cell: where fewer of a group live, some left; where more live, some arrived. ‘There’ is their access with the timetable and facilities of { $from }, ‘here’ with those of { $to }. Who exactly moved is not known.
explain-moved-caption = Access where groups left and where they arrived
explain-moved-none = Nobody moved: the numbers by cell are the same.
explain-places-caption = Areas where most left or arrived
explain-left = Left
explain-arrived = Arrived
explain-there = There
explain-here = Here
explain-below-there = Below the norm there
explain-below-here = Below the norm here
explain-pockets-how = Areas where in some slot at least { $share } of a group now misses norms, and where that was not so in { $from }. Who did not live there then counts too: people moving can make a new pocket.
explain-pockets-caption = New pockets, the worst first
explain-pockets-none = There are no new pockets.
explain-pockets-more = The first { $shown } of { $all }; the rest is in pockets.csv.
explain-people-now = People
explain-most = Missed by most
explain-main-cause = Largest cause
explain-diverging-title = Better on average, but not in every group
explain-diverging-how = Areas where the average of { $group } improved and that of another group got worse. That may also be because other people live there now.
explain-diverging-caption = Average better, group worse
explain-diverging-none = There are no such areas.
explain-diverging-more = The first { $shown } of { $all }; the rest is in diverging.csv.
explain-average = Average of all
explain-of-group = Average of the group
explain-group-share = Group below the norm
explain-time-how = Share of { $group } below the norm in each edition, always against the norms of { $base }.
explain-not-title = What can't be compared
explain-not-none = Everything can be compared.
explain-not-caption = Not comparable
explain-not-more = The first { $shown } of { $all }; the rest is in not_comparable.csv.
explain-name = Name
explain-edition = Edition
explain-reason = Why
explain-limit-runs = { $runs } runs were made: each timetable with each set of facilities, in which homes and boundaries were swapped. A slot is one day of each edition: what those days differ by chance counts as timetable.
explain-limit-shapley = Causes work together: a move costs more where a line went as well. What they do together is divided equally among those that take part.
explain-limit-moves = Numbers by cell do not say who moved; deaths, births and a change of income are changes in where a group lives too.
explain-limit-published = Where the number of a group is known in only one of the editions (kept secret, or a column without a value), nobody need have moved. The four causes are of places with a number in both; what the other places make of a difference stands apart.
explain-limit-ranks = Norms, ranks and the limit of the lowest fifth are those of { $base }.
# $norms, $ranks: editions by name
explain-limit-ranks-apart = Norms are those of { $norms }; ranks and the limit of the lowest fifth are those of { $ranks }.
explain-files = Source files of { $edition }
