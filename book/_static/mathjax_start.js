// Read before MathJax, in the same file. Formulas are typeset a few at a time, those in view first: all at once,
// a chapter's three hundred would keep a phone from scrolling for seconds. What is far from the screen is not laid
// out meanwhile (see book.css): it is shown when its formulas are ready, part by part.
{
  const FAR = "[data-formulas] > section ~ section > *";
  const SLICE = 4; // milliseconds of work before the browser may do something else
  const pause = () =>
    window.scheduler?.postTask
      ? scheduler.postTask(() => {}, { priority: "background" })
      : new Promise((resume) => setTimeout(resume));

  let pending;

  /** Do the steps of a generator, in slices. A step that needs a file that is still to come is done again; after one
      that says so, the browser shows what there is. */
  async function inSlices(steps) {
    await pause();
    let until = performance.now() + SLICE;
    for (const step of steps) {
      pending = step;
      while (pending) {
        if (performance.now() > until) {
          await pause();
          until = performance.now() + SLICE;
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

  function* work() {
    const doc = MathJax.startup.document;
    const article = document.querySelector(".bd-article") ?? document.body;
    // Text is of one family, so one measurement does for all formulas: each would make the browser lay out the page.
    const { em, ex, scale } = MathJax.getMetricsFor(article, false);
    const width = article.clientWidth;

    const far = [...document.querySelectorAll(FAR)]
      .map((part) => {
        const { top, bottom } = part.getBoundingClientRect();
        return { part, distance: Math.max(top - innerHeight, -bottom, 0), formulas: [] };
      })
      .sort((a, b) => a.distance - b.distance);
    const near = { distance: 0, formulas: [] };
    const of = new Map(far.map((entry) => [entry.part, entry]));
    for (const formula of document.querySelectorAll(".math"))
      (of.get(formula.closest(FAR)) ?? near).formulas.push(formula);

    for (const { part, distance, formulas } of [near, ...far]) {
      let sizes;
      for (const [i, formula] of formulas.entries()) {
        let items = [];
        yield () => {
          doc.clear();
          doc.options.elements = [formula];
          doc.findMath();
          items = [...doc.math];
        };
        const compile = () => items.forEach((item) => item.compile(doc));
        const typeset = () => {
          compile(); // if it was not done above, for want of a file
          // All at once: after a formula has been put in, the browser would have to look again.
          sizes ??= formulas.map((each) => parseFloat(getComputedStyle(each).fontSize));
          for (const item of items) {
            item.setMetrics(sizes[i], (sizes[i] * ex) / em, width, 1e6, scale);
            item.typeset(doc);
          }
        };
        yield compile;
        yield typeset;
        yield () => {
          typeset();
          items.forEach((item) => item.render(doc)); // what is left to do
          if (distance < innerHeight) doc.updateDocument(); // the style sheet
        };
      }
      if (part && distance < innerHeight) yield () => show(part);
    }
    yield () => doc.updateDocument();
    // As many elements at a time as this machine lays out in two slices.
    let elements = 0;
    let atOnce = 100;
    for (const { part } of far) {
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
        // Paper cannot wait.
        addEventListener("beforeprint", () => {
          for (const step of [pending, ...steps].filter(Boolean)) {
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
