// Shows each channel as soon as it has answered, and offers to print. Without it the page shows the state at loading.
const PAUSE = 1000;
const lines = document.getElementById("recall-channels");
const print = document.getElementById("recall-print");

print.hidden = false;
print.addEventListener("click", () => window.print());

const isWaiting = () => lines.querySelector("[data-waiting]").dataset.waiting !== "0";

const refresh = async () => {
  try {
    const answer = await fetch(lines.dataset.url);
    if (answer.ok) lines.innerHTML = await answer.text();
  } catch {
    // Offline for a moment: the next round asks again.
  }
  if (isWaiting()) setTimeout(refresh, PAUSE);
};

if (isWaiting()) setTimeout(refresh, PAUSE);
