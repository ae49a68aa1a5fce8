//! What the window needs: from the program's start to a list that can be worked, from a key to its paint, rows in the
//! page, memory of all the program's processes.

use super::{Failure, Figure, millis, p95};
use desk::clock::{Clock as _, SystemClock};
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

/// Notes when Enter is pressed and when the frame with the first rows has been painted. Returns when the first screen
/// was painted, in milliseconds since 1970.
const FIRST: &str = "
    window.entered = 0;
    window.usable = 0;
    window.addEventListener('keydown', event => {
        if (event.key === 'Enter') window.entered ||= event.timeStamp;
    }, true);
    const seen = new MutationObserver(() => {
        if (!document.querySelector('[data-test=row]')) return;
        seen.disconnect();
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { window.usable = performance.now(); };
            channel.port2.postMessage(0);
        });
    });
    seen.observe(document, { childList: true, subtree: true });
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    return performance.timeOrigin + painted.startTime;";

/// From the start of the program's process to the first screen, and from Enter to the painted list: the time that
/// nobody types.
async fn cold_start(window: &Window) -> Result<f64, Failure> {
    window.see("passphrase").await.map_err(plain)?;
    let painted = window.script(FIRST).await.map_err(plain)?;
    let painted = painted.as_f64().ok_or("no first paint")?;
    let started = window.processes()()
        .into_iter()
        .filter_map(started)
        .min_by(f64::total_cmp)
        .ok_or("no process of the program")?;
    window.write(bulk::PASSPHRASE).await.map_err(plain)?;
    window.press(&[], Key::Enter).await.map_err(plain)?;
    let patience = Instant::now();
    let unlocked = loop {
        let took = window
            .script("return window.usable ? window.usable - window.entered : 0;")
            .await
            .map_err(plain)?;
        match took.as_f64() {
            Some(took) if took > 0.0 => break took,
            _ if patience.elapsed() > Duration::from_secs(60) => return Err("no list".into()),
            _ => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    };
    eprintln!(
        "  the first screen after {:.0} ms, the list {unlocked:.0} ms after the passphrase",
        painted - started
    );
    Ok(painted - started + unlocked)
}

/// When a process started, in milliseconds since 1970, to a hundredth of a second.
fn started(process: u32) -> Option<f64> {
    // Linux counts these in hundredths of a second on every machine that runs this.
    const TICK: f64 = 10.0;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before it may hold blanks.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: f64 = fields.split_whitespace().nth(19)?.parse().ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    let now = Duration::from_millis(SystemClock.now().timestamp_millis().try_into().ok()?);
    Some(millis(now) - up * 1_000.0 + ticks * TICK)
}

pub async fn measure(dir: &Path, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let data = dir.to_str().ok_or("a path that is no text")?;
    let window = Window::open_as_shipped(&["--data", data], &dir.join("picked"))
        .await
        .map_err(plain)?;
    let watched = Watch::over(window.processes());
    let usable = cold_start(&window).await?;
    figures.push(Figure::at_most(FIGURES[0], usable, "ms", 1_500.0));

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
    thread: std::thread::JoinHandle<Vec<(u32, f64)>>,
}

impl Watch {
    fn over(processes: impl Fn() -> Vec<u32> + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut peak = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let now: Vec<(u32, f64)> = processes().into_iter().map(|p| (p, share(p))).collect();
                if sum(&now) > sum(&peak) {
                    peak = now;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            peak
        });
        Self { stop, thread }
    }

    fn peak(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        let Ok(peak) = self.thread.join() else {
            return f64::NAN;
        };
        let each: Vec<String> = peak.iter().map(|(_, mb)| format!("{mb:.0}")).collect();
        eprintln!(
            "  memory of the program's processes at the peak: {} MB",
            each.join(" + ")
        );
        sum(&peak)
    }
}

fn sum(shares: &[(u32, f64)]) -> f64 {
    shares.iter().map(|(_, mb)| mb).sum()
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
