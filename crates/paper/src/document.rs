//! What a caller builds: plain data, no layout.

use chrono::{DateTime, FixedOffset};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A document to be written by [`crate::write`].
#[derive(Debug)]
pub struct Document {
    /// Main language, BCP 47: `ky`, `ru`, `en`.
    pub lang: String,
    /// Title, shown by viewers in the window's bar.
    pub title: String,
    /// One sentence about the content.
    pub subject: String,
    /// The body that issues the document.
    pub author: String,
    /// Words by which to find it.
    pub keywords: Vec<String>,
    /// Sheet and margins.
    pub page: PageSetup,
    /// What stands at the foot of every page.
    pub footer: Footer,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
    /// Files carried inside, as associated files of the document.
    pub attachments: Vec<Embedded>,
    /// When it was made; the only clock the file knows.
    pub created: DateTime<FixedOffset>,
}

/// Sheet and margins; sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSetup {
    /// Width of the sheet.
    pub width: f32,
    /// Height of the sheet.
    pub height: f32,
    /// Left margin (the file's stitching).
    pub left: f32,
    /// Right margin.
    pub right: f32,
    /// Top margin.
    pub top: f32,
    /// Bottom margin; the footer stands inside it.
    pub bottom: f32,
}

impl PageSetup {
    /// A4 upright with the margins of official papers: 25, 12, 18 and 18 mm (left, right, top, bottom).
    pub const PORTRAIT: Self = Self {
        width: 210.0 * MM,
        height: 297.0 * MM,
        left: 25.0 * MM,
        right: 12.0 * MM,
        top: 18.0 * MM,
        bottom: 18.0 * MM,
    };
    /// A4 on its side.
    pub const LANDSCAPE: Self = Self {
        width: 297.0 * MM,
        height: 210.0 * MM,
        left: 18.0 * MM,
        right: 12.0 * MM,
        top: 20.0 * MM,
        bottom: 17.0 * MM,
    };
}

/// The foot of every page, marked as an artefact.
#[derive(Debug, Clone, Default)]
pub struct Footer {
    /// Text at the left; shortened with `…` where it is too long.
    pub text: String,
    /// Text at the right, in which `{page}` and `{pages}` are replaced: `{page} / {pages}`.
    pub page_of: String,
}

/// A piece of content.
#[derive(Debug)]
pub enum Block {
    /// A heading, also an entry of the outline. Levels are 1 to 6; a level that would skip one is raised.
    Heading {
        /// 1 is the title of the document.
        level: u8,
        /// Its text.
        text: String,
        /// Where it stands.
        align: Align,
    },
    /// Flowing text; line feeds break lines.
    Paragraph {
        /// Pieces of text, each regular or bold.
        runs: Vec<Run>,
        /// How it looks.
        style: ParagraphStyle,
        /// Language, where it is not the document's.
        lang: Option<String>,
    },
    /// A card: labels at the left, values at the right.
    KeyValues(KeyValues),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
    /// A bar chart.
    BarChart(BarChart),
    /// A list.
    List(List),
    /// Lines to be signed, kept together.
    Signature(Vec<SignatureLine>),
    /// What follows begins a new page.
    PageBreak,
    /// A rule across the text, an artefact.
    Rule,
    /// White space, in points; vanishes at the top of a page.
    Spacer(f32),
}

impl Block {
    /// A heading at the left.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: text.into(),
            align: Align::Left,
        }
    }

    /// A paragraph of one run in the document's language.
    pub fn paragraph(text: impl Into<String>, style: ParagraphStyle) -> Self {
        Self::Paragraph {
            runs: vec![Run::plain(text)],
            style,
            lang: None,
        }
    }
}

/// A piece of text of one weight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Bold or regular.
    pub bold: bool,
}

impl Run {
    /// Regular text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: false,
        }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: true,
        }
    }
}

/// The two families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Noto Serif: letters and forms.
    Serif,
    /// Noto Sans: tables, notes, heads of sections.
    Sans,
}

/// Horizontal alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Ragged right.
    #[default]
    Left,
    /// Ragged left.
    Right,
    /// Centred.
    Center,
    /// Both edges flush.
    Justify,
}

/// How dark the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Black.
    #[default]
    Ink,
    /// Grey, 6 : 1 on white.
    Muted,
}

/// How a paragraph looks; sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphStyle {
    /// Family.
    pub family: Family,
    /// Size of the type.
    pub size: f32,
    /// Distance of base lines, in sizes.
    pub leading: f32,
    /// Alignment.
    pub align: Align,
    /// Indent of the first line.
    pub first_indent: f32,
    /// Indent of the whole paragraph from the left.
    pub indent: f32,
    /// Space before, not at the top of a page.
    pub before: f32,
    /// Space after.
    pub after: f32,
    /// Its end stays on one page with the beginning of what follows.
    pub keep_with_next: bool,
    /// Colour.
    pub tone: Tone,
}

