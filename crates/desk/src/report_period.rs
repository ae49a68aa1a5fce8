//! The report of a period: rows of the replica -> model -> paper.

use crate::error::{DeskError, Result};
use crate::files::blocking;
use crate::papers::Behind;
use crate::session::Session;
use chrono::NaiveDate;
use domain::{Code, InquiryId, Lang, Profile};
use protocol::window::papers::{FigureView, MakeReport, ReportView, SectionView};
use report::{Dimension, Labels, Period, ReportInput, ReportModel, ReportRow, Signer, Unsynced};
use std::collections::BTreeMap;
use text::Texts;

/// Lists of the profile that fill a section, so that a channel without inquiries still shows its nought.
const LISTS: [(Dimension, &str); 7] = [
    (Dimension::Channel, "channel"),
    (Dimension::Kind, "kind"),
    (Dimension::Outcome, "outcome"),
    (Dimension::Topic, "topic"),
    (Dimension::Territory, "territory"),
    (Dimension::Category, "category"),
    (Dimension::Form, "form"),
];

impl Session {
    /// Makes the report.
    ///
    /// # Errors
    /// A period that ends before it begins, figures that do not reconcile, or the writer's.
    pub async fn make_report(&self, wanted: &MakeReport) -> Result<ReportView> {
        let model = self.report_model(wanted).await?;
        let labels = self.labels(wanted.lang);
        let lang = wanted.lang;
        let (bytes, behind, sections, totals) = blocking(move || {
            let texts = Texts::new(lang);
            let paper = report::pdf(&model, &labels, &texts)
                .map_err(|e| DeskError::Paper(e.to_string()))?;
            let totals = (model.total.count, model.total.before, model.unsynced.queued);
            let behind = behind(&model)?;
            Ok((
                paper.bytes,
                behind,
                sections(&model, &labels, &texts),
                totals,
            ))
        })
        .await?;
        let name = format!("report-{}-{}.pdf", wanted.from, wanted.to);
        Ok(ReportView {
            paper: self.papers.keep_with(&name, bytes, Some(behind))?,
            sections,
            total: count(totals.0),
            total_before: count(totals.1),
            queued: u32::try_from(totals.2).unwrap_or(u32::MAX),
        })
    }

    /// The report's figures, without paper.
    ///
    /// # Errors
    /// As [`Session::make_report`].
    pub async fn report_model(&self, wanted: &MakeReport) -> Result<ReportModel> {
        let period = Period {
            from: wanted.from,
            to: wanted.to,
        };
        if period.to < period.from {
            return Err(domain::Refusal::OutOfBounds {
                field: "period".into(),
            }
            .into());
        }
        let before = period.year_before();
        let chip = self.chip().await?;
        let (office, lang) = (self.office(), wanted.lang);
        let profile = &office.profile;
        let input = ReportInput {
            period,
            rows: self.rows(period.from, period.to).await?,
            rows_before: self.rows(before.from, before.to).await?,
            known: LISTS
                .iter()
                .map(|(dimension, list)| (*dimension, self.codes(list)))
                .filter(|(_, c)| !c.is_empty())
                .collect(),
            as_of: self.now(),
            sequence: Some(self.replica.standing().await?.cursor),
            body: heads(profile, lang),
            profile: profile.id.clone(),
            profile_version: profile.version.clone(),
            made_by: self.staff.name.clone(),
            signers: vec![
                Signer {
                    role: profile.body.head.get(lang).to_owned(),
                    name: String::new(),
                },
                Signer {
                    role: self.staff.position.get(lang).to_owned(),
                    name: self.staff.name.clone(),
                },
            ],
            unsynced: Unsynced {
                queued: u64::from(chip.queued),
                devices: Vec::new(),
            },
        };
        blocking(move || ReportModel::build(input).map_err(|e| DeskError::Paper(e.to_string())))
            .await
    }

