//! Names of codes in one language.

use std::collections::BTreeMap;

use text::Texts;

use crate::row::Dimension;

/// What the profile and the register of staff call their codes, in the language of the paper.
#[derive(Debug, Clone, Default)]
pub struct Labels(BTreeMap<(Dimension, String), String>);

impl Labels {
    /// No labels: codes show as they are.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names a code.
    pub fn add(&mut self, dimension: Dimension, code: impl Into<String>, label: impl Into<String>) {
        self.0.insert((dimension, code.into()), label.into());
    }

    /// The name of a code; the code itself where it has none, and words for "not stated".
    #[must_use]
    pub fn name(&self, texts: &Texts, dimension: Dimension, code: Option<&str>) -> String {
        let Some(code) = code else {
            let own = format!("report-none-{}", dimension.code());
            return texts.first(&[&own, "report-none"], &[]);
        };
        let given = self
            .0
            .get(&(dimension, code.to_owned()))
            .filter(|label| !label.is_empty());
        if let Some(label) = given {
            return label.clone();
        }
        let key = format!("report-{}-{code}", dimension.code());
        if texts.has(&key) {
            texts.get(&key)
        } else {
            code.to_owned()
        }
    }
}
