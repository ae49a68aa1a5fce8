//! What the window needs: from the program's start to a list that can be worked, from a key to its paint, rows in the
//! page, memory of all the program's processes.

use super::{Failure, Figure, millis, p95};
use scenarios::bulk;
use scenarios::window::Window;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use thirtyfour::Key;

/// What is measured here.
pub const FIGURES: [&str; 4] = [
    "cold start to a usable list",
    "key press to paint (p95)",
    "rows in the page",
    "peak memory with the window",
];
/// Keys pressed for a figure.
const KEYS: usize = 150;

/// Notes, for each key, the time until the frame with its effect has been painted: the next frame's callbacks come
/// before the paint, a message sent there arrives behind it.
const LISTEN: &str = "
    window.paints = [];
    window.mostRows = 0;
    window.addEventListener('keydown', event => {
        const pressed = event.timeStamp;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
                window.paints.push(performance.now() - pressed);
                const rows = document.querySelectorAll('[data-test=row]').length;
                window.mostRows = Math.max(window.mostRows, rows);
            };
            channel.port2.postMessage(0);
        });
    }, true);
    return true;";

pub async fn measure(dir: &Path, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let data = dir.to_str().ok_or("a path that is no text")?;
    let started = Instant::now();
    let window = Window::open(&["--data", data], &dir.join("picked"))
        .await
        .map_err(plain)?;
    let watched = Watch::over(window.processes());
    window.see("passphrase").await.map_err(plain)?;
    let first = started.elapsed();
    window.write(bulk::PASSPHRASE).await.map_err(plain)?;
    let entered = Instant::now();
    window.press(&[], Key::Enter).await.map_err(plain)?;
    window.see("views").await.map_err(plain)?;
    let usable = first + entered.elapsed();
    figures.push(Figure::at_most(FIGURES[0], millis(usable), "ms", 1_500.0));

    for key in ['g', 'e'] {
        window.press(&[], key).await.map_err(plain)?;
    }
    window.see("row").await.map_err(plain)?;
    window.script(LISTEN).await.map_err(plain)?;
    for n in 0..KEYS {
        match n % 10 {
            9 => window.press(&[], Key::PageDown).await,
            _ => window.press(&[], 'j').await,
        }
        .map_err(plain)?;
    }
    window.press(&[], Key::End).await.map_err(plain)?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let painted = window
        .script("return window.paints;")
        .await
        .map_err(plain)?;
    let mut times: Vec<f64> = painted
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    if times.len() < KEYS {
        return Err(format!("{} of {KEYS} keys were painted", times.len()).into());
    }
    figures.push(Figure::at_most(FIGURES[1], p95(&mut times), "ms", 50.0));
    let rows = window
        .script("return window.mostRows;")
        .await
        .map_err(plain)?;
    figures.push(Figure::at_most(
        FIGURES[2],
        rows.as_f64().unwrap_or(f64::NAN),
        "",
        200.0,
    ));
    // A case, an answer's page and the reports, so that the memory is that of work.
    for (key, seen) in [('i', "row"), ('y', "sync"), ('p', "reports")] {
        window.press(&[], 'g').await.map_err(plain)?;
        window.press(&[], key).await.map_err(plain)?;
        window.see(seen).await.map_err(plain)?;
    }
    window.press(&[Key::Control], 'g').await.map_err(plain)?;
    window.see("reports-total").await.map_err(plain)?;
    figures.push(Figure::at_most(FIGURES[3], watched.peak(), "MB", 400.0));
    window.close().await.map_err(plain)?;
    Ok(())
}

fn plain(error: Box<dyn std::error::Error + Send + Sync>) -> Failure {
    error
}

/// Looks at the memory of processes again and again.
struct Watch {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<f64>,
}

impl Watch {
    fn over(processes: impl Fn() -> Vec<u32> + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut peak = 0.0_f64;
            while !stopped.load(Ordering::Relaxed) {
                let now: f64 = processes().into_iter().map(share).sum();
                peak = peak.max(now);
                std::thread::sleep(Duration::from_millis(100));
            }
            peak
        });
        Self { stop, thread }
    }

    fn peak(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or(f64::NAN)
    }
}

/// A process's memory in MB; what it shares with others is divided among them.
fn share(process: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"));
    let pss = rollup.unwrap_or_default().lines().find_map(|line| {
        let kb = line.strip_prefix("Pss:")?.trim().strip_suffix("kB")?;
        kb.trim().parse::<f64>().ok()
    });
    pss.map_or(0.0, |kb| kb / 1_024.0)
}
