// Boxes that scroll sideways can be reached with the keyboard: code, tables, formulas when they are typeset, and
// what is in a fold when it is opened.
const article = document.querySelector(".bd-article");
const boxes = "pre, table, .output, .pst-scrollable-table-container, .drawing-box, .math, mjx-container";
const inLine = "span.math > mjx-container"; // made to scroll by being reached, see a11y.css
let waiting;

/** Letters lean out of the box of a formula: that alone makes it no wider than the line. */
const isCut = (formula) => formula.firstElementChild.getBoundingClientRect().width > formula.clientWidth + 1;

/** A few boxes at a time, a chapter has a thousand; and nothing is changed before all have been looked at, or the
    browser would lay out the page again and again. */
function update(left = [...article.querySelectorAll(boxes)], seen = []) {
  for (const box of left.splice(0, 50)) {
    const wide = box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0;
    seen.push([box, wide && (box.matches(inLine) ? isCut(box) : getComputedStyle(box).overflowX === "auto")]);
  }
  if (left.length) {
    waiting = setTimeout(update, 0, left, seen);
    return;
  }
  for (const [box, scrolls] of seen) {
    if (scrolls) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(update, 300);
}

async function start() {
  await window.MathJax?.startup?.promise; // until then, the page grows
  new ResizeObserver(soon).observe(article);
  // What is in a fold is looked at as soon as it opens; then all, because the page has grown.
  article.addEventListener("toggle", (event) => update([...event.target.querySelectorAll(boxes)]), true);
}

if (article) addEventListener("load", start);
