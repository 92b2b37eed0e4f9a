/**
 * Checking one's own work by a rubric: adds up what is chosen. Nothing is sent or kept.
 *
 * A form with `data-rubric-check` has radios (their value: the points of a level) and numbers, each with
 * `data-most`; its `data-total` says the sum in the words it brings along. Without the script the levels can
 * still be chosen, only the sum is missing.
 */
for (const form of document.querySelectorAll("[data-rubric-check]")) {
  const total = form.querySelector("[data-total]");
  const output = total.querySelector("output");
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const criteria = criteriaOf(form);

  const show = () => {
    const values = criteria.map(chosen);
    const open = values.filter((value) => value === null).length;
    const points = values.reduce((sum, value) => sum + (value ?? 0), 0);
    const most = criteria.reduce((sum, inputs) => sum + Number(inputs[0].dataset.most), 0);
    const sum = total.dataset.text.replace("%(points)s", number.format(points)).replace("%(most)s", number.format(most));
    const left = total.dataset.textLeft.replace("%(number)s", number.format(open));
    output.textContent = open ? `${sum} · ${left}` : sum;
    total.hidden = open === criteria.length;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

/** The inputs of the form, criterion by criterion: the radios of one name, or a number alone. */
function criteriaOf(form) {
  const found = new Map();
  for (const input of form.querySelectorAll("input[data-most]")) {
    const key = input.name || input;
    found.set(key, [...(found.get(key) ?? []), input]);
  }
  return [...found.values()];
}

/** The points chosen for a criterion; null where nothing is. */
function chosen(inputs) {
  if (inputs[0].type === "number") {
    const [input] = inputs;
    if (input.value === "") return null;
    return Math.min(Math.max(Number(input.value), 0), Number(input.dataset.most));
  }
  const checked = inputs.find((input) => input.checked);
  return checked ? Number(checked.value) : null;
}
