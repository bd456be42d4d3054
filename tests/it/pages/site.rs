use bereik::axes::{Grid, PurposeId, SlotId};
use bereik::output::report::kit::head::{
    Language, Measure, Norm, PageHead, Persona, Service, Slot, Unit,
};
use bereik::output::report::site::data::{Chosen, Reached, Site, SiteData};
use bereik::output::report::site::{headlines, page};

/// The page as HTML.
fn render(data: &SiteData) -> String {
    page(data).html()
}

/// The sample's page.
pub fn whole(language: Language) -> String {
    render(&sample(language))
}

fn sample(language: Language) -> SiteData {
    let service = Service {
        name: "GP <b>".into(),
        measure: Measure::Nearest { n: 1 },
        norm: Some(Norm::Within { minutes: 15.0 }),
        places: 3,
        always_open: 0,
        emergency: false,
    };
    let reached = |minutes: Option<f64>, after: Option<f64>| Reached {
        value: minutes,
        missed: Some(minutes.is_none_or(|m| m > 15.0)),
        stock_worse_off: Some(62.0),
        after: Some((after, Some(after.is_none_or(|m| m > 15.0)))),
    };
    let site = |id: &str, missed: usize, value: Option<f64>, after: Option<f64>| Site {
        id: id.into(),
        dwellings: Some(40.0),
        missed: Some(missed),
        by_slot: Grid::filled(Some(missed), 1, 1),
        stock_worse_off: Some(62.0),
        region_worse_off: Some(48.0),
        weakest: Some(("12".into(), 1 - missed, 0)),
        values: Grid::filled(Some(reached(value, after)), 1, 1),
        lines: vec![Some("12".into())].into(),
        jobs: vec![(Some(1234.0), Some(0.0))].into(),
        chosen: (missed == 0).then_some(1),
        ..Site::default()
    };
    let head = PageHead {
        language,
        title: "Where?".into(),
        date: "2026-03-10".into(),
        services: vec![service].into(),
        slots: vec![Slot {
            name: "morning".into(),
            date: "2026-03-10".into(),
            window: "07:00-09:00".into(),
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
        ..PageHead::default()
    };
    SiteData {
        unlinked: (0, 300),
        head,
        counted: [vec![PurposeId(0)]].into(),
        lift_slots: vec![SlotId(0)],
        shifts: vec!["early".into()].into(),
        stock: ("social_housing".into(), Unit::Dwellings, 900.0),
        sites: vec![
            site("north", 0, Some(10.0), None),
            site("<script>", 1, None, None),
            Site {
                id: "sea".into(),
                ..Site::default()
            },
        ],
        norms: 1,
        chosen: Some(Chosen {
            asked: 2,
            sites: vec![(0, 40.0)],
            lifted: 40.0,
            at_most: 40.0,
            share: 0.632,
            below: 300.0,
            unknown: 5.0,
            all: 40.0,
        }),
        ..SiteData::default()
    }
}

#[test]
fn the_page_tells_what_survives_and_escapes_names() {
    let page = render(&sample(Language::En));
    assert!(page.contains("At <b>north</b> every norm is met (1 check: each norm"));
    assert!(page.contains("If line 12 goes, ‘on foot’ still meets 0 of the 1 norm met there now."));
    assert!(page.contains("10\u{a0}min</span> → <span class=\"chip h2\">not reached</span>"));
    assert!(page.contains("early: 1,234 jobs; 0 without line 12"));
    assert!(page.contains("&lt;script&gt;") && !page.contains("<b>GP"));
    assert!(page.contains("no street near"));
    assert!(page.contains("<b>north</b> lifts 40 of the 300 dwellings"));
    assert!(page.contains("counted for traveller ‘on foot’"));
    assert!(page.contains("all travelling as ‘on foot’"));
}

#[test]
fn a_study_without_norms_misses_none() {
    for (language, said) in [
        (Language::Nl, "de studie heeft geen normen"),
        (Language::En, "the study has no norms"),
    ] {
        let data = SiteData {
            norms: 0,
            ..sample(language)
        };
        let lines = headlines(&data);
        assert!(
            lines[0].starts_with(&format!("1. north: {said}, ")),
            "{lines:?}"
        );
        assert!(!render(&data).contains("0 norm"));
    }
}

#[test]
fn dutch_is_dutch() {
    let page = render(&sample(Language::Nl));
    assert!(page.contains("lang=\"nl\""));
    assert!(page.contains("haalt ‘on foot’ nog 0 van de nu gehaalde 1 norm"));
    let lines = headlines(&sample(Language::Nl));
    assert_eq!(
        lines[0],
        "1. north: mist 0 van 1 norm, beter dan 62% van de bestaande voorraad; zonder lijn 12 haalt ‘on foot’ nog 0 van 1"
    );
    assert_eq!(lines.len(), 3);
    assert!(
        lines[2].starts_with("north tilt 40 van de 300"),
        "{}",
        lines[2]
    );
}
