//! People who do not exist, their names in every case of grammar and of letters.

use std::collections::BTreeMap;

use crate::chance::Chance;

/// Names of one half of the set.
pub struct Names {
    lists: BTreeMap<(String, String), Vec<&'static str>>,
}

/// Cases of grammar that letters use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Nominative,
    Genitive,
    Dative,
    /// Russian instrumental.
    Instrumental,
    /// Kyrgyz ablative.
    Ablative,
}

/// Language of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    Ky,
    Ru,
}

/// A person.
pub struct Person {
    woman: bool,
    kyrgyz: bool,
    given: &'static str,
    surname: String,
    father: &'static str,
    initial: char,
}

impl Names {
    /// Reads lines of `language sex names`.
    pub fn read(text: &'static str) -> Self {
        let mut lists = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.split_whitespace();
            if let (Some(lang), Some(sex)) = (words.next(), words.next()) {
                lists.insert((lang.to_owned(), sex.to_owned()), words.collect());
            }
        }
        Self { lists }
    }

    fn pick(&self, chance: &mut Chance, lang: &str, which: &str) -> &'static str {
        self.lists
            .get(&(lang.to_owned(), which.to_owned()))
            .map_or("", |list| list[chance.below(list.len())])
    }

    /// Somebody; in Kyrgyz letters mostly with a Kyrgyz name, in Russian ones half and half.
    pub fn person(&self, chance: &mut Chance, lang: Lang, woman: Option<bool>) -> Person {
        let kyrgyz = chance.percent(if lang == Lang::Ky { 92 } else { 45 });
        let tongue = if kyrgyz { "ky" } else { "ru" };
        let woman = woman.unwrap_or_else(|| chance.percent(50));
        let given = self.pick(chance, tongue, if woman { "f" } else { "m" });
        let surname = feminine(self.pick(chance, tongue, "s"), woman);
        let father = self.pick(chance, tongue, "m");
        let initial = father.chars().next().unwrap_or('А');
        Person {
            woman,
            kyrgyz,
            given,
            surname,
            father,
            initial,
        }
    }
}

fn feminine(surname: &str, woman: bool) -> String {
    if !woman {
        return surname.to_owned();
    }
    if ["ов", "ев", "ёв", "ин", "ын"]
        .iter()
        .any(|e| surname.ends_with(e))
    {
        format!("{surname}а")
    } else if let Some(stem) = surname
        .strip_suffix("ий")
        .or_else(|| surname.strip_suffix("ый"))
    {
        format!("{stem}ая")
    } else {
        surname.to_owned()
    }
}

impl Person {
    fn patronymic(&self, case: Case) -> String {
        let f = self.father;
        let stem = match f {
            "Пётр" => "Петр".to_owned(),
            "Павел" => "Павл".to_owned(),
            "Лев" => "Льв".to_owned(),
            _ => f.strip_suffix(['а', 'й', 'ь', 'я']).unwrap_or(f).to_owned(),
        };
        let stem = if f.ends_with("ий") {
            format!("{}ь", stem.trim_end_matches('и'))
        } else {
            stem
        };
        let soft = f.ends_with('й') || f.ends_with('ь');
        let (m, w) = if soft {
            ("евич", "евн")
        } else {
            ("ович", "овн")
        };
        let kyrgyz_case = case == Case::Ablative;
        if self.woman {
            let end = match case {
                Case::Nominative | Case::Ablative => "а",
                Case::Genitive => "ы",
                Case::Dative => "е",
                Case::Instrumental => "ой",
            };
            format!("{stem}{w}{end}")
        } else {
            let end = match case {
                Case::Genitive => "а",
                Case::Dative => "у",
                Case::Instrumental => "ем",
                _ if kyrgyz_case => "",
                _ => "",
            };
            format!("{stem}{m}{end}")
        }
    }

    /// The name as a letter of this language writes it.
    pub fn full(&self, chance: &mut Chance, lang: Lang, case: Case) -> String {
        match lang {
            Lang::Ru => self.russian(chance, case),
            Lang::Ky => self.kyrgyz(chance, case),
        }
    }

