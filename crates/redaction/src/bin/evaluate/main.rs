//! Measures the suggestions of personal data on made-up letters and official prose. Nobody in them exists.
//!
//! Two halves with different templates and different names: rules are tuned on `development` only.

mod chance;
mod letters;
mod people;
mod score;
mod values;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use chance::Chance;
use letters::{Letter, fill, templates};
use people::Names;
use recognise::{Detector, Tagger};
use score::Score;

const HELP: &str = "evaluate [--half development|held-out] [--rules] [--letters N] [--seed N] [--missed] [--prose FILE] [--speed] [--print]

Prints for each language and kind of personal data: labels; `whole`, the share of them that findings cover entirely; `type`,
the share of these called by their kind; `exact`, found with the very bounds; `precision`, the share of findings that touch
a label; and false alarms in 10,000 characters of official prose. Both halves unless one is named.
  --rules    without the tagger   --missed  each label that was not found, each finding that is none
  --prose    a file of official prose of your own   --speed  characters a second and nothing else
  --print    the labelled letters as JSON lines
The tagger's weights are looked for in INQUIRY_DESK_WEIGHTS.";

/// A half: its name, letters, names, prose.
const HALVES: [(&str, &str, &str, &str); 2] = [
    (
        "development",
        include_str!("data/letters_development.txt"),
        include_str!("data/names_development.txt"),
        include_str!("data/prose_development.txt"),
    ),
    (
        "held-out",
        include_str!("data/letters_held_out.txt"),
        include_str!("data/names_held_out.txt"),
        include_str!("data/prose_held_out.txt"),
    ),
];

