//! A spelling in which a name's ways of being written meet: `Айгүл`, `Айгуль`, `Aigul`; `Жылдыз`, `Джылдыз`, `Zhyldyz`.

/// Latin letters, longest first, and what they stand for.
const LATIN: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("sch", "ш"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("dj", "ж"),
    ("dzh", "ж"),
    ("yu", "ю"),
    ("iu", "ю"),
    ("ju", "жу"),
    ("ya", "я"),
    ("ia", "я"),
    ("yo", "е"),
    ("ye", "е"),
    ("gh", "г"),
    ("ph", "ф"),
    ("ck", "к"),
    ("a", "а"),
    ("b", "б"),
    ("c", "к"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "кс"),
    ("y", "и"),
    ("z", "з"),
    ("ö", "о"),
    ("ü", "у"),
    ("ş", "ш"),
    ("ç", "ч"),
    ("ı", "и"),
    ("ğ", "г"),
    ("ñ", "н"),
];

/// The coarse spelling of a token's key.
#[must_use]
pub fn coarse(key: &str, latin: bool) -> String {
    if latin {
        fold(&cyrillic(key))
    } else {
        fold(key)
    }
}

fn cyrillic(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let mut out = String::with_capacity(key.len() * 2);
    let mut i = 0;
    while i < chars.len() {
        let found = LATIN.iter().find(|(from, _)| {
            from.chars()
                .enumerate()
                .all(|(k, c)| chars.get(i + k) == Some(&c))
        });
        if let Some((from, to)) = found {
            out.push_str(to);
            i += from.chars().count();
        } else {
            if chars[i] != '\'' {
                out.push(chars[i]);
            }
            i += 1;
        }
    }
    out
}

/// Drops `ь ъ`, writes `ы й` as `и` and `э` as `е`, `дж` as `ж`, no `и` before `я ю е и`.
fn fold(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        let c = match c {
            'ь' | 'ъ' => continue,
            'ы' | 'й' => 'и',
            'э' => 'е',
            other => other,
        };
        if matches!(c, 'я' | 'ю' | 'е' | 'и') && out.ends_with('и') {
            out.pop();
        }
        if c == 'ж' && out.ends_with('д') {
            out.pop();
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::key_of;

    #[test]
    fn spellings_meet() {
        let meet = |a: &str, b: &str, latin: bool| {
            assert_eq!(
                coarse(&key_of(a), false),
                coarse(&key_of(b), latin),
                "{a} {b}"
            );
        };
        meet("Айгүл", "Айгуль", false);
        meet("Айгүл", "Aigul", true);
        meet("Жылдыз", "Джылдыз", false);
        meet("Жылдыз", "Zhyldyz", true);
        meet("Мария", "Maria", true);
        meet("Дмитрий", "Dmitry", true);
        meet("Евгений", "Evgeniy", true);
    }
}
