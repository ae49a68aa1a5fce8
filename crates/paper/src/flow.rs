//! Blocks to pages, from top to bottom.

use krilla::image::Image;

use crate::PaperError;
use crate::document::{
    Align, Block, Document, Family, List, MM, ParagraphStyle, Picture, Run, SignatureLine, Tone,
};
use crate::lines::{Line, Styled, break_lines};
use crate::page::{Area, Frame, Mark, Page, Rule, TextItem};
use crate::shaping::{FaceId, Shaper};
use crate::table::table_of;
use crate::tree::{NodeId, Role, Tree};

/// Half the height of capitals, in em: centres a line in its height.
const HALF_CAPITALS: f32 = 0.355;
/// Fewer lines of a paragraph are not left at the end or the beginning of a page.
const TOGETHER: usize = 2;

/// A document laid out.
pub(crate) struct Laid {
    pub pages: Vec<Page>,
    pub tree: Tree,
    pub outline: Vec<Entry>,
}

/// A heading's place.
#[derive(Debug)]
pub(crate) struct Entry {
    pub level: u8,
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// The page in hand.
pub(crate) struct Flow<'s> {
    pub shaper: &'s mut Shaper,
    pub frame: Frame,
    pub pages: Vec<Page>,
    pub tree: Tree,
    /// Top of what comes next.
    pub y: f32,
    outline: Vec<Entry>,
    pictures: usize,
}

/// A look for text of one line height.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub size: f32,
    pub leading: f32,
    pub tone: Tone,
}

impl Type {
    pub(crate) fn height(self) -> f32 {
        self.size * self.leading
    }
}

/// Lays out the blocks of a document.
pub(crate) fn lay_out(document: &Document, shaper: &mut Shaper) -> Result<Laid, PaperError> {
    let frame = Frame::of(&document.page);
    let mut flow = Flow {
        shaper,
        frame,
        pages: vec![Page::default()],
        tree: Tree::default(),
        y: frame.top,
        outline: Vec::new(),
        pictures: 0,
    };
    let mut rest = document.blocks.as_slice();
    while let Some((block, after)) = rest.split_first() {
        flow.block(block, after)?;
        rest = after;
    }
    Ok(Laid {
        pages: flow.pages,
        tree: flow.tree,
        outline: flow.outline,
    })
}

