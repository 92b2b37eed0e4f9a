/**
 * Outbox: what a reader did, kept on this device until the server has acknowledged it.
 *
 * What it promises
 * - `put({ key, url, body })` keeps the entry in localStorage first and sends it then, so it outlives
 *   a lost link, a reload and a closed browser. A later entry with the same key replaces the earlier.
 * - `put(entry, { rest, most })` sends it only when no later one with its key came for `rest` milliseconds, or
 *   `most` after the first: for what is being typed. It is kept all the same; `flush()` sends it at once.
 * - One request at a time, oldest entry first: JSON by POST, with the token of `csrfToken()`.
 * - 2xx with `saved_at`: the server has it, the entry is dropped. 404, 409 and other 4xx: the server will never take
 *   it, the entry is dropped and the reader is told ("refused"). No answer, 5xx, 408, 425, 429: kept
 *   and sent again, each time a little later, at once when the device is online again, and whenever a
 *   page with the same storage key is opened. 401, 403: kept ("signed-out").
 * - Each entry is a storage item of its own and is dropped only if it is still the one that was sent:
 *   two tabs do not lose each other's entries of different keys. Entries of one key replace each other. The server must take the same entry twice.
 * - A page that was made before the server took what this window sent shows old words: it is asked for again, once.
 * - Put the person into `storageKey` ("attempt:<id>:<user>"), so that whoever uses the device next
 *   never sends somebody else's entries.
 *
 * Use
 *   const outbox = new Outbox({ storageKey, onState: statusLine(document.querySelector("[role=status]")) });
 *   outbox.put({ key: questionId, url, body: { … } });   // save
 *   outbox.entries();                                    // what is unsent, oldest first
 *   await outbox.whenEmpty(5000);                        // true if everything was acknowledged in time
 *
 * `onState({ state, waiting, savedAt, entry, reply })`: state is "saving", "saved", "waiting",
 * "signed-out" or "refused"; waiting is how many entries are unsent; savedAt is a Date; reply is the
 * server's JSON or null. `onAcknowledged({ entry, reply })` is called for each entry the server has, before
 * `onState`, which says "saved" once nothing is unsent. `send(entry)` may replace the request; it returns a promise of a Response.
 */

const PAUSES = [1000, 2000, 5000, 10000, 30000, 60000];
const PATIENCE = 15000;
const LARGEST_OUTLIVING = 60000;
const AGAIN_LATER = new Set([408, 425, 429]);

export class Outbox {
  #prefix;
  #send;
  #onState;
  #onAcknowledged;
  #store;
  #resting = new Map();
  #running = null;
  #failures = 0;
  #timer = 0;
  #savedAt = null;
  #savedName;

