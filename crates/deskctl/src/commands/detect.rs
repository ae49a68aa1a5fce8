//! `detect`: one line in, one line out; nothing is kept.

use std::io::{BufRead, Read as _, Write};

use crate::cli::{Cli, Detect};
use crate::failure::Failure;
use desk::detect::{NoTagger, told};
use protocol::ApiError;
use recognise::{Detector, Hit};
use serde::{Deserialize, Serialize};
use text::{Texts, arg};

/// The longest line that is read.
const LONGEST: usize = 16 << 20;

#[derive(Deserialize)]
struct Given {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Done {
    id: serde_json::Value,
    spans: Vec<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagger: Option<bool>,
}

#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    kind: &'static str,
    score: f64,
    why: String,
}

/// What is wrong with a line.
enum Bad {
    Json,
    Utf8,
    Long,
}

pub fn detect(cli: &Cli, wanted: &Detect) -> Result<(), Failure> {
    let texts = Texts::new(cli.lang());
    let (detector, missing) = if wanted.rules {
        (Detector::new(None), Some(NoTagger::NotInstalled))
    } else {
        desk::detect::detector()
    };
    let state = told(missing.as_ref());
    if wanted.about {
        let about = serde_json::json!({ "tagger": missing.is_none(), "message": texts.get(state) });
        return super::print(cli, &about, |_| texts.get(state));
    }
    if missing.is_some() {
        eprintln!("{}", texts.get(state));
    }
    let stdout = std::io::BufWriter::new(std::io::stdout().lock());
    let bad = lines(&detector, cli.json, &texts, std::io::stdin().lock(), stdout)?;
    if bad == 0 {
        return Ok(());
    }
    Err(Failure::new(
        4,
        ApiError::new("detect-lines").with("n", bad.to_string()),
    ))
}

/// Does every line; how many could not be read.
fn lines(
    detector: &Detector,
    tells: bool,
    texts: &Texts,
    mut input: impl BufRead,
    mut output: impl Write,
) -> Result<u64, Failure> {
    let unreadable = |e| Failure::new(4, ApiError::new("json").because(e));
    let unwritten = |e| Failure::new(7, ApiError::new("nothing-done").because(e));
    let (mut number, mut bad) = (0_u64, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut input)
            .take(LONGEST as u64 + 1)
            .read_until(b'\n', &mut line)
            .map_err(unreadable)?;
        if read == 0 {
            break;
        }
        number += 1;
        let whole = line.last() == Some(&b'\n') || line.len() <= LONGEST;
        let given = if whole {
            given(&line)
        } else {
            skip_line(&mut input).map_err(unreadable)?;
            Err(Bad::Long)
        };
        match given {
            Ok(Some(given)) => {
                let done = Done {
                    spans: spans(texts, &detector.find(&given.text)),
                    id: given.id,
                    tagger: tells.then_some(detector.has_tagger()),
                };
                serde_json::to_writer(&mut output, &done)?;
                output.write_all(b"\n").map_err(unwritten)?;
            }
            Ok(None) => {}
            Err(problem) => {
                bad += 1;
                tell(texts, number, &problem);
            }
        }
    }
    output.flush().map_err(unwritten)?;
    Ok(bad)
}

/// The line's id and text; nothing of an empty line.
fn given(line: &[u8]) -> Result<Option<Given>, Bad> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let line = std::str::from_utf8(line).map_err(|_| Bad::Utf8)?;
    serde_json::from_str(line.trim_start_matches('\u{feff}'))
        .map(Some)
        .map_err(|_| Bad::Json)
}

/// Reads on to the line's end and keeps nothing.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let there = input.fill_buf()?;
        if there.is_empty() {
            return Ok(());
        }
        let end = there.iter().position(|b| *b == b'\n');
        let used = end.map_or(there.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn tell(texts: &Texts, number: u64, problem: &Bad) {
    let problem = match problem {
        Bad::Json => texts.get("detect-line-json"),
        Bad::Utf8 => texts.get("detect-line-utf8"),
        Bad::Long => texts.with("detect-line-long", &[("n", arg(LONGEST >> 20))]),
    };
    let sentence = texts.with(
        "detect-line",
        &[("n", arg(number.to_string())), ("problem", arg(problem))],
    );
    eprintln!("{sentence}");
}

fn spans(texts: &Texts, hits: &[Hit]) -> Vec<Span> {
    hits.iter()
        .map(|hit| Span {
            start: hit.start,
            end: hit.end,
            kind: hit.kind.code(),
            score: (f64::from(hit.score) * 100.0).round() / 100.0,
            why: texts.with(
                &format!("detect-why-{}", hit.why.code()),
                &[
                    ("word", arg(hit.why.word().unwrap_or_default().to_owned())),
                    ("n", arg(hit.why.count().unwrap_or_default())),
                ],
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;

    fn check(input: &str, expect: &[serde_json::Value], bad: u64) {
        let detector = Detector::new(None);
        let mut output = Vec::new();
        let texts = Texts::new(Lang::En);
        let found = lines(&detector, false, &texts, input.as_bytes(), &mut output).unwrap();
        let lines: Vec<serde_json::Value> = String::from_utf8(output)
            .unwrap()
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(lines, expect);
        assert_eq!(found, bad);
    }

    #[test]
    fn each_line_by_itself_and_bad_ones_do_not_stop_the_others() {
        let pin = serde_json::json!({"id": 7, "spans": [{
            "start": 4, "end": 18, "kind": "national_id", "score": 0.99,
            "why": "its figures hold a valid date of birth, and “пин” stands beside it",
        }]});
        let empty = serde_json::json!({"id": "b", "spans": []});
        check(
            "{\"id\":7,\"text\":\"ПИН 21210198500234\"}\n{\"id\":8}\n\n{\"id\":\"b\",\"text\":\"\"}",
            &[pin, empty],
            1,
        );
    }

    #[test]
    fn every_kind_and_reason_has_words() {
        let texts = Texts::new(Lang::Ky);
        for kind in recognise::Kind::ALL {
            assert!(texts.has(&format!("detect-kind-{}", kind.code())));
        }
    }
}
