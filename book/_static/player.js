// Animations: a still picture until the reader asks for more. All frames are one picture, stacked in a column,
// of which one frame is in view; it is fetched when it is first needed.
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

for (const player of document.querySelectorAll(".animation[data-frames]")) {
  const image = player.querySelector("img");
  const count = Number(player.dataset.count);
  let timer = null;
  let sheet = null;

  const controls = document.createElement("div");
  controls.className = "anim-controls";
  controls.setAttribute("role", "group");
  controls.setAttribute("aria-label", "Animation");
  controls.innerHTML = `
    <input class="anim-slider" type="range" min="0" max="${count - 1}" value="0" aria-label="Frame">
    <div class="anim-buttons">
      <button type="button" data-does="back"></button>
      <button type="button" data-does="play"></button>
      <button type="button" data-does="next"></button>
    </div>
    <span class="anim-frame"></span>`;
  player.append(controls);
  const slider = controls.querySelector("input");
  const button = (does) => controls.querySelector(`[data-does=${does}]`);

  const name = (element, label, sign) => {
    element.title = label;
    element.setAttribute("aria-label", label);
    element.textContent = sign;
  };
  const says = (frame) => {
    slider.value = frame;
    slider.setAttribute("aria-valuetext", `${frame + 1} of ${count}`);
    controls.querySelector(".anim-frame").textContent = `${frame + 1} / ${count}`;
  };

  async function show(frame) {
    sheet ??= (async () => {
      const frames = new Image();
      frames.src = new URL(player.dataset.frames, document.baseURI).href;
      await frames.decode();
      image.src = frames.src;
      Object.assign(image.style, {
        aspectRatio: `${image.getAttribute("width")} / ${image.getAttribute("height")}`,
        objectFit: "cover",
      });
    })();
    says(frame);
    try {
      await sheet;
    } catch {
      sheet = null; // offline: try again with the next click
      return pause();
    }
    image.style.objectPosition = `0 ${(100 * Number(slider.value)) / (count - 1)}%`;
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    name(button("play"), "Play", "▶\ufe0e");
  }

  async function play() {
    name(button("play"), "Pause", "‖");
    const step = () => {
      const frame = Number(slider.value) + 1;
      if (frame < count) show(frame);
      if (frame >= count - 1) pause();
    };
    // Who asked for less motion gets a slide show.
    const interval = Math.max(Number(player.dataset.interval), stillness.matches ? 1500 : 0);
    timer = setInterval(step, interval);
    await show(Number(slider.value) < count - 1 ? Number(slider.value) : 0);
  }

  slider.addEventListener("input", () => {
    pause();
    show(Number(slider.value));
  });
  controls.addEventListener("click", ({ target }) => {
    const does = target.dataset.does;
    if (!does) return;
    if (does === "play" && !timer) return play();
    pause();
    const frame = Number(slider.value) + { back: -1, next: 1, play: 0 }[does];
    if (frame >= 0 && frame < count) show(frame);
  });

  name(button("back"), "Previous frame", "‹");
  name(button("next"), "Next frame", "›");
  pause();
  says(0);
}
