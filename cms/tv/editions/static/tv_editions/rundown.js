// The rundown editor without leaving the page. What a button does is the server's business: it gets all fields, as
// without this script, and the parts of its answer replace those here. Dragging is another way to press a button.

const form = document.querySelector("[data-tv-editor]");
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
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = document.activeElement;
  const held = focused && focused.closest("[data-tv-part]") && focused.value;
  for (const part of document.querySelectorAll("[data-tv-part]")) {
    part.replaceChildren(...answer.getElementById(part.id).childNodes);
  }
  for (const field of form.querySelectorAll("input[data-places]")) count(field);
  if (held) keepFocus(action, held);
}

// A row that moved keeps the button under the finger.
function keepFocus(action, value) {
  const [verb, from, to] = action.split(":");
  const other = verb === "move" && (to < from ? `move:${to}:${to - 1}` : `move:${to}:${Number(to) + 1}`);
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
}

// Saving leaves the page: its answer says so to everybody.
const LEAVING = ["save", "delete:yes"];

form.addEventListener("submit", (event) => {
  const action = event.submitter && event.submitter.value;
  if (LEAVING.includes(action)) return;
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
  }
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
