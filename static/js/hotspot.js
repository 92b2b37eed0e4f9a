/**
 * The areas of a question's picture: a click on one chooses it, and what is chosen or pointed at in
 * the list shows on the picture. The controls of the list stay the answer; without this they do alone.
 *
 * `picture` is the figure with `data-hotspot`; its outlines and numbers say in `data-area` which
 * control's value they stand for, among the controls of the same `data-question`.
 */
export class Hotspot {
  #question;
  #marks;

  constructor(picture) {
    this.#question = picture.closest("[data-question]");
    this.#marks = [...picture.querySelectorAll("[data-area]")];
    this.#marks.forEach((mark) => this.#listen(mark));
    this.#question.querySelectorAll(".choice").forEach((choice) => this.#follow(choice));
    this.#question.addEventListener("change", () => this.#show());
    const hint = picture.querySelector("[data-hotspot-hint]");
    hint.textContent = hint.dataset.text;
    picture.classList.add("is-live");
    this.#show();
  }

  #listen(mark) {
    const control = this.#controls().find((item) => item.value === mark.dataset.area);
    mark.addEventListener("click", () => control.click());
    mark.addEventListener("pointerenter", () => this.#point(mark.dataset.area));
    mark.addEventListener("pointerleave", () => this.#point(""));
  }

  #follow(choice) {
    const area = choice.querySelector("input").value;
    for (const begins of ["pointerenter", "focusin"]) choice.addEventListener(begins, () => this.#point(area));
    for (const ends of ["pointerleave", "focusout"]) choice.addEventListener(ends, () => this.#point(""));
  }

  #controls() {
    return [...this.#question.querySelectorAll(".choice input")];
  }

  #point(area) {
    this.#marks.forEach((mark) => mark.classList.toggle("is-pointed-at", mark.dataset.area === area));
  }

  #show() {
    const chosen = new Set(this.#controls().filter((item) => item.checked).map((item) => item.value));
    this.#marks.forEach((mark) => mark.classList.toggle("is-chosen", chosen.has(mark.dataset.area)));
  }
}
