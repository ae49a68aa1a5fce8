//! People who do not exist. Given names are ordinary; every surname says that it is made up
//! (мисал, үлгү, пример: example; жомок: tale; ойдон: imagined), every telephone is +996 000.

use domain::Lang;

use crate::seeded::Seeded;
use crate::words::{ky_from, latin, ru_of};

/// A name in its Kyrgyz and its Russian spelling.
type Spelt = (&'static str, &'static str);

const KY_SURNAMES: &[Spelt] = &[
    ("Демоев", "Демоев"),
    ("Мисалов", "Мисалов"),
    ("Үлгүев", "Улгуев"),
    ("Жомоков", "Жомоков"),
    ("Ойдонов", "Ойдонов"),
    ("Сынаков", "Сынаков"),
    ("Элесов", "Элесов"),
    ("Мисалбеков", "Мисалбеков"),
    ("Үлгүбаев", "Улгубаев"),
    ("Демобаев", "Демобаев"),
    ("Жомокбаев", "Жомокбаев"),
    ("Ойдонбаев", "Ойдонбаев"),
    ("Шарттуубаев", "Шарттубаев"),
    ("Долбооров", "Долбооров"),
    ("Караламаев", "Караламаев"),
    ("Атсызов", "Атсызов"),
    ("Көчүрмөев", "Кочурмоев"),
    ("Үлгүлөев", "Улгулоев"),
    ("Бланкбаев", "Бланкбаев"),
    ("Демоналиев", "Демоналиев"),
];
const RU_SURNAMES: &[Spelt] = &[
    ("Примеров", "Примеров"),
    ("Вымышлов", "Вымышлов"),
    ("Тестов", "Тестов"),
    ("Шаблонов", "Шаблонов"),
    ("Макетов", "Макетов"),
    ("Демонстратов", "Демонстратов"),
    ("Черновиков", "Черновиков"),
    ("Небылицын", "Небылицын"),
    ("Выдумкин", "Выдумкин"),
    ("Эталонов", "Эталонов"),
    ("Заглушкин", "Заглушкин"),
];
const CLANS: &[Spelt] = &[
    ("Мисалбек", "Мисалбек"),
    ("Демо", "Демо"),
    ("Жомок", "Жомок"),
    ("Үлгү", "Улгу"),
    ("Ойдон", "Ойдон"),
];

const KY_MEN: &[Spelt] = &[
    ("Бакыт", "Бакыт"),
    ("Нурлан", "Нурлан"),
    ("Эркин", "Эркин"),
    ("Азамат", "Азамат"),
    ("Талант", "Талант"),
    ("Кубат", "Кубат"),
    ("Мирбек", "Мирбек"),
    ("Улан", "Улан"),
    ("Чыңгыз", "Чингиз"),
    ("Жаныбек", "Жаныбек"),
    ("Асан", "Асан"),
    ("Үсөн", "Усен"),
    ("Болот", "Болот"),
    ("Марат", "Марат"),
    ("Айбек", "Айбек"),
    ("Данияр", "Данияр"),
    ("Эмил", "Эмиль"),
    ("Сыймык", "Сыймык"),
    ("Токтогул", "Токтогул"),
    ("Замир", "Замир"),
    ("Темир", "Темир"),
    ("Канат", "Канат"),
    ("Жолдошбек", "Жолдошбек"),
    ("Адилет", "Адилет"),
    ("Аскар", "Аскар"),
    ("Арстан", "Арстан"),
    ("Жумабек", "Жумабек"),
    ("Өмүрбек", "Омурбек"),
    ("Тилек", "Тилек"),
    ("Самат", "Самат"),
];
const KY_WOMEN: &[Spelt] = &[
    ("Айгүл", "Айгуль"),
    ("Нургүл", "Нургуль"),
    ("Айпери", "Айпери"),
    ("Гүлнара", "Гульнара"),
    ("Бурул", "Бурул"),
    ("Асел", "Асель"),
    ("Жылдыз", "Жылдыз"),
    ("Назгүл", "Назгуль"),
    ("Айжан", "Айжан"),
    ("Мээрим", "Мээрим"),
    ("Бермет", "Бермет"),
    ("Чолпон", "Чолпон"),
    ("Динара", "Динара"),
    ("Элмира", "Эльмира"),
    ("Жамийла", "Жамиля"),
    ("Сайкал", "Сайкал"),
    ("Нуриза", "Нуриза"),
    ("Айзада", "Айзада"),
    ("Бүбүсара", "Бюбюсара"),
    ("Гүлмира", "Гульмира"),
    ("Рахат", "Рахат"),
    ("Элиза", "Элиза"),
    ("Зарина", "Зарина"),
    ("Канышай", "Канышай"),
    ("Перизат", "Перизат"),
    ("Салтанат", "Салтанат"),
    ("Анара", "Анара"),
    ("Жаңыл", "Жаныл"),
    ("Токтобүбү", "Токтобюбю"),
];
const RU_MEN: &[Spelt] = &[
    ("Иван", "Иван"),
    ("Сергей", "Сергей"),
    ("Николай", "Николай"),
    ("Виктор", "Виктор"),
    ("Андрей", "Андрей"),
    ("Алексей", "Алексей"),
    ("Пётр", "Пётр"),
    ("Владимир", "Владимир"),
    ("Юрий", "Юрий"),
    ("Павел", "Павел"),
];
const RU_WOMEN: &[Spelt] = &[
    ("Анна", "Анна"),
    ("Мария", "Мария"),
    ("Ольга", "Ольга"),
    ("Наталья", "Наталья"),
    ("Светлана", "Светлана"),
    ("Татьяна", "Татьяна"),
    ("Галина", "Галина"),
    ("Валентина", "Валентина"),
    ("Людмила", "Людмила"),
    ("Елена", "Елена"),
];
const KY_FATHERS: &[&str] = &[
    "Асан",
    "Нурлан",
    "Марат",
    "Бакыт",
    "Эркин",
    "Болот",
    "Кубат",
    "Канат",
    "Самат",
    "Аскар",
    "Темир",
    "Замир",
    "Улан",
    "Талант",
];
const RU_FATHERS: &[(&str, &str)] = &[
    ("Иванович", "Ивановна"),
    ("Сергеевич", "Сергеевна"),
    ("Николаевич", "Николаевна"),
    ("Петрович", "Петровна"),
    ("Алексеевич", "Алексеевна"),
    ("Викторович", "Викторовна"),
    ("Павлович", "Павловна"),
    ("Юрьевич", "Юрьевна"),
];

