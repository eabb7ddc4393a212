// Starts a deck. A slide that is fuller than its room is drawn smaller, after its formulas are there.
const deck = new Reveal({
  width: 1280,
  height: 720,
  margin: 0.04,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  plugins: [RevealNotes],
});

const ROOM = 720 - 12;

/** Draw a slide so much smaller that all of it is on it: its height, and the width of its widest part. */
function fit(slide) {
  const content = slide.querySelector(".content");
  const room = ROOM - content.offsetTop;
  let zoom = 1;
  for (let i = 0; i < 5; i++) {
    const high = room / (content.scrollHeight * zoom);
    const wide = Math.min(1, ...widths(content));
    if (high >= 1 && wide >= 1) return;
    zoom *= 0.99 * Math.min(1, high, wide);
    content.style.zoom = zoom;
  }
}

/** How much of each part there is room for. */
function widths(content) {
  const parts = [...content.querySelectorAll("pre, table, mjx-container, p")].filter((part) => !part.closest(".live"));
  return parts.map((part) => (content.clientWidth + 2) / part.scrollWidth);
}

async function start() {
  await deck.initialize();
  const slides = [...document.querySelectorAll(".slides section")];
  await MathJax.startup.promise;
  await MathJax.typesetPromise(slides);
  await document.fonts.ready;
  for (const slide of slides) {
    const before = slide.style.display;
    slide.style.display = "block";
    fit(slide);
    slide.style.display = before;
  }
  deck.layout();
  document.documentElement.dataset.ready = "";
}

start();
