/* The legend: what colour, dash, width, strength, mark and shape stand for. */

function makeLegend(map) {
  map.part(".am-legend").append(
    legendGroup("Lines", [
      [lineSample("positive", 1, 2.6), "positive"],
      [lineSample("negative", -1, 2.6), "negative"],
      [lineSample("neutral", 0, 2.6), "neutral"],
      [widthSample(), "thicker: heavier"],
      [strengthSample(), "fainter: less certain"],
      [markSample(), "contested"],
    ]),
    legendGroup("Shapes, larger with more weight in view", kindsOf(map.model).map((kind) => (
      [shapeSample(kind), kindWords(kind)]))),
  );
}

function kindsOf({ actors }) {
  const present = new Set(actors.map((actor) => actor.kind));
  const known = [...OUTLINES.keys()].filter((kind) => present.has(kind));
  return [...known, ...[...present].filter((kind) => !OUTLINES.has(kind)).sort()];
}

function legendGroup(title, entries) {
  return element(
    "div", { class: "am-legend-group" }, element("b", {}, title),
    ...entries.map(([sample, text]) => element("span", { class: "am-entry" }, sample, text)),
  );
}

function sampleOf(width, ...parts) {
  return drawn("svg", { class: "am-sample", width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" }, ...parts);
}

function lineOf(y, name, width, more = {}) {
  return drawn("path", { class: `am-stroke-${name}`, d: `M2 ${y}H32`, "stroke-width": width, ...more });
}

function lineSample(name, sign, width) {
  const dash = dashOf(sign, width);
  return sampleOf(
    42, lineOf(8, name, width, { "stroke-dasharray": dash && dash.join(" "), "stroke-linecap": dash && "round" }),
    drawn("path", { class: `am-fill-${name}`, d: "M41 8L32 4V12Z" }),
  );
}

function widthSample() {
  return sampleOf(34, lineOf(4, "neutral", 1.2), lineOf(11, "neutral", 4.5));
}

function strengthSample() {
  return sampleOf(34, lineOf(4, "neutral", 2.6), lineOf(11, "neutral", 2.6, { opacity: 0.35 }));
}

function markSample() {
  return sampleOf(
    34, lineOf(8, "neutral", 2),
    drawn("circle", { class: "am-mark", cx: 17, cy: 8, r: 6.5 }),
    drawn("text", { x: 17, y: 12, "text-anchor": "middle", "font-size": 11, "font-weight": 700 }, "≠"),
  );
}

function shapeSample(kind) {
  return sampleOf(16, drawn("path", { class: "am-shape", d: outlineOf(kind), transform: "translate(8 8) scale(5.4)" }));
}
