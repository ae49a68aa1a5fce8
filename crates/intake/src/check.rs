//! The rules for one row, whatever it came in: what is missing, what is cleaned, what is said.

use domain::{Lang, clean, file_name::can_run};

use crate::columns::Field;
use crate::problem::{ProblemCode, Warning, WarningCode};
use crate::submission::{self, Submission};
use crate::{MAX_CELL_BYTES, phone, when};

/// The cells of one row under their columns, before any rule.
#[derive(Default)]
pub(crate) struct RawRow {
    pub line: u64,
    /// Field, the column's name as written, the value as written.
    pub cells: Vec<(Field, String, String)>,
    /// Columns that stand for no field.
    pub extra: Vec<(String, String)>,
    pub files: Vec<String>,
    /// What the reader of the file noticed about the row as a whole.
    pub warnings: Vec<WarningCode>,
    /// Violations that were seen while the row was read.
    pub violations: Vec<Violation>,
    /// The file's encoding has no place for the Kyrgyz letters.
    pub lossy: bool,
}

/// A violation: the column as written, the code and the value.
pub(crate) type Violation = (Option<String>, ProblemCode, String);

/// Applies the rules.
///
/// # Errors
/// Every violation of the row. A missing name or contact is none: the law lets no program turn an
/// inquiry away, so these are warnings.
pub(crate) fn check(raw: RawRow) -> Result<Submission, Vec<Violation>> {
    let mut reading = Reading::new(&raw);
    let content = reading.text(Field::Content);
    let name = reading.name();
    let phone = reading.phone();
    let email = reading.email();
    let extra = reading.extra(name.as_deref());
    let submission = Submission {
        line: raw.line,
        element: None,
        id: reading.id(),
        submitted_at: reading.submitted_at(),
        language: reading.language(),
        name,
        phone,
        email,
        files: reading.files(),
        topic: reading.line_text(Field::Topic),
        category: reading.line_text(Field::Category),
        service: reading.line_text(Field::Service),
        extra,
        content: content.unwrap_or_default(),
        warnings: Vec::new(),
    };
    if submission.content.is_empty() {
        reading.violations.push((
            reading.column(Field::Content),
            ProblemCode::ContentMissing,
            reading.cell(Field::Content).unwrap_or_default().to_owned(),
        ));
    }
    // All of it becomes the inquiry's text.
    let extra = submission
        .extra
        .iter()
        .map(|(name, value)| name.len() + value.len() + 8);
    let files = submission.files.iter().map(|name| name.len() + 8);
    if submission.content.len() + extra.chain(files).sum::<usize>() > clean::LARGEST_TEXT
        && !reading
            .violations
            .iter()
            .any(|v| v.1 == ProblemCode::CellTooLong)
    {
        let place = (reading.column(Field::Content), ProblemCode::CellTooLong);
        reading
            .violations
            .push((place.0, place.1, submission.content.clone()));
    }
    if submission.name.is_none() {
        reading.warn(WarningCode::Anonymous, reading.column(Field::Name));
    }
    if submission.phone.is_none() && submission.email.is_none() {
        reading.warn(WarningCode::NoContact, None);
    }
    let Reading {
        mut warnings,
        violations,
        ..
    } = reading;
    if !violations.is_empty() {
        return Err(violations);
    }
    warnings.extend(
        raw.warnings
            .iter()
            .map(|&code| Warning { code, column: None }),
    );
    warnings.sort_by(|a, b| (a.code, &a.column).cmp(&(b.code, &b.column)));
    warnings.dedup();
    Ok(Submission {
        warnings,
        ..submission
    })
}

struct Reading<'r> {
    raw: &'r RawRow,
    warnings: Vec<Warning>,
    violations: Vec<Violation>,
}

impl<'r> Reading<'r> {
    fn new(raw: &'r RawRow) -> Self {
        let mut reading = Self {
            raw,
            warnings: Vec::new(),
            violations: raw.violations.clone(),
        };
        let named = raw.cells.iter().map(|(_, name, value)| (name, value));
        let extra = raw.extra.iter().map(|(name, value)| (name, value));
        for (name, value) in named.chain(extra) {
            if value.len() > MAX_CELL_BYTES {
                reading.violations.push((
                    Some(name.clone()),
                    ProblemCode::CellTooLong,
                    value.clone(),
                ));
            }
        }
        reading
    }

    fn warn(&mut self, code: WarningCode, column: Option<String>) {
        self.warnings.push(Warning { code, column });
    }

