/* The JSON island as a model: actors, statements, edges; and days as text. */

const DAY = 86400000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

function rowsOf(columns) {
  const names = Object.keys(columns);
  const lists = names.map((name) => {
    const column = columns[name];
    return Array.isArray(column) ? column : column.at.map((place) => column.pool[place]);
  });
  const count = lists.length ? lists[0].length : 0;
  return Array.from({ length: count }, (_, row) => {
    const made = { i: row };
    names.forEach((name, at) => { made[name] = lists[at][row]; });
    return made;
  });
}

function readModel(root) {
  const raw = JSON.parse(root.querySelector(".am-data").textContent);
  const actors = rowsOf(raw.nodes);
  const number = new Map(actors.map((actor) => [actor.id, actor.i]));
  for (const actor of actors) actor.root = rootOf(actors, actor.i);
  const statements = rowsOf(raw.edges);
  for (const one of statements) {
    one.from = number.get(one.from);
    one.to = number.get(one.to);
    one.letter = one.grade.slice(0, 1);
    one.sources = one.sources.map((place) => sourceOf(raw.sources[place]));
  }
  return {
    title: raw.title,
    low: raw.window[0],
    high: raw.window[1],
    at: raw.at,
    memory: raw.memory,
    focus: raw.focus === null ? null : number.get(raw.focus),
    actors,
    number,
    statements,
    shifts: raw.shifts.map(([id, actor, day, low, high, words]) =>
      ({ id, actor: number.get(actor), day, low, high, words })),
    tilts: raw.tilts.map((tilt) => ({ ...tilt, actor: number.get(tilt.actor) })),
    plain: edgesOf(actors, statements, false),
    folded: edgesOf(actors, statements, true),
  };
}

function sourceOf([title, publisher, date, url, reliability]) {
  return { title, publisher, date, url, reliability };
}

/* The last patron up the line; a circle of patrons ends where it closes. */
function rootOf(actors, start) {
  const seen = new Set();
  let at = start;
  while (actors[at].patron >= 0 && !seen.has(at)) {
    seen.add(at);
    at = actors[at].patron;
  }
  return at;
}

/* One edge for each (subject, relation, object), with all its statements. */
function edgesOf(actors, statements, folded) {
  const found = new Map();
  for (const one of statements) {
    const from = folded ? actors[one.from].root : one.from;
    const to = folded ? actors[one.to].root : one.to;
    if (folded && from === to) continue;
    const key = `${from} ${to} ${one.relation}`;
    if (!found.has(key)) {
      found.set(key, {
        i: found.size, from, to, relation: one.relation, label: one.relationLabel, statements: [],
      });
    }
    found.get(key).statements.push(one);
  }
  return [...found.values()];
}

function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function dayWords(day) {
  const date = new Date(day * DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/* A date as written, in words; what is no ISO date stays as it is. */
function writtenWords(text) {
  const [first, last] = text.split("/");
  if (last !== undefined) {
    const [from, to] = [first, last].map((side) => (side === ".." ? "" : writtenWords(side)));
    if (from && to) return `some time between ${from} and ${to}`;
    return from ? `${from} or later` : `${to} or before`;
  }
  const known = text.replace(/[?~%]$/, "").replace(/-XX/g, "");
  const said = /X$/.test(known)
    ? `some time between ${known.replaceAll("X", "0")} and ${known.replaceAll("X", "9")}` : plainWords(known);
  return /[?~%]$/.test(text) ? `about ${said}` : said;
}

function plainWords(text) {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!parts || (parts[2] && !MONTHS[parts[2] - 1])) return text;
  const [, year, month, day] = parts;
  return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
}

/* The last day of a typed year, month or day; null if it is none. */
function typedDay(text) {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  if (!parts) return null;
  const [year, month, day] = [parts[1], parts[2], parts[3]].map((part) => part && Number(part));
  if (month !== undefined && (month < 1 || month > 12)) return null;
  if (day === undefined) return Date.UTC(year, month ?? 12, 0) / DAY;
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCDate() === day ? made.getTime() / DAY : null;
}

/* Letters that no decomposition leads back to the one they are typed as; graph/model/names.py has them all. */
const TYPED = {
  ł: "l", đ: "d", ð: "d", ø: "o", æ: "ae", œ: "oe", þ: "th", ħ: "h", ı: "i", ß: "ss", ŋ: "n", ə: "e",
  ɓ: "b", ɗ: "d", ƙ: "k", ƴ: "y", ɲ: "n", ŧ: "t", ɛ: "e", ɔ: "o", ς: "σ", і: "и", ґ: "г", є: "е",
  "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647",
  "\u0640": "", "\u0621": "",
};

/* Text as it is searched: no case, accents or invisible signs, plain apostrophes, a space for a hyphen. */
function searchable(text) {
  return text.replace(/[‘’‛ʹʻʼʽʿʾ`´′＇ꞌ]/g, "'").replace(/[-\u00ad‐‑‒–—―−⸺⸻﹘﹣－־・·]/g, " ")
    .normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]|\p{Cf}/gu, "")
    .replace(/[^\0-\x7f]/gu, (sign) => TYPED[sign] ?? digitOf(sign)).replace(/\s+/g, " ").trim();
}

/* 0 to 9 for the digits of Arabic and Persian, any other sign as it is. */
function digitOf(sign) {
  const code = sign.codePointAt(0);
  for (const zero of [0x660, 0x6f0]) if (code >= zero && code < zero + 10) return String(code - zero);
  return sign;
}
