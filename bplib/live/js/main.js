// The figures for a front end that takes one file: <live-figure kind="network" settings="{…}">. What stands in the
// element is shown until the figure is there, and on paper.

import { KINDS } from "./figures/all.js";
import { defineElement } from "./page/element.js";

export function define() {
  defineElement((kind) => KINDS[kind]);
}
