/**
 * A test being sat. The page works without this: its form carries every answer. With it, each answer
 * is saved as it is given, and the page tells the truth about what the server has.
 */
import { collect, freePlace, isAnswered, restore as putBack } from "./answers.js";
import { Countdown } from "./countdown.js";
import { Hotspot } from "./hotspot.js";
import { Outbox, statusLine } from "./outbox.js";
import { WordCount } from "./wordcount.js";

const WAIT_FOR_OUTBOX = 6000;
// How long typing rests before it is saved, by the type of the control: an essay is sent whole each time.
const WAIT_FOR_TYPING = { text: 700, textarea: 2000 };
const JUST_NOW = 30000;

/** When an answer is saved: at once when it is chosen, after a short rest while it is typed. */
class Saving {
  #timers = new Map();

  constructor(form, outbox) {
    this.form = form;
    this.outbox = outbox;
  }

  listen(question) {
    question.addEventListener("input", (event) => {
      event.target.dataset.changed = String(Date.now());
      const wait = WAIT_FOR_TYPING[event.target.type];
      if (wait) this.#later(question, wait);
    });
    question.addEventListener("change", (event) => {
      // With the arrows of a keyboard one passes places on the way to another: none is freed yet.
      if (document.activeElement !== event.target) freePlace(event.target, question);
      this.#now(question);
    });
    question.addEventListener("focusout", (event) => freePlace(event.target, question));
    // Enter in a line of text keeps what is typed; it does not hand in. In an essay it begins a new line.
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target.type !== "text") return;
      event.preventDefault();
      if (this.#timers.has(question)) this.#now(question);
    });
  }

  /** Whatever is still being typed. */
  now() {
    [...this.#timers.keys()].forEach((question) => this.#now(question));
  }

  #later(question, wait) {
    clearTimeout(this.#timers.get(question));
    this.#timers.set(question, setTimeout(() => this.#now(question), wait));
  }

  #now(question) {
    clearTimeout(this.#timers.get(question));
    this.#timers.delete(question);
    save(question, this.form, this.outbox);
  }
}

const form = document.querySelector("form[data-attempt]");
if (form) begin(form);

function begin(form) {
  const state = document.querySelector("[data-attempt-state]");
  const show = statusLine(state);
  let countdown = null;
  const closing = () => ({ form, outbox, countdown });
  const outbox = new Outbox({
    storageKey: form.dataset.storageKey,
    onState: (news) => {
      // The entry that was refused has left the outbox; whatever is still in it comes too late as well.
      if (news.reply?.reason === "submitted") closed({ ...news.reply, lost: outbox.size + 1 }, closing());
      if (form.hasAttribute("data-is-closed")) return;
      countdown?.sync({ secondsLeft: news.reply?.seconds_left, ends: news.reply?.ends });
      if (isOutdone(news)) return outdone(news, form, outbox, show);
      show(news);
      reveal(state);
      count(form, news.reply);
    },
  });
  const saving = new Saving(form, outbox);
  countdown = Countdown.on(document, { onZero: () => timeIsUp(saving, closing()) });
  if (state.dataset.savedAt) show({ state: "saved", savedAt: new Date(state.dataset.savedAt) });
  const questions = [...form.querySelectorAll("[data-question]")];
  questions.forEach((question) => restore(question, outbox));
  form.querySelectorAll("[data-hotspot]").forEach((picture) => new Hotspot(picture));
  form.querySelectorAll("[data-word-count]").forEach((place) => new WordCount(place));
  questions.forEach((question) => saving.listen(question));
  if (form.hasAttribute("data-is-last") && outbox.size) lookAgainWhenSent(outbox);
  addEventListener("pagehide", () => saving.now());
  form.addEventListener("submit", () => saving.now());
  form.addEventListener("submit", (event) => guard(event, form, outbox, state));
}

/** What is kept on this device and newer than the server's answer is what the page shows. */
function restore(question, outbox) {
  const kept = outbox.entries().find((entry) => entry.key === question.dataset.question);
  if (!kept) return;
  if (kept.body.sequence <= Number(question.dataset.sequence)) return outbox.drop(kept.key);
  putBack(question, kept.body.answer);
  touch(question, kept.body.sequence);
}

function save(question, form, outbox) {
  const sequence = Math.max(Date.now(), Number(question.dataset.sequence) + 1);
  touch(question, sequence);
  outbox.put({
    key: question.dataset.question,
    url: form.dataset.url,
    body: {
      question: question.dataset.question,
      answer: collect(question),
      sequence,
    },
  });
}

