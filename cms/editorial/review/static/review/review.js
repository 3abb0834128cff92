/* One key for each decision. The buttons work without this file. */
(() => {
  const PAUSE = 1500;
  const SETTING = "review-keys";

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-review-form]");
    followPreview(form);
    if (form.querySelector("[data-review-keys]")) {
      listen(form);
    }
  });

  /* The preview begins at the width of a phone. */
  function followPreview(root) {
    const frame = root.querySelector(".review-preview__frame");
    for (const button of root.querySelectorAll("[data-width]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        frame.classList.toggle("is-desktop", button.dataset.width === "desktop");
        for (const each of root.querySelectorAll("[data-width]")) {
          each.setAttribute("aria-pressed", String(each === button));
        }
      });
    }
  }

  function listen(root) {
    const bar = root.querySelector(".review-decision");
    const told = root.querySelector("[data-review-pending]");
    const comment = root.querySelector("#review-comment");
    const isOn = root.querySelector("[data-review-keys-on]");
    let pending = null;

    root.querySelector("[data-review-keys]").hidden = false;
    isOn.checked = localStorage.getItem(SETTING) !== "off";
    isOn.addEventListener("change", () => localStorage.setItem(SETTING, isOn.checked ? "on" : "off"));

    function stop() {
      clearTimeout(pending);
      pending = null;
      bar.classList.remove("is-pending");
      told.textContent = told.dataset.stopped;
    }

    function decide(button) {
      const isReturn = button.value === "return";
      if (isReturn && !comment.value.trim() && !somethingAtAPlace(root)) {
        told.textContent = told.dataset.say;
        comment.focus();
        return;
      }
      button.focus();
      told.textContent = told.dataset[button.value];
      bar.classList.add("is-pending");
      pending = setTimeout(() => root.requestSubmit(button), PAUSE);
    }

    document.addEventListener("keydown", (event) => {
      if (pending) {
        if (event.key === "Escape") {
          event.preventDefault();
          stop();
        }
        return;
      }
      if (!isOn.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      const button = root.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (button) {
        event.preventDefault();
        decide(button);
      }
    });
    /* Whoever clicks, types or leaves meanwhile wants something else. */
    document.addEventListener("pointerdown", () => pending && stop());
  }

  function somethingAtAPlace(root) {
    return [...root.querySelectorAll('textarea[name^="at:"]')].some((place) => place.value.trim());
  }

  function isTyping(target) {
    const writes = target.closest("textarea, select, [contenteditable], [role='textbox'], [role='combobox']");
    return Boolean(writes) || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  }
})();
