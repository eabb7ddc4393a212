// Brings what a start of Python needs into the browser's cache while the reader reads, so that the start finds it there.

const AT_ONCE = 3;
const MEGABITS = 5; // 15 megabytes take half a minute at this speed
const begun = new Map();

/** Whether files may be fetched before the reader asks for anything: the browser says that the connection is neither
 *  metered nor slow. Firefox and Safari say nothing, and then it may not. */
export function mayPrefetchEarly(connection = navigator.connection) {
  return Boolean(
    connection && connection.saveData === false && connection.effectiveType === "4g" &&
    connection.downlink >= MEGABITS && connection.type !== "cellular",
  );
}

async function bring(url) {
  const answer = await fetch(url, { priority: "low" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  // Only what has come to its end is kept; piece by piece, so that it is never in memory as a whole.
  const reader = answer.body.getReader();
  while (!(await reader.read()).done);
}

async function bringAll(lite, start, signal) {
  const list = await (await fetch(new URL("static/pyodide/start.json", lite), { priority: "low" })).json();
  const left = [...list[start]];
  let came = 0;
  const one = async () => {
    while (left.length && !signal?.aborted) {
      await bring(new URL(left.shift(), lite));
      came += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return came;
}

/** Fetches the files of a start at low priority, a few at a time, once for each page; resolves to how many came.
 *  Never rejects: what could not be fetched is fetched when Python starts, and that says what is wrong.
 *
 *  @param {string | URL} lite the folder of JupyterLite, with a slash at its end
 *  @param {"page" | "notebook"} start Python in this page, or JupyterLite
 *  @param {AbortSignal} signal aborted when Python starts: no further file is begun then */
export function prefetch(lite, start = "page", signal = undefined) {
  const folder = new URL(lite, document.baseURI), key = `${start} ${folder}`;
  if (!begun.has(key)) begun.set(key, bringAll(folder, start, signal).catch(() => 0));
  return begun.get(key);
}
