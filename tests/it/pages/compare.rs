//! The page of a comparison: safe, self-contained, balanced, the same every time, in both
//! languages; and what its sentences say.

use super::compare_sample::{many, of_homes, one};
use super::study::{EVIL, alien, repeated_id, unbalanced};
use bereik::axes::{GroupId, PersonaId, PurposeId, SlotId};
use bereik::input::scenario::given::Given;
use bereik::network::mode::VehicleKind;
use bereik::output::report::compare::data::*;
use bereik::output::report::compare::messages::Say;
use bereik::output::report::compare::{edits, headlines, page, places, read};
use bereik::output::report::kit::head::*;
use bereik::output::report::kit::messages::{Message, Msg};
use bereik::output::report::study::data::*;

/// The page as HTML.
fn render(data: &CompareData) -> String {
    page(data).html()
}

/// The sample's page.
pub fn whole(language: Language) -> String {
    render(&one(language))
}

/// Its council annex.
pub fn annex(language: Language) -> String {
    page(&one(language)).annex()
}

/// The sample without anything a study may lack.
fn bare(language: Language) -> CompareData {
    let mut data = one(language);
    data.study.areas = None;
    for s in &mut data.scenarios {
        s.layers = vec![of_homes(Shown::ShareBelow), of_homes(Shown::Value)];
        s.areas = None;
        s.pockets = None;
        s.hours = None;
        s.shifts = None;
        s.factorial = None;
        s.journeys.clear();
        s.checks.clear();
        s.work = Work::default();
    }
    data
}

#[test]
fn the_samples_are_small_balanced_and_the_same_every_time() {
    for language in [Language::Nl, Language::En] {
        for (name, data) in [
            ("one", one(language)),
            ("many", many(language)),
            ("bare", bare(language)),
        ] {
            let html = render(&data);
            assert_eq!(unbalanced(&html), None, "{name}");
            assert!(html.len() < 3_000_000, "{name}: {} bytes", html.len());
            assert_eq!(html, render(&data));
            assert!(!html.contains("NaN") && !html.contains(">inf"));
            assert_eq!(alien(&html), None, "{name}");
            assert_eq!(repeated_id(&html), None, "{name}");
            let body = html.split("</style>").nth(1).unwrap_or_default();
            let body = body.split("<script>").next().unwrap_or_default();
            assert!(!body.contains('{') && !body.contains("‘’"), "{name}");
            // For looking at in a browser.
            if let Ok(folder) = std::env::var("BEREIK_REPORT_OUT") {
                let file = format!("{name}-{}.html", &data.study.head.words().code()[..2]);
                std::fs::write(std::path::Path::new(&folder).join(file), &html)
                    .expect("the folder of BEREIK_REPORT_OUT");
            }
        }
    }
}

#[test]
fn hostile_names_do_no_harm() {
    let mut data = one(Language::Nl);
    let evil = || EVIL.to_owned();
    data.study.head.title = evil();
    data.study
        .head
        .groups
        .iter_mut()
        .for_each(|g| g.name = evil());
    data.study
        .head
        .slots
        .iter_mut()
        .for_each(|s| s.name = evil());
    data.study
        .head
        .services
        .iter_mut()
        .for_each(|s| s.name = evil());
    data.study
        .head
        .personas
        .iter_mut()
        .for_each(|s| s.name = evil());
    if let Some(areas) = &mut data.study.areas {
        areas.list.iter_mut().for_each(|a| a.name = evil());
    }
    for s in &mut data.scenarios {
        (s.name, s.reason, s.file) = (evil(), evil(), evil());
        for e in &mut s.edits {
            (e.name, e.kind, e.why, e.lines) = (evil(), evil(), evil(), vec![evil(); 20]);
            e.given = vec![(evil(), Given::List(vec![Given::Text(evil()); 20]))];
        }
        for h in s.hours.iter_mut().flatten() {
            h.date = evil();
        }
        for h in s.shifts.iter_mut().flatten() {
            (h.shift, h.hours) = (evil(), evil());
        }
        for j in &mut s.journeys {
            (j.place, j.home) = (evil(), evil());
            for trip in [&mut j.before, &mut j.after].into_iter().flatten() {
                trip.to = evil();
                for step in &mut trip.steps {
                    if let Step::Ride { line, from, to, .. } = step {
                        (*line, *from, *to) = (evil(), evil(), evil());
                    }
                }
            }
        }
        for e in s.factorial.iter_mut().flat_map(|f| &mut f.events) {
            (e.name, e.edits) = (evil(), vec![evil()]);
        }
        for c in &mut s.checks {
            c.example = Some(evil());
        }
    }
    let html = render(&data);
    assert_eq!(unbalanced(&html), None);
    assert!(html.contains("alert(1)"), "the names are shown");
    assert_eq!(html.matches("<script").count(), 1, "the page's own");
    assert!(!html.contains("<img"));
    let bad = |c| matches!(c, '\0' | '\u{202e}' | '\u{2028}');
    assert!(!html.chars().any(bad));
}

