//! The page as a whole: safe, self-contained, balanced, the same every time, in both languages.

use super::sample::{sample, with_pockets};
use bereik::axes::{GroupId, PersonaId, PurposeId, SlotId};
use bereik::ids::Id;
use bereik::output::report::kit::head::Language;
use bereik::output::report::kit::messages::{Message, Msg};
use bereik::output::report::study::{data::*, words::Say};

/// The page as HTML.
fn render(data: &ReportData) -> String {
    bereik::output::report::study::page(data).html()
}

/// The sample's page.
pub fn page(language: Language) -> String {
    render(&with_pockets(sample(language)))
}

/// Its council annex.
pub fn annex(language: Language) -> String {
    bereik::output::report::study::page(&with_pockets(sample(language))).annex()
}

/// What a reader must know before any figure stands in the header, and only where it matters.
#[test]
fn what_is_not_known_and_serious_faults_stand_at_the_top() {
    let header = |data: &ReportData| {
        let html = render(data);
        html[..html.find("</header>").unwrap()].to_owned()
    };
    let mut data = sample(Language::Nl);
    data.head.findings.retain(|f| f.severity != "serious");
    data.unlinked_homes.total = 100;
    data.unlinked_homes.count = 4;
    let said = header(&data);
    assert!(!said.contains("niets bekend") && !said.contains("ernstige"));
    data.unlinked_homes.count = 5;
    let said = header(&data);
    assert!(said.contains("van 5 van de 100 woonlocaties (5%) is niets bekend"));
    let mut finding = data.head.findings[0].clone();
    finding.severity = "serious".into();
    data.head.findings.push(finding);
    let said = header(&data);
    assert!(said.contains("over de gegevens is 1 soort ernstige bevinding gedaan"));
    data.head.language = Language::En;
    let said = header(&data);
    assert!(said.contains("nothing is known of 5 of the 100 home locations (5%)"));
    assert!(said.contains("there is 1 kind of serious finding about the data"));
}

/// Checks that tags are closed in the order they were opened; gives what is wrong.
pub fn unbalanced(html: &str) -> Option<String> {
    const VOID: [&str; 4] = ["meta", "input", "br", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>')?;
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> at …{}", &rest[..rest.len().min(80)]));
            }
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next()?;
        if VOID.contains(&name) || tag.ends_with('/') {
            continue;
        }
        if !tag.matches('"').count().is_multiple_of(2) {
            return Some(format!("odd quotes in <{tag}>"));
        }
        if name == "script" || name == "style" {
            let close = format!("</{name}>");
            rest = &rest[rest.find(&close)? + close.len()..];
        } else {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("left open: {open:?}"))
}

#[test]
fn the_sample_is_small_balanced_and_the_same_every_time() {
    for language in [Language::Nl, Language::En] {
        let html = page(language);
        assert_eq!(unbalanced(&html), None);
        assert!(html.len() < 3_000_000, "{} bytes", html.len());
        assert_eq!(html, page(language));
        assert!(!html.contains("NaN") && !html.contains(">inf"));
    }
    // For looking at in a browser.
    if let Ok(folder) = std::env::var("BEREIK_REPORT_OUT") {
        for (language, name) in [(Language::Nl, "nl.html"), (Language::En, "en.html")] {
            let path = std::path::Path::new(&folder).join(name);
            std::fs::write(path, page(language)).expect("the folder of BEREIK_REPORT_OUT");
        }
        let mut bare = sample(Language::Nl);
        strip(&mut bare);
        let path = std::path::Path::new(&folder).join("bare.html");
        std::fs::write(path, render(&bare)).expect("the folder of BEREIK_REPORT_OUT");
    }
}

/// Takes away everything a study may lack, the areas' outlines included.
fn strip(data: &mut ReportData) {
    data.availability = None;
    data.areas = None;
    data.profiles = Vec::new();
    data.pockets = None;
    data.hidden_poor = None;
    data.shifts = None;
    data.distribution.clear();
    data.head.personas.truncate(1);
    data.head.slots.truncate(3);
}

#[test]
fn the_balance_check_sees_faults() {
    assert_eq!(unbalanced("<p>a<br><b>b</b></p>"), None);
    assert!(unbalanced("<p><b>a</p></b>").is_some());
    assert!(unbalanced("<p>a").is_some());
    assert!(unbalanced("<p class=\"a>b</p>").is_some());
}

/// What a page would load from elsewhere, or a link that leads nowhere.
pub fn alien(html: &str) -> Option<String> {
    for word in [
        "http:",
        "https:",
        "src=",
        "@import",
        "url(",
        "<link",
        "<iframe",
        "<img",
        "<object",
        "fetch(",
        "XMLHttp",
        "javascript:",
    ] {
        if html.contains(word) {
            return Some(word.to_owned());
        }
    }
    if !html.contains("default-src 'none'") {
        return Some("no security policy".to_owned());
    }
    // Links stay within the page, and lead to something.
    let targets = html.split("href=\"").skip(1);
    let mut targets = targets.map(|part| part.split('"').next().unwrap_or_default());
    targets
        .find(|target| {
            let id = target.strip_prefix('#');
            id.is_none_or(|id| !html.contains(&format!("id=\"{id}\"")))
        })
        .map(str::to_owned)
}

