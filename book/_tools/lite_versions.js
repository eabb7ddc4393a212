// Two versions of a notebook, the learner's and the book's, cell by cell; loaded by lite_page.js when one wants to see.

const style = document.createElement("style");
style.textContent = `
  #book-versions { width: min(70rem, 94vw); max-height: 90vh; box-sizing: border-box; padding: 0 1.2em 1em; overflow: auto;
    font: 15px/1.45 system-ui, sans-serif; background: var(--jp-layout-color1, #fff); color: var(--jp-ui-font-color1, #222);
    border: 1px solid var(--jp-border-color1, #bbb); }
  #book-versions h2 { font-size: 1.3em; margin: .8em 0 .4em; outline: none; }
  #book-versions h3 { font-size: 1.05em; margin: 1.2em 0 .3em; }
  #book-versions h4 { font-size: 1em; margin: 0; font-weight: normal; }
  #book-versions button { font: inherit; }
  #book-versions a { color: var(--jp-content-link-color, #1565c0); }
  #book-versions .two { display: grid; gap: .3em 1em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
  #book-versions pre { margin: .2em 0 .5em; padding: .5em; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.4 monospace;
    border: 1px solid var(--jp-border-color1, #bbb); color: inherit; background: none; }
  #book-versions mark { display: block; min-height: 1.4em; color: inherit; background: color-mix(in srgb, #f0a000 28%, transparent); }
  #book-versions .choice { position: sticky; bottom: -1em; display: flex; flex-wrap: wrap; gap: .4em 1em; align-items: baseline;
    margin: 1em 0 -1em; padding: .6em 0; background: inherit; border-top: 1px solid var(--jp-border-color1, #bbb); }`;

function element(name, text = "", properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

const source = (cell) => [cell.source].flat().join("");

/** For each line of two texts whether the other has it too, in the same order. */
export function sameLines(one, other) {
  const length = Array.from({ length: one.length + 1 }, () => new Array(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      length[i][j] = one[i] === other[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  const same = [one.map(() => false), other.map(() => false)];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) same[0][i++] = same[1][j++] = true;
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return same;
}

/** The cells in which two notebooks differ, in the book's order: {id, type, under, mine, theirs, after}. A text is null
 *  where that notebook has no such cell; ``after`` is the cell of both that a new one follows. */
export function differences(mine, theirs) {
  const own = new Map(mine.map((cell) => [cell.id, cell])), book = new Set(theirs.map((cell) => cell.id));
  const found = [];
  let under = "", after = null;
  for (const cell of theirs) {
    const heading = cell.cell_type === "markdown" && /^#+ +(.+)$/m.exec(source(cell));
    if (heading) under = heading[1].replace(/[*_$`]/g, "");
    const text = source(cell), copy = own.get(cell.id);
    if (!copy || source(copy).trim() !== text.trim())
      found.push({ id: cell.id, type: cell.cell_type, under, mine: copy ? source(copy) : null, theirs: text, after });
    if (copy) after = cell.id;
  }
  for (const cell of mine)
    if (!book.has(cell.id) && source(cell).trim())
      found.push({ id: cell.id, type: cell.cell_type, under: "", mine: source(cell), theirs: null });
  return found;
}

function side(title, lines, same) {
  const box = element("div"), text = element("pre");
  lines.forEach((line, i) => text.append(same[i] ? `${line}\n` : element("mark", line)));
  box.append(element("h4", title), text);
  return box;
}

function take(model, difference) {
  const cells = [...model.cells];
  if (difference.mine !== null)
    return cells.find((cell) => cell.id === difference.id).sharedModel.setSource(difference.theirs);
  const { id, type, theirs, after } = difference, metadata = type === "code" ? { trusted: true } : {};
  const index = cells.findIndex((cell) => cell.id === after) + 1;
  model.sharedModel.insertCell(index, { id, cell_type: type, source: theirs, metadata });
}

function shown(difference, model) {
  const { mine, theirs, type, under } = difference, section = element("section"), two = element("div", "", { className: "two" });
  const kind = type === "code" ? "code" : "text";
  section.append(element("h3", theirs === null ? `A cell of your own (${kind})` : `${under} (${kind})`));
  const lines = [mine, theirs].map((text) => (text === null ? [] : text.split("\n")));
  const same = sameLines(...lines);
  if (mine !== null) two.append(side("Yours", lines[0], same[0]));
  if (theirs !== null) two.append(side(mine === null ? "New in the book" : "The book's", lines[1], same[1]));
  section.append(two);
  if (theirs !== null) {
    const button = element("button", mine === null ? "Add this cell to mine" : "Use the book's here"), done = element("span", "", { role: "status" });
    button.onclick = () => {
      take(model, difference);
      button.disabled = true;
      done.textContent = " It is in your notebook now; Edit, Undo takes it back.";
    };
    section.append(button, done);
  }
  return section;
}

/** Show both versions in a dialog, with the choice between them.
 *
 *  @param model the learner's notebook, as JupyterLab has it
 *  @param {URL} address where the book's is
 *  @param {URL} reset the page that throws the learner's away
 *  @param {() => void} keep called when the learner keeps his own */
export async function seeBoth(model, address, reset, keep) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the book's version could not be fetched (${answer.status})`);
  const found = differences(model.toJSON().cells, (await answer.json()).cells);
  const dialog = element("dialog", "", { id: "book-versions" });
  const title = element("h2", "Your version and the book's", { id: "book-versions-title", tabIndex: -1, autofocus: true });
  dialog.setAttribute("aria-labelledby", title.id);
  const how = found.length
    ? "Here are the cells in which they differ: what you wrote, and what the book has. Differing lines are marked. You can take single cells from the book and keep the rest."
    : "They do not differ in any text: keep yours.";
  const choice = element("div", "", { className: "choice" });
  const mine = element("button", "Keep mine"), later = element("button", "Decide later");
  const whole = element("a", "take the book's whole, without my changes", { href: reset });
  mine.onclick = () => { keep(); dialog.close(); };
  later.onclick = () => dialog.close();
  choice.append(mine, later, whole);
  dialog.append(title, element("p", how), ...found.map((difference) => shown(difference, model)), choice);
  dialog.onclose = () => dialog.remove();
  document.head.append(style);
  document.body.append(dialog);
  dialog.showModal();
}
