// What the reader wrote on a page, as a notebook that JupyterLab opens; and back.

/** The notebook of this page as the site has it. */
async function fromSite(lite, page) {
  const response = await fetch(new URL(`files/${page}.ipynb`, lite));
  if (!response.ok) throw new Error(`The notebook could not be fetched: ${response.status}. Is there a connection?`);
  return response.json();
}

const source = (cell) => [cell.source].flat().join("");
const lines = (text) => text.split(/(?<=\n)/);
const codeCells = (notebook) => notebook.cells.filter(({ cell_type }) => cell_type === "code");

/** Hand the reader a file with the code of the cells. */
export async function giveNotebook(lite, page, cells) {
  const notebook = await fromSite(lite, page);
  const theirs = codeCells(notebook);
  if (theirs.length !== cells.length) throw new Error("The site has another version of this notebook: load this page again.");
  theirs.forEach((cell, i) => (cell.source = lines(cells[i].text)));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }));
  link.download = `${page.split("/").pop()}.ipynb`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Put the code of a file into the cells. Says what was done.
    A cell of the file belongs to the cell in the same place, if there are as many; else to the one before the same
    check. */
export async function takeNotebook(file, cells) {
  let notebook;
  try {
    notebook = JSON.parse(await file.text());
  } catch {
    notebook = null;
  }
  if (!Array.isArray(notebook?.cells)) throw new Error(`${file.name} is not a notebook.`);
  const theirs = codeCells(notebook).map(source);
  const pairs = theirs.length === cells.length ? cells.map((cell, i) => [cell, theirs[i]]) : byCheck(cells, theirs);
  const checks = cells.filter(({ exercise }) => exercise);
  if (checks.length && !checks.some(({ exercise }) => theirs.some((text) => text.includes(`check("${exercise}"`))))
    throw new Error(`${file.name} is not the notebook of this page: it has none of its exercises.`);
  const changed = pairs.filter(([cell, text]) => text.trimEnd() !== cell.text.trimEnd());
  const lost = changed.filter(([cell]) => cell.text !== cell.original);
  if (lost.length && !confirm(`${lost.length} of the cells that you changed on this page will be replaced by those of ${file.name}.`))
    return "Nothing was changed.";
  for (const [cell, text] of changed) cell.set(text.replace(/\n$/, ""));
  return `${changed.length} ${changed.length === 1 ? "cell was" : "cells were"} taken from ${file.name}.`;
}

function byCheck(cells, theirs) {
  const pairs = [];
  for (const cell of cells.filter(({ exercise }) => exercise)) {
    const at = theirs.findIndex((text) => text.includes(`check("${cell.exercise}"`));
    if (at < 0) continue;
    for (let back = 1; cells[cell.number - 1 - back]?.isAnswer && at - back >= 0; back++)
      pairs.push([cells[cell.number - 1 - back], theirs[at - back]]);
  }
  return pairs;
}
