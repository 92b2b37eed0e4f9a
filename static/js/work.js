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
  #theirs = null;
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
    return !this.#theirs && (await this.outbox.whenEmpty(WAIT_FOR_OUTBOX)) && !this.#theirs;
  }

  tell(state) {
    this.show({ state });
  }

  get html() {
    return this.editor.html;
  }

  /**
   * What this device kept and the server never got is newer than what the page came with: of this window, else
   * what a window that is closed left behind. Its base is older: what changed meanwhile is told, not overwritten.
   */
  #restore() {
    const left = this.outbox.entries();
    const kept = left.find((entry) => entry.key === this.key) ?? left.at(-1);
    if (!kept) return;
    this.outbox.drop(kept.key);
    if (kept.body.sequence <= this.#sequence) return;
    this.#sent = [...kept.body.after, kept.body.sequence].slice(-MOST_REMEMBERED);
    this.#version = Math.min(this.#version, kept.body.base);
    this.#sequence = kept.body.sequence;
    this.editor.set(kept.body.html);
    this.#save({ rest: 0 });
  }

  #save(typing = TYPING) {
    this.#last = this.html;
    this.#sequence = Math.max(Date.now(), this.#sequence + 1);
    const body = { html: this.html, sequence: this.#sequence, base: this.#version, after: this.#sent };
    if (!this.#theirs) this.#sent = [...this.#sent, this.#sequence].slice(-MOST_REMEMBERED);
    const rest = this.#theirs ? { rest: UNTIL_CHOSEN } : typing;
    this.outbox.put({ key: this.key, url: this.form.dataset.draftUrl, body }, rest);
  }

  #acknowledged({ entry, reply }) {
    if (entry.key !== this.key) return;
    this.#version = reply.version;
    this.#sequence = Math.max(this.#sequence, reply.sequence);
    this.#sent = this.#sent.filter((one) => one >= entry.body.sequence);
    this.form.querySelector("[data-base]").value = reply.version;
    this.form.querySelector("[data-known]").value = reply.sequence;
  }

  #told(news) {
    const isConflict = news.state === "refused" && news.reply?.reason === "changed";
    if (isConflict && news.entry.key === this.key) return this.#conflict(news.reply);
    if (isConflict) return this.#foreign(news);
    if (!this.#theirs) this.show(news);
  }

  /** What another window left behind, and the server does not take over what it has: shown beside it. */
  #foreign({ entry, reply }) {
    this.#theirs = { ...reply, theirs: entry.body.html };
    this.#ask(entry.body.html, "");
    this.show({ state: "changed" });
  }

  /** Somebody else, or another window, saved something: both texts are shown, and nothing is sent before the
      reader has chosen. Hers is kept on the device meanwhile. */
  #conflict(reply) {
    if (this.#sent.includes(reply.sequence)) {
      this.#version = reply.version;
      return this.#save({ rest: 0 });
    }
    this.#theirs = reply;
    this.#save();
    this.#ask(reply.theirs, reply.by);
    this.show({ state: "changed" });
  }

  #ask(theirs, by) {
    const place = this.form.querySelector("[data-conflict]");
    place.querySelector("[data-theirs]").innerHTML = theirs;
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
    if (this.#theirs) {
      this.#version = this.#theirs.version;
      this.#sequence = Math.max(this.#sequence, this.#theirs.sequence);
    }
    this.#theirs = null;
    place.hidden = true;
    if (way === "theirs") this.editor.set(theirs);
    if (way === "both") this.editor.set(this.html + theirs);
    this.#save({ rest: 0 });
    this.editor.focus();
  }
}

/** The form goes only once the server has everything; a draft that is not saved is not handed in. */
async function guard(event, form, { writing, uploading }) {
  const { submitter } = event;
  if (form.dataset.isSettled) return;
  event.preventDefault();
  if (uploading?.isBusy) return form.querySelector("[data-sending]").scrollIntoView({ block: "center" });
  if (writing && !(await writing.isSaved())) return writing.tell("not-sent");
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
