// What a notebook of the book says and does in JupyterLite beyond JupyterLite itself: its title, the way back to its
// page, that Python is starting, that the book has a newer version. Loaded by notebooks/index.html.

const BOOK = "Backpropagation from First Principles";
const root = new URL("../", document.baseURI);
const path = new URLSearchParams(location.search).get("path") ?? "";

async function until(condition, milliseconds = 100) {
  for (;;) {
    const found = condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}

const bar = document.createElement("div");
bar.id = "book-bar";
bar.setAttribute("role", "status");
const style = document.createElement("style");
style.textContent = `
  #book-bar { display: flex; flex-wrap: wrap; gap: .3em 1.2em; align-items: baseline; padding: .35em 1em;
    font: 15px/1.4 system-ui, sans-serif; background: var(--jp-layout-color2, #eee); color: var(--jp-ui-font-color1, #222);
    position: fixed; bottom: 0; left: 0; right: 0; z-index: 10000; border-top: 1px solid var(--jp-border-color1, #bbb); }
  #book-bar a { color: var(--jp-content-link-color, #1565c0); }
  #book-bar button { font: inherit; }
  #book-bar:empty { display: none; }`;
document.head.append(style);

const back = document.createElement("a");
const said = document.createElement("span");

function say(text, ...more) {
  said.replaceChildren(text, ...more);
}

// The title and the way back

function heading(panel) {
  for (const cell of panel.content.model.cells) {
    const line = /^# +(.+)$/m.exec(cell.sharedModel.getSource());
    if (cell.type === "markdown" && line) return line[1].replace(/[*_$`]/g, "");
  }
  return path;
}

function keepTitle(title) {
  // JupyterLab writes its own whenever something changes.
  const set = () => { if (document.title !== title) document.title = title; };
  new MutationObserver(set).observe(document.querySelector("title"), { childList: true });
  set();
}

// While Python starts

const RUNS = {
  "notebook:run-cell-and-select-next": (event) => event.shiftKey,
  "notebook:run-cell": (event) => event.ctrlKey || event.metaKey,
  "notebook:run-cell-and-insert-below": (event) => event.altKey,
};
const waiting = [];
let ready = false;

function queue(event, command) {
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.push(command);
  say(`Python is starting. ${waiting.length === 1 ? "Your cell runs" : "Your cells run"} as soon as it is there.`);
}

addEventListener("keydown", (event) => {
  if (ready || event.key !== "Enter") return;
  const command = Object.keys(RUNS).find((name) => RUNS[name](event));
  if (command) queue(event, command);
}, true);

addEventListener("click", (event) => {
  if (ready) return;
  const button = event.target.closest?.("[data-command]");
  if (button && button.dataset.command in RUNS) queue(event, button.dataset.command);
}, true);

async function started(app, panel) {
  say("Python is starting …");
  const slow = setTimeout(() => say("Python is still starting: it is fetched from this site, about 20 MB the first time."), 15000);
  const context = panel.sessionContext;
  try {
    await context.ready;
    const kernel = await until(() => context.session?.kernel);
    kernel.statusChanged.connect((_, status) => {
      if (status === "dead") say("Python has stopped. Restart it in the menu Kernel, or load this page again.");
    });
    await kernel.info;
    ready = true;
    say("");
    for (const command of waiting.splice(0)) await app.commands.execute(command);
  } catch (error) {
    say(`Python could not start: ${error.message ?? error}. Is there a connection? Load this page again to try once more.`);
  } finally {
    clearTimeout(slow);
  }
}

// A file of the reader's own. Notebooks do not see the folder that they are listed in.

const PIECE = 600000; // bytes for each request to Python

function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

async function bringIn(panel, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kernel = panel.sessionContext.session.kernel;
  for (let start = 0; start === 0 || start < bytes.length; start += PIECE) {
    const mode = start ? "ab" : "wb", piece = base64(bytes.subarray(start, start + PIECE));
    const code = `import base64\nwith open(${JSON.stringify(file.name)}, "${mode}") as _file:\n    _file.write(base64.b64decode("${piece}"))\ndel _file`;
    const reply = await kernel.requestExecute({ code, silent: true, store_history: false }).done;
    if (reply.content.status !== "ok") throw new Error(reply.content.evalue);
  }
  say(`${file.name} is there, for this session: open it by that name.`);
}

function offerFiles(panel) {
  const button = document.createElement("button"), input = document.createElement("input");
  button.textContent = "Bring in a file …";
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  button.onclick = () => input.click();
  input.onchange = async () => {
    for (const file of input.files)
      await bringIn(panel, file).catch((error) => say(`${file.name} could not be brought in: ${error.message}`));
    input.value = "";
  };
  bar.insertBefore(button, said);
  bar.append(input);
}

// A newer version of the notebook

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function changedCopy() {
  const name = "JupyterLite Storage - " + root.pathname;
  const database = await finished(indexedDB.open(name));
  try {
    if (!database.objectStoreNames.contains("files")) return false;
    return Boolean(await finished(database.transaction("files").objectStore("files").get(path)));
  } finally {
    database.close();
  }
}

async function compareVersions(panel) {
  const key = `book version ${path}`;
  const versions = await (await fetch(new URL("versions.json", root))).json();
  const now = versions[path], mine = localStorage.getItem(key);
  if (!now) return;
  if (!mine || !(await changedCopy())) {
    localStorage.setItem(key, now);
  } else if (mine !== now) {
    const [keep, see] = ["Keep mine", "See both"].map((text) => {
      const button = document.createElement("button");
      button.textContent = text;
      return button;
    });
    const take = document.createElement("a"), reset = new URL(`reset.html?path=${encodeURIComponent(path)}`, root);
    const kept = () => { localStorage.setItem(key, now); say(""); };
    keep.onclick = kept;
    take.textContent = "take the new one";
    take.href = reset;
    see.onclick = async () => {
      try {
        const { seeBoth } = await import("./lite_versions.js");
        await seeBoth(panel.content.model, new URL(`files/${path}`, root), reset, kept);
      } catch (error) {
        see.disabled = true;
        see.textContent = `They cannot be shown: ${error.message}`;
      }
    };
    say("The book has a newer version of this notebook than the one that you changed. ", keep, " · ", take, " · ", see);
  }
}

async function main() {
  const app = await until(() => window.jupyterapp);
  const panel = await until(() => app.shell.currentWidget?.content?.model?.cells?.length && app.shell.currentWidget);
  await panel.context.ready;
  const title = heading(panel);
  keepTitle(`${title} – ${BOOK}`);
  back.textContent = "← Back to the page in the book";
  back.href = new URL(`../${path.replace(/\.ipynb$/, ".html")}`, root);
  bar.append(back, said);
  document.body.append(bar);
  await started(app, panel);
  if (ready) offerFiles(panel);
  // Else a browser may delete what was written when it needs room.
  await navigator.storage?.persist?.();
  await compareVersions(panel).catch(() => {});
}

main();
