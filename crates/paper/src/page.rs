//! A page as it is laid out: what stands where, and to which node of the structure it belongs.

use krilla::image::Image;

use crate::document::{PageSetup, Tone};
use crate::lines::Line;
use crate::tree::NodeId;

/// A colour as red, green, blue.
pub(crate) type Rgb = (u8, u8, u8);

pub(crate) const RULE: Rgb = (0x8f, 0x98, 0xa4);
pub(crate) const STRONG_RULE: Rgb = (0x2a, 0x32, 0x3d);
pub(crate) const HEAD_FILL: Rgb = (0xee, 0xf1, 0xf5);
pub(crate) const ACCENT: Rgb = (0x0b, 0x5a, 0x9c);
pub(crate) const PALE: Rgb = (0xb4, 0xbf, 0xcc);

impl Tone {
    pub(crate) fn rgb(self) -> Rgb {
        match self {
            Self::Ink => (0, 0, 0),
            Self::Muted => (0x4a, 0x55, 0x65),
        }
    }
}

/// A rectangle in points, from the sheet's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

/// A straight line, horizontal or vertical.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub from: (f32, f32),
    pub to: (f32, f32),
    pub strong: bool,
}

/// A line of text with its base line's left end.
#[derive(Debug)]
pub(crate) struct TextItem {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub tone: Tone,
    pub line: Line,
}

/// Content of a node.
#[derive(Debug)]
pub(crate) enum Mark {
    Text(TextItem),
    Bar(Area, Rgb),
    Picture(Area, Image),
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Backgrounds, drawn first; artefacts.
    pub fills: Vec<(Area, Rgb)>,
    /// Rules; artefacts.
    pub rules: Vec<Rule>,
    /// Repeated heads of tables; artefacts.
    pub repeated: Vec<TextItem>,
    /// What is read, in reading order.
    pub marks: Vec<(NodeId, Mark)>,
}

/// Where text may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub left: f32,
    pub width: f32,
    pub top: f32,
    pub bottom: f32,
}

impl Frame {
    /// A frame of at least 72 by 72 points, however the margins were given.
    pub(crate) fn of(page: &PageSetup) -> Self {
        let width = (page.width - page.left - page.right).max(72.0);
        let bottom = (page.height - page.bottom).max(page.top + 72.0);
        Self {
            left: page.left,
            width,
            top: page.top,
            bottom,
        }
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }
}
