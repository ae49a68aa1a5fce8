//! Figures that belong together: groups, the marks between them, and windows over them.

use crate::normal::Normal;

/// Figures without a gap.
#[derive(Debug, Clone)]
pub struct Group {
    /// First character, in the normalised text.
    pub start: usize,
    /// After the last.
    pub end: usize,
    /// Its figures.
    pub digits: String,
    /// Whether letters were read as figures.
    pub misread: bool,
}

/// Groups that only blanks, dashes, brackets and the like part.
#[derive(Debug)]
pub struct Run {
    /// They, in order.
    pub groups: Vec<Group>,
    /// Whether a plus stands before the first.
    pub plus: Option<usize>,
}

/// Some groups of a run, side by side.
#[derive(Debug, Clone)]
pub struct Window<'a> {
    /// The groups.
    pub groups: &'a [Group],
    /// All figures.
    pub digits: String,
    /// Whether it is the whole run.
    pub whole: bool,
    /// Whether a plus stands before it.
    pub plus: bool,
}

impl Window<'_> {
    /// How long its groups are.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        self.groups.iter().map(|g| g.digits.len()).collect()
    }

    /// Whether a letter was read for a figure somewhere.
    #[must_use]
    pub fn misread(&self) -> bool {
        self.groups.iter().any(|g| g.misread)
    }

    /// First character.
    #[must_use]
    pub fn start(&self) -> usize {
        self.groups.first().map_or(0, |g| g.start)
    }

    /// After the last.
    #[must_use]
    pub fn end(&self) -> usize {
        self.groups.last().map_or(0, |g| g.end)
    }
}

/// The longest number that is looked for.
pub const LONGEST: usize = 20;

/// A letter that reading by machine, or a hurried hand, puts for a figure.
#[must_use]
pub fn figure(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' | 'О' | 'о' | 'D' | 'Q' => Some('0'),
        'l' | 'I' | 'i' | '|' | 'І' | 'і' | '!' => Some('1'),
        'Z' | 'z' => Some('2'),
        'З' | 'з' | 'Э' => Some('3'),
        'Ч' | 'ч' => Some('4'),
        'S' | 's' | 'Ѕ' => Some('5'),
        'б' | 'Б' | 'G' => Some('6'),
        'B' | 'В' => Some('8'),
        'g' | 'q' => Some('9'),
        _ => None,
    }
}

/// All runs of a text.
#[must_use]
pub fn runs(text: &Normal) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    let mut i = 0;
    while i < text.len() {
        let Some(group) = group_at(text, i) else {
            i += 1;
            continue;
        };
        i = group.end;
        match &mut open {
            Some(run) if joins(text, run, &group) => run.groups.push(group),
            _ => {
                runs.extend(open.take());
                let plus = plus_before(text, group.start);
                open = Some(Run {
                    groups: vec![group],
                    plus,
                });
            }
        }
    }
    runs.extend(open);
    runs
}

/// A group begins at `i` only where no letter or figure stands before it.
fn group_at(text: &Normal, i: usize) -> Option<Group> {
    let inside = |c: char| c.is_alphanumeric() || c == '|' || c == '!';
    if i > 0 && inside(text.at(i - 1)) && text.at(i - 1) != '!' {
        return None;
    }
    figure(text.at(i))?;
    let mut end = i;
    while end < text.len() && inside(text.at(end)) {
        end += 1;
    }
    // A closing mark of exclamation is one.
    while end > i && text.at(end - 1) == '!' {
        end -= 1;
    }
    let chars = text.slice(i, end);
    let digits: Option<String> = chars.iter().map(|c| figure(*c)).collect();
    let real = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let alone = chars.len() == 1 && real == 0 && goes_on(text, end);
    let fits =
        alone || (real > 0 && chars.len() - real <= real.max(2) && (real > 1 || chars.len() <= 2));
    // `1985г`, `5-ci`: a letter glued to the end is none of the figures.
    let (digits, end) = match digits.filter(|_| fits) {
        Some(digits) => (digits, end),
        None => {
            let digits: String = chars.iter().take_while(|c| c.is_ascii_digit()).collect();
            let length = digits.len();
            // `+996555123456тел`: long enough to be a number by itself.
            (length >= 9).then_some((digits, i + length))?
        }
    };
    Some(Group {
        start: i,
        end,
        misread: digits.chars().zip(chars).any(|(d, c)| d != *c),
        digits,
    })
}

/// Whether figures follow a letter that may be one itself: `l 2101`, `O (555)`.
fn goes_on(text: &Normal, end: usize) -> bool {
    let gap = (end..end + 3)
        .take_while(|i| " -(".contains(text.at(*i)))
        .count();
    gap > 0 && text.at(end + gap).is_ascii_digit() && text.at(end + gap + 1).is_ascii_digit()
}

/// Whether what stands between the run and the group only parts figures.
fn joins(text: &Normal, run: &Run, group: &Group) -> bool {
    let Some(last) = run.groups.last() else {
        return false;
    };
    let gap = text.slice(last.end, group.start);
    let breaks = gap.iter().filter(|c| **c == '\n').count();
    let marks = gap.iter().filter(|c| !c.is_whitespace()).count();
    gap.len() <= 5
        && breaks <= 1
        && marks <= 2
        && gap.iter().all(|c| " -\n().\u{b7}_/*".contains(*c))
}

/// Where the plus stands that belongs to the figures at `start`, if one does: `+996`, `+ 996`, `+(996`.
fn plus_before(text: &Normal, start: usize) -> Option<usize> {
    (start.saturating_sub(3)..start)
        .rev()
        .take_while(|i| " +(".contains(text.at(*i)))
        .find(|i| text.at(*i) == '+')
}

impl Run {
    /// Every row of groups with `shortest` to [`LONGEST`] figures.
    #[must_use]
    pub fn windows(&self, shortest: usize) -> Vec<Window<'_>> {
        let mut windows = Vec::new();
        for first in 0..self.groups.len() {
            let mut digits = String::new();
            for last in first..self.groups.len() {
                digits.push_str(&self.groups[last].digits);
                if digits.len() > LONGEST {
                    break;
                }
                if digits.len() >= shortest {
                    windows.push(Window {
                        groups: &self.groups[first..=last],
                        digits: digits.clone(),
                        whole: first == 0 && last + 1 == self.groups.len(),
                        plus: first == 0 && self.plus.is_some(),
                    });
                }
            }
        }
        windows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&[&str]]) {
        let text = Normal::of(text);
        let found: Vec<Vec<String>> = runs(&text)
            .iter()
            .map(|r| r.groups.iter().map(|g| g.digits.clone()).collect())
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn groups_and_what_joins_them() {
        check(
            "+996 (555) 12-34-56, 5",
            &[&["996", "555", "12", "34", "56"], &["5"]],
        );
        check("212lO198500234", &[&["21210198500234"]]);
        check("4111 1111\n1111 1111", &[&["4111", "1111", "1111", "1111"]]);
        check("О нём и о 5", &[&["5"]]);
        check("Зоя 12", &[&["12"]]);
    }
}
