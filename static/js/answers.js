/**
 * The answer of a question, collected from its controls and put back into them.
 *
 * An answer is a list of texts. How it is collected stands in `data-collects` of the question:
 * - "checked": the values of the controls that are checked
 * - "text": the one text typed
 * - "parts": `part=value` of every control that has a value; its part stands in `data-part`
 * - "order": each control is an item (`data-part`) and its value the place; the answer is the items
 *   in order, with an empty text for a place nobody has. Of two items in one place the last one
 *   changed has it.
 */

export function controls(question) {
  return [...question.querySelectorAll("input:not([type=hidden]), select, textarea")];
}

export function collect(question) {
  return COLLECT[question.dataset.collects](controls(question));
}

export function restore(question, answer) {
  RESTORE[question.dataset.collects](controls(question), answer);
}

export function isAnswered(question) {
  return collect(question).length > 0;
}

/** When a reader leaves an item: whoever else was in its place has none any more. */
export function freePlace(left, question) {
  if (question.dataset.collects !== "order" || !left.value) return;
  for (const item of controls(question)) {
    if (item !== left && item.value === left.value) item.value = "";
  }
}

const COLLECT = {
  checked: (found) => found.filter((item) => item.checked).map((item) => item.value),
  text: (found) => found.map((item) => item.value.trim()).filter(Boolean),
  parts: (found) =>
    found.filter((item) => item.value.trim()).map((item) => `${item.dataset.part}=${item.value.trim()}`),
  order: (found) => {
    const places = found.map(() => "");
    const byChange = [...found].sort((a, b) => Number(a.dataset.changed ?? 0) - Number(b.dataset.changed ?? 0));
    for (const item of byChange) if (item.value) places[Number(item.value) - 1] = item.dataset.part;
    return places.some(Boolean) ? places : [];
  },
};

const RESTORE = {
  checked: (found, answer) => found.forEach((item) => (item.checked = answer.includes(item.value))),
  text: (found, answer) => found.forEach((item) => (item.value = answer[0] ?? "")),
  parts: (found, answer) => {
    const values = new Map(answer.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]));
    found.forEach((item) => (item.value = values.get(item.dataset.part) ?? ""));
  },
  order: (found, answer) =>
    found.forEach((item) => (item.value = String(answer.indexOf(item.dataset.part) + 1 || ""))),
};
