//! Edits of streets, destinations, homes and personas.

use super::kinds::{KindWord, SUPPLY};
use super::timetable::spot;
use super::typed::*;
use super::values::{Reader, texts};
use super::*;
use crate::axes::{GroupId, PurposeId};
use crate::input::document::Place;
use crate::input::opening::OpeningHours;
use crate::input::study::typed::OneOrMany;

impl Reader<'_, '_> {
    /// The edit, or none where a key it can't do without is missing (which was said).
    pub fn streets(&mut self, place: &Place, kind: KindWord, t: EditTable) -> Option<StreetEdit> {
        if kind == KindWord::AddPath {
            let points = self.pairs(place, "points", &t.points?, t.crs.as_ref())?;
            if points.windows(2).any(|pair| pair.first() == pair.last()) {
                let hint = "leave one of them out";
                self.problem(&place.to("points"), "the same corner twice in a row", hint);
            }
            return Some(StreetEdit::AddPath {
                points,
                bicycle: t.bicycle.unwrap_or(false),
                wheelchair: t.wheelchair,
            });
        }
        if t.crs.is_some() && t.at.is_none() && !self.r.problems.is_given(&place.to("at")) {
            let hint = "leave it out; an area has its own";
            self.problem(&place.to("crs"), "has no meaning without at", hint);
        }
        let at = t.at.unwrap_or_default();
        let at = self.pairs(place, "at", &at, t.crs.as_ref());
        let area = t.area;
        let area = area.and_then(|area| self.area(&place.to("area"), area));
        let ways: Vec<i64> = t.ways.map(OneOrMany::into_vec).unwrap_or_default();
        Some(StreetEdit::CloseStreet {
            ways,
            at: at?,
            area,
        })
    }

    fn service(&mut self, place: &Place, name: Option<String>) -> Option<PurposeId> {
        let at = place.to("service");
        let study = self.study;
        self.r
            .reference(&at, &name?, "service", &study.services, |s| &s.name)
    }

    /// The one id of something new, or of what is moved.
    fn one_id(&mut self, place: &Place, id: Option<OneOrMany<Text>>) -> Option<String> {
        let list = texts(id);
        if list.len() > 1 {
            self.problem(&place.to("id"), "must be one id", "make an edit for each");
        }
        list.into_iter().next()
    }

    fn opening(&mut self, place: &Place, service: Option<PurposeId>, text: &str) {
        let at = place.to("opening_hours");
        if let Err(why) = OpeningHours::parse(text) {
            let hint = "write them as in OpenStreetMap, such as \"Mo-Fr 08:00-17:00\"";
            self.problem(&at, format!("can't be read: {why}"), hint);
        }
        let study = self.study;
        if let Some(service) = service.and_then(|s| study.services.get(s))
            && service.open.is_none()
        {
            let problem = format!("the study asks for no opening hours of {:?}", service.name);
            let hint = "give that service the key open in the study, or leave the hours out";
            self.problem(&at, problem, hint);
        }
    }

    fn which_places(&mut self, place: &Place, t: &mut EditTable) -> PlaceSelector {
        let area = t.area.take();
        PlaceSelector {
            id: texts(t.id.take()),
            area: area.and_then(|area| self.area(&place.to("area"), area)),
        }
    }

    /// The edit, or none where a key it can't do without is missing (which was said).
    pub fn places(&mut self, place: &Place, kind: KindWord, mut t: EditTable) -> Option<PlaceEdit> {
        use KindWord as K;
        let service = self.service(place, t.service.take());
        if let Some(text) = t.opening_hours.as_deref() {
            self.opening(place, service, text);
        }
        let edit = match kind {
            K::Open => {
                let at = self.spot(place, spot(&mut t));
                PlaceEdit::Open {
                    id: self.one_id(place, t.id)?,
                    name: t.place_name.unwrap_or_default(),
                    at: at?,
                    supply: t.supply.unwrap_or(SUPPLY),
                    hours: t.opening_hours,
                    service: service?,
                }
            }
            K::Move => {
                let to = self.spot(place, spot(&mut t));
                let id = self.one_id(place, t.id);
                PlaceEdit::Move {
                    service: service?,
                    which: PlaceSelector {
                        id: id.into_iter().collect(),
                        area: None,
                    },
                    to: to?,
                }
            }
            K::Close => PlaceEdit::Close {
                which: self.which_places(place, &mut t),
                service: service?,
            },
            K::SetHours => PlaceEdit::SetHours {
                which: self.which_places(place, &mut t),
                service: service?,
                hours: t.opening_hours?,
            },
            K::Merge => PlaceEdit::Merge {
                which: self.which_places(place, &mut t),
                service: service?,
                into: t.into?,
            },
            K::Resize => {
                let only = |given: Option<f64>, others: [Option<f64>; 2]| {
                    given.filter(|_| others == [None, None])
                };
                self.not_as_it_is(place, only(t.factor, [t.set, t.add]));
                if only(t.add, [t.set, t.factor]) == Some(0.0) {
                    self.problem(&place.to("add"), "changes nothing", "");
                }
                PlaceEdit::Resize {
                    which: self.which_places(place, &mut t),
                    service: service?,
                    by: match (t.set, t.add, t.factor) {
                        (Some(x), ..) => Amount::Set(x),
                        (_, Some(x), _) => Amount::Add(x),
                        (.., x) => Amount::Times(x?),
                    },
                }
            }
            _ => return None,
        };
        Some(edit)
    }

