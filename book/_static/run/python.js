// Python for a page: one worker, started when it is first wanted, and ended when a cell has to be stopped.

/** The states are off, starting, ready, running and failed; each change is told by the event "state". */
export class Python extends EventTarget {
  state = "off";
  reason = "";
  #settings;
  #worker;
  #ready;
  #waiting = new Map();
  #last = 0;
  #stops = 0;
  #turn = Promise.resolve();

  /** ``settings``: lite, the address of the site's JupyterLite; figures, the form in which figures are drawn. */
  constructor(settings) {
    super();
    this.#settings = settings;
  }

  #become(state, reason = "") {
    this.state = state;
    this.reason = reason;
    this.dispatchEvent(new Event("state"));
  }

  /** Begin, if it has not begun; resolves when Python is there. */
  start() {
    this.#ready ??= new Promise((resolve, reject) => {
      this.#become("starting");
      const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
      this.#worker = worker;
      const fail = (reason) => {
        if (this.#worker !== worker) return;
        this.#end();
        this.#become("failed", reason);
        reject(new Error(reason));
      };
      worker.onerror = (event) => fail(event.message || "the worker could not be loaded");
      worker.onmessage = ({ data }) => {
        if (data.type === "ready") {
          this.#become("ready");
          resolve();
        } else if (data.type === "failed") fail(data.reason);
        else this.#answer(data);
      };
      worker.postMessage({ type: "start", ...this.#settings });
    });
    return this.#ready;
  }

  #answer(data) {
    const request = this.#waiting.get(data.run);
    if (data.type === "output") return request?.show(data.kind, data.content);
    this.#waiting.delete(data.run);
    request?.resolve(data);
  }

  async #ask(message, show = () => {}) {
    await this.start();
    const run = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(run, { resolve, reject, show });
      this.#worker.postMessage({ ...message, run });
    });
  }

  /** Which of the cells must run before the last of them; see needed.py. */
  async needed(codes, done) {
    return (await this.#ask({ type: "needed", codes, done })).cells;
  }

  /** Number of the first cell that gives a name a value, from 0; -1 if none does. */
  async giver(codes, name) {
    return (await this.#ask({ type: "giver", codes, name })).cell;
  }

  /** Run a cell, after those that were asked for before, with the states of live figures as JSON; ``show(kind, content)`` gets what it shows. Whether it raised
      nothing. Rejects with a Stopped if it is stopped. */
  async run(code, figures, show) {
    await this.start();
    this.#become("running");
    try {
      return (await this.#ask({ type: "run", code, figures }, show)).ok;
    } finally {
      if (this.state === "running") this.#become("ready");
    }
  }

  /** One thing at a time: ``work`` begins when what was queued before it has ended, unless all has been stopped. */
  inTurn(work) {
    const stops = this.#stops;
    const turn = this.#turn.then(() => {
      if (stops !== this.#stops) throw new Stopped();
      return work();
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** End Python, whatever it does, an endless loop too. Its variables are gone. */
  stop() {
    if (this.state === "off") return;
    this.#stops++;
    this.#end();
    this.#become("off");
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = this.#ready = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Stopped());
  }
}

export class Stopped extends Error {}
