// A field into which a formula is typed.

import { FormulaError } from "../arithmetic/formulas.js";
import { html } from "../drawing/elements.js";
import { choice } from "./controls.js";

/** A field for a formula, with some to choose from. ``accept`` may raise a FormulaError, which is said in words. */
export function formulaField(words, label, presets, accept) {
  const field = html("input", { type: "text", size: 28, spellcheck: "false", autocapitalize: "off", autocomplete: "off", class: "live-formula" });
  const problem = html("p", { class: "live-alarm", role: "alert" });
  const read = () => {
    try {
      problem.textContent = "";
      accept(field.value);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      problem.textContent = words[error.kind](error.what);
    }
  };
  field.addEventListener("change", read);
  const preset = choice(words.presets, { "": words.choose, ...presets }, (formula) => {
    if (!formula) return;
    field.value = formula;
    read();
  });
  const box = html("div", {}, html("div", { class: "live-row" }, html("label", { class: "live-field" }, html("span", {}, label), field), preset.box), problem);
  return {
    box,
    set(formula) {
      if (field.getRootNode().activeElement !== field) field.value = formula;
      preset.set(formula in presets ? formula : "");
    },
  };
}
