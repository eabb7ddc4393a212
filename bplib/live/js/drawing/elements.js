// Elements of the page and of drawings, in one line each.

const SVG = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const html = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

/** A name with indices: "W<sup>2</sup><sub>12</sub>". */
export function symbol(letter, upper = "", lower = "") {
  const made = html("span", { class: "live-symbol" }, html("i", {}, letter));
  if (upper !== "") made.append(html("sup", {}, String(upper)));
  if (lower !== "") made.append(html("sub", {}, String(lower)));
  return made;
}
