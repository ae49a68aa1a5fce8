//! Telephone numbers as people type them and as Excel spoils them.

use crate::WarningCode;

/// A number that could be read, or the reason why it stands as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    /// `+` and digits, or the text as written.
    pub text: String,
    pub warning: Option<WarningCode>,
}

/// Reads one number. Takes away what spreadsheets put around it (`'+996…`, `="+996…"`, `….0`);
/// never invents digits: what Excel rounded away stays lost and is said to be.
pub(crate) fn read(raw: &str) -> Option<Phone> {
    let written = raw.trim();
    let bare = written
        .trim_start_matches('=')
        .trim_matches(|c: char| c == '"' || c == '\'' || c == '’' || c.is_whitespace());
    if bare.is_empty() {
        return None;
    }
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    let unclear = |warning| {
        Some(Phone {
            text: written.to_owned(),
            warning: Some(warning),
        })
    };
    if is_exponent(bare) {
        return unclear(WarningCode::PhoneDamaged);
    }
    let stray = |c: char| {
        !(c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '–' | '.') || c.is_whitespace())
    };
    if bare.chars().any(stray) || bare.chars().skip(1).any(|c| c == '+') {
        return unclear(WarningCode::PhoneUnclear);
    }
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let plus = bare.starts_with('+');
    let clear = |text: String| {
        Some(Phone {
            text,
            warning: None,
        })
    };
    match (plus, digits.len()) {
        (true, 8..=15) => clear(format!("+{digits}")),
        (false, 12) if digits.starts_with("996") => clear(format!("+{digits}")),
        (false, 14) if digits.starts_with("00996") => {
            clear(format!("+{}", digits.trim_start_matches('0')))
        }
        (false, 10) if digits.starts_with('0') => clear(format!(
            "+996{}",
            digits.strip_prefix('0').unwrap_or(&digits)
        )),
        (false, 11) if digits.starts_with('7') => clear(format!("+{digits}")),
        (false, 11) if digits.starts_with('8') => {
            clear(format!("+7{}", digits.strip_prefix('8').unwrap_or(&digits)))
        }
        // A spreadsheet took the leading zero for no digit.
        (false, 9) => Some(Phone {
            text: format!("+996{digits}"),
            warning: Some(WarningCode::PhoneGuessed),
        }),
        _ => unclear(WarningCode::PhoneUnclear),
    }
}

/// `9.96555E+11`, with a point or a comma.
pub(crate) fn is_exponent(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some((mantissa, exponent)) = lower.split_once('e') else {
        return false;
    };
    let numeric = |part: &str, extra: &[char]| {
        part.chars().any(|c| c.is_ascii_digit())
            && part
                .chars()
                .all(|c| c.is_ascii_digit() || extra.contains(&c))
    };
    numeric(mantissa, &['.', ',', '+', '-']) && numeric(exponent, &['+', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, text: &str, warning: Option<WarningCode>) {
        assert_eq!(
            read(raw),
            Some(Phone {
                text: text.into(),
                warning
            }),
            "{raw}"
        );
    }

    #[test]
    fn numbers_as_people_type_them() {
        check("+996 (000) 12-34-56", "+996000123456", None);
        check("0000 123456", "+996000123456", None);
        check("996000123456", "+996000123456", None);
        check("00996 000 123456", "+996000123456", None);
        check("8 (900) 000-00-00", "+79000000000", None);
        check("+7 900 000 00 00", "+79000000000", None);
        check("+49 30 000000", "+4930000000", None);
    }

    #[test]
    fn numbers_as_excel_leaves_them() {
        check("'+996000123456", "+996000123456", None);
        check("=\"+996000123456\"", "+996000123456", None);
        check("996000123456.0", "+996000123456", None);
        check(
            "9.96555E+11",
            "9.96555E+11",
            Some(WarningCode::PhoneDamaged),
        );
        check("9,96E+11", "9,96E+11", Some(WarningCode::PhoneDamaged));
        check(
            "000123456",
            "+996000123456",
            Some(WarningCode::PhoneGuessed),
        );
    }

    #[test]
    fn what_is_unclear_stays_as_written() {
        let unclear = Some(WarningCode::PhoneUnclear);
        check(
            "0000 123456, 0000 654321",
            "0000 123456, 0000 654321",
            unclear,
        );
        check("жок", "жок", unclear);
        check("12345", "12345", unclear);
        assert_eq!(read("  "), None);
        assert_eq!(read("'"), None);
    }
}
