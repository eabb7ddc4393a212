// What a cell shows, as elements of the page: text, tables, figures, tracebacks, as in a notebook.

const RICHEST = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"];

/** Text as a terminal shows it: "\r" goes back to the beginning of the line, as progress bars do. */
export function asTerminal(text) {
  return text
    .split("\n")
    .map((line) => {
      let shown = "";
      for (const part of line.split("\r")) shown = part + shown.slice(part.length);
      return shown.trimEnd() === "" && line.includes("\r") ? "" : shown;
    })
    .join("\n");
}

let ansi;

/** Tracebacks have colors in a terminal's way. */
async function colored(text) {
  ansi ??= import("./vendor/ansi_up/ansi_up.js").then(({ AnsiUp }) => {
    const up = new AnsiUp();
    up.use_classes = true;
    return up;
  });
  return (await ansi).ansi_to_html(text);
}

function element(tag, className, content = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = content;
  return made;
}

/** Text as the pages of the book show it. */
function written(text) {
  const box = element("div", "highlight");
  box.append(element("pre", "", text));
  return box;
}

function picture(source, alt) {
  const image = document.createElement("img");
  image.src = source;
  image.alt = alt;
  return image;
}

/** A drawing in the colors of the page; see bplib/plots/drawings.py. */
function drawing(content, alt) {
  const box = element("span", "drawing-box");
  box.innerHTML = content;
  const svg = box.querySelector("svg");
  svg?.setAttribute("role", "img");
  svg?.setAttribute("aria-label", alt);
  return box;
}

/** HTML from Python, with its scripts: those of a string that is just put in would not run. */
function html(text) {
  const box = element("div", "output text_html");
  box.innerHTML = text;
  for (const old of box.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
  return box;
}

/** The richest form of a MIME bundle that a page can show. */
function shown(data, alt) {
  const type = RICHEST.find((each) => each in data);
  const content = data[type];
  if (type === "text/html") return html(content);
  const box = element("div", type === "text/plain" ? "output text_plain" : `output image_${type.slice(6, 9)}`);
  if (type === "image/svg+xml") box.append(drawing(content, alt));
 else if (type?.startsWith("image/")) box.append(picture(`data:${type};base64,${content}`, alt));
  else box.append(written(content ?? ""));
  return box;
}

/** The outputs of one run of a cell, in a container. */
export class Outputs {
  #box;
  #alt;
  #caption;
  #stream;
  #clearFirst = false;

  /** The box holds what the cell has shown before; its caption, and what its picture shows for who does not see it,
      go on to the next picture. */
  constructor(box) {
    this.#box = box;
    this.#alt = box.querySelector("img[alt]")?.alt ?? box.querySelector("svg[aria-label]")?.ariaLabel ?? "A figure that this cell draws";
    this.#caption = box.querySelector("figcaption");
    box.replaceChildren();
  }

  show(kind, content) {
    if (kind === "clear") {
      if (content.wait) this.#clearFirst = true;
      else this.#clear();
      return;
    }
    if (this.#clearFirst) this.#clear();
    if (kind === "stream") this.#print(content.name, content.text);
    else {
      this.#stream = undefined;
      if (kind === "display") this.#box.append(this.#captioned(shown(content.data, this.#alt)));
      if (kind === "error") this.#box.append(this.#traceback(content));
    }
  }

  #captioned(output) {
    if (!this.#caption || !output.querySelector("img, svg")) return output;
    const figure = element("figure", "book-figure");
    figure.append(output, this.#caption); // of several pictures the last has it
    return figure;
  }

  #clear() {
    this.#clearFirst = false;
    this.#stream = undefined;
    this.#box.replaceChildren();
  }

  #print(name, text) {
    if (this.#stream?.name !== name) {
      const box = element("div", `output stream run-${name}`);
      box.append(written(""));
      this.#box.append(box);
      this.#stream = { name, text: "", pre: box.querySelector("pre"), box };
    }
    const all = this.#stream.text + text;
    const shown = asTerminal(all);
    this.#stream.text = all.endsWith("\r") ? `${shown}\r` : shown; // what comes next is written over this line
    this.#stream.pre.textContent = shown;
    this.#stream.box.hidden = shown.trim() === "";
  }

  #traceback({ text }) {
    const box = element("div", "output traceback run-error");
    box.append(written(text.replace(/\x1b\[[\d;]*m/g, "")));
    const pre = box.querySelector("pre");
    pre.tabIndex = 0;
    colored(text).then((colors) => { pre.innerHTML = colors; }, () => {}); // without colors it can be read as well
    return box;
  }
}
