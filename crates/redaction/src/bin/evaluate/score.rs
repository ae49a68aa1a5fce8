//! Counting: what was found whole, what was called right, what was no data at all.

use std::collections::BTreeMap;

use recognise::Hit;

use crate::{letters::Letter, people::Lang};

/// Counts of one row.
#[derive(Debug, Default, Clone)]
pub struct Count {
    /// Labels.
    pub labels: usize,
    /// Of them covered whole.
    pub whole: usize,
    /// Of the covered ones called by their kind.
    pub right: usize,
    /// Found with exactly the label's bounds.
    pub exact: usize,
    /// Findings of this kind.
    pub found: usize,
    /// Of them such that touch no label.
    pub wrong: usize,
}

/// Counts by language, kind (or how a name is written).
#[derive(Debug, Default)]
pub struct Score {
    pub rows: BTreeMap<(Lang, String), Count>,
    pub characters: usize,
}

impl Score {
    /// Counts one letter.
    pub fn add(&mut self, letter: &Letter, hits: &[Hit]) {
        self.characters += letter.text.chars().count();
        for label in &letter.labels {
            let mut at = label.start;
            for hit in hits {
                if hit.start <= at && hit.end > at {
                    at = hit.end;
                }
            }
            let whole = at >= label.end;
            let right = hits
                .iter()
                .any(|h| h.kind.code() == label.kind && h.meets(label.start, label.end));
            let exact = hits
                .iter()
                .any(|h| h.start == label.start && h.end == label.end);
            let mut rows = vec![label.kind.to_owned()];
            if !label.style.is_empty() {
                rows.push(format!("  {}", label.style));
            }
            for row in rows {
                let count = self.rows.entry((letter.lang, row)).or_default();
                count.labels += 1;
                count.whole += usize::from(whole);
                count.right += usize::from(right && whole);
                count.exact += usize::from(exact);
            }
        }
        for hit in hits {
            let count = self
                .rows
                .entry((letter.lang, hit.kind.code().to_owned()))
                .or_default();
            count.found += 1;
            count.wrong += usize::from(!letter.labels.iter().any(|l| hit.meets(l.start, l.end)));
        }
    }

    /// The table.
    pub fn table(&self) -> String {
        let mut out = format!(
            "{:<4}{:<18}{:>7}{:>9}{:>9}{:>9}{:>11}{:>7}\n",
            "", "kind", "labels", "whole", "type", "exact", "precision", "wrong"
        );
        for ((lang, kind), c) in &self.rows {
            let share = |a: usize, b: usize| {
                if b == 0 {
                    "-".to_owned()
                } else {
                    format!("{:.3}", a as f64 / b as f64)
                }
            };
            let code = if *lang == Lang::Ky { "ky" } else { "ru" };
            out.push_str(&format!(
                "{code:<4}{kind:<18}{:>7}{:>9}{:>9}{:>9}{:>11}{:>7}\n",
                c.labels,
                share(c.whole, c.labels),
                share(c.right, c.whole),
                share(c.exact, c.labels),
                if kind.starts_with(' ') {
                    "-".to_owned()
                } else {
                    share(c.found - c.wrong, c.found)
                },
                c.wrong
            ));
        }
        out
    }

    /// Findings that touch no label, for each 10,000 characters.
    pub fn false_alarms(&self) -> f64 {
        let wrong: usize = self.rows.values().map(|c| c.wrong).sum();
        wrong as f64 * 10_000.0 / self.characters.max(1) as f64
    }
}
