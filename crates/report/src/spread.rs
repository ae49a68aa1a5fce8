//! Rows spread over the codes of a dimension.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::{Figure, Section, SectionRow};
use crate::row::{Dimension, ReportRow};

/// Where the inquiries of one code are, in the period and before.
#[derive(Default)]
struct Bucket {
    now: Vec<u32>,
    before: Vec<u32>,
}

/// A section: each row of both periods stands behind exactly one figure.
pub(crate) fn section(
    dimension: Dimension,
    rows: &[ReportRow],
    before: &[ReportRow],
    known: &[String],
    on: NaiveDate,
) -> Section {
    let mut order: Vec<Option<&str>> = Vec::new();
    let mut buckets: HashMap<Option<&str>, Bucket> = HashMap::new();
    let named = dimension
        .fixed()
        .iter()
        .copied()
        .chain(known.iter().map(String::as_str));
    for code in named {
        bucket(&mut buckets, &mut order, Some(code));
    }
    let first_unknown = order.len();
    for (index, row) in (0..).zip(rows) {
        bucket(&mut buckets, &mut order, dimension.of(row, on))
            .now
            .push(index);
    }
    for (index, row) in (0..).zip(before) {
        bucket(&mut buckets, &mut order, dimension.of(row, on))
            .before
            .push(index);
    }
    // Codes that nobody announced come in the order of their names, whatever the order of the rows.
    order[first_unknown..].sort_unstable();
    if dimension.by_count() {
        let size = |code: &Option<&str>| buckets.get(code).map_or(0, |b| b.now.len());
        order.sort_by_key(|code| std::cmp::Reverse(size(code)));
    }
    // What is not stated stands last.
    order.sort_by_key(Option::is_none);
    let total = rows.len();
    let rows = order
        .into_iter()
        .filter_map(|code| {
            let bucket = buckets.remove(&code)?;
            let empty = bucket.now.is_empty() && bucket.before.is_empty();
            if empty && dimension.by_count() {
                return None;
            }
            Some(SectionRow {
                code: code.map(str::to_owned),
                figure: Figure::new(bucket.now.len(), bucket.before.len(), total),
                inquiries: bucket.now,
                inquiries_before: bucket.before,
            })
        })
        .collect();
    Section {
        dimension,
        rows,
        total: Figure::new(total, before.len(), total),
    }
}

fn bucket<'b, 'r>(
    buckets: &'b mut HashMap<Option<&'r str>, Bucket>,
    order: &mut Vec<Option<&'r str>>,
    code: Option<&'r str>,
) -> &'b mut Bucket {
    buckets.entry(code).or_insert_with(|| {
        order.push(code);
        Bucket::default()
    })
}