    fn cell(&self, field: Field) -> Option<&'r str> {
        let mut found = self.raw.cells.iter().filter(|(f, _, _)| *f == field);
        let first = found.next()?;
        let filled = std::iter::once(first)
            .chain(found)
            .find(|(_, _, value)| !is_blank(value));
        Some(filled.unwrap_or(first).2.as_str())
    }

    fn column(&self, field: Field) -> Option<String> {
        let found = self.raw.cells.iter().find(|(f, _, _)| *f == field);
        found.map(|(_, name, _)| name.clone())
    }

    /// A cell of several lines, cleaned; `None` where blank.
    fn text(&mut self, field: Field) -> Option<String> {
        let raw = self.cell(field)?;
        let column = self.column(field);
        self.clean(raw, column)
    }

    fn clean(&mut self, raw: &str, column: Option<String>) -> Option<String> {
        let text = clean::text(raw);
        if clean::loses(raw) {
            self.warn(WarningCode::ControlCharacters, column.clone());
        }
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.warn(WarningCode::UnreadableBytes, column.clone());
        }
        if self.raw.lossy && has_lost_letters(&text) {
            self.warn(WarningCode::LostLetters, column.clone());
        }
        if is_garbled(&text) {
            self.warn(WarningCode::Garbled, column);
        }
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A cell that is one line by nature.
    fn line_text(&mut self, field: Field) -> Option<String> {
        let text = self.text(field)?;
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.limit_line(field, &line);
        Some(line)
    }

    /// A longer one would be refused by the register, and the whole file with it.
    fn limit_line(&mut self, field: Field, line: &str) {
        let column = self.column(field);
        let said = self.violations.iter().any(|v| v.0 == column);
        if line.chars().count() > clean::LONGEST_LINE && !said {
            self.violations
                .push((column, ProblemCode::LineTooLong, line.to_owned()));
        }
    }

    fn name(&mut self) -> Option<String> {
        if let Some(whole) = self.line_text(Field::Name) {
            return Some(whole);
        }
        let parts = [Field::Surname, Field::GivenName, Field::Patronymic]
            .map(|field| self.line_text(field));
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let whole = (!parts.is_empty()).then(|| parts.join(" "))?;
        self.limit_line(Field::Surname, &whole);
        Some(whole)
    }

    fn phone(&mut self) -> Option<String> {
        let text = self.line_text(Field::Phone)?;
        let phone = phone::read(&text)?;
        if let Some(code) = phone.warning {
            self.warn(code, self.column(Field::Phone));
        }
        Some(phone.text)
    }

    fn email(&mut self) -> Option<String> {
        let text = self.line_text(Field::Email)?;
        let bare = text.trim_matches(|c: char| matches!(c, '<' | '>' | ';' | ',' | '\''));
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        if is_email(bare) {
            return Some(bare.to_lowercase());
        }
        self.warn(WarningCode::EmailUnclear, self.column(Field::Email));
        Some(text)
    }

    fn id(&mut self) -> Option<String> {
        let text = self.line_text(Field::Id)?;
        let bare = text.trim_matches(|c| c == '\'' || c == '"');
        if phone::is_exponent(bare) {
            self.warn(WarningCode::NumberDamaged, self.column(Field::Id));
            return None;
        }
        (!bare.is_empty()).then(|| bare.to_owned())
    }

    fn submitted_at(&mut self) -> Option<crate::SubmittedAt> {
        let text = self.line_text(Field::SubmittedAt)?;
        let found = when::read(&text);
        if found.is_none() {
            self.warn(WarningCode::DateUnclear, self.column(Field::SubmittedAt));
        }
        found
    }

    fn language(&mut self) -> Option<Lang> {
        let text = self.line_text(Field::Language)?;
        let found = submission::language(&text);
        if found.is_none() {
            self.warn(WarningCode::LanguageUnclear, self.column(Field::Language));
        }
        found
    }

    fn files(&mut self) -> Vec<String> {
        let column = self.column(Field::Files);
        let lists = self.raw.cells.iter().filter(|(f, _, _)| *f == Field::Files);
        let names: Vec<String> = lists
            .flat_map(|(_, _, listed)| listed.split([';', '|', '\n']))
            .chain(self.raw.files.iter().map(String::as_str))
            .map(str::to_owned)
            .collect();
        let mut files = Vec::new();
        for name in names {
            if let Some(name) = self.clean(&name, column.clone())
                && let Some(name) = file_name(&name)
            {
                if can_run(name.split(['?', '#']).next().unwrap_or(&name)) {
                    self.warn(WarningCode::FileCanRun, column.clone());
                }
                files.push(name);
            }
        }
        files
    }

    /// Columns without a field, and second values of a field: of two columns that name the same thing only one can
    /// be the field, and the other is not lost.
    fn extra(&mut self, applicant: Option<&str>) -> Vec<(String, String)> {
        let mut kept = Vec::new();
        for (name, value) in &self.raw.extra {
            if let Some(value) = self.clean(value, Some(name.clone())) {
                kept.push((name.clone(), value));
            }
        }
        let unused = self.raw.cells.iter().filter(|(field, _, value)| {
            let used = match field {
                // All the lists of files are read.
                Field::Files => return false,
                Field::Surname | Field::GivenName | Field::Patronymic => applicant,
                _ => self.cell(*field),
            };
            !is_blank(value) && !used.is_some_and(|used| holds_words(used, value))
        });
        for (_, name, value) in unused.collect::<Vec<_>>() {
            if let Some(value) = self.clean(value, Some(name.clone())) {
                self.warn(WarningCode::SeveralValues, Some(name.clone()));
                kept.push((name.clone(), value));
            }
        }
        kept
    }
}