#[test]
fn places_that_do_not_exist_and_numbers_that_are_none_do_no_harm() {
    let mut data = one(Language::En);
    data.study.head.main_persona = PersonaId(98);
    assert_eq!(unbalanced(&render(&data)), None);
    let mut data = many(Language::En);
    data.study.head.main_group = GroupId(99);
    for s in &mut data.scenarios {
        for r in &mut s.groups {
            (r.service, r.people, r.fell) = (PurposeId(77), f64::NAN, f64::INFINITY);
            r.p50.after = Some(f64::NAN);
        }
        for h in s.hours.iter_mut().flatten() {
            h.points
                .iter_mut()
                .for_each(|p| p.below.after = Some(f64::NAN));
            h.step_min = 0;
        }
        for l in &mut s.layers {
            (l.service, l.slot) = (PurposeId(66), SlotId(55));
            l.before.truncate(3);
            l.after = vec![Spot::Of(f64::NAN); 5_000];
        }
        s.pockets.iter_mut().flatten().for_each(|p| p.area = 9_999);
    }
    assert_eq!(unbalanced(&render(&data)), None);
    let mut few = one(Language::En);
    few.study = ReportData::default();
    for o in few
        .scenarios
        .iter_mut()
        .filter_map(|s| s.factorial.as_mut())
    {
        o.outcomes.iter_mut().for_each(|o| o.values.truncate(3));
    }
    assert_eq!(unbalanced(&render(&few)), None);
    let nothing = render(&CompareData::default());
    assert_eq!(unbalanced(&nothing), None);
    assert!(nothing.contains(Say::NoScenarios.text(Language::default())));
}

/// A study of two services, one slot and one group, for sentences.
pub fn small(row: GroupRow) -> CompareData {
    let mut data = one(Language::Nl);
    data.scenarios[0] = Scenario {
        name: "S".to_owned(),
        groups: vec![row],
        ..Scenario::default()
    };
    data
}

#[test]
fn the_headline_is_what_most_people_fall_below() {
    let row = GroupRow {
        service: PurposeId(1),
        slot: SlotId(2),
        people: 91_857.0,
        fell: 1_240.0,
        losers: 2_000.0,
        cut_off: 310.0,
        unchanged: 89_857.0,
        mean_loss: Some(12.4),
        ..GroupRow::default()
    };
    let html = render(&small(row));
    for text in [
        "Voor <strong>Spoedeisende hulp</strong> (binnen 45 minuten) zakken in tijdvak ‘late avond’ <strong>1.240</strong> van de 91.857 inwoners onder de norm. Niemand komt erboven.",
        "Spoedeisende hulp wordt in tijdvak ‘late avond’ voor <strong>2.000</strong> van de 91.857 inwoners slechter bereikbaar. Van hen zijn <strong>1.690</strong> langer onderweg: gemiddeld scheelt dat <strong>12\u{a0}min</strong>. Voor <strong>310</strong> is er straks geen reis meer met hoogstens 20 minuten lopen per keer en 120 minuten in totaal.",
    ] {
        assert!(html.contains(text), "{text}");
    }
    // A row of another service with fewer falling does not change that; one with more does.
    let mut data = small(row);
    let more = |fell| GroupRow {
        service: PurposeId(2),
        fell,
        ..row
    };
    data.scenarios[0].groups.push(more(1_239.0));
    let key = |d: &CompareData| read::headline(d, &d.scenarios[0]).map(|k| k.service);
    assert_eq!(key(&data), Some(PurposeId(1)));
    data.scenarios[0].groups.push(more(1_241.0));
    assert_eq!(key(&data), Some(PurposeId(2)));
}