    fn codes(&self, list: &str) -> Vec<String> {
        match list {
            "form" => ["written", "electronic", "oral"]
                .map(str::to_owned)
                .to_vec(),
            // Long lists show what was counted.
            "topic" | "territory" | "category" => Vec::new(),
            _ => self
                .profile()
                .list(list)
                .iter()
                .map(|(code, _)| code.0.clone())
                .collect(),
        }
    }

    async fn rows(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<ReportRow>> {
        let profile = self.profile();
        let forms: BTreeMap<Code, String> = profile
            .channels
            .iter()
            .map(|c| (c.code.clone(), c.form.0.clone()))
            .collect();
        let mut rows = Vec::new();
        let tell = |r: replica::ReportRow| {
            rows.push(ReportRow {
                id: r.id.to_string(),
                number: r.number,
                received: r.received,
                registered: r.registered,
                form: forms.get(&r.channel).cloned().unwrap_or_default(),
                channel: r.channel.0,
                kind: r.kind.0,
                topic: r.topic.map(|c| c.0),
                territory: r.territory.map(|c| c.0),
                // A case that ended without an answer has that end for its outcome.
                outcome: match r.ending.as_str() {
                    "forward" => Some("forwarded".to_owned()),
                    "not_considered" => Some("not_considered".to_owned()),
                    _ => r.outcome.map(|c| c.0),
                },
                state: r.state,
                due: r.due,
                answered: r.answered,
                closed: r.closed,
                repeat: r.repeat,
                collective: r.collective,
                category: r.category.map(|c| c.0),
                lang: r.lang.tag().to_owned(),
                executor: r.executor.map(|e| e.to_string()),
            });
        };
        self.replica.report_rows(from, to, tell).await?;
        Ok(rows)
    }

    fn labels(&self, lang: Lang) -> Labels {
        let (office, texts) = (self.office(), Texts::new(lang));
        let mut labels = Labels::new();
        for (dimension, list) in LISTS {
            for (code, label) in office.profile.list(list) {
                labels.add(dimension, code.0.clone(), label.get(lang));
            }
        }
        for form in ["written", "electronic", "oral"] {
            labels.add(Dimension::Form, form, texts.get(&format!("form-{form}")));
        }
        for lang in Lang::ALL {
            labels.add(
                Dimension::Lang,
                lang.tag(),
                texts.get(&format!("language-{}", lang.tag())),
            );
        }
        for person in &office.directory {
            labels.add(
                Dimension::Executor,
                person.id.to_string(),
                person.name.clone(),
            );
        }
        labels
    }
}

/// The body's name as it heads a paper: in the language of originals, and in that of the paper, or the other official one.
fn heads(profile: &Profile, lang: Lang) -> Vec<String> {
    let known = &profile.languages;
    let original = known.first().copied().unwrap_or_default();
    let other = if lang == original {
        known
            .iter()
            .copied()
            .find(|l| *l != original && *l != Lang::En)
    } else {
        Some(lang).filter(|l| known.contains(l))
    };
    std::iter::once(original)
        .chain(other)
        .map(|l| profile.body.name.get(l).to_owned())
        .collect()
}

fn sections(model: &ReportModel, labels: &Labels, texts: &Texts) -> Vec<SectionView> {
    model
        .sections
        .iter()
        .map(|section| SectionView {
            title: texts.get(&format!("report-by-{}", section.dimension.code())),
            rows: section
                .rows
                .iter()
                .map(|row| FigureView {
                    label: labels.name(texts, section.dimension, row.code.as_deref()),
                    count: count(row.figure.count),
                    before: count(row.figure.before),
                    share: row.figure.per_mille.unwrap_or(0),
                })
                .collect(),
        })
        .collect()
}

fn behind(model: &ReportModel) -> Result<Behind> {
    let ids = model.rows.iter().map(|r| r.id.parse::<InquiryId>());
    let figures = model.sections.iter().map(|section| {
        let rows = section.rows.iter();
        rows.map(|row| row.inquiries.clone()).collect()
    });
    let ids = ids
        .collect::<std::result::Result<_, _>>()
        .map_err(DeskError::inconsistent("report row"))?;
    Ok(Behind::new(ids, figures.collect()))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
