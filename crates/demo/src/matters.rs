//! What people write about: how often, in which months, as what kind, for which department.

/// A matter, with its section in the content files.
pub(crate) struct Matter {
    /// Name of its section.
    pub code: &'static str,
    /// Topic of the profile's classifier.
    pub topic: &'static str,
    /// Department that works on it.
    pub unit: &'static str,
    /// Share in a thousand or so, over the year.
    pub weight: u32,
    /// Per cent of the yearly mean, from January on.
    pub months: [u32; 12],
    /// Share in a hundred that are complaints; the others are applications, or `kind`.
    pub complaints: u32,
    /// The kind, where it is no application.
    pub kind: &'static str,
    /// Written by one person about that person.
    pub personal: bool,
    /// Categories of applicants that are likely, with their share in a hundred.
    pub categories: &'static [(&'static str, u32)],
}

const EVEN: [u32; 12] = [100; 12];
const WINTER: [u32; 12] = [190, 170, 120, 80, 50, 40, 40, 40, 60, 100, 140, 180];
const SUMMER: [u32; 12] = [20, 30, 60, 120, 180, 210, 220, 190, 110, 40, 20, 20];
const THAW: [u32; 12] = [70, 90, 180, 180, 120, 80, 70, 70, 90, 110, 90, 70];
const AUTUMN: [u32; 12] = [90, 80, 70, 70, 70, 50, 60, 170, 200, 140, 110, 90];
const BUILDING: [u32; 12] = [60, 70, 120, 140, 140, 120, 110, 100, 100, 90, 80, 70];
const GRAZING: [u32; 12] = [30, 40, 110, 170, 190, 150, 110, 100, 120, 80, 40, 30];

const fn matter(
    code: &'static str,
    topic: &'static str,
    unit: &'static str,
    weight: u32,
    months: [u32; 12],
    complaints: u32,
) -> Matter {
    Matter {
        code,
        topic,
        unit,
        weight,
        months,
        complaints,
        kind: "application",
        personal: false,
        categories: &[],
    }
}

const fn personal(base: Matter, categories: &'static [(&'static str, u32)]) -> Matter {
    Matter {
        personal: true,
        categories,
        ..base
    }
}

const fn kind(base: Matter, kind: &'static str) -> Matter {
    Matter { kind, ..base }
}

/// All matters. The shares follow what a town in Naryn oblast published for 2014: a fifth material
/// aid, over a quarter utilities, few housing, roads and pensions as such.
pub(crate) const MATTERS: &[Matter] = &[
    personal(
        matter("aid", "social.aid", "social", 190, WINTER, 0),
        &[
            ("low_income", 40),
            ("large_family", 22),
            ("disabled", 16),
            ("pensioner", 12),
        ],
    ),
    matter("water", "utilities.water", "infrastructure", 75, SUMMER, 30),
    matter("power", "utilities.power", "infrastructure", 60, WINTER, 40),
    matter("heating", "utilities", "infrastructure", 45, WINTER, 45),
    matter("waste", "utilities.waste", "infrastructure", 45, THAW, 40),
    matter(
        "lighting",
        "utilities.lighting",
        "infrastructure",
        35,
        AUTUMN,
        15,
    ),
    personal(matter("plot", "land.plot", "land", 65, BUILDING, 20), &[]),
    matter("road", "roads.repair", "infrastructure", 40, THAW, 30),
    matter(
        "transport",
        "roads.transport",
        "infrastructure",
        18,
        AUTUMN,
        45,
    ),
    matter("irrigation", "land.irrigation", "land", 45, SUMMER, 35),
    matter("pasture", "land.pasture", "land", 22, GRAZING, 35),
    personal(
        matter("vet", "land.pasture", "land", 18, GRAZING, 30),
        &[("farmer", 70)],
    ),
    personal(
        matter("pension", "social.pension", "social", 32, EVEN, 25),
        &[("pensioner", 70), ("disabled", 15)],
    ),
    personal(
        matter("kindergarten", "social.education", "social", 30, AUTUMN, 30),
        &[],
    ),
    matter("school", "social.education", "social", 38, AUTUMN, 40),
    personal(
        matter("health", "social.health", "social", 32, WINTER, 45),
        &[],
    ),
    personal(
        matter("work", "social.work", "social", 28, EVEN, 20),
        &[("other", 30)],
    ),
    personal(
        matter("housing", "housing", "infrastructure", 22, BUILDING, 15),
        &[("large_family", 20), ("low_income", 20)],
    ),
    personal(
        matter("documents", "admin.documents", "general", 45, EVEN, 15),
        &[("student", 6)],
    ),
    matter("neighbours", "order.neighbours", "land", 32, BUILDING, 70),
    matter("noise", "order", "general", 18, SUMMER, 85),
    matter("dogs", "order.animals", "land", 20, EVEN, 40),
    personal(
        matter("conduct", "admin.conduct", "general", 28, EVEN, 100),
        &[],
    ),
    matter("thanks", "admin.thanks", "general", 14, EVEN, 0),
    kind(
        Matter {
            categories: &[("organisation", 25), ("student", 10)],
            ..matter("information", "other", "general", 20, EVEN, 0)
        },
        "information_request",
    ),
    kind(
        matter("proposal", "other", "general", 24, THAW, 0),
        "proposal",
    ),
    personal(
        matter("minor", "social.education", "social", 8, AUTUMN, 0),
        &[("student", 100)],
    ),
    personal(matter("rant", "other", "general", 6, EVEN, 100), &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Code;

    #[test]
    fn codes_are_the_profiles() {
        let profile = crate::profile();
        for matter in MATTERS {
            assert!(
                profile.has("topic", &Code::from(matter.topic)),
                "{}",
                matter.topic
            );
            assert!(
                profile.has("kind", &Code::from(matter.kind)),
                "{}",
                matter.kind
            );
            assert!(
                crate::UNITS.iter().any(|unit| unit.code == matter.unit),
                "{}",
                matter.unit
            );
            for (category, _) in matter.categories {
                assert!(
                    profile.has("category", &Code::from(*category)),
                    "{category}"
                );
            }
        }
    }
}
