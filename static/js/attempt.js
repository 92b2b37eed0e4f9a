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
// How long typing rests before it is sent, and the longest it waits, by the type of the control: an essay
// is sent whole each time. It is kept on the device at once.
const TYPING = { text: { rest: 700, most: 3000 }, textarea: { rest: 2000, most: 5000 } };
const JUST_NOW = 30000;
const ASK_AGAIN = 10000;

const form = document.querySelector("form[data-attempt]");
if (form) begin(form);

function begin(form) {
  const state = document.querySelector("[data-attempt-state]");
  const show = statusLine(state);
  let countdown = null;
  const closing = () => ({ form, outbox, countdown });
  const outbox = new Outbox({
    storageKey: form.dataset.storageKey,
    onAcknowledged: (news) => acknowledged(news, form, outbox),
    onState: (news) => {
      // With the entry that was refused, whatever else waits comes too late as well.
      if (news.reply?.reason === "submitted") closed({ ...news.reply, lost: news.waiting + 1 }, closing());
      if (form.dataset.isClosed) return;
      countdown?.sync({ secondsLeft: news.reply?.seconds_left, ends: news.reply?.ends });
      show({ ...news, state: stateOf(news, form) });
      reveal(state);
      count(form, news.reply);
    },
  });
  countdown = Countdown.on(document, { onZero: () => timeIsUp(closing()), onLast: () => outbox.flush() });
  const questions = [...form.querySelectorAll("[data-question]")];
  questions.forEach((question) => restore(question, outbox));
  form.querySelectorAll("[data-hotspot]").forEach((picture) => new Hotspot(picture));
  form.querySelectorAll("[data-word-count]").forEach((place) => new WordCount(place));
  questions.forEach((question) => listen(question, form, outbox));
  if (form.hasAttribute("data-is-last") && outbox.size) lookAgainWhenSent(outbox);
  addEventListener("pagehide", () => outbox.flush());
  form.addEventListener("submit", (event) => guard(event, form, outbox, state));
}

/** An answer is sent at once when it is chosen, after a short rest while it is typed. */
function listen(question, form, outbox) {
  question.addEventListener("input", (event) => {
    event.target.dataset.changed = String(Date.now());
    const typing = TYPING[event.target.type];
    if (typing) save(question, form, outbox, typing);
  });
  question.addEventListener("change", (event) => {
    // What is typed was kept as it was typed: leaving the field later does not make it newer.
    if (event.target.type in TYPING) return outbox.size ? outbox.flush() : undefined;
    // With the arrows of a keyboard one passes places on the way to another: none is freed yet.
    if (document.activeElement !== event.target) freePlace(event.target, question);
    save(question, form, outbox);
  });
  question.addEventListener("focusout", (event) => freePlace(event.target, question));
  // Enter in a line of text sends what is typed; it does not hand in. In an essay it begins a new line.
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.type !== "text") return;
    event.preventDefault();
    if (outbox.size) outbox.flush();
  });
}

/** What is kept on this device and newer than the server's answer is what the page shows. */
function restore(question, outbox) {
  const kept = outbox.entries().find((entry) => entry.key === question.dataset.question);
  if (!kept) return;
  if (kept.body.sequence <= Number(question.dataset.sequence)) return outbox.drop(kept.key);
  putBack(question, kept.body.answer);
  touch(question, kept.body.sequence);
}

function save(question, form, outbox, typing) {
  const sequence = Math.max(Date.now(), Number(question.dataset.sequence) + 1);
  touch(question, sequence);
  question.removeAttribute("data-is-outdone");
  const body = { question: question.dataset.question, answer: collect(question), sequence };
  outbox.put({ key: question.dataset.question, url: form.dataset.url, body }, typing);
}

/**
 * The server has an answer. If it keeps a newer one than that sent, given on another device or by another
 * clock: what was chosen here a moment ago is the reader's last word; what waited for long is not.
 */
function acknowledged({ entry, reply }, form, outbox) {
  const question = form.querySelector(`[data-question="${entry.key}"]`);
  if (question) question.querySelector("[data-shown]").value = reply.shown;
  if (reply.sequence <= entry.body.sequence) return;
  if (!question || Date.now() - entry.order > JUST_NOW) return (question ?? form).setAttribute("data-is-outdone", "");
  question.dataset.sequence = String(reply.sequence);
  save(question, form, outbox);
}

function stateOf({ state, reply }, form) {
  if (state !== "saved") return state;
  if (form.matches("[data-is-outdone], :has([data-is-outdone])")) return "refused";
  return reply?.answered === 0 ? "nothing" : "saved";
}

/**
 * The form must not take this question for untouched until the server has it, nor what an old page says
 * for newer than it is.
 */
function touch(question, sequence) {
  question.dataset.sequence = String(sequence);
  question.querySelector("[data-sent-sequence]").value = String(sequence);
  question.querySelector("[data-shown]").value = "changed";
}

/** Hands in only what the server has: waits for the outbox, and says so if that is of no use. */
async function guard(event, form, outbox, state) {
  if (form.dataset.isClosed) return event.preventDefault();
  if (!outbox.size) return;
  event.preventDefault();
  const submitter = event.submitter;
  if (submitter) submitter.disabled = true;
  const isSent = await outbox.whenEmpty(WAIT_FOR_OUTBOX);
  if (submitter) submitter.disabled = false;
  if (form.dataset.isClosed) return;
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
 * on, because more time was granted meanwhile; then the page is read again. Without a line it is asked
 * again until it answers.
 */
async function timeIsUp(page) {
  const { form, outbox } = page;
  const url = form.dataset.result;
  const asked = await fetch(url, { method: "HEAD", credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (asked?.type === "opaqueredirect") return location.reload();
  await outbox.flush();
  if (form.dataset.isClosed === "known") return;
  const isUnreached = !asked?.ok || outbox.size > 0;
  closed({ is_timed_out: true, is_unreached: isUnreached, ...counted(form) }, page);
  if (isUnreached) whenReached(() => timeIsUp(page));
}

function whenReached(again) {
  const stop = new AbortController();
  const once = () => {
    clearTimeout(timer);
    stop.abort();
    again();
  };
  const timer = setTimeout(once, ASK_AGAIN);
  addEventListener("online", once, { signal: stop.signal });
}

/** The attempt takes no more answers: the page says so at once, and what became of the last ones as soon
 * as the server says it. */
function closed(reply, { form, countdown }) {
  const place = document.querySelector("[data-closed]");
  const known = form.dataset.isClosed;
  if (known === "known" || (known && reply.is_unreached)) return;
  form.dataset.isClosed = reply.is_unreached ? "unreached" : "known";
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
  if (!known) place.focus();
}

/** The last page lists what is blank: once what was kept here is sent, the list is read again. */
async function lookAgainWhenSent(outbox) {
  if (await outbox.whenEmpty(WAIT_FOR_OUTBOX)) location.reload();
}

function count(form, reply) {
  const place = document.querySelector("[data-attempt-count]");
  if (!place || !form.querySelector("[data-question]")) return;
  const now = { ...counted(form), ...(reply?.saved_at ? reply : {}) };
  place.textContent = filled(place.dataset.text, now);
  document.querySelector("[data-leave]")?.toggleAttribute("hidden", [...form.querySelectorAll("[data-question]")].some(isAnswered));
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