  constructor({ storageKey, send = post, onState = () => {}, onAcknowledged = () => {} }) {
    this.#prefix = `outbox:${storageKey}:`;
    this.#savedName = `saved:${storageKey}`;
    this.#send = send;
    this.#onState = onState;
    this.#onAcknowledged = onAcknowledged;
    this.#store = usableStorage();
    window.addEventListener("online", () => this.flush());
    window.addEventListener("pageshow", (event) => event.persisted && this.flush());
    if (this.#isBehind()) location.reload();
    if (this.size) this.flush();
  }

  /** How many entries the server has not acknowledged. */
  get size() {
    return this.#keys().length;
  }

  /** Unsent entries, oldest first: `{ key, url, body, order }`. */
  entries() {
    return this.#keys()
      .map((name) => this.#read(name))
      .filter(Boolean)
      .sort((a, b) => a.order - b.order);
  }

  /** Keep an entry and send it, at once or after a rest. */
  put({ key, url, body }, { rest = 0, most = rest } = {}) {
    const entry = { key, url, body, order: Date.now(), id: crypto.getRandomValues(new Uint32Array(2)).join("-") };
    this.#write(entry);
    if (rest) return this.#rest(key, rest, most);
    this.#failures = 0;
    this.#wake(key);
    return this.#run();
  }

  /** Forget an entry that needs no sending any more. */
  drop(key) {
    this.#store.removeItem(this.#prefix + key);
  }

  /** Send what is unsent, now. Resolves when this round is over. */
  flush() {
    for (const key of [...this.#resting.keys()]) this.#wake(key);
    return this.#run();
  }

  #rest(key, rest, most) {
    const now = performance.now();
    const { since = now, timer } = this.#resting.get(key) ?? {};
    clearTimeout(timer);
    const wake = () => {
      this.#wake(key);
      this.#run();
    };
    this.#resting.set(key, { since, timer: setTimeout(wake, Math.max(0, Math.min(rest, since + most - now))) });
    if (!this.#failures) this.#tell("saving");
  }

  #wake(key) {
    clearTimeout(this.#resting.get(key)?.timer);
    this.#resting.delete(key);
  }

  #run() {
    clearTimeout(this.#timer);
    this.#running ??= this.#round().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** True as soon as nothing is unsent, false if that took longer than `milliseconds`. */
  async whenEmpty(milliseconds) {
    const deadline = Date.now() + milliseconds;
    this.flush();
    while (this.size && Date.now() < deadline) await pause(100);
    return this.size === 0;
  }

  async #round() {
    const tried = new Set();
    let kept = null;
    for (let entry = this.#next(tried); entry; entry = this.#next(tried)) {
      tried.add(entry.id);
      this.#tell("saving", { entry });
      const { verdict, reply } = await this.#attempt(entry);
      if (verdict === "saved") this.#settle(entry);
      if (verdict === "saved") this.#acknowledged(entry, reply);
      if (verdict === "refused") this.#refused(entry, reply);
      if (verdict === "saved" && !this.size) this.#tell("saved", { entry, reply });
      if (verdict === "waiting" || verdict === "signed-out") kept = { verdict, entry, reply };
      if (kept && reply === undefined) break;
    }
    if (kept) this.#later(kept);
    else this.#failures = 0;
  }

  /** What became of one request; `reply` is undefined when trying the next entry is of no use now. */
  async #attempt(entry) {
    let response;
    try {
      response = await this.#send(entry);
    } catch {
      return { verdict: "waiting" };
    }
    if (response.status === 401 || response.status === 403 || response.redirected) return { verdict: "signed-out" };
    const reply = await response.json().catch(() => null);
    // A page put in our place on the way (a proxy's, a hotel's) is a 200 too, but it has saved nothing.
    if (response.ok) return reply?.saved_at ? { verdict: "saved", reply } : { verdict: "waiting" };
    if (response.status >= 500 || AGAIN_LATER.has(response.status)) return { verdict: "waiting", reply };
    return { verdict: "refused", reply };
  }

  #acknowledged(entry, reply) {
    this.#savedAt = new Date(reply.saved_at);
    inWindow((storage) => storage.setItem(this.#savedName, reply.saved_at));
    this.#onAcknowledged({ entry, reply });
  }

  /** Whether the request for this page came before something that this window sent was saved: by the server's
      clock, both. True once for each that was saved, whatever the clocks of several servers say. */
  #isBehind() {
    const saved = inWindow((storage) => storage.getItem(this.#savedName));
    const isBehind = Date.parse(document.querySelector('meta[name="arrived"]')?.content) < Date.parse(saved);
    if (isBehind) inWindow((storage) => storage.removeItem(this.#savedName));
    return isBehind;
  }

  /** Told before it is dropped: whoever keeps it under another name, or puts it in again, does so while it is
      still on the device. */
  #refused(entry, reply) {
    const waiting = this.entries().filter(({ id }) => id !== entry.id).length;
    this.#tell("refused", { entry, reply, waiting });
    this.#settle(entry);
  }

  #later({ verdict, entry, reply = null }) {
    this.#tell(verdict, { entry, reply });
    const wait = PAUSES[Math.min(this.#failures, PAUSES.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#run(), wait);
  }

  #next(tried) {
    return this.entries().find((entry) => !tried.has(entry.id) && !this.#resting.has(entry.key));
  }

  #settle(entry) {
    const name = this.#prefix + entry.key;
    if (this.#read(name)?.id === entry.id) this.#store.removeItem(name);
  }

  #tell(state, { entry = null, reply = null, waiting = this.size } = {}) {
    this.#onState({ state, waiting, savedAt: this.#savedAt, entry, reply });
  }

  #keys() {
    return Object.keys(this.#store).filter((name) => name.startsWith(this.#prefix));
  }

  #read(name) {
    try {
      return JSON.parse(this.#store.getItem(name));
    } catch {
      return null;
    }
  }

  #write(entry) {
    const name = this.#prefix + entry.key;
    try {
      this.#store.setItem(name, JSON.stringify(entry));
    } catch {
      // The device's storage is full: what is here already stays, the rest lives as long as the page.
      this.#store = new MemoryStorage(this.#store, this.#prefix);
      this.#store.setItem(name, JSON.stringify(entry));
    }
  }
}

/**
 * An `onState` that tells the truth in `element` (an `<output>` or role=status). The words come from
 * its data-attributes: data-text-saving, data-text-saved ("Saved %(time)s"), data-text-waiting,
 * data-text-signed-out, data-text-refused. The time is in the words of the server, where it says
 * `saved_time`: its reader's zone need not be the device's. Its data-state is the state, for the look.
 */
export function statusLine(element) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, form);
  return ({ state, savedAt, reply }) => {
    const words = element.getAttribute(`data-text-${state}`) ?? "";
    const text = words.replace("%(time)s", reply?.saved_time ?? (savedAt ? clock.format(savedAt) : ""));
    element.dataset.state = state;
    const signIn = element.parentElement?.querySelector("[data-sign-in]");
    if (signIn) signIn.hidden = state !== "signed-out";
    if (element.textContent !== text) element.textContent = text;
  };
}

/** The usual way to send an entry. Browsers let no more than 64 kB outlive the page. */
export function post({ url, body }) {
  const text = JSON.stringify(body);
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    keepalive: new Blob([text]).size < LARGEST_OUTLIVING,
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": csrfToken(),
    },
    body: text,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** The token of now: who signed in again on another page has another one than this page was made with. */
export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  const start = `${meta?.dataset.cookie}=`;
  const cookie = document.cookie.split("; ").find((item) => item.startsWith(start));
  return cookie ? cookie.slice(start.length) : (meta?.content ?? "");
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What `act` makes of the storage of this window; nothing where the browser gives none. */
function inWindow(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function usableStorage() {
  try {
    localStorage.setItem("outbox:test", "1");
    localStorage.removeItem("outbox:test");
    return localStorage;
  } catch {
    return new MemoryStorage();
  }
}

/** Where the browser gives no storage: as long as the page lives. */
class MemoryStorage {
  constructor(from = {}, prefix = "") {
    for (const name of Object.keys(from)) if (name.startsWith(prefix)) this[name] = from[name];
  }

  getItem(name) {
    return this[name] ?? null;
  }

  setItem(name, value) {
    this[name] = value;
  }

  removeItem(name) {
    delete this[name];
  }
}
