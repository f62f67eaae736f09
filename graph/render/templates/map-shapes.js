/* One outline a kind of actor, radius 1 around the origin; canvas, legend and SVG share them. */

const OUTLINES = new Map([
  ["state", "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z"],
  ["government", "M-.88-.88H.88V.88H-.88Z"],
  ["armed_force", "M0-1.15L1.1.8H-1.1Z"],
  ["pmsc", "M0 1.15L1.1-.8H-1.1Z"],
  ["insurgent", "M0-1.35L.42-.42 1.35 0 .42.42 0 1.35-.42.42-1.35 0-.42-.42Z"],
  ["igo", "M1.1 0L.55.95H-.55L-1.1 0-.55-.95H.55Z"],
  ["bloc", "M1.1 0A1.1 1.1 0 1 1-1.1 0A1.1 1.1 0 1 1 1.1 0ZM.5 0A.5.5 0 1 0-.5 0A.5.5 0 1 0 .5 0Z"],
  ["operation", "M-.85 1V-.25L0-1.15.85-.25V1Z"],
  ["person", "M0-1.15A.55.55 0 1 1 0-.05A.55.55 0 1 1 0-1.15ZM-1 1.05C-1-.1 1-.1 1 1.05Z"],
  ["company", "M0-1.25L1.1 0 0 1.25-1.1 0Z"],
  ["place", "M0 1.3C-.5.5-.9.15-.9-.3A.9.9 0 1 1 .9-.3C.9.15.5.5 0 1.3Z"],
  ["resolution", "M-.8-1.1H.3L.8-.6V1.1H-.8Z"],
]);
const OTHER_OUTLINE = "M-.38-1.05H.38V-.38H1.05V.38H.38V1.05H-.38V.38H-1.05V-.38H-.38Z";
const outlineCache = new Map();

function outlineOf(kind) {
  return OUTLINES.get(kind) ?? OTHER_OUTLINE;
}

function outlinePath(kind) {
  const outline = outlineOf(kind);
  if (!outlineCache.has(outline)) outlineCache.set(outline, new Path2D(outline));
  return outlineCache.get(outline);
}

/* How an edge in view is drawn, in layout units. */
const SIGN_COLOURS = new Map([[1, "positive"], [0, "neutral"], [-1, "negative"]]);

function strokeOf(seen, colours, faint) {
  const width = 1.6 + 3.6 * seen.weight;
  const certainty = 0.3 + 0.7 * seen.probability;
  return {
    colour: colours[SIGN_COLOURS.get(seen.sign)],
    opacity: Math.round(100 * certainty * (faint ? 0.22 : 1)) / 100,
    width,
    dash: dashOf(seen.sign, width),
    bend: seen.bend,
  };
}

function dashOf(sign, width) {
  if (sign > 0) return null;
  return sign < 0 ? [4 + 2 * width, 3 + 1.5 * width] : [0.1, 2 + 1.8 * width];
}

function radiusOf(weight) {
  return Math.min(7 + 4.2 * Math.sqrt(weight), 30);
}

/* The middle point of an edge's quadratic curve, as vis-network's curvedCW and curvedCCW have it. */
function viaOf(from, to, bend) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const turn = Math.atan2(from.y - to.y, to.x - from.x) + (0.5 * bend + 0.5) * Math.PI;
  const reach = (0.5 * Math.abs(bend) + 0.5) * length;
  return { x: from.x + reach * Math.sin(turn), y: from.y + reach * Math.cos(turn) };
}

function pointAt(from, via, to, share) {
  const a = (1 - share) ** 2;
  const b = 2 * share * (1 - share);
  const c = share ** 2;
  return { x: a * from.x + b * via.x + c * to.x, y: a * from.y + b * via.y + c * to.y };
}

/* Where the curve enters the circle around its end, as a share of its way. */
function entryShare(from, via, to, radius) {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 14; step += 1) {
    const share = (low + high) / 2;
    const point = pointAt(from, via, to, share);
    if (Math.hypot(point.x - to.x, point.y - to.y) > radius) low = share;
    else high = share;
  }
  return high;
}

/* A loop's circle sits at the upper right of its actor, as vis-network draws it. */
const LOOP = { size: 18, turn: Math.PI / 4 };

function loopCentre(at, radius) {
  return { x: at.x + radius * Math.cos(LOOP.turn), y: at.y - radius * Math.sin(LOOP.turn) };
}
