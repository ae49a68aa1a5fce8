//! What keyboards and tempers do to a letter.

use domain::Lang;

use crate::seeded::Seeded;
use crate::words::{latin, without_kyrgyz_letters};

/// How a text was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// As it should be.
    Plain,
    /// ALL CAPITALS.
    Capitals,
    /// Russian in Latin letters.
    Latin,
    /// Without capitals and without full stops at the ends of sentences.
    Careless,
    /// Kyrgyz on a Russian keyboard: н о у for ң ө ү.
    WithoutKyrgyzLetters,
    /// Kyrgyz that ends in Russian.
    Mixed,
}

impl Typed {
    /// Draws how an electronic text was typed; paper is written with more care.
    pub(crate) fn draw(rng: &mut Seeded, lang: Lang, electronic: bool) -> Self {
        let share = rng.below(1000);
        match (electronic, lang) {
            (true, Lang::Ky) if share < 90 => Self::WithoutKyrgyzLetters,
            (true, Lang::Ky) if share < 190 => Self::Mixed,
            (true, Lang::Ru) if share < 30 => Self::Latin,
            (true, _) if share < 240 => Self::Careless,
            (true, Lang::Ky | Lang::Ru) if share < 265 => Self::Capitals,
            (false, Lang::Ky) if share < 30 => Self::Mixed,
            (false, Lang::Ky | Lang::Ru) if share < 45 => Self::Capitals,
            _ => Self::Plain,
        }
    }

    /// The text as it arrives.
    pub(crate) fn apply(self, text: String) -> String {
        match self {
            Self::Plain | Self::Mixed => text,
            Self::Capitals => text.to_uppercase(),
            Self::Latin => latin(&text),
            Self::WithoutKyrgyzLetters => without_kyrgyz_letters(&text),
            Self::Careless => careless(&text),
        }
    }
}

fn careless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut begins = true;
    while let Some(c) = chars.next() {
        let ends = c == '.' && chars.peek().is_none_or(|next| *next == '\n');
        if ends {
            continue;
        }
        // An abbreviation stays one.
        let word = chars.peek().is_none_or(|next| !next.is_uppercase());
        if begins && word && c.is_uppercase() {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
        if c.is_alphanumeric() {
            begins = false;
        }
        begins = begins || matches!(c, '.' | '!' | '?' | '\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_changes_letters_and_nothing_else() {
        let text = "Көчөдө жарык жок. Чара көрүңүз.\nТел. 0000 123456. ПИН: 1.".to_owned();
        assert_eq!(
            Typed::Capitals.apply(text.clone()),
            "КӨЧӨДӨ ЖАРЫК ЖОК. ЧАРА КӨРҮҢҮЗ.\nТЕЛ. 0000 123456. ПИН: 1."
        );
        assert_eq!(
            Typed::WithoutKyrgyzLetters.apply(text.clone()),
            "Кочодо жарык жок. Чара корунуз.\nТел. 0000 123456. ПИН: 1."
        );
        assert_eq!(
            Typed::Careless.apply(text),
            "көчөдө жарык жок. чара көрүңүз\nтел. 0000 123456. ПИН: 1"
        );
        assert_eq!(Typed::Latin.apply("Жду ответа".into()), "Zhdu otveta");
    }
}