/** The server keeps a newer answer than the one sent: given on another device, or by another clock. */
function isOutdone({ state, entry, reply }) {
  return state === "saved" && reply?.sequence > entry?.body.sequence;
}

/** What was chosen here a moment ago is the reader's last word; what waited for long is not. */
function outdone({ entry, reply }, form, outbox, show) {
  const question = form.querySelector(`[data-question="${entry.key}"]`);
  if (!question || Date.now() - entry.order > JUST_NOW) return show({ state: "refused" });
  question.dataset.sequence = String(reply.sequence);
  save(question, form, outbox);
}

/** The form must not take this question for untouched. */
function touch(question, sequence) {
  question.dataset.sequence = String(sequence);
  question.querySelector("[data-shown]").value = "changed";
}

/** Hands in only what the server has: waits for the outbox, and says so if that is of no use. */
async function guard(event, form, outbox, state) {
  if (form.hasAttribute("data-is-closed")) return event.preventDefault();
  if (!outbox.size) return;
  event.preventDefault();
  const submitter = event.submitter;
  if (submitter) submitter.disabled = true;
  const isSent = await outbox.whenEmpty(WAIT_FOR_OUTBOX);
  if (submitter) submitter.disabled = false;
  if (form.hasAttribute("data-is-closed")) return;
  if (isSent) return form.requestSubmit(submitter);
  if (state.dataset.state === "signed-out") return;
  state.dataset.state = "not-sent";
  state.textContent = state.getAttribute("data-text-not-sent");
  reveal(state);
  state.tabIndex = -1;
  state.focus();
}

/**
 * The time is up by this page's count. The server is asked: it closes the attempt, or says that it goes
 * on, because more time was granted meanwhile; then the page is read again.
 */
async function timeIsUp(saving, page) {
  saving.now();
  const url = page.form.dataset.result;
  const asked = await fetch(url, { method: "HEAD", credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (asked?.type === "opaqueredirect") return location.reload();
  await page.outbox.flush();
  if (page.form.hasAttribute("data-is-closed")) return;
  const { answered, total } = counted(page.form);
  closed({ is_timed_out: true, is_unreached: !asked?.ok, answered, total }, page);
}

/** The attempt takes no more answers: the page says so at once, and what became of the last ones. */
function closed(reply, { form, countdown }) {
  const place = document.querySelector("[data-closed]");
  if (form.hasAttribute("data-is-closed")) return;
  form.setAttribute("data-is-closed", "");
  countdown?.stop();
  form.querySelectorAll("fieldset, button").forEach((item) => (item.disabled = true));
  document.querySelector(".attempt-line")?.setAttribute("hidden", "");
  const how = reply.is_unreached ? "unreached" : reply.is_timed_out ? "timed-out" : "handed-in";
  const words = place.querySelector("[data-closed-words]");
  words.textContent = filled(words.getAttribute(`data-text-${how}`), reply);
  const lost = place.querySelector("[data-closed-lost]");
  lost.textContent = filled(lost.dataset.text, { number: reply.lost ?? 0 });
  lost.hidden = !reply.lost;
  place.hidden = false;
  place.focus();
}

/** The last page lists what is blank: once what was kept here is sent, the list is read again. */
async function lookAgainWhenSent(outbox) {
  if (await outbox.whenEmpty(WAIT_FOR_OUTBOX)) location.reload();
}

function count(form, reply) {
  const place = document.querySelector("[data-attempt-count]");
  if (!place || !form.querySelector("[data-question]")) return;
  place.textContent = filled(place.dataset.text, { ...counted(form), ...(reply?.saved_at ? reply : {}) });
}

/** How many questions are answered, as far as this page knows: here, and elsewhere on the paper. */
function counted(form) {
  const here = [...form.querySelectorAll("[data-question]")].filter(isAnswered).length;
  return { answered: Number(form.dataset.settled) + here, total: Number(form.dataset.total) };
}

/** A text with its places filled: numbers in the page's language, in the digits the server writes. */
function filled(text, values) {
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined, { numberingSystem: "latn" });
  return text.replace(/%\((\w+)\)s/g, (_all, name) => number.format(values[name]));
}

function reveal(state) {
  state.closest("[data-attempt-line]")?.removeAttribute("hidden");
}
