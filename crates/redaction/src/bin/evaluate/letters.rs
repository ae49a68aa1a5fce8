//! Letters made of templates whose slots are filled: what was put where is known.

use crate::{
    chance::Chance,
    people::{Case, Lang, Names},
    values,
};

/// What a slot's value is, for counting: its kind's code, and for names how they are written.
#[derive(Debug, Clone)]
pub struct Label {
    pub kind: &'static str,
    pub style: &'static str,
    pub start: usize,
    pub end: usize,
}

/// A letter, or a piece of official prose without labels.
pub struct Letter {
    pub lang: Lang,
    pub text: String,
    pub labels: Vec<Label>,
}

/// Templates of a file: `@ky` or `@ru`, then the text.
pub fn templates(file: &'static str) -> Vec<(Lang, &'static str)> {
    file.split("@k")
        .flat_map(|part| part.split("@r"))
        .filter_map(|part| {
            let lang = match part.chars().next()? {
                'y' => Lang::Ky,
                'u' => Lang::Ru,
                _ => return None,
            };
            Some((lang, part.get(1..)?.trim()))
        })
        .collect()
}

/// Fills a template.
pub fn fill(template: &str, lang: Lang, names: &Names, held: bool, chance: &mut Chance) -> Letter {
    let mut letter = Letter {
        lang,
        text: String::new(),
        labels: Vec::new(),
    };
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        letter.text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else {
            break;
        };
        put(&mut letter, slot, names, held, chance);
        rest = after;
    }
    letter.text.push_str(rest);
    letter
}

fn put(letter: &mut Letter, slot: &str, names: &Names, held: bool, chance: &mut Chance) {
    let lang = letter.lang;
    let value = value(slot, lang, names, held, chance);
    let start = letter.text.chars().count();
    letter.text.push_str(&value.text);
    let end = start + value.text.chars().count();
    if let Some((kind, style)) = value.label {
        letter.labels.push(Label {
            kind,
            style,
            start,
            end,
        });
    }
}

struct Value {
    text: String,
    label: Option<(&'static str, &'static str)>,
}

fn value(slot: &str, lang: Lang, names: &Names, held: bool, chance: &mut Chance) -> Value {
    if slot.starts_with("name") {
        return name(slot, lang, names, chance);
    }
    let (text, kind) = match slot {
        "phone" => (values::phone(chance, lang), "phone"),
        "email" => (values::email(chance), "email"),
        "pin" => (values::pin(chance), "national_id"),
        "inn10" => (values::inn10(chance), "tax_id"),
        "inn12" => (values::inn12(chance), "tax_id"),
        "snils" => (values::snils(chance), "insurance_number"),
        "oms" => (values::oms(chance), "insurance_number"),
        "passport" => (values::passport(chance), "passport"),
        "rupass" => (values::russian_passport(chance), "passport"),
        "address" => (values::address(chance, lang, held), "address"),
        "birth" => (values::birth(chance, lang), "birth_date"),
        "card" => (values::card(chance), "card"),
        "iban" => (values::iban(chance), "iban"),
        "plate" => (values::plate(chance), "plate"),
        "password" => (values::password(chance), "secret"),
        "pincode" => (chance.digits(4), "secret"),
        "cvv" => (chance.digits(3), "secret"),
        "smscode" => (chance.digits(6), "secret"),
        "date" => (values::date(chance, lang), ""),
        "docno" => (values::document(chance, lang), ""),
        "sum" => (values::sum(chance), ""),
        "law" => (values::law(chance, lang).to_owned(), ""),
        "org" => (values::organisation(chance, lang).to_owned(), ""),
        other => (format!("{{{other}}}"), ""),
    };
    Value {
        text,
        label: (!kind.is_empty()).then_some((kind, "")),
    }
}

fn name(slot: &str, lang: Lang, names: &Names, chance: &mut Chance) -> Value {
    let woman = slot.ends_with("_f").then_some(true);
    let person = names.person(chance, lang, woman);
    let (text, style) = match slot.trim_end_matches("_f") {
        "name_gen" => (person.full(chance, lang, Case::Genitive), "case"),
        "name_dat" => (person.full(chance, lang, Case::Dative), "case"),
        "name_ins" => (person.full(chance, lang, Case::Instrumental), "case"),
        "name_abl" => (person.full(chance, lang, Case::Ablative), "case"),
        "name_caps" => (
            person.full(chance, lang, Case::Nominative).to_uppercase(),
            "caps",
        ),
        "name_lower" => (
            person.full(chance, lang, Case::Nominative).to_lowercase(),
            "lower",
        ),
        "name_short" => (person.short(chance), "short"),
        "name_uulu" => (person.child_of(chance, Case::Nominative), "child"),
        "name_uulu_gen" => (person.child_of(chance, Case::Genitive), "child"),
        "name_lat" => (person.latin(chance), "latin"),
        _ => (person.full(chance, lang, Case::Nominative), "plain"),
    };
    Value {
        text: if style == "lower" || style == "latin" {
            text
        } else {
            misread(&text, chance)
        },
        label: Some(("person", style)),
    }
}

/// Now and then a look-alike letter, a soft hyphen, a line's end, letters of another keyboard.
fn misread(name: &str, chance: &mut Chance) -> String {
    match chance.below(24) {
        0 => name.replacen('а', "a", 1),
        1 => name.replacen('о', "o", 1),
        2 => name.replacen("ов", "о\u{ad}в", 1),
        3 => name.replacen(' ', "\n", 1),
        4 => name.replace('ө', "о").replace('ү', "у").replace('ң', "н"),
        5 => name.replace('ө', "ɵ").replace('ү', "ʏ"),
        6 => name.replacen(' ', "\u{a0}", 1),
        _ => name.to_owned(),
    }
}
