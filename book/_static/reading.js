// Where one is: on the page, by a line at its top; in the book, by the list of pages beside it.
{
  const line = document.createElement("div");
  line.className = "reading-line";
  line.ariaHidden = "true";
  const article = document.querySelector(".bd-article");
  let waiting = false;

  function draw() {
    waiting = false;
    const { scrollHeight, clientHeight } = document.documentElement;
    const rest = scrollHeight - clientHeight;
    line.style.transform = `scaleX(${rest > 0 ? Math.min(scrollY / rest, 1) : 0})`;
  }

  if (article) {
    document.body.append(line);
    document.addEventListener(
      "scroll",
      () => {
        if (!waiting) requestAnimationFrame(draw);
        waiting = true;
      },
      { passive: true },
    );
  }

  // The theme keeps the place of the list from page to page, also where the page one is on is not in sight; and on a
  // narrow screen the list is opened only later.
  const here = [...document.querySelectorAll(".bd-sidebar-primary nav a.current")].pop();

  function find() {
    let list = here.parentElement;
    while (list && !(list.scrollHeight > list.clientHeight + 1 && getComputedStyle(list).overflowY !== "visible"))
      list = list.parentElement;
    if (!list || list === document.documentElement) return;
    const seen = list.getBoundingClientRect();
    const { top, bottom } = here.getBoundingClientRect();
    if (top < seen.top || bottom > Math.min(seen.bottom, innerHeight))
      list.scrollTop += (top + bottom - seen.top - seen.bottom) / 2;
  }

  if (here) {
    addEventListener("load", find); // after the theme
    const drawer = document.getElementById("pst-primary-sidebar-modal");
    if (drawer) new MutationObserver(find).observe(drawer, { attributeFilter: ["open"] });
  }
}
