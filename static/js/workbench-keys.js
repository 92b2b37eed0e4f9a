/**
 * Keys of the workbench: one letter each, never while somebody types, and to be switched off (WCAG 2.1.4).
 *
 * Whatever carries `data-key="n"` is pressed by its key: a link or button is clicked, anything else gets the
 * focus. `on(key, act)` adds what no element stands for. `?` shows the list, `dialog[data-keys]`; its box
 * `[data-keys-off]` keeps the choice on this device.
 */
const OFF = "workbench:no-keys";
const TYPED = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";

export class Keys {
  #acts = new Map();

  constructor() {
    this.list = document.querySelector("dialog[data-keys]");
    this.on("?", () => this.list?.showModal());
    document.addEventListener("keydown", (event) => this.#press(event));
    document.querySelectorAll("[data-keys-open]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.list?.showModal());
    });
    const box = this.list?.querySelector("[data-keys-off]");
    if (!box) return;
    box.checked = isOff();
    box.addEventListener("change", () => remember(box.checked));
  }

  on(key, act) {
    this.#acts.set(key, act);
    return this;
  }

  #press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches?.(TYPED) || document.querySelector("dialog[open]")) return;
    if (event.key !== "?" && isOff()) return;
    const act = this.#acts.get(event.key) ?? this.#acts.get(event.key.toLowerCase()) ?? pressed(event.key);
    if (!act) return;
    if (act(event) !== false) event.preventDefault();
  }
}

function pressed(key) {
  const letter = key.toLowerCase();
  const found = [...document.querySelectorAll("[data-key]")].find((item) => item.dataset.key === letter && item.offsetParent);
  if (!found) return null;
  return () => {
    if (!found.matches("a, button")) found.scrollIntoView({ block: "center" });
    if (found.matches("a, button")) found.click();
    else found.focus();
  };
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(isChecked) {
  try {
    if (isChecked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // Where the browser keeps nothing, the choice lasts as long as the page.
  }
}