    fn russian(&self, chance: &mut Chance, case: Case) -> String {
        let (s, g) = (self.surname_in(case), self.given_in(case));
        let p = self.patronymic(case);
        match chance.below(if self.kyrgyz { 4 } else { 5 }) {
            0 => format!("{s} {g}"),
            1 => format!("{g} {s}"),
            2 => format!("{s} {} {}", initial(self.given), initial_of(self.initial)),
            _ if self.kyrgyz && chance.percent(30) => format!("{s} {g}"),
            3 => format!("{g} {p} {s}"),
            _ => format!("{s} {g} {p}"),
        }
    }

    fn kyrgyz(&self, chance: &mut Chance, case: Case) -> String {
        let (s, g) = (self.surname.clone(), self.given.to_owned());
        let name = match chance.below(5) {
            0 | 1 => format!("{s} {g}"),
            2 => format!("{g} {s}"),
            3 => format!("{s} {g} {}", self.patronymic(Case::Nominative)),
            _ => format!(
                "{}{} {s}",
                initial_of(self.given.chars().next().unwrap_or('А')),
                if chance.percent(50) {
                    format!(" {}", initial_of(self.initial))
                } else {
                    String::new()
                }
            ),
        };
        kyrgyz_case(&name, case)
    }

    /// Surname with initials, either side, with and without blanks.
    pub fn short(&self, chance: &mut Chance) -> String {
        let (a, b) = (initial(self.given), initial_of(self.initial));
        let blank = if chance.percent(60) { "" } else { " " };
        match chance.below(4) {
            0 => format!("{} {a}{blank}{b}", self.surname),
            1 => format!("{a}{blank}{b} {}", self.surname),
            2 => format!("{a} {}", self.surname),
            _ => format!("{a}{b}{}", self.surname),
        }
    }

    /// With `уулу` or `кызы`.
    pub fn child_of(&self, chance: &mut Chance, case: Case) -> String {
        let child = if self.woman { "кызы" } else { "уулу" };
        let name = match chance.below(4) {
            0 => format!("{} {child} {}", self.father, self.given),
            1 => format!("{} {} {child}", self.given, self.father),
            2 => format!("{} {child}", self.father),
            _ => format!("{} {} {} {child}", self.surname, self.given, self.father),
        };
        kyrgyz_case(&name, case)
    }

    /// In Latin letters.
    pub fn latin(&self, chance: &mut Chance) -> String {
        let name = match chance.below(3) {
            0 => format!("{} {}", self.surname, self.given),
            1 => format!("{} {}", self.given, self.surname),
            _ => format!(
                "{} {} {}",
                self.surname,
                self.given,
                self.patronymic(Case::Nominative)
            ),
        };
        latin(&name)
    }

    fn surname_in(&self, case: Case) -> String {
        let s = &self.surname;
        let possessive = ["ов", "ев", "ёв", "ин", "ын"]
            .iter()
            .any(|e| s.trim_end_matches('а').ends_with(e));
        if let Some(stem) = s.strip_suffix("ий") {
            return format!("{stem}{}", pick(case, "ий", "ого", "ому", "им"));
        }
        if let Some(stem) = s.strip_suffix("ый") {
            return format!("{stem}{}", pick(case, "ый", "ого", "ому", "ым"));
        }
        if let Some(stem) = s.strip_suffix("ая") {
            return format!("{stem}{}", pick(case, "ая", "ой", "ой", "ой"));
        }
        match (possessive, self.woman) {
            (true, true) => format!(
                "{}{}",
                s.trim_end_matches('а'),
                pick(case, "а", "ой", "ой", "ой")
            ),
            (true, false) => format!("{s}{}", pick(case, "", "а", "у", "ым")),
            (false, false) if s.ends_with(['к', 'н', 'ж']) => {
                format!("{s}{}", pick(case, "", "а", "у", "ом"))
            }
            _ => s.clone(),
        }
    }

