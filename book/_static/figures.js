// Drawings become part of the page once they have come, so that their colors are the page's. Where that is not
// possible, as in a page opened from a disk, they stay pictures, which know the light and the dark colors themselves.
const kept = new WeakMap(); // the drawing that stands in for a picture

async function draw(image) {
  const address = image.currentSrc;
  const answer = await fetch(address, { cache: "force-cache" });
  const text = answer.ok ? await answer.text() : "";
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (svg.nodeName !== "svg" || address !== image.currentSrc) return;
  svg.querySelector("style").remove();
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", image.alt);
  const picture = image.closest("picture");
  kept.get(image)?.remove();
  picture.before(svg);
  kept.set(image, svg);
  picture.hidden = true;
  image.loading = "eager"; // hidden as it is, it comes anew when the width of the page asks for the other drawing
}

for (const image of document.querySelectorAll("img.drawing")) {
  const soon = () => draw(image).catch(() => {}); // the picture is there
  image.addEventListener("load", soon);
  if (image.complete && image.naturalWidth) soon();
}
