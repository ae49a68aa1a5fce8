//! Each screen of the real window under axe-core, in Kyrgyz and in every theme; and the proof that axe would say so.

use domain::Lang;
use office::Options;
use scenarios::axe;
use scenarios::demonstration;
use scenarios::tour::{self, Cases, Looker, SCREENS, THEMES, Walk};
use scenarios::window::{Failure, Window};
use thirtyfour::Key;

/// Judges each screen and remembers which it saw.
#[derive(Default)]
struct Judge {
    seen: Vec<String>,
    faults: Vec<String>,
}

impl Looker for Judge {
    async fn look(&mut self, window: &Window, screen: &str) -> Result<(), Failure> {
        self.seen.push(screen.to_owned());
        if let Err(found) = axe::check(window).await {
            self.faults.push(format!("{screen}\n    {found}"));
        }
        Ok(())
    }
}

/// Puts something broken on the screen, has axe look, and takes it away.
async fn broken(window: &Window) -> Result<Vec<String>, Failure> {
    let put = r##"
        const e = document.createElement("div");
        e.id = "broken-on-purpose";
        e.innerHTML = '<p>pale on white</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
          + '<button></button><input>';
        e.firstChild.style.color = "#ccc";
        e.firstChild.style.background = "#fff";
        document.querySelector("main").append(e);
        return null;
    "##;
    window.run(put, Vec::new()).await?;
    let found = axe::violations(window).await?;
    window
        .run(
            "document.getElementById('broken-on-purpose').remove(); return null;",
            Vec::new(),
        )
        .await?;
    Ok(found.into_iter().map(|v| v.id).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_keeps_the_rules_of_wcag_2_a_and_aa() {
    let dir = tempfile::tempdir().expect("a directory");
    let home = dir.path().join("demo");
    let options = Options {
        inquiries: 200,
        ..demonstration()
    };
    let demo = office::build(&home, &options, &|_| {})
        .await
        .expect("a demonstration");
    let cases = Cases::find(&home).await.expect("cases to show");
    let picked = dir.path().join("picked");
    let submissions = tour::submissions(dir.path(), &demo).expect("a file");
    let window = Window::open(&["--demo", home.to_str().expect("a plain path")], &picked)
        .await
        .expect("a window");
    window.see("passphrase").await.expect("the first screen");
    let found = broken(&window).await.expect("axe runs");
    for rule in ["color-contrast", "image-alt", "button-name", "label"] {
        assert!(
            found.iter().any(|f| f == rule),
            "negative control: {rule} is not among {found:?}"
        );
    }
    let walk = Walk {
        window: &window,
        lang: Lang::Ky,
        cases: &cases,
        picked: &picked,
        submissions: &submissions,
    };
    let mut judge = Judge::default();
    tour::walk(&walk, &mut judge).await.expect("the walk ends");
    window
        .press(&[Key::Control], 'l')
        .await
        .expect("locks itself");
    tour::themes(&walk, &mut judge)
        .await
        .expect("the walk ends");
    window.close().await.expect("closes");
    let themed: usize = THEMES.iter().map(|(_, screens)| screens.len()).sum();
    assert_eq!(judge.seen.len(), SCREENS.len() + themed, "{:?}", judge.seen);
    assert!(judge.faults.is_empty(), "\n{}", judge.faults.join("\n"));
}