/// An id that a page has twice.
pub fn repeated_id(html: &str) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    let ids = html.split(" id=\"").skip(1);
    let mut ids = ids.map(|part| part.split('"').next().unwrap_or_default());
    ids.find(|id| !seen.insert(*id)).map(str::to_owned)
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    assert_eq!(alien(&page(Language::En)), None);
}

#[test]
fn ids_are_unique() {
    assert_eq!(repeated_id(&page(Language::Nl)), None);
    assert_eq!(
        repeated_id("<p id=\"a\"><p id=\"a\">").as_deref(),
        Some("a")
    );
}

/// A name that would take over a page, were it not escaped.
pub const EVIL: &str =
    "</script><script>alert(1)</script><img src=x onerror='x'>\"&{0}\u{202e}\u{2028}\u{0}";

#[test]
fn hostile_names_do_no_harm() {
    let mut data = with_pockets(sample(Language::Nl));
    let evil = || EVIL.to_owned();
    data.head.title = evil();
    data.head.program = evil();
    data.head.date = evil();
    data.head.credits = vec![evil()];
    data.remarks = vec![evil()];
    data.settings = vec![(evil(), evil())];
    data.head.groups.iter_mut().for_each(|g| g.name = evil());
    data.head
        .slots
        .iter_mut()
        .for_each(|s| (s.name, s.date, s.window) = (evil(), evil(), evil()));
    data.head
        .personas
        .iter_mut()
        .for_each(|p| (p.name, p.note) = (evil(), Some(evil())));
    data.head.services.iter_mut().for_each(|s| s.name = evil());
    data.head
        .inputs
        .iter_mut()
        .for_each(|i| (i.path, i.role, i.sha256, i.note) = (evil(), evil(), evil(), Some(evil())));
    data.head
        .findings
        .iter_mut()
        .for_each(|f| (f.severity, f.code, f.file, f.example) = (evil(), evil(), evil(), evil()));
    data.unlinked_homes.first = vec![evil()];
    data.shifts
        .iter_mut()
        .flatten()
        .for_each(|s| (s.shift, s.hours) = (evil(), evil()));
    if let Some(areas) = &mut data.areas {
        areas
            .list
            .iter_mut()
            .for_each(|a| (a.name, a.code) = (evil(), evil()));
        areas.level = evil();
    }
    if let Some(map) = &mut data.map {
        map.destinations.iter_mut().for_each(|d| d.name = evil());
    }
    let html = render(&data);
    assert_eq!(unbalanced(&html), None);
    assert!(html.contains("alert(1)"), "the names are shown");
    assert_eq!(html.matches("<script").count(), 2, "the page's own two");
    assert!(!html.contains("<img"));
    assert!(
        !html
            .chars()
            .any(|c| matches!(c, '\0' | '\u{202e}' | '\u{2028}'))
    );
    let json = html
        .split("id=\"map-data\">")
        .nth(1)
        .and_then(|r| r.split("</script>").next());
    let json: serde_json::Value =
        serde_json::from_str(json.expect("map data")).expect("valid JSON");
    assert!(
        json["slots"][0]
            .as_str()
            .is_some_and(|s| s.contains("</script>"))
    );
}

#[test]
fn what_a_study_does_not_ask_is_not_on_the_page() {
    let mut data = sample(Language::Nl);
    strip(&mut data);
    let html = render(&data);
    assert_eq!(unbalanced(&html), None);
    let nl = Language::Nl;
    for text in [
        Say::PocketsTitle.text(nl),
        Say::HiddenTitle.text(nl),
        Msg::ProfileTitle.text(nl),
        Msg::ShiftTitle.text(nl),
        Say::DistTitle.text(nl),
        Say::PersonasTitle.text(nl),
    ] {
        let heading = format!("<h3>{text}</h3>");
        assert!(
            !html.contains(&heading) && page(nl).contains(&heading),
            "{text}"
        );
    }
    assert!(
        !html.contains("[[shift]]") && !html.contains("Weggelaten: de studie"),
        "words of study files"
    );
    assert!(html.contains("id=\"homes\""), "homes are still on the map");
    let nothing = render(&ReportData::default());
    assert_eq!(unbalanced(&nothing), None);
    assert!(nothing.contains(Msg::MapNone.text(Language::default())));
}

