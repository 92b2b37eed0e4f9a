/**
 * The time that is left of an attempt, by the server's clock: the page says when it ends and what time
 * it was on the server when the page was made, so a device whose clock is wrong counts as well as any.
 *
 *   const countdown = Countdown.on(document, { onZero: () => …, onLast: () => … });   // null where nothing ends
 *   countdown?.sync({ secondsLeft: 312, ends: "14:30" });            // what the server said with a save
 *   countdown?.stop();
 *
 * The words come from the page's data-attributes, numbers and units from the browser's language. Screen
 * `onLast` is called each second while the last ones run: time to send what is still being typed. Screen
 * readers hear it when ten, five and one minutes are left, and are otherwise left in peace. A reader
 * may hide it; that is remembered on the device.
 */

const NEWS = [600, 300, 60];
// From here on in seconds.
const CLOSE = 120;
// The server closes first; a page that asks a moment later is told so.
const GRACE = 1;
const LAST = 8;
const REMEMBERED = "countdown:hidden";

export class Countdown {
  #end = 0;
  #heard = null;
  #timer = 0;

  static on(page, heard) {
    const place = page.querySelector("[data-countdown]");
    return place && new Countdown(place, heard);
  }

  constructor(place, { onZero, onLast }) {
    this.place = place;
    this.left = place.querySelector("[data-countdown-left]");
    this.news = place.querySelector("[data-countdown-news]");
    this.ends = place.querySelector("[data-countdown-ends]");
    this.onZero = onZero;
    this.onLast = onLast;
    this.#count(Number(place.dataset.deadline) - Number(place.dataset.now));
    this.#letHide(place.querySelector("[data-countdown-hide]"));
    document.addEventListener("visibilitychange", () => this.#tick());
    addEventListener("pageshow", () => this.#tick());
  }

  /** What the server said is left: an extension, too, arrives this way. */
  sync({ secondsLeft, ends }) {
    if (typeof secondsLeft !== "number") return;
    if (ends) this.ends.textContent = ends;
    // Its seconds are whole ones, rounded down.
    if (Math.abs(secondsLeft + 0.5 - this.#seconds()) > 2) this.#count(secondsLeft + 0.5);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#end = Infinity;
  }

  #count(seconds) {
    this.#end = elapsed() + seconds;
    this.#heard = Math.max(0, ...NEWS.filter((threshold) => threshold < seconds));
    this.#tick();
  }

  #seconds() {
    return this.#end - elapsed();
  }

  #tick() {
    clearTimeout(this.#timer);
    const seconds = this.#seconds();
    if (seconds === Infinity) return;
    this.#show(Math.max(0, seconds));
    if (seconds <= -GRACE) {
      this.stop();
      return this.onZero();
    }
    if (seconds <= LAST) this.onLast();
    this.#timer = setTimeout(() => this.#tick(), 1000);
  }

  #show(seconds) {
    const words = inWords(seconds, this.left.dataset.text);
    if (this.left.textContent !== words) this.left.textContent = words;
    this.place.dataset.isClose = String(seconds < NEWS[1]);
    if (seconds > this.#heard || !this.#heard) return;
    this.news.textContent = inWords(this.#heard, this.left.dataset.text);
    this.#heard = Math.max(0, ...NEWS.filter((threshold) => threshold < this.#heard));
  }

  #letHide(button) {
    const put = (isHidden) => {
      this.left.hidden = isHidden;
      button.textContent = button.getAttribute(isHidden ? "data-text-show" : "data-text-hide");
    };
    put(recall());
    button.hidden = false;
    button.addEventListener("click", () => {
      remember(!this.left.hidden);
      put(!this.left.hidden);
    });
  }
}

// When the server had made the page; on a slow line long before it was read.
const made = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;

/** Seconds since the page was made. Some devices stop one of the two clocks while they sleep. */
function elapsed() {
  return Math.max(Date.now() - performance.timeOrigin, performance.now()) / 1000 - made / 1000;
}

/** "12 minutes left", in the page's language; seconds only when it is nearly over. */
function inWords(seconds, text) {
  const isClose = seconds < CLOSE && seconds !== 60;
  const unit = isClose ? "second" : "minute";
  const number = isClose ? Math.floor(seconds) : Math.ceil(seconds / 60);
  const form = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" };
  const words = new Intl.NumberFormat(document.documentElement.lang || undefined, form).format(number);
  return text.replace("%(time)s", words);
}

function recall() {
  try {
    return localStorage.getItem(REMEMBERED) === "1";
  } catch {
    return false;
  }
}

function remember(isHidden) {
  try {
    localStorage.setItem(REMEMBERED, isHidden ? "1" : "");
  } catch {
    // Without storage it holds for this page.
  }
}
