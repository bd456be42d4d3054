//! Comparing a study before and after edits: what is computed in part equals what is computed in full.

use bereik::input::scenario::{
    Change, Edit, PlaceEdit, PlaceSelector, Scenario, Selector, Stands, TimetableEdit,
};
use bereik::input::study::{Study, read_study};
use bereik::network::timetable::Timetable;
use bereik::run::compare::{self, Asked, Comparison};
use bereik::run::progress::Progress;
use bereik::synth::{self, Size};
use std::path::Path;

fn town(folder: &Path) -> Study {
    synth::generate(Size::Town, 3, folder).expect("a town");
    read_study(&folder.join("study.toml")).expect("a study")
}

fn edit(name: &str, change: Change) -> Edit {
    Edit {
        name: name.to_owned(),
        why: String::new(),
        change,
        place: Stands::default(),
    }
}

fn scenario(name: &str, edits: Vec<Edit>) -> Scenario {
    Scenario {
        file: Default::default(),
        name: name.to_owned(),
        reason: String::new(),
        feeds: Vec::new(),
        edits,
        events: Vec::new(),
    }
}

fn remove(route: &str, after: Option<i32>) -> Change {
    Change::Timetable(TimetableEdit::RemoveTrips {
        select: Selector {
            route: vec![route.to_owned()],
            departs: after.map(|s| (s, i32::MAX)),
            ..Selector::default()
        },
    })
}

fn lines(t: &Timetable) -> Vec<String> {
    let mut names: Vec<String> = t
        .trip_route
        .iter()
        .map(|r| t.line_name(*r).to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn compared(study: &Study, scenarios: Vec<Scenario>) -> Comparison {
    let asked = Asked {
        verify: true,
        factorial: false,
    };
    compare::compute(study, scenarios, asked, &Progress::silent()).expect("as computed in full")
}

#[test]
fn line_cuts_computed_in_part_equal_those_computed_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = town(folder.path());
    let inputs = bereik::run::study::inputs::read(&study, &Progress::silent()).expect("inputs");
    let names = lines(&inputs.network.timetable);
    let mut scenarios: Vec<Scenario> = Vec::new();
    for name in &names {
        scenarios.push(scenario(name, vec![edit("cut", remove(name, None))]));
        scenarios.push(scenario(
            name,
            vec![edit("evening", remove(name, Some(20 * 3600)))],
        ));
    }
    let compared = compared(&study, scenarios);
    let mut spared = 0;
    for outcome in &compared.scenarios {
        let effort = outcome.effort;
        eprintln!(
            "{} {}: {} of {}",
            outcome.scenario.name, outcome.scenario.edits[0].name, effort.homes, effort.of_homes
        );
        assert!(effort.verified);
        spared += u64::from(effort.homes < effort.of_homes);
        for check in &outcome.checks {
            assert_eq!(check.broken, 0, "{check:?}");
        }
    }
    assert!(spared > 0);
}
