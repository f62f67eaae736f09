/* An actor's tilt between two poles as a small line with its band. */

const SPARK = { width: 300, height: 84, left: 4, right: 4, top: 6, bottom: 16 };

function tiltFigure(map, tilt) {
  const { low, high } = map.model;
  const across = SPARK.width - SPARK.left - SPARK.right;
  const down = SPARK.height - SPARK.top - SPARK.bottom;
  const x = (day) => SPARK.left + across * shareOf({ low, high }, day);
  const y = (value) => SPARK.top + (down * (1 - Math.min(Math.max(value, -1), 1))) / 2;
  const years = [low, high].map((day, at) => drawn(
    "text", { x: at ? SPARK.width - 4 : 4, y: SPARK.height - 3, "text-anchor": at ? "end" : "start" },
    isoOf(day).slice(0, 4),
  ));
  const now = x(map.state.day).toFixed(1);
  const words = `Tilt of ${map.model.actors[tilt.actor].label} between ${tilt.poles[0]} (top) and ${tilt.poles[1]} (bottom)`;
  return element(
    "figure", { class: "am-tilt" },
    element("figcaption", {}, `Tilt: ${tilt.poles[0]} above, ${tilt.poles[1]} below`),
    drawn(
      "svg", { viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, role: "img", "aria-label": words },
      drawn("path", { class: "am-tilt-band", d: runsOf(tilt, (run) => bandPath(tilt, run, x, y)) }),
      drawn("path", { class: "am-tilt-zero", d: `M${SPARK.left} ${y(0)}H${SPARK.width - SPARK.right}` }),
      drawn("path", { class: "am-tilt-line", d: runsOf(tilt, (run) => linePath(tilt.mean, tilt.days, run, x, y)) }),
      drawn("path", { class: "am-tilt-now", d: `M${now} ${SPARK.top}V${SPARK.height - SPARK.bottom}` }),
      ...years,
    ),
    element("p", { class: "am-note" }, tiltWords(tilt, map.state.day)),
  );
}

/* Unbroken stretches of known values, each turned into a path. */
function runsOf(tilt, draw) {
  const runs = [];
  let run = [];
  for (let at = 0; at <= tilt.days.length; at += 1) {
    const known = at < tilt.days.length
      && [tilt.mean[at], tilt.low[at], tilt.high[at]].every((value) => value !== null);
    if (known) run.push(at);
    else if (run.length) {
      runs.push(run);
      run = [];
    }
  }
  return runs.map(draw).join("");
}

function linePath(values, days, run, x, y) {
  const points = run.map((at) => `${x(days[at]).toFixed(1)} ${y(values[at]).toFixed(1)}`);
  return `M${points.join("L")}${run.length === 1 ? "h1" : ""}`;
}

function bandPath(tilt, run, x, y) {
  const back = [...run].reverse();
  const low = linePath(tilt.low, tilt.days, back, x, y).replace("M", "L");
  return `${linePath(tilt.high, tilt.days, run, x, y)}${low}Z`;
}

function tiltWords({ days, mean, low, high, poles }, day) {
  const at = days.findLastIndex((one, place) => one <= day && mean[place] !== null);
  if (at < 0) return "No value on this date yet.";
  const signed = (value) => (value === null ? "?" : `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`);
  const clear = low[at] > 0 || high[at] < 0;
  const side = clear ? `nearer ${poles[mean[at] > 0 ? 0 : 1]}` : "no clear side";
  return `${dayWords(days[at])}: ${signed(mean[at])} (${signed(low[at])} to ${signed(high[at])}), ${side}.`;
}
