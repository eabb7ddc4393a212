// The editor of a cell: a text field underneath, with Python's colors over it, indentation and undo.

import {
  createEditor, defaultKeymap, editHistory, editorCommands, matchBrackets,
} from "./vendor/prism-code-editor/prism-code-editor.js";

const style = (name) =>
  new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(name, import.meta.url).href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });

const styles = Promise.all(["vendor/prism-code-editor/layout.css", "editor.css"].map(style));

/** What the keys do that the page gives a meaning of its own. */
const KEYS = [
  ["runHere", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey || event.altKey)],
  ["runOn", (event) => event.key === "Enter" && event.shiftKey],
  ["leave", (event) => event.key === "Escape"],
];

/** An editor in a box.
    ``does``: {change(text), runHere(), runOn(), leave()}; Escape leaves, so that Tab can indent. */
export async function openEditor(box, text, label, does) {
  await styles;
  const editor = createEditor(
    box,
    { language: "python", value: text, tabSize: 4, insertSpaces: true, wordWrap: false },
    editorCommands(defaultKeymap),
    editHistory(),
    matchBrackets(),
  );
  const { textarea, container } = editor;
  textarea.setAttribute("aria-label", label);
  textarea.setAttribute("aria-description", "Shift and Enter run it. Escape leaves it.");
  textarea.name = "code";
  editor.on("update", (value) => does.change(value));
  container.addEventListener(
    "keydown",
    (event) => {
      const [name] = KEYS.find(([, meant]) => meant(event)) ?? [];
      if (!name) return;
      event.preventDefault();
      event.stopPropagation();
      does[name]();
    },
    true,
  );
  return {
    focus: (from, to) => {
      textarea.focus();
      if (from !== undefined) textarea.setSelectionRange(from, to);
    },
    set: (value) => editor.setOptions({ value }),
  };
}
