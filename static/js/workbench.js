/**
 * A marking being written. The page works without this: its forms carry everything. With it, each piece is saved
 * as it is written, also over a line that comes and goes; comments are put where one selects or points; and two
 * texts for one place are shown side by side.
 */
import { Keys } from "./workbench-keys.js";
import { Outbox, statusLine } from "./outbox.js";
import { Notes } from "./workbench-notes.js";
import { inWords, joined, show, valueOf } from "./workbench-pieces.js";

const WAIT_FOR_OUTBOX = 6000;
const TYPING = { rest: 1200, most: 5000 };

const bench = document.querySelector("[data-bench]");
const keys = new Keys();
keys.on("j", () => step(1)).on("k", () => step(-1)).on("b", () => openBank());
for (let digit = 1; digit <= 9; digit += 1) keys.on(String(digit), () => choose(digit));
if (bench && !bench.hasAttribute("data-is-closed")) begin();

function begin() {
  const form = document.querySelector("[data-sheet]");
  const state = document.querySelector("[data-state]");
  const words = document.querySelector("[data-words]");
  const tab = crypto.getRandomValues(new Uint32Array(3)).join("-");
  const bases = new Map();
  const conflicts = [];
  // What this page shows of what another page had not sent: from then on it is this page's too.
  const restored = new Set();
  let known = Number(bench.dataset.version);
  let sequence = 0;
  let isRefused = false;

  const say = statusLine(state);
  const outbox = new Outbox({
    storageKey: bench.dataset.storageKey,
    onAcknowledged: ({ entry, reply }) => acknowledged(entry, reply),
    onState: (news) => {
      say(news);
      if (news.state === "refused") refused(news);
    },
  });
  const notes = new Notes(bench, { save: (piece) => save(piece) });
  hidden("tab", tab);
  const count = hidden("sequence", "0");
  restore();
  document.querySelectorAll("[data-piece]").forEach(listen);
  notes.onNew = listen;
  document.querySelectorAll("[data-bank]").forEach(offer);
  keys.on("c", () => notes.begin());
  total();
  addEventListener("pagehide", () => outbox.flush());
  form.addEventListener("submit", guard);

  function listen(piece) {
    piece.addEventListener("input", (event) => {
      const isTyped = event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
      if (!event.target.matches("[data-part], [data-remove]")) return;
      total();
      if (isWrong(event.target)) return;
      save(piece, isTyped ? TYPING : undefined);
    });
    piece.addEventListener("change", (event) => {
      if (event.target.matches("[data-remove]")) notes.removed(piece, event.target.checked);
      else if (outbox.size) outbox.flush();
    });
  }

  function save(piece, typing) {
    const name = piece.dataset.piece;
    sequence += 1;
    count.value = String(sequence + 1);
    const body = { piece: name, value: valueOf(piece), base: bases.get(name) ?? Number(bench.dataset.version), tab, sequence };
    // The name of the page is in the key: two pages never take the place of each other's words.
    outbox.put({ key: `${name} ${tab}`, url: bench.dataset.pieces, body }, typing);
  }

  /** What was written here and did not reach the server is shown, and goes on its way by itself. */
  function restore() {
    for (const { body } of outbox.entries()) {
      restored.add(`${body.tab} ${body.sequence}`);
      const piece = find(body.piece);
      if (piece) show(piece, body.value);
      else if (body.piece.startsWith("annotation:") && !body.value.removed) notes.add(body.piece.slice(11), body.value);
    }
  }

  function acknowledged({ body }, reply) {
    // What another page wrote is sent from here too, and is not shown here: it stays news for this page.
    if (body.tab !== tab && !restored.has(`${body.tab} ${body.sequence}`)) return;
    bases.set(body.piece, reply.version);
    // Another page's change in between is not swallowed: finishing then asks to look once more.
    if (reply.before === known) known = reply.version;
    form.querySelector("[data-version-field]").value = String(known);
    const base = form.querySelector(`[name="base:${body.piece}"]`);
    if (base) base.value = String(reply.version);
  }

  function refused({ entry, reply }) {
    if (reply?.reason === "changed_meanwhile") {
      conflicts.push({ entry, reply });
      return settle();
    }
    isRefused = true;
    state.textContent = reply?.words ? `${words.dataset.refused} ${reply.words}` : reply?.reason === "unknown" ? words.dataset.unknown : state.textContent;
  }

  /** Both texts in a window; what is chosen is saved. */
  function settle() {
    const window = document.querySelector("[data-conflict-window]");
    if (window.open || !conflicts.length) return;
    const { entry, reply } = conflicts.shift();
    const name = entry.body.piece;
    const piece = find(name);
    window.querySelector("[data-own]").hidden = !reply.is_own;
    window.querySelector("[data-others]").hidden = reply.is_own;
    window.querySelector("[data-mine]").textContent = inWords(reply.mine, piece, words.dataset.levelWords);
    window.querySelector("[data-theirs]").textContent = inWords(reply.theirs, piece, words.dataset.levelWords);
    window.returnValue = "";
    window.onclose = () => {
      bases.set(name, reply.version);
      // Closed without a choice: both are kept, and the page asks again when it is opened.
      const chosen = { take: reply.mine, keep: reply.theirs, both: joined(reply.theirs, reply.mine) }[window.returnValue];
      if (chosen && piece) {
        show(piece, chosen);
        notes.removed(piece, Boolean(chosen.removed));
        known = Math.max(known, reply.version);
        save(piece);
        total();
      }
      settle();
    };
    window.showModal();
  }

  /** Sends the form only when the server has everything that was written. */
  async function guard(event) {
    if (!outbox.size) return;
    event.preventDefault();
    isRefused = false;
    const submitter = event.submitter;
    if (submitter) submitter.disabled = true;
    const isSent = await outbox.whenEmpty(WAIT_FOR_OUTBOX);
    if (submitter) submitter.disabled = false;
    if (document.querySelector("[data-conflict-window]").open) return;
    if (isSent && !isRefused) return form.requestSubmit(submitter);
    // That one is signed out, or why it is not taken, stands there already.
    if (isRefused || state.dataset.state === "signed-out") return;
    state.dataset.state = "not-sent";
    state.textContent = state.getAttribute("data-text-not-sent");
  }

  function hidden(name, value) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
    return input;
  }
}

