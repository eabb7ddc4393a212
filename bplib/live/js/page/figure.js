// What all figures share: a state that can be undone, reset, kept in the address and read by Python.

import { html } from "../drawing/elements.js";
import { button } from "./controls.js";

export class Figure extends EventTarget {
  /** ``host``: the element that it fills; ``settings``: what the figure was made with; ``words``: all that it says;
      ``kept``: a state to begin with, from Python or the address. */
  constructor(host, settings, words, kept = {}) {
    super();
    this.host = host;
    this.settings = settings;
    this.words = words;
    this.past = [];
    this.begin = this.initial(settings);
    this.state = this.accepted({ ...this.begin, ...kept }) ?? this.begin;
    this.root = html("div", { class: `live live-${this.constructor.kind}${settings.simple ? " live-simple" : ""}` });
    this.undoButton = button(words.common.undo, () => this.undo(), { disabled: true });
    this.shareButton = settings.address && !settings.simple ? button(words.common.share, () => this.share()) : "";
    this.resetButton = button(words.common.reset, () => this.set(this.begin, words.common.reset));
    this.build();
    this.resetButton.after(this.shareButton);
    host.replaceChildren(this.root);
    this.draw();
    new ResizeObserver(() => this.width !== this.drawnWidth && this.draw()).observe(this.root);
  }

  get width() {
    return Math.max(260, Math.floor(this.root.clientWidth) || 640);
  }

  /** A state from outside, or null if it is not one. */
  accepted(state) {
    return state;
  }

  /** Change the state. What is done in one go, a drag say, is undone in one go; a change that is none ends it. */
  set(changes, go = {}) {
    if (Object.entries(changes).every(([key, value]) => JSON.stringify(value) === JSON.stringify(this.state[key]))) {
      this.lastGo = undefined;
      return;
    }
    if (this.lastGo !== go) this.past.push(this.state);
    this.lastGo = go;
    if (this.past.length > 200) this.past.shift();
    this.state = { ...this.state, ...changes };
    this.changed();
  }

  /** Put the address of the figure as it stands on the clipboard, and into the address line. */
  async share() {
    const address = this.settings.address(this.constructor.kind, this.difference);
    history.replaceState(null, "", address);
    await navigator.clipboard?.writeText(address).catch(() => {});
    this.shareButton.textContent = this.words.common.copied;
    setTimeout(() => (this.shareButton.textContent = this.words.common.share), 2000);
  }

  undo() {
    if (!this.past.length) return;
    this.state = this.past.pop();
    this.lastGo = undefined;
    this.changed();
  }

  changed() {
    this.undoButton.disabled = !this.past.length;
    this.draw();
    this.dispatchEvent(new CustomEvent("change"));
  }

  /** A state that Python or the address gives. */
  take(state) {
    const next = this.accepted({ ...this.state, ...state });
    if (next) this.set(next);
  }

  /** What differs from the beginning: what the address and Python get. */
  get difference() {
    return Object.fromEntries(Object.entries(this.state).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(this.begin[key])));
  }
}
