// What every page's controls do. All of it is extra: the page works without.
const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function remember(name, value) {
  root.dataset[name] = value;
  try {
    localStorage.setItem(name, value);
  } catch { /* Storage may be forbidden; the choice then lasts for this page. */ }
  show();
}

function isDark() {
  return root.dataset.mode ? root.dataset.mode === "dark" : darkSystem.matches;
}

function show() {
  const size = root.dataset.size || "medium";
  for (const button of document.querySelectorAll("button[data-size]")) {
    button.setAttribute("aria-pressed", String(button.dataset.size === size));
  }
  for (const button of document.querySelectorAll("[data-mode-switch]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function closeFolds(except) {
  for (const fold of document.querySelectorAll("details[data-fold][open]")) {
    if (fold !== except) fold.open = false;
  }
}

function scrollTrack(button) {
  const track = button.closest("[data-carousel]").querySelector(".carousel__track");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  track.scrollBy({ left: Number(button.dataset.step) * track.clientWidth * 0.8, behavior: calm ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.size) remember("size", button.dataset.size);
  if (button?.matches("[data-mode-switch]")) remember("mode", isDark() ? "light" : "dark");
  if (button?.dataset.step) scrollTrack(button);
  closeFolds(event.target.closest("details[data-fold]"));
});

document.addEventListener("keydown", (event) => {
  const fold = event.key === "Escape" && document.activeElement.closest("details[data-fold][open]");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});

darkSystem.addEventListener("change", show);
show();
