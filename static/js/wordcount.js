/**
 * How many words an essay has, shown while it is written. What the limits of the question make of the
 * number is said politely, and only when that changes.
 *
 * `place` has `data-word-count`; the textarea before it says its limits in `data-least` and
 * `data-most` (0: none).
 */
const WAIT_FOR_TYPING = 1000;
const NEARLY = 0.9;

export class WordCount {
  #timer = 0;

  constructor(place) {
    this.text = place.previousElementSibling;
    this.words = place.querySelector("[data-words]");
    this.news = place.querySelector("[data-news]");
    this.number = new Intl.NumberFormat(document.documentElement.lang || undefined);
    this.text.addEventListener("input", () => this.#later());
    this.#show();
    this.#tell();
    place.hidden = false;
  }

  #later() {
    this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), WAIT_FOR_TYPING);
  }

  #show() {
    const count = this.number.format(countWords(this.text.value));
    this.words.textContent = this.words.dataset.text.replace("%(words)s", count);
  }

  #tell() {
    const standing = standingOf(countWords(this.text.value), this.text.dataset);
    if (this.news.dataset.standing === standing) return;
    this.news.dataset.standing = standing;
    this.news.textContent = this.news.getAttribute(`data-text-${standing}`) ?? "";
  }
}

/** Spaces part words, and so does the Ethiopic sign for that; a sign alone is no word. */
export function countWords(text) {
  return text.split(/[\s\u1361]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function standingOf(count, { least, most }) {
  if (Number(most) && count > Number(most)) return "over";
  if (Number(most) && count >= Number(most) * NEARLY) return "near";
  return Number(least) && count >= Number(least) ? "enough" : "short";
}