impl Flow<'_> {
    fn block(&mut self, block: &Block, after: &[Block]) -> Result<(), PaperError> {
        match block {
            Block::Heading { level, text, align } => self.heading(*level, text, *align, after),
            Block::Paragraph { runs, style, lang } => {
                self.paragraph(runs, style, lang.as_deref(), after)
            }
            Block::KeyValues(card) => self.table(&table_of(card), 0.0),
            Block::Table(table) => {
                let next = if table.keep_with_next {
                    8.0 + self.lead(after)
                } else {
                    0.0
                };
                self.table(table, next);
            }
            Block::Picture(picture) => self.picture(picture)?,
            Block::BarChart(chart) => self.chart(chart),
            Block::List(list) => self.list(list),
            Block::Signature(lines) => self.signature(lines),
            Block::PageBreak if !self.at_top() => self.next_page(),
            Block::PageBreak => {}
            Block::Rule => self.rule(),
            Block::Spacer(height) => self.space(*height),
        }
        Ok(())
    }

    /// The least height in which a block can begin, so that what stands before it is not left alone.
    fn lead(&mut self, blocks: &[Block]) -> f32 {
        let Some((block, after)) = blocks.split_first() else {
            return 0.0;
        };
        let least = match block {
            Block::Heading { level, text, align } => {
                let style = heading_style(*level, *align);
                let lines = self.lines(&[Run::bold(text.as_str())], &style).len();
                style.before
                    + lines as f32 * style.size * style.leading
                    + style.after
                    + self.lead(after)
            }
            Block::Paragraph { runs, style, .. } => {
                let lines = self.lines(runs, style).len();
                let shown = if style.keep_with_next {
                    lines
                } else {
                    lines.min(TOGETHER)
                };
                let next = if style.keep_with_next {
                    style.after + self.lead(after)
                } else {
                    0.0
                };
                style.before + shown as f32 * style.size * style.leading + next
            }
            Block::KeyValues(card) => self.table_lead(&table_of(card), 0.0),
            Block::Table(table) => {
                let next = if table.keep_with_next {
                    8.0 + self.lead(after)
                } else {
                    0.0
                };
                self.table_lead(table, next)
            }
            Block::Picture(_) => 120.0,
            Block::BarChart(chart) => self.chart_height(chart),
            Block::List(list) => list.style.size * list.style.leading * TOGETHER as f32,
            Block::Signature(lines) => self.signature_height(lines),
            Block::PageBreak => 0.0,
            Block::Rule => 1.0 + self.lead(after),
            Block::Spacer(height) => height + self.lead(after),
        };
        // What is higher than a page cannot be kept together with anything.
        least.min(self.frame.height() * 0.6)
    }

    pub(crate) fn at_top(&self) -> bool {
        self.y <= self.frame.top
    }

    /// Something of that height goes on this page; a hair of rounding does not turn it.
    pub(crate) fn fits(&self, height: f32) -> bool {
        height <= self.room() + 0.05
    }

    pub(crate) fn room(&self) -> f32 {
        self.frame.bottom - self.y
    }

    pub(crate) fn next_page(&mut self) {
        self.pages.push(Page::default());
        self.y = self.frame.top;
    }

    pub(crate) fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// White space, which vanishes at the top of a page.
    pub(crate) fn space(&mut self, height: f32) {
        if !self.at_top() {
            self.y = (self.y + height.max(0.0)).min(self.frame.bottom);
        }
    }

    fn rule(&mut self) {
        let (left, y) = (self.frame.left, self.y);
        let to = (left + self.frame.width, y);
        self.page().rules.push(Rule {
            from: (left, y),
            to,
            strong: true,
        });
        self.space(1.0);
    }

    fn lines(&mut self, runs: &[Run], style: &ParagraphStyle) -> Vec<Line> {
        let runs: Vec<Styled<'_>> = runs
            .iter()
            .map(|r| (FaceId::of(style.family, r.bold), r.text.as_str()))
            .collect();
        let width = self.frame.width - style.indent;
        break_lines(
            self.shaper,
            &runs,
            style.size,
            width - style.first_indent,
            width,
        )
    }

    fn heading(&mut self, level: u8, text: &str, align: Align, after: &[Block]) {
        let style = heading_style(level, align);
        // The first is a title, and no level is skipped on the way down: readers by ear navigate by them.
        let deepest = self.outline.last().map_or(1, |entry| entry.level + 1);
        let level = level.clamp(1, 6).min(deepest);
        let lines = self.lines(&[Run::bold(text)], &style);
        let height = lines.len() as f32 * style.size * style.leading + style.after;
        let lead = self.lead(after);
        self.space(style.before);
        if !self.at_top() && !self.fits(height + lead) {
            self.next_page();
        }
        let node = self.tree.add(None, Role::Heading(level, text.into()), None);
        self.outline.push(Entry {
            level,
            text: text.to_owned(),
            page: self.pages.len() - 1,
            y: self.y,
        });
        for (index, line) in lines.into_iter().enumerate() {
            self.paragraph_line(line, index, &style, node);
        }
        self.space(style.after);
    }

    fn paragraph(
        &mut self,
        runs: &[Run],
        style: &ParagraphStyle,
        lang: Option<&str>,
        after: &[Block],
    ) {
        let lines = self.lines(runs, style);
        let node = self.tree.add(None, Role::Paragraph, lang);
        let next = if style.keep_with_next {
            style.after + self.lead(after)
        } else {
            0.0
        };
        self.space(style.before);
        self.flow_lines(lines, style, next, |_, _| node);
        self.space(style.after);
    }

    /// Sets lines over as many pages as they need; `next` is the height that must follow the last of them.
    fn flow_lines(
        &mut self,
        lines: Vec<Line>,
        style: &ParagraphStyle,
        next: f32,
        mut node: impl FnMut(&mut Self, usize) -> NodeId,
    ) {
        let height = style.size * style.leading;
        let mut left = lines.len();
        let mut here = self.lines_here(left, height, next);
        for (index, line) in lines.into_iter().enumerate() {
            while here == 0 {
                self.next_page();
                here = self.lines_here(left, height, next).max(1);
            }
            let node = node(self, index);
            self.paragraph_line(line, index, style, node);
            here -= 1;
            left -= 1;
        }
    }

    /// How many of the remaining lines go on this page, without leaving one alone here or there.
    fn lines_here(&self, left: usize, height: f32, next: f32) -> usize {
        let fit = ((self.room() + 0.05) / height).floor().max(0.0) as usize;
        if left <= fit && (self.fits(left as f32 * height + next) || self.at_top()) {
            return left;
        }
        let here = fit.min(left.saturating_sub(TOGETHER));
        if here < TOGETHER && !self.at_top() {
            0
        } else {
            here.max(1)
        }
    }

    fn paragraph_line(
        &mut self,
        mut line: Line,
        index: usize,
        style: &ParagraphStyle,
        node: NodeId,
    ) {
        let first = if index == 0 { style.first_indent } else { 0.0 };
        let width = self.frame.width - style.indent - first;
        let offset = line.align(style.align, width, style.size);
        let x = self.frame.left + style.indent + first + offset;
        let set = Type {
            size: style.size,
            leading: style.leading,
            tone: style.tone,
        };
        self.put(line, x, self.y, set, node);
        self.y += set.height();
    }

    /// Puts a line with the top of its height at `top`.
    pub(crate) fn put(&mut self, line: Line, x: f32, top: f32, set: Type, node: NodeId) {
        let item = text_item(line, x, top, set);
        self.page().marks.push((node, Mark::Text(item)));
    }

    fn picture(&mut self, picture: &Picture) -> Result<(), PaperError> {
        let index = self.pictures;
        self.pictures += 1;
        let image =
            read_picture(&picture.bytes).map_err(|reason| PaperError::Picture { index, reason })?;
        let (width, height) = image.size();
        let (width, height) = (width.max(1) as f32, height.max(1) as f32);
        let wanted = picture
            .width
            .unwrap_or(self.frame.width)
            .clamp(1.0, self.frame.width);
        let scale = (wanted / width).min(self.frame.height() * 0.9 / height);
        let (w, h) = (width * scale, height * scale);
        if !self.fits(h) && !self.at_top() {
            self.next_page();
        }
        let x = match picture.align {
            Align::Left | Align::Justify => self.frame.left,
            Align::Center => self.frame.left + (self.frame.width - w) / 2.0,
            Align::Right => self.frame.left + self.frame.width - w,
        };
        let area = Area { x, y: self.y, w, h };
        let node = self.tree.add(
            None,
            Role::Figure(picture.alt.as_str().into(), self.pages.len() - 1, area),
            None,
        );
        self.page().marks.push((node, Mark::Picture(area, image)));
        self.y += h;
        self.space(6.0);
        Ok(())
    }

    fn list(&mut self, list: &List) {
        let style = ParagraphStyle {
            first_indent: 0.0,
            indent: list.style.indent + 1.6 * list.style.size,
            ..list.style
        };
        let parent = self.tree.add(
            None,
            Role::List {
                numbered: list.numbered,
            },
            list.lang.as_deref(),
        );
        for (number, text) in list.items.iter().enumerate() {
            let item = self.tree.add(Some(parent), Role::Item, None);
            let label = self.tree.add(Some(item), Role::Label, None);
            let body = self.tree.add(Some(item), Role::ItemBody, None);
            let shown = if list.numbered {
                format!("{}.", number + 1)
            } else {
                "•".to_owned()
            };
            let set = Type {
                size: style.size,
                leading: style.leading,
                tone: style.tone,
            };
            let face = FaceId::of(style.family, false);
            let mut marker = break_lines(self.shaper, &[(face, &shown)], style.size, 100.0, 100.0);
            let lines = self.lines(&[Run::plain(text.as_str())], &style);
            self.flow_lines(lines, &style, 0.0, |flow, index| {
                if index == 0
                    && let Some(line) = marker.pop()
                {
                    let x = flow.frame.left + list.style.indent;
                    flow.put(line, x, flow.y, set, label);
                }
                body
            });
            self.space(style.after);
        }
    }

    fn signature_height(&self, lines: &[SignatureLine]) -> f32 {
        lines.len() as f32 * SIGNATURE_HEIGHT + 8.0
    }

    fn signature(&mut self, lines: &[SignatureLine]) {
        self.space(8.0);
        for (index, line) in lines.iter().enumerate() {
            let rest = (lines.len() - index) as f32 * SIGNATURE_HEIGHT;
            if !self.fits(rest.min(self.frame.height() / 2.0)) && !self.at_top() {
                self.next_page();
            }
            self.signature_line(line);
        }
    }

    fn signature_line(&mut self, line: &SignatureLine) {
        let set = Type {
            size: 11.0,
            leading: 1.25,
            tone: Tone::Ink,
        };
        let small = Type {
            size: 7.5,
            leading: 1.2,
            tone: Tone::Muted,
        };
        let serif = FaceId::of(Family::Serif, false);
        let width = self.frame.width;
        let (role_width, rule_from, rule_to) = (width * 0.44, width * 0.47, width * 0.69);
        let (name_from, name_width) = (width * 0.72, width * 0.28);
        let role = self.column(&line.role, serif, set, role_width);
        let name = self.column(&line.name, serif, set, name_width);
        let rows = role.len().max(name.len()).max(1);
        let top = self.y + SIGNATURE_HEIGHT - 14.0 - set.height();
        // The last lines of office and name stand on the rule.
        let above = |lines: usize| top + (rows - lines) as f32 * set.height();
        let rule_y = top + rows as f32 * set.height() - set.size * 0.12;
        let node = self.tree.add(None, Role::Paragraph, None);
        let left = self.frame.left;
        let (role_top, name_top) = (above(role.len()), above(name.len()));
        self.stack(role, left, role_top, set, node);
        let page = self.page();
        page.rules.push(Rule {
            from: (left + rule_from, rule_y),
            to: (left + rule_to, rule_y),
            strong: true,
        });
        self.stack(name, left + name_from, name_top, set, node);
        let under = self
            .column(&line.under, FaceId::Sans, small, rule_to - rule_from)
            .into_iter()
            .next();
        if let Some(mut line) = under.filter(|line| !line.pieces.is_empty()) {
            let offset = line.align(Align::Center, rule_to - rule_from, small.size);
            self.put(line, left + rule_from + offset, rule_y + 1.0, small, node);
        }
        self.y = (rule_y + 14.0).min(self.frame.bottom);
    }

    fn column(&mut self, text: &str, face: FaceId, set: Type, width: f32) -> Vec<Line> {
        break_lines(self.shaper, &[(face, text)], set.size, width, width)
    }

    fn stack(&mut self, lines: Vec<Line>, x: f32, mut top: f32, set: Type, node: NodeId) {
        for line in lines {
            self.put(line, x, top, set, node);
            top += set.height();
        }
    }
}

