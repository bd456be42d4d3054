//! Kinds of sentences that were wrong or unclear once, each in both languages. Other tests of pages look at the numbers in
//! them; here it is that they say of whom, when, under which limit, and what is not known.

use super::compare::small;
use super::compare_sample::one;
use super::sample::{region, with_pockets};
use super::text_of;
use bereik::axes::{GroupId, PersonaId, PurposeId, SlotId};
use bereik::output::report::compare::data::*;
use bereik::output::report::kit::head::*;
use bereik::output::report::study::data::*;
use bereik::output::report::{compare, study};

const BOTH: [Language; 2] = [Language::Nl, Language::En];

fn of_study(data: &ReportData, language: Language) -> String {
    let mut data = data.clone();
    data.head.language = language;
    text_of(&study::page(&data).html())
}

fn of_comparison(data: &CompareData, language: Language) -> String {
    let mut data = data.clone();
    data.study.head.language = language;
    text_of(&compare::page(&data).html())
}

/// The page says the first in Dutch and the second in English.
fn says(page: impl Fn(Language) -> String, said: [&str; 2]) {
    for (language, said) in BOTH.into_iter().zip(said) {
        let page = page(language);
        assert!(page.contains(said), "{language:?}: {said}");
    }
}

/// The page says neither of these.
fn silent(page: impl Fn(Language) -> String, unsaid: [&str; 2]) {
    for (language, unsaid) in BOTH.into_iter().zip(unsaid) {
        assert!(!page(language).contains(unsaid), "{language:?}: {unsaid}");
    }
}

/// Fifty of a hundred people who lose the trip to the hospital in the evening, ten travel longer.
fn lost() -> CompareData {
    small(GroupRow {
        service: PurposeId(1),
        slot: SlotId(2),
        people: 100.0,
        fell: 20.0,
        losers: 60.0,
        cut_off: 50.0,
        mean_loss: Some(7.0),
        ..GroupRow::default()
    })
}

/// 1: who no longer gets there is told with the limits of walk and trip, not with "no trip".
#[test]
fn the_limit_that_binds_is_named() {
    says(
        |l| of_comparison(&lost(), l),
        [
            "Voor 50 is er straks geen reis meer met hoogstens 20 minuten lopen per keer en 120 minuten in totaal.",
            "For 50 of them no trip is left with at most 20 minutes of walking at a time and 120 minutes in all.",
        ],
    );
}

/// 2: a number that was not published is not 0, and is not added up as if it were known.
#[test]
fn what_was_not_published_is_not_nought() {
    let mut data = with_pockets(region(Language::Nl).0);
    let pocket = &mut data.pockets.as_mut().expect("pockets")[0];
    pocket.by_group = vec![Some(40.0), Some(0.0), Some(37.0)].into();
    pocket.unknown = vec![0, 3, 2].into();
    let page = |l| of_study(&data, l);
    says(page, ["minstens 37", "at least 37"]);
    says(page, ["niet bekend", "not known"]);
    says(page, ["niet gepubliceerd hoeveel", "was not published"]);
}

/// 3: tables side by side say what is the same in all their columns.
#[test]
fn captions_say_what_is_shown() {
    let data = region(Language::Nl).0;
    let [slot, traveller] = [data.head.slot(SlotId(0)), data.head.persona(PersonaId(0))];
    let page = |l| of_study(&data, l);
    let by_slot = [
        format!("onder de norm, per tijdvak, reiziger ‘{traveller}’"),
        format!("below the norm, by slot, traveller ‘{traveller}’"),
    ];
    says(page, by_slot.each_ref().map(String::as_str));
    says(
        page,
        [
            "onder de norm, per reiziger, tijdvak ‘",
            "below the norm, by traveller, slot ‘",
        ],
    );
    assert!(!slot.is_empty());
}

/// 4: areas that are left out for being small are counted, with from how many people on.
#[test]
fn nobody_has_its_true_reason() {
    let mut data = with_pockets(region(Language::Nl).0);
    (data.least_people, data.too_small) = (50.0, 3);
    let page = |l| of_study(&data, l);
    says(
        page,
        [
            "3 gebieden waar ook normen gemist worden, staan er niet bij, omdat er minder dan 50",
            "3 areas where norms are missed too are not listed, because fewer than 50",
        ],
    );
    data.pockets = Some(Vec::new());
    says(
        |l| of_study(&data, l),
        [
            "Er is geen gebied met minstens 50",
            "There is no area with at least 50",
        ],
    );
}

