/* The scene in screen units, for the canvas and the SVG alike, and what of it is hit. */

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

function lensOf(drawing) {
  const scale = drawing.network.getScale();
  const origin = drawing.network.canvasToDOM({ x: 0, y: 0 });
  return { scale, see: ({ x, y }) => ({ x: origin.x + x * scale, y: origin.y + y * scale }) };
}

function sceneNodes(drawing) {
  const { scale, see } = lensOf(drawing);
  const { model, state } = drawing.map;
  const chosen = chosenActor(drawing.map);
  const centre = state.around === null ? -1 : shownAs(model, state, state.around);
  return [...drawing.radii].map(([i, radius]) => ({
    i,
    ...see(model.actors[i]),
    r: Math.max(radius * scale, Math.min(4, 2 + 6 * scale)),
    kind: model.actors[i].kind,
    text: shortened(model.actors[i].label, LABEL.most),
    chosen: i === chosen,
    bold: i === chosen || i === centre,
    faint: drawing.lit !== null && !drawing.lit.actors.has(i),
    weight: drawing.view.weights.get(i) ?? 0,
  }));
}

function sceneLabels(drawing, nodes, context) {
  const key = `${drawing.version} ${drawing.network.getScale().toFixed(4)}`;
  if (drawing.labelKey !== key) {
    drawing.labelKey = key;
    const items = nodes.map((node) => {
      const rank = node.weight + (node.bold ? 2000 : 0) - (node.faint ? 1000 : 0);
      return { ...node, rank, width: textWidth(drawing, context, node) };
    });
    const { clientWidth: right, clientHeight: bottom } = drawing.canvas;
    const frame = { left: 0, top: 0, right, bottom };
    drawing.labels = placeLabels(items, markedEdges(drawing), frame);
  }
  return nodes.filter((node) => drawing.labels.has(node.i))
    .map((node) => ({ ...node, spot: drawing.labels.get(node.i) }));
}

function textWidth({ widths }, context, node) {
  const font = labelFont(node);
  const key = `${font} ${node.text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(node.text).width);
  }
  return widths.get(key);
}

function labelFont(node) {
  return `${node.bold ? 700 : 500} ${LABEL.size}px ${FONT}`;
}

/* Edges as curves in screen units, with the point where a contested one carries its mark. */
function sceneEdges(drawing) {
  const lens = lensOf(drawing);
  return drawing.view.edges.map((seen) => curveOf(drawing, seen, lens));
}

function markedEdges(drawing) {
  const lens = lensOf(drawing);
  return drawing.view.edges.filter((seen) => seen.contested)
    .map((seen) => curveOf(drawing, seen, lens)).filter(isMarked);
}

function curveOf(drawing, seen, { scale, see }) {
  const { actors } = drawing.map.model;
  const from = see(actors[seen.from]);
  const to = see(actors[seen.to]);
  const stroke = drawing.strokes.get(seen.edge.i);
  const radius = drawing.radii.get(seen.to) * scale;
  const shared = { seen, from, to, stroke, radius, scale };
  if (seen.from === seen.to) {
    const centre = loopCentre(from, radius);
    const out = LOOP.size * scale * Math.SQRT1_2;
    const middle = { x: centre.x + out, y: centre.y - out };
    return { ...shared, via: null, centre, middle, length: 6 * LOOP.size * scale };
  }
  const via = viaOf(from, to, seen.bend);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { ...shared, via, centre: null, middle: pointAt(from, via, to, 0.5), length };
}

function curvePath({ from, to, via, centre, scale }) {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  if (via) return `M${at(from)}Q${at(via)} ${at(to)}`;
  const r = (LOOP.size * scale).toFixed(1);
  const left = at({ x: centre.x - LOOP.size * scale, y: centre.y });
  const right = at({ x: centre.x + LOOP.size * scale, y: centre.y });
  return `M${left}A${r} ${r} 0 1 1 ${right}A${r} ${r} 0 1 1 ${left}`;
}

function isMarked({ seen, length, scale }) {
  return seen.contested && length > 36 && scale > 0.2;
}

function markStrength({ stroke }) {
  return Math.min(1, 1.4 * stroke.opacity);
}

/* The actor or edge under a point of the canvas, actors first; null where there is none. */
function hitAt(drawing, point) {
  const near = sceneNodes(drawing)
    .map((node) => ({ node, gap: Math.hypot(node.x - point.x, node.y - point.y) - node.r }))
    .filter(({ gap }) => gap < 5)
    .sort((a, b) => a.gap - b.gap)[0];
  if (near) return { actor: near.node.i };
  let best = null;
  let least = 7;
  for (const curve of sceneEdges(drawing)) {
    const gap = gapTo(curve, point);
    if (gap < least) {
      least = gap;
      best = curve.seen;
    }
  }
  return best && { edge: best.edge };
}

function gapTo({ from, via, to, centre, scale }, point) {
  if (centre) {
    return Math.abs(Math.hypot(point.x - centre.x, point.y - centre.y) - LOOP.size * scale);
  }
  let least = Infinity;
  let last = from;
  for (let step = 1; step <= 12; step += 1) {
    const next = pointAt(from, via, to, step / 12);
    least = Math.min(least, gapToLine(point, last, next));
    last = next;
  }
  return least;
}

function gapToLine(point, one, other) {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const along = ((point.x - one.x) * dx + (point.y - one.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(one.x + share * dx - point.x, one.y + share * dy - point.y);
}
