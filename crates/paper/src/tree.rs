//! The structure tree while it grows: roles and leaves, in reading order.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::geom::Rect;
use krilla::tagging::{
    BBox, Identifier, ListNumbering, Node as Leaf, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};

use crate::page::Area;

/// Writers allow no longer string; an alternative text of that length helps nobody.
const LONGEST: usize = 4000;

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

/// What a node is.
#[derive(Debug)]
pub(crate) enum Role {
    Paragraph,
    Heading(u8, Box<str>),
    Table(Box<str>),
    Head,
    Body,
    Foot,
    Row,
    ColumnHead(u32),
    RowHead(u32),
    Cell(u32),
    List {
        numbered: bool,
    },
    Item,
    Label,
    ItemBody,
    /// A figure with what it shows, its page, and where on it.
    Figure(Box<str>, usize, Area),
}

struct Node {
    role: Role,
    lang: Option<Box<str>>,
    children: Vec<Child>,
}

enum Child {
    Node(NodeId),
    Leaf(Identifier),
}

/// The tree.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: Vec<Option<Node>>,
    top: Vec<NodeId>,
}

impl Tree {
    /// Adds a node under `parent`, or at the top.
    pub(crate) fn add(&mut self, parent: Option<NodeId>, role: Role, lang: Option<&str>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Some(Node {
            role,
            lang: lang.map(Into::into),
            children: Vec::new(),
        }));
        match parent.and_then(|parent| self.node(parent)) {
            Some(parent) => parent.children.push(Child::Node(id)),
            None => self.top.push(id),
        }
        id
    }

    /// Says that marked content belongs to a node.
    pub(crate) fn leaf(&mut self, node: NodeId, identifier: Identifier) {
        if let Some(node) = self.node(node) {
            node.children.push(Child::Leaf(identifier));
        }
    }

    fn node(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize).and_then(Option::as_mut)
    }

    /// The writer's tree; this one is taken apart meanwhile, so that two never stand in memory whole.
    pub(crate) fn finish(mut self, lang: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(lang.to_owned()));
        for id in std::mem::take(&mut self.top) {
            if let Some(group) = self.group(id) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&mut self, id: NodeId) -> Option<TagGroup> {
        let node = self.nodes.get_mut(id.0 as usize)?.take()?;
        let mut kind = kind(node.role);
        if let Some(lang) = node.lang {
            kind = with_lang(kind, lang.into());
        }
        let children = node
            .children
            .into_iter()
            .filter_map(|child| match child {
                Child::Leaf(identifier) => Some(Leaf::from(identifier)),
                Child::Node(id) => self.group(id).map(Leaf::from),
            })
            .collect();
        Some(TagGroup::with_children(kind, children))
    }
}

fn kind(role: Role) -> TagKind {
    match role {
        Role::Paragraph => Tag::P.into(),
        Role::Heading(level, title) => Tag::Hn(
            NonZeroU16::new(level.into()).unwrap_or(NonZeroU16::MIN),
            Some(shorten(&title)),
        )
        .into(),
        Role::Table(summary) => Tag::Table
            .with_summary((!summary.is_empty()).then(|| shorten(&summary)))
            .into(),
        Role::Head => Tag::THead.into(),
        Role::Body => Tag::TBody.into(),
        Role::Foot => Tag::TFoot.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead(span) => Tag::TH(TableHeaderScope::Column)
            .with_col_span(spanned(span))
            .into(),
        Role::RowHead(span) => Tag::TH(TableHeaderScope::Row)
            .with_col_span(spanned(span))
            .into(),
        Role::Cell(span) => Tag::TD.with_col_span(spanned(span)).into(),
        Role::List { numbered: true } => Tag::L(ListNumbering::Decimal).into(),
        Role::List { numbered: false } => Tag::L(ListNumbering::Disc).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Figure(alt, page, area) => {
            let rect = Rect::from_xywh(area.x, area.y, area.w, area.h);
            Tag::Figure(Some(shorten(&alt)))
                .with_bbox(rect.map(|rect| BBox::new(page, rect)))
                .into()
        }
    }
}

fn with_lang(mut kind: TagKind, lang: String) -> TagKind {
    kind.as_any_mut().set_lang(Some(lang));
    kind
}

fn spanned(span: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(span).filter(|n| n.get() > 1)
}

/// A text without control characters, not empty, at most 4000 characters.
pub(crate) fn shorten(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    if clean.trim().is_empty() {
        "-".to_owned()
    } else {
        clean
    }
}
