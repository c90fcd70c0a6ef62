/** SHA-256 of SCRIPT in base64, for the report's content security policy; a test holds the two together. */
export const SCRIPT_HASH = "zSEe9NlBd9TJEk1SqQ4AFFrrk9GoaruS2kjaXbJyiXg=";

/**
 * The report's only script: sorts and filters tables, opens what a fragment points at, and unfolds for paper. Without it
 * everything can still be read.
 */
export const SCRIPT = `
(() => {
  "use strict";
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details[data-paper]:not([open])")];
    for (const part of unfolded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of unfolded) part.open = false;
    unfolded = [];
  });

  const keyOf = (cell) => (cell.dataset.key === undefined ? cell.textContent.trim() : Number(cell.dataset.key));
  const compare = (one, other) => {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "en", { numeric: true });
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const filters = table.tHead.insertRow();
    filters.className = "filters";
    const count = document.createElement("p");
    count.className = "counted";
    count.setAttribute("role", "status");
    table.parentElement.before(count);
    const inputs = heads.map((head, column) => {
      const input = document.createElement("input");
      input.type = "search";
      input.placeholder = "filter";
      input.setAttribute("aria-label", "Filter " + head.textContent);
      const cell = document.createElement("td");
      cell.append(input);
      filters.append(cell);
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const keyed = rows.map((row, index) => ({ row, index, key: keyOf(row.cells[column]) }));
        keyed.sort((a, b) => (falling ? compare(b.key, a.key) : compare(a.key, b.key)) || a.index - b.index);
        body.append(...keyed.map(({ row }) => row));
      });
      return input;
    });
    let words = null;
    const show = () => {
      if (!words) words = rows.map((row) => [...row.cells].map((cell) => cell.textContent.toLowerCase()));
      const wanted = inputs.map((input) => input.value.trim().toLowerCase());
      let shown = 0;
      rows.forEach((row, index) => {
        const fits = wanted.every((want, column) => !want || words[index][column].includes(want));
        row.hidden = !fits;
        if (fits) shown++;
      });
      const without = wanted.filter((want) => want).length;
      count.textContent = shown + " of " + rows.length + " " + table.dataset.noun +
        (without && !shown ? ". Clear a filter to see more." : "");
    };
    let pending = 0;
    filters.addEventListener("input", () => {
      clearTimeout(pending);
      pending = setTimeout(show, 120);
    });
    count.textContent = rows.length + " of " + rows.length + " " + table.dataset.noun;
  }

  const all = document.getElementById("unfold-all");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const cards = [...document.querySelectorAll("details.device")];
      const open = cards.some((card) => !card.open);
      for (const card of cards) card.open = open;
      all.textContent = open ? "Fold all" : "Unfold all";
    });
  }
})();
`;