#[test]
fn places_that_do_not_exist_and_numbers_that_are_none_do_no_harm() {
    let mut data = with_pockets(sample(Language::En));
    data.head.main_group = GroupId(99);
    data.head.main_persona = PersonaId(98);
    data.levels
        .iter_mut()
        .for_each(|r| (r.p50, r.service) = (Some(f64::NAN), PurposeId(70)));
    data.poverty
        .iter_mut()
        .for_each(|r| (r.headcount, r.slot) = (f64::INFINITY, SlotId(66)));
    data.pockets
        .iter_mut()
        .flatten()
        .for_each(|p| (p.area, p.missed) = (9_999, vec![(PurposeId(77), vec![SlotId(55)])]));
    if let Some(map) = &mut data.map {
        map.layers.iter_mut().for_each(|l| {
            l.slot = SlotId(44);
            l.missed.truncate(3);
            l.area_stacked.clear();
        });
        map.backdrop.homes[0] = (f64::NAN, f64::INFINITY);
    }
    assert_eq!(unbalanced(&render(&data)), None);
    let mut few = with_pockets(sample(Language::En));
    few.head.slots.clear();
    few.head.services.clear();
    few.head.groups.clear();
    assert_eq!(unbalanced(&render(&few)), None);
}

#[test]
fn headline_counts_come_from_the_stacking() {
    let mut data = sample(Language::Nl);
    strip(&mut data);
    data.stacking = vec![
        StackingRow {
            slot: SlotId(0),
            persona: PersonaId(0),
            group: GroupId(1),
            by_count: vec![10_000.0, 4_090.0, 4_000.0, 210.0, 0.0, 0.0],
        },
        StackingRow {
            slot: SlotId(1),
            persona: PersonaId(0),
            group: GroupId(1),
            by_count: vec![18_300.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        },
        StackingRow {
            slot: SlotId(0),
            persona: PersonaId(0),
            group: GroupId(0),
            by_count: vec![50.0, 30.0, 20.0, 0.0, 0.0, 0.0],
        },
        StackingRow {
            slot: SlotId(1),
            persona: PersonaId(0),
            group: GroupId(0),
            by_count: vec![100.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        },
    ];
    let html = render(&data);
    assert!(html.contains("<strong>Sociale huur</strong>: <strong>4.210</strong> van de 18.300 woningen (<strong>23%</strong>) missen minstens 2 van de 5 normen in tijdvak ‘doordeweekse ochtend’, reizend als ‘te voet’; in tijdvak ‘overdag’ is dat 0% (minstens 2 van 5)."), "{}", &html[html.find("id=\"brief\"").unwrap_or(0)..][..3000]);
}

/// One norm counts (the others' services are not essential): who misses it is counted, of 1 norm.
#[test]
fn norms_that_do_not_count_raise_no_threshold() {
    let mut data = sample(Language::En);
    strip(&mut data);
    let row = |group| StackingRow {
        slot: SlotId(0),
        persona: PersonaId(0),
        group,
        by_count: vec![60.0, 40.0],
    };
    data.stacking = vec![row(GroupId(0)), row(GroupId(1))];
    let html = render(&data);
    assert!(
        html.contains("<strong>40</strong> of 100"),
        "40 of 100 miss it"
    );
    assert!(html.contains("miss the norm in slot"), "of one norm");
}

/// Each of the weakest areas says of which slot its share is, and all that were asked for are listed.
#[test]
fn each_pocket_says_its_own_slot() {
    let mut data = with_pockets(sample(Language::En));
    let slots = ["early hours", "noon", "teatime"];
    let pockets = data.pockets.as_mut().unwrap();
    let first = pockets[0].clone();
    *pockets = (0..15)
        .map(|i| Pocket {
            slot: Id::new(i % 3),
            share: 0.004,
            ..first.clone()
        })
        .collect();
    for (slot, name) in data.head.slots.iter_mut().zip(slots) {
        slot.name = name.to_owned();
    }
    let html = render(&data);
    let table = html
        .split("The weakest areas</span>")
        .nth(1)
        .unwrap_or_default();
    let table = table.split("</table>").next().unwrap_or_default();
    for name in slots {
        assert_eq!(
            table
                .matches(&format!("<td class=\"\">{name}</td>"))
                .count(),
            5,
            "{table}"
        );
    }
    assert_eq!(table.matches("&lt;1%").count(), 15, "nobody is 0%");
}

#[test]
fn each_page_is_in_its_language() {
    let (nl, en) = (page(Language::Nl), page(Language::En));
    assert!(nl.contains("<html lang=\"nl\">") && en.contains("<html lang=\"en-GB\">"));
    assert!(en.contains("Tuesday 10 March 2026") && nl.contains("dinsdag 10 maart 2026"));
}

#[test]
fn every_message_is_filled() {
    for language in [Language::Nl, Language::En] {
        let html = page(language);
        let text = html.split("id=\"map-data\"").next().unwrap_or_default();
        assert!(!text.contains("‘’"), "an empty name");
        let body = text.split("</style>").nth(1).unwrap_or_default();
        assert!(!body.contains('{'), "an unfilled place");
    }
}

#[test]
fn the_percentile_of_the_study_is_named() {
    let mut data = sample(Language::En);
    assert!(render(&data).contains("the usual (median) travel time"));
    data.percentile = 90;
    let html = render(&data);
    assert!(html.contains("enough for 90 of 100 departures (percentile 90)"));
    assert!(!html.contains("(median) travel time"));
}
