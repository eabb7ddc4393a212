// The figures for notebooks: what anywidget takes. State goes both ways.

import { show } from "./figures/all.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function render({ model, el }) {
  const figure = show(el, model.get("kind"), model.get("settings"), { state: model.get("live_state") });
  const give = () => {
    if (same(figure.difference, model.get("live_state"))) return;
    model.set("live_state", figure.difference);
    model.save_changes();
  };
  const take = () => same(figure.difference, model.get("live_state")) || figure.take({ ...figure.begin, ...model.get("live_state") });
  figure.addEventListener("change", give);
  model.on("change:live_state", take);
  return () => model.off("change:live_state", take);
}

export const widget = { render };
