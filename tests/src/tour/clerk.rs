//! What the clerk sees.

use super::{Looker, Seen, Walk, outward};
use crate::window::Failure;
use thirtyfour::Key;

pub(super) async fn walk(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    begin(walk, seen).await?;
    lists(walk, seen).await?;
    case(walk, seen).await?;
    outward::sheets(walk, seen).await?;
    register(walk, seen).await?;
    import(walk, seen).await?;
    answer(walk, seen).await?;
    redact(walk, seen).await?;
    sync(walk, seen).await?;
    outward::apart(walk, seen).await?;
    sheets(walk, seen).await?;
    sizes(walk, seen).await
}

async fn begin(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    window.see("passphrase").await?;
    window.click(&format!("lang-{}", walk.lang.tag())).await?;
    window.click("account-clerk").await?;
    seen.look(window, "unlock").await?;
    window.write("-").await?;
    window.press(&[], Key::Enter).await?;
    window.see("error").await?;
    seen.look_despite(window, "unlock-wrong", &["error"])
        .await?;
    // Another account and back: the demonstration offers the right passphrase again.
    window.click("account-supervisor").await?;
    walk.unlock("clerk").await
}

async fn lists(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.go('t').await?;
    window.see("today-row").await?;
    seen.look(window, "today").await?;
    walk.go('i').await?;
    window.see("row").await?;
    window.press(&[], 'j').await?;
    window.see("case-number").await?;
    seen.look(window, "inbox").await?;
    window.press(&[], 'x').await?;
    window.press(&[], 'j').await?;
    window.press(&[], 'x').await?;
    window.see("selection").await?;
    seen.look(window, "inbox-selected").await?;
    window.press(&[], Key::Escape).await?;
    filter(walk, seen).await?;
    window.press(&[], '/').await?;
    window.write("ңңңңң").await?;
    window.press(&[], Key::Enter).await?;
    window.see("empty").await?;
    seen.look(window, "nothing-found").await
}

/// The list narrowed to the topic of the row in hand, and as it was.
async fn filter(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    let topic = window
        .script("return document.querySelector('.grid-row.cursor .topic')?.textContent || '';")
        .await?;
    window.press(&[], 'f').await?;
    window.see("filter-sheet").await?;
    seen.look(window, "inbox-filter").await?;
    let code = window
        .run(
            "const o = [...document.querySelectorAll('[data-test=\"filter-topic\"] option')];\
             return (o.find(o => o.text === arguments[0]) || o[1]).value;",
            vec![topic],
        )
        .await?;
    window
        .choose("filter-topic", code.as_str().unwrap_or_default())
        .await?;
    window.press(&[Key::Control], Key::Enter).await?;
    window.see("filter-clear").await?;
    seen.look(window, "inbox-filtered").await?;
    window.click("filter-clear").await
}

async fn case(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.open(&walk.cases.rich).await?;
    seen.look(window, "case").await?;
    for (key, screen) in [
        ('2', "case-answer"),
        ('3', "case-files"),
        ('4', "case-history"),
    ] {
        window.press(&[], key).await?;
        seen.look(window, screen).await?;
    }
    window.press(&[], '1').await?;
    window.press(&[], 'w').await?;
    window.see("deadline").await?;
    seen.look(window, "case-deadline").await?;
    window.press(&[], 'w').await?;
    window.press(&[], 'a').await?;
    window.see("assign-executor").await?;
    seen.look(window, "assign").await?;
    window.press(&[], Key::Escape).await
}

async fn register(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    window.press(&[Key::Control], 'n').await?;
    window.enter("register-name-1", "Демо Жылдыз").await?;
    window
        .enter("register-subject", "Айылда таза суу жок")
        .await?;
    window
        .enter(
            "register-text",
            "Биздин көчөдө эки жумадан бери таза суу жок. Мен он жети жаштамын, телефонум +996 000 123 456.",
        )
        .await?;
    // Alerts and similar ones follow the typing.
    window.find("[data-test^=\"register-alert-\"]").await?;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    seen.look(window, "register").await?;
    window.click("register-discard").await?;
    window.press(&[Key::Control], Key::Enter).await?;
    window.see("register-faults").await?;
    seen.look(window, "register-faults").await?;
    window.press(&[], Key::Escape).await
}

async fn import(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.go('w').await?;
    window.see("import-pick").await?;
    seen.look(window, "import-begin").await?;
    walk.pick(walk.submissions)?;
    window.press(&[Key::Control], 'o').await?;
    window.see("import-sample").await?;
    seen.look(window, "import").await?;
    window.press(&[], Key::Escape).await
}

async fn answer(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.open(&walk.cases.answerable).await?;
    window.press(&[], 'r').await?;
    window.see("answer-body").await?;
    let script = "return document.querySelector('[data-test=\"answer-body\"]').value.length > 40;";
    // Another language has left its draft: a template would ask before it replaced that.
    if window.run(script, Vec::new()).await?.as_bool() != Some(true) {
        window.choose("answer-template", "explained").await?;
    }
    while window.run(script, Vec::new()).await?.as_bool() != Some(true) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    seen.look(window, "answer").await?;
    window.press(&[Key::Control], 'p').await?;
    window.see("letter-page").await?;
    seen.look(window, "answer-letter").await?;
    window.press(&[], Key::Escape).await?;
    window.see("case-number").await.map(drop)
}

