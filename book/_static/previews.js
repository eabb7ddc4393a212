// A link to an equation or a term shows, beside it, what it leads to: when the mouse rests on it, when the keyboard
// reaches it, and at the first touch; a second touch follows it. Escape puts the preview away.
{
  const LINKS = '.bd-article a[href*="#equation-"], .bd-article a[href*="#term-"]';
  const REST = 250; // milliseconds before what the mouse only crosses is shown, and for its way to the preview
  const root = new URL(document.documentElement.dataset.content_root, location);
  const box = document.createElement("span");
  box.className = "preview";
  box.id = "preview";
  box.popover = "manual";

  let previews; // fetched when first needed
  let shown; // the link whose preview is shown, or is about to be
  let timer;
  let touched = false;

  const linkAt = (place) => {
    const link = place.closest?.(LINKS);
    return link && !box.contains(link) && !link.closest(".equations") ? link : null;
  };

  function fetched() {
    previews ??= fetch(new URL("_static/previews.json", root)).then((answer) => answer.json());
    return previews.catch(() => (previews = undefined) ?? {});
  }

  async function show(link) {
    clearTimeout(timer);
    if (shown === link) return true;
    hide();
    shown = link;
    const preview = (await fetched())[link.hash.slice(1)];
    if (shown !== link) return true; // meanwhile, the reader went elsewhere
    if (!preview) {
      shown = null;
      return false;
    }
    const [content, where, address] = preview;
    box.innerHTML = content;
    const base = new URL(address, root);
    for (const inner of box.querySelectorAll("a")) inner.href = new URL(inner.getAttribute("href"), base);
    const way = document.createElement("a");
    way.className = "preview-way";
    way.href = link.href;
    way.textContent = `${where} →`;
    box.append(way);
    link.after(box); // where the keyboard and a screen reader come to it next
    link.setAttribute("aria-describedby", box.id);
    box.showPopover();
    place();
    await typeset([...box.querySelectorAll(".math")]);
    if (shown === link) {
      place();
      reach();
    }
    return true;
  }

  function hide() {
    clearTimeout(timer);
    if (box.isConnected) {
      shown?.removeAttribute("aria-describedby");
      box.remove();
    }
    shown = null;
  }

  const later = (action, ...values) => {
    clearTimeout(timer);
    timer = setTimeout(action, REST, ...values);
  };

  /** Below the line of the link, or above it where there is more room. */
  function place() {
    const lines = shown.getClientRects();
    const { left, bottom } = lines[lines.length - 1];
    const { top } = lines[0];
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth, offsetHeight } = box;
    const above = bottom + offsetHeight > clientHeight && top > clientHeight - bottom;
    box.style.left = `${scrollX + Math.max(8, Math.min(left, clientWidth - offsetWidth - 8))}px`;
    box.style.top = `${scrollY + (above ? top - offsetHeight : bottom)}px`;
  }

  /** What scrolls can be scrolled with the keyboard. */
  function reach() {
    for (const part of [box, ...box.querySelectorAll(".math")])
      if (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
  }

  async function typeset(formulas) {
    if (!formulas.length) return;
    if (!window.MathJax) {
      const script = document.createElement("script"); // a page without formulas of its own
      script.src = new URL("_static/mathjax/mathjax.js", root);
      document.head.append(script);
    }
    while (!window.MathJax?.tex2chtmlPromise) await new Promise((resume) => setTimeout(resume, 50));
    for (const formula of formulas) {
      const [, kind, tex] = formula.textContent.match(/^\s*\\([[(])([^]*)\\[\])]\s*$/);
      const display = kind === "[";
      const { em, ex, scale } = MathJax.getMetricsFor(formula, display);
      const containerWidth = formula.clientWidth;
      const drawn = await MathJax.tex2chtmlPromise(tex, { display, em, ex, scale, containerWidth });
      for (const named of drawn.querySelectorAll("[id]")) named.removeAttribute("id"); // of the equation itself
      formula.replaceChildren(drawn);
    }
    const styles = MathJax.chtmlStylesheet();
    if (!styles.isConnected) document.head.append(styles);
    for (const formula of formulas) {
      const share = formula.clientWidth / formula.scrollWidth;
      if (share < 1) formula.style.fontSize = `${Math.max(60, Math.floor(100 * share) - 1)}%`; // it fits, or nearly so
    }
  }

  if (box.showPopover) {
    document.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType === "touch") return;
      const link = linkAt(target);
      if (link) later(show, link);
      else if (box.contains(target)) clearTimeout(timer);
    });
    document.addEventListener("pointerout", ({ target, pointerType }) => {
      if (pointerType === "touch" || !(linkAt(target) || box.contains(target))) return;
      const kept = box.contains(document.activeElement) || shown?.matches(":focus-visible");
      if (kept) clearTimeout(timer);
      else later(hide);
    });
    document.addEventListener("focusin", ({ target }) => {
      const link = linkAt(target);
      if (link?.matches(":focus-visible")) show(link);
      else if (!box.contains(target) && target !== shown) hide();
    });
    document.addEventListener("pointerdown", ({ target, pointerType }) => {
      touched = pointerType === "touch";
      if (!box.contains(target) && linkAt(target) !== shown) hide();
    });
    document.addEventListener("click", async (event) => {
      const link = linkAt(event.target);
      if (!touched || !event.detail || !link || link === shown) return;
      event.preventDefault();
      if (!(await show(link))) location = link.href;
    });
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") hide();
    });
  }
}
