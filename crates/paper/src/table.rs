//! Tables: heads repeated on every page as artefacts, rows split only where they are high, totals never alone.

use crate::document::{Align, Cell, Column, Family, KeyValues, Row, Table, Tone};
use crate::flow::{Flow, Type, text_item};
use crate::lines::{Line, break_lines};
use crate::page::{Area, HEAD_FILL, Rule};
use crate::shaping::FaceId;
use crate::tree::{NodeId, Role};

/// Space inside a cell, points.
const PAD_X: f32 = 3.5;
const PAD_Y: f32 = 2.4;
const LEADING: f32 = 1.32;
/// Space below a table, points.
const AFTER: f32 = 8.0;
/// A row up to this share of a page is never split.
const WHOLE: f32 = 0.22;
/// A table up to this share of a page is never split.
const WHOLE_TABLE: f32 = 0.3;
/// Fewer lines of a split row are not left on a page.
const LEAST_LINES: usize = 3;

/// A card as a table: labels name the rows.
pub(crate) fn table_of(card: &KeyValues) -> Table {
    let share = card.label_share.clamp(0.05, 0.95);
    let column = |share| Column {
        share,
        align: Align::Left,
    };
    Table {
        summary: card.summary.clone(),
        columns: vec![column(share), column(1.0 - share)],
        head: Vec::new(),
        body: card
            .rows
            .iter()
            .map(|(label, value)| Row::named([label.as_str(), value.as_str()]))
            .collect(),
        foot: Vec::new(),
        keep_with_next: false,
        size: 9.5,
        lang: card.lang.clone(),
    }
}

/// Which part of the table a row stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Body,
    Foot,
}

/// A cell with its lines, ready to be placed.
struct Set {
    x: f32,
    lines: Vec<Line>,
    /// Offset of each line from `x`.
    offsets: Vec<f32>,
    span: u32,
    names_row: bool,
}

/// A row with its cells and the right edge of each cell.
struct SetRow {
    cells: Vec<Set>,
    edges: Vec<f32>,
    lines: usize,
}

/// What all rows of a table share.
struct Layout {
    /// Left edge of each column and the right edge of the last.
    edges: Vec<f32>,
    aligns: Vec<Align>,
    set: Type,
}

impl Layout {
    fn height(&self, row: &SetRow) -> f32 {
        self.height_of(row.lines)
    }

    fn height_of(&self, lines: usize) -> f32 {
        lines as f32 * self.set.height() + 2.0 * PAD_Y
    }
}

