//! JSON: an array, an object that holds one, one object, or one object a line. Elements are cut
//! apart before they are parsed, so that one broken element costs only itself and each has its line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::check::RawRow;
use crate::columns::{self, Field};
use crate::encoding::Encoding;
use crate::gather::Gather;
use crate::problem::ProblemCode;
use crate::web::unify_line_ends;
use crate::{DetectedFormat, FileError, Import, Kind};

/// Keys under which an object holds its submissions.
const LISTS: [&str; 5] = ["submissions", "items", "data", "results", "rows"];

pub(crate) fn read(text: &str, encoding: Encoding) -> Result<Import, FileError> {
    let mut gather = Gather::default();
    let lossy = encoding.loses_kyrgyz();
    let kind = if text.trim_start().starts_with('[') {
        let start = text.find('[').map_or(0, |at| at + 1);
        take_all(&mut gather, text, start, lossy)?;
        Kind::Json
    } else if is_lines(text) {
        for (number, line) in (1..).zip(text.split('\n')) {
            if !line.trim().is_empty() {
                take(&mut gather, number, line, lossy)?;
            }
        }
        Kind::JsonLines
    } else if let Some(start) = list_inside(text) {
        take_all(&mut gather, text, start, lossy)?;
        Kind::Json
    } else {
        // One object, or several pretty-printed ones behind one another.
        if let Ok(Value::Object(object)) = serde_json::from_str(text)
            && !has_content(&object)
        {
            return Err(FileError::JsonShape);
        }
        take_all(&mut gather, text, 0, lossy)?;
        Kind::Json
    };
    whole(gather.finish(DetectedFormat {
        encoding,
        delimiter: None,
        kind,
    }))
}

/// A file in which nothing could be read as a submission is no file of submissions.
fn whole(import: Import) -> Result<Import, FileError> {
    let foreign = |code| {
        matches!(
            code,
            ProblemCode::JsonSyntax | ProblemCode::NotASubmission | ProblemCode::CutShort
        )
    };
    if !import.rows.is_empty() || import.problems.iter().any(|p| !foreign(p.code)) {
        return Ok(import);
    }
    let broken = import
        .problems
        .iter()
        .find(|p| p.code != ProblemCode::NotASubmission);
    match (broken, import.problems.is_empty()) {
        (Some(first), _) => Err(FileError::JsonSyntax { line: first.line }),
        (None, false) => Err(FileError::JsonShape),
        (None, true) => Ok(import),
    }
}

/// The first line is a whole object, not the holder of a list, and not all there is.
fn is_lines(text: &str) -> bool {
    let mut filled = text.lines().filter(|line| !line.trim().is_empty());
    let first = filled
        .next()
        .and_then(|line| serde_json::from_str::<Map<String, Value>>(line).ok());
    first.is_some_and(|object| {
        let holds_list = LISTS
            .iter()
            .any(|key| object.get(*key).is_some_and(Value::is_array));
        !holds_list && (has_content(&object) || filled.next().is_some())
    })
}

fn has_content(object: &Map<String, Value>) -> bool {
    object
        .keys()
        .any(|key| columns::field(key, false) == Some(Field::Content))
}

/// Where the elements of the list inside an object begin: behind its `[`.
fn list_inside(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    let mut key: Option<usize> = None;
    let mut last_key: Option<&str> = None;
    for (at, c) in text.char_indices() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    in_string = false;
                    if depth == 1 {
                        last_key = key.and_then(|from| text.get(from..at)).or(last_key);
                    }
                }
                _ => {}
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                key = Some(at + 1);
            }
            '[' if depth == 1 && last_key.is_some_and(|key| LISTS.contains(&key)) => {
                return Some(at + 1);
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 1 => last_key = None,
            _ => {}
        }
    }
    None
}