    fn given_in(&self, case: Case) -> String {
        let g = self.given;
        let stem = |cut: &str| g.strip_suffix(cut).unwrap_or(g).to_owned();
        match g {
            "Пётр" => {
                return format!(
                    "{}{}",
                    pick(case, "Пётр", "Петр", "Петр", "Петр"),
                    pick(case, "", "а", "у", "ом")
                );
            }
            "Павел" => {
                return format!(
                    "{}{}",
                    pick(case, "Павел", "Павл", "Павл", "Павл"),
                    pick(case, "", "а", "у", "ом")
                );
            }
            "Лев" => {
                return format!(
                    "{}{}",
                    pick(case, "Лев", "Льв", "Льв", "Льв"),
                    pick(case, "", "а", "у", "ом")
                );
            }
            "Любовь" => return format!("Любов{}", pick(case, "ь", "и", "и", "ью")),
            _ => {}
        }
        if g.ends_with("ия") {
            format!("{}{}", stem("я"), pick(case, "я", "и", "и", "ей"))
        } else if g.ends_with('я') {
            format!("{}{}", stem("я"), pick(case, "я", "и", "е", "ей"))
        } else if g.ends_with('а') {
            let hard = !stem("а").ends_with(['г', 'к', 'х', 'ж', 'ш']);
            format!(
                "{}{}",
                stem("а"),
                pick(case, "а", if hard { "ы" } else { "и" }, "е", "ой")
            )
        } else if g.ends_with('й') {
            format!("{}{}", stem("й"), pick(case, "й", "я", "ю", "ем"))
        } else if g.ends_with('ь') {
            format!("{}{}", stem("ь"), pick(case, "ь", "я", "ю", "ем"))
        } else if !self.woman && !g.ends_with(['у', 'ү', 'ы', 'и', 'о']) {
            format!("{g}{}", pick(case, "", "а", "у", "ом"))
        } else {
            g.to_owned()
        }
    }
}

fn pick<'a>(case: Case, n: &'a str, g: &'a str, d: &'a str, i: &'a str) -> &'a str {
    match case {
        Case::Nominative => n,
        Case::Genitive | Case::Ablative => g,
        Case::Dative => d,
        Case::Instrumental => i,
    }
}

fn initial(name: &str) -> String {
    initial_of(name.chars().next().unwrap_or('А'))
}

fn initial_of(c: char) -> String {
    format!("{c}.")
}

/// Kyrgyz endings go to the last word and follow its last vowel and last letter.
pub fn kyrgyz_case(name: &str, case: Case) -> String {
    let lower = name.to_lowercase();
    let vowel = lower
        .chars()
        .rev()
        .find(|c| "аоуыяюёеэиөү".contains(*c))
        .unwrap_or('а');
    let last = lower.chars().last().unwrap_or('а');
    let vowel_last = "аоуыяюёеэиөү".contains(last);
    let hard = "пткшсчхщцф".contains(last);
    let possessive = lower.ends_with("уулу") || lower.ends_with("кызы");
    let narrow = match vowel {
        'а' | 'ы' | 'я' => 'ы',
        'о' | 'у' | 'ю' | 'ё' => 'у',
        'е' | 'э' | 'и' => 'и',
        _ => 'ү',
    };
    let wide = match vowel {
        'а' | 'ы' | 'я' | 'у' | 'ю' => 'а',
        'о' | 'ё' => 'о',
        'е' | 'э' | 'и' => 'е',
        _ => 'ө',
    };
    let ending = match case {
        Case::Genitive => format!(
            "{}{narrow}н",
            if vowel_last {
                'н'
            } else if hard {
                'т'
            } else {
                'д'
            }
        ),
        Case::Dative if possessive => format!("н{wide}"),
        Case::Dative => format!("{}{wide}", if hard { 'к' } else { 'г' }),
        Case::Ablative if possessive => format!("н{wide}н"),
        Case::Ablative => format!("{}{wide}н", if hard { 'т' } else { 'д' }),
        _ => String::new(),
    };
    format!("{name}{ending}")
}

/// As passports and people write it.
pub fn latin(name: &str) -> String {
    const LETTERS: &[(char, &str)] = &[
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "i"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('ң', "n"),
        ('о', "o"),
        ('ө', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ү', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "shch"),
        ('ы', "y"),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let mut out = String::new();
    for c in name.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let to = LETTERS
            .iter()
            .find_map(|(from, to)| (*from == lower).then_some(*to));
        match to {
            Some(to) if c.is_uppercase() => {
                let mut letters = to.chars();
                out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                out.extend(letters);
            }
            Some(to) => out.push_str(to),
            None if "ьъ".contains(lower) => {}
            None => out.push(c),
        }
    }
    out
}
