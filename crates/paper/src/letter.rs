//! The letter to an applicant, as offices write them. All words come from the caller, in the letter's language.

use chrono::{DateTime, FixedOffset};

use crate::document::{
    Align, Block, Document, Embedded, Family, Footer, List, MM, PageSetup, ParagraphStyle, Run,
    SignatureLine, Tone,
};

/// The head of an office's letters.
#[derive(Debug, Clone, Default)]
pub struct LetterHead {
    /// The body's name, one line for each language, the state language first.
    pub names: Vec<String>,
    /// Address, phone, e-mail; one line.
    pub contacts: String,
}

/// A letter.
#[derive(Debug)]
pub struct Letter {
    /// Language of the letter, BCP 47.
    pub lang: String,
    /// Title for the outline and the viewer's bar, such as "Answer to inquiry 214/2026".
    pub title: String,
    /// Head.
    pub head: LetterHead,
    /// Date and number of the letter, and the inquiry that it answers; one line each.
    pub marks: Vec<String>,
    /// Name and address; one line each.
    pub addressee: Vec<String>,
    /// Form of address, centred; may be empty.
    pub salutation: String,
    /// Paragraphs.
    pub body: Vec<String>,
    /// Heading of the list of annexes; not shown where there are none.
    pub annexes_title: String,
    /// Annexes.
    pub annexes: Vec<String>,
    /// Office and name of who signs.
    pub signer: SignatureLine,
    /// "Executor: name, phone", at the foot of the letter.
    pub executor: String,
    /// Foot of the pages.
    pub footer: Footer,
    /// Files carried inside.
    pub attachments: Vec<Embedded>,
    /// When it was made.
    pub created: DateTime<FixedOffset>,
}

/// The letter as a document.
pub fn letter(letter: Letter) -> Document {
    let mut blocks = Vec::new();
    head(&letter.head, &mut blocks);
    marks_and_addressee(&letter, &mut blocks);
    if !letter.salutation.is_empty() {
        let style = ParagraphStyle {
            align: Align::Center,
            first_indent: 0.0,
            before: 8.0,
            after: 8.0,
            ..ParagraphStyle::LETTER
        };
        let style = ParagraphStyle {
            keep_with_next: true,
            ..style
        };
        blocks.push(Block::Paragraph {
            runs: vec![Run::bold(letter.salutation)],
            style,
            lang: None,
        });
    }
    let last = letter.body.len().saturating_sub(1);
    for (index, text) in letter.body.into_iter().enumerate() {
        // A signature does not stand on a page without a line of the letter.
        let keep_with_next = index == last && letter.annexes.is_empty();
        blocks.push(Block::paragraph(
            text,
            ParagraphStyle {
                keep_with_next,
                ..ParagraphStyle::LETTER
            },
        ));
    }
    if !letter.annexes.is_empty() {
        let style = ParagraphStyle {
            first_indent: 0.0,
            before: 6.0,
            keep_with_next: true,
            ..ParagraphStyle::LETTER
        };
        blocks.push(Block::paragraph(letter.annexes_title, style));
        let style = ParagraphStyle {
            align: Align::Left,
            after: 1.0,
            ..ParagraphStyle::LETTER
        };
        blocks.push(Block::List(List {
            numbered: true,
            items: letter.annexes,
            style,
            lang: None,
        }));
    }
    blocks.push(Block::Signature(vec![letter.signer]));
    if !letter.executor.is_empty() {
        let style = ParagraphStyle {
            family: Family::Serif,
            size: 9.5,
            leading: 1.3,
            before: 20.0,
            tone: Tone::Ink,
            ..ParagraphStyle::NOTE
        };
        blocks.push(Block::paragraph(letter.executor, style));
    }
    Document {
        author: letter.head.names.into_iter().next().unwrap_or_default(),
        lang: letter.lang,
        subject: letter.title.clone(),
        title: letter.title,
        keywords: Vec::new(),
        page: PageSetup {
            right: 15.0 * MM,
            top: 15.0 * MM,
            ..PageSetup::PORTRAIT
        },
        footer: letter.footer,
        blocks,
        attachments: letter.attachments,
        created: letter.created,
    }
}

fn head(head: &LetterHead, blocks: &mut Vec<Block>) {
    let style = ParagraphStyle {
        size: 12.0,
        leading: 1.25,
        align: Align::Center,
        after: 2.0,
        keep_with_next: true,
        ..ParagraphStyle::BODY
    };
    for name in &head.names {
        blocks.push(Block::Paragraph {
            runs: vec![Run::bold(name.as_str())],
            style,
            lang: None,
        });
    }
    if !head.contacts.is_empty() {
        let style = ParagraphStyle {
            family: Family::Sans,
            size: 8.0,
            tone: Tone::Muted,
            after: 4.0,
            ..style
        };
        blocks.push(Block::paragraph(head.contacts.as_str(), style));
    }
    if !head.names.is_empty() {
        blocks.push(Block::Rule);
        blocks.push(Block::Spacer(8.0));
    }
}

fn marks_and_addressee(letter: &Letter, blocks: &mut Vec<Block>) {
    let mark = ParagraphStyle {
        size: 10.5,
        leading: 1.35,
        after: 0.0,
        keep_with_next: true,
        ..ParagraphStyle::BODY
    };
    for line in &letter.marks {
        blocks.push(Block::paragraph(line.as_str(), mark));
    }
    let indent = 92.0 * MM;
    let style = ParagraphStyle {
        size: 12.0,
        leading: 1.35,
        indent,
        after: 0.0,
        keep_with_next: true,
        ..mark
    };
    blocks.push(Block::Spacer(10.0));
    for (index, line) in letter.addressee.iter().enumerate() {
        let run = if index == 0 {
            Run::bold(line.as_str())
        } else {
            Run::plain(line.as_str())
        };
        blocks.push(Block::Paragraph {
            runs: vec![run],
            style,
            lang: None,
        });
    }
    blocks.push(Block::Spacer(12.0));
}
