/* Keeps the stock as the contract has it: the whole once, then every change (T-03).

   What is taken back goes at once; what is new is fetched first and then shown together. */
(function (tv) {
  "use strict";

  var EVERY = 10000, PAGES = 4, TRIES = 3;
  var lost = false, timer = 0, begun = 0, hurried = false;
  // How often an item could not be had, by its id.
  var tries = {};

  /* Whether it is an answer to go on with. Who is turned away knows no more than who has no network. */
  function reached(status) {
    lost = status === 0 || status >= 500 || status === 401 || status === 403 || status === 429;
    if (status === 200) { tv.stock.touch(); }
    return status === 200;
  }

  function site() {
    return tv.host ? "&site=" + encodeURIComponent(tv.host) : "";
  }

  function again() {
    begun = 0;
    window.clearTimeout(timer);
    timer = window.setTimeout(poll, hurried ? 0 : EVERY);
    hurried = false;
    tv.changed();
  }

  function hurry() {
    hurried = true;
    if (!begun) { again(); }
  }

  /* Whatever went wrong in between: nobody comes to a screen in a hall to start it again. */
  function watch() {
    if (begun && Date.now() - begun > 2 * tv.MINUTE) { again(); }
  }

  /* Where the server tells what happens, that is a sign to look at once; what is asked stays the same.
     A server without this, or without a free line, closes it: the screen goes on asking, and tries again later. */
  function listen() {
    if (!window.EventSource) { return; }
    var events = new EventSource(tv.api + "/events");
    events.onerror = function () {
      if (events.readyState === 2) { window.setTimeout(listen, tv.MINUTE); }
    };
    events.addEventListener("change", hurry);
    events.addEventListener("edition", function () { tv.keep.look(); });
    events.addEventListener("alert", function () { tv.alerts.look(); });
  }

  /* First the cursor, then the items: what changes in between is told once more and not missed. */
  function whole() {
    toTheEnd("", function (cursor) {
      collect([], "", 0, function (items) {
        tv.ask("/sites", function (status, answer) {
          if (!reached(status)) { return again(); }
          services(function () {
            tv.stock.replace(items.filter(ours), cursor);
            tv.stock.data().sites = answer.items;
            finish();
          });
        });
      });
    });
  }

  /* They change with their home page, so after every change. Who has none of this site shows none. */
  function services(done) {
    tv.services.ask(function (status, answer) {
      if (!reached(status) && lost) { return again(); }
      tv.stock.data().services = status === 200 ? answer.items : [];
      done();
    });
  }

  function toTheEnd(cursor, done) {
    tv.ask("/changes?limit=500" + (cursor ? "&cursor=" + cursor : ""), function (status, answer) {
      if (!reached(status)) { return again(); }
      if (answer.has_more) { toTheEnd(answer.cursor, done); } else { done(answer.cursor); }
    });
  }

  function collect(items, cursor, page, done) {
    var more = cursor ? "&cursor=" + encodeURIComponent(cursor) : "";
    tv.ask("/items?limit=100&locale=" + tv.locale + site() + more, function (status, answer) {
      if (!reached(status)) { return again(); }
      items = items.concat(answer.items);
      if (answer.next_cursor && page + 1 < PAGES) {
        collect(items, answer.next_cursor, page + 1, done);
      } else {
        done(items);
      }
    });
  }

  function poll() {
    var cursor = tv.stock.data().cursor;
    begun = Date.now();
    if (!cursor) { return whole(); }
    tv.ask("/changes?limit=100&cursor=" + cursor, function (status, answer) {
      if (status === 410 || status === 422) { return whole(); }
      if (!reached(status)) { return again(); }
      if (!answer.changes.length && answer.cursor === cursor) { return again(); }
      apply(answer);
    });
  }

  /* A home page is on television for its services, and itself nothing to read. */
  function ours(head) {
    return head.type !== "home" && head.locale === tv.locale && (!tv.host || head.site.host.split(":")[0] === tv.host);
  }

  function apply(answer) {
    var wanted = [], dropped = false;
    answer.changes.forEach(function (change) {
      if (change.op === "delete") { tv.stock.drop(change.id, change.locale); dropped = true; }
      if (change.op !== "upsert") { return; }
      // What has moved to another site is none of this one's rows; the channel's edition may have it all the same.
      if (ours(change.item)) { wanted.push(change.item); }
      if (change.locale === tv.locale && !ours(change.item)) { delete tv.stock.data().items[change.id]; }
    });
    // Should the power go now, it must not come back with the light.
    if (dropped) { tv.stock.save(); }
    tv.changed();
    fetchAll(wanted, {}, function (items) {
      Object.keys(items).forEach(function (id) {
        if (items[id]) { tv.stock.data().items[id] = items[id]; } else { tv.stock.drop(id, tv.locale); }
      });
      services(function () {
        tv.stock.data().cursor = answer.cursor;
        if (answer.has_more) { poll(); } else { finish(); }
      });
    });
  }

  /* Null for what has gone again meanwhile. Without a network the cursor stays, so nothing is missed; but one item that
     cannot be had while others can does not keep all that come after it. */
  function fetchAll(heads, items, done) {
    var head = heads.shift();
    if (!head) { return done(items); }
    tv.ask(head.url, function (status, answer) {
      var gone = status === 404 || status === 410;
      if (!reached(status) && !gone) {
        tries[head.id] = (tries[head.id] || 0) + 1;
        if (status === 0 || tries[head.id] < TRIES) { return again(); }
      }
      delete tries[head.id];
      items[head.id] = status === 200 ? answer.item : null;
      fetchAll(heads, items, done);
    });
  }

  function finish() {
    tv.stock.trim();
    tv.stock.save();
    tv.keep.pictures();
    again();
  }

  /* One item once more, because what it says changes with the hour. */
  tv.refresh = function (id, done) {
    var item = tv.stock.item(id);
    if (!item || lost) { return; }
    tv.ask(item.url, function (status, answer) {
      if (!reached(status)) { return; }
      tv.stock.data().items[id] = answer.item;
      done(answer.item);
    });
  };

  tv.follow = {
    start: function () {
      poll();
      listen();
      window.setInterval(watch, tv.MINUTE);
    },
    lost: function () { return lost; },
    /* Something has been told in another way: look now. */
    hurry: hurry
  };

  window.addEventListener("online", hurry);
  window.addEventListener("offline", function () { lost = true; tv.changed(); });
}(window.tv));
