/**
 * Places in a work: characters (code points) of its plain text, and points on the pages of a file.
 *
 * The pieces of a text say in `data-at` where in the plain text they begin (enrolment/assessment/work/weaving.py).
 */

/** The passage that is selected inside `text`: `{ start, end, quote }`, or null. */
export function passageOf(selection, text) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const touched = pieces(text).filter((piece) => range.intersectsNode(piece) && piece.textContent);
  const ends = touched.map((piece) => cut(range, piece)).filter((part) => part.end > part.start);
  if (!ends.length) return null;
  return { start: ends[0].start, end: ends.at(-1).end, quote: selection.toString().trim().slice(0, 400) };
}

/** The words of a passage as they stand on the page. */
export function wordsAt(text, { start, end }) {
  return pieces(text)
    .filter((piece) => from(piece) < end && to(piece) > start)
    .map((piece) => sliced(piece.textContent, Math.max(0, start - from(piece)), end - from(piece)))
    .join(" ")
    .slice(0, 400);
}

/** The passage of a numbered paragraph. */
export function paragraphAt(text, number) {
  const inside = [...(text.querySelector(`[data-paragraph="${number}"]`)?.querySelectorAll("[data-at]") ?? [])];
  if (!inside.length) return null;
  return { start: from(inside[0]), end: to(inside.at(-1)) };
}

/** Mark a passage, and put the number of its comment behind it. */
export function mark(text, { start, end }, { key, number }) {
  const over = pieces(text).filter((piece) => from(piece) < end && to(piece) > start);
  let last = null;
  for (const piece of over) last = within(piece, start, end, key) ?? last;
  if (!last) return;
  const link = document.createElement("a");
  link.className = "work__ref";
  link.href = `#note-${key}`;
  link.textContent = String(number);
  last.after(link);
}

/** Take the marks of a comment away. */
export function unmark(text, key) {
  text.querySelector(`.work__ref[href="#note-${key}"]`)?.remove();
  for (const piece of text.querySelectorAll(`mark[data-notes~="${key}"]`)) {
    const others = piece.dataset.notes.split(" ").filter((item) => item !== key);
    if (others.length) piece.dataset.notes = others.join(" ");
    else become(piece, "span");
  }
}

/** Where on a picture somebody clicked, in thousandths of its width and height. */
export function pointOn(picture, event) {
  const box = picture.getBoundingClientRect();
  const share = (at, from, length) => Math.min(1000, Math.max(0, Math.round((1000 * (at - from)) / length)));
  return { x: share(event.clientX, box.left, box.width), y: share(event.clientY, box.top, box.height) };
}

/** A pin on the drawing that lies over a page. */
export function pin(drawing, { x, y }, { key, number }) {
  const make = (name, facts) => {
    const item = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [fact, value] of Object.entries(facts)) item.setAttribute(fact, value);
    return item;
  };
  const at = { x: `${x / 10}%`, y: `${y / 10}%` };
  const link = make("a", { href: `#note-${key}`, class: "pin", "data-pin": key });
  const text = make("text", { ...at, "text-anchor": "middle", dy: "0.36em" });
  text.textContent = String(number);
  link.append(make("circle", { cx: at.x, cy: at.y, r: "13" }), text);
  drawing.append(link);
}

export function unpin(drawing, key) {
  drawing.querySelector(`[data-pin="${key}"]`)?.remove();
}

function pieces(text) {
  return [...text.querySelectorAll("[data-at]")];
}

function from(piece) {
  return Number(piece.dataset.at);
}

function to(piece) {
  return from(piece) + length(piece.textContent);
}

function length(text) {
  return [...text].length;
}

function sliced(text, start, end) {
  return [...text].slice(start, end).join("");
}

/** What of a piece lies in a range, in characters of the plain text. */
function cut(range, piece) {
  const words = piece.firstChild;
  const start = range.startContainer === words ? length(words.data.slice(0, range.startOffset)) : 0;
  const whole = length(piece.textContent);
  const end = range.endContainer === words ? length(words.data.slice(0, range.endOffset)) : whole;
  return { start: from(piece) + start, end: from(piece) + end };
}

/** Split a piece so that a part of it can be marked; answers that part. */
function within(piece, start, end, key) {
  const at = from(piece);
  const [left, right] = [Math.max(start, at) - at, Math.min(end, to(piece)) - at];
  if (right <= left) return null;
  const text = piece.textContent;
  const before = sliced(text, 0, left);
  const after = sliced(text, right);
  const middle = become(piece, "mark");
  if (before) middle.before(copy(piece, before, at));
  if (after) middle.after(copy(piece, after, at + right));
  middle.textContent = sliced(text, left, right);
  middle.dataset.at = String(at + left);
  middle.dataset.notes = [...(piece.dataset.notes?.split(" ") ?? []), key].join(" ");
  return middle;
}

function copy(piece, text, at) {
  const made = piece.cloneNode(false);
  made.textContent = text;
  made.dataset.at = String(at);
  return made;
}

function become(piece, tag) {
  const made = document.createElement(tag);
  made.dataset.at = piece.dataset.at;
  made.textContent = piece.textContent;
  piece.replaceWith(made);
  return made;
}
