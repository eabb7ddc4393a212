// Python in a worker of the page: it runs cells, and says what they show. Messages in: start, run, needed, giver. Out:
// ready, failed, needed, giver, and for a run: output (kind, content), done (ok).

let python;

async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched: ${response.status}`);
  return response;
}

async function start({ lite, figures }) {
  const folder = new URL("static/pyodide/", lite);
  const ours = ["needed.py", "session.py"].map(async (name) => [name, await (await get(new URL(name, import.meta.url))).text()]);
  const [{ loadPyodide }, { packages }] = await Promise.all([
    import(new URL("pyodide.mjs", folder).href),
    get(new URL("start.json", folder)).then((response) => response.json()),
  ]);
  const pyodide = await loadPyodide({
    indexURL: folder.href,
    packages,
    env: { HOME: "/home/pyodide", BPLIB_SITE: lite.replace(/\/$/, ""), BPLIB_FIGURES: figures, MPLBACKEND: "module://matplotlib_inline.backend_inline" },
  });
  for (const [name, text] of await Promise.all(ours)) pyodide.FS.writeFile(name, text);
  return pyodide.pyimport("session");
}

/** What goes to the page is a copy: an object of Python's would stay behind. */
const output = (run) => (kind, content) => postMessage({ type: "output", run, kind, content });

const failed = (error) => postMessage({ type: "failed", reason: String(error?.message ?? error) });

// If a file does not come, Pyodide says so in a promise that nobody holds, and waits on.
addEventListener("unhandledrejection", ({ reason }) => python || failed(reason));

const answers = {
  async start(message) {
    try {
      python = await start(message);
      postMessage({ type: "ready" });
    } catch (error) {
      failed(error);
    }
  },
  async run({ run, code, figures }) {
    const ok = await python.run(code, output(run), figures);
    postMessage({ type: "done", run, ok });
  },
  needed({ run, codes, done }) {
    postMessage({ type: "needed", run, cells: python.which_needed(codes, done) });
  },
  giver({ run, codes, name }) {
    postMessage({ type: "giver", run, cell: python.which_gives(codes, name) });
  },
};

onmessage = ({ data }) => answers[data.type](data);
