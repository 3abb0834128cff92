// Asks for the table every 15 seconds. Who has a link of it in focus keeps it; without this the page is reloaded by hand.
const PAUSE = 15000;
const room = document.getElementById("tv-room");

const refresh = async () => {
  const address = new URL(window.location.href);
  address.searchParams.set("part", "1");
  try {
    const answer = await fetch(address);
    // Signed out meanwhile: the answer is another page.
    if (answer.ok && !answer.redirected) {
      const focused = room.contains(document.activeElement) ? document.activeElement.id : "";
      room.innerHTML = await answer.text();
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
  } catch {
    // Offline for a moment: the next round asks again.
  }
};

setInterval(() => {
  if (!document.hidden) refresh();
}, PAUSE);
