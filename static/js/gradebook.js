// The table of a gradebook by keyboard. Without this it is a table with links; with it, one stop of the Tab
// key, from which the arrow keys go on: one cell, one row at a time, the way the page is written.
const table = document.querySelector("table[data-grid]");
const PAGE = 10;

if (table && matchMedia("(min-width: 48.01rem)").matches) {
  const rows = [...table.querySelectorAll("tr[data-row]")].map((row) => [...row.cells].map(target));
  let [row, column] = [1, 0];

  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", "keys");
  document.getElementById("keys").hidden = false;
  // The region around it scrolls with the cell that has the focus.
  table.parentElement.removeAttribute("tabindex");
  for (const cells of rows) for (const cell of cells) cell.tabIndex = -1;
  for (const link of table.querySelectorAll(".gradebook__most")) link.tabIndex = -1;
  rows[row][column].tabIndex = 0;

  table.addEventListener("focusin", (event) => {
    const at = place(event.target);
    if (at) settle(...at);
  });

  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.shiftKey || !place(event.target)) return;
    const to = next(event);
    if (!to) return;
    event.preventDefault();
    settle(...to);
    rows[row][column].focus();
    rows[row][column].closest("th, td").scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  function next(event) {
    const forward = getComputedStyle(table).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const last = rows[row].length - 1;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      return [row, column + (event.key === forward ? 1 : -1)];
    }
    switch (event.key) {
      case "ArrowDown": return [row + 1, column];
      case "ArrowUp": return [row - 1, column];
      case "PageDown": return [row + PAGE, column];
      case "PageUp": return [row - PAGE, column];
      case "Home": return [event.ctrlKey ? 0 : row, 0];
      case "End": return [event.ctrlKey ? rows.length - 1 : row, last];
      default: return null;
    }
  }

  function settle(toRow, toColumn) {
    rows[row][column].tabIndex = -1;
    row = Math.min(Math.max(toRow, 0), rows.length - 1);
    column = Math.min(Math.max(toColumn, 0), rows[row].length - 1);
    rows[row][column].tabIndex = 0;
  }

  function place(element) {
    const cell = element.closest("th, td");
    const found = rows.findIndex((cells) => cells.some((item) => item === element || item === cell));
    return found < 0 ? null : [found, rows[found].findIndex((item) => item === element || item === cell)];
  }
}

// What takes the focus in a cell: its link, or itself.
function target(cell) {
  return cell.querySelector("a") ?? cell;
}
