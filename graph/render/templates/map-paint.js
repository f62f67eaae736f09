/* The scene painted over the edges that vis-network has drawn. */

function onScreen(drawing, context, action) {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  action();
  context.restore();
}

function paintHalo(drawing, context) {
  const { selected } = drawing.map.state;
  const seen = selected && selected.edge && drawing.view
    && drawing.view.edges.find((one) => one.edge === selected.edge);
  if (!seen) return;
  const curve = curveOf(drawing, seen, lensOf(drawing));
  onScreen(drawing, context, () => {
    context.strokeStyle = drawing.colours.accent;
    context.globalAlpha = 0.3;
    context.lineWidth = curve.stroke.width * curve.scale + 9;
    context.lineCap = "round";
    context.stroke(new Path2D(curvePath(curve)));
  });
}

function paint(drawing, context) {
  if (!drawing.view) return;
  onScreen(drawing, context, () => {
    const nodes = sceneNodes(drawing);
    for (const curve of markedEdges(drawing)) paintMark(drawing, context, curve);
    for (const node of nodes) paintNode(drawing, context, node);
    for (const label of sceneLabels(drawing, nodes, context)) paintLabel(drawing, context, label);
  });
}

function paintMark(drawing, context, curve) {
  const { x, y } = curve.middle;
  context.globalAlpha = markStrength(curve);
  context.fillStyle = drawing.colours.paper;
  context.strokeStyle = curve.stroke.colour;
  context.lineWidth = 1.2;
  context.beginPath();
  context.arc(x, y, 6.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.fillStyle = drawing.colours.ink;
  context.font = `700 11px ${FONT}`;
  context.textAlign = "center";
  context.fillText("≠", x, y + 4);
  context.globalAlpha = 1;
}

function paintNode(drawing, context, node) {
  context.save();
  context.translate(node.x, node.y);
  context.globalAlpha = node.faint ? 0.3 : 1;
  if (node.chosen) {
    context.strokeStyle = drawing.colours.accent;
    context.lineWidth = 3;
    context.beginPath();
    context.arc(0, 0, node.r * 1.25 + 4, 0, 2 * Math.PI);
    context.stroke();
  }
  context.scale(node.r, node.r);
  context.fillStyle = drawing.colours.paper;
  context.beginPath();
  context.arc(0, 0, 0.6, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = drawing.colours.node;
  context.strokeStyle = drawing.colours.paper;
  context.lineWidth = 2.4 / node.r;
  context.stroke(outlinePath(node.kind));
  context.fill(outlinePath(node.kind));
  context.restore();
}

function paintLabel(drawing, context, label) {
  context.font = labelFont(label);
  context.textAlign = label.spot.anchor;
  context.globalAlpha = label.faint ? 0.5 : 1;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = drawing.colours.paper;
  context.fillStyle = drawing.colours.ink;
  const [x, y] = [label.x + label.spot.dx, label.y + label.spot.dy];
  context.strokeText(label.text, x, y);
  context.fillText(label.text, x, y);
  context.globalAlpha = 1;
}
