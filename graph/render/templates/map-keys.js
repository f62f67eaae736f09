/* Pointer and keyboard on the canvas. */

function makeKeys(map, drawing) {
  const { canvas } = drawing;
  drawing.network.on("click", ({ pointer }) => map.select(hitAt(drawing, pointer.DOM)));
  canvas.addEventListener("keydown", (event) => canvasKey(map, drawing, event));
  map.root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.select(null);
  });
  map.on("zoom-in", () => zoomBy(drawing, 1.3));
  map.on("zoom-out", () => zoomBy(drawing, 1 / 1.3));
  map.on("fit", () => fitView(drawing));
  if (!map.root.classList.contains("am-page")) leaveWheel(canvas);
  makeTip(map, drawing);
}

/* Within a longer page the wheel scrolls the page, until the map has the focus or Ctrl is held. */
function leaveWheel(canvas) {
  canvas.addEventListener("wheel", (event) => {
    const mine = event.ctrlKey || event.metaKey || canvas.contains(document.activeElement);
    if (!mine) event.stopPropagation();
  }, { capture: true });
}

function canvasKey(map, drawing, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const far = event.shiftKey ? 200 : 60;
  const actions = {
    ArrowLeft: () => panBy(drawing, -far, 0),
    ArrowRight: () => panBy(drawing, far, 0),
    ArrowUp: () => panBy(drawing, 0, -far),
    ArrowDown: () => panBy(drawing, 0, far),
    "+": () => zoomBy(drawing, 1.3),
    "=": () => zoomBy(drawing, 1.3),
    "-": () => zoomBy(drawing, 1 / 1.3),
    0: () => fitView(drawing),
    Enter: () => {
      map.part(".am-present").open = true;
      map.part(".am-list").focus();
    },
  };
  if (!Object.hasOwn(actions, event.key)) return;
  event.preventDefault();
  actions[event.key]();
}

function makeTip(map, drawing) {
  const { canvas } = drawing;
  const tip = map.part(".am-tip");
  let waiting = false;
  canvas.addEventListener("mousemove", (event) => {
    if (waiting || event.buttons) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const box = canvas.getBoundingClientRect();
      showTip(map, drawing, tip, { x: event.clientX - box.left, y: event.clientY - box.top });
    });
  });
  for (const end of ["mouseleave", "mousedown", "wheel"]) {
    canvas.addEventListener(end, () => { tip.hidden = true; }, { passive: true });
  }
}

function showTip(map, drawing, tip, point) {
  const hit = hitAt(drawing, point);
  drawing.canvas.style.cursor = hit ? "pointer" : "";
  tip.hidden = !hit;
  if (!hit) return;
  tip.textContent = hit.edge
    ? edgeWords(map, map.view.edges.find((seen) => seen.edge === hit.edge)) : actorWords(map, hit.actor);
  const right = point.x > drawing.canvas.clientWidth / 2;
  tip.style.left = right ? "" : `${point.x + 14}px`;
  tip.style.right = right ? `${drawing.canvas.clientWidth - point.x + 14}px` : "";
  tip.style.top = `${Math.min(point.y + 10, drawing.canvas.clientHeight - 50)}px`;
}

function actorWords(map, i) {
  const { label, kind } = map.model.actors[i];
  return `${label} (${kindWords(kind)})`;
}

function edgeWords(map, seen) {
  const { edge } = seen;
  const { actors } = map.model;
  const words = `${actors[edge.from].label} → ${actors[edge.to].label}: ${edge.label}`;
  return `${words} (${counted(seen.count, "statement", "statements")}${seen.contested ? ", contested" : ""})`;
}