struct Options {
    half: Option<String>,
    rules: bool,
    letters: usize,
    seed: u64,
    missed: bool,
    speed: bool,
    print: bool,
    prose: Vec<PathBuf>,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        half: None,
        rules: false,
        letters: 400,
        seed: 7,
        missed: false,
        speed: false,
        print: false,
        prose: Vec::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut next = || args.next().ok_or_else(|| format!("{arg} wants a value"));
        match arg.as_str() {
            "--half" => options.half = Some(next()?),
            "--letters" => options.letters = next()?.parse().map_err(|_| "a number of letters")?,
            "--seed" => options.seed = next()?.parse().map_err(|_| "a number as seed")?,
            "--prose" => options.prose.push(next()?.into()),
            "--rules" => options.rules = true,
            "--missed" => options.missed = true,
            "--speed" => options.speed = true,
            "--print" => options.print = true,
            _ => return Err(HELP.to_owned()),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    match options().and_then(|o| run(&o)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn tagger() -> Result<Option<Tagger>, String> {
    let Some(dir) = std::env::var_os("INQUIRY_DESK_WEIGHTS").map(PathBuf::from) else {
        return Ok(None);
    };
    let read = |name: &str| std::fs::read(dir.join(name)).map_err(|e| format!("{name}: {e}"));
    let navec = read(recognise::tagger::NAVEC)?;
    Tagger::load(navec, &read(recognise::tagger::SLOVNET)?)
        .map(Some)
        .map_err(|e| e.to_string())
}

#[expect(clippy::print_stdout, reason = "a program that prints a table")]
fn run(options: &Options) -> Result<(), String> {
    let detector = Detector::new(if options.rules { None } else { tagger()? });
    let how = if detector.has_tagger() {
        "tagger and rules"
    } else {
        "rules alone"
    };
    for (half, letters_of, names, prose) in HALVES {
        if options.half.as_deref().is_some_and(|h| h != half) {
            continue;
        }
        let letters = letters_of_half(letters_of, names, half == "held-out", options);
        if options.print {
            letters
                .iter()
                .enumerate()
                .for_each(|(i, l)| println!("{}", as_json(i, half, l)));
            continue;
        }
        if options.speed {
            println!("{}", speed(&detector, how, &letters));
            break;
        }
        let score = measure(&detector, &letters, options.missed);
        println!(
            "== {half}, {how}: {} letters, {} characters",
            letters.len(),
            score.characters
        );
        print!("{}", score.table());
        let mut official: Vec<Letter> = templates(prose)
            .into_iter()
            .map(|(lang, text)| bare(lang, text))
            .collect();
        for path in &options.prose {
            let text =
                std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
            official.push(bare(people::Lang::Ru, &text));
        }
        let alarms = measure(&detector, &official, options.missed);
        println!(
            "false alarms in 10,000 characters of official prose ({}): {:.2}\n",
            alarms.characters,
            alarms.false_alarms()
        );
    }
    Ok(())
}

fn letters_of_half(
    file: &'static str,
    names: &'static str,
    held: bool,
    options: &Options,
) -> Vec<Letter> {
    let (templates, names) = (templates(file), Names::read(names));
    let mut chance = Chance::new(options.seed + u64::from(held) * 1000);
    (0..options.letters)
        .map(|i| {
            let (lang, template) = templates[i % templates.len()];
            fill(template, lang, &names, held, &mut chance)
        })
        .collect()
}

fn bare(lang: people::Lang, text: &str) -> Letter {
    Letter {
        lang,
        text: text.to_owned(),
        labels: Vec::new(),
    }
}

fn measure(detector: &Detector, letters: &[Letter], missed: bool) -> Score {
    let mut score = Score::default();
    for letter in letters {
        let hits = detector.find(&letter.text);
        score.add(letter, &hits);
        if missed {
            show_missed(letter, &hits);
        }
    }
    score
}

fn show_missed(letter: &Letter, hits: &[recognise::Hit]) {
    let chars: Vec<char> = letter.text.chars().collect();
    let part = |a: usize, b: usize| {
        chars[a.min(chars.len())..b.min(chars.len())]
            .iter()
            .collect::<String>()
    };
    let around = |a: usize, b: usize| format!("{:?}", part(a.saturating_sub(25), b + 15));
    for label in &letter.labels {
        let found: Vec<String> = hits
            .iter()
            .filter(|h| h.meets(label.start, label.end))
            .map(|h| format!("{} {:?}", h.kind.code(), part(h.start, h.end)))
            .collect();
        let good = hits
            .iter()
            .any(|h| h.kind.code() == label.kind && h.start <= label.start && h.end >= label.end);
        if !good {
            eprintln!(
                "MISSED {} {} {:?} got {found:?} in {}",
                label.kind,
                label.style,
                part(label.start, label.end),
                around(label.start, label.end)
            );
        }
    }
    for hit in hits
        .iter()
        .filter(|h| !letter.labels.iter().any(|l| h.meets(l.start, l.end)))
    {
        eprintln!(
            "WRONG {} {:?} {:.2} {} in {}",
            hit.kind.code(),
            part(hit.start, hit.end),
            hit.score,
            hit.why.code(),
            around(hit.start, hit.end)
        );
    }
}

fn speed(detector: &Detector, how: &str, letters: &[Letter]) -> String {
    let begun = Instant::now();
    let (mut characters, mut found) = (0, 0);
    while begun.elapsed().as_secs_f64() < 5.0 {
        for letter in letters {
            characters += letter.text.chars().count();
            found += detector.find(&letter.text).len();
        }
    }
    let rate = characters as f64 / begun.elapsed().as_secs_f64();
    format!(
        "{how}: {rate:.0} characters a second on one core ({characters} characters, {found} findings)"
    )
}

fn as_json(i: usize, half: &str, letter: &Letter) -> serde_json::Value {
    let spans: Vec<serde_json::Value> = letter
        .labels
        .iter()
        .map(|l| serde_json::json!({"start": l.start, "end": l.end, "kind": l.kind}))
        .collect();
    serde_json::json!({"id": format!("{half}-{i}"), "text": letter.text, "spans": spans})
}