function find(name) {
  return document.querySelector(`[data-piece="${name}"]`);
}

/** Points of a guide that are none: said at once, not sent. */
function isWrong(control) {
  if (control.dataset.part !== "points") return false;
  const text = control.value.trim().replace(/[,٫]/, ".");
  const isFine = text === "" || (/^\d{1,4}(\.\d{1,2})?$/.test(text) && Number(text) <= Number(control.dataset.most) && (Number(text) % 0.25 === 0 || Number(text) === Number(control.dataset.most)));
  control.setAttribute("aria-invalid", String(!isFine));
  const words = control.parentElement.querySelector("[data-wrong]");
  if (words) words.hidden = isFine;
  return !isFine;
}

/** The points so far, of each criterion and of all. */
function total() {
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: 2, numberingSystem: "latn" });
  let sum = 0;
  let isAny = false;
  for (const criterion of document.querySelectorAll("[data-criterion]")) {
    const level = criterion.querySelector("[data-part=level]:checked");
    const typed = criterion.querySelector("[data-part=points]")?.value.trim().replace(/[,٫]/, ".");
    const points = level ? Number(level.dataset.points) : typed ? Number(typed) : NaN;
    criterion.querySelector("[data-points-of]").textContent = Number.isNaN(points) ? "–" : number.format(points);
    if (Number.isNaN(points)) continue;
    sum += points;
    isAny = true;
  }
  const place = document.querySelector("[data-total]");
  place.textContent = `${isAny ? number.format(sum) : "–"} / ${place.textContent.split("/").at(-1).trim()}`;
}

/** The comment bank: a click puts a comment in where one writes, with the language it is in. */
function offer(bank) {
  bank.hidden = false;
  bank.addEventListener("click", (event) => {
    const button = event.target.closest("[data-bank-comment]");
    if (!button) return;
    const field = document.getElementById(bank.dataset.bank);
    field.value = [field.value.trimEnd(), button.textContent.trim()].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

function here() {
  const active = document.activeElement?.closest("[data-criterion]");
  return active ?? document.querySelector("[data-criterion][data-is-here]") ?? document.querySelector("[data-criterion]");
}

/** To the next criterion, or the one before. */
function step(by) {
  const all = [...document.querySelectorAll("[data-criterion]")];
  const isNew = !document.activeElement?.closest("[data-criterion]") && !document.querySelector("[data-is-here]");
  const at = isNew ? -1 : all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, at + (isNew ? 1 : by)))];
  if (!next) return;
  all.forEach((item) => item.toggleAttribute("data-is-here", item === next));
  (next.querySelector("[data-part=level]:checked") ?? next.querySelector("[data-part]"))?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function choose(digit) {
  const levels = here()?.querySelectorAll("[data-part=level]:enabled") ?? [];
  const level = levels[digit - 1];
  if (!level) return false;
  level.focus();
  if (!level.checked) level.click();
  return true;
}

function openBank() {
  const bank = here()?.querySelector("[data-bank]");
  if (!bank) return;
  bank.open = true;
  bank.querySelector("button")?.focus();
}

