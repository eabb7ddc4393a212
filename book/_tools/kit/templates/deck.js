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

function fit(slide) {
  const content = slide.querySelector(".content");
  content.style.zoom = 1;
  for (let zoom = 1; zoom > 0.3 && overflows(slide); zoom *= 0.94) content.style.zoom = zoom;
}

function overflows(slide) {
  const content = slide.querySelector(".content");
  const room = 720 - content.offsetTop - 12;
  const zoom = Number(content.style.zoom || 1);
  const wide = [...content.querySelectorAll("pre, table, mjx-container, img, svg, p")].some(
    (part) => !part.closest(".live") && part.scrollWidth > content.clientWidth + 2,
  );
  return content.scrollHeight * zoom > room || wide;
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