/// 6: a mean is of those who still arrive, and these are counted apart from those who don't.
#[test]
fn means_say_over_whom() {
    says(
        |l| of_comparison(&lost(), l),
        [
            "in tijdvak ‘late avond’ voor 60 van de 100 inwoners slechter bereikbaar. Van hen zijn 10 langer onderweg: gemiddeld scheelt dat 7,0\u{a0}min.",
            "in slot ‘late avond’ for 60 of 100 people. 10 of them travel longer: by 7.0\u{a0}min on average.",
        ],
    );
}

/// 7: what gets worse for people who were below a norm already is told, and that they were.
#[test]
fn those_already_below_do_not_vanish() {
    let mut data = lost();
    data.scenarios[0].groups.push(GroupRow {
        service: PurposeId(2),
        slot: SlotId(1),
        people: 100.0,
        losers: 30.0,
        cut_off: 12.0,
        ..GroupRow::default()
    });
    says(
        |l| of_comparison(&data, l),
        [
            "wordt ook slechter, zonder dat iemand nieuw onder de norm zakt: in tijdvak",
            "gets worse too, without anybody newly below the norm: in slot",
        ],
    );
    says(
        |l| of_comparison(&data, l),
        [
            "12 daarvan bereiken er straks geen meer, en zaten al onder de norm.",
            "12 of them reach none any more, and were below the norm already.",
        ],
    );
}

/// 8: norms missed at once are out of those that count in that slot, and all of them are called so.
#[test]
fn norms_are_counted_by_slot() {
    let mut data = region(Language::Nl).0;
    let row = |slot, by_count: &[f64]| StackingRow {
        slot: SlotId(slot),
        persona: PersonaId(0),
        group: GroupId(0),
        by_count: by_count.to_vec(),
    };
    data.head.main_group = GroupId(0);
    data.stacking = vec![row(0, &[50.0, 20.0, 30.0]), row(1, &[80.0, 10.0, 5.0, 5.0])];
    says(
        |l| of_study(&data, l),
        [
            "(30%) missen alle 2 normen in tijdvak",
            "(30%) miss all 2 norms in slot",
        ],
    );
    says(
        |l| of_study(&data, l),
        [
            "is dat 10% (minstens 2 van 3)",
            "it is 10% (at least 2 of 3)",
        ],
    );
}

/// 10: the destinations an edit touches are named; where they lie is left to the map.
#[test]
fn edits_are_told_by_name() {
    let data = one(Language::Nl);
    let page = |l| of_comparison(&data, l);
    says(page, ["Ziekenhuis Nieuwstad", "Ziekenhuis Nieuwstad"]);
    silent(page, ["lengte:", "longitude:"]);
}

/// 14: a group that is what it counts is named once.
#[test]
fn a_group_of_homes_is_named_once() {
    let mut data = region(Language::Nl).0;
    let homes = Group {
        name: "homes".to_owned(),
        unit: Unit::Homes,
        total: 511.0,
        ..Group::default()
    };
    data.head.groups = vec![homes].into();
    data.head.main_group = GroupId(0);
    silent(
        |l| of_study(&data, l),
        ["woonlocaties woonlocaties", "home locations home locations"],
    );
    silent(
        |l| of_study(&data, l),
        [
            "woonlocaties (woonlocaties)",
            "home locations (home locations)",
        ],
    );
}

/// 15: words of study files, and headings with nothing below them, are not on the page.
#[test]
fn what_is_not_asked_is_not_told() {
    let mut data = region(Language::Nl).0;
    (data.areas, data.pockets, data.hidden_poor, data.shifts) = (None, None, None, None);
    data.profiles.clear();
    data.head.personas.truncate(1);
    silent(
        |l| of_study(&data, l),
        ["Werken in diensten", "Working in shifts"],
    );
    silent(
        |l| of_study(&data, l),
        [
            "Andere reizigers, andere grenzen",
            "Other travellers, other limits",
        ],
    );
    silent(|l| of_study(&data, l), ["[[shift", "[[areas"]);
}