/// One made-up person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub female: bool,
    surname: Spelt,
    /// `X уулу`, `X кызы` instead of a surname that is declined.
    clan: bool,
    kyrgyz: bool,
    given: Spelt,
    patronymic: Option<String>,
    pub phone: u32,
    pub born: (u32, u32, u32),
    pin_tail: u32,
    passport: u32,
    mail: u32,
}

impl Person {
    /// A grown-up whose letter is in `lang`, in the year `year`.
    pub(crate) fn adult(rng: &mut Seeded, lang: Lang, year: i32) -> Self {
        let age = rng.between(19, 45) + rng.between(0, 37);
        Self::of_age(rng, lang, year, age)
    }

    /// Somebody of an age.
    pub(crate) fn of_age(rng: &mut Seeded, lang: Lang, year: i32, age: i64) -> Self {
        let kyrgyz = match lang {
            Lang::Ky => rng.chance(985),
            Lang::Ru => rng.chance(520),
            Lang::En => rng.chance(600),
        };
        let clan = kyrgyz && age < 45 && rng.chance(180);
        let surnames = match (clan, kyrgyz) {
            (true, _) => CLANS,
            (false, true) => KY_SURNAMES,
            (false, false) => RU_SURNAMES,
        };
        let surname = *rng.pick(surnames);
        Self::named(rng, surname, (kyrgyz, clan), year, age)
    }

    /// A child in the family of this person: the same surname.
    pub(crate) fn child(&self, rng: &mut Seeded, year: i32, age: i64) -> Self {
        Self::named(rng, self.surname, (self.kyrgyz, self.clan), year, age)
    }

    fn named(
        rng: &mut Seeded,
        surname: Spelt,
        (kyrgyz, clan): (bool, bool),
        year: i32,
        age: i64,
    ) -> Self {
        let female = rng.chance(540);
        let given = match (kyrgyz, female) {
            (true, false) => KY_MEN,
            (true, true) => KY_WOMEN,
            (false, false) => RU_MEN,
            (false, true) => RU_WOMEN,
        };
        let patronymic = (!clan && rng.chance(700)).then(|| patronymic(rng, kyrgyz, female));
        Self {
            female,
            surname,
            clan,
            kyrgyz,
            given: *rng.pick(given),
            patronymic,
            phone: rng.below(1_000_000),
            born: (
                rng.below(28) + 1,
                rng.below(12) + 1,
                u32::try_from(i64::from(year) - age).unwrap_or(1980),
            ),
            pin_tail: rng.below(1000),
            passport: rng.below(10_000),
            mail: rng.below(90) + 10,
        }
    }

