/* Elements and words. Text reaches the page as text nodes only, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function button(text, action, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}

/* Python has let through only http and https; the page looks once more. */
function linkOr(text, url) {
  if (!/^https?:\/\/[^/]/i.test(url)) return text;
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}

function counted(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function shortened(text, most) {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join("").trimEnd()}…` : text;
}

function later(action, wait) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
}

const SIGN_WORDS = new Map([["1", "positive"], ["0", "neutral"], ["-1", "negative"]]);

const KIND_WORDS = new Map([
  ["armed_force", "armed force"],
  ["pmsc", "private military company"],
  ["igo", "international organisation"],
]);

function kindWords(kind) {
  return KIND_WORDS.get(kind) ?? (kind.replace(/_/g, " ") || "unnamed kind");
}

/* NATO's Admiralty code. */
const GRADE_WORDS = new Map([
  ["A", "completely reliable source"], ["B", "usually reliable source"],
  ["C", "fairly reliable source"], ["D", "not usually reliable source"],
  ["E", "unreliable source"], ["F", "reliability cannot be judged"],
  ["1", "confirmed"], ["2", "probably true"], ["3", "possibly true"],
  ["4", "doubtful"], ["5", "improbable"], ["6", "truth cannot be judged"],
]);

function gradeWords(grade) {
  return [...grade].map((sign) => GRADE_WORDS.get(sign)).filter(Boolean).join(", ");
}
