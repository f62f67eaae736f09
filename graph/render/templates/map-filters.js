/* Filters (a checked box is shown), the neighbourhood, and folding clients into their patrons. */

function makeFilters(map) {
  const filters = { map, boxes: [] };
  for (const facet of FACETS) {
    const group = facetGroup(filters, facet);
    if (group) map.part(".am-groups").append(group);
  }
  const around = map.part(".am-around select");
  around.addEventListener("change", () => {
    const depth = Number(around.value);
    const { around: centre, selected } = map.state;
    if (depth === 0) map.update({ around: null }, { fit: true });
    else map.update({ around: centre ?? selected.actor, depth }, { fit: true });
  });
  const fold = map.part(".am-fold input");
  fold.addEventListener("change", () => map.update({ folded: fold.checked }));
  map.part(".am-fold").hidden = map.model.actors.every((actor) => actor.root === actor.i);
  map.on("reset", () => map.update({ hide: firstState(map.model).hide, around: null }));
  return filters;
}

function facetValues({ actors, statements }, facet) {
  const counts = new Map();
  const label = new Map();
  const add = (value, words) => {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (!label.has(value)) label.set(value, words);
  };
  if (facet.name === "kind") for (const one of actors) add(one.kind, kindWords(one.kind));
  else for (const one of statements) add(facet.of(one), facetWords(facet, one));
  return [...counts].map(([value, count]) => ({ value, count, words: label.get(value) }))
    .sort((a, b) => (facet.name === "sign"
      ? Number(b.value) - Number(a.value) : a.words.localeCompare(b.words, "en")));
}

function facetWords(facet, one) {
  if (facet.name === "sign") return SIGN_WORDS.get(String(one.sign));
  if (facet.name === "relation") return one.relationLabel;
  if (facet.name !== "grade") return facet.of(one);
  const words = GRADE_WORDS.get(one.letter);
  return words ? `${one.letter}, ${words}` : one.letter || "no grade";
}

function facetGroup(filters, facet) {
  const { map } = filters;
  const values = facetValues(map.model, facet);
  if (!values.length) return null;
  const group = element("details", { class: "am-group" }, element("summary", {}, facet.title));
  const list = element("div", { class: "am-values" });
  for (const { value, count, words } of values) {
    const box = element("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => setHidden(map, facet.name, [value], !box.checked));
    filters.boxes.push({ facet: facet.name, value, box });
    list.append(element("label", {}, box, ` ${words} `, element("small", {}, String(count))));
  }
  const all = values.map(({ value }) => value);
  group.append(
    element(
      "div", { class: "am-all" },
      button("All", () => setHidden(map, facet.name, all, false)),
      button("None", () => setHidden(map, facet.name, all, true)),
    ),
    list,
  );
  return group;
}

function setHidden(map, name, values, hidden) {
  const hide = new Map([...map.state.hide].map(([facet, set]) => [facet, new Set(set)]));
  for (const value of values) {
    if (hidden) hide.get(name).add(value);
    else hide.get(name).delete(value);
  }
  map.update({ hide });
}

function showFilters({ map, boxes }) {
  const { state, model } = map;
  for (const { facet, value, box } of boxes) box.checked = !state.hide.get(facet).has(value);
  const off = [...state.hide.values()].reduce((sum, set) => sum + set.size, 0);
  map.part(".am-filter-note").textContent = off ? `(${off} off)` : "";
  const around = map.part(".am-around select");
  const chosen = state.selected && state.selected.actor !== undefined;
  around.disabled = state.around === null && !chosen;
  around.value = state.around === null ? "0" : String(state.depth);
  map.part(".am-around-note").textContent = state.around !== null
    ? `Around ${model.actors[state.around].label}`
    : chosen ? "" : "Choose an actor to see it with its neighbours only.";
  map.part(".am-fold input").checked = state.folded;
}
