/* The evidence panel: every statement behind an actor or an edge, newest first. */

const PAGE = 60;

function showPanel(map) {
  const panel = map.part(".am-panel");
  const { selected } = map.state;
  const parts = !selected ? summaryParts(map)
    : selected.edge ? edgeParts(map, selected.edge) : actorParts(map, selected.actor);
  const scroll = map.panelOf === selected ? panel.scrollTop : 0;
  map.panelOf = selected;
  panel.replaceChildren(...parts);
  panel.scrollTop = scroll;
}

function panelHead(map, title, ...below) {
  const close = button("Close", () => map.select(null), { class: "am-close", "aria-label": "Close the evidence" });
  return element("div", { class: "am-head" }, close, element("h3", {}, title), ...below);
}

function note(text) {
  return element("p", { class: "am-note" }, text);
}

function actorParts(map, i) {
  const { model, state } = map;
  const actor = model.actors[i];
  const patron = actor.patron >= 0 ? model.actors[actor.patron] : null;
  const mine = (at) => at === i || (state.folded && model.actors[at].root === i);
  const statements = model.statements.filter((one) => mine(one.from) || mine(one.to));
  return [
    panelHead(
      map, actor.label,
      note(kindWords(actor.kind)),
      actor.aliases.length ? note(`Also: ${actor.aliases.join(", ")}`) : null,
      patron && element("p", { class: "am-note" }, "Part of ", actorButton(map, patron)),
      neighbourButton(map, i),
    ),
    ...model.tilts.filter((tilt) => tilt.actor === i).map((tilt) => tiltFigure(map, tilt)),
    ...evidenceParts(map, statements),
  ];
}

function actorButton(map, actor) {
  return button(actor.label, () => map.select({ actor: actor.i }, { bring: true }), { class: "am-link" });
}

function neighbourButton(map, i) {
  if (map.state.around === i) {
    return button("Show everyone again", () => map.update({ around: null }, { fit: true }));
  }
  return button("Only this actor and its neighbours", () => (
    map.update({ around: i, depth: 1 }, { fit: true })));
}

function edgeParts(map, edge) {
  const { actors } = map.model;
  return [
    panelHead(
      map, `${actors[edge.from].label} → ${actors[edge.to].label}`,
      note(edge.label),
      element("p", { class: "am-note" }, actorButton(map, actors[edge.from]), " ", actorButton(map, actors[edge.to])),
    ),
    ...evidenceParts(map, edge.statements),
  ];
}

function evidenceParts(map, statements) {
  const sorted = [...statements].sort((a, b) => (
    (b.first ?? -Infinity) - (a.first ?? -Infinity) || a.i - b.i));
  const now = sorted.filter((one) => holds(one, map.state.day, map.model.memory));
  const listed = map.onlyNow ? now : sorted;
  const list = element("ol", { class: "am-evidence" });
  let shown = 0;
  const more = button("", () => grow());
  const grow = () => {
    list.append(...listed.slice(shown, shown + PAGE).map((one) => statementItem(map, one)));
    shown = Math.min(shown + PAGE, listed.length);
    more.hidden = shown === listed.length;
    more.textContent = `Show more (${listed.length - shown} left)`;
  };
  grow();
  const count = `${counted(sorted.length, "statement", "statements")}, ${now.length} in view on ${dayWords(map.state.day)}`;
  const only = button("Only those in view", () => {
    map.onlyNow = !map.onlyNow;
    showPanel(map);
  }, { "aria-pressed": String(Boolean(map.onlyNow)) });
  return [element("h4", {}, count), only, list, more];
}

function statementItem(map, one) {
  const now = holds(one, map.state.day, map.model.memory);
  const sign = SIGN_WORDS.get(String(one.sign));
  return element(
    "li", { class: now ? "am-now" : "", "data-statement": one.id },
    element(
      "p", { class: "am-date" },
      element("span", { class: `am-sign am-${sign}`, title: sign }),
      whenWords(one),
      now ? element("span", { class: "am-badge" }, "in view") : null,
    ),
    element("p", { class: "am-sentence" }, one.label),
    one.by.length ? factLine("Asserted by", one.by.join(", ")) : null,
    one.denied.length || one.denial
      ? factLine(one.denied.length ? "Denied by" : "Denied:", [one.denied.join(", "), one.denial].filter(Boolean).join(": "), "am-denied") : null,
    one.contested && !one.denied.length && !one.denial
      ? element("p", { class: "am-denied" }, "≠ Contested: sources disagree.") : null,
    factLine("Grade", [one.grade, gradeWords(one.grade)].filter(Boolean).join(": ")
      + `; probability ${one.probability.toFixed(2)}; weight ${one.weight.toFixed(2)}, ${sign}`),
    sourceList(one.sources),
  );
}

function factLine(term, text, kind = "am-fact") {
  return element("p", { class: kind }, element("b", {}, `${term} `), text);
}

function whenWords(one) {
  const start = writtenWords(one.start);
  const end = writtenWords(one.end);
  if (!one.tie) return [start || "undated", end && end !== start && `to ${end}`].filter(Boolean).join(" ");
  return end ? `${start || "start unknown"} to ${end}` : `since ${start || "before the window"}`;
}

function sourceList(sources) {
  const list = element("ul", { class: "am-sources" });
  for (const { title, publisher, date, url, reliability } of sources) {
    const rest = [writtenWords(date), reliability && `reliability ${reliability}`].filter(Boolean);
    list.append(element(
      "li", {}, element("b", {}, publisher || "Unnamed publisher"), ": ",
      linkOr(title || "untitled", url), rest.length ? `, ${rest.join(", ")}` : "",
    ));
  }
  return list;
}

/* With nothing selected: the heaviest edges in view, each a way in. */
function summaryParts(map) {
  const { model, view } = map;
  const heaviest = [...view.edges].sort((a, b) => (
    b.weight * b.probability - a.weight * a.probability || a.edge.i - b.edge.i)).slice(0, 12);
  const list = element("ol", { class: "am-heaviest" });
  for (const seen of heaviest) {
    const words = SIGN_WORDS.get(String(seen.sign));
    list.append(element(
      "li", {}, element("span", { class: `am-sign am-${words}`, title: words }),
      button(
        `${model.actors[seen.from].label} → ${model.actors[seen.to].label}`,
        () => map.select({ edge: seen.edge }), { class: "am-link" },
      ),
      element("small", {}, ` ${seen.edge.label}${seen.contested ? " ≠" : ""}`),
    ));
  }
  return [
    element("h3", {}, dayWords(map.state.day)),
    note("Click an actor or a line to read the statements behind it."),
    element("h4", {}, "Heaviest in view"), list,
  ];
}
