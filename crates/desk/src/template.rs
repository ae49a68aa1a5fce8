//! A template of an answer filled with the case's values.

use crate::error::{DeskError, Result};
use crate::session::Session;
use domain::{Code, Inquiry, InquiryId, Lang, Refusal};
use protocol::window::work::FilledTemplate;
use text::format;

impl Session {
    /// Fills a template. Variables without a value stay in the text and are named.
    ///
    /// # Errors
    /// A refusal for an unknown case or template.
    pub async fn fill_template(
        &self,
        inquiry: InquiryId,
        template: &Code,
        lang: Lang,
    ) -> Result<FilledTemplate> {
        let i = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        let profile = self.profile();
        let found = profile
            .templates
            .iter()
            .find(|t| t.code == *template)
            .ok_or_else(|| Refusal::NotInProfile {
                field: "template".into(),
                code: template.0.clone(),
            })?;
        let (body, missing) = fill(found.text.get(lang), |name| self.variable(&i, name, lang));
        Ok(FilledTemplate {
            body,
            missing,
            outcome: found.outcome.clone(),
        })
    }

    fn variable(&self, i: &Inquiry, name: &str, lang: Lang) -> Option<String> {
        let office = self.office();
        let executor = i.executor.and_then(|id| office.person(id));
        let value = match name {
            "applicant" => i
                .applicants
                .first()
                .map(|a| a.name.expose().trim().to_owned()),
            "number" => i.shown_number(),
            "subject" => Some(i.subject.clone()),
            "received_date" => Some(format::date_long(lang, i.received_at.date_naive())),
            "registered_date" => i.registered_on.map(|d| format::date_long(lang, d)),
            "due_date" => i.due.as_ref().map(|d| format::date_long(lang, d.on)),
            "executor" => executor.map(|e| e.name.clone()),
            "phone" => executor.map(|e| e.phone.clone()),
            "topic" => i
                .topic
                .as_ref()
                .map(|t| office.profile.label("topic", t, lang).to_owned()),
            "body" => Some(office.profile.body.name.get(lang).to_owned()),
            _ => None,
        };
        value.filter(|v| !v.is_empty())
    }
}

/// Replaces `{name}` by its value; returns the text and the names without one.
fn fill(template: &str, value_of: impl Fn(&str) -> Option<String>) -> (String, Vec<String>) {
    let (mut out, mut missing) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match value_of(name) {
            Some(value) => out.push_str(&value),
            None => {
                out.push_str(&format!("{{{name}}}"));
                if !missing.iter().any(|m| m == name) {
                    missing.push(name.to_owned());
                }
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    (out, missing)
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn variables_are_filled_and_missing_ones_named() {
        let value_of = |name: &str| (name == "a").then(|| "Э{э}".to_owned());
        let check = |template: &str, body: &str, missing: &[&str]| {
            let (found, names) = fill(template, value_of);
            assert_eq!(found, body);
            assert_eq!(names, missing);
        };
        check("{a}, {b} {b}", "Э{э}, {b} {b}", &["b"]);
        check("нет", "нет", &[]);
        check("{a", "{a", &[]);
    }
}
