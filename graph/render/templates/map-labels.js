/* Which labels can be read at this zoom: the weightiest first, none over another; and none over a
   shape or a mark, save for the few leading ones where it is crowded. */

const LABEL = { size: 12, height: 15, most: 30, cell: 80, leading: 12 };
const IS_LABEL = -2;
const IS_MARK = -1;

/* items: {i, x, y, r, width, rank}, marks on edges and the picture's frame, in screen units.
   Returns a map from i to {dx, dy, anchor}. A label crosses the frame only if its actor does. */
function placeLabels(items, marks, frame) {
  const taken = new Map();
  for (const one of items) keep(taken, boxAround(one.x, one.y, one.r), one.i);
  for (const { middle } of marks) keep(taken, boxAround(middle.x, middle.y, 7), IS_MARK);
  const placed = new Map();
  const order = [...items].sort((a, b) => b.rank - a.rank || a.i - b.i);
  order.forEach((one, at) => {
    const fits = (over) => spotsOf(one).find((spot) => {
      const box = boxOf(one, spot);
      return !crosses(frame, box, one) && !hits(taken, box, one.i, over);
    });
    const spot = fits(false) ?? (at < LABEL.leading ? fits(true) : undefined);
    if (!spot) return;
    keep(taken, boxOf(one, spot), IS_LABEL);
    placed.set(one.i, spot);
  });
  return placed;
}

function spotsOf({ r }) {
  const gap = r + 3;
  return [
    { dx: 0, dy: gap + 10, anchor: "center" },
    { dx: gap + 2, dy: 4, anchor: "left" },
    { dx: -gap - 2, dy: 4, anchor: "right" },
    { dx: 0, dy: -gap - 2, anchor: "center" },
  ];
}

function boxOf(one, spot) {
  const left = { center: -one.width / 2, left: 0, right: -one.width }[spot.anchor];
  const x = one.x + spot.dx + left;
  const y = one.y + spot.dy - 11;
  return { left: x - 2, right: x + one.width + 2, top: y, bottom: y + LABEL.height };
}

function crosses(frame, box, { x, y }) {
  const inside = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
  return inside && (box.left < frame.left || box.right > frame.right);
}

function boxAround(x, y, r) {
  return { left: x - r, right: x + r, top: y - r, bottom: y + r };
}

function* cellsOf(box) {
  for (let across = Math.floor(box.left / LABEL.cell); across <= box.right / LABEL.cell; across += 1) {
    for (let down = Math.floor(box.top / LABEL.cell); down <= box.bottom / LABEL.cell; down += 1) {
      yield across * 65536 + down;
    }
  }
}

function keep(taken, box, owner) {
  for (const cell of cellsOf(box)) {
    if (!taken.has(cell)) taken.set(cell, []);
    taken.get(cell).push({ ...box, owner });
  }
}

function hits(taken, box, owner, over) {
  for (const cell of cellsOf(box)) {
    for (const other of taken.get(cell) ?? []) {
      const counts = over ? other.owner === IS_LABEL : other.owner !== owner;
      if (counts && other.left < box.right && box.left < other.right
        && other.top < box.bottom && box.top < other.bottom) return true;
    }
  }
  return false;
}
