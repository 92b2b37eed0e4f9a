// On paper nothing can be unfolded: what is folded is opened for it, and folded again afterwards.
const opened = [];

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main details:not([open])")) {
    fold.open = true;
    opened.push(fold);
  }
});

addEventListener("afterprint", () => {
  for (const fold of opened.splice(0)) fold.open = false;
});

// Ways that stand in one row, pushed aside on a phone: where one is, is in sight.
document.querySelector(".workspace [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Menus are <details>: they open without this. Here they also close on Escape and on a click elsewhere.
const menus = document.querySelectorAll("details.menu");

document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
