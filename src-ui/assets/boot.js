// The only script of the page: everything else is wasm. It is a file of its own because the
// content security policy allows no inline script.
import init from "./window.js";

init({ module_or_path: new URL("./window_bg.wasm", import.meta.url) }).catch((error) => {
  document.getElementById("halt").hidden = false;
  document.getElementById("halt-details").textContent = String(error);
});