async fn open_paper(walk: &Walk<'_>) -> Result<(), Failure> {
    let window = walk.window;
    walk.open(&walk.cases.paper).await?;
    window.press(&[], '3').await?;
    window.click("file").await?;
    window.see("redact-picture").await?;
    window.see("redact-suggestions").await?;
    window.rest().await
}

async fn redact(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    open_paper(walk).await?;
    seen.look(window, "redact-view").await?;
    if !window.has("[data-test=\"redact-marks\"]").await? {
        window.see("redact-canvas").await?.focus().await?;
        window.press(&[], 's').await?;
        window.press(&[], 'm').await?;
        for _ in 0..4 {
            for _ in 0..3 {
                window.press(&[], Key::Tab).await?;
            }
            window.press(&[], 'm').await?;
        }
        window.press(&[], 'b').await?;
        window.press(&[], Key::Enter).await?;
        window.press(&[], 's').await?;
    }
    window.see("redact-marks").await?;
    seen.look(window, "redact-marks").await?;
    window.press(&[Key::Control], Key::Enter).await?;
    window.see("redact-applied").await?;
    window.see("redact-picture").await?;
    seen.look(window, "redact-applied").await?;
    window.press(&[Key::Control, Key::Shift], 'v').await?;
    window.see("redact-verdict").await?;
    seen.look(window, "redact-verified").await?;
    window.press(&[Key::Control], Key::Enter).await?;
    window.see("redact-released").await?;
    seen.look(window, "redact-released").await?;
    window.click("redact-certificate").await?;
    window.find(".sheet-page").await?;
    seen.look(window, "redact-certificate").await?;
    // From the paper, and from the page.
    window.press(&[], Key::Escape).await?;
    window.see("redact-released").await?;
    window.press(&[], Key::Escape).await?;
    window.see("case").await.map(drop)
}

async fn sync(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.go('y').await?;
    window.see("sync-demo-switch").await?;
    seen.look(window, "sync").await?;
    window.click("sync-demo-switch").await?;
    window.find("[data-test=\"sync-demo-state\"].soon").await?;
    walk.open(&walk.cases.rich).await?;
    window.press(&[], 'n').await?;
    window
        .enter("sheet-text", "Телефон менен сүйлөштүк.")
        .await?;
    window.press(&[Key::Control], Key::Enter).await?;
    window.see("case-queued").await?;
    window.click("bar-close").await?;
    walk.go('y').await?;
    window.click("sync-now").await?;
    window.see("sync-problem").await?;
    window.see("sync-outbox").await?;
    seen.look_despite(window, "sync-offline", &["error"])
        .await?;
    window.click("sync-demo-switch").await?;
    while window.has("[data-test=\"sync-problem\"]").await?
        || window.has("[data-test=\"sync-outbox\"]").await?
    {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    window.rest().await
}

async fn sheets(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.go('i').await?;
    window.see("row").await?;
    window.press(&[Key::Control], 'k').await?;
    window.enter("palette-input", "ка").await?;
    seen.look(window, "palette").await?;
    window.press(&[], Key::Escape).await?;
    window.press(&[Key::Shift], '?').await?;
    window.see("keys").await?;
    seen.look(window, "keys").await?;
    window.press(&[], Key::Escape).await?;
    window.press(&[Key::Control], ',').await?;
    window.see("settings").await?;
    seen.look(window, "settings").await?;
    window.press(&[], Key::Escape).await
}

/// The narrow window, and the largest text.
async fn sizes(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    scale(walk, "150").await?;
    walk.go('i').await?;
    window.see("row").await?;
    seen.look(window, "narrow-list").await?;
    window.press(&[], Key::Enter).await?;
    window.see("case-number").await?;
    seen.look(window, "narrow-case").await?;
    scale(walk, "200").await?;
    seen.look(window, "large-text").await?;
    window.press(&[], Key::Escape).await?;
    window.see("row").await?;
    seen.look(window, "large-inbox").await?;
    window.press(&[Key::Control], 'n').await?;
    window.see("register-name-1").await?;
    seen.look(window, "large-register").await?;
    window.press(&[], Key::Escape).await?;
    scale(walk, "100").await
}

async fn scale(walk: &Walk<'_>, percent: &str) -> Result<(), Failure> {
    let window = walk.window;
    window.press(&[Key::Control], ',').await?;
    window.click(&format!("settings-scale-{percent}")).await?;
    window.press(&[], Key::Escape).await
}

/// Some screens in another theme; names carry it.
pub(super) async fn theme(
    walk: &Walk<'_>,
    seen: &mut Seen<'_, impl Looker>,
    theme: &str,
) -> Result<(), Failure> {
    let window = walk.window;
    let name = |screen: &str| format!("{theme}-{screen}");
    window.press(&[Key::Control], ',').await?;
    window.click(&format!("settings-theme-{theme}")).await?;
    seen.look(window, &name("settings")).await?;
    window.press(&[], Key::Escape).await?;
    walk.go('t').await?;
    window.see("today-row").await?;
    seen.look(window, &name("today")).await?;
    walk.open(&walk.cases.rich).await?;
    window.press(&[], 'w').await?;
    window.see("deadline").await?;
    seen.look(window, &name("case")).await?;
    open_paper(walk).await?;
    seen.look(window, &name("redact-view")).await?;
    window.press(&[], Key::Escape).await
}
