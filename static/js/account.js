// Small help on the pages of an account; every one of them works without it.

const zone = document.querySelector('input[name="time_zone"][type="hidden"]');
if (zone && !zone.value) {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

const main = document.querySelector("main");
const words = main?.querySelector("[data-show-password]");
if (words) {
  for (const input of main.querySelectorAll('input[type="password"]')) addSwitch(input);
}

function addSwitch(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--link field__reveal";
  button.setAttribute("aria-controls", input.id);
  input.after(button);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? words.dataset.hidePassword : words.dataset.showPassword;
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // A password left readable must not be kept by the browser as ordinary text.
  input.form?.addEventListener("submit", () => show(false));
  show(false);
}
