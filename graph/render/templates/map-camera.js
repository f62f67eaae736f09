/* Where the camera stands: fit, zoom, pan, bring an actor in. */

function cameraOf({ network }) {
  return { scale: network.getScale(), position: network.getViewPosition() };
}

/* Move the camera so that everything in view has room. */
function fitView(drawing) {
  const spots = [...drawing.radii.keys()].map((i) => drawing.map.model.actors[i]);
  if (!spots.length) return;
  const { clientWidth, clientHeight } = drawing.canvas;
  const [left, right] = [Math.min(...spots.map((a) => a.x)), Math.max(...spots.map((a) => a.x))];
  const [top, bottom] = [Math.min(...spots.map((a) => a.y)), Math.max(...spots.map((a) => a.y))];
  const across = Math.max(clientWidth - 130, 120) / Math.max(right - left, 1);
  const down = Math.max(clientHeight - 110, 120) / Math.max(bottom - top, 1);
  drawing.network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min(across, down, 1.4),
    animation: false,
  });
}

function zoomBy(drawing, factor) {
  const { scale, position } = cameraOf(drawing);
  const next = Math.min(Math.max(scale * factor, 0.02), 8);
  drawing.network.moveTo({ scale: next, position, animation: false });
}

function panBy(drawing, across, down) {
  const { scale, position } = cameraOf(drawing);
  const moved = { x: position.x + across / scale, y: position.y + down / scale };
  drawing.network.moveTo({ scale, position: moved, animation: false });
}

/* Bring an actor into the picture if it is not in it already. */
function bringIn(drawing, actor) {
  const { x, y } = drawing.map.model.actors[actor];
  const seen = drawing.network.canvasToDOM({ x, y });
  const { clientWidth, clientHeight } = drawing.canvas;
  const inside = seen.x > 60 && seen.x < clientWidth - 60 && seen.y > 40 && seen.y < clientHeight - 40;
  if (!inside) drawing.network.moveTo({ position: { x, y }, animation: false });
}
