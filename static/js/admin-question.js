/**
 * Shows of a form in the back office only what is for the value that was chosen: a part with `data-when`
 * names a field, and in `data-is` the values it is for. What holds choices that were written is never
 * hidden, so that no error speaks of something unseen, but for the values in `data-never`. Without this everything is shown.
 */
(() => {
  const isFor = (part, value) => !value || part.dataset.is.split(" ").includes(value);

  const isNever = (part, value) => (part.dataset.never ?? "").split(" ").includes(value) && value !== "";

  const holdsChoices = (part) =>
    [...part.querySelectorAll("[data-inline-panel-child]")].some(
      (child) => !child.querySelector('input[name$="-DELETE"]')?.value,
    );

  function show(form) {
    for (const part of form.querySelectorAll("[data-when]")) {
      const { value } = form.elements[part.dataset.when];
      part.hidden = isNever(part, value) || (!isFor(part, value) && !holdsChoices(part));
    }
  }

  function start() {
    const form = document.querySelector("[data-edit-form]");
    if (!form?.querySelector("[data-when]")) return;
    form.addEventListener("change", () => show(form));
    // Choices and places are added to the page as the author goes on.
    new MutationObserver(() => show(form)).observe(form, { childList: true, subtree: true });
    show(form);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
