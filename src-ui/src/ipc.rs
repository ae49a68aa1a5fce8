//! The way to the core: one typed call, one typed listener.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::Command;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "core"], js_name = invoke)]
    async fn invoke(name: &str, arguments: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "event"], js_name = listen)]
    async fn listen_to(name: &str, handler: js_sys::Function) -> Result<JsValue, JsValue>;
}

#[derive(Serialize)]
struct Arguments<C> {
    request: C,
}

/// Calls the core.
///
/// # Errors
/// What the core answers; `core-unreachable` when there is no answer that fits.
pub async fn call<C: Command>(request: C) -> Result<C::Reply, ApiError> {
    let arguments = serde_json::to_string(&Arguments { request }).map_err(unreachable_core)?;
    let arguments = js_sys::JSON::parse(&arguments).map_err(|e| from_js(&e))?;
    let reply = invoke(C::NAME, arguments).await.map_err(|e| from_js(&e))?;
    read(&reply)
}

/// Listens to an event of the core for as long as the program runs.
pub fn listen<T: DeserializeOwned + 'static>(name: &'static str, handler: impl Fn(T) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let payload = js_sys::Reflect::get(&event, &"payload".into()).unwrap_or(JsValue::NULL);
        if let Ok(value) = read::<T>(&payload) {
            handler(value);
        }
    });
    let function: js_sys::Function = closure.into_js_value().unchecked_into();
    spawn_local(async move {
        // Without the core there is nothing to hear; the first call says so.
        let _ = listen_to(name, function).await;
    });
}

/// What is known of something that was asked of the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Remote<T> {
    /// Asked, no answer yet.
    Loading,
    /// The answer.
    Ready(T),
    /// No answer.
    Failed(ApiError),
}

impl<T> Remote<T> {
    /// The answer, if there is one.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Remote::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// An answer that is asked for again whenever the request or `again` changes. The old answer stays on the
/// screen while a newer one is on its way; a late answer to an older request is dropped.
pub struct Fetched<T: Send + Sync + 'static> {
    /// The answer.
    pub value: RwSignal<Remote<T>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// Asks again.
    pub fn refresh(&self) {
        self.again.update(|n| *n += 1);
    }
}

/// Asks the core whenever `request` changes; `None` asks nothing and shows `Loading`.
pub fn fetch<C>(request: impl Fn() -> Option<C> + Send + Sync + 'static) -> Fetched<C::Reply>
where
    C: Command + 'static,
    C::Reply: Send + Sync + 'static,
{
    let fetched = Fetched {
        value: RwSignal::new(Remote::Loading),
        again: RwSignal::new(0),
    };
    let generation = StoredValue::new(0_u32);
    Effect::new(move |before: Option<Option<String>>| {
        fetched.again.track();
        let request = request();
        let asked = request.as_ref().and_then(|r| serde_json::to_string(r).ok());
        generation.update_value(|g| *g += 1);
        let mine = generation.get_value();
        if before.is_some_and(|b| b != asked) {
            fetched.value.set(Remote::Loading);
        }
        if let Some(request) = request {
            spawn_local(async move {
                let reply = call(request).await;
                if generation.try_get_value() == Some(mine) {
                    fetched.value.try_set(match reply {
                        Ok(value) => Remote::Ready(value),
                        Err(error) => Remote::Failed(error),
                    });
                }
            });
        }
        asked
    });
    fetched
}

/// Shows the calm last page: the program's view failed, the data did not. Called by the panic hook, so it must
/// not use anything that may be broken: the sentences stand in the page already.
pub fn halt(details: &str) {
    web_sys::console::error_1(&details.into());
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    if let Some(sheet) = document.get_element_by_id("halt") {
        let _ = sheet.remove_attribute("hidden");
    }
    if let Some(place) = document.get_element_by_id("halt-details") {
        place.set_text_content(Some(details));
    }
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, ApiError> {
    let text = if value.is_undefined() {
        "null".to_owned()
    } else {
        js_sys::JSON::stringify(value)
            .map_err(|e| from_js(&e))?
            .into()
    };
    serde_json::from_str(&text).map_err(unreachable_core)
}

fn from_js(value: &JsValue) -> ApiError {
    match value.as_string() {
        Some(text) => ApiError::new("core-unreachable").because(text),
        None => match js_sys::JSON::stringify(value) {
            Ok(text) => serde_json::from_str(&String::from(&text))
                .unwrap_or_else(|_| ApiError::new("core-unreachable").because(String::from(text))),
            Err(_) => ApiError::new("core-unreachable"),
        },
    }
}

fn unreachable_core(error: serde_json::Error) -> ApiError {
    ApiError::new("core-unreachable").because(error)
}
