// What the reader's browser keeps: the code that he changed, and which exercises he has right. Nothing leaves it.

const CODE = "bpfp:code:";
const RIGHT = "bpfp:right";
const ANSWERS = "bpfp:answer:"; // of questions.js
const memory = new Map(); // where nothing can be kept, as in some private windows

function get(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return memory.get(key) ?? null;
  }
}

function set(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    memory.set(key, value);
  }
}

/** The changed cells of a page: {key: {text, original}}, where original is the book's text that was changed. */
export const changes = (page) => get(CODE + page) ?? {};

export function keepChange(page, key, change) {
  const all = changes(page);
  if (change) all[key] = change;
  else delete all[key];
  set(CODE + page, Object.keys(all).length ? all : null);
}

/** The exercises that are right, such as {"06.1": true}. */
export const right = () => get(RIGHT) ?? {};

export function keepRight(exercise) {
  set(RIGHT, { ...right(), [exercise]: true });
  dispatchEvent(new Event("bpfp:right"));
}

/** Forget what a page has: code, answers to its questions, and the exercises that are right. */
export function forget(page, exercises) {
  set(CODE + page, null);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${ANSWERS}${page}`)) localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
  const rest = Object.entries(right()).filter(([name]) => !exercises.includes(name));
  set(RIGHT, rest.length ? Object.fromEntries(rest) : null);
  dispatchEvent(new Event("bpfp:right"));
}

/** Ask that the browser does not delete it when it needs room. */
export const persist = () => navigator.storage?.persist?.().catch(() => {});
