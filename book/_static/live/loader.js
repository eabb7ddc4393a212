// Loads the live figures' script and style as soon as one comes near, also one that a cell shows later.

let loading;

function load() {
  loading ??= new Promise((done) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("live.css", import.meta.url);
    style.onload = style.onerror = done;
    document.head.append(style);
  })
    .then(() => import("./live.js"))
    .then(({ define }) => define());
}

const near = new IntersectionObserver(
  (seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) load();
  },
  { rootMargin: "600px" },
);

function watch(root) {
  for (const figure of root.querySelectorAll?.("live-figure") ?? []) near.observe(figure);
}

// What the page itself needs comes first.
const idle = () => (window.requestIdleCallback ?? setTimeout)(() => watch(document));
if (document.readyState === "complete") idle();
else addEventListener("load", idle);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) watch(node);
}).observe(document.querySelector(".bd-article") ?? document.body, { childList: true, subtree: true });
// An address with a state leads to its figure.
const kind = /^#(\w+)=/.exec(location.hash)?.[1];
if (kind) document.querySelector(`live-figure[kind="${kind}"]`)?.scrollIntoView();
