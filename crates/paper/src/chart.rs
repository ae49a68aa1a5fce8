//! Bar charts: vector bars with their values, and the same in words.

use crate::document::{Align, Bar, BarChart, Tone};
use crate::flow::{Flow, Type};
use crate::lines::{Line, break_lines};
use crate::page::{ACCENT, Area, Mark, PALE, Rgb};
use crate::shaping::FaceId;
use crate::tree::{NodeId, Role};

const TEXT: Type = Type {
    size: 8.5,
    leading: 1.3,
    tone: Tone::Ink,
};
const TITLE: Type = Type {
    size: 9.5,
    leading: 1.6,
    tone: Tone::Ink,
};
const BAR: f32 = 7.0;
const GAP: f32 = 4.0;
/// Shares of the width: labels, and room for the value at the end of the longest bar.
const LABELS: f32 = 0.34;
const VALUES: f32 = 0.12;

/// A bar with its label set.
struct SetBar<'b> {
    bar: &'b Bar,
    label: Vec<Line>,
    height: f32,
}

impl Flow<'_> {
    /// Height of a chart, or of as much of it as a page takes.
    pub(crate) fn chart_height(&mut self, chart: &BarChart) -> f32 {
        let bars: f32 = self.set_bars(chart).iter().map(|bar| bar.height).sum();
        (head_height(chart) + bars).min(self.frame.height())
    }

    /// A chart; what does not fit on a page goes on, as a figure of its own, on the next.
    pub(crate) fn chart(&mut self, chart: &BarChart) {
        let longest = chart
            .bars
            .iter()
            .flat_map(|b| b.values.iter())
            .map(|(v, _)| clean(*v))
            .fold(0.0, f64::max);
        let height = self.chart_height(chart);
        if !self.fits(height) && !self.at_top() {
            self.next_page();
        }
        let mut bars = self.set_bars(chart);
        while !bars.is_empty() {
            let mut room = self.room() + 0.05 - head_height(chart);
            let fit = bars.iter().take_while(|bar| {
                room -= bar.height;
                room >= 0.0
            });
            let count = fit.count();
            if count == 0 && !self.at_top() {
                self.next_page();
                continue;
            }
            let rest = bars.split_off(count.max(1));
            self.figure(chart, bars, longest);
            bars = rest;
        }
        self.space(8.0);
    }

    fn set_bars<'b>(&mut self, chart: &'b BarChart) -> Vec<SetBar<'b>> {
        let width = self.label_width();
        chart
            .bars
            .iter()
            .map(|bar| {
                let label = break_lines(
                    self.shaper,
                    &[(FaceId::Sans, &bar.label)],
                    TEXT.size,
                    width,
                    width,
                );
                let lines = label.len().max(bar.values.len()).max(1);
                SetBar {
                    bar,
                    label,
                    height: lines as f32 * TEXT.height() + GAP,
                }
            })
            .collect()
    }

    fn label_width(&self) -> f32 {
        self.frame.width * LABELS - 6.0
    }

    fn figure(&mut self, chart: &BarChart, bars: Vec<SetBar<'_>>, longest: f64) {
        let h = head_height(chart) + bars.iter().map(|bar| bar.height).sum::<f32>();
        let area = Area {
            x: self.frame.left,
            y: self.y,
            w: self.frame.width,
            h,
        };
        let role = Role::Figure(in_words(chart, &bars).into(), self.pages.len() - 1, area);
        let node = self.tree.add(None, role, None);
        self.chart_line(&chart.title, FaceId::SansBold, self.frame.left, TITLE, node);
        self.y += TITLE.height();
        if chart.series.len() > 1 {
            self.legend(chart, node);
        }
        for bar in bars {
            self.bar(bar, longest, node);
        }
    }

    /// One line of text at the present height; returns its width.
    fn chart_line(&mut self, text: &str, face: FaceId, x: f32, set: Type, node: NodeId) -> f32 {
        let lines = break_lines(
            self.shaper,
            &[(face, text)],
            set.size,
            self.frame.width,
            self.frame.width,
        );
        let Some(line) = lines.into_iter().next() else {
            return 0.0;
        };
        let width = line.width;
        self.put(line, x, self.y, set, node);
        width
    }

    fn legend(&mut self, chart: &BarChart, node: NodeId) {
        let mut x = self.frame.left + self.frame.width * LABELS;
        for (index, name) in chart.series.iter().enumerate() {
            self.mark_bar(x, self.y, BAR, index, node);
            x += BAR + 3.0;
            x += self.chart_line(name, FaceId::Sans, x, TEXT, node) + 14.0;
        }
        self.y += TEXT.height() + 2.0;
    }

    fn mark_bar(&mut self, x: f32, top: f32, w: f32, series: usize, node: NodeId) {
        let area = Area {
            x,
            y: top + (TEXT.height() - BAR) / 2.0,
            w,
            h: BAR,
        };
        self.page()
            .marks
            .push((node, Mark::Bar(area, colour(series))));
    }

    fn bar(&mut self, set: SetBar<'_>, longest: f64, node: NodeId) {
        let SetBar { bar, label, height } = set;
        let width = self.label_width();
        let begin = self.y;
        let inner = height - GAP;
        self.y = begin + (inner - label.len() as f32 * TEXT.height()) / 2.0;
        for mut line in label {
            let offset = line.align(Align::Right, width, TEXT.size);
            self.put(line, self.frame.left + offset, self.y, TEXT, node);
            self.y += TEXT.height();
        }
        let from = self.frame.left + self.frame.width * LABELS;
        let full = self.frame.width * (1.0 - LABELS - VALUES);
        self.y = begin + (inner - bar.values.len() as f32 * TEXT.height()) / 2.0;
        for (series, (value, shown)) in bar.values.iter().enumerate() {
            let share = if longest > 0.0 {
                (clean(*value) / longest) as f32
            } else {
                0.0
            };
            // A value above nothing is seen, however small.
            let w = if clean(*value) > 0.0 {
                (full * share).max(0.6)
            } else {
                0.0
            };
            if w > 0.0 {
                self.mark_bar(from, self.y, w, series, node);
            }
            self.chart_line(shown, FaceId::Sans, from + w + 3.0, TEXT, node);
            self.y += TEXT.height();
        }
        self.y = begin + height;
    }
}

fn clean(value: f64) -> f64 {
    if value.is_finite() {
        value.max(0.0)
    } else {
        0.0
    }
}

fn colour(series: usize) -> Rgb {
    if series == 0 { ACCENT } else { PALE }
}

fn head_height(chart: &BarChart) -> f32 {
    TITLE.height()
        + if chart.series.len() > 1 {
            TEXT.height() + 2.0
        } else {
            0.0
        }
}

/// The chart for those who do not see it.
fn in_words(chart: &BarChart, bars: &[SetBar<'_>]) -> String {
    let mut words = chart.title.clone();
    for SetBar { bar, .. } in bars {
        let named = |(index, (_, shown)): (usize, &(f64, String))| match chart.series.get(index) {
            Some(name) if chart.series.len() > 1 => format!("{name} {shown}"),
            _ => shown.clone(),
        };
        let values: Vec<String> = bar.values.iter().enumerate().map(named).collect();
        words.push_str(&format!(". {}: {}", bar.label, values.join(", ")));
    }
    words
}
