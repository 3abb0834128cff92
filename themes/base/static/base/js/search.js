/* Suggestions below the search field: the combobox pattern of ARIA, with pages and words as links to follow. */
const WAIT = 180;

function combobox(form) {
  const field = form.querySelector("input[type=search]");
  const list = Object.assign(document.createElement("ul"), { className: "search-form__list", id: "search-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  Object.entries(attributes).forEach(([name, value]) => field.setAttribute(name, value));

  let timer;
  let asked = "";
  let chosen = -1;

  function choose(number) {
    chosen = number;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    const option = list.children[chosen];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, url }, number) => {
      const option = Object.assign(document.createElement("li"), { className: "search-form__option", id: `search-option-${number}`, textContent: text });
      option.setAttribute("role", "option");
      option.dataset.url = url;
      return option;
    }));
    list.hidden = !suggestions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  async function suggest() {
    const typed = field.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (!typed) { show([]); return; }
    try {
      const answer = await fetch(`${form.dataset.search}?${new URLSearchParams({ q: typed })}`);
      const { suggestions } = await answer.json();
      // A slow answer must not replace that of a later question.
      if (typed === asked) show(suggestions);
    } catch { /* Without suggestions the form still searches. */ }
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    // Letters of an input method are no word yet.
    if (!event.isComposing) timer = setTimeout(suggest, WAIT);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(suggest, WAIT); });
  field.addEventListener("blur", () => show([]));
  form.addEventListener("submit", () => clearTimeout(timer));

  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1 < count ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? count - 1 : chosen - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });

  // Pressing the mouse would take the focus, and with it the list, away.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

document.querySelectorAll("[data-search]").forEach(combobox);
