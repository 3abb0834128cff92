/* Puts the player of another host in place of its cover, only after the reader's click. */
document.querySelectorAll("[data-player]").forEach((figure) => {
  const button = figure.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    player.src = figure.dataset.player;
    player.title = figure.dataset.title;
    player.allow = "fullscreen";
    player.referrerPolicy = "no-referrer";
    figure.querySelector("div").replaceWith(player);
    player.focus();
  });
});
