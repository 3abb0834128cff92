/* The screen itself: an address for every view (`#/item/…`), what keys do there, and where the focus was. */
(function (tv) {
  "use strict";

  var HASH_KEY = /[#&]key=(yss_[\w-]+)/;
  var stage = tv.one("stage"), main = tv.one("main");
  // Where the focus was, by address; the addresses on the way here; what the view was made from.
  var memory = {}, way = [], seen = "";
  var here = "";

  function route() {
    var parts = location.hash.replace(/^#\/?/, "").split("/");
    return { name: parts[0], id: decodeURIComponent(parts[1] || ""), number: parts[2] };
  }

  /* All views are made for 96 by 54 units; the smaller side of the window decides how large a unit is. */
  function scale() {
    var unit = Math.min(window.innerWidth / 96, window.innerHeight / 54);
    document.documentElement.style.fontSize = unit + "px";
    stage.style.left = tv.one("over").style.left = Math.max(0, (window.innerWidth - 96 * unit) / 2) + "px";
    var text = main.querySelector("[data-text]");
    if (text) { tv.pages.place(text); }
  }

  function empty() {
    return !tv.draft && (!tv.stock.data().ready || tv.stock.tooOld());
  }

  function view() {
    if (empty()) { return tv.make(tv.follow.lost() ? "offline" : "waiting", {}); }
    var at = route();
    return tv.views[at.name] ? tv.views[at.name](at.id, at.number) || tv.make("gone", {}) : tv.views[""]();
  }

  function draw() {
    var node = view();
    tv.empty(main).appendChild(node);
    main.className = "main main-" + (route().name || "home");
    stage.className = "stage" + (tv.kept.get("large") ? " is-large" : "") + " stage-" + (route().name || "home");
    scale();
    seen = state();
    tv.focus.begin(memory[here]);
  }

  /* What the view shown depends on. */
  function state() {
    var at = route(), item = tv.stock.item(at.id);
    if (empty() || tv.draft) { return String(tv.follow.lost()); }
    if (at.name === "service") { return at.id + tv.services.state(); }
    if (at.id) { return item ? tv.stock.mark(item) : at.id + " gone"; }
    if (at.name === "kiosk") { return "kiosk"; }
    if (at.name === "guide") { return JSON.stringify(tv.stock.data().guide); }
    return tv.services.state() + tv.stock.list().map(tv.stock.mark).join();
  }

  function status() {
    var contact = tv.stock.data().contact, word = tv.follow.lost() ? "offline" : "updated";
    var text = contact && !tv.draft ? tv.word(word, { time: tv.moment(contact) }) : "";
    if (tv.one("state").textContent !== text) { tv.one("state").textContent = text; }
    tv.one("clock").textContent = tv.clock(tv.now());
  }

  /* The stock has changed, or the network has: what is shown follows, and the focus stays. */
  tv.changed = function () {
    status();
    if (state() === seen) { return; }
    remember();
    draw();
  };

  tv.returned = function () {
    if (tv.kiosk.running()) { tv.kiosk.fresh(); }
    tv.focus.begin(memory[here]);
  };

  function remember() {
    var at = tv.focus.at();
    if (at && main.contains(at)) { memory[here] = at.getAttribute("data-name") || at.getAttribute("href") || ""; }
  }

  tv.focused = function (node) {
    if (node.rundown) { tv.plan(main, node); }
    remember();
  };

  window.onhashchange = function () {
    var before = way.indexOf(location.hash);
    way = before < 0 ? way.concat(location.hash) : way.slice(0, before + 1);
    here = location.hash;
    draw();
  };

  function go(hash, instead) {
    if (instead) {
      way.pop();
      location.replace(hash);
    } else if (location.hash !== hash) {
      location.hash = hash;
    }
  }

  /* At the beginning there is nothing to go back to: the focus goes to the first thing. */
  function back() {
    if (way.length > 1) { return history.back(); }
    if (route().name) { return go("#/", true); }
    memory[here] = "";
    tv.focus.begin("");
  }

  function larger() {
    if (tv.kept.get("large")) { tv.kept.remove("large"); } else { tv.kept.set("large", "1"); }
    draw();
  }

  /* What a key does in this view; false when it does what it does everywhere. */
  var special = {
    item: function (key) {
      var text = main.querySelector("[data-text]"), reading = text && tv.focus.at() === text;
      if (!reading) { return false; }
      if (key === "up") { return tv.pages.turn(text, -1) || true; }
      if (key === "down" || key === "ok") { return tv.pages.turn(text, 1); }
      var other = main.querySelector({ left: "[data-previous]", right: "[data-next]" }[key] || "none");
      if (other) { go(other.hash, true); }
      return key === "left" || key === "right";
    },
    gallery: function (key) {
      var at = route(), item = tv.stock.item(at.id), by = { left: -1, right: 1, ok: 1 }[key];
      if (!item || !by) { return false; }
      var next = (+at.number + by + item.pictures.length) % item.pictures.length;
      go("#/gallery/" + at.id + "/" + next, true);
      return true;
    },
    play: function (key) {
      var video = main.querySelector("video");
      if (key !== "ok" || !video) { return false; }
      if (video.paused) { video.play(); } else { video.pause(); }
      main.querySelector("[data-state]").textContent = video.paused ? tv.word("paused") : "";
      return true;
    },
    kiosk: function (key) {
      if (key !== "ok" || !tv.kiosk.running()) { return false; }
      tv.kiosk.pause();
      return true;
    },
    guide: function (key) {
      var slot = tv.focus.at();
      if (key !== "ok" || !slot || !slot.rundown || !slot.querySelector(".now")) { return false; }
      go("#/kiosk");
      return true;
    }
  };

  function act(key) {
    if (tv.alerts.shown()) {
      if (key === "left" || key === "right") { tv.alerts.turn(key === "left" ? -1 : 1); }
      return true;
    }
    var name = route().name;
    if (!empty() && special[name] && special[name](key)) { return true; }
    if (key === "back") { return back(); }
    if (key === "ok") { return press(); }
    if (tv.draft) { return tv.focus.move(key); }
    if (key === "red") { return go("#/kiosk"); }
    if (key === "green") { return go("#/guide"); }
    if (key === "yellow") { return larger(); }
    if (key === "blue") { return name === "item" ? go("#/qr/" + route().id) : false; }
    return tv.focus.move(key);
  }

  function press() {
    if (tv.focus.at()) { tv.focus.at().click(); }
  }

  document.addEventListener("click", function (event) {
    var target = tv.above(event.target, "data-do") || tv.above(event.target, "data-text") || event.target;
    var what = target.getAttribute("data-do");
    if (what === "larger") { larger(); }
    if (what === "again") { tv.follow.hurry(); }
    if (target.hasAttribute("data-text") && event.detail) { tv.pages.turn(target, 1); }
    if (tv.above(event.target, "data-previous") || tv.above(event.target, "data-next")) {
      event.preventDefault();
      go((tv.above(event.target, "data-previous") || tv.above(event.target, "data-next")).hash, true);
    }
    if (route().name === "gallery" && main.contains(event.target)) { special.gallery("ok"); }
    if (route().name === "kiosk" && main.contains(event.target)) { special.kiosk("ok"); }
  });

  /* Places say whether they are open now, so they are asked again while they are looked at. */
  function refresh() {
    var at = route(), text = main.querySelector("[data-text]"), page = text && tv.pages.at(text);
    if (at.name !== "item") { return; }
    tv.refresh(at.id, function (item) {
      if (!item.place || route().id !== at.id) { return; }
      remember();
      draw();
      tv.pages.turn(main.querySelector("[data-text]"), page);
    });
  }

  function start() {
    var key = HASH_KEY.exec(location.hash), draft = tv.one("draft");
    if (key) {
      tv.kept.set("key", key[1]);
      location.replace("#/");
    }
    tv.draft = draft && JSON.parse(draft.textContent);
    if (tv.draft) { location.replace("#/item/" + tv.draft.id); }
    way = [location.hash];
    here = location.hash;
    window.onresize = scale;
    tv.keys.load();
    tv.keys.listen(act);
    tv.show(stage, true);
    if (!tv.draft) { tv.stock.load(); }
    draw();
    status();
    window.setInterval(status, 1000);
    if (tv.draft) { return; }
    tv.follow.start();
    tv.keep.start();
    tv.alerts.start();
    window.setInterval(refresh, tv.MINUTE);
  }

  start();
}(window.tv));
