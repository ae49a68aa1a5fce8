//! Watching the window: what it complains of, whether it has come to rest, and whether its words stand as they should.

use crate::window::{Failure, Window};
use serde::Deserialize;
use serde_json::Value;
use std::time::{Duration, Instant};

/// How long a screen may work before it counts as hanging. Unoptimised builds burn a page in some seconds.
const REST: Duration = Duration::from_secs(120);

/// Collects what the window says to its console from now on, and what the browser refuses it.
const WATCH: &str = r#"
if (!window.__complaints) {
  const all = window.__complaints = [];
  const say = (what, text) => all.push(what + ": " + String(text).slice(0, 600));
  for (const level of ["error", "warn"]) {
    const old = console[level].bind(console);
    console[level] = (...args) => { say(level, args.map(String).join(" ")); old(...args); };
  }
  addEventListener("error", e => say("exception", e.message));
  addEventListener("unhandledrejection", e => say("rejection", e.reason));
  addEventListener("securitypolicyviolation", e => say("policy", e.violatedDirective + " " + e.blockedURI));
}
return null;
"#;

/// Whether nothing is on its way any more.
const RESTS: &str = r#"
const busy = [...document.querySelectorAll('[data-test="loading"],[aria-busy="true"],.bone')]
  .filter(e => e.offsetParent !== null);
if (busy.length) return busy[0].outerHTML.slice(0, 120);
if (document.fonts.status !== "loaded" || !document.fonts.check("13px Inter", "AaЖжҢң")) return "fonts";
const pictures = [...document.images].filter(i => !i.complete || !i.naturalWidth);
return pictures.length ? "pictures" : "";
"#;

/// Lets pictures be decoded and the screen be painted: a large page is there long before it is seen.
const PAINT: &str = r#"
const done = arguments[arguments.length - 1];
Promise.all([...document.images].map(i => i.decode().catch(() => null)))
  .then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(null), 150))));
"#;

/// What is wrong with what stands on the screen: keys instead of words, values that are missing, words that are cut
/// where nothing says so, things that lie outside the window.
const LOOK: &str = r#"
const faults = [], seen = new Set();
const add = (kind, text) => { const f = { kind, text }; const k = JSON.stringify(f); if (!seen.has(k)) { seen.add(k); faults.push(f); } };
const shown = e => { const s = getComputedStyle(e); return e.getClientRects().length > 0 && s.visibility !== "hidden" && !e.closest(".unseen,[hidden]"); };
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let n = walk.nextNode(); n; n = walk.nextNode()) {
  const t = n.nodeValue.trim(), e = n.parentElement;
  if (!t || !e || !shown(e) || e.closest("code,kbd,pre,.letter,textarea,[lang] .own")) continue;
  if (/^[a-z]+(-[a-z0-9_]+)+$/.test(t)) add("key", t);
  if (t.includes("{$") || t.includes("{ $") || /\bundefined\b|\bNaN\b/.test(t)) add("value", t);
}
for (const e of document.querySelectorAll("button,h1,h2,h3,label,th,td,dt,dd,p,li,span,legend,caption,summary,a")) {
  if (!shown(e) || e.closest("svg")) continue;
  const s = getComputedStyle(e), own = [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
  const name = (e.dataset.test || e.className || e.tagName) + ": " + e.textContent.trim().slice(0, 80);
  // A box of one pixel is for screen readers: nothing is meant to be seen there.
  if (own && s.overflowX !== "visible" && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)
    add(s.textOverflow === "ellipsis" ? "shortened" : "cut", name);
  if (own && s.webkitLineClamp !== "none" && e.scrollHeight > e.clientHeight + 3) add("shortened", name);
  if (own && s.overflowY === "hidden" && s.webkitLineClamp === "none" && e.clientHeight > 1 && e.scrollHeight > e.clientHeight + 3) add("cut", name);
  const r = e.getBoundingClientRect();
  if (own && r.width > 1 && (r.right > innerWidth + 1 || r.left < -1) && !e.closest(".skip,.cut")) add("outside", name);
}
for (const e of document.querySelectorAll('[data-test="error"]')) if (shown(e)) add("error", e.textContent.trim());
const halt = document.getElementById("halt");
if (halt && !halt.hidden) add("halt", halt.textContent.trim());
return faults;
"#;

/// Something that is wrong on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fault {
    /// `key`, `value`, `cut`, `shortened`, `outside`, `error` or `halt`.
    pub kind: String,
    /// What it says there.
    pub text: String,
}

