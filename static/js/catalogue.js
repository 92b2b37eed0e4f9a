// The catalogue works as a plain form. Here a choice takes effect at once, without losing the reader's place.
const form = document.querySelector("[data-browse]");
const shelf = document.querySelector("[data-shelf]");
const wide = window.matchMedia("(min-width: 60rem)");

let waiting;

function address() {
  const data = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...data]) if (!value) data.delete(name, value);
  const query = data.toString();
  return query ? `${form.action}?${query}` : form.action;
}

async function show(url, focused = document.activeElement?.id) {
  waiting?.abort();
  waiting = new AbortController();
  const wasOpen = shelf.querySelector("[data-filters]").open;
  shelf.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: waiting.signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    shelf.replaceChildren(...page.querySelector("[data-shelf]").childNodes);
    document.title = page.title;
    history.pushState(null, "", url);
    prepare(wasOpen);
    document.getElementById(focused)?.focus({ preventScroll: focused !== "shelf-count" });
    announce(shelf.querySelector("#shelf-count").textContent);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  } finally {
    shelf.removeAttribute("aria-busy");
  }
}

function prepare(isOpen) {
  shelf.querySelector("[data-filters]").open = wide.matches || isOpen;
  for (const button of shelf.querySelectorAll("[data-without-script]")) button.remove();
}

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
form.append(status);

function announce(text) {
  status.textContent = text;
}

shelf.addEventListener("change", (event) => {
  if (event.target.form === form) show(address());
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(address(), "shelf-count");
});

wide.addEventListener("change", () => {
  if (wide.matches) shelf.querySelector("[data-filters]").open = true;
});

window.addEventListener("popstate", () => location.reload());

prepare(false);
