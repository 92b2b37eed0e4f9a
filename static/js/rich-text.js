/**
 * A small editor in the place of a textarea: strong, emphasised, headings, lists, quotations, links.
 *
 * `new RichText(field)`: `field` holds the textarea, `<template data-draft>` with the text as HTML, and
 * `<template data-tools>` with the toolbar. The textarea stays, hidden: it holds the same as plain text, and hears
 * "input" with every change, also by `set`, so that whatever looks at a textarea goes on working. `html` is the
 * text as HTML, which the server sanitises whatever comes; `set(html)` puts another one in.
 *
 * Squire (static/vendor/squire, MIT) does what browsers do differently. What is pasted or set goes through
 * `clean`: elements are made anew from a short list, nothing of a style, a script or a picture comes along.
 */
import Squire from "../vendor/squire/squire.js";

// What the editor itself makes; the server writes strong and em for b and i.
const SAME = { STRONG: "B", EM: "I", H1: "H3", H2: "H3", H4: "H3", H5: "H3", H6: "H3", DIV: "P" };
const KEPT = new Set(["P", "H3", "UL", "OL", "LI", "BLOCKQUOTE", "B", "I", "A", "BR"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH", "HEAD", "TITLE", "NOSCRIPT"]);
const STYLES = /<style[\s\S]*?<\/style\s*>/gi;
const TAGS = /<[a-z][^>]*>/gi;
const FORMATS = { bold: "B", italic: "I", link: "A" };
const BLOCKS = { heading: "h3", ul: "ul", ol: "ol", quotation: "blockquote" };

export class RichText {
  #isTelling = false;

  constructor(field) {
    this.textarea = field.querySelector("textarea");
    this.root = this.#place(field);
    this.squire = new Squire(this.root, { blockTag: "P", sanitizeToDOMFragment: clean, didError: () => {} });
    // Tab leaves the field, as everywhere else.
    for (const key of ["Tab", "Shift-Tab"]) this.squire.setKeyHandler(key, null);
    this.set(field.querySelector("template[data-draft]").innerHTML);
    this.#tools(field);
    this.squire.addEventListener("input", () => this.#changed());
    this.squire.addEventListener("pathChange", () => this.#press());
  }

  get html() {
    return this.squire.getHTML();
  }

  set(html) {
    this.squire.setHTML(html);
    this.#changed();
  }

  focus() {
    this.squire.focus();
  }

  #place(field) {
    const root = document.createElement("div");
    const label = field.closest("section").getAttribute("aria-labelledby");
    const facts = { role: "textbox", "aria-multiline": "true", dir: "auto", class: "written writing__rich" };
    Object.assign(facts, { "aria-labelledby": label, "aria-describedby": this.textarea.getAttribute("aria-describedby") });
    for (const [name, value] of Object.entries(facts)) root.setAttribute(name, value);
    field.querySelector("label").hidden = true;
    this.textarea.hidden = true;
    this.textarea.before(field.querySelector("template[data-tools]").content.cloneNode(true), root);
    return root;
  }

  /** An empty field reads as its page does, a written one as its text does. */
  #mirror() {
    this.textarea.value = plain(this.root);
    const dir = this.textarea.value.trim() ? "auto" : document.documentElement.dir;
    // Squire takes each attribute that is set for a change.
    if (this.root.dir !== dir) this.root.dir = dir;
  }

  /** Whoever hears of a change may ask for `html`, and Squire tells then of what was changed here. */
  #changed() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      this.#mirror();
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    } finally {
      this.#isTelling = false;
    }
  }

  #tools(field) {
    this.toolbar = field.querySelector("[data-toolbar]");
    this.link = field.querySelector("[data-link]");
    const buttons = [...this.toolbar.querySelectorAll("button")];
    buttons.forEach((button, place) => (button.tabIndex = place ? -1 : 0));
    this.toolbar.addEventListener("click", (event) => this.#use(event.target.closest("[data-tool]")));
    this.toolbar.addEventListener("keydown", (event) => move(event, buttons));
    this.link.querySelector("[data-link-set]").addEventListener("click", () => this.#setLink());
    this.link.querySelector("[data-link-close]").addEventListener("click", () => this.#openLink(false));
    this.link.addEventListener("keydown", (event) => this.#onLinkKey(event));
  }

  #use(button) {
    if (!button) return;
    const { squire } = this;
    const isOn = button.getAttribute("aria-pressed") === "true";
    const does = {
      bold: () => (isOn ? squire.removeBold() : squire.bold()),
      italic: () => (isOn ? squire.removeItalic() : squire.italic()),
      heading: () => this.#turnInto(isOn ? "P" : "H3"),
      ul: () => (isOn ? squire.removeList() : squire.makeUnorderedList()),
      ol: () => (isOn ? squire.removeList() : squire.makeOrderedList()),
      quotation: () => (isOn ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel()),
      link: () => (isOn ? squire.removeLink() : this.#openLink(true)),
      undo: () => squire.undo(),
      redo: () => squire.redo(),
    };
    does[button.dataset.tool]();
    this.#press();
    if (button.dataset.tool !== "link" || isOn) squire.focus();
  }

  #turnInto(tag) {
    this.squire.modifyBlocks((fragment) => {
      for (const block of [...fragment.querySelectorAll("P, H3")]) {
        const made = document.createElement(tag);
        made.append(...block.childNodes);
        block.replaceWith(made);
      }
      return fragment;
    });
  }

  #openLink(isOpen) {
    this.link.hidden = !isOpen;
    this.toolbar.querySelector("[data-tool=link]").setAttribute("aria-expanded", String(isOpen));
    const address = this.link.querySelector("[data-link-address]");
    address.value = "";
    if (isOpen) address.focus();
    else this.squire.focus();
  }

  #onLinkKey(event) {
    if (event.key === "Escape") this.#openLink(false);
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#setLink();
  }

  #setLink() {
    const field = this.link.querySelector("[data-link-address]");
    const address = safe(field.value.trim());
    field.setCustomValidity(address ? "" : field.placeholder);
    if (!address) return field.reportValidity();
    this.squire.makeLink(address);
    this.#openLink(false);
  }

  #press() {
    const { startContainer } = this.squire.getSelection();
    const here = startContainer.nodeType === Node.TEXT_NODE ? startContainer.parentElement : startContainer;
    const isIn = (selector) => this.root.contains(here.closest(selector)) && here.closest(selector) !== this.root;
    for (const [tool, tag] of Object.entries(FORMATS)) this.#mark(tool, this.squire.hasFormat(tag));
    for (const [tool, tag] of Object.entries(BLOCKS)) this.#mark(tool, isIn(tag));
  }

  #mark(tool, isPressed) {
    this.toolbar.querySelector(`[data-tool=${tool}]`).setAttribute("aria-pressed", String(isPressed));
  }
}

