// A figure in an element of the page, and its state in the address.

import { en } from "./strings.js";

/** JupyterLab takes Enter, the arrows and letters for its own; they belong to the figure that has the focus. */
function keep(event) {
  const command = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
  if (!command && event.currentTarget.closest(".jp-Notebook")) event.stopPropagation();
}

/** Fill an element with a figure of a class. ``state``: what differs from its beginning. */
export function fill(host, Figure, settings, { words = en, state = {} } = {}) {
  host.addEventListener("keydown", keep);
  return new Figure(host, settings, words, state);
}

/** Make <live-figure> known. ``classOf(kind)`` is the class of the figures of a kind, or a promise of it. */
export function defineElement(classOf) {
  if (customElements.get("live-figure")) return;
  customElements.define(
    "live-figure",
    class extends HTMLElement {
      async connectedCallback() {
        if (this.begun) return;
        this.begun = true;
        const kind = this.getAttribute("kind");
        const Figure = await classOf(kind);
        const settings = JSON.parse(this.getAttribute("settings"));
        settings.equation = equationAddress;
        settings.address = addressOf;
        settings.load = () => fetch(new URL("digit.json", import.meta.url)).then((answer) => answer.json());
        const host = document.createElement("div");
        this.append(host);
        const state = { ...JSON.parse(this.getAttribute("state") ?? "{}"), ...fromAddress(kind) };
        this.figure = fill(host, Figure, settings, { state });
        this.figure.addEventListener("change", () => {
          this.changed = true;
        });
        if (this.dataset.channel) listen(this);
        addEventListener("hashchange", () => {
          const asked = fromAddress(kind);
          if (!Object.keys(asked).length) return;
          this.state = asked;
          this.scrollIntoView();
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
    },
  );
}

/** Where Python is in a worker of this site: it hears of the reader's changes, and is heard, as {number: state}. */
function listen(element) {
  const { channel: name, number } = element.dataset;
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    const state = JSON.parse(data)[number];
    if (state) element.state = state;
  };
  element.figure.addEventListener("change", () => channel.postMessage(JSON.stringify({ [number]: element.state })));
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

/** Where an equation stands in the book, from what the page says; null elsewhere. */
function equationAddress(number) {
  const pages = JSON.parse(document.querySelector("#live-equations")?.textContent ?? "{}");
  const anchor = `#equation-${number.toLowerCase().replace(".", "-")}`;
  return pages[number] ? new URL(pages[number] + anchor, location).href : null;
}
