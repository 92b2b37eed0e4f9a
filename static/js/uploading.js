/**
 * Files of a work, sent as they are chosen: one after the other, with how far each is, and again when the line
 * was gone. Without this the form of the page sends them.
 *
 * `section` has the list (`data-files-list`, as the server draws it), the field and the line that tells of it.
 */
import { csrfToken } from "./outbox.js";

const LONGEST = 600000;
const NEVER = new Set([400, 404, 409, 413]);
const AGAIN_AFTER = [2000, 5000, 15000, 30000];

export class Uploading {
  #queue = [];
  #request = null;
  #failures = 0;
  #timer = 0;

  constructor(section, url) {
    this.url = url;
    this.section = section;
    this.find = (name) => section.querySelector(`[data-${name}]`);
    this.field = section.querySelector("input[type=file]");
    this.field.addEventListener("change", () => this.#chosen());
    // What is taken out is taken out at once; the form is not sent for it.
    this.find("files-list").addEventListener("click", (event) => this.#takeOut(event));
    this.find("sending-again").addEventListener("click", () => this.#next());
    this.find("sending-stop").addEventListener("click", () => this.#stop());
    addEventListener("online", () => this.#next());
  }

  /** Whether something is chosen that the server does not have yet. */
  get isBusy() {
    return this.#queue.length > 0;
  }

  #chosen() {
    for (const file of this.field.files) this.#queue.push(file);
    this.field.value = "";
    this.find("files-refused").hidden = true;
    this.#next();
  }

  #next() {
    clearTimeout(this.#timer);
    const [file] = this.#queue;
    if (!file || this.#request) return;
    const form = new FormData();
    form.append("files", file, file.name);
    this.#show("sending", file.name);
    this.#send(form, (part) => this.#progress(part))
      .then((reply) => this.#sent(file, reply))
      .catch((error) => this.#broken(error.message));
  }

  #progress(part) {
    this.find("sending-bar").value = Math.round(part * 100);
    if (part >= 1) this.#say("checking");
  }

  #sent(file, reply) {
    this.#failures = 0;
    this.#queue = this.#queue.filter((one) => one !== file);
    this.#draw(reply);
    if (this.#queue.length) return this.#next();
    const isTaken = !reply.words?.length;
    this.find("sending").hidden = !isTaken;
    if (isTaken) this.#say("done");
    this.find("sending-bar").hidden = true;
  }

  #broken(why) {
    const pause = AGAIN_AFTER[Math.min(this.#failures++, AGAIN_AFTER.length - 1)];
    this.#say(why);
    this.find("sending-again").hidden = this.find("sending-stop").hidden = false;
    this.#timer = setTimeout(() => this.#next(), pause);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
    this.#queue = [];
    this.find("sending").hidden = true;
    this.field.focus();
  }

  #takeOut(event) {
    const button = event.target.closest("button[name=remove]");
    if (!button) return;
    event.preventDefault();
    const form = new FormData();
    form.append("remove", button.value);
    this.#send(form)
      .then((reply) => {
        this.#draw(reply);
        this.field.focus();
      })
      .catch(() => this.#refuse([button.closest("li").textContent.trim(), this.#words("waiting")]));
  }

  #draw(reply) {
    if (reply.files) this.find("files-list").innerHTML = reply.files;
    this.find("files-add").hidden = Boolean(reply.is_full);
    this.#refuse(reply.words ?? []);
  }

  #refuse(words) {
    const place = this.find("files-refused");
    place.hidden = !words.length;
    place.replaceChildren(
      ...words.map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
  }

  #show(state, name) {
    this.find("sending").hidden = this.find("sending-bar").hidden = false;
    this.find("sending-again").hidden = this.find("sending-stop").hidden = true;
    this.find("sending-bar").value = 0;
    this.find("sending-name").textContent = name;
    this.#say(state);
  }

  #say(state) {
    this.find("sending-words").textContent = this.#words(state);
  }

  #words(state) {
    return this.find("sending-words").getAttribute(`data-text-${state}`) ?? "";
  }

  /** The server's JSON, taken or refused; no answer, a server in trouble or a signed-out reader throws. */
  #send(form, onProgress = () => {}) {
    const request = new XMLHttpRequest();
    this.#request = request;
    return new Promise((resolve, reject) => {
      // A line that went away without a word is not waited for for ever.
      request.timeout = LONGEST;
      request.open("POST", this.url);
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => onProgress(event.total ? event.loaded / event.total : 0));
      request.addEventListener("load", () => {
        const reply = read(request.responseText);
        if (reply?.files !== undefined) resolve(reply);
        else if (NEVER.has(request.status)) resolve({ words: [this.#words("refused")] });
        else reject(new Error([401, 403].includes(request.status) ? "signed-out" : "waiting"));
      });
      for (const event of ["error", "abort", "timeout"]) request.addEventListener(event, () => reject(new Error("waiting")));
      request.send(form);
    }).finally(() => {
      if (this.#request === request) this.#request = null;
    });
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
