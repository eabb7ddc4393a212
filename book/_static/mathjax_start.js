// Read before MathJax, in the same file. Formulas are typeset a few at a time, those on the screen first: all at once,
// a chapter's three hundred would keep a phone from scrolling for seconds. What is far from the screen is not laid
// out meanwhile (see book.css): it is shown when its formulas are ready, part by part.
{
  const FAR = "[data-formulas] > section ~ section > *";
  // Milliseconds of work before the browser may do something else; more where that takes it longer than the work.
  const SLICE = 4;
  const LONGEST = 40; // what no reader notices
  const MANY = 10; // formulas that are put into the page at once
  // Not every browser has the first. The second waits for nothing; a timer would wait as long as a slice lasts.
  const { port1, port2 } = new MessageChannel();
  const others = () =>
    window.scheduler?.postTask
      ? scheduler.postTask(() => {}, { priority: "background" })
      : new Promise((resume) => {
          port1.onmessage = resume;
          port2.postMessage(null);
        });

  /** Let the browser do what else there is, and come back: the time until which to work then. */
  async function pause() {
    const start = performance.now();
    await others();
    const now = performance.now();
    return now + Math.min(Math.max(now - start, SLICE), LONGEST);
  }

  let pending;

  /** Do the steps of a generator, in slices. A step that needs a file that is still to come is done again; after one
      that says so, the browser shows what there is. */
  async function inSlices(steps) {
    let until = await pause();
    for (const step of steps) {
      pending = step;
      while (pending) {
        if (performance.now() > until) {
          until = await pause();
          if (!pending) break; // done meanwhile, for a printer
        }
        try {
          if (step()) until = 0;
          pending = null;
        } catch (error) {
          if (!error.retry) throw error;
          await error.retry;
        }
      }
    }
  }

  /** The parts that have formulas, by and by: those on the screen, those near to it ("seen"), then in the order given.
      The reader scrolls meanwhile. */
  function* inOrder(parts) {
    const left = new Set(parts);
    const near = new Set();
    const onScreen = new Set();
    const watch = (seen, rootMargin) => {
      const observer = new IntersectionObserver(
        (changes) => {
          for (const { target, isIntersecting } of changes) isIntersecting ? seen.add(target) : seen.delete(target);
        },
        { rootMargin },
      );
      parts.forEach((part) => observer.observe(part));
      return observer;
    };
    const observers = [watch(onScreen, "0px"), watch(near, "100% 0px")];
    while (left.size) {
      const next = [onScreen, near, left].flatMap((some) => [...some]).find((part) => left.has(part));
      left.delete(next);
      yield { part: next, seen: near.has(next) };
    }
    observers.forEach((observer) => observer.disconnect());
  }

  function* work() {
    const doc = MathJax.startup.document;
    const article = document.querySelector(".bd-article") ?? document.body;
    // Text is of one family, so one measurement does for all formulas: each would make the browser lay out the page.
    const { em, ex } = MathJax.getMetricsFor(article, false);
    const width = article.clientWidth;

    const formulas = new Map();
    for (const formula of document.querySelectorAll(".math")) {
      const part = formula.closest(FAR) ?? formula.closest("section > *") ?? article;
      formulas.set(part, [...(formulas.get(part) ?? []), formula]);
    }
    const distance = (part) => {
      const { top, bottom } = part.getBoundingClientRect();
      return Math.max(top - innerHeight, -bottom, 0);
    };
    const distances = new Map([...formulas.keys()].map((part) => [part, distance(part)]));
    const parts = [...formulas.keys()].sort((a, b) => distances.get(a) - distances.get(b));

    for (const { part, seen } of inOrder(parts)) {
      let sizes;
      const ready = [];
      for (const [i, formula] of formulas.get(part).entries()) {
        let items = [];
        yield () => {
          doc.clear();
          doc.options.elements = [formula];
          doc.findMath();
          items = [...doc.math];
          ready.push(...items);
        };
        const compile = () => items.forEach((item) => item.compile(doc));
        const typeset = () => {
          compile(); // if it was not done above, for want of a file
          sizes ??= formulas.get(part).map((each) => parseFloat(getComputedStyle(each).fontSize));
          for (const item of items) {
            item.setMetrics(sizes[i], (sizes[i] * ex) / em, width, 1e6, 1); // the scale is that of _config.yml; measured, it would differ between browsers
            item.typeset(doc);
          }
        };
        yield compile;
        yield typeset;
        yield () => {
          typeset();
          items.forEach((item) => item.assistiveMml(doc));
        };
      }
      // Many at once: after a change to the page, a browser looks again at all that is on the screen.
      for (let i = 0; i < ready.length; i += MANY)
        yield () => {
          ready.slice(i, i + MANY).forEach((item) => item.render(doc)); // what is left to do
          doc.updateDocument(); // the style sheet
          return seen && i + MANY >= ready.length;
        };
    }
    // As many elements at a time as this machine lays out in two slices.
    let elements = 0;
    let atOnce = 100;
    for (const part of document.querySelectorAll(FAR)) {
      yield () => {
        elements += part.getElementsByTagName("*").length;
        show(part);
        if (elements < atOnce) return false;
        const start = performance.now();
        part.getBoundingClientRect(); // lays it out now; it is painted by itself
        atOnce *= performance.now() - start > 2 * SLICE ? 0.7 : 1.2;
        elements = 0;
        return true;
      };
    }
    doc.options.elements = null;
  }

  const stays = CSS.supports("overflow-anchor", "auto");

  /** Lay out a part. What is being read stays where it is: not every browser sees to it. */
  function show(part) {
    const before = stays || part.getBoundingClientRect();
    part.style.contentVisibility = "visible";
    if (!stays && before.bottom < 0)
      scrollBy({ top: part.getBoundingClientRect().height - before.height, behavior: "instant" });
  }

  /** What follows MathJax's first part in this file. */
  window.runInParts = async (parts) => {
    for (const part of [...parts, () => MathJax.loader.defaultReady()]) {
      await new Promise((resume) => setTimeout(resume));
      part();
    }
  };

  window.MathJax = {
    ...window.MathJax,
    loader: { load: [], ready() {} },
    startup: {
      typeset: false,
      async pageReady() {
        const steps = work();
        const missed = [];
        function* left() {
          if (pending) yield pending;
          yield* steps;
        }
        // Paper cannot wait.
        addEventListener("beforeprint", () => {
          for (const step of left()) {
            try {
              step();
            } catch (error) {
              if (!error.retry) throw error;
              missed.push(step);
            }
          }
          pending = null;
        });
        await inSlices(steps);
        await inSlices(missed);
      },
    },
  };
}
