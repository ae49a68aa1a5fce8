//! Words as razdel cuts them: the network was taught with these.

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Russian,
    Latin,
    Figures,
    Mark,
    Other,
}

const DASHES: &str = "‑–—−-";
const ENDINGS: &str = ".?!…";
const MARKS: &str = "\\/!#$%&*+,.:;<=>?@^_`|~№…‑–—−-«“‘»”’\"„'([})]}";

fn made(c: char) -> Made {
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        'а'..='я' | 'ё' => Made::Russian,
        'a'..='z' => Made::Latin,
        _ if c.is_ascii_digit() => Made::Figures,
        _ if MARKS.contains(c) => Made::Mark,
        _ => Made::Other,
    }
}

#[derive(Debug, Clone, Copy)]
struct Atom {
    start: usize,
    end: usize,
    made: Made,
}

fn atoms(line: &[char]) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    for (i, c) in line.iter().enumerate() {
        if c.is_whitespace() {
            continue;
        }
        let made = made(*c);
        let grows = matches!(made, Made::Russian | Made::Latin | Made::Figures);
        match atoms.last_mut() {
            Some(last) if grows && last.made == made && last.end == i => last.end = i + 1,
            _ => atoms.push(Atom {
                start: i,
                end: i + 1,
                made,
            }),
        }
    }
    atoms
}

/// First character and the one after the last of each word and mark of a line.
#[must_use]
pub fn words(line: &[char]) -> Vec<(usize, usize)> {
    let atoms = atoms(line);
    let mut words: Vec<(usize, usize)> = Vec::with_capacity(atoms.len());
    for (i, atom) in atoms.iter().enumerate() {
        match words.last_mut() {
            Some(last) if last.1 == atom.start && joined(line, &atoms, i, last.0) => {
                last.1 = atom.end
            }
            _ => words.push((atom.start, atom.end)),
        }
    }
    words
}

/// Whether the atom `i` goes on the word that begins at `start`.
fn joined(line: &[char], atoms: &[Atom], i: usize, start: usize) -> bool {
    let (left, right) = (atoms[i - 1], atoms[i]);
    let (l, r) = (line[left.end - 1], line[right.start]);
    for rule in [dash, underscore, float, fraction] {
        if let Some(decided) = around(line, atoms, i, rule) {
            return decided;
        }
    }
    if left.made == Made::Mark && right.made == Made::Mark {
        let so_far: String = line[start..right.end].iter().collect();
        return is_smile(&so_far)
            || (ENDINGS.contains(l) && ENDINGS.contains(r))
            || (l == '-' && r == '-')
            || (l == '*' && r == '*');
    }
    let lettered = |m: Made| matches!(m, Made::Other | Made::Russian | Made::Latin);
    if (left.made == Made::Other && lettered(right.made))
        || (lettered(left.made) && right.made == Made::Other)
    {
        return true;
    }
    r == '!' && right.end - right.start == 1 && word_is(line, left, "yahoo")
}

fn word_is(line: &[char], atom: Atom, word: &str) -> bool {
    line[atom.start..atom.end]
        .iter()
        .flat_map(|c| c.to_lowercase())
        .eq(word.chars())
}

/// What may part two atoms of one word, and what they must be.
type Between = fn(char) -> Option<fn(Made, Made) -> bool>;

fn dash(c: char) -> Option<fn(Made, Made) -> bool> {
    DASHES
        .contains(c)
        .then_some(|a, b| a != Made::Mark && b != Made::Mark)
}

fn underscore(c: char) -> Option<fn(Made, Made) -> bool> {
    (c == '_').then_some(|a, b| a != Made::Mark && b != Made::Mark)
}

fn float(c: char) -> Option<fn(Made, Made) -> bool> {
    ".,".contains(c)
        .then_some(|a, b| a == Made::Figures && b == Made::Figures)
}

fn fraction(c: char) -> Option<fn(Made, Made) -> bool> {
    "/\\"
        .contains(c)
        .then_some(|a, b| a == Made::Figures && b == Made::Figures)
}

/// The rule for `a-|b` and `a|-b`: what stands on both sides of the mark. `None` if it does not apply.
fn around(line: &[char], atoms: &[Atom], i: usize, rule: Between) -> Option<bool> {
    let mark = |a: Atom| {
        (a.end - a.start == 1)
            .then(|| rule(line[a.start]))
            .flatten()
    };
    let (left, right) = (atoms[i - 1], atoms[i]);
    let (fits, a, b) = if let Some(fits) = mark(left) {
        (fits, i.checked_sub(2).map(|k| atoms[k])?, right)
    } else if let Some(fits) = mark(right) {
        (fits, left, *atoms.get(i + 1)?)
    } else {
        return None;
    };
    fits(a.made, b.made).then_some(true)
}

/// `:-)`, `=((`.
fn is_smile(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    if !chars.next().is_some_and(|c| "=:;".contains(c)) {
        return false;
    }
    if chars.peek() == Some(&'-') {
        chars.next();
    }
    let rest: Vec<char> = chars.collect();
    (1..=3).contains(&rest.len()) && rest.iter().all(|c| ")(".contains(*c))
}
