//! How many tests passed and failed, read from what `cargo nextest` and `cargo test` print at their end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

/// Sums over several runs.
#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// Like [`Counts::run_any`], and refuses a run that ended well without a single test.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        let before = self.passed;
        self.run_any(command)?;
        if self.passed == before {
            bail!("no test was run");
        }
        Ok(())
    }

    /// Runs a test command, passing on all that it prints, and adds its figures.
    pub fn run_any(&mut self, command: &mut Command) -> Result<()> {
        self.follow(command, std::io::stderr)
    }

    fn follow<W: Write + 'static>(&mut self, command: &mut Command, echo: fn() -> W) -> Result<()> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot start cargo")?;
        let out = child.stdout.take().context("standard output is piped")?;
        let err = child.stderr.take().context("standard error is piped")?;
        let err = thread::spawn(move || relay(err, echo()));
        let mut seen = relay(out, echo())?;
        let more = err
            .join()
            .map_err(|_| anyhow::anyhow!("the reader of standard error broke off"))??;
        seen.add(more);
        let status = child.wait()?;
        if !status.success() && seen.failed == 0 {
            // A test program that crashed or did not compile reports nothing itself.
            seen.failed = 1;
        }
        self.add(seen);
        if !status.success() {
            bail!("tests: {status}");
        }
        Ok(())
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Adds what a line says if it is the closing line of a run.
    fn read_line(&mut self, line: &str) {
        let plain = without_colour(line);
        let text = plain.trim_start();
        // Indented, it is what nextest repeats of a test that failed, and counts itself.
        let figures = if let Some(rest) = plain.strip_prefix("test result: ") {
            rest
        } else if let Some(rest) = text.strip_prefix("Summary [") {
            match rest.split_once("run: ") {
                Some((_, figures)) => figures,
                None => return,
            }
        } else {
            return;
        };
        let words = figures.split(|c: char| c.is_whitespace() || ",;().".contains(c));
        let mut number: Option<u64> = None;
        // "3 passed (1 slow), 1 failed, 1 timed out, 2 skipped": each figure goes before its word.
        for word in words {
            if word.is_empty() {
                continue;
            }
            if let Ok(value) = word.parse() {
                number = Some(value);
                continue;
            }
            let value = number.take().unwrap_or(0);
            match word {
                "passed" => self.passed += value,
                "failed" | "timed" | "exec" => self.failed += value,
                "skipped" | "ignored" => self.skipped += value,
                _ => {}
            }
        }
    }
}

/// Copies a stream of lines and counts on the way.
fn relay(stream: impl Read, mut echo: impl Write) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        echo.write_all(&line)?;
        counts.read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(counts)
}

/// A line without the escape sequences that colour it.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &str, passed: u64, failed: u64, skipped: u64) {
        let mut counts = Counts::default();
        for line in lines.lines() {
            counts.read_line(line);
        }
        let expected = Counts {
            passed,
            failed,
            skipped,
        };
        assert_eq!(counts, expected, "{lines}");
    }

    #[test]
    fn nextest_summaries() {
        check(
            "     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped",
            3,
            0,
            0,
        );
        check(
            "     Summary [  12.5s] 9/12 tests run: 5 passed (1 slow, 1 leaky), 2 failed, 1 exec failed, 1 timed out, 4 skipped",
            5,
            4,
            4,
        );
        check(
            "\u{1b}[32;1m     Summary\u{1b}[0m [   1.2s] \u{1b}[1m7\u{1b}[0m tests run: \u{1b}[1m7\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
            7,
            0,
            0,
        );
    }

    #[test]
    fn libtest_results_of_several_programs() {
        check(
            "running 3 tests\n\
             test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 5 filtered out; finished in 1.20s",
            4,
            2,
            1,
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        check(
            "    Starting 3 tests across 1 binary\nPASS 3 passed",
            0,
            0,
            0,
        );
    }

    #[test]
    fn a_crash_counts_as_a_failure() {
        let mut counts = Counts::default();
        let mut command = Command::new("sh");
        command.args(["-c", "echo 'test result: ok. 2 passed; 0 failed'; exit 101"]);
        assert!(counts.follow(&mut command, std::io::sink).is_err());
        assert_eq!((counts.passed, counts.failed), (2, 1));
    }

    #[test]
    fn a_run_without_tests_is_an_error() {
        let mut counts = Counts::default();
        assert!(counts.run(&mut Command::new("true")).is_err());
    }
}