/// Blank to a reader: white space and characters that show nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || clean::is_hidden(c))
}

/// Whether all of the words stand in the text already.
fn holds_words(text: &str, words: &str) -> bool {
    let there: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .split_whitespace()
        .all(|word| there.contains(&word.to_lowercase()))
}

/// The name of a file without the path that browsers put before it; an address stays whole.
fn file_name(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with("http://") || text.starts_with("https://") {
        return Some(text.to_owned());
    }
    let last = text.rsplit(['/', '\\']).next().unwrap_or(text).trim();
    (!last.is_empty() && last != "." && last != "..").then(|| last.to_owned())
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let fits = |part: &str, extra: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || extra.contains(c))
    };
    fits(local, "._%+-'") && fits(domain, ".-") && domain.contains('.') && text.len() <= 254
}

/// A question mark inside a word, or at its beginning, where a letter must have stood.
fn has_lost_letters(text: &str) -> bool {
    let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    let mut letter_before = ' ';
    let mut open = false;
    for c in text.chars() {
        if c == '?' {
            open = true;
            continue;
        }
        // "Вода?Когда" is a missing blank, not a missing letter.
        let inside = c.is_lowercase() || letter_before.is_uppercase() || letter_before == ' ';
        if open && cyrillic(c) && inside {
            return true;
        }
        open = false;
        letter_before = if cyrillic(c) { c } else { ' ' };
    }
    false
}

