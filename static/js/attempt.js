/**
 * A test being sat. The page works without this: its form carries every answer. With it, each answer
 * is saved as it is given, and the page tells the truth about what the server has.
 */
import { Outbox, statusLine } from "./outbox.js";

const WAIT_FOR_OUTBOX = 6000;
const JUST_NOW = 30000;

const form = document.querySelector("form[data-attempt]");
if (form) begin(form);

function begin(form) {
  const state = document.querySelector("[data-attempt-state]");
  const show = statusLine(state);
  const outbox = new Outbox({
    storageKey: form.dataset.storageKey,
    onState: (news) => {
      if (isOutdone(news)) return outdone(news, form, outbox, show);
      show(news);
      reveal(state);
      count(form, news.reply);
    },
  });
  if (state.dataset.savedAt) show({ state: "saved", savedAt: new Date(state.dataset.savedAt) });
  const questions = [...form.querySelectorAll("[data-question]")];
  questions.forEach((question) => restore(question, outbox));
  questions.forEach((question) => question.addEventListener("change", () => save(question, form, outbox)));
  if (form.hasAttribute("data-is-last") && outbox.size) lookAgainWhenSent(outbox);
  form.addEventListener("submit", (event) => guard(event, form, outbox, state));
}

/** What is kept on this device and newer than the server's answer is what the page shows. */
function restore(question, outbox) {
  const kept = outbox.entries().find((entry) => entry.key === question.dataset.question);
  if (!kept) return;
  if (kept.body.sequence <= Number(question.dataset.sequence)) return outbox.drop(kept.key);
  for (const input of inputs(question)) input.checked = kept.body.answer.includes(input.value);
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
      answer: inputs(question).filter((input) => input.checked).map((input) => input.value),
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
  if (!outbox.size) return;
  event.preventDefault();
  const submitter = event.submitter;
  if (submitter) submitter.disabled = true;
  const isSent = await outbox.whenEmpty(WAIT_FOR_OUTBOX);
  if (submitter) submitter.disabled = false;
  if (isSent) return form.requestSubmit(submitter);
  if (state.dataset.state === "signed-out") return;
  state.dataset.state = "not-sent";
  state.textContent = state.getAttribute("data-text-not-sent");
  reveal(state);
  state.tabIndex = -1;
  state.focus();
}

/** The last page lists what is blank: once what was kept here is sent, the list is read again. */
async function lookAgainWhenSent(outbox) {
  if (await outbox.whenEmpty(WAIT_FOR_OUTBOX)) location.reload();
}

function count(form, reply) {
  const place = document.querySelector("[data-attempt-count]");
  if (!place || !form.querySelector("[data-question]")) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const answered = questions.filter((question) => inputs(question).some((input) => input.checked)).length;
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  place.textContent = place.dataset.text
    .replace("%(answered)s", number.format(reply?.answered ?? answered))
    .replace("%(total)s", number.format(reply?.total ?? questions.length));
}

function reveal(state) {
  state.closest("[data-attempt-line]")?.removeAttribute("hidden");
}

function inputs(question) {
  return [...question.querySelectorAll("input:not([data-shown])")];
}
