/* vis-network holds the camera and draws the edges; shapes, marks and labels are painted over. */

function makeDrawing(map) {
  const canvas = map.part(".am-canvas");
  const drawing = {
    map, canvas,
    colours: readColours(map.root),
    options: JSON.parse(canvas.dataset.options),
    strokes: new Map(),
    radii: new Map(),
    widths: new Map(),
    folded: false,
    version: 0,
  };
  drawing.nodes = new vis.DataSet(map.model.actors.map((actor) => nodeOf(actor)));
  drawing.edges = new vis.DataSet(map.model.plain.map((edge) => edgeStub(edge)));
  drawing.network = new vis.Network(
    canvas, { nodes: drawing.nodes, edges: drawing.edges }, drawing.options,
  );
  canvas.firstElementChild.tabIndex = -1;
  drawing.direct = isReachable(drawing.network);
  drawing.network.on("afterDrawing", (context) => paint(drawing, context));
  drawing.network.on("beforeDrawing", (context) => {
    if (drawing.direct && drawing.unsettled) settleEnds(drawing, context);
    paintHalo(drawing, context);
  });
  return drawing;
}

function nodeOf(actor) {
  return { id: actor.i, x: actor.x, y: actor.y, hidden: true };
}

function edgeStub(edge) {
  return { id: edge.i, from: edge.from, to: edge.to, hidden: true };
}

function readColours(root) {
  const style = getComputedStyle(root);
  const names = ["ink", "paper", "muted", "rule", "node", "accent", "positive", "negative", "neutral"];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--am-${name}`).trim()]),
  );
}

/* Setting options on the network's own objects is five times faster than DataSet updates. Where
   a release of vis-network has moved them, updates still work. */
function isReachable(network) {
  const body = network.body;
  if (!body || !Array.isArray(body.nodeIndices) || !Array.isArray(body.edgeIndices)) return false;
  const node = Object.values(body.nodes ?? {})[0];
  const edge = Object.values(body.edges ?? {})[0];
  return Boolean(node?.shape && "refreshNeeded" in node.shape && node.options)
    && (!edge || Boolean(edge.options && "hidden" in edge.options && edge.options.smooth
      && edge.getFormattingValues && edge.edgeType.getArrowData && edge.edgeType.getViaNode));
}

/* A line ends at the neck of its arrow, where the last drawing left it: move it to where the arrow
   will be now. DataSet updates draw more than once, and so settle by themselves. */
function settleEnds(drawing, context) {
  drawing.unsettled = false;
  const { body } = drawing.network;
  for (const id of drawing.strokes.keys()) {
    const edge = body.edges[id];
    const type = edge.edgeType;
    Object.assign(type, { fromPoint: type.from, toPoint: type.to });
    type.toPoint = type.getArrowData(
      context, "to", type.getViaNode(), false, false, edge.getFormattingValues(),
    ).core;
  }
}

/* Show a view: touch only what differs from what is shown, then redraw once. */
function showView(drawing, view) {
  const { state } = drawing.map;
  if (state.folded !== drawing.folded) swapEdges(drawing);
  drawing.view = view;
  drawing.version += 1;
  const lit = litBy(drawing.map, view);
  drawing.lit = lit;
  const strokes = new Map();
  for (const seen of view.edges) {
    strokes.set(seen.edge.i, strokeOf(seen, drawing.colours, lit !== null && !lit.edges.has(seen)));
  }
  const radii = new Map();
  for (const [actor, weight] of view.weights) radii.set(actor, radiusOf(weight));
  const chosen = chosenActor(drawing.map);
  if (chosen !== null && !radii.has(chosen)) radii.set(chosen, radiusOf(0));
  const before = { strokes: drawing.strokes, radii: drawing.radii };
  Object.assign(drawing, { strokes, radii, unsettled: true });
  if (drawing.direct) writeDirectly(drawing, before);
  else writeUpdates(drawing, before);
  drawing.network.redraw();
}

function swapEdges(drawing) {
  const { model, state } = drawing.map;
  drawing.folded = state.folded;
  drawing.strokes = new Map();
  drawing.radii = new Map();
  drawing.nodes = new vis.DataSet(model.actors.map((actor) => nodeOf(actor)));
  drawing.edges = new vis.DataSet(
    (state.folded ? model.folded : model.plain).map((edge) => edgeStub(edge)),
  );
  const camera = cameraOf(drawing);
  drawing.network.setData({ nodes: drawing.nodes, edges: drawing.edges });
  drawing.network.moveTo({ ...camera, animation: false });
}

/* What a selection leaves in full strength; null when nothing is selected. */
function litBy(map, view) {
  const { selected } = map.state;
  if (selected === null) return null;
  const edges = new Set();
  const actors = new Set();
  const chosen = chosenActor(map);
  if (chosen !== null) actors.add(chosen);
  for (const seen of view.edges) {
    const mine = selected.edge
      ? seen.edge === selected.edge : seen.from === chosen || seen.to === chosen;
    if (mine) {
      edges.add(seen);
      actors.add(seen.from).add(seen.to);
    }
  }
  return selected.edge && edges.size === 0 ? null : { edges, actors };
}

function chosenActor(map) {
  const { selected } = map.state;
  return selected && selected.actor !== undefined
    ? shownAs(map.model, map.state, selected.actor) : null;
}

function edgeOptions(stroke) {
  return {
    hidden: false,
    color: {
      color: stroke.colour, highlight: stroke.colour, hover: stroke.colour,
      opacity: stroke.opacity, inherit: false,
    },
    width: stroke.width,
    dashes: stroke.dash ?? false,
    smooth: {
      enabled: true,
      type: stroke.bend < 0 ? "curvedCCW" : "curvedCW",
      roundness: Math.abs(stroke.bend),
    },
  };
}

function sameStroke(one, other) {
  return one !== undefined && one.colour === other.colour && one.opacity === other.opacity
    && one.width === other.width && one.bend === other.bend;
}

function writeDirectly({ network, strokes, radii }, before) {
  const { body } = network;
  for (const id of before.strokes.keys()) {
    if (!strokes.has(id)) body.edges[id].options.hidden = true;
  }
  for (const [id, stroke] of strokes) {
    if (!sameStroke(before.strokes.get(id), stroke)) {
      Object.assign(body.edges[id].options, edgeOptions(stroke));
    }
  }
  for (const id of before.radii.keys()) {
    if (!radii.has(id)) body.nodes[id].options.hidden = true;
  }
  for (const [id, size] of radii) {
    Object.assign(body.nodes[id].options, { hidden: false, size });
    body.nodes[id].shape.refreshNeeded = true;
  }
  body.edgeIndices = [...strokes.keys()];
  body.nodeIndices = [...radii.keys()];
}

function writeUpdates({ nodes, edges, strokes, radii }, before) {
  const hidden = (was, is) => [...was.keys()].filter((id) => !is.has(id))
    .map((id) => ({ id, hidden: true }));
  const changed = [...strokes].filter(([id, stroke]) => !sameStroke(before.strokes.get(id), stroke));
  const resized = [...radii].filter(([id, size]) => before.radii.get(id) !== size);
  nodes.update(hidden(before.radii, radii));
  nodes.update(resized.map(([id, size]) => ({ id, hidden: false, size })));
  edges.update(hidden(before.strokes, strokes));
  edges.update(changed.map(([id, stroke]) => ({ id, ...edgeOptions(stroke) })));
}
