//! The office: its profile, its departments, its staff. The body is a district that does not exist.

use domain::profile::{Body, Item, Label, Profile};
use domain::{Code, Lang, Role};

use crate::places;

/// A department. Rows are synchronised by it.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Code.
    pub code: &'static str,
    /// Name in Kyrgyz, Russian and English.
    pub name: [&'static str; 3],
}

/// The departments.
pub const UNITS: &[Unit] = &[
    Unit {
        code: "general",
        name: ["Жалпы бөлүм", "Общий отдел", "General department"],
    },
    Unit {
        code: "social",
        name: [
            "Социалдык өнүктүрүү бөлүмү",
            "Отдел социального развития",
            "Social development department",
        ],
    },
    Unit {
        code: "infrastructure",
        name: [
            "Инфратүзүм бөлүмү",
            "Отдел инфраструктуры",
            "Infrastructure department",
        ],
    },
    Unit {
        code: "land",
        name: [
            "Жер жана айыл чарба бөлүмү",
            "Отдел земли и сельского хозяйства",
            "Land and agriculture department",
        ],
    },
];

/// A member of staff who does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    /// Stable key, used by the plans of inquiries and as the name of the account.
    pub key: &'static str,
    /// Name in Kyrgyz, Russian and English.
    pub name: [&'static str; 3],
    /// Office in Kyrgyz, Russian and English.
    pub position: [&'static str; 3],
    /// Code of the department.
    pub unit: &'static str,
    /// Roles.
    pub roles: &'static [Role],
    /// Telephone, as the foot of an answer gives it.
    pub phone: &'static str,
}

/// The staff. The first three are the accounts that a demonstration offers.
pub const STAFF: &[Staff] = &[
    Staff {
        key: "clerk",
        name: ["Мисалова Айжан", "Мисалова Айжан", "Aizhan Misalova"],
        position: ["башкы адис", "главный специалист", "chief specialist"],
        unit: "general",
        roles: &[Role::Clerk],
        phone: "+996 000 000 101",
    },
    Staff {
        key: "supervisor",
        name: ["Демоев Кубат", "Демоев Кубат", "Kubat Demoev"],
        position: [
            "аппарат жетекчиси",
            "руководитель аппарата",
            "head of the office",
        ],
        unit: "general",
        roles: &[Role::Supervisor, Role::DataOfficer],
        phone: "+996 000 000 100",
    },
    Staff {
        key: "archivist",
        name: ["Жомокова Бермет", "Жомокова Бермет", "Bermet Jomokova"],
        position: ["архивчи", "архивариус", "archivist"],
        unit: "general",
        roles: &[Role::Archivist],
        phone: "+996 000 000 105",
    },
    Staff {
        key: "clerk-social",
        name: ["Үлгүева Чолпон", "Улгуева Чолпон", "Cholpon Ulgueva"],
        position: [
            "социалдык бөлүмдүн адиси",
            "специалист отдела социального развития",
            "specialist, social development",
        ],
        unit: "social",
        roles: &[Role::Clerk],
        phone: "+996 000 000 102",
    },
    Staff {
        key: "clerk-infrastructure",
        name: ["Ойдонов Талант", "Ойдонов Талант", "Talant Oydonov"],
        position: [
            "инфратүзүм бөлүмүнүн адиси",
            "специалист отдела инфраструктуры",
            "specialist, infrastructure",
        ],
        unit: "infrastructure",
        roles: &[Role::Clerk],
        phone: "+996 000 000 103",
    },
    Staff {
        key: "clerk-land",
        name: ["Сынаков Эркин", "Сынаков Эркин", "Erkin Synakov"],
        position: [
            "жер бөлүмүнүн адиси",
            "специалист отдела земли",
            "specialist, land",
        ],
        unit: "land",
        roles: &[Role::Clerk],
        phone: "+996 000 000 104",
    },
];

/// The text for a language out of three.
#[must_use]
pub fn in_lang(texts: &[&'static str; 3], lang: Lang) -> &'static str {
    match lang {
        Lang::Ky => texts[0],
        Lang::Ru => texts[1],
        Lang::En => texts[2],
    }
}

/// The member of staff with a key.
#[must_use]
pub fn staff(key: &str) -> Option<&'static Staff> {
    STAFF.iter().find(|s| s.key == key)
}

/// The clerk who answers for a department.
pub(crate) fn executor(unit: &str) -> &'static Staff {
    STAFF
        .iter()
        .find(|s| s.unit == unit && s.roles.contains(&Role::Clerk))
        .unwrap_or(&STAFF[0])
}

/// The name of the body.
pub const BODY: [&str; 3] = [
    "Демо районунун мамлекеттик администрациясы",
    "Государственная администрация района Демо",
    "Demo District State Administration",
];

/// The district profile with the fictional body and its territories in place of the real ones.
/// Everything of the law in it is the profile that ships.
///
/// # Panics
/// Where the shipped profile is invalid, which a test of `domain` rules out.
#[must_use]
pub fn profile() -> Profile {
    let mut profile =
        Profile::read(domain::profile::KG_DISTRICT).expect("the shipped profile is valid");
    let label = |[ky, ru, en]: [&str; 3]| Label {
        ky: ky.into(),
        ru: ru.into(),
        en: en.into(),
    };
    profile.id = "kg-district-demo".into();
    profile.title = label([
        "Демонстрация: ойдон чыгарылган район",
        "Демонстрация: вымышленный район",
        "Demonstration: a fictional district",
    ]);
    profile.body = Body {
        name: label(BODY),
        address: label([
            "Кыргыз Республикасы, Демо району, Үлгү көчөсү, 1 (ойдон чыгарылган)",
            "Кыргызская Республика, район Демо, ул. Улгу, 1 (вымышленный адрес)",
            "1 Ulgu Street, Demo District, Kyrgyz Republic (fictional)",
        ]),
        phone: "+996 000 000 100".into(),
        website: String::new(),
        head: profile.body.head,
    };
    for field in ["body", "territories"] {
        if let Some(origin) = profile.origins.get_mut(field) {
            origin.source = "The demonstration: fictional".into();
        }
    }
    let elsewhere = profile
        .territories
        .into_iter()
        .filter(|t| t.code == "elsewhere");
    profile.territories = places::territories()
        .into_iter()
        .map(|(code, label)| Item {
            code: Code::from(code),
            label,
        })
        .chain(elsewhere)
        .collect();
    profile
}

/// The demonstration profile as a file.
///
/// # Panics
/// Never in practice: a profile of text and numbers always serialises.
#[must_use]
pub fn profile_json() -> String {
    serde_json::to_string_pretty(&profile()).expect("a profile serialises")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_profile_is_valid_and_fictional() {
        let read = Profile::read(&profile_json()).expect("valid");
        assert_eq!(read, profile());
        assert!(Lang::ALL.iter().all(|lang| {
            let name = read.body.name.get(*lang);
            name.contains("Демо") || name.contains("Demo")
        }));
        assert!(!profile_json().contains("Кемин"));
    }

    #[test]
    fn every_department_has_a_clerk() {
        for unit in UNITS {
            assert_eq!(executor(unit.code).unit, unit.code);
        }
        assert!(staff("supervisor").is_some_and(|s| s.roles.contains(&Role::Supervisor)));
    }
}
