//! Prints letters of a year for reading: `letters [first] [how many] [seed]`.
#![allow(clippy::print_stdout, reason = "an example that prints")]

use demo::{Options, StepKind};

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|a| a.parse::<u64>().ok());
    let first = numbers.next().unwrap_or(0);
    let many = numbers.next().unwrap_or(20);
    let seed = numbers.next().unwrap_or(7);
    let year_end = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    let year = demo::inquiries(Options::year(900, seed, year_end));
    for made in year
        .skip(usize::try_from(first).expect("small"))
        .take(usize::try_from(many).expect("small"))
    {
        let names: Vec<&String> = made.applicants.iter().map(|a| a.name.expose()).collect();
        println!(
            "=== {} {} {} {} {} {:?} {names:?}",
            made.index, made.received_at, made.channel, made.kind, made.topic, made.typed
        );
        println!("--- {}", made.subject);
        println!("{}", made.text);
        for file in &made.attachments {
            println!("  file {:?}", file.name);
        }
        for step in &made.steps {
            match &step.what {
                StepKind::SaveDraft { outcome, answer } => {
                    println!(
                        "  {} {} draft {outcome}\n{}\n",
                        step.at,
                        step.by,
                        answer.text("214/2026")
                    );
                }
                other => println!("  {} {} {other:?}", step.at, step.by),
            }
        }
        println!();
    }
}
