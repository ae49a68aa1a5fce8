//! A text in the three languages.

use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// A text in the three languages. A body need not use all of them: what it lacks is said in one that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Label {
    /// Kyrgyz.
    #[serde(default)]
    pub ky: String,
    /// Russian.
    #[serde(default)]
    pub ru: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Label {
    /// The same in all languages.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self {
            ky: text.to_owned(),
            ru: text.to_owned(),
            en: text.to_owned(),
        }
    }

    /// The text in a language; else in Russian, Kyrgyz or English, so that a window in a language that the body does
    /// not use shows no blanks.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        [self.own(lang), &self.ru, &self.ky, &self.en]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .unwrap_or_default()
    }

    /// The text in just this language; may be empty.
    #[must_use]
    pub fn own(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ky => &self.ky,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_body_has_not_in_a_language_is_said_in_another() {
        let label = Label {
            ru: "Жалоба".into(),
            en: "Complaint".into(),
            ..Label::default()
        };
        assert_eq!(label.get(Lang::Ky), "Жалоба");
        assert_eq!(label.get(Lang::En), "Complaint");
        assert_eq!(label.own(Lang::Ky), "");
        assert_eq!(Label::default().get(Lang::Ru), "");
    }
}
