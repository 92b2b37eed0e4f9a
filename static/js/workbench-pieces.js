/**
 * The pieces of a marking on its page: what each says, what the server has of it, and how it gets there.
 *
 * A piece is an element with `data-piece` ("feedback", "criterion:12", "annotation:<uuid>"). Its controls have
 * `data-part`; a comment at a place has that place in `data-where`. Every piece is sent by itself with the version
 * this page last knew of it (`base`), so that another page that saved something else is no conflict, and one
 * that saved the same is: then the server keeps both and answers 409.
 */

/** What a piece says now, as the server takes it. */
export function valueOf(piece) {
  const name = piece.dataset.piece;
  const part = (kind) => piece.querySelector(`[data-part="${kind}"]`);
  if (name.startsWith("criterion:")) {
    const level = piece.querySelector("[data-part=level]:checked");
    const points = part("points")?.value.trim();
    return { level: level ? Number(level.value) : null, points: points || null, comment: part("comment").value };
  }
  if (name.startsWith("annotation:")) {
    if (piece.querySelector("[data-remove]")?.checked) return { removed: true };
    return { comment: part("comment").value, ...JSON.parse(piece.dataset.where) };
  }
  return { text: part("text").value };
}

/** Put a value into the controls of a piece. */
export function show(piece, value) {
  for (const control of piece.querySelectorAll("[data-part]")) {
    const kind = control.dataset.part;
    if (kind === "level") control.checked = Number(control.value) === value.level;
    else if (kind === "points") control.value = plain(value.points);
    else if (value[kind] !== undefined) control.value = value[kind];
  }
  const remove = piece.querySelector("[data-remove]");
  if (remove) remove.checked = Boolean(value.removed);
}

/** A value as a person reads it. */
export function inWords(value, piece, none) {
  if (value.removed) return "–";
  const said = [];
  if (value.level) said.push(titleOf(piece, value.level));
  else if (piece?.querySelector("[data-part=level]")) said.push(none);
  else if (value.points) said.push(plain(value.points));
  said.push(value.comment ?? value.text ?? "");
  return said.filter(Boolean).join(" · ") || "–";
}

/** Both texts, one below the other; level, points and place as they are saved, where they are. */
export function joined(theirs, mine) {
  if (theirs.removed || mine.removed) return mine.removed ? theirs : mine;
  const both = { ...mine };
  for (const [name, value] of Object.entries(theirs)) if (value !== null && value !== "") both[name] = value;
  for (const name of ["comment", "text"]) {
    if (name in both) both[name] = [...new Set([theirs[name], mine[name]].filter(Boolean))].join("\n\n");
  }
  return both;
}

function titleOf(piece, level) {
  const control = piece?.querySelector(`[data-part=level][value="${level}"]`);
  return control?.parentElement.querySelector(".level__title")?.innerText.replace(/\s+/g, " ") ?? "";
}

function plain(points) {
  return points === null || points === undefined || points === "" ? "" : String(Number(points));
}
