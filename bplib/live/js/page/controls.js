// Controls that all figures use: native ones, so that keyboard, touch and screen readers work them.

import { html } from "../drawing/elements.js";
import { short } from "../drawing/format.js";

export function button(label, onclick, attributes = {}) {
  return html("button", { type: "button", onclick, ...attributes }, label);
}

/** A choice out of {value: label}; ``set(value)`` shows one. */
export function choice(label, options, onchange) {
  const select = html("select", { "aria-label": label, onchange: () => onchange(select.value) });
  const offer = (all) => select.replaceChildren(...Object.entries(all).map(([value, text]) => html("option", { value }, text)));
  offer(options);
  const box = html("label", { class: "live-field" }, html("span", {}, label), select);
  return { box, offer, set: (value) => (select.value = value), get: () => select.value };
}

/** A slider with a field for its number. ``scale`` is linear or, for positive numbers, logarithmic. */
export function slider(label, { min, max, step, logarithmic = false, digits = 3, title = "" }, onchange) {
  const to = logarithmic ? Math.log10 : (value) => value;
  const from = logarithmic ? (value) => 10 ** value : (value) => value;
  const range = html("input", { type: "range", min: to(min), max: to(max), step: logarithmic ? 0.01 : step, title });
  const field = html("input", { type: "text", inputmode: "decimal", size: 7, class: "live-typed" });
  const name = html("span", {}, label);
  const send = (value, last) => Number.isFinite(value) && onchange(value, last);
  range.addEventListener("input", () => send(Number(from(Number(range.value)).toPrecision(6)), false));
  range.addEventListener("change", () => send(Number(from(Number(range.value)).toPrecision(6)), true));
  let shown = "";
  const typed = () => {
    const value = Number(field.value.replace("−", "-").replace(",", "."));
    if (field.value.trim() && Number.isFinite(value)) send(value, true);
    else field.value = shown; // not a number
  };
  field.addEventListener("change", typed);
  const box = html("div", { class: "live-slider" }, html("label", {}, name, range), field);
  const rename = (text) => {
    name.replaceChildren(text);
    range.ariaLabel = name.textContent;
    field.ariaLabel = name.textContent;
  };
  rename(label);
  return {
    box,
    range,
    field,
    rename,
    set(value) {
      range.value = to(Math.min(Math.max(value, min), max));
      range.setAttribute("aria-valuetext", short(value, digits));
      shown = short(value, digits);
      if (document.activeElement !== field || field.getRootNode().activeElement !== field) field.value = shown;
    },
  };
}

/** A box that opens. */
export function fold(summary, ...content) {
  return html("details", { class: "live-fold" }, html("summary", {}, summary), ...content);
}
