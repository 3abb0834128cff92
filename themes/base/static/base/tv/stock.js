/* What the screen has to show, and the copy of it that outlives a power cut.

   `items` by id: what the contract answered; `services` of the site's home page; `cursor`: how far the changes are
   read; `edition`: the channel's plan; `alerts`; `guide` by date; `contact`: when the server last answered; `ready`:
   once there is something to choose from. The copy is switched in one step: it is written beside the old one, then the
   pointer is set, so a cut in between leaves the old one. */
(function (tv) {
  "use strict";

  // Both copies have to fit into the five million characters that boxes allow.
  var MOST = 2000000, MOST_ITEMS = 400;
  var KEEP_DAYS = 7;
  var name = tv.locale + " " + tv.host;
  var data = fresh();

  function fresh() {
    return { items: {}, cursor: "", sites: [], services: [], edition: null, alerts: [], guide: {}, contact: 0, ready: false };
  }

  function inTime(item) {
    return !(tv.time(item.valid_to) <= tv.now());
  }

  function newest(one, other) {
    return (tv.time(other.published_at) || 0) - (tv.time(one.published_at) || 0);
  }

  /* As many of the newest items as fit; without the oldest the rest is still whole. */
  function packed() {
    var items = tv.stock.list(), text = "";
    for (;;) {
      text = JSON.stringify({
        items: byId(items), cursor: data.cursor, sites: data.sites, services: data.services,
        edition: data.edition, alerts: data.alerts, guide: data.guide, contact: data.contact, skew: tv.skew, ready: true, whole: items.length === tv.stock.list().length
      });
      if (text.length <= MOST || !items.length) { return text; }
      items = items.slice(0, Math.floor(items.length / 2));
    }
  }

  function byId(items) {
    var found = {};
    items.forEach(function (item) { found[item.id] = item; });
    return found;
  }

  /* Beside the old copy; the pointer is set last. Whether there was room for it. */
  function write(text) {
    var next = tv.kept.get(name) === "a" ? "b" : "a";
    if (!tv.kept.set(name + " " + next, text) || !tv.kept.set(name, next)) { return false; }
    tv.kept.remove(name + (next === "a" ? " b" : " a"));
    return true;
  }

  function remove(isWanted) {
    tv.kept.names().filter(isWanted).forEach(tv.kept.remove);
  }

  function isOurs(kept) {
    return kept.indexOf(name) === 0;
  }

  function isOfOthers(kept) {
    return !isOurs(kept) && /^(zh|en)/.test(kept);
  }

  /* Rows of a plan that show the item say so: what is withdrawn has no title any more. */
  function mark(rundowns, id, locale) {
    rundowns.forEach(function (rundown) {
      rundown.rows.forEach(function (row) {
        if (row.item === id && (!row.locale || row.locale === locale)) { row.gone = true; }
      });
    });
  }

  tv.stock = {
    data: function () {
      return data;
    },

    list: function (type) {
      return Object.keys(data.items).map(function (id) { return data.items[id]; }).filter(function (item) {
        return inTime(item) && (!type || item.type === type);
      }).sort(newest);
    },

    /* Null for what may not be shown (any more). */
    item: function (id) {
      var item = data.items[id];
      return item && inTime(item) ? item : null;
    },

    replace: function (items, cursor) {
      data.items = byId(items);
      data.cursor = cursor;
      data.ready = true;
    },

    /* At once: in the rows, in the guide, in the edition and in the one that is on its way. */
    drop: function (id, locale) {
      if (locale === tv.locale) { delete data.items[id]; }
      Object.keys(data.guide).forEach(function (date) { mark(data.guide[date], id, locale); });
      [data.edition, tv.keep.pending()].forEach(function (edition) {
        if (!edition) { return; }
        edition.items = edition.items.filter(function (item) { return item.id !== id || item.locale !== locale; });
        mark(edition.rundowns, id, locale);
      });
    },

    /* A screen is on for months: the oldest beyond what rows can show go. */
    trim: function () {
      tv.stock.list().slice(MOST_ITEMS).forEach(function (item) { delete data.items[item.id]; });
    },

    /* What of an item is on a screen: another revision, or a picture that is withheld. */
    mark: function (item) {
      return item.id + " " + item.revision + (item.lead ? "" : "-") + item.pictures.length;
    },

    /* Whether what is kept is too old to be shown without asking. */
    tooOld: function () {
      var days = data.edition ? data.edition.keep_days : KEEP_DAYS;
      return tv.now() - data.contact > days * tv.DAY;
    },

    /* Without room the copies of other languages go, and at last the old one of this: it may show what was withdrawn. */
    save: function () {
      var text = packed();
      if (write(text)) { return; }
      remove(isOfOthers);
      if (!write(text)) { remove(isOurs); }
    },

    /* The server answered: the hour is kept by itself, which costs less than the whole. */
    touch: function () {
      data.contact = tv.now();
      tv.kept.set(name + " contact", String(data.contact));
    },

    load: function () {
      var text = tv.kept.get(name + " " + tv.kept.get(name)), found = null;
      try { found = JSON.parse(text); } catch (_error) { found = null; }
      if (!found) { return false; }
      data = found;
      // A copy from before there were any.
      data.services = found.services || [];
      // A copy that did not fit as a whole is completed from the beginning as soon as there is a network.
      if (!found.whole) { data.cursor = ""; }
      data.contact = Math.max(data.contact, +tv.kept.get(name + " contact"));
      // A box without a clock of its own may believe it is years ago; what was once known cannot lie ahead.
      tv.skew = found.skew;
      tv.skew += Math.max(0, data.contact - tv.now());
      return true;
    }
  };
}(window.tv));