impl Flow<'_> {
    /// The least height in which a table can begin: all of it where it is small, else its head and its first row, or
    /// some lines of it. `next` is the height that must follow it, if it is kept with what follows.
    pub(crate) fn table_lead(&mut self, table: &Table, next: f32) -> f32 {
        let layout = self.layout(table);
        let head = self.rows_height(&table.head, &layout, Part::Head);
        let foot = self.rows_height(&table.foot, &layout, Part::Foot);
        let first = table.body.first().map_or(foot, |row| {
            let row = self.set_row(row, &layout, Part::Body);
            layout.height(&row).min(self.frame.height() * WHOLE)
        });
        let most = self.frame.height() * WHOLE_TABLE;
        // A table of more rows than that page share could hold is not set twice to find out.
        if table.body.len() as f32 * layout.height_of(1) <= most {
            let body = self.rows_height(&table.body, &layout, Part::Body);
            if head + body + foot <= most {
                return head + body + foot + next;
            }
        }
        head + first
    }

    fn rows_height(&mut self, rows: &[Row], layout: &Layout, part: Part) -> f32 {
        self.set_rows(rows, layout, part)
            .iter()
            .map(|row| layout.height(row))
            .sum()
    }

    /// `next` is the height that must follow on the table's last page.
    pub(crate) fn table(&mut self, table: &Table, next: f32) {
        if table.columns.is_empty() || table.head.len() + table.body.len() + table.foot.len() == 0 {
            return;
        }
        let layout = self.layout(table);
        let head = self.set_rows(&table.head, &layout, Part::Head);
        let foot = self.set_rows(&table.foot, &layout, Part::Foot);
        let after_body = next + foot.iter().map(|row| layout.height(row)).sum::<f32>();
        let lead = self.table_lead(table, next);
        if !self.fits(lead) && !self.at_top() {
            self.next_page();
        }
        let node = self.tree.add(
            None,
            Role::Table(table.summary.as_str().into()),
            table.lang.as_deref(),
        );
        let mut sheet = Sheet {
            flow: self,
            layout: &layout,
            head: &head,
            top: 0.0,
            uprights: Vec::new(),
        };
        sheet.begin();
        if !head.is_empty() {
            let part = sheet.flow.tree.add(Some(node), Role::Head, None);
            for row in &head {
                sheet.whole(row, Part::Head, part);
            }
        }
        if !table.body.is_empty() {
            let part = sheet.flow.tree.add(Some(node), Role::Body, None);
            for (index, row) in table.body.iter().enumerate() {
                let row = sheet.flow.set_row(row, &layout, Part::Body);
                // Totals, and what the table is kept with, take the last row along.
                let after = if index + 1 == table.body.len() {
                    after_body
                } else {
                    0.0
                };
                sheet.row(&row, after, part);
            }
        }
        if !foot.is_empty() {
            let part = sheet.flow.tree.add(Some(node), Role::Foot, None);
            for row in &foot {
                if !sheet.flow.fits(layout.height(row)) && !sheet.at_head() {
                    sheet.turn();
                }
                sheet.whole(row, Part::Foot, part);
            }
        }
        sheet.end();
        self.space(AFTER);
    }

    fn layout(&self, table: &Table) -> Layout {
        let total: f32 = table.columns.iter().map(|c| c.share.max(0.0)).sum();
        let mut x = self.frame.left;
        let mut edges = vec![x];
        for column in &table.columns {
            let share = if total > 0.0 {
                column.share.max(0.0) / total
            } else {
                1.0 / table.columns.len() as f32
            };
            x += share * self.frame.width;
            edges.push(x);
        }
        let aligns = table.columns.iter().map(|c| c.align).collect();
        Layout {
            edges,
            aligns,
            set: Type {
                size: table.size.clamp(5.0, 20.0),
                leading: LEADING,
                tone: Tone::Ink,
            },
        }
    }

    fn set_rows(&mut self, rows: &[Row], layout: &Layout, part: Part) -> Vec<SetRow> {
        rows.iter()
            .map(|row| self.set_row(row, layout, part))
            .collect()
    }

    fn set_row(&mut self, row: &Row, layout: &Layout, part: Part) -> SetRow {
        let columns = layout.aligns.len();
        let empty = Cell::default();
        let mut set = SetRow {
            cells: Vec::with_capacity(columns),
            edges: Vec::with_capacity(columns),
            lines: 1,
        };
        let mut given = row.cells.iter();
        let mut column = 0;
        while column < columns {
            let cell = given.next().unwrap_or(&empty);
            let span = cell.span.clamp(1, columns - column);
            let names_row = row.named && column == 0;
            let done = self.set_cell(cell, layout, part, column, span, names_row);
            set.lines = set.lines.max(done.lines.len());
            set.cells.push(done);
            column += span;
            set.edges.push(layout.edges[column]);
        }
        set
    }

    fn set_cell(
        &mut self,
        cell: &Cell,
        layout: &Layout,
        part: Part,
        column: usize,
        span: usize,
        names_row: bool,
    ) -> Set {
        let (left, right) = (layout.edges[column], layout.edges[column + span]);
        let width = (right - left - 2.0 * PAD_X).max(layout.set.size);
        let align = match (cell.align, part) {
            (Some(align), _) => align,
            // A head stands over its column; over figures it is centred.
            (None, Part::Head) if layout.aligns[column] != Align::Left => Align::Center,
            (None, _) => layout.aligns[column],
        };
        let face = FaceId::of(Family::Sans, cell.bold || part != Part::Body);
        let size = layout.set.size;
        let mut lines = break_lines(
            self.shaper,
            &[(face, cell.text.as_str())],
            size,
            width,
            width,
        );
        let offsets = lines
            .iter_mut()
            .map(|line| line.align(align, width, size))
            .collect();
        Set {
            x: left + PAD_X,
            lines,
            offsets,
            span: u32::try_from(span).unwrap_or(1),
            names_row,
        }
    }
}

/// A table on its pages.
struct Sheet<'a, 's> {
    flow: &'a mut Flow<'s>,
    layout: &'a Layout,
    head: &'a [SetRow],
    /// Where the table begins on this page.
    top: f32,
    /// Vertical rules that are still growing: x, from, to.
    uprights: Vec<(f32, f32, f32)>,
}

impl Sheet<'_, '_> {
    fn begin(&mut self) {
        self.top = self.flow.y;
        self.across(true);
    }

    /// A rule across the table at the present height.
    fn across(&mut self, strong: bool) {
        let (from, to) = (
            self.layout.edges[0],
            self.layout.edges[self.layout.edges.len() - 1],
        );
        let y = self.flow.y;
        self.flow.page().rules.push(Rule {
            from: (from, y),
            to: (to, y),
            strong,
        });
    }

    fn end(&mut self) {
        self.across(true);
        for (x, from, to) in std::mem::take(&mut self.uprights) {
            self.flow.page().rules.push(Rule {
                from: (x, from),
                to: (x, to),
                strong: false,
            });
        }
    }

