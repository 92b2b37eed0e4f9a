/**
 * A work being written. The page works without this: its form carries the text and the files. With it, the text
 * is saved as it is typed, files are sent as they are chosen, and the page tells the truth about both.
 */
import { Outbox, statusLine } from "./outbox.js";
import { RichText } from "./rich-text.js";
import { Uploading } from "./uploading.js";
import { WordCount } from "./wordcount.js";

// How long typing rests before it is sent, and the longest it waits. It is kept on the device at once.
const TYPING = { rest: 1500, most: 6000 };
const WAIT_FOR_OUTBOX = 8000;
const MOST_REMEMBERED = 50;
// What waits for the reader to choose is kept on the device, and not sent again by itself.
const UNTIL_CHOSEN = 24 * 3600 * 1000;
const LEFT = "left:";

function begin(form) {
  const files = form.querySelector("[data-files]");
  const uploading = files ? new Uploading(files, form.dataset.filesUrl) : null;
  const writing = form.querySelector("[data-writing]") ? new Writing(form) : null;
  form.addEventListener("submit", (event) => guard(event, form, { writing, uploading }));
}

class Writing {
  #version;
  #sequence;
  #sent = [];
  // What this page has put into the outbox, or has taken over from there.
  #own = new Set();
  // Other texts than hers, { key, html, by, reply }; she is asked about one after the other, the first first.
  #questions = [];
  #last = "";

  constructor(form) {
    this.form = form;
    this.key = `draft:${windowName()}`;
    this.#version = Number(form.dataset.version);
    this.#sequence = Number(form.dataset.sequence);
    this.state = form.querySelector("[data-work-state]");
    this.show = statusLine(this.state);
    this.editor = new RichText(form.querySelector("[data-writing]"));
    form.querySelectorAll("[data-word-count]").forEach((place) => new WordCount(place));
    this.outbox = new Outbox({
      storageKey: form.dataset.storageKey,
      onAcknowledged: (news) => this.#acknowledged(news),
      onState: (news) => this.#told(news),
    });
    this.#last = this.editor.html;
    this.#restore();
    this.#conflicts();
    this.editor.textarea.addEventListener("input", () => this.html !== this.#last && this.#save());
    addEventListener("pagehide", () => this.outbox.flush());
  }

  /** True once the server has all of it. */
  async isSaved() {
    return !this.#isAsking && (await this.outbox.whenEmpty(WAIT_FOR_OUTBOX)) && !this.#isAsking;
  }

  /** What is in the way of handing in: a choice, or the line. */
  tellUnsaved() {
    this.show({ state: this.#isAsking ? "changed" : "not-sent" });
    if (this.#isAsking) this.form.querySelector("[data-conflict]").focus();
  }

  get html() {
    return this.editor.html;
  }

  get #isAsking() {
    return this.#questions.length > 0;
  }

  /**
   * What this device kept and the server never got goes into the field: of this window, else what a window that
   * is closed left behind. Whether something else was saved meanwhile, on whatever clock, only the server can
   * tell: it goes by the base, and then both texts are shown.
   */
  #restore() {
    const left = this.outbox.entries();
    const kept = left.find((entry) => entry.key === this.key) ?? left.at(-1);
    if (!kept) return;
    this.#sent = [...kept.body.after, kept.body.sequence].slice(-MOST_REMEMBERED);
    this.#own.add(kept.body.sequence);
    this.#version = Math.min(this.#version, kept.body.base);
    this.#sequence = Math.max(this.#sequence, kept.body.sequence);
    this.editor.set(kept.body.html);
    this.#save({ rest: 0 });
    if (kept.key !== this.key) this.outbox.drop(kept.key);
  }

  #save(typing = TYPING) {
    this.#last = this.html;
    this.#sequence = Math.max(Date.now(), this.#sequence + 1);
    this.#own.add(this.#sequence);
    const body = { html: this.html, sequence: this.#sequence, base: this.#version, after: this.#sent };
    if (!this.#isAsking) this.#sent = [...this.#sent, this.#sequence].slice(-MOST_REMEMBERED);
    const rest = this.#isAsking ? { rest: UNTIL_CHOSEN } : typing;
    this.outbox.put({ key: this.key, url: this.form.dataset.draftUrl, body }, rest);
  }

  #acknowledged({ entry, reply }) {
    this.#refusal([]);
    if (!this.#own.has(entry.body.sequence)) return;
    this.#version = reply.version;
    this.#sequence = Math.max(this.#sequence, reply.sequence);
    this.#sent = this.#sent.filter((one) => one >= entry.body.sequence);
    this.form.querySelector("[data-base]").value = reply.version;
    this.form.querySelector("[data-known]").value = reply.sequence;
  }

  #told(news) {
    const isRefused = news.state === "refused";
    if (isRefused && news.reply?.reason === "changed") return this.#changed(news);
    if (isRefused) this.#refusal(news.reply?.words ?? []);
    if (!this.#isAsking) this.show(news);
  }

  #changed({ entry, reply }) {
    if (this.#own.has(entry.body.sequence)) this.#conflict(reply);
    else this.#foreign(entry);
  }

  /** Somebody else, or another window, saved something: both texts are shown, and nothing is sent before the
      reader has chosen. Hers, which is in the field, is kept on the device meanwhile. */
  #conflict(reply) {
    if (this.#sent.includes(reply.sequence)) {
      this.#version = reply.version;
      return this.#save({ rest: 0 });
    }
    this.#ask({ key: "", html: reply.theirs, by: reply.by, reply });
    this.#save();
  }

  /** What another window left behind, and the server does not take over what it has: shown beside hers, and
      kept on the device, under a name that window does not use, until she has chosen. */
  #foreign(entry) {
    const key = entry.key.startsWith(LEFT) ? entry.key : LEFT + entry.key;
    this.#ask({ key, html: entry.body.html, by: "" });
    this.outbox.put({ ...entry, key }, { rest: UNTIL_CHOSEN });
  }

  /** Why the server will not take a text, in its words. */
  #refusal(words) {
    const place = this.form.querySelector("[data-work-refused]");
    place.replaceChildren(...words.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    place.hidden = !words.length;
  }

  /** A newer answer to the same question takes the place of the older; what is shown already stays untouched. */
  #ask(question) {
    const place = this.#questions.findIndex(({ key }) => key === question.key);
    const before = this.#questions[place];
    if (before) this.#questions[place] = question;
    else this.#questions.push(question);
    if (this.#questions[0] === question && before?.html !== question.html) this.#showQuestion(question);
    this.show({ state: "changed" });
  }

  #showQuestion({ html, by }) {
    const place = this.form.querySelector("[data-conflict]");
    place.querySelector("[data-theirs]").innerHTML = html;
    const who = place.querySelector("[data-conflict-by]");
    who.textContent = by ? who.dataset.text.replace("%(name)s", `\u2068${by}\u2069`) : "";
    place.hidden = place.querySelector("[data-conflict-ways]").hidden = false;
    place.focus();
  }