/** Arrows go from tool to tool, in the direction in which the page reads. */
function move(event, buttons) {
  const isMirrored = getComputedStyle(event.currentTarget).direction === "rtl";
  const steps = { ArrowRight: isMirrored ? -1 : 1, ArrowLeft: isMirrored ? 1 : -1 };
  const here = buttons.indexOf(document.activeElement);
  const goals = { Home: 0, End: buttons.length - 1 };
  let next = goals[event.key];
  if (event.key in steps) next = (here + steps[event.key] + buttons.length) % buttons.length;
  if (next === undefined || here < 0) return;
  event.preventDefault();
  buttons.forEach((button, place) => (button.tabIndex = place === next ? 0 : -1));
  buttons[next].focus();
}

/** HTML from anywhere as elements of our own making. */
export function clean(html) {
  const parsed = new DOMParser().parseFromString(html.replace(STYLES, "").replace(TAGS, inert), "text/html");
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment);
  return fragment;
}

/** The policy against inline styles and scripts complains of those in what is only parsed, too. */
function inert(tag) {
  return tag.replace(/[\s/"'](style|on\w+)\s*=/gi, " data-was=");
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(document.createTextNode(node.data));
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName.toUpperCase())) continue;
    const name = SAME[node.nodeName] ?? node.nodeName;
    const address = name === "A" ? safe(node.getAttribute("href") ?? "") : "";
    if (!KEPT.has(name) || (name === "A" && !address)) {
      copy(node, to);
      continue;
    }
    const made = document.createElement(name);
    if (address) made.setAttribute("href", address);
    copy(node, made);
    to.append(made);
  }
}

function safe(address) {
  try {
    const url = new URL(/^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(address) ? `https://${address}` : address);
    return url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
}

/** The same as plain text, as the server has it: a blank line between paragraphs, a line for each item. */
function plain(root) {
  const words = [];
  for (const block of root.querySelectorAll("p, h3, li")) {
    if (block.querySelector("p, h3")) continue;
    const text = lines(block).trim();
    if (text) words.push(text);
  }
  return words.join("\n\n");
}

function lines(block) {
  return [...block.childNodes]
    .map((node) => {
      if (node.nodeName === "BR") return "\n";
      if (node.nodeName === "UL" || node.nodeName === "OL") return "";
      return node.nodeType === Node.TEXT_NODE ? node.data.replace(/\u200b/g, "") : lines(node);
    })
    .join("");
}