fn take_all(gather: &mut Gather, text: &str, start: usize, lossy: bool) -> Result<(), FileError> {
    let before = text.get(..start).unwrap_or_default();
    let mut line = 1 + newlines(before);
    let mut at = start;
    let mut elements = Elements::new(text, start);
    let mut number = 0;
    for (from, to) in elements.by_ref() {
        line += newlines(text.get(at..from).unwrap_or_default());
        at = from;
        number += 1;
        gather.element = Some(number);
        take(gather, line, text.get(from..to).unwrap_or_default(), lossy)?;
    }
    let in_list = before.trim_end().ends_with('[');
    match elements.end {
        // Objects behind one another need no list around them.
        _ if !in_list => {}
        None if gather.last_is_broken() => {}
        None => {
            let last = 1 + newlines(text.trim_end());
            gather.element = None;
            gather.problem(last, None, ProblemCode::CutShort, "")?;
        }
        // Behind a list that is all of the file nothing may stand.
        Some(end) if text.get(..start).is_some_and(|b| b.trim() == "[") => {
            let rest = text.get(end..).unwrap_or_default();
            if !rest.trim().is_empty() {
                let blank = rest.len() - rest.trim_start().len();
                let to_rest = text.get(..end + blank).unwrap_or_default();
                gather.element = None;
                gather.problem(1 + newlines(to_rest), None, ProblemCode::JsonSyntax, rest)?;
            }
        }
        Some(_) => {}
    }
    Ok(())
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|b| *b == b'\n').count() as u64
}

/// The extents of the values of an array, from behind its `[` to its `]` or the end of the text.
struct Elements<'t> {
    text: &'t str,
    at: usize,
    /// Behind the `]`, once it was met.
    end: Option<usize>,
}

impl<'t> Elements<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self {
            text,
            at,
            end: None,
        }
    }
}

impl Iterator for Elements<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = self.text.get(self.at..)?;
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        let mut from: Option<usize> = None;
        for (offset, c) in rest.char_indices() {
            let at = self.at + offset;
            if in_string {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    // A string cannot hold a line break: one that does was never closed.
                    '"' | '\n' => in_string = false,
                    _ => {}
                }
                continue;
            }
            match (c, from) {
                (']', None) => {
                    self.end = Some(at + 1);
                    self.at = self.text.len();
                    return None;
                }
                (c, None) if c == ',' || c.is_whitespace() => continue,
                (',' | ']', Some(from)) if depth == 0 => {
                    self.at = at;
                    return Some((from, at));
                }
                _ => {}
            }
            let begun = *from.get_or_insert(at);
            match c {
                '"' => in_string = true,
                '{' | '[' => depth += 1,
                '}' | ']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.at = at + 1;
                        return Some((begun, at + 1));
                    }
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        from.map(|from| (from, self.text.len()))
    }
}

fn take(gather: &mut Gather, line: u64, element: &str, lossy: bool) -> Result<(), FileError> {
    match serde_json::from_str::<Pairs>(element) {
        Ok(Pairs(pairs)) => {
            gather.row(raw(line, pairs, lossy))?;
        }
        Err(error) if error.is_data() => {
            gather.problem(line, None, ProblemCode::NotASubmission, element)?;
        }
        Err(_) => gather.problem(line, None, ProblemCode::JsonSyntax, element)?,
    }
    Ok(())
}

/// An object with all its pairs: a map would keep only the last of two under the same key.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a submission")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Collect)
    }
}

fn raw(line: u64, object: Vec<(String, Value)>, lossy: bool) -> RawRow {
    let mut raw = RawRow {
        line,
        lossy,
        ..RawRow::default()
    };
    for (key, value) in object {
        put(&mut raw, key, value, true);
    }
    raw
}

fn put(raw: &mut RawRow, key: String, value: Value, outermost: bool) {
    let field = columns::field(&key, false);
    match (field, value) {
        (_, Value::Null) => {}
        (Some(Field::Files), Value::Array(list)) => {
            raw.files.extend(list.iter().filter_map(file_name));
        }
        (Some(Field::Files), file @ Value::Object(_)) => raw.files.extend(file_name(&file)),
        (Some(field), Value::Object(object)) if holds_a_label(field) => {
            let label = ["name", "title", "label"]
                .iter()
                .find_map(|key| object.get(*key).and_then(text));
            match label {
                Some(label) => raw.cells.push((field, key, label)),
                None => wrong_shape(raw, key, &Value::Object(object)),
            }
        }
        // The applicant as an object of its own: { "applicant": { "name": …, "phone": … } }.
        (None | Some(Field::Name), Value::Object(object))
            if outermost && object.keys().any(|k| columns::field(k, false).is_some()) =>
        {
            for (inner, value) in object {
                put(raw, inner, value, false);
            }
        }
        (Some(field), value) => match text(&value) {
            Some(text) => raw.cells.push((field, key, text)),
            None => wrong_shape(raw, key, &value),
        },
        (None, value) => {
            let text = text(&value).unwrap_or_else(|| value.to_string());
            raw.extra.push((key, text));
        }
    }
}

