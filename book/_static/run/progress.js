// How far the reader is in each set of exercises: in the sidebar, and wherever a page has a place for it.

import { right } from "./kept.js";

const script = document.querySelector("script[data-exercises]");
/** {"06": 10}: the number of exercises of each set. */
const totals = JSON.parse(script.dataset.exercises);

function done(set) {
  return Object.keys(right()).filter((name) => name.startsWith(`${set}.`)).length;
}

function mark(place, set) {
  const has = done(set);
  place.querySelector(".run-progress")?.remove();
  if (!has) return;
  const made = document.createElement("span");
  made.className = "run-progress";
  made.textContent = has >= totals[set] ? "✓" : `${has} of ${totals[set]}`;
  made.title = `${has} of ${totals[set]} exercises are right`;
  made.setAttribute("aria-label", `, ${made.title}`);
  made.setAttribute("role", "img");
  place.append(made);
}

function show() {
  for (const link of document.querySelectorAll("nav.bd-links a[href]")) {
    // The current page has the address "#".
    const path = link.getAttribute("href") === "#" ? location.pathname : link.pathname;
    const set = /\/exercises\/(\d\d)_[^/]*$/.exec(path)?.[1];
    if (set in totals) mark(link, set);
  }
  for (const place of document.querySelectorAll("[data-progress]")) if (place.dataset.progress in totals) mark(place, place.dataset.progress);
}

show();
addEventListener("bpfp:right", show);
addEventListener("storage", show);
