// The figures for a site: what they share; each of them is a file of its own, fetched when it is wanted.

import { defineElement } from "./page/element.js";

export function define() {
  defineElement(async (kind) => Object.values(await import(`./${kind}.js`))[0]);
}
