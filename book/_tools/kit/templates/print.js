// Typesets the formulas, makes fit what is wider than the paper, and says when it is done.
const paper = document.documentElement.clientWidth;
const SMALLEST = 6.4; // pt, of code
const SHORT = 240; // px, a quarter of a sheet

/** All is measured before anything is changed: in between, the browser would lay out the whole book again. */
function change(elements, measure, set) {
  const found = elements.map((element) => [element, measure(element)]);
  for (const [element, value] of found) if (value) set(element, value);
}

/** Code is set smaller rather than broken into lines that are not its own. */
function fitCode() {
  const probe = document.createElement("pre");
  probe.textContent = "0".repeat(100);
  probe.style.cssText = "position: absolute; font-size: 100px; padding: 0; white-space: pre;";
  document.querySelector(".bd-article").append(probe);
  const column = probe.getBoundingClientRect().width / 10000; // of a letter, for each pixel of its size
  probe.remove();
  change(
    [...document.querySelectorAll(".bd-article pre")],
    (pre) => {
      const columns = Math.max(...pre.textContent.split("\n").map((line) => [...line].length));
      const style = getComputedStyle(pre);
      const room = pre.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 1;
      const largest = room / (columns * column);
      return largest < parseFloat(style.fontSize) && Math.max(0.75 * largest, SMALLEST);
    },
    (pre, size) => (pre.style.fontSize = `${size.toFixed(2)}pt`),
  );
}

/** A full stop does not begin a line because a formula ends the one before. */
function keepStops() {
  for (const formula of document.querySelectorAll(".bd-article span.math")) {
    const next = formula.nextSibling;
    const stop = next?.nodeType === Node.TEXT_NODE && next.data.match(/^[^\s\p{L}\p{N}]+/u)?.[0];
    if (!stop) continue;
    const both = document.createElement("span");
    both.style.whiteSpace = "nowrap";
    formula.before(both);
    next.data = next.data.slice(stop.length);
    both.append(formula, stop);
  }
}

/** What is short stays on one sheet. */
function keepTogether() {
  change(
    [...document.querySelectorAll(".bd-article :is(pre, .folded, .admonition, ul, ol, table)")],
    (element) => element.getBoundingClientRect().height < SHORT,
    (element) => element.classList.add("together"),
  );
}

/** A formula or a table that is wider than its place is set smaller. */
function fitWide(selector, least) {
  change(
    [...document.querySelectorAll(selector)],
    (element) => {
      const box = element.getBoundingClientRect();
      const width = Math.max(box.width, element.scrollWidth);
      const room = Math.min(element.parentElement.getBoundingClientRect().right, paper) - box.left;
      return width > room + 1 && parseFloat(getComputedStyle(element).fontSize) * Math.max(room / width, least);
    },
    (element, size) => (element.style.fontSize = `${size.toFixed(2)}px`),
  );
}

/** What still reaches beyond the paper or its own box, for who prints to see. */
function tooWide() {
  const wide = [];
  for (const element of document.querySelectorAll(".bd-article :is(p, pre, td, img, svg, mjx-container, figcaption)")) {
    const { right, width } = element.getBoundingClientRect();
    const words = element.getAttribute("aria-label") ?? element.textContent.trim();
    const cut =
      element.localName === "pre" &&
      (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    if (cut || (width && right > paper + 2))
      wide.push(`${element.closest("article").id}: ${element.localName}: ${words.slice(0, 60)}`);
  }
  return wide;
}

window.sayPages = (numbers) => {
  for (const place of document.querySelectorAll("[data-page-of]"))
    place.textContent = numbers[place.dataset.pageOf] ?? "";
};

try {
  await MathJax.startup.promise;
  await MathJax.typesetPromise();
  const formulas = [...MathJax.startup.document.math];
  // A reader who hears the book hears them as they are written in TeX.
  for (const { typesetRoot, math } of formulas) {
    typesetRoot.setAttribute("role", "img");
    typesetRoot.setAttribute("aria-label", math.trim().replace(/\s+/g, " "));
  }
  await Promise.all([...document.images].map((image) => image.decode()));
  await document.fonts.ready;
  keepStops();
  fitCode();
  fitWide(".bd-article mjx-container", 0.5);
  fitWide(".bd-article table", 0.6);
  keepTogether();
  const failed = formulas.filter(({ typesetRoot }) => typesetRoot.querySelector("mjx-merror"));
  window.measured = {
    formulas: formulas.length,
    failed: failed.map(({ math }) => math),
    wide: tooWide(),
    milliseconds: Math.round(performance.now()),
  };
} catch (error) {
  window.measured = { wrong: String(error) };
}
document.documentElement.dataset.ready = "";