impl ParagraphStyle {
    /// Text of letters and of inquiries: serif, 12 points, justified, first line indented.
    pub const LETTER: Self = Self {
        family: Family::Serif,
        size: 12.0,
        leading: 1.45,
        align: Align::Justify,
        first_indent: 12.5 * MM,
        indent: 0.0,
        before: 0.0,
        after: 3.0,
        keep_with_next: false,
        tone: Tone::Ink,
    };
    /// Running text of reports and cards: serif, 11 points.
    pub const BODY: Self = Self {
        size: 11.0,
        leading: 1.4,
        align: Align::Left,
        first_indent: 0.0,
        after: 4.0,
        ..Self::LETTER
    };
    /// Notes: sans, 9 points, grey.
    pub const NOTE: Self = Self {
        family: Family::Sans,
        size: 8.5,
        leading: 1.4,
        tone: Tone::Muted,
        after: 4.0,
        ..Self::BODY
    };
    /// Notes that must be seen: sans, 9 points, black.
    pub const REMARK: Self = Self {
        tone: Tone::Ink,
        size: 9.0,
        ..Self::NOTE
    };
}

/// A card of labels and values.
#[derive(Debug)]
pub struct KeyValues {
    /// Label and value, in order.
    pub rows: Vec<(String, String)>,
    /// Share of the width for the labels, 0 to 1.
    pub label_share: f32,
    /// What it holds, for those who hear the table.
    pub summary: String,
    /// Language of the values, where it is not the document's.
    pub lang: Option<String>,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// What it holds, for those who hear the table.
    pub summary: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Head, repeated on every page.
    pub head: Vec<Row>,
    /// Body.
    pub body: Vec<Row>,
    /// Totals; never alone on a page.
    pub foot: Vec<Row>,
    /// Its end stays on one page with the beginning of what follows.
    pub keep_with_next: bool,
    /// Size of the type, points.
    pub size: f32,
    /// Language, where it is not the document's.
    pub lang: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Share of the width; shares are relative to their sum.
    pub share: f32,
    /// Alignment of its cells; heads are centred over numbers.
    pub align: Align,
}

/// A row of a table. Cells that are missing at the end are empty.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The first cell names the row.
    pub named: bool,
}

impl Row {
    /// A row of plain cells.
    pub fn new<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self {
            cells: cells
                .into_iter()
                .map(|text| Cell {
                    text: text.into(),
                    ..Cell::default()
                })
                .collect(),
            named: false,
        }
    }

    /// A row whose first cell names it.
    pub fn named<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self {
            named: true,
            ..Self::new(cells)
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text; line feeds break lines.
    pub text: String,
    /// How many columns it spans, at least 1.
    pub span: usize,
    /// Bold or regular; heads and totals are bold in any case.
    pub bold: bool,
    /// Alignment, where it is not the column's.
    pub align: Option<Align>,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            text: String::new(),
            span: 1,
            bold: false,
            align: None,
        }
    }
}

/// A PNG or JPEG picture.
#[derive(Debug)]
pub struct Picture {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Width on paper, points; made smaller where it does not fit. `None`: the width of the text.
    pub width: Option<f32>,
    /// Where it stands.
    pub align: Align,
}

/// Horizontal bars. The text alternative is made from title, labels and shown values.
#[derive(Debug)]
pub struct BarChart {
    /// Title above the bars.
    pub title: String,
    /// Names of the series (one or two), in the order of the values.
    pub series: Vec<String>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One label with a bar for each series.
#[derive(Debug)]
pub struct Bar {
    /// Label at the left.
    pub label: String,
    /// A value for each series with the text shown at the bar's end; values below 0 count as 0.
    pub values: Vec<(f64, String)>,
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// Numbered or with bullets.
    pub numbered: bool,
    /// Its items.
    pub items: Vec<String>,
    /// How the items look; the first-line indent is not used.
    pub style: ParagraphStyle,
    /// Language, where it is not the document's.
    pub lang: Option<String>,
}

/// Office at the left, a line to sign on, the name at the right.
#[derive(Debug, Clone, Default)]
pub struct SignatureLine {
    /// Office of the signer.
    pub role: String,
    /// Name of the signer; may be empty for a line to be filled by hand.
    pub name: String,
    /// Small words under the line, such as "signature".
    pub under: String,
}

/// A file carried inside the document.
#[derive(Debug)]
pub struct Embedded {
    /// File name; made safe and unique where it is not.
    pub name: String,
    /// Media type, such as `text/csv`; `application/octet-stream` where it is not well formed.
    pub media_type: String,
    /// Its bytes.
    pub content: Content,
    /// One line for people.
    pub description: String,
    /// What it is to the document.
    pub relationship: Relationship,
}

/// Where the bytes of an attachment come from. One is read at a time, so only one is held twice.
pub enum Content {
    /// In memory.
    Bytes(Vec<u8>),
    /// Read when its turn comes.
    Load(Box<dyn FnOnce() -> std::io::Result<Vec<u8>> + Send>),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Load(_) => f.write_str("Load"),
        }
    }
}

/// What an embedded file is to the document (`AFRelationship`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// The document was made from it.
    Source,
    /// Data shown in the document.
    Data,
    /// The same content in another form.
    Alternative,
    /// Something added to the document.
    Supplement,
}