impl Window {
    /// Runs a script in the window and returns what it returns.
    ///
    /// # Errors
    /// The driver's.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Failure> {
        Ok(self
            .driver
            .execute(script, arguments)
            .await?
            .json()
            .to_owned())
    }

    /// Begins to collect the window's complaints.
    ///
    /// # Errors
    /// The driver's.
    pub async fn watch(&self) -> Result<(), Failure> {
        self.run(WATCH, Vec::new()).await.map(drop)
    }

    /// What the window complained of since [`Window::watch`].
    ///
    /// # Errors
    /// The driver's.
    pub async fn complaints(&self) -> Result<Vec<String>, Failure> {
        let all = self
            .run("return window.__complaints || [];", Vec::new())
            .await?;
        Ok(serde_json::from_value(all)?)
    }

    /// Waits until the window shows what it was asked for.
    ///
    /// # Errors
    /// When something goes on for too long: it hangs.
    pub async fn rest(&self) -> Result<(), Failure> {
        let started = Instant::now();
        let mut quiet = 0;
        while quiet < 3 {
            let busy = self.run(RESTS, Vec::new()).await?;
            match busy.as_str() {
                Some("") => quiet += 1,
                _ if started.elapsed() > REST => {
                    return Err(format!("does not come to rest: {busy}").into());
                }
                _ => quiet = 0,
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        self.driver.execute_async(PAINT, Vec::new()).await?;
        Ok(())
    }

    /// What is wrong on the screen as it stands.
    ///
    /// # Errors
    /// The driver's.
    pub async fn faults(&self) -> Result<Vec<Fault>, Failure> {
        Ok(serde_json::from_value(self.run(LOOK, Vec::new()).await?)?)
    }

    /// Presses a button or a row by the mouse.
    ///
    /// # Errors
    /// When it does not show, or cannot be pressed.
    pub async fn click(&self, test: &str) -> Result<(), Failure> {
        let found = self.see(test).await?;
        found
            .click()
            .await
            .map_err(|e| format!("{test}: {e}").into())
    }

    /// Types into a field.
    ///
    /// # Errors
    /// When it does not show, or does not take the focus.
    pub async fn enter(&self, test: &str, text: &str) -> Result<(), Failure> {
        self.see(test).await?.focus().await?;
        self.write(text).await
    }

    /// Chooses an option of a list by its value.
    ///
    /// # Errors
    /// When the list does not show or has no such option.
    pub async fn choose(&self, test: &str, value: &str) -> Result<(), Failure> {
        self.see(test).await?;
        let script = r#"
            const s = document.querySelector(`[data-test="${arguments[0]}"]`);
            if (![...s.options].some(o => o.value === arguments[1])) return [...s.options].map(o => o.value).join(" ");
            s.focus(); s.value = arguments[1];
            s.dispatchEvent(new Event("input", { bubbles: true }));
            s.dispatchEvent(new Event("change", { bubbles: true }));
            return "";
        "#;
        let missing = self.run(script, vec![test.into(), value.into()]).await?;
        match missing.as_str() {
            Some("") => Ok(()),
            _ => Err(format!("{test} has no {value}, only {missing}").into()),
        }
    }

    /// Waits until the first element of a name holds a text; unlike the driver's own text, also one that is cut short.
    ///
    /// # Errors
    /// When it never does.
    pub async fn says(&self, test: &str, wanted: &str) -> Result<(), Failure> {
        let script = "const e = document.querySelector(`[data-test=\"${arguments[0]}\"]`); return e ? e.textContent : '';";
        let started = Instant::now();
        loop {
            let text = self.run(script, vec![test.into()]).await?;
            let text = text.as_str().unwrap_or_default();
            if text.contains(wanted) {
                return Ok(());
            }
            if started.elapsed() > REST / 4 {
                return Err(format!("{test} says {text:?}, not {wanted:?}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
