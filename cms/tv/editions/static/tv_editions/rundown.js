// The rundown editor without leaving the page. What a button does is the server's business: it gets all fields, as
// without this script. Fields stay as they are, since somebody may be typing in them (or composing Chinese, which ends
// when a field is moved); what the answer tells around them is taken over. Dragging is another way to press a button.

const form = document.querySelector("[data-tv-editor]");
const unsaved = form.querySelector("[data-tv-unsaved]");
const DELAY = 300;
let underWay = Promise.resolve();

function send(action) {
  underWay = underWay.then(() => exchange(action)).catch(() => submitAsUsual(action));
}

async function exchange(action) {
  const data = new FormData(form);
  data.set("do", action);
  const response = await fetch(form.action || location.href, { method: "POST", body: data });
  if (!response.ok) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const answer = page.querySelector("[data-tv-editor]");
  if (action === "find") {
    take(answer, "#tv-found");
    return;
  }
  const focused = document.activeElement;
  arrange(action, [...answer.querySelectorAll("[data-tv-row]")]);
  take(answer, "[data-tv-told]");
  answer.querySelectorAll("details").forEach((fresh, index) => {
    if (fresh.open) form.querySelectorAll("details")[index].open = true;
  });
  for (const field of form.querySelectorAll("input[data-places]")) count(field);
  if (action !== "look") unsaved.hidden = false;
  if (focused.isConnected) focused.focus({ preventScroll: true });
  else keepFocus(action, focused.value);
}

// The rows that are here, in the number and order of the answer's; of new ones there are only the answer's.
function arrange(action, fresh) {
  const list = form.querySelector("[data-tv-rows]");
  const rows = [...list.querySelectorAll("[data-tv-row]")];
  const [verb, ...words] = action.split(":");
  if (verb === "move") rows.splice(words[1], 0, ...rows.splice(words[0], 1));
  if (verb === "remove") rows.splice(words[0], 1)[0].remove();
  if (verb === "add" && words[2] && fresh.length > rows.length) rows.splice(words[2], 0, undefined);
  fresh.forEach((told, place) => {
    const row = rows[place] || document.importNode(told, true);
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
    row.className = told.className;
    row.dataset.tvRow = place;
  });
}

function take(answer, places) {
  const fresh = answer.querySelectorAll(places);
  form.querySelectorAll(places).forEach((place, index) => place.replaceChildren(...fresh[index].childNodes));
}

// A row that moved keeps the button under the finger.
function keepFocus(action, value) {
  const [verb, ...words] = action.split(":");
  const [from, to] = words.map(Number);
  const other = verb === "move" && `move:${to}:${to < from ? to - 1 : to + 1}`;
  for (const name of [other, value]) {
    const button = name && form.querySelector(`button[value="${CSS.escape(name)}"]:enabled`);
    if (button) {
      button.focus();
      return;
    }
  }
}

function submitAsUsual(action) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "do", value: action });
  form.append(field);
  form.submit();
  field.remove();
}

// Saving leaves the page: its answer says so to everybody.
const LEAVING = ["save", "delete"];

form.addEventListener("submit", (event) => {
  const action = event.submitter && event.submitter.value;
  if (LEAVING.includes(action)) {
    unsaved.hidden = true;
    return;
  }
  event.preventDefault();
  send(action || "look");
});

// Places as a caption generator counts them: 1 for a full-width character, 0.5 for a half-width one.
function count(field) {
  const taken = Array.from(field.value).reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e7f ? 1 : 0.5), 0);
  const counter = field.parentElement.querySelector("[data-tv-counter]");
  counter.textContent = `${Math.ceil(taken)} / ${field.dataset.places}`;
  counter.classList.toggle("tv-counter--over", taken > Number(field.dataset.places));
}

let waiting;
form.addEventListener("input", (event) => {
  if (event.target.matches("input[data-places]")) count(event.target);
  if (event.target.closest(".tv-find")) {
    clearTimeout(waiting);
    waiting = setTimeout(() => send("find"), DELAY);
  } else {
    unsaved.hidden = false;
  }
});

// Wagtail's own guard would take a search for a change, and misses what is changed in the first two seconds.
window.addEventListener("beforeunload", (event) => {
  if (!unsaved.hidden) event.preventDefault();
});

form.addEventListener("change", (event) => {
  if (event.target.name === "row-seconds" || event.target.closest(".tv-field--starts_at, .tv-field--ends_at")) send("look");
});

let dragged = null;

form.addEventListener("dragstart", (event) => {
  const thing = event.target.closest("[draggable]");
  if (!thing) return;
  dragged = thing;
  thing.classList.add("tv-dragged");
  event.dataTransfer.effectAllowed = "copyMove";
  event.dataTransfer.setData("text/plain", thing.textContent.trim());
});

form.addEventListener("dragend", () => {
  if (dragged) dragged.classList.remove("tv-dragged");
  dragged = null;
  mark(null);
});

form.addEventListener("dragover", (event) => {
  const list = event.target.closest("[data-tv-rows]");
  if (!dragged || !list) return;
  event.preventDefault();
  mark(placeAt(list, event.clientY));
});

form.addEventListener("drop", (event) => {
  const list = event.target.closest("[data-tv-rows]");
  if (!dragged || !list) return;
  event.preventDefault();
  const place = placeAt(list, event.clientY);
  if (dragged.dataset.tvAdd) {
    const [what, number] = dragged.dataset.tvAdd.split(":");
    send(`add:${what}:${number}:${place}`);
  } else {
    const from = Number(dragged.dataset.tvRow);
    const to = place > from ? place - 1 : place;
    if (to !== from) send(`move:${from}:${to}`);
  }
});

// Before which row something lands that is let go at this height; the number of rows for the end.
function placeAt(list, height) {
  const rows = [...list.querySelectorAll("[data-tv-row]")];
  const place = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return height < box.top + box.height / 2;
  });
  return place < 0 ? rows.length : place;
}

function mark(place) {
  const rows = [...form.querySelectorAll("[data-tv-row]")];
  rows.forEach((row, index) => {
    row.classList.toggle("tv-before", index === place);
    row.classList.toggle("tv-after", place === rows.length && index === rows.length - 1);
  });
}

// A field that is being written in is no handle.
form.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("[data-tv-row]");
  if (row) row.draggable = !event.target.closest("input, textarea, select");
});

for (const field of form.querySelectorAll("input[data-places]")) count(field);
