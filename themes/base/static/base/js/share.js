/* Copies the page's address, offers the system's share sheet, prints. The links beside the buttons work without it. */
function serve(tools) {
  const status = tools.querySelector("[data-share-status]");
  const { url, title, copied } = tools.dataset;

  tools.querySelector("[data-share-print]").addEventListener("click", () => window.print());

  const copy = tools.querySelector("[data-share-copy]");
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      status.textContent = copied;
    });
  }

  const native = tools.querySelector("[data-share-native]");
  if (navigator.share) {
    native.hidden = false;
    // Closing the share sheet rejects the promise: nothing to report.
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
}

document.querySelectorAll("[data-share]").forEach(serve);

// The open QR panel closes like a menu: by Escape or a click elsewhere.
const panels = document.querySelectorAll(".share details");
document.addEventListener("click", (event) => {
  panels.forEach((panel) => { if (!panel.contains(event.target)) panel.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  panels.forEach((panel) => {
    if (panel.open && panel.contains(document.activeElement)) panel.querySelector("summary").focus();
    panel.open = false;
  });
});
