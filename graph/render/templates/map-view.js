/* What is in view: which edges hold on a day, under which filters, around whom. */

const FACETS = [
  { name: "sign", title: "Sign", of: (one) => String(one.sign) },
  { name: "channel", title: "Channel", of: (one) => one.channel },
  { name: "grade", title: "Source grade", of: (one) => one.letter },
  { name: "kind", title: "Kind of actor", of: null },
  { name: "relation", title: "Relation", of: (one) => one.relation },
];

function firstState(model) {
  return {
    day: model.at,
    hide: new Map(FACETS.map((facet) => [facet.name, new Set()])),
    around: null,
    depth: 1,
    folded: false,
    selected: null,
    table: false,
  };
}

/* A tie holds from start to end, at least on its first day; an act for the memory after its day. */
function holds(one, day, memory) {
  if (!one.tie) return one.first !== null && one.first <= day && day < one.first + memory;
  if (one.first !== null && day < one.first) return false;
  return one.last === null || day < one.last || (one.first === one.last && day === one.first);
}

function passes(one, hide) {
  for (const facet of FACETS) {
    const hidden = hide.get(facet.name);
    if (facet.of && hidden.size && hidden.has(facet.of(one))) return false;
  }
  return true;
}

/* The edge as it stands: its heaviest statement sets sign, width and certainty. */
function edgeInView(edge, model, state) {
  let best = null;
  let count = 0;
  let contested = false;
  for (const one of edge.statements) {
    if (!holds(one, state.day, model.memory) || !passes(one, state.hide)) continue;
    count += 1;
    contested = contested || one.contested === 1;
    const heavier = best === null || one.weight > best.weight
      || (one.weight === best.weight && one.first > best.first);
    if (heavier) best = one;
  }
  return best && {
    edge, count, contested, from: edge.from, to: edge.to,
    sign: best.sign, weight: best.weight, probability: best.probability, bend: 0,
  };
}

function viewAt(model, state) {
  const hiddenKinds = state.hide.get("kind");
  const shown = (i) => !hiddenKinds.size || !hiddenKinds.has(model.actors[i].kind);
  const all = state.folded ? model.folded : model.plain;
  let edges = [];
  for (const edge of all) {
    if (!shown(edge.from) || !shown(edge.to)) continue;
    const seen = edgeInView(edge, model, state);
    if (seen) edges.push(seen);
  }
  if (state.around !== null) {
    const near = neighbourhood(edges, shownAs(model, state, state.around), state.depth);
    edges = edges.filter((seen) => near.has(seen.from) && near.has(seen.to));
  }
  bendApart(model, edges);
  return { edges, weights: weightsOf(edges) };
}

/* An actor, or under folding its patron. */
function shownAs(model, state, actor) {
  return state.folded ? model.actors[actor].root : actor;
}

function neighbourhood(edges, start, depth) {
  const beside = new Map();
  const note = (one, other) => {
    if (!beside.has(one)) beside.set(one, []);
    beside.get(one).push(other);
  };
  for (const { from, to } of edges) {
    note(from, to);
    note(to, from);
  }
  const near = new Set([start]);
  let rim = [start];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const actor of rim) {
      for (const other of beside.get(actor) ?? []) {
        if (!near.has(other)) {
          near.add(other);
          next.push(other);
        }
      }
    }
    rim = next;
  }
  return near;
}

/* Parallel edges share the room between two actors: 0, +1, -1, +2 … steps from the straight line.
   Near actors have little room, so there a step is a wider turn. */
function bendApart(model, edges) {
  const pairs = new Map();
  for (const seen of edges) {
    const key = seen.from < seen.to ? `${seen.from} ${seen.to}` : `${seen.to} ${seen.from}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(seen);
  }
  for (const pair of pairs.values()) {
    if (pair.length === 1) continue;
    const [one, other] = [model.actors[pair[0].from], model.actors[pair[0].to]];
    const length = Math.hypot(one.x - other.x, one.y - other.y) || 1;
    const step = Math.min(Math.max(0.16, 36 / length), 0.9 / pair.length);
    pair.forEach((seen, at) => {
      const bend = (at - (pair.length - 1) / 2) * step;
      seen.bend = seen.from < seen.to ? bend : -bend;
    });
  }
}

function weightsOf(edges) {
  const weights = new Map();
  for (const { from, to, weight } of edges) {
    weights.set(from, (weights.get(from) ?? 0) + weight + 0.05);
    if (from !== to) weights.set(to, (weights.get(to) ?? 0) + weight + 0.05);
  }
  return weights;
}