#[test]
fn a_gain_and_a_loss_without_crossing_read_as_such() {
    let row = GroupRow {
        people: 100.0,
        rose: 30.0,
        winners: 40.0,
        connected: 5.0,
        mean_gain: Some(3.25),
        ..GroupRow::default()
    };
    let html = render(&small(row));
    assert!(html.contains(
        "komen in tijdvak ‘doordeweekse ochtend’ <strong>30</strong> van de 100 inwoners boven de norm. Niemand zakt eronder."
    ));
    assert!(
        html.contains("Van hen zijn <strong>35</strong> korter onderweg: gemiddeld scheelt dat <strong>3,2\u{a0}min</strong>")
            || html.contains("Van hen zijn <strong>35</strong> korter onderweg: gemiddeld scheelt dat <strong>3,3\u{a0}min</strong>")
    );
    let html = render(&small(GroupRow {
        people: 100.0,
        losers: 0.3,
        ..GroupRow::default()
    }));
    assert!(html.contains("zakt niemand onder de norm en komt niemand erboven"));
    assert!(html.contains("<strong>&lt;1</strong> van de 100 inwoners"));
}

#[test]
fn nothing_changes_reads_well_and_shows_no_empty_tables() {
    let data = small(GroupRow {
        people: 100.0,
        unchanged: 100.0,
        p50: Pair {
            before: Some(10.0),
            after: Some(10.0),
        },
        ..GroupRow::default()
    });
    let html = render(&data);
    assert!(html.contains(Say::NothingChanges.text(Language::Nl)));
    assert!(html.contains(Say::NoEdits.text(Language::Nl)));
    for id in ["s1-where", "s1-who", "s1-when"] {
        assert!(!html.contains(id), "{id}");
    }
    let html = render(&many(Language::En));
    assert!(html.contains("nothing changes"));
}

#[test]
fn what_is_not_reached_is_never_a_number() {
    let mut data = one(Language::En);
    for r in &mut data.scenarios[0].groups {
        r.p50.after = None;
        r.worst_tenth.after = Some(f64::INFINITY);
        r.mean.after = None;
    }
    let html = render(&data);
    assert!(html.contains("min → not reached"));
    assert!(!html.contains("inf"), "infinity is not shown");
}

#[test]
fn the_emergency_norm_is_said_to_be_the_studys_own() {
    let text = Msg::LimitAmbulance.text(Language::Nl);
    let summary = |html: &str| -> String {
        let from = html.find("id=\"summary\"").unwrap_or(0);
        let to = html[from..].find("</section>").unwrap_or(0);
        html[from..from + to].to_owned()
    };
    assert!(summary(&render(&one(Language::Nl))).contains(text));
    let mut data = one(Language::Nl);
    data.study
        .head
        .services
        .iter_mut()
        .for_each(|s| s.emergency = false);
    assert!(!render(&data).contains(text));
}

#[test]
fn a_broken_check_is_said_in_the_summary() {
    let mut data = one(Language::En);
    let text = Say::UnknownBroken.text(Language::En);
    assert!(!render(&data).contains(text));
    data.scenarios[0].checks[1].violations = 3;
    data.scenarios[0].checks[1].example =
        Some("home 12 to jobs: 30 min before, 29 after".to_owned());
    let html = render(&data);
    assert!(html.contains(text) && html.contains("home 12 to jobs"));
}

