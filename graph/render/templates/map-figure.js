/* The current view as a picture of its own: SVG from our own scene, PNG from that SVG. */

const FIGURE = { head: 58, foot: 44, side: 16 };

function figureOf(drawing) {
  const { map, colours, canvas } = drawing;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const total = height + FIGURE.head + FIGURE.foot;
  const measure = document.createElement("canvas").getContext("2d");
  const nodes = sceneNodes(drawing);
  const clip = `${map.root.id}-clip`;
  return drawn(
    "svg", { xmlns: SVG, width, height: total, viewBox: `0 0 ${width} ${total}`, "font-family": FONT },
    drawn("title", {}, `${map.model.title}, ${dayWords(map.state.day)}`),
    drawn("rect", { width, height: total, fill: colours.paper }),
    lettering(FIGURE.side, 26, map.model.title, { "font-size": 18, "font-weight": 700, fill: colours.ink }),
    lettering(FIGURE.side, 46, dayWords(map.state.day), { "font-size": 13, fill: colours.muted }),
    drawn("clipPath", { id: clip }, drawn("rect", { width, height })),
    drawn(
      "g", { transform: `translate(0 ${FIGURE.head})`, "clip-path": `url(#${clip})` },
      ...sceneEdges(drawing).flatMap((curve) => figureEdge(drawing, curve)),
      ...nodes.flatMap((node) => figureNode(drawing, node)),
      ...sceneLabels(drawing, nodes, measure).map((label) => figureLabel(drawing, label)),
    ),
    figureFoot(drawing, total - 18),
  );
}

function lettering(x, y, text, attributes) {
  return drawn("text", { x, y, ...attributes }, text);
}

function figureEdge(drawing, curve) {
  const { stroke, scale } = curve;
  const line = drawn("path", {
    d: curvePath(curve), fill: "none", stroke: stroke.colour, "stroke-opacity": stroke.opacity,
    "stroke-width": (stroke.width * scale).toFixed(2), "stroke-linecap": stroke.dash ? "round" : "butt",
    "stroke-dasharray": stroke.dash && stroke.dash.map((part) => (part * scale).toFixed(2)).join(" "),
  }, drawn("title", {}, edgeWords(drawing.map, curve.seen)));
  const mark = isMarked(curve) ? [
    drawn("circle", {
      cx: curve.middle.x.toFixed(1), cy: curve.middle.y.toFixed(1), r: 6.5,
      fill: drawing.colours.paper, stroke: stroke.colour, opacity: markStrength(curve),
    }),
    lettering(curve.middle.x.toFixed(1), (curve.middle.y + 4).toFixed(1), "≠", {
      "font-size": 11, "font-weight": 700, "text-anchor": "middle", fill: drawing.colours.ink,
      opacity: markStrength(curve),
    }),
  ] : [];
  return [line, ...(curve.via ? [arrowHead(curve)] : []), ...mark];
}

function arrowHead({ from, via, to, radius, stroke, scale }) {
  const tipShare = entryShare(from, via, to, radius);
  const tip = pointAt(from, via, to, tipShare);
  const back = pointAt(from, via, to, Math.max(tipShare - 0.05, 0));
  const turn = Math.atan2(tip.y - back.y, tip.x - back.x);
  const length = (15 * 0.55 + 3 * stroke.width) * scale;
  const corner = (side) => {
    const [x, y] = [tip.x - length * Math.cos(turn), tip.y - length * Math.sin(turn)];
    return `${(x - side * 0.35 * length * Math.sin(turn)).toFixed(1)} ${(y + side * 0.35 * length * Math.cos(turn)).toFixed(1)}`;
  };
  const d = `M${tip.x.toFixed(1)} ${tip.y.toFixed(1)}L${corner(1)}L${corner(-1)}Z`;
  return drawn("path", { d, fill: stroke.colour, "fill-opacity": stroke.opacity });
}

function figureNode(drawing, node) {
  const ground = drawn("circle", {
    cx: node.x.toFixed(1), cy: node.y.toFixed(1), r: (0.6 * node.r).toFixed(2), fill: drawing.colours.paper,
  });
  const shape = drawn("path", {
    d: outlineOf(node.kind),
    transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)}) scale(${node.r.toFixed(2)})`,
    fill: drawing.colours.node, "fill-opacity": node.faint ? 0.3 : 1,
    stroke: drawing.colours.paper, "stroke-width": (1.2 / node.r).toFixed(3),
  }, drawn("title", {}, actorWords(drawing.map, node.i)));
  return [ground, shape];
}

function figureLabel(drawing, label) {
  const anchor = { center: "middle", left: "start", right: "end" }[label.spot.anchor];
  return lettering((label.x + label.spot.dx).toFixed(1), (label.y + label.spot.dy).toFixed(1), label.text, {
    "font-size": LABEL.size, "font-weight": label.bold ? 700 : 500, "text-anchor": anchor,
    fill: drawing.colours.ink, "fill-opacity": label.faint ? 0.5 : 1,
    stroke: drawing.colours.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round",
  });
}

function figureFoot(drawing, y) {
  const { colours } = drawing;
  const group = drawn("g", { "font-size": 11.5, fill: colours.muted });
  let x = FIGURE.side;
  for (const [sign, text] of [[1, "positive"], [-1, "negative"], [0, "neutral"]]) {
    group.append(drawn("path", {
      d: `M${x} ${y - 4}h34`, fill: "none", stroke: colours[SIGN_COLOURS.get(sign)], "stroke-width": 2.5,
      "stroke-linecap": "round", "stroke-dasharray": dashOf(sign, 2.5)?.join(" "),
    }), lettering(x + 40, y, text, {}));
    x += 102;
  }
  group.append(lettering(x, y, "≠ contested; thicker: heavier; fainter: less certain", {}));
  return group;
}

function figureText(drawing) {
  return new XMLSerializer().serializeToString(figureOf(drawing));
}

function save(map, blob, ending) {
  const url = URL.createObjectURL(blob);
  const name = searchable(map.model.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  element("a", { href: url, download: `${name || "map"}-${isoOf(map.state.day)}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function makeFigure(map, drawing) {
  const svgBlob = () => new Blob([figureText(drawing)], { type: "image/svg+xml" });
  map.on("svg", () => save(map, svgBlob(), "svg"));
  map.on("png", async () => {
    const url = URL.createObjectURL(svgBlob());
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: 2 * picture.naturalWidth, height: 2 * picture.naturalHeight });
    sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
    URL.revokeObjectURL(url);
    sheet.toBlob((blob) => save(map, blob, "png"), "image/png");
  });
}
