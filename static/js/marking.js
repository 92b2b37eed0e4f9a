// Ctrl and Enter (on a Mac, Command and Enter) save the mark, wherever the cursor stands in the form.
const form = document.querySelector("form[data-marking]");

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});

form.querySelector("[data-shortcut]").hidden = false;