#[test]
fn the_hours_of_the_difference_are_those_around_its_peak() {
    let point = |minute: u32, before: f64, after: f64| HourPoint {
        minute,
        below: Pair {
            before: Some(before),
            after: Some(after),
        },
        ..HourPoint::default()
    };
    let mut data = one(Language::En);
    data.scenarios[0].hours = Some(vec![HourSeries {
        step_min: 60,
        points: vec![
            point(1080, 0.1, 0.1),
            point(1140, 0.1, 0.2),
            point(1200, 0.1, 0.35),
            point(1260, 0.1, 0.5),
            point(1320, 0.2, 0.4),
            point(1380, 0.2, 0.25),
        ],
        ..HourSeries::default()
    }]);
    let s = &data.scenarios[0];
    let p = read::peak(&data, s, PurposeId(0)).expect("a peak");
    assert_eq!((p.from, p.to), (1200, 1380));
    assert_eq!((p.share.before, p.share.after), (0.1, 0.5));
    assert!(
        render(&data).contains("When leaving from <strong>20:00</strong> to <strong>23:00</strong> the difference is at least half of that")
    );
}

#[test]
fn savings_have_a_direction() {
    let text = |hours, departures| {
        let mut data = one(Language::En);
        data.scenarios[0].saves = Vehicles {
            hours_week: hours,
            departures_week: departures,
            km_week: 0.0,
            beyond_map_week: [hours / 4.0, 0.0],
        };
        edits::saving(&data, &data.scenarios[0]).into_string()
    };
    assert!(
        text(-163.5, -214.0)
            .contains("saves <strong>164 vehicle-hours</strong> a week (trips: −214;")
    );
    assert!(
        text(2.5, 10.0)
            .contains("costs <strong>2.5 vehicle-hours</strong> a week more (trips: +10")
    );
    assert!(
        text(-163.5, -214.0)
            .contains("Of these, 41 vehicle-hours and 0.0 km are at stops that are not linked")
    );
    assert!(!text(0.0, 4.0).contains("not linked"));
    assert!(text(0.0, 4.0).contains("neither saves nor costs"));
    assert!(text(0.0, 0.0).contains("as much runs as before"));
}

#[test]
fn what_a_plan_saves_is_not_said_of_what_nobody_knows() {
    let mut data = small(GroupRow::default());
    let mut edit = Edit {
        kind: "remove-trips".to_owned(),
        trips: 138,
        ..Edit::default()
    };
    let text = |data: &CompareData| edits::saving(data, &data.scenarios[0]).into_string();
    assert!(text(&data).starts_with("Er rijdt evenveel als nu"));
    data.scenarios[0].edits = vec![edit.clone()];
    let said = text(&data);
    assert!(
        said.starts_with("In de week van de studie") && said.contains("138"),
        "{said}"
    );
    edit.kind = "on-demand".to_owned();
    data.scenarios[0].edits = vec![edit];
    let said = text(&data);
    assert!(
        said.starts_with("Er rijdt evenveel") && said.contains("op afroep zelf"),
        "{said}"
    );
}

#[test]
fn events_together_against_their_sum() {
    let html = render(&one(Language::En));
    assert!(html.contains("id=\"s1-together\""));
    let f = one(Language::En).scenarios[0]
        .factorial
        .clone()
        .expect("asked for");
    let v = &f.outcomes[0].values;
    let beyond = v[3] - v[1] - v[2] + v[0];
    let word = if beyond > 0.5 {
        "worse than the sum"
    } else {
        "the sum"
    };
    assert!(html.contains(word), "{v:?}");
    let shares: f64 = f.outcomes[0].shapley.iter().sum();
    assert!((shares - (v[3] - v[0])).abs() < 1e-6);
}

