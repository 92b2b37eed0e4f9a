/**
 * A drawing board for the areas of a picture, above the text field that holds them (`data-areas`, with
 * the words of the board). Everything drawn is written into the field at once, and what is written into
 * the field is drawn: the field alone does as well.
 *
 * Lines are those of definitions.py: `code = rect x y width height`, `code = circle x y radius`,
 * `code = poly x y x y …`, in pixels of the original picture.
 */
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const COUNTS = { rect: (n) => n === 4, circle: (n) => n === 3, poly: (n) => n >= 6 && n % 2 === 0 };
  const MOST_CORNERS = 100;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const clamp = (value, least, most) => Math.round(Math.min(Math.max(value, least), Math.max(least, most)));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

  function element(name, attributes = {}, text = "") {
    const found = name === "svg" || attributes.svg ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (key !== "svg") found.setAttribute(key, value);
    if (text) found.textContent = text;
    return found;
  }

  /** The lines of a field as code → {shape, coords}; what cannot be read is kept as it stands. */
  function read(text) {
    const areas = new Map();
    const unread = [];
    for (const line of text.split("\n").filter((item) => item.trim())) {
      const [code, rest = ""] = line.split("=", 2).map((part) => part.trim());
      const [shape, ...numbers] = rest.split(/[\s,;]+/);
      const coords = numbers.map(Number);
      const isArea = code && !areas.has(code) && COUNTS[shape]?.(coords.length) && coords.every(Number.isFinite);
      if (isArea) areas.set(code, { shape, coords });
      else unread.push(line);
    }
    return { areas, unread };
  }

  /** How a shape of each name is begun, moved, and changed by one of its handles. */
  const SHAPES = {
    rect: {
      begin: ({ width, height }) => [width * 0.35, height * 0.35, width * 0.3, height * 0.3].map(Math.round),
      move: ([x, y, w, h], dx, dy, size) => [clamp(x + dx, 0, size.width - w), clamp(y + dy, 0, size.height - h), w, h],
      handles: ([x, y, w, h]) => [[x, y], [x + w, y + h]],
      pull: ([x, y, w, h], handle, dx, dy, size) => {
        if (handle === 1) return [x, y, clamp(w + dx, 1, size.width - x), clamp(h + dy, 1, size.height - y)];
        const [left, top] = [clamp(x + dx, 0, x + w - 1), clamp(y + dy, 0, y + h - 1)];
        return [left, top, x + w - left, y + h - top];
      },
      attributes: ([x, y, width, height]) => ({ x, y, width, height }),
      tag: "rect",
    },
    circle: {
      begin: ({ width, height }) => [width / 2, height / 2, Math.min(width, height) / 6].map(Math.round),
      move: ([x, y, r], dx, dy, size) => [clamp(x + dx, r, size.width - r), clamp(y + dy, r, size.height - r), r],
      handles: ([x, y, r]) => [[x + r, y]],
      pull: ([x, y, r], _handle, dx, dy, size) => {
        const most = Math.min(x, y, size.width - x, size.height - y);
        return [x, y, clamp(r + (dx || -dy), 1, most)];
      },
      attributes: ([cx, cy, r]) => ({ cx, cy, r }),
      tag: "circle",
    },
    poly: {
      begin: ({ width, height }) =>
        [0.35, 0.35, 0.65, 0.35, 0.65, 0.65, 0.35, 0.65].map((part, place) =>
          Math.round(part * (place % 2 ? height : width)),
        ),
      move: (coords, dx, dy, size) => {
        const [xs, ys] = [coords.filter((_n, place) => !(place % 2)), coords.filter((_n, place) => place % 2)];
        const right = clamp(dx, -Math.min(...xs), size.width - Math.max(...xs));
        const down = clamp(dy, -Math.min(...ys), size.height - Math.max(...ys));
        return coords.map((number, place) => number + (place % 2 ? down : right));
      },
      handles: (coords) => coords.flatMap((x, place) => (place % 2 ? [] : [[x, coords[place + 1]]])),
      pull: (coords, handle, dx, dy, size) =>
        coords.with(2 * handle, clamp(coords[2 * handle] + dx, 0, size.width))
          .with(2 * handle + 1, clamp(coords[2 * handle + 1] + dy, 0, size.height)),
      attributes: (coords) => ({ points: coords.join(" ") }),
      tag: "polygon",
    },
  };

  class Board {
    constructor(field) {
      this.field = field;
      this.words = JSON.parse(field.dataset.areas);
      this.form = field.form;
      this.picture = null;
      this.selected = "";
      this.build();
      field.addEventListener("input", () => this.draw());
      this.form.addEventListener("change", (event) => this.noticed(event));
      new MutationObserver(() => this.offer()).observe(this.form, { childList: true, subtree: true });
      this.fetchPicture();
    }

    build() {
      this.note = element("p", { class: "help-block help-info" }, this.words.noPicture);
      this.help = element("p", { class: "area-board__help", id: "area-board-help" }, this.words.help);
      this.tools = element("div", { class: "area-board__tools" });
      this.codes = element("select", { id: "area-board-code" });
      const label = element("label", { for: "area-board-code" }, this.words.choice);
      const begin = ["rect", "circle", "poly"].map((shape) => this.button(shape, () => this.add(shape)));
      this.adding = [this.codes, ...begin];
      const others = [this.button("corner", () => this.addCorner()), this.button("remove", () => this.remove())];
      [this.cornerButton, this.removeButton] = others;
      this.tools.append(label, this.codes, ...begin, ...others);
      this.svg = element("svg", { class: "area-board__picture", role: "group", "aria-label": this.words.board });
      this.svg.setAttribute("aria-describedby", "area-board-help");
      this.root = element("div", { class: "area-board" });
      this.root.append(this.note, this.tools, this.svg, this.help);
      this.field.before(this.root);
      this.listen();
    }

    button(word, act) {
      const found = element("button", { type: "button", class: "button button-small button-secondary" }, this.words[word]);
      found.addEventListener("click", act);
      return found;
    }

    listen() {
      this.svg.addEventListener("pointerdown", (event) => this.grab(event));
      this.svg.addEventListener("pointermove", (event) => this.drag(event));
      for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => (this.held = null));
      this.svg.addEventListener("keydown", (event) => this.key(event));
      this.svg.addEventListener("focusin", (event) => this.select(event.target.closest("[data-code]")?.dataset.code));
    }

    noticed(event) {
      if (event.target.name === "picture") this.fetchPicture();
      else if (/^choices-\d+-(code|DELETE)$/.test(event.target.name)) this.draw();
    }

    async fetchPicture() {
      const pk = this.form.elements.picture.value;
      this.picture = null;
      if (pk) {
        const answer = await fetch(this.words.pictures.replace("/0/", `/${encodeURIComponent(pk)}/`));
        if (answer.ok && pk === this.form.elements.picture.value) this.picture = await answer.json();
      }
      this.draw();
    }

    /** The codes of the choices that are in the form now. */
    choices() {
      const inputs = [...this.form.querySelectorAll('[data-inline-panel-child] input[name^="choices-"][name$="-code"]')];
      const kept = inputs.filter((input) => !this.form.elements[input.name.replace(/code$/, "DELETE")]?.value);
      return kept.map((input) => input.value.trim()).filter(Boolean);
    }

    /** Code to be given an area next: those that have none. */
    offer() {
      const { areas } = read(this.field.value);
      const free = this.choices().filter((code) => !areas.has(code));
      const [shown, before] = [[...this.codes.options].map((option) => option.value), this.codes.value];
      if (free.join("\n") !== shown.join("\n")) {
        this.codes.replaceChildren(...free.map((code) => element("option", { value: code }, code)));
        if (free.includes(before)) this.codes.value = before;
      }
      this.adding.forEach((control) => (control.disabled = !free.length));
      const area = areas.get(this.selected);
      this.cornerButton.disabled = area?.shape !== "poly" || area.coords.length >= 2 * MOST_CORNERS;
      this.removeButton.disabled = !area;
      const said = this.picture ? this.words.noChoice : this.words.noPicture;
      // Writing the same again would be noticed by who waits for new choices, without end.
      if (this.note.textContent !== said) this.note.textContent = said;
      this.note.hidden = Boolean(this.picture && (free.length || areas.size));
    }

    draw() {
      const focused = document.activeElement?.dataset?.part;
      this.tools.hidden = this.svg.hidden = this.help.hidden = !this.picture;
      this.offer();
      if (!this.picture) return;
      const { url, width, height } = this.picture;
      this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const image = element("image", { svg: true, href: url, width, height, preserveAspectRatio: "none" });
      const shapes = [...read(this.field.value).areas].map(([code, area]) => this.shape(code, area));
      this.svg.replaceChildren(image, ...shapes);
      if (focused) this.svg.querySelector(`[data-part="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }

    shape(code, { shape, coords }) {
      const kind = SHAPES[shape];
      const said = filled(this.words[{ rect: "isRect", circle: "isCircle", poly: "isPoly" }[shape]], { code });
      const group = element("g", { svg: true, "data-code": code, class: "area-board__area" });
      group.classList.toggle("is-selected", code === this.selected);
      const outline = this.part(kind.tag, kind.attributes(coords), code, "", said);
      const handles = kind.handles(coords).map(([cx, cy], number) => {
        const word = shape === "circle" ? this.words.size : this.words.handle;
        const name = filled(word, { code, number: number + 1 });
        return this.part("circle", { cx, cy, r: this.unit() * 3, class: "area-board__handle" }, code, number, name);
      });
      const [x, y] = kind.handles(coords)[0];
      const label = element("text", { svg: true, x, y: y - this.unit() * 5, "font-size": this.unit() * 9 }, code);
      group.append(outline, label, ...handles);
      return group;
    }

    part(tag, attributes, code, handle, label) {
      return element(tag, {
        svg: true, ...attributes, tabindex: 0, role: "button", "aria-label": label, "data-handle": handle,
        "data-part": `${code}\n${handle}`,
      });
    }

    /** A step of the keyboard, in pixels of the picture. */
    unit() {
      return Math.max(1, Math.round(Math.max(this.picture.width, this.picture.height) / 300));
    }

    write(areas) {
      const { unread } = read(this.field.value);
      const lines = [...areas].map(([code, { shape, coords }]) => `${code} = ${shape} ${coords.join(" ")}`);
      this.field.value = [...lines, ...unread].join("\n");
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
      this.draw();
    }

    change(code, alter) {
      const { areas } = read(this.field.value);
      const area = areas.get(code);
      if (!area) return;
      areas.set(code, { ...area, coords: alter(SHAPES[area.shape], area.coords, area.shape) });
      this.write(areas);
    }

    add(shape) {
      const code = this.codes.value;
      const { areas } = read(this.field.value);
      if (!code || areas.has(code)) return;
      areas.set(code, { shape, coords: SHAPES[shape].begin(this.picture) });
      this.selected = code;
      this.write(areas);
      this.svg.querySelector(`[data-part="${CSS.escape(`${code}\n`)}"]`)?.focus();
    }

    /** One more corner, half way between the last and the first. */
    addCorner() {
      this.change(this.selected, (_kind, coords) => {
        const [x, y] = coords.slice(-2);
        return [...coords, Math.round((x + coords[0]) / 2), Math.round((y + coords[1]) / 2)];
      });
    }

    remove(code = this.selected) {
      const { areas } = read(this.field.value);
      areas.delete(code);
      this.write(areas);
      this.codes.focus();
    }

    select(code) {
      if (code === undefined || code === this.selected) return;
      this.selected = code;
      this.svg.querySelectorAll("[data-code]").forEach((group) => {
        group.classList.toggle("is-selected", group.dataset.code === code);
      });
      this.offer();
    }

    place(event) {
      const box = this.svg.getBoundingClientRect();
      const { width, height } = this.picture;
      return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height];
    }

    grab(event) {
      const part = event.target.closest("[data-part]");
      if (!part || event.button) return;
      event.preventDefault();
      part.focus({ preventScroll: true });
      this.held = { part: this.partOf(part), from: this.place(event) };
      this.svg.setPointerCapture(event.pointerId);
    }

    partOf(part) {
      const handle = part.dataset.handle;
      return { code: part.closest("[data-code]").dataset.code, handle: handle === "" ? null : Number(handle) };
    }

    drag(event) {
      if (!this.held) return;
      const [x, y] = this.place(event);
      const [dx, dy] = [Math.round(x - this.held.from[0]), Math.round(y - this.held.from[1])];
      if (!dx && !dy) return;
      this.held.from = [this.held.from[0] + dx, this.held.from[1] + dy];
      this.shift(this.held.part, dx, dy);
    }

    shift({ code, handle }, dx, dy) {
      const size = this.picture;
      this.change(code, (kind, coords) =>
        handle === null ? kind.move(coords, dx, dy, size) : kind.pull(coords, handle, dx, dy, size),
      );
    }

    key(event) {
      const element = event.target.closest("[data-part]");
      if (!element) return;
      const part = this.partOf(element);
      if (event.key in ARROWS) {
        event.preventDefault();
        const step = this.unit() * (event.shiftKey ? 10 : 1);
        this.shift(part, ...ARROWS[event.key].map((way) => way * step));
      } else if (event.key === "Delete") {
        event.preventDefault();
        this.takeAway(part);
      }
    }

    /** A corner, where enough of them remain; else the whole area. */
    takeAway({ code, handle }) {
      const area = read(this.field.value).areas.get(code);
      if (area.shape !== "poly" || handle === null || area.coords.length <= 6) return this.remove(code);
      return this.change(code, (_kind, coords) => coords.toSpliced(2 * handle, 2));
    }
  }

  const start = () => document.querySelectorAll("textarea[data-areas]").forEach((field) => new Board(field));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
