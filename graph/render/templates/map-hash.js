/* The address keeps date, filters and selection. What it says is looked up, never trusted. */

const MOST_HASH = 20000;

function hashOf(map) {
  const { model, state } = map;
  const said = new URLSearchParams();
  said.set("at", isoOf(state.day));
  if (state.selected) said.set("sel", selectionWords(model, state.selected));
  if (state.around !== null) {
    said.set("around", model.actors[state.around].id);
    said.set("depth", String(state.depth));
  }
  if (state.folded) said.set("fold", "1");
  if (state.table) said.set("table", "1");
  for (const [name, hidden] of state.hide) for (const value of hidden) said.append(`no-${name}`, value);
  return `#${map.root.id}:${said}`;
}

function selectionWords(model, { actor, edge }) {
  if (!edge) return `actor/${encodeURIComponent(model.actors[actor].id)}`;
  const parts = [model.actors[edge.from].id, edge.relation, model.actors[edge.to].id];
  return `edge/${parts.map(encodeURIComponent).join("/")}`;
}

/* The state that a hash asks for; null when it is not ours. Unknown values fall away. */
function stateFrom(map, hash) {
  const start = `#${map.root.id}:`;
  if (!hash.startsWith(start) || hash.length > MOST_HASH) return null;
  const said = new URLSearchParams(hash.slice(start.length));
  const { model } = map;
  const state = firstState(model);
  const day = typedDay(said.get("at") ?? "");
  if (day !== null) state.day = clamped(model, day);
  const around = model.number.get(said.get("around"));
  if (around !== undefined) {
    state.around = around;
    state.depth = Math.min(Math.max(Math.trunc(Number(said.get("depth"))) || 1, 1), 3);
  }
  state.folded = said.get("fold") === "1";
  state.table = said.get("table") === "1";
  for (const facet of FACETS) {
    const known = new Set(facetValues(model, facet).map(({ value }) => value));
    for (const value of said.getAll(`no-${facet.name}`)) {
      if (known.has(value)) state.hide.get(facet.name).add(value);
    }
  }
  state.selected = selectionFrom(model, state.folded, said.get("sel") ?? "");
  return state;
}

function selectionFrom(model, folded, words) {
  const [kind, ...parts] = words.split("/").map(decoded);
  if (kind === "actor" && model.number.has(parts[0])) return { actor: model.number.get(parts[0]) };
  if (kind !== "edge" || parts.length !== 3) return null;
  const [from, to] = [model.number.get(parts[0]), model.number.get(parts[2])];
  const edge = (folded ? model.folded : model.plain)
    .find((one) => one.from === from && one.to === to && one.relation === parts[1]);
  return edge ? { edge } : null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}

function keepHash(map) {
  history.replaceState(history.state, "", hashOf(map));
}