const SIGNATURE_HEIGHT: f32 = 14.0 * MM;

/// A line of text with the top of its height at `top`.
pub(crate) fn text_item(line: Line, x: f32, top: f32, set: Type) -> TextItem {
    let y = top + set.size * (set.leading / 2.0 + HALF_CAPITALS);
    TextItem {
        x,
        y,
        size: set.size,
        tone: set.tone,
        line,
    }
}

fn heading_style(level: u8, align: Align) -> ParagraphStyle {
    let base = ParagraphStyle {
        align,
        keep_with_next: true,
        ..ParagraphStyle::BODY
    };
    match level {
        0 | 1 => ParagraphStyle {
            size: 15.0,
            leading: 1.3,
            before: 6.0,
            after: 6.0,
            ..base
        },
        2 => ParagraphStyle {
            size: 12.0,
            leading: 1.3,
            before: 12.0,
            after: 4.0,
            ..base
        },
        _ => ParagraphStyle {
            family: Family::Sans,
            size: 9.5,
            leading: 1.3,
            before: 8.0,
            after: 3.0,
            ..base
        },
    }
}

fn read_picture(bytes: &[u8]) -> Result<Image, String> {
    let data = || krilla::Data::from(bytes.to_vec());
    if bytes.starts_with(b"\x89PNG") {
        Image::from_png(data(), false)
    } else {
        Image::from_jpeg(data(), false)
    }
}
