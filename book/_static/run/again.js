// Where a verdict says "Read again", the sections that it names become links.

const SECTION = /chapter (\d+)([a-z]?),[^“]{0,30}“([^”]+)”/g;

/** Address of a section, from the sidebar and from what the search keeps of each page; of the chapter, if that fails. */
async function address(chapter, letter, title) {
  const start = `chapters/${chapter.padStart(2, "0")}${letter}_`;
  const link = [...document.querySelectorAll("nav.bd-links a")].find(({ href }) => href.includes(start));
  if (!link) return null;
  const [page] = link.href.match(/chapters\/[^/]+(?=\.html)/);
  const root = new URL(document.documentElement.dataset.content_root, location);
  const sections = await fetch(new URL(`_static/search/${page}.json`, root)).then((answer) => answer.json(), () => []);
  const plain = (text) => text.replaceAll(" ", "");
  const [anchor] = sections.find(([, name]) => plain(name) === plain(title)) ?? [""];
  return anchor ? `${link.href}#${anchor}` : link.href;
}

export async function linkSections(box) {
  const label = box.querySelector(".cell_output div[role=status] em");
  const text = label?.nextSibling;
  if (!text) return;
  const parts = [];
  let from = 0;
  for (const { 0: all, 1: chapter, 2: letter, 3: title, index } of text.data.matchAll(SECTION)) {
    const href = await address(chapter, letter, title);
    if (!href) continue;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = all;
    parts.push(text.data.slice(from, index), link);
    from = index + all.length;
  }
  if (parts.length) text.replaceWith(...parts, text.data.slice(from));
}