#[test]
fn lines_for_the_terminal_are_in_the_language_and_know_no_norm_where_there_is_none() {
    let row = GroupRow {
        service: PurposeId(1),
        people: 2_000.0,
        fell: 1_240.0,
        below: Pair {
            before: Some(100.0),
            after: Some(1_340.0),
        },
        losers: 1_500.0,
        ..GroupRow::default()
    };
    let mut data = small(row);
    data.scenarios[0].pockets = Some(vec![HitArea {
        losers: 12.0,
        ..HitArea::default()
    }]);
    let lines = headlines(&data);
    let norm = "1.240 inwoners zakken onder de norm, 0 komen erboven (nu 100 eronder, straks 1.340); 1.500 slechter af, 0 beter af";
    assert_eq!(lines[0], "S (groep ‘iedereen’, reiziger ‘te voet’):");
    assert!(lines[1].ends_with(norm), "{lines:?}");
    assert!(lines[2].contains("(12 inwoners slechter af,"), "{lines:?}");
    data.study
        .head
        .services
        .iter_mut()
        .for_each(|s| s.norm = None);
    data.scenarios[0].groups[0].below = Pair::default();
    data.study.head.language = Language::En;
    let lines = headlines(&data);
    assert!(lines[1].ends_with("the study has no norms"), "{lines:?}");
    assert!(
        !lines.iter().any(|l| l.contains("below the norm")),
        "{lines:?}"
    );
}

#[test]
fn the_clock_of_a_trip_with_a_deadline_runs_from_the_departure() {
    let mut data = one(Language::En);
    let ride = Step::Ride {
        line: "8".to_owned(),
        mode: VehicleKind::Bus,
        from: "Mill".to_owned(),
        to: "Square".to_owned(),
        depart: 465,
        arrive: 480,
    };
    data.scenarios[0].journeys = vec![JourneyPair {
        at_min: 492,
        arrive: true,
        before: Some(Trip {
            minutes: 31.0,
            leave_min: 461.0,
            early_min: 8.0,
            steps: vec![Step::Walk { min: 4.0 }, ride, Step::Walk { min: 4.0 }],
            ..Trip::default()
        }),
        ..JourneyPair::default()
    }];
    let html = places::journeys(&data, &data.scenarios[0])
        .html()
        .into_string();
    assert!(html.contains("arriving by 8:12") || html.contains("arriving by 08:12"));
    let clocks: Vec<&str> = (html.split("<time>").skip(1))
        .filter_map(|t| t.split("</time>").next())
        .map(|t| t.trim_start_matches('0'))
        .collect();
    assert_eq!(clocks, ["7:41", "7:45", "8:00", "8:04"]);
    assert!(html.contains("there, 8\u{a0}min early"), "{html}");
}

#[test]
fn why_nobody_is_named_is_said() {
    let row = GroupRow {
        people: 100.0,
        losers: 10.0,
        ..GroupRow::default()
    };
    let mut data = small(row);
    data.scenarios[0].pockets = Some(Vec::new());
    let html = render(&data);
    assert!(html.contains("In geen enkel gebied van minstens 50 inwoners"));
    assert!(html.contains(Say::JourneysNoArea.text(Language::Nl)));
    data.scenarios[0].pockets = Some(vec![HitArea {
        service: PurposeId(1),
        losers: 10.0,
        ..HitArea::default()
    }]);
    let falls = |data: &CompareData| {
        let html = places::pockets(data, &data.scenarios[0])
            .html()
            .into_string();
        html.matches("–</td>").count()
    };
    let with_norm = falls(&data);
    data.study
        .head
        .services
        .iter_mut()
        .for_each(|s| s.norm = None);
    assert_eq!(falls(&data), with_norm + 1, "no norm to fall below");
    data.scenarios[0].pockets = None;
    assert!(render(&data).contains(Say::JourneysNoTrip.text(Language::Nl)));
    data.scenarios[0].groups[0].losers = 0.0;
    data.scenarios[0].groups[0].winners = 1.0;
    assert!(render(&data).contains("Geen voorbeelden: niemand van de groep"));
}
