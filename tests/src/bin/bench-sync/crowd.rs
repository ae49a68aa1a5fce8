//! 500 devices at one server: a working day's mix, pressed into a minute and a half.

use crate::ground::{CLERK, Failure, Ground, card, now};
use domain::{Act, InquiryId};
use scenarios::figures::{Figure, millis, peak_memory};
use scenarios::light::{Light, fresh};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

const DEVICES: u64 = 500;
/// Calls of a device in the measured time: a greeting before each exchange, and greetings with nothing to do.
const ROUNDS: u64 = 12;
const TIME: Duration = Duration::from_secs(90);

pub async fn measure(ground: &Ground, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    eprintln!("{DEVICES} devices");
    let mut devices = Vec::new();
    for n in 0..DEVICES {
        let mut device = Light::enrol(&ground.url(), &ground.code().await?, 100 + n).await?;
        while device.pull(8 << 20).await.map(|f| f.to < f.head)? {}
        devices.push(device);
    }
    let times = Arc::new(Mutex::new(Vec::new()));
    let errors = Arc::new(AtomicU64::new(0));
    let calls = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let mut running = Vec::new();
    for (n, device) in (0..).zip(devices) {
        let (times, errors, calls) = (times.clone(), errors.clone(), calls.clone());
        let cases = ground.made().to_vec();
        running.push(tokio::spawn(async move {
            let mut day = Day {
                device,
                cases,
                times,
                calls,
                state: n * 7_919 + 1,
            };
            for round in 0..ROUNDS {
                let at =
                    TIME * u32::try_from(round).unwrap_or(0) / u32::try_from(ROUNDS).unwrap_or(1);
                let apart = TIME / u32::try_from(ROUNDS).unwrap_or(1) / 500;
                let when =
                    begun + at + apart * u32::try_from((n + day.roll(100)) % 500).unwrap_or(0);
                tokio::time::sleep_until(when.into()).await;
                if let Err(error) = day.round().await {
                    eprintln!("  {error}");
                    errors.fetch_add(1, Ordering::Relaxed);
                }
            }
        }));
    }
    for task in running {
        task.await?;
    }
    let took = begun.elapsed();
    let mut times = times.lock().await.clone();
    times.sort_by(f64::total_cmp);
    let p99 = times
        .get(times.len() * 99 / 100)
        .copied()
        .unwrap_or(f64::NAN);
    eprintln!(
        "  {} calls in {:.0} s, {} pushes",
        calls.load(Ordering::Relaxed),
        took.as_secs_f64(),
        times.len()
    );
    figures.push(Figure::at_most(
        "500 devices: a push (p99)",
        p99,
        "ms",
        250.0,
    ));
    figures.push(Figure::at_most(
        "500 devices: errors",
        errors.load(Ordering::Relaxed) as f64,
        "",
        0.0,
    ));
    figures.push(Figure::at_most(
        "500 devices: memory, both sides",
        peak_memory(),
        "MB",
        1_000.0,
    ));
    Ok(())
}

struct Day {
    device: Light,
    cases: Vec<InquiryId>,
    times: Arc<Mutex<Vec<f64>>>,
    calls: Arc<AtomicU64>,
    state: u64,
}

impl Day {
    fn roll(&mut self, sides: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % sides
    }

    /// A greeting; three times in five something to send; then what others did.
    async fn round(&mut self) -> Result<(), Failure> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let head = self.device.hello(now()).await?.head;
        if self.roll(5) < 3 {
            let mut commands = Vec::new();
            for _ in 0..=self.roll(4) {
                let (id, act) = if self.roll(4) == 0 {
                    (
                        InquiryId(fresh()),
                        Act::Register(Box::new(card(self.state))),
                    )
                } else {
                    let at = self.roll(self.cases.len() as u64);
                    let id = self.cases.get(usize::try_from(at)?).copied();
                    let text = "Телефон аркылуу такталды.".into();
                    (id.ok_or("no case")?, Act::AddNote { text })
                };
                commands.push(self.device.sign(CLERK, id, act, &[], now())?);
            }
            self.calls.fetch_add(1, Ordering::Relaxed);
            let started = Instant::now();
            self.device.push(commands).await?;
            self.times.lock().await.push(millis(started.elapsed()));
        }
        if self.device.cursor < head {
            self.calls.fetch_add(1, Ordering::Relaxed);
            self.device.pull(256 << 10).await?;
        }
        Ok(())
    }
}
