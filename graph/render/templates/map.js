/* One map: its model, its state, and the parts that show it. Every change goes through update. */

function startMap(root) {
  const map = {
    root,
    model: readModel(root),
    part: (selector) => root.querySelector(selector),
    on: (name, action) => {
      root.querySelector(`[data-do="${name}"]`).addEventListener("click", action);
    },
  };
  map.state = openingState(map);
  const drawing = makeDrawing(map);
  const time = makeTime(map);
  const filters = makeFilters(map);
  const tables = makeTables(map);
  const slow = later(() => {
    showTables(tables);
    showPanel(map);
  }, 150);
  const remember = later(() => keepHash(map), 250);
  const refresh = () => {
    map.view = viewAt(map.model, map.state);
    showView(drawing, map.view);
    showTime(time);
    showFilters(filters);
  };
  map.update = (changes, { fit = false } = {}) => {
    const selects = "selected" in changes;
    Object.assign(map.state, changes, keptSelection(map, changes));
    refresh();
    if (fit) fitView(drawing);
    if (selects) showPanel(map);
    slow();
    remember();
  };
  map.select = (selected, { bring = false } = {}) => {
    map.update({ selected });
    if (bring && selected) bringIn(drawing, shownAs(map.model, map.state, selected.actor));
  };
  makeFind(map);
  makeLegend(map);
  makeFigure(map, drawing);
  makeKeys(map, drawing);
  makeTheme(map, drawing, refresh);
  refresh();
  fitView(drawing);
  showTables(tables);
  showPanel(map);
  window.addEventListener("hashchange", () => {
    const state = stateFrom(map, location.hash);
    if (state) map.update(state, { fit: true });
  });
}

/* As the address says; else on the focus with its neighbours, if there is one. */
function openingState(map) {
  const { model, root } = map;
  root.querySelector(".am-filters").open = false;
  root.querySelector(".am-present").open = root.clientWidth > 900;
  const asked = stateFrom(map, location.hash);
  if (asked) return asked;
  const state = firstState(model);
  if (model.focus === null) return state;
  Object.assign(state, { around: model.focus, selected: { actor: model.focus } });
  if (viewAt(model, state).weights.size < 6) state.depth = 2;
  if (viewAt(model, state).weights.size === 0) state.around = null;
  return state;
}

/* An edge of the plain map is another one under folding: the selection of one is dropped. */
function keptSelection(map, changes) {
  const { folded, selected } = map.state;
  const turns = "folded" in changes && changes.folded !== folded && !("selected" in changes);
  return turns && selected && selected.edge ? { selected: null } : {};
}

function makeTheme(map, drawing, refresh) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const label = map.part("[data-do=theme]");
  const isDark = () => (map.root.dataset.theme ? map.root.dataset.theme === "dark" : system.matches);
  const apply = () => {
    label.textContent = isDark() ? "Light" : "Dark";
    drawing.colours = readColours(map.root);
    refresh();
  };
  map.on("theme", () => {
    map.root.dataset.theme = isDark() ? "light" : "dark";
    apply();
  });
  system.addEventListener("change", apply);
  label.textContent = isDark() ? "Light" : "Dark";
}

for (const root of document.querySelectorAll("[data-allegiance-map]:not([data-started])")) {
  root.dataset.started = "";
  startMap(root);
}
