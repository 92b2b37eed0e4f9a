/**
 * Comments at places: select words, click or tap a place on a page, or choose a paragraph in the form.
 *
 * `save(piece)` sends one; `onNew(piece)` is called for each that is added, so that its typing is heard.
 */
import { mark, paragraphAt, passageOf, pin, pointOn, unmark, unpin, wordsAt } from "./workbench-places.js";

export class Notes {
  onNew = () => {};
  // What stood in the window when Escape closed it: the next one begins with it.
  #unfinished = "";

  constructor(bench, { save }) {
    this.bench = bench;
    this.save = save;
    this.window = document.querySelector("[data-note-window]");
    this.button = document.querySelector("[data-select-button]");
    this.template = document.querySelector("[data-note-template]");
    document.querySelectorAll("[data-select-hint]").forEach((hint) => (hint.hidden = false));
    document.addEventListener("selectionchange", () => this.#offer());
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.begin());
    bench.querySelectorAll("[data-picture]").forEach((picture) => {
      picture.setAttribute("data-is-ready", "");
      picture.addEventListener("click", (event) => this.#point(event, picture));
    });
    bench.querySelectorAll("[data-note-add] form").forEach((form) => {
      form.addEventListener("submit", (event) => this.#send(event, form));
    });
  }

  /** A comment on what is selected; with nothing selected, the form to choose a paragraph. */
  begin() {
    const found = this.#selected();
    if (found) return this.#ask(found.place, found.where, found.quote);
    const fold = this.bench.querySelector("[data-note-add]");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("select, input:not([type=hidden])")?.focus();
  }

  /** Put a comment on the page: in the list, and at its place. */
  add(key, value) {
    const place = this.#placeOf(value);
    const list = place?.querySelector("[data-notes-list]");
    if (!list) return null;
    const number = document.querySelectorAll("[data-notes-list] > [data-piece]").length + 1;
    const { comment, quote, ...where } = value;
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.id = `note-${key}`;
    item.dataset.piece = `annotation:${key}`;
    item.dataset.where = JSON.stringify(where);
    item.querySelector("[data-number]").textContent = String(number);
    const text = item.querySelector("textarea");
    text.value = comment;
    text.setAttribute("aria-label", `${text.getAttribute("aria-label")} ${number}`);
    this.#say(item, place, where, quote);
    list.append(item);
    this.#draw(place, where, { key, number });
    return item;
  }

  /** The comment stays on the page, struck out, until it is opened anew; its mark goes, or comes back. */
  removed(piece, isRemoved) {
    if (!piece.dataset.where) return;
    const key = piece.dataset.piece.slice("annotation:".length);
    const where = JSON.parse(piece.dataset.where);
    const place = this.#placeOf(where);
    piece.classList.toggle("note--removed", isRemoved);
    this.#clear(place, where, key);
    if (!isRemoved) this.#draw(place, where, { key, number: piece.querySelector("[data-number]").textContent });
  }

  #say(item, place, where, quote) {
    const said = item.querySelector("[data-quote]");
    const page = item.querySelector("[data-page-words]");
    if ("start" in where) said.textContent = quote || wordsAt(place.querySelector("[data-text]"), where);
    else page.textContent = page.dataset.text.replace("%(number)s", where.page);
    if (!said.textContent) said.remove();
  }

  #draw(place, where, facts) {
    if ("start" in where) mark(place.querySelector("[data-text]"), where, facts);
    else pin(this.#pins(place, where), where, facts);
  }

  #clear(place, where, key) {
    if ("start" in where) unmark(place.querySelector("[data-text]"), key);
    else unpin(this.#pins(place, where), key);
  }

  #pins(place, where) {
    return place.querySelector(`[data-page="${where.page}"] [data-pins]`);
  }

  #placeOf({ file }) {
    return this.bench.querySelector(`[data-place="${file ?? "text"}"]`);
  }

  #selected() {
    const selection = document.getSelection();
    const anchor = selection?.anchorNode?.parentElement?.closest("[data-text]");
    const passage = anchor && passageOf(selection, anchor);
    if (!passage) return null;
    const place = anchor.closest("[data-place]");
    const { quote, ...where } = passage;
    return { place, where: { ...where, ...this.#file(place) }, quote, selection };
  }

  #file(place) {
    return place.dataset.file ? { file: place.dataset.file } : {};
  }

  /** The button beside what is selected. */
  #offer() {
    const found = this.#selected();
    this.button.hidden = !found;
    if (!found) return;
    const box = found.selection.getRangeAt(0).getBoundingClientRect();
    const width = this.button.offsetWidth;
    const across = Math.max(8, Math.min(box.left + scrollX, document.documentElement.clientWidth - width - 8));
    this.button.style.insetBlockStart = `${box.bottom + scrollY + 8}px`;
    this.button.style.left = `${across}px`;
  }

  #point(event, picture) {
    if (event.target.closest("[data-pin]")) return;
    const place = picture.closest("[data-place]");
    const page = Number(picture.closest("[data-page]").dataset.page);
    this.#ask(place, { ...this.#file(place), page, ...pointOn(picture.querySelector("img"), event) }, "");
  }

  #ask(place, where, quote) {
    const field = this.window.querySelector("textarea");
    field.value = this.#unfinished;
    this.#unfinished = "";
    this.window.querySelector("[data-window-quote]").textContent = quote;
    // A button answers with its value, Escape with nothing; not every Escape is told of by a "cancel".
    this.window.returnValue = "";
    this.window.onclose = () => {
      const answer = this.window.returnValue;
      if (!answer) this.#unfinished = field.value;
      if (answer === "add" && field.value.trim()) this.#keep({ comment: field.value, quote, ...where });
    };
    this.window.showModal();
    field.focus();
  }

  #send(event, form) {
    const data = new FormData(form);
    const place = form.closest("[data-place]");
    const text = place.querySelector("[data-text]");
    const comment = data.get("comment");
    if (!comment.trim()) return;
    const [x, y] = (data.get("spot") ?? "").split("-").map(Number);
    const spot = data.has("paragraph") ? paragraphAt(text, data.get("paragraph")) : { page: Number(data.get("page")), x, y };
    // A page that is not there is the server's to refuse.
    if (!spot || (spot.page && !this.#pins(place, spot))) return;
    event.preventDefault();
    const item = this.#keep({ comment, ...this.#file(place), ...spot });
    item?.querySelector("textarea").focus();
    form.querySelector("textarea").value = "";
  }

  #keep(value) {
    const item = this.add(newKey(), value);
    if (!item) return null;
    this.onNew(item);
    this.save(item);
    // The page stays where it is: who comments reads on.
    document.getSelection()?.removeAllRanges();
    return item;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
