use bereik::axes::{GroupId, PurposeId, SlotId};
use bereik::network::mode::VehicleKind;
use bereik::output::report::kit::backdrop::{Backdrop, StreetClass};
use bereik::output::report::kit::head::{
    Group, Language, Measure, Norm, PageHead, Persona, Service, Slot,
};
use bereik::output::report::lifelines::data::{Kind, LifelinesData, Name, OfKind, Thing};
use bereik::output::report::lifelines::{headlines, page};

/// The page as HTML.
fn render(data: &LifelinesData) -> String {
    page(data).html()
}

/// The sample's page.
pub fn whole(language: Language) -> String {
    render(&sample(language))
}

fn sample(language: Language) -> LifelinesData {
    let service = |name: &str| Service {
        name: name.into(),
        measure: Measure::Nearest { n: 1 },
        norm: Some(Norm::Within { minutes: 30.0 }),
        places: 3,
        always_open: 0,
        emergency: false,
    };
    let group = |name: &str, total: f64| Group {
        name: name.into(),
        total,
        ..Group::default()
    };
    let thing = |id: &str, people: [f64; 2], hours: f64| Thing {
        id: id.into(),
        name: Name::Plain(format!("<{id}>")),
        vehicle: Some(VehicleKind::Bus),
        pair: false,
        people: people.into(),
        by_slot: vec![people[1]].into(),
        by_service: vec![0.0, people[1]].into(),
        by_persona: vec![people[1]].into(),
        worst: (people[1] > 0.0).then_some((SlotId(0), PurposeId(1), people[1])),
        effort: Some((hours, 10.0 * hours)),
        ways: vec![vec![(0.0, 0.0), (900.0, 300.0)]],
        homes: vec![1],
    };
    let head = PageHead {
        language,
        title: "Reach".into(),
        date: "2026-03-10".into(),
        services: vec![service("shop"), service("A&E")].into(),
        slots: vec![Slot {
            name: "night".into(),
            date: "2026-03-10".into(),
            window: "02:00-04:00".into(),
            arrive: false,
        }]
        .into(),
        personas: vec![Persona {
            name: "on foot".into(),
            note: None,
            max_walk_min: 20.0,
            max_trip_min: 120.0,
        }]
        .into(),
        groups: vec![group("everyone", 5000.0), group("low_income", 800.0)].into(),
        main_group: GroupId(1),
        ..PageHead::default()
    };
    LifelinesData {
        unlinked: (0, 300),
        head,
        counted: vec![5000.0, 800.0].into(),
        norms: vec![(SlotId(0), vec![PurposeId(0), PurposeId(1)])],
        kinds: vec![
            OfKind {
                kind: Kind::Line,
                all: 12,
                ranked: vec![
                    thing("a", [400.0, 120.0], 100.0),
                    thing("b", [200.0, 60.0], 10.0),
                    thing("c", [30.0, 0.0], 0.4),
                ],
                hang: vec![610.0, 170.0].into(),
                threads: vec![Some(0), Some(2), None],
            },
            OfKind {
                kind: Kind::Trip,
                all: 300,
                ranked: Vec::new(),
                hang: vec![0.0, 0.0].into(),
                threads: vec![Some(0), Some(0), None],
            },
        ],
        map: Backdrop {
            streets: vec![(StreetClass::Main, vec![(0.0, 0.0), (900.0, 300.0)])],
            stops: vec![(0.0, 0.0)],
            homes: vec![(0.0, 0.0), (900.0, 300.0), (500.0, 0.0)],
            ..Backdrop::default()
        },
        pairs: (36_000, 720),
        ..LifelinesData::default()
    }
}

#[test]
fn the_page_tells_who_hangs_by_a_thread_and_escapes_names() {
    let page = render(&sample(Language::En));
    for text in [
        "Of the 800 people (group ‘low income’), <b>170</b> (21%) would fall below a norm if a single line went",
        "Hardest to do without is <b>bus &lt;a&gt;</b>: without it 120 people fall below a norm, most for A&amp;E (night): 120.",
        "Per vehicle hour, <b>bus &lt;b&gt;</b> keeps most people above the norm: 6, with 10 vehicle hours a week.",
        // Line c matters to others than the group that is counted.
        "Without any one of the other 10 lines, nobody of this group falls below a norm in the slots of this study (traveller ‘on foot’)",
        "None of the 800 people (group ‘low income’) falls below a norm if a single trip goes.",
        "Without any single one of the 300 trips, nobody falls below a norm.",
        "Of all 36,000 combinations of what goes, slot, traveller, service and a home location that meets the norm now, 720 could",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(!page.contains("<a>") && page.contains("&lt;c&gt;"));
    assert!(
        page.contains(">0.4</td>"),
        "less than half an hour isn't none"
    );
    // Only those without which somebody of the group falls have a map.
    assert_eq!(page.matches("class=\"way\" d=\"M").count(), 2 + 1);
    // One home hangs on two norms, none on one; both classes are in the legend as well.
    assert_eq!(page.matches("class=\"m2\" d=\"M").count(), 2);
    assert_eq!(page.matches("class=\"m1\" d=\"M").count(), 1);
}

#[test]
fn headlines_are_in_the_language() {
    let lines = headlines(&sample(Language::Nl), 1);
    assert_eq!(
        lines,
        [
            "wie onder een norm zakt als één ding verdwijnt; geteld: lage inkomens, on foot, elk tijdvak en elke voorziening",
            "12 lijnen; zonder 2 ervan zakt iemand",
            "  1. bus <a> (a): 120, de meeste voor A&E, night: 120; kost 100 dienstregelinguren en 1.000 km per week",
            "300 ritten; zonder 0 ervan zakt iemand",
            "opnieuw berekend: 720 van de 36.000 combinaties van iets wat wegvalt, tijdvak, reiziger, voorziening en een woonlocatie die nu de norm haalt",
        ]
    );
    assert!(render(&sample(Language::Nl)).contains("lang=\"nl\""));
}
