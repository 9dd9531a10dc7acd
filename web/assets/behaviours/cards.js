// On a phone a table becomes one card per row, each cell under the name of its column (banjian.css draws it).

/** Every `.bj-table` with a head row: its cells learn their column, and the roles that a drawn-over table would lose. */
export function nameCells(root) {
  for (const table of root.querySelectorAll(".bj-table")) {
    const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    if (!names.length) continue;
    table.classList.add("cards");
    const give = (role, selector) => table.querySelectorAll(selector).forEach((part) => part.setAttribute("role", role));
    table.setAttribute("role", "table");
    give("rowgroup", "thead, tbody");
    give("row", "tr");
    give("columnheader", "thead th");
    give("rowheader", "tbody th");
    give("cell", "td");
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, place) => place && (cell.dataset.label = names[place] ?? ""));
    }
  }
}
