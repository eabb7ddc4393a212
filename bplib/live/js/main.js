// The figures for a page: <live-figure kind="network" settings="{…}">. What stands in the element is shown until the
// figure is there, and on paper.

import { FigureElement } from "./page/element.js";

export function define() {
  if (!customElements.get("live-figure")) customElements.define("live-figure", FigureElement);
}
