/* What the picture says, as text: the list of actors, two tables, and a line of counts. */

const MOST_ROWS = 400;

function makeTables(map) {
  const list = map.part(".am-list");
  const tables = { map, list, shown: [], active: -1 };
  list.addEventListener("keydown", (event) => listKey(tables, event));
  list.addEventListener("focus", () => {
    if (tables.active < 0 && tables.shown.length) activate(tables, 0);
  });
  map.on("table", () => {
    map.update({ table: !map.state.table });
    if (map.state.table) map.part(".am-tables").scrollIntoView({ block: "nearest" });
  });
  return tables;
}

function showTables(tables) {
  const { map } = tables;
  const open = map.state.table;
  const section = map.part(".am-tables");
  section.classList.toggle("am-hidden", !open);
  map.root.querySelector("[data-do=table]").setAttribute("aria-pressed", String(open));
  const { edges, weights } = map.view;
  const day = dayWords(map.state.day);
  map.part(".am-count").textContent = `${counted(weights.size, "actor", "actors")} and `
    + `${counted(edges.length, "edge", "edges")} in view on ${day}`;
  showEmpty(map);
  showList(tables);
  section.replaceChildren(actorTable(map, day), edgeTable(map, day));
}

function showEmpty(map) {
  const none = map.part(".am-empty");
  none.hidden = map.view.edges.length > 0;
  none.textContent = none.hidden ? ""
    : `Nothing is in view on ${dayWords(map.state.day)} with these filters. Move the date or show all again.`;
}

function showList(tables) {
  const { map, list } = tables;
  const { actors } = map.model;
  const names = new Intl.Collator("en");
  tables.shown = [...map.view.weights.keys()].sort((a, b) => (
    names.compare(actors[a].label, actors[b].label) || a - b));
  const chosen = chosenActor(map);
  tables.active = tables.shown.indexOf(chosen);
  list.replaceChildren(...tables.shown.map((i) => {
    const option = element(
      "li", { role: "option", id: `${map.root.id}-actor-${i}`, "aria-selected": String(i === chosen) },
      actors[i].label,
    );
    option.addEventListener("click", () => map.select({ actor: i }, { bring: true }));
    return option;
  }));
  activate(tables, tables.active);
}

function activate(tables, at) {
  const { list, map } = tables;
  list.children[tables.active]?.classList.remove("am-active");
  tables.active = at;
  const option = list.children[at];
  if (!option) {
    list.removeAttribute("aria-activedescendant");
    return;
  }
  option.classList.add("am-active");
  list.setAttribute("aria-activedescendant", option.id);
  if (map.root.ownerDocument.activeElement === list) option.scrollIntoView({ block: "nearest" });
}

function listKey(tables, event) {
  const { map, shown, active } = tables;
  const last = shown.length - 1;
  const moves = { ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0), Home: 0, End: last };
  if (event.key in moves) {
    event.preventDefault();
    activate(tables, moves[event.key]);
  } else if ((event.key === "Enter" || event.key === " ") && shown[active] !== undefined) {
    event.preventDefault();
    map.select({ actor: shown[active] }, { bring: true });
  }
}

function actorTable(map, day) {
  const { actors } = map.model;
  const degree = new Map();
  for (const { from, to } of map.view.edges) {
    for (const end of new Set([from, to])) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  const rows = [...map.view.weights].sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([i, weight]) => [actors[i].label, kindWords(actors[i].kind), degree.get(i), weight.toFixed(2)]);
  return tableOf(`Actors in view on ${day}`, ["Actor", "Kind", "Edges", "Weight in view"], rows);
}

function edgeTable(map, day) {
  const { actors } = map.model;
  const rows = [...map.view.edges].sort((a, b) => b.weight - a.weight || a.edge.i - b.edge.i)
    .slice(0, MOST_ROWS + 1)
    .map((seen) => [
      actors[seen.from].label, seen.edge.label, actors[seen.to].label,
      SIGN_WORDS.get(String(seen.sign)), seen.weight.toFixed(2), seen.probability.toFixed(2),
      seen.contested ? "contested" : "", String(seen.count),
    ]);
  const head = ["Subject", "Relation", "Object", "Sign", "Weight", "Probability", "Contested", "Statements in view"];
  return tableOf(`Ties and acts in view on ${day}`, head, rows);
}

function tableOf(caption, head, rows) {
  const most = rows.length > MOST_ROWS ? ` (the ${MOST_ROWS} heaviest; filter to see others)` : "";
  return element(
    "div", { class: "am-table" },
    element(
      "table", {}, element("caption", {}, caption + most),
      element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...rows.slice(0, MOST_ROWS).map((row) => (
        element("tr", {}, ...row.map((cell) => element("td", {}, String(cell))))))),
    ),
  );
}
