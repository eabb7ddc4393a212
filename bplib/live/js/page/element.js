// A figure in an element of the page, and its state in the address.

import { BowlFigure } from "../figures/bowl.js";
import { BumpsFigure } from "../figures/bumps.js";
import { DigitFigure } from "../figures/digit.js";
import { GraphFigure } from "../figures/graph.js";
import { NetworkFigure } from "../figures/network.js";
import { SlopeFigure } from "../figures/slope.js";
import { XorFigure } from "../figures/xor.js";
import { en } from "./strings.js";

const KINDS = Object.fromEntries([NetworkFigure, GraphFigure, SlopeFigure, BowlFigure, XorFigure, BumpsFigure, DigitFigure].map((each) => [each.kind, each]));

/** Fill an element with a figure. ``state``: what differs from its beginning. */
export function show(host, kind, settings, { words = en, state = {} } = {}) {
  return new KINDS[kind](host, settings, words, state);
}

export class FigureElement extends HTMLElement {
  connectedCallback() {
    if (this.figure) return;
    const kind = this.getAttribute("kind");
    const settings = JSON.parse(this.getAttribute("settings"));
    settings.equation = equationAddress;
    settings.address = addressOf;
    settings.load = () => fetch(new URL("digit.json", import.meta.url)).then((answer) => answer.json());
    const host = document.createElement("div");
    this.append(host);
    const state = { ...JSON.parse(this.getAttribute("state") ?? "{}"), ...fromAddress(kind) };
    this.figure = show(host, kind, settings, { state });
    this.figure.addEventListener("change", () => {
      this.changed = true;
    });
    this.dataset.ready = "";
  }

  /** What the reader has made of it, as Python sees it. */
  get state() {
    return this.figure.difference;
  }

  set state(state) {
    this.figure.take({ ...this.figure.begin, ...state });
  }
}

/** "#network=…": the state of the figure of that kind. */
function fromAddress(kind) {
  const found = new URLSearchParams(location.hash.slice(1)).get(kind);
  if (!found) return {};
  try {
    return JSON.parse(found);
  } catch {
    return {};
  }
}

/** The address of this page with the figure as it stands. */
function addressOf(kind, difference) {
  const url = new URL(location);
  url.hash = String(new URLSearchParams({ [kind]: JSON.stringify(difference) }));
  return url.href;
}

/** Where an equation stands in the book, from the sidebar; null if the page has none. */
function equationAddress(number) {
  const chapter = /^BP/.test(number) ? "06" : number.split(".")[0].padStart(2, "0");
  const link = [...document.querySelectorAll("nav.bd-links a")].find(({ href }) => href.includes(`chapters/${chapter}_`));
  return link ? `${link.href.split("#")[0]}#equation-${number.toLowerCase().replace(".", "-")}` : null;
}
