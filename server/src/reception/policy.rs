//! The policy that a reception's page shows and records consent to: a file of the body's own (`server/policies`).

use crate::settings::Violation;
use domain::profile::Label;
use domain::{Lang, Profile};
use serde::Deserialize;

/// A policy that was checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// Recorded with each consent.
    pub version: String,
    /// The words; a line that begins with `# ` is a heading.
    #[serde(default)]
    text: Label,
    /// Where it stands, in place of the words.
    #[serde(default)]
    url: Label,
}

/// What the page of the policy shows.
pub(crate) enum Shown<'a> {
    Text(&'a str),
    Address(&'a str),
}

impl Policy {
    /// Reads a policy's file.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub(crate) fn read(text: &str, profile: &Profile) -> Result<Self, Vec<Violation>> {
        let violation = |place: String, what: &str| Violation {
            place,
            what: what.to_owned(),
        };
        let policy: Self =
            toml::from_str(text).map_err(|e| vec![violation("file".into(), e.message())])?;
        let mut wrong = Vec::new();
        let version = policy.version.trim();
        if version.is_empty() || version.chars().count() > 60 {
            wrong.push(violation("version".into(), "a short text is meant"));
        }
        for lang in &profile.languages {
            let (text, url) = (policy.text.own(*lang).trim(), policy.url.own(*lang).trim());
            let tag = lang.tag();
            match (text.is_empty(), url.is_empty()) {
                (true, true) => wrong.push(violation(format!("text.{tag}"), "there is no text")),
                (false, false) => wrong.push(violation(
                    format!("url.{tag}"),
                    "there is a text: either of them is meant",
                )),
                _ => {}
            }
            if !url.is_empty() && !url.starts_with("https://") {
                wrong.push(violation(format!("url.{tag}"), "https://... is meant"));
            }
        }
        if wrong.is_empty() {
            Ok(policy)
        } else {
            Err(wrong)
        }
    }

    pub(crate) fn shown(&self, lang: Lang) -> Shown<'_> {
        match self.url.own(lang).trim() {
            "" => Shown::Text(self.text.own(lang).trim()),
            address => Shown::Address(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::profile::KG_DISTRICT;

    #[test]
    fn the_policy_that_ships_is_valid_and_every_mistake_is_said() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let shipped = include_str!("../../policies/kg-district.toml");
        assert_eq!(
            Policy::read(shipped, &profile).unwrap().version,
            "2026-03-03"
        );
        let wrong = Policy::read(
            "version = \" \"\n[text]\nky = \"x\"\nru = \"x\"\nen = \"\"\n[url]\nky = \"http://x\"\nru = \"\"\nen = \"\"\n",
            &profile,
        )
        .unwrap_err();
        let places: Vec<&str> = wrong.iter().map(|v| v.place.as_str()).collect();
        assert_eq!(places, ["version", "url.ky", "url.ky", "text.en"]);
    }
}
