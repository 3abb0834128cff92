/* The programme of today and tomorrow; beside it, what the chosen part of it brings. */
(function (tv) {
  "use strict";

  function start(rundown, date) {
    return tv.time(date + "T" + rundown.starts_at.slice(0, 8) + "+08:00");
  }

  function end(rundown, date) {
    var until = tv.time(date + "T" + rundown.ends_at.slice(0, 8) + "+08:00");
    return until > start(rundown, date) ? until : until + tv.DAY;
  }

  function onNow(rundown, date) {
    return start(rundown, date) <= tv.now() && tv.now() < end(rundown, date);
  }

  /* Without a network the edition's own plan has to do. */
  function planned(date) {
    var edition = tv.stock.data().edition, rundowns = tv.stock.data().guide[date];
    return (rundowns || (edition ? edition.rundowns : [])).filter(function (rundown) {
      return !rundown.date || rundown.date === date;
    }).sort(function (one, other) { return one.starts_at < other.starts_at ? -1 : 1; });
  }

  function slots(date) {
    var made = planned(date).map(function (rundown) {
      var node = tv.make("slot", {
        time: rundown.starts_at.slice(0, 5) + "–" + rundown.ends_at.slice(0, 5), title: rundown.title,
        now: onNow(rundown, date)
      });
      node.rundown = rundown;
      node.from = start(rundown, date);
      node.setAttribute("data-name", date + rundown.id);
      return node;
    });
    return made.length ? made : [tv.make("empty", {})];
  }

  // The part that was looked at last, by its name.
  var last = "";

  function guide() {
    var today = tv.now(), channel = tv.stock.data().edition;
    var first = slots(tv.date(today)), second = slots(tv.date(today + tv.DAY));
    var node = tv.make("guide", {
      channel: channel ? channel.channel.name : "", today: tv.day(today), tomorrow: tv.day(today + tv.DAY),
      first: first, second: second
    });
    // Who comes back from an item of it finds it as it was.
    first.concat(second).forEach(function (slot) {
      if (slot.rundown && slot.getAttribute("data-name") === last) { tv.plan(node, slot); }
    });
    return node;
  }

  /* What the focused part brings, with its hours; what the screen has can be opened. */
  tv.plan = function (view, slot) {
    var box = tv.empty(view.querySelector("[data-plan]")), before = "";
    last = slot.getAttribute("data-name");
    view.querySelector("[data-plan-name]").textContent = slot.rundown.title;
    slot.rundown.rows.filter(function (row) { return !row.gone; }).forEach(function (row) {
      var time = tv.clock(slot.from + row.offset_s * 1000);
      var node = tv.make("slot-row", {
        time: time === before ? "" : time, title: row.title, link: "#/item/" + row.item
      });
      before = time;
      if (!row.item || !tv.stock.item(row.item)) { node.removeAttribute("href"); }
      box.appendChild(node);
    });
  };

  tv.views.guide = guide;
  tv.schedule = { start: start, end: end, onNow: onNow };
}(window.tv));
