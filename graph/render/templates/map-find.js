/* The search box: suggestions over labels and aliases, without regard to case and accents. */

const MOST_FOUND = 8;

function makeFind(map) {
  const input = map.part(".am-search input");
  const list = map.part(".am-found");
  const names = map.model.actors.flatMap((actor) => [
    { actor, name: actor.label, key: searchable(actor.label) },
    ...actor.aliases.map((name) => ({ actor, name, key: searchable(name) })),
  ]);
  const find = { map, input, list, names, found: [], active: -1 };
  input.addEventListener("input", () => suggest(find));
  input.addEventListener("focus", () => suggest(find));
  input.addEventListener("blur", () => closeFound(find));
  input.addEventListener("keydown", (event) => findKey(find, event));
}

function suggest(find) {
  const wanted = searchable(find.input.value);
  find.found = wanted ? bestOf(find.names, wanted) : [];
  find.active = find.found.length ? 0 : -1;
  find.list.replaceChildren(...find.found.map((hit, at) => foundOption(find, hit, at)));
  if (wanted && !find.found.length) {
    find.list.append(element("li", { class: "am-none", role: "presentation" }, "No actor of that name"));
  }
  find.list.hidden = !wanted;
  find.input.setAttribute("aria-expanded", String(Boolean(wanted)));
  markActive(find);
}

/* Whole names first, then beginnings, beginnings of words, the rest; each actor once. */
function bestOf(names, wanted) {
  const score = ({ key }) => {
    if (key === wanted) return 0;
    if (key.startsWith(wanted)) return 1;
    if (key.includes(` ${wanted}`)) return 2;
    return key.includes(wanted) ? 3 : 4;
  };
  const best = new Map();
  for (const entry of names) {
    const rank = score(entry);
    const { i } = entry.actor;
    if (rank < 4 && (!best.has(i) || rank < best.get(i).rank)) best.set(i, { ...entry, rank });
  }
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank || a.key.length - b.key.length || a.actor.i - b.actor.i)
    .slice(0, MOST_FOUND);
}

function foundOption(find, { actor, name }, at) {
  const option = element(
    "li", { role: "option", id: `${find.list.id}-${at}` },
    actor.label,
    element("small", {}, name === actor.label ? kindWords(actor.kind) : `also ${name}`),
  );
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    takeFound(find, at);
  });
  return option;
}

function markActive(find) {
  [...find.list.querySelectorAll("[role=option]")].forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === find.active));
  });
  if (find.active < 0) find.input.removeAttribute("aria-activedescendant");
  else find.input.setAttribute("aria-activedescendant", `${find.list.id}-${find.active}`);
}

function takeFound(find, at) {
  const hit = find.found[at];
  if (!hit) return;
  find.input.value = hit.actor.label;
  closeFound(find);
  find.map.select({ actor: hit.actor.i }, { bring: true });
}

function closeFound(find) {
  find.list.hidden = true;
  find.active = -1;
  find.input.setAttribute("aria-expanded", "false");
  find.input.removeAttribute("aria-activedescendant");
}

function findKey(find, event) {
  const count = find.found.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (find.list.hidden) suggest(find);
    else if (count) find.active = (find.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    markActive(find);
  } else if (event.key === "Enter") {
    event.preventDefault();
    takeFound(find, find.active);
  } else if (event.key === "Escape" && !find.list.hidden) {
    event.stopPropagation();
    closeFound(find);
  }
}