    /// Turns the page and repeats the head.
    fn turn(&mut self) {
        self.end();
        self.flow.next_page();
        self.begin();
        for row in self.head {
            let height = self.layout.height(row);
            self.background(row, height);
            let top = self.flow.y + PAD_Y;
            for cell in &row.cells {
                for (index, line) in cell.lines.iter().enumerate() {
                    let x = cell.x + cell.offsets[index];
                    let item = text_item(
                        line.clone(),
                        x,
                        top + index as f32 * self.layout.set.height(),
                        self.layout.set,
                    );
                    self.flow.page().repeated.push(item);
                }
            }
            self.close(row, height);
        }
    }

    /// Nothing but the head stands on this page.
    fn at_head(&self) -> bool {
        let head: f32 = self.head.iter().map(|row| self.layout.height(row)).sum();
        self.flow.y <= self.top + head + 0.01 && self.top <= self.flow.frame.top + 0.01
    }

    fn background(&mut self, row: &SetRow, height: f32) {
        let x = self.layout.edges[0];
        let w = row.edges.last().copied().unwrap_or(x) - x;
        let area = Area {
            x,
            y: self.flow.y,
            w,
            h: height,
        };
        self.flow.page().fills.push((area, HEAD_FILL));
    }

    /// Ends a row, or its part on this page: a rule below it, and between its cells.
    fn close(&mut self, row: &SetRow, height: f32) {
        let from = self.flow.y;
        let to = from + height;
        for x in std::iter::once(self.layout.edges[0]).chain(row.edges.iter().copied()) {
            match self
                .uprights
                .iter_mut()
                .find(|(at, _, end)| (*at - x).abs() < 0.01 && (*end - from).abs() < 0.01)
            {
                Some(upright) => upright.2 = to,
                None => self.uprights.push((x, from, to)),
            }
        }
        self.flow.y = to;
        self.across(false);
    }

    /// A row of the body: whole where it is low, else over as many pages as it needs.
    fn row(&mut self, row: &SetRow, after: f32, part: NodeId) {
        let height = self.layout.height(row);
        if self.flow.fits(height + after) || (self.at_head() && self.flow.fits(height)) {
            return self.whole(row, Part::Body, part);
        }
        if height <= self.flow.frame.height() * WHOLE {
            self.turn();
            return self.whole(row, Part::Body, part);
        }
        self.split(row, part);
    }

    fn whole(&mut self, row: &SetRow, part: Part, parent: NodeId) {
        let nodes = self.nodes(row, part, parent);
        let height = self.layout.height(row);
        if part == Part::Head {
            self.background(row, height);
        }
        if part == Part::Foot {
            self.across(true);
        }
        self.text(row, &nodes, 0, row.lines);
        self.close(row, height);
    }

    fn split(&mut self, row: &SetRow, parent: NodeId) {
        let nodes = self.nodes(row, Part::Body, parent);
        let mut done = 0;
        while done < row.lines {
            let left = row.lines - done;
            let fit = ((self.flow.room() + 0.05 - 2.0 * PAD_Y) / self.layout.set.height())
                .floor()
                .max(0.0) as usize;
            let mut here = fit.min(left);
            if here < left && left - here < LEAST_LINES {
                here = left.saturating_sub(LEAST_LINES).min(fit);
            }
            if here < LEAST_LINES.min(left) {
                if !self.at_head() {
                    self.turn();
                    continue;
                }
                // A page that holds hardly more than the head: one line at a time is better than none.
                here = here.max(1);
            }
            self.text(row, &nodes, done, done + here);
            self.close(row, self.layout.height_of(here));
            done += here;
            if done < row.lines {
                self.turn();
            }
        }
    }

    fn nodes(&mut self, row: &SetRow, part: Part, parent: NodeId) -> Vec<NodeId> {
        let tree = &mut self.flow.tree;
        let parent = tree.add(Some(parent), Role::Row, None);
        row.cells
            .iter()
            .map(|cell| {
                let role = match part {
                    Part::Head => Role::ColumnHead(cell.span),
                    _ if cell.names_row => Role::RowHead(cell.span),
                    _ => Role::Cell(cell.span),
                };
                tree.add(Some(parent), role, None)
            })
            .collect()
    }

    /// The lines `from..to` of each cell, at the present height.
    fn text(&mut self, row: &SetRow, nodes: &[NodeId], from: usize, to: usize) {
        let top = self.flow.y + PAD_Y;
        for (cell, node) in row.cells.iter().zip(nodes) {
            for (index, line) in cell.lines.iter().enumerate().take(to).skip(from) {
                let top = top + (index - from) as f32 * self.layout.set.height();
                self.flow.put(
                    line.clone(),
                    cell.x + cell.offsets[index],
                    top,
                    self.layout.set,
                    *node,
                );
            }
        }
    }
}