  #conflicts() {
    const place = this.form.querySelector("[data-conflict]");
    if (!place.hidden) place.querySelector("[data-conflict-ways]").hidden = false;
    place.addEventListener("click", (event) => {
      const way = event.target.closest("[data-keep]")?.dataset.keep;
      if (way) this.#settle(way, place);
    });
  }

  #settle(way, place) {
    const theirs = place.querySelector("[data-theirs]").innerHTML;
    const question = this.#questions.shift();
    if (question?.reply) {
      this.#version = question.reply.version;
      this.#sequence = Math.max(this.#sequence, question.reply.sequence);
    }
    place.hidden = true;
    if (way === "theirs") this.editor.set(theirs);
    if (way === "both") this.editor.set(this.html + theirs);
    this.#save({ rest: 0 });
    if (question?.key) this.outbox.drop(question.key);
    this.editor.focus();
    if (this.#isAsking) this.#showQuestion(this.#questions[0]);
  }
}

/** The form goes only once the server has everything; a draft that is not saved is not handed in. */
async function guard(event, form, { writing, uploading }) {
  const { submitter } = event;
  if (form.dataset.isSettled) return;
  event.preventDefault();
  if (uploading?.isBusy) return form.querySelector("[data-sending]").scrollIntoView({ block: "center" });
  if (writing && !(await writing.isSaved())) return writing.tellUnsaved();
  if (writing) form.querySelector("[data-html]").value = writing.html;
  form.dataset.isSettled = "true";
  // While the browser still asks whether to send the form, it would not hear that it is to be sent.
  setTimeout(() => form.requestSubmit(submitter), 0);
}

/** A name for this window, the same after a reload. */
function windowName() {
  const fresh = crypto.getRandomValues(new Uint32Array(2)).join("-");
  try {
    const name = sessionStorage.getItem("work:window") ?? fresh;
    sessionStorage.setItem("work:window", name);
    return name;
  } catch {
    return fresh;
  }
}

const page = document.querySelector("form[data-work]");
if (page) begin(page);