    fn group(&mut self, place: &Place, name: &str) -> Option<GroupId> {
        let groups = &self.study.homes.groups;
        self.r
            .reference(place, name, "group", groups, |group| &group.name)
    }

    /// The edit, or none where a key it can't do without is missing (which was said).
    pub fn people(&mut self, place: &Place, kind: KindWord, mut t: EditTable) -> Option<HomeEdit> {
        let at = place.to("groups");
        match kind {
            KindWord::AddHomes => {
                let spot = self.spot(place, spot(&mut t));
                let id = self.one_id(place, t.id);
                let weights = match t.groups? {
                    GroupsValue::Weights(weights) => weights,
                    _ => {
                        let hint = "write: groups = { everyone = 120 }";
                        self.problem(&at, "must be groups with their weights", hint);
                        return None;
                    }
                };
                if weights.is_empty() {
                    let hint = "write: groups = { everyone = 120 }";
                    self.problem(&at, "names no group", hint);
                }
                let mut list = Vec::new();
                for (name, Weight(weight)) in weights {
                    let group = self.group(&at.to(name.as_str()), &name);
                    list.extend(group.map(|group| (group, weight)));
                }
                let nobody = !self.groups_move && !list.is_empty();
                if nobody && list.iter().all(|(_, weight)| *weight == 0.0) {
                    self.problem(
                        &at,
                        "nobody comes to live there",
                        "give at least one group a weight",
                    );
                }
                list.sort_by_key(|(group, _)| *group);
                Some(HomeEdit::Add {
                    id: id?,
                    at: spot?,
                    weights: list,
                })
            }
            KindWord::RemoveHomes => {
                let groups = match t.groups {
                    None => Vec::new(),
                    Some(GroupsValue::One(name)) => self.group(&at, &name).into_iter().collect(),
                    Some(GroupsValue::Many(names)) => {
                        let known = &self.study.homes.groups;
                        self.r
                            .references(&at, &names, "group", known, |group| &group.name)
                    }
                    Some(GroupsValue::Weights(_)) => {
                        let hint = "name them: groups = [\"everyone\"]; how many: share";
                        self.problem(&at, "must be names of groups", hint);
                        Vec::new()
                    }
                };
                let area = t.area;
                Some(HomeEdit::Remove {
                    which: HomeSelector {
                        id: texts(t.id),
                        area: area.and_then(|area| self.area(&place.to("area"), area)),
                    },
                    groups,
                    share: t.share.unwrap_or(1.0),
                })
            }
            KindWord::MoveGroup => {
                let group = t.group.map(|name| self.group(&place.to("group"), &name));
                let from = self.end_homes(place, "from", t.from);
                let to = self.end_homes(place, "to", t.to);
                Some(HomeEdit::MoveGroup {
                    group: group??,
                    from: from?,
                    to: to?,
                    how_many: match (t.share, t.count) {
                        (Some(share), _) => HowMany::Share(share),
                        (None, count) => HowMany::Count(count?),
                    },
                })
            }
            _ => None,
        }
    }

    fn end_homes(
        &mut self,
        place: &Place,
        key: &str,
        end: Option<EndValue>,
    ) -> Option<HomeSelector> {
        match end? {
            EndValue::Homes(table) => Some(self.homes(&place.to(key), table)),
            EndValue::Stop(_) => {
                let hint = "write { id = [\"…\"] } or { area = { … } }";
                self.problem(&place.to(key), "must be a table of homes", hint);
                None
            }
        }
    }

    /// The edit, or none where a key it can't do without is missing (which was said).
    pub fn persona(&mut self, place: &Place, t: EditTable) -> Option<PersonaEdit> {
        let personas = &self.study.personas;
        let at = place.to("persona");
        let persona = self
            .r
            .reference(&at, t.persona.as_ref()?, "persona", personas, |p| &p.name)?;
        Some(PersonaEdit {
            persona,
            settings: self.r.settings(place, &t),
        })
    }
}
