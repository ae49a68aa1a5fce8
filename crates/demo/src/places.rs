//! The district that does not exist: its rural districts, villages and streets.

use domain::Lang;
use domain::profile::Label;

use crate::seeded::Seeded;

/// A rural district (ayil aimagy) with its villages; names in Kyrgyz, Russian, English.
struct Aimak {
    code: &'static str,
    name: [&'static str; 3],
    villages: &'static [[&'static str; 3]],
}

const AIMAKS: &[Aimak] = &[
    Aimak {
        code: "ak-ulgu",
        name: ["Ак-Үлгү", "Ак-Улгу", "Ak-Ulgu"],
        villages: &[
            ["Ак-Үлгү", "Ак-Улгу", "Ak-Ulgu"],
            ["Үлгү-Булак", "Улгу-Булак", "Ulgu-Bulak"],
        ],
    },
    Aimak {
        code: "misal",
        name: ["Мисал", "Мисал", "Misal"],
        villages: &[
            ["Мисал", "Мисал", "Misal"],
            ["Жаңы-Мисал", "Жаны-Мисал", "Jangy-Misal"],
        ],
    },
    Aimak {
        code: "kok-demo",
        name: ["Көк-Демо", "Кок-Демо", "Kok-Demo"],
        villages: &[
            ["Көк-Демо", "Кок-Демо", "Kok-Demo"],
            ["Демо-Арык", "Демо-Арык", "Demo-Aryk"],
        ],
    },
    Aimak {
        code: "jomok",
        name: ["Жомок", "Жомок", "Jomok"],
        villages: &[
            ["Жомок", "Жомок", "Jomok"],
            ["Жомок-Башы", "Жомок-Башы", "Jomok-Bashy"],
        ],
    },
    Aimak {
        code: "oydon-suu",
        name: ["Ойдон-Суу", "Ойдон-Суу", "Oydon-Suu"],
        villages: &[
            ["Ойдон-Суу", "Ойдон-Суу", "Oydon-Suu"],
            ["Кичи-Ойдон", "Кичи-Ойдон", "Kichi-Oydon"],
        ],
    },
    Aimak {
        code: "kara-ulgu",
        name: ["Кара-Үлгү", "Кара-Улгу", "Kara-Ulgu"],
        villages: &[["Кара-Үлгү", "Кара-Улгу", "Kara-Ulgu"]],
    },
    Aimak {
        code: "synak",
        name: ["Сынак", "Сынак", "Synak"],
        villages: &[
            ["Сынак", "Сынак", "Synak"],
            ["Чоң-Сынак", "Чон-Сынак", "Chon-Synak"],
        ],
    },
    Aimak {
        code: "dolboor",
        name: ["Долбоор", "Долбоор", "Dolboor"],
        villages: &[
            ["Долбоор", "Долбоор", "Dolboor"],
            ["Кызыл-Долбоор", "Кызыл-Долбоор", "Kyzyl-Dolboor"],
        ],
    },
    Aimak {
        code: "uch-demo",
        name: ["Үч-Демо", "Уч-Демо", "Uch-Demo"],
        villages: &[["Үч-Демо", "Уч-Демо", "Uch-Demo"]],
    },
    Aimak {
        code: "kagaz-aryk",
        name: ["Кагаз-Арык", "Кагаз-Арык", "Kagaz-Aryk"],
        villages: &[["Кагаз-Арык", "Кагаз-Арык", "Kagaz-Aryk"]],
    },
    Aimak {
        code: "belgi",
        name: ["Белги", "Белги", "Belgi"],
        villages: &[
            ["Белги", "Белги", "Belgi"],
            ["Ак-Белги", "Ак-Белги", "Ak-Belgi"],
        ],
    },
];

const STREETS: &[[&str; 3]] = &[
    ["Достук", "Достук", "Dostuk"],
    ["Ынтымак", "Ынтымак", "Yntymak"],
    ["Береке", "Береке", "Bereke"],
    ["Мектеп", "Мектеп", "Mektep"],
    ["Арча", "Арча", "Archa"],
    ["Алма-Бак", "Алма-Бак", "Alma-Bak"],
    ["Көк-Жайык", "Кок-Жайык", "Kok-Jayyk"],
    ["Ала-Тоо", "Ала-Тоо", "Ala-Too"],
    ["Булак", "Булак", "Bulak"],
    ["Жаңы-Жол", "Жаны-Жол", "Jangy-Jol"],
    ["Үлгү", "Улгу", "Ulgu"],
    ["Эски-Тегирмен", "Эски-Тегирмен", "Eski-Tegirmen"],
    ["Чынар", "Чынар", "Chynar"],
    ["Тынчтык", "Тынчтык", "Tynchtyk"],
    ["Сай", "Сай", "Say"],
    ["Токой", "Токой", "Tokoy"],
    ["Нур", "Нур", "Nur"],
    ["Терек", "Терек", "Terek"],
];

/// Where somebody lives and what a letter is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    aimak: usize,
    village: usize,
    street: usize,
    pub house: u32,
    pub school: u32,
}

fn named(names: &[&'static str; 3], lang: Lang) -> &'static str {
    match lang {
        Lang::Ky => names[0],
        Lang::Ru => names[1],
        Lang::En => names[2],
    }
}

impl Place {
    pub(crate) fn any(rng: &mut Seeded) -> Self {
        // Some districts write more than others.
        let aimak = rng.weighted([16, 14, 12, 10, 9, 8, 8, 7, 6, 5, 5]);
        let villages = AIMAKS[aimak].villages.len();
        Self {
            aimak,
            village: rng.below(u32::try_from(villages).unwrap_or(1)) as usize,
            street: rng.below(u32::try_from(STREETS.len()).unwrap_or(1)) as usize,
            house: rng.below(96) + 1,
            school: rng.below(12) + 1,
        }
    }

    /// Code of the profile's territories (see [`crate::profile`]).
    pub(crate) fn territory(&self) -> &'static str {
        AIMAKS[self.aimak].code
    }

    pub(crate) fn aimak(&self, lang: Lang) -> &'static str {
        named(&AIMAKS[self.aimak].name, lang)
    }

    pub(crate) fn village(&self, lang: Lang) -> &'static str {
        named(&AIMAKS[self.aimak].villages[self.village], lang)
    }

    pub(crate) fn street(&self, lang: Lang) -> &'static str {
        named(&STREETS[self.street], lang)
    }

    /// The postal address on a card.
    pub(crate) fn address(&self, lang: Lang) -> String {
        let (village, street, house) = (self.village(lang), self.street(lang), self.house);
        match lang {
            Lang::Ky => format!("Демо району, {village} айылы, {street} көчөсү, {house}-үй"),
            Lang::Ru => format!("Демо район, с. {village}, ул. {street}, д. {house}"),
            Lang::En => format!("{house} {street} Street, {village}, Demo District"),
        }
    }

    /// The same house of another family in the street, for a letter with several signatures.
    pub(crate) fn neighbour(self, rng: &mut Seeded) -> Self {
        Self {
            house: rng.below(96) + 1,
            ..self
        }
    }
}

/// Codes and names of the territories, for the demonstration profile.
pub(crate) fn territories() -> Vec<(&'static str, Label)> {
    AIMAKS
        .iter()
        .map(|aimak| {
            let [ky, ru, en] = aimak.name.map(str::to_owned);
            (aimak.code, Label { ky, ru, en })
        })
        .collect()
}