fn holds_a_label(field: Field) -> bool {
    matches!(field, Field::Topic | Field::Category | Field::Service)
}

fn wrong_shape(raw: &mut RawRow, key: String, value: &Value) {
    raw.violations
        .push((Some(key), ProblemCode::WrongShape, value.to_string()));
}

/// A scalar, or a list of scalars one a line, as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(unify_line_ends(text)),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(match number.as_f64() {
            // A number that a spreadsheet rounded stays recognisable as one.
            Some(float) if number.is_f64() && float.abs() >= 1e9 && float % 1e4 == 0.0 => {
                format!("{float:E}")
            }
            _ => number.to_string(),
        }),
        Value::Array(list) => {
            let parts: Option<Vec<String>> = list
                .iter()
                .map(|v| if v.is_array() { None } else { text(v) })
                .collect();
            parts.map(|parts| parts.join("\n"))
        }
        Value::Null | Value::Object(_) => None,
    }
}

fn file_name(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => ["name", "file_name", "filename", "fileName", "url", "path"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str))
            .map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Import, WarningCode, read as read_file};

    fn import(text: &str) -> Import {
        read_file(text.as_bytes(), None).expect("readable")
    }

    fn taken(import: &Import) -> Vec<(u64, &str)> {
        import
            .rows
            .iter()
            .map(|r| (r.line, r.content.as_str()))
            .collect()
    }

    fn refused(import: &Import) -> Vec<(u64, &'static str)> {
        import
            .problems
            .iter()
            .map(|p| (p.line, p.code.code()))
            .collect()
    }

    #[test]
    fn an_array_and_an_object_with_one_read_alike() {
        let array = "[\n {\"content\":\"а\"},\n\n {\"content\":\"б\"}\n]";
        let found = import(array);
        assert_eq!(taken(&found), [(2, "а"), (4, "б")]);
        let object = format!("{{\"exported\":\"2026-03-01\",\n\"submissions\":{array}}}");
        let found = import(&object);
        assert_eq!(taken(&found), [(3, "а"), (5, "б")]);
        assert_eq!(found.format.kind, Kind::Json);
    }

    #[test]
    fn lines_and_single_objects() {
        let found = import("{\"content\":\"а\"}\n\n{\"content\":\n{\"текст\":\"б\"}\n");
        assert_eq!(taken(&found), [(1, "а"), (4, "б")]);
        assert_eq!(refused(&found), [(3, "json-syntax")]);
        assert_eq!(found.format.kind, Kind::JsonLines);
        assert_eq!(found.total, 3);
        assert_eq!(taken(&import("{\n\"content\": \"а\"\n}")), [(1, "а")]);
        assert_eq!(
            taken(&import(
                "{\n\"content\": \"а\"\n}\n{\n\"content\": \"б\"\n}"
            )),
            [(1, "а"), (4, "б")]
        );
    }

    #[test]
    fn of_two_pairs_under_one_key_none_is_lost() {
        let found = import(r#"[{"content":"а","note":"1","content":"б","note":"2"},"x"]"#);
        assert_eq!(taken(&found), [(1, "а")]);
        let extra: Vec<&str> = found.rows[0].extra.iter().map(|(_, v)| &**v).collect();
        assert_eq!(extra, ["1", "2", "б"]);
        assert_eq!(refused(&found), [(1, "not-a-submission")]);
    }

    #[test]
    fn a_broken_element_costs_only_itself() {
        let found = import(
            "[{\"content\":\"а\"},\n{\"content\":\"не закрыто},\n{\"content\":\"в\"},\n17,\n{\"name\":{\"x\":1},\"content\":\"г\"},\n{\"name\":\"д\"}]",
        );
        // The unclosed string ends with its line; its object swallows the next one.
        assert_eq!(taken(&found).first(), Some(&(1, "а")));
        let refused = refused(&found);
        assert_eq!(refused.first(), Some(&(2, "json-syntax")));
        assert_eq!(found.total, found.rows.len() + refused.len());
        let found = import(
            "[{\"content\":\"а\"},\n{\"content\":17 18},\n{\"content\":\"в\"},\n17,\n{\"name\":{\"x\":1},\"content\":\"г\"},\n{\"name\":\"д\"}]",
        );
        assert_eq!(taken(&found), [(1, "а"), (3, "в")]);
        assert_eq!(
            super::tests::refused(&found),
            [
                (2, "json-syntax"),
                (4, "not-a-submission"),
                (5, "wrong-shape"),
                (6, "content-missing")
            ]
        );
    }

    #[test]
    fn a_file_cut_short_gives_its_whole_rows() {
        let found = import("{\"submissions\":[{\"content\":\"а\"},\n{\"content\":\"б");
        assert_eq!(taken(&found), [(1, "а")]);
        assert_eq!(refused(&found), [(2, "json-syntax")]);
    }

    #[test]
    fn each_problem_has_the_number_of_its_element() {
        let found =
            import("[{\"content\":\"а\"},null,17,{},{\"content\":1 2},{\"content\":\"б\"}]");
        assert_eq!(taken(&found), [(1, "а"), (1, "б")]);
        let problems: Vec<_> = found
            .problems
            .iter()
            .map(|p| (p.element, p.code.code()))
            .collect();
        assert_eq!(
            problems,
            [
                (Some(2), "not-a-submission"),
                (Some(3), "not-a-submission"),
                (Some(4), "content-missing"),
                (Some(5), "json-syntax")
            ]
        );
        assert_eq!(found.rows[1].element, Some(6));
        assert_eq!(found.total, 6, "nothing vanishes");
    }

    #[test]
    fn what_cannot_be_read_at_all_is_an_error_and_not_an_empty_import() {
        let check = |text: &str, expect: FileError| {
            assert_eq!(
                read_file(text.as_bytes(), None).err(),
                Some(expect),
                "{text}"
            );
        };
        check("[\n{\"content\": \"а", FileError::JsonSyntax { line: 2 });
        check("{\"submissions\": [", FileError::JsonSyntax { line: 1 });
        check("[", FileError::JsonSyntax { line: 1 });
        check("{\"content\": oops}", FileError::JsonSyntax { line: 1 });
        check("[null, 3]", FileError::JsonShape);
    }

    #[test]
    fn a_list_that_is_not_closed_or_goes_on_behind_its_end_is_said() {
        let found = import("[{\"content\":\"а\"},\n{\"content\":\"б\"},\n");
        assert_eq!(taken(&found).len(), 2);
        assert_eq!(refused(&found), [(2, "cut-short")]);
        let found = import("[{\"content\":\"а\"}]\n{\"content\":\"б\"}");
        assert_eq!(refused(&found), [(2, "json-syntax")]);
    }

    #[test]
    fn nested_applicants_labels_files_and_numbers() {
        let found = import(
            r#"[{"applicant":{"name":"Демоев Б.","phone":996000123456},"content":"x","topic":{"id":3,"name":"Жол"},
               "files":[{"name":"a.pdf","size":3},"b.jpg"],"agree":true,"submission_id":17},
              {"name":"Демоев Б.","phone":9.96E+11,"content":"y"}]"#,
        );
        let [first, second] = found.rows.as_slice() else {
            panic!("two rows")
        };
        assert_eq!(first.name.as_deref(), Some("Демоев Б."));
        assert_eq!(first.phone.as_deref(), Some("+996000123456"));
        assert_eq!(first.topic.as_deref(), Some("Жол"));
        assert_eq!(first.files, ["a.pdf", "b.jpg"]);
        assert_eq!(first.id.as_deref(), Some("17"));
        assert_eq!(first.extra, [("agree".to_owned(), "true".to_owned())]);
        assert!(
            second
                .warnings
                .iter()
                .any(|w| w.code == WarningCode::PhoneDamaged)
        );
    }

    #[test]
    fn other_json_is_refused_as_a_whole() {
        for text in [
            r#"{"type":"FeatureCollection","features":[]}"#,
            r#"{"version":1,"features":[{"a":1}]}"#,
            "{}",
        ] {
            let refused = read_file(text.as_bytes(), None);
            assert_eq!(refused.err(), Some(FileError::JsonShape), "{text}");
        }
        assert_eq!(import("[]").total, 0);
    }
}
