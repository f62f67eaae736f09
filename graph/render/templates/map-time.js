/* The slider, what is marked on it, the typed date, and playing through the window. */

const STEP_MS = 220;

function makeTime(map) {
  const slider = map.part(".am-day");
  const { low, high } = map.model;
  Object.assign(slider, { min: low, max: high });
  const time = { map, slider, timer: null };
  slider.addEventListener("input", () => map.update({ day: Number(slider.value) }));
  map.part(".am-marks").append(...marksOf(map));
  new ResizeObserver(() => map.part(".am-axis").replaceChildren(...axisOf(map))).observe(slider);
  const form = map.part(".am-goto");
  const input = form.querySelector("input");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    goTo(map, input);
  });
  input.addEventListener("change", () => goTo(map, input));
  map.on("play", () => (time.timer === null ? play(time) : pause(time)));
  map.on("previous-shift", () => jump(map, -1));
  map.on("next-shift", () => jump(map, 1));
  map.part(".am-jump").hidden = map.model.shifts.length === 0;
  return time;
}

function shareOf({ low, high }, day) {
  return Math.min(Math.max((day - low) / (high - low), 0), 1);
}

function percent(share) {
  return `${(100 * share).toFixed(3)}%`;
}

/* How many statements start when, as bars; over them each shift's interval and its day. */
function marksOf(map) {
  const { model } = map;
  const marks = [barsOf(model)];
  for (const shift of model.shifts) {
    const left = shareOf(model, shift.low);
    const band = element("span", { class: "am-band", title: shift.words });
    band.style.left = percent(left);
    band.style.width = percent(Math.max(shareOf(model, shift.high) - left, 0.002));
    const tick = element("span", { class: "am-tick", title: shift.words });
    tick.style.left = percent(shareOf(model, shift.day));
    for (const mark of [band, tick]) {
      mark.addEventListener("click", () => map.update({ day: clamped(model, shift.day) }));
    }
    marks.push(band, tick);
  }
  return marks;
}

function barsOf(model) {
  const bins = new Array(160).fill(0);
  for (const one of model.statements) {
    if (one.first !== null && one.first >= model.low && one.first <= model.high) {
      bins[Math.min(Math.floor(160 * shareOf(model, one.first)), 159)] += 1;
    }
  }
  const most = Math.max(...bins, 1);
  const path = bins.map((count, at) => (count ? `M${at} 24V${24 - 22 * (count / most) ** 0.7}h.8V24Z` : ""));
  return drawn(
    "svg", { class: "am-bars", viewBox: "0 0 160 24", preserveAspectRatio: "none" },
    drawn("path", { d: path.join("") }),
  );
}

/* Years under the slider, as many as have room. */
function axisOf({ model, part }) {
  const first = new Date(model.low * DAY).getUTCFullYear();
  const last = new Date(model.high * DAY).getUTCFullYear();
  const room = Math.max(part(".am-axis").clientWidth / 46, 1);
  const every = Math.ceil((last - first + 1) / room);
  const marks = [];
  for (let year = first; year <= last; year += 1) {
    const day = Date.UTC(year, 0, 1) / DAY;
    if (day < model.low || day > model.high || year % every) continue;
    const mark = element("span", {}, String(year));
    mark.style.left = percent(shareOf(model, day));
    marks.push(mark);
  }
  return marks;
}

function clamped({ low, high }, day) {
  return Math.min(Math.max(day, low), high);
}

function goTo(map, input) {
  if (!input.value.trim()) return sayGoTo(map, input, "");
  const day = typedDay(input.value);
  if (day === null) {
    return sayGoTo(map, input, "Write a year, a month or a day: 2022, 2022-02 or 2022-02-17.");
  }
  const held = clamped(map.model, day);
  sayGoTo(map, input, held === day ? "" : `The map covers ${windowWords(map.model)}.`, held === day);
  return map.update({ day: held });
}

function sayGoTo(map, input, message, fine = message === "") {
  map.part(".am-goto-note").textContent = message;
  input.setAttribute("aria-invalid", String(!fine));
}

function windowWords({ low, high }) {
  return `${dayWords(low)} to ${dayWords(high)}`;
}

function jump(map, way) {
  const { shifts } = map.model;
  const found = way > 0
    ? shifts.find((shift) => shift.day > map.state.day)
    : shifts.findLast((shift) => shift.day < map.state.day);
  if (found) map.update({ day: clamped(map.model, found.day) });
}

/* By the month over long windows, by the week over short ones. */
function nextDay({ low, high }, day) {
  if (high - low < 730) return day + 7;
  const date = new Date(day * DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY;
}

function play(time) {
  const { map } = time;
  if (map.state.day >= map.model.high) map.update({ day: map.model.low });
  map.part(".am-play").textContent = "Pause";
  time.timer = setInterval(() => {
    const day = Math.min(nextDay(map.model, map.state.day), map.model.high);
    map.update({ day });
    if (day >= map.model.high) pause(time);
  }, STEP_MS);
}

function pause(time) {
  clearInterval(time.timer);
  time.timer = null;
  time.map.part(".am-play").textContent = "Play";
}

function showTime({ map, slider }) {
  const { day } = map.state;
  slider.value = day;
  slider.setAttribute("aria-valuetext", dayWords(day));
  map.part(".am-when").textContent = dayWords(day);
  const now = map.model.shifts.filter((shift) => shift.low <= day && day <= shift.high);
  map.part(".am-shift").textContent = now.map((shift) => shift.words).join(" ");
}
