//! The profiles that ship with the program. An office begins with one of them and keeps its own copy.

/// A Kyrgyz district state administration; the one that is taken where none is named.
pub const KG_DISTRICT: &str = include_str!("../../profiles/kg-district.json");
/// The Kyrgyz portal of vacancies in state and municipal service.
pub const KG_VACANCIES: &str = include_str!("../../profiles/kg-vacancies.json");
/// The Kyrgyz consular service.
pub const KG_CONSULAR: &str = include_str!("../../profiles/kg-consular.json");
/// A Russian municipality.
pub const RU_MUNICIPALITY: &str = include_str!("../../profiles/ru-municipality.json");

/// All, by id.
pub const SHIPPED: [(&str, &str); 4] = [
    ("kg-district", KG_DISTRICT),
    ("ru-municipality", RU_MUNICIPALITY),
    ("kg-vacancies", KG_VACANCIES),
    ("kg-consular", KG_CONSULAR),
];

/// The file of a profile that ships, by its id.
#[must_use]
pub fn shipped(id: &str) -> Option<&'static str> {
    SHIPPED
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, file)| *file)
}