/// UTF-8 that was read as a single-byte encoding and written again: "РЎР°Р»Р°Рј", "Ð¡Ð°Ð»Ð°Ð¼".
fn is_garbled(text: &str) -> bool {
    let (mut pairs, mut letters) = (0usize, 0usize);
    let mut before = ' ';
    for c in text.chars() {
        letters += usize::from(!c.is_ascii());
        let leads = matches!(before, 'Р' | 'С' | 'Т' | 'Ð' | 'Ñ' | 'Ò');
        let follows = !c.is_ascii() && !('а'..='я').contains(&c) && !('А'..='Я').contains(&c)
            || matches!(c, 'Р' | 'С') && before == c;
        pairs += usize::from(leads && follows);
        before = c;
    }
    letters >= 8 && pairs * 4 >= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(Field, &str)]) -> RawRow {
        RawRow {
            line: 2,
            cells: cells
                .iter()
                .map(|(f, v)| (*f, format!("{f:?}"), (*v).to_owned()))
                .collect(),
            ..RawRow::default()
        }
    }

    fn codes(submission: &Submission) -> Vec<&'static str> {
        submission.warnings.iter().map(|w| w.code.code()).collect()
    }

    #[test]
    fn a_nameless_row_is_taken_with_warnings() {
        let taken = check(row(&[
            (Field::Content, " Суу жок. "),
            (Field::Name, "\u{200b} "),
        ]));
        let taken = taken.expect("taken");
        assert_eq!(taken.content, "Суу жок.");
        assert_eq!(codes(&taken), ["anonymous", "no-contact"]);
    }

    #[test]
    fn every_violation_is_reported() {
        let long = "x".repeat(MAX_CELL_BYTES + 1);
        let refused = check(row(&[(Field::Content, "\u{a0}\n"), (Field::Name, &long)]));
        let found: Vec<_> = refused
            .expect_err("refused")
            .into_iter()
            .map(|v| v.1)
            .collect();
        assert_eq!(
            found,
            [ProblemCode::CellTooLong, ProblemCode::ContentMissing]
        );
    }

    #[test]
    fn what_the_register_would_refuse_is_a_problem_of_its_row() {
        let codes = |cells: &[(Field, &str)]| -> Vec<ProblemCode> {
            let refused = check(row(cells)).expect_err("refused");
            refused.into_iter().map(|v| v.1).collect()
        };
        let long = "ж".repeat(clean::LONGEST_LINE + 1);
        assert_eq!(
            codes(&[(Field::Content, "x"), (Field::Topic, &long)]),
            [ProblemCode::LineTooLong]
        );
        let mut together = row(&[(Field::Content, &"x".repeat(MAX_CELL_BYTES - 10))]);
        together.extra = vec![("Район".into(), "Демо".into())];
        let refused = check(together).expect_err("content and columns are one text");
        assert_eq!(refused[0].1, ProblemCode::CellTooLong);
    }

    #[test]
    fn a_program_among_the_files_is_said() {
        let taken = check(row(&[
            (Field::Content, "x"),
            (Field::Files, "арыз.pdf; photo.jpg.exe"),
        ]))
        .expect("taken");
        assert!(codes(&taken).contains(&"file-can-run"));
        let taken = check(row(&[(Field::Content, "x"), (Field::Files, "арыз.pdf")]));
        assert!(!codes(&taken.expect("taken")).contains(&"file-can-run"));
    }

    #[test]
    fn a_name_may_come_in_parts() {
        let taken = check(row(&[
            (Field::Content, "x"),
            (Field::GivenName, "Айгүл"),
            (Field::Surname, " Демоева "),
            (Field::Patronymic, ""),
        ]));
        assert_eq!(taken.expect("taken").name.as_deref(), Some("Демоева Айгүл"));
    }

    #[test]
    fn of_two_columns_for_one_field_none_is_lost() {
        let taken = check(row(&[
            (Field::Content, "Суу жок"),
            (Field::Content, "Жарык да жок"),
            (Field::Name, "Демоева Айгүл"),
            (Field::Surname, "Демоева"),
            (Field::Patronymic, "Демовна"),
            (Field::Phone, "0000123456"),
            (Field::Phone, "0000 123456 "),
            (Field::Files, "a.pdf"),
            (Field::Files, "b.pdf"),
        ]))
        .expect("taken");
        assert_eq!(taken.content, "Суу жок");
        let values: Vec<&str> = taken.extra.iter().map(|(_, v)| v.as_str()).collect();
        assert_eq!(values, ["Жарык да жок", "Демовна", "0000 123456"]);
        assert_eq!(taken.files, ["a.pdf", "b.pdf"]);
        assert!(codes(&taken).contains(&"several-values"));
    }

    #[test]
    fn file_names_lose_their_paths_and_tricks() {
        let taken = check(row(&[
            (Field::Content, "x"),
            (Field::Files, "C:\\fakepath\\арыз.pdf; ../../etc/passwd | сүрөт.jpg\nhttps://site.example/u/1.png;;.."),
        ]))
        .expect("taken");
        assert_eq!(
            taken.files,
            [
                "арыз.pdf",
                "passwd",
                "сүрөт.jpg",
                "https://site.example/u/1.png"
            ]
        );
        let hidden = check(row(&[
            (Field::Content, "x"),
            (Field::Files, "photo\u{202e}gpj.exe"),
        ]))
        .expect("taken");
        assert_eq!(hidden.files, ["photogpj.exe"]);
        assert!(codes(&hidden).contains(&"control-characters"));
    }

    #[test]
    fn spoiled_text_is_said_to_be() {
        let spoiled = |text: &str, lossy| {
            let mut raw = row(&[
                (Field::Content, text),
                (Field::Name, "А"),
                (Field::Phone, "0000123456"),
            ]);
            raw.lossy = lossy;
            codes(&check(raw).expect("taken"))
        };
        assert_eq!(spoiled("Биздин к?ч?д? жарык жок", true), ["lost-letters"]);
        assert_eq!(
            spoiled("Биздин к?ч?д? жарык жок", false),
            Vec::<&str>::new()
        );
        assert_eq!(
            spoiled("Когда будет вода? Мы ждём уже месяц. Где ответ?!", true),
            Vec::<&str>::new()
        );
        assert_eq!(spoiled("РЎР°Р»Р°Рј Р°Р»РµР№РєСѓРј", false), ["garbled"]);
        assert_eq!(spoiled("Ð¡Ð°Ð»Ð°Ð¼ Ð°Ð»ÐµÐ¹ÐºÑƒÐ¼", false), ["garbled"]);
        assert_eq!(
            spoiled("Саламатсызбы! СССР РФ Россия", false),
            Vec::<&str>::new()
        );
        assert_eq!(spoiled("Суу \u{fffd}ок", false), ["unreadable-bytes"]);
    }

    #[test]
    fn addresses_of_mail() {
        for good in ["a.b@demo.example", "айгүл@почта.example", "x+y@a-b.co"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["a", "a@b", "@b.c", "a@b..c", "a b@c.d", "a@c.d."] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
