/* The loop: the edition's plan by the clock; without one, or between its parts, the newest items in turn. */
(function (tv) {
  "use strict";

  var LEAST = 8000, EACH = 12000, LONGEST_PAUSE = 5;
  var SHIFTS = [[0, 0], [3, 1], [1, 3], [-2, 2], [-3, -1], [0, -3], [2, -2]];
  var node = null, shown = "", since = 0, paused = 0, timer = 0;
  // Whether what is on the screen may still be shown.
  var stands = null;

  /* What the plan has for this moment: {key, row} or null. A dated rundown stands before one of every day. */
  function planned(edition) {
    var now = tv.now(), found = null;
    [tv.date(now), tv.date(now - tv.DAY)].forEach(function (date) {
      edition.rundowns.forEach(function (rundown) {
        var fits = !rundown.date || rundown.date === date;
        if (!fits || !tv.schedule.onNow(rundown, date) || (found && !rundown.date)) { return; }
        found = { rundown: rundown, from: tv.schedule.start(rundown, date) };
      });
    });
    return found && rowAt(found.rundown, (now - found.from) / 1000, edition);
  }

  function rowAt(rundown, second, edition) {
    var total = rundown.rows.reduce(function (most, row) { return Math.max(most, row.offset_s + row.seconds); }, 0);
    if (!total || (second >= total && !rundown.loop)) { return null; }
    var at = second % total;
    var row = rundown.rows.filter(function (one) { return one.offset_s <= at && at < one.offset_s + one.seconds; })[0];
    return row ? { key: edition.number + " " + rundown.id + " " + row.offset_s, row: row } : null;
  }

  function asset(edition, sha) {
    var found = edition.assets.filter(function (one) { return one.sha256 === sha; })[0];
    return found ? found.url : "";
  }

  /* An item of the edition, if it may still be shown. */
  function item(edition, id, locale) {
    return edition.items.filter(function (one) {
      return one.id === id && one.locale === locale && !(tv.time(one.valid_to) <= tv.now());
    })[0];
  }

  /* Title and picture of the row are those of its own item: another one that stands in for it has its own. */
  function slide(edition, row, held) {
    var own = held.id === row.item, lead = held.pictures[0];
    var picture = own ? row.picture : lead && lead[row.crop];
    place(tv.make("slide", {
      title: (own && row.title) || held.title, summary: held.summary, kind: tv.kind(held.type), site: held.site.name,
      shown: {
        slide: picture ? { url: asset(edition, picture), alt: lead ? lead.alt : "" } : null,
        qr: { url: asset(edition, held.qr), alt: tv.word("code") }
      }
    }), row.crop, function () { return item(edition, held.id, held.locale); });
  }

  function clip(edition, row) {
    var url = row.kind === "live" ? row.stream_url : asset(edition, row.clip);
    var video = tv.video(url, "", function () {
      if (!document.body.contains(video)) { return; }
      row.failed = true;
      tv.kiosk.fresh();
    });
    place(tv.make("player", { title: row.title, video: video }), "", function () { return true; });
  }

  function newest() {
    var items = tv.stock.list().filter(function (one) { return one.lead; }).slice(0, 30);
    if (!items.length) { return place(tv.make("nothing", {}), "", function () { return !tv.stock.list().length; }); }
    var held = items[Math.floor(tv.now() / EACH) % items.length], facts = tv.facts(held);
    facts.site = held.site.name;
    facts.shown.slide = facts.shown.whole;
    place(tv.make("slide", facts), "", function () {
      var now = tv.stock.item(held.id);
      return now && tv.stock.mark(now) === tv.stock.mark(held);
    });
  }

  function place(card, crop, standing) {
    stands = standing;
    var bare = card.querySelector(".slide-words") && !card.querySelector(".slide-picture");
    card.className += " is-" + (bare ? "bare" : (crop || "hero_1920x1080").split("_")[0]);
    tv.empty(node.querySelector("[data-card]")).appendChild(card);
  }

  function tick() {
    if (!tv.kiosk.running()) { return window.clearInterval(timer); }
    shift();
    if (stands && !stands()) { return tv.kiosk.fresh(); }
    if (paused && tv.now() - paused > LONGEST_PAUSE * tv.MINUTE) { tv.kiosk.pause(); }
    // Both ways: clocks of boxes are put right at any time.
    if (paused || Math.abs(tv.now() - since) < LEAST) { return; }
    next();
  }

  function next() {
    var edition = tv.stock.data().edition, found = edition && planned(edition), row = found && found.row;
    var plays = row && row.kind !== "item" && !row.failed;
    var held = row && (item(edition, row.item, row.locale) || item(edition, row.fallback, row.locale));
    var key = plays ? found.key : held ? found.key + " " + held.id : "newest " + Math.floor(tv.now() / EACH);
    if (key === shown) { return; }
    shown = key;
    since = tv.now();
    if (plays) { clip(edition, row); } else if (held) { slide(edition, row, held); } else { newest(); }
  }

  /* A few pixels further every minute, so that nothing burns in. */
  function shift() {
    var by = SHIFTS[Math.floor(tv.now() / tv.MINUTE) % SHIFTS.length];
    node.style.left = by[0] + "px";
    node.style.top = by[1] + "px";
  }

  tv.kiosk = {
    running: function () {
      return Boolean(node && document.body.contains(node));
    },
    pause: function () {
      paused = paused ? 0 : tv.now();
      tv.show(node.querySelector("[data-paused]"), Boolean(paused));
    },
    /* Shows what the plan has now, even before the card's time is up: what it showed is gone, or the plan is. */
    fresh: function () {
      shown = "";
      stands = null;
      if (paused) { tv.kiosk.pause(); }
      next();
    }
  };

  tv.views.kiosk = function () {
    node = tv.make("kiosk", {});
    paused = since = 0;
    shown = "";
    stands = null;
    window.clearInterval(timer);
    window.setTimeout(tick, 0);
    timer = window.setInterval(tick, 500);
    return node;
  };
}(window.tv));