    fn spelt(name: Spelt, lang: Lang) -> &'static str {
        if lang == Lang::Ky { name.0 } else { name.1 }
    }

    /// The surname alone, or the clan's form of it.
    pub(crate) fn surname(&self, lang: Lang) -> String {
        let base = Self::spelt(self.surname, lang);
        match (self.clan, self.female) {
            (true, true) => format!("{base} кызы"),
            (true, false) => format!("{base} уулу"),
            (false, true) => format!("{base}а"),
            (false, false) => base.to_owned(),
        }
    }

    /// Surname, name, patronymic as a letter in `lang` has them.
    pub(crate) fn name(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return latin(&format!("{} {}", self.given.1, self.surname(Lang::Ru)));
        }
        let mut name = format!("{} {}", self.surname(lang), Self::spelt(self.given, lang));
        if let Some(patronymic) = &self.patronymic {
            name.push(' ');
            name.push_str(patronymic);
        }
        name
    }

    /// How an answer begins: name and patronymic in Russian, the whole name otherwise.
    pub(crate) fn addressed(&self, lang: Lang) -> String {
        match (lang, &self.patronymic) {
            (Lang::Ru, Some(patronymic)) => format!("{} {patronymic}", self.given.1),
            _ => self.name(lang),
        }
    }

    /// "From so-and-so" in the head of a letter.
    pub(crate) fn sender(&self, lang: Lang) -> String {
        match lang {
            Lang::Ky => ky_from(&self.name(lang)),
            Lang::Ru => {
                // `X уулу` and `X кызы` stay as they are; the given name behind them is declined.
                let fixed = if self.clan { 2 } else { 0 };
                let name = self.name(lang);
                let words = name.split(' ').enumerate().map(|(place, word)| {
                    if place < fixed {
                        word.to_owned()
                    } else {
                        ru_of(word, place == 0, self.female)
                    }
                });
                words.collect::<Vec<_>>().join(" ")
            }
            Lang::En => self.name(lang),
        }
    }

    /// +996 and nine digits, in a range that is given to nobody.
    pub(crate) fn phone(&self, style: u32) -> String {
        let (a, b) = (self.phone / 1000, self.phone % 1000);
        match style % 4 {
            0 => format!("+996 000 {a:03}{b:03}"),
            1 => format!("0000 {a:03} {b:03}"),
            2 => format!("+996 (000) {a:03}-{b:03}"),
            _ => format!("+996000{a:03}{b:03}"),
        }
    }

    /// Fourteen digits of the shape of a personal number; the last five are below 1000.
    pub(crate) fn pin(&self) -> String {
        let (day, month, year) = self.born;
        format!(
            "{}{day:02}{month:02}{year:04}{:05}",
            if self.female { 1 } else { 2 },
            self.pin_tail
        )
    }

    /// The shape of a passport number.
    pub(crate) fn passport(&self) -> String {
        format!("ID{:07}", self.passport)
    }

    /// An address under a domain that is reserved for examples.
    pub(crate) fn email(&self) -> String {
        let given = latin(self.given.1).to_lowercase();
        let surname = latin(self.surname.1).to_lowercase();
        format!("{given}.{surname}{}@demo.example", self.mail)
    }
}

fn patronymic(rng: &mut Seeded, kyrgyz: bool, female: bool) -> String {
    if kyrgyz {
        let father = rng.pick(KY_FATHERS);
        format!("{father}{}", if female { "овна" } else { "ович" })
    } else {
        let (son, daughter) = rng.pick(RU_FATHERS);
        (if female { *daughter } else { *son }).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_visibly_made_up_and_well_formed() {
        let mut rng = Seeded::new(3, "people", 0);
        for lang in Lang::ALL {
            for _ in 0..300 {
                let person = Person::adult(&mut rng, lang, 2026);
                let name = person.name(lang);
                let marks = [
                    "Демо",
                    "Мисал",
                    "Үлгү",
                    "Улгу",
                    "Жомок",
                    "Ойдон",
                    "Сынак",
                    "Элес",
                    "Шартту",
                    "Долбоор",
                    "Каралама",
                    "Атсыз",
                    "Көчүрмө",
                    "Кочурмо",
                    "Бланк",
                    "Пример",
                    "Вымышл",
                    "Тестов",
                    "Шаблон",
                    "Макет",
                    "Черновик",
                    "Небылиц",
                    "Выдумк",
                    "Эталон",
                    "Заглушк",
                ];
                let known = marks
                    .iter()
                    .any(|m| name.contains(m) || name.contains(&latin(m)));
                assert!(known, "{name}");
                let pin = person.pin();
                assert_eq!(pin.len(), 14);
                let found = domain::alerts::find(&pin, 16);
                assert_eq!(
                    found.first().map(|f| f.kind),
                    Some(domain::alerts::AlertKind::Pin),
                    "{pin}"
                );
                assert!(person.phone(0).starts_with("+996 000 "));
                assert!(person.email().is_ascii(), "{}", person.email());
            }
        }
    }
}
