/* One item: its text by screenfuls, what a place says of itself, and the way to the telephone. */
(function (tv) {
  "use strict";

  var HOURS_OLD = 10;

  function item(id) {
    var held = tv.draft || tv.stock.item(id);
    return held ? page(held) : null;
  }

  function page(held) {
    var facts = tv.facts(held), place = held.place || {};
    facts.subtitle = held.tv.subtitle === held.tv.title ? "" : held.tv.subtitle;
    facts.minutes = held.reading_time_s ?
      tv.word("minutes", { count: Math.max(1, Math.round(held.reading_time_s / 60)) }) : "";
    facts.body = held.body.html;
    facts.picture = held.lead;
    facts.caption = held.lead ? held.lead.caption || (held.lead.credit && tv.word("credit", { name: held.lead.credit })) : "";
    facts.place = held.place;
    facts.address = place.address;
    facts.phone = place.phone;
    facts.pictures = held.pictures.length > 1 ? String(held.pictures.length) : "";
    facts.plays = held.recordings.map(function (recording, index) {
      return tv.make("play", { link: "#/play/" + held.id + "/" + index, title: recording.title || tv.word("play") });
    });
    opening(facts, place);
    var node = tv.make("item", facts);
    node.className += " item-" + held.type.replace(/_/g, "-") + (held.lead ? "" : " is-plain");
    links(node, held);
    return node;
  }

  /* What was true ten minutes ago may not be true now; then the telephone knows. */
  function opening(facts, place) {
    if (!place.opening) { return; }
    var fresh = tv.draft || tv.now() - tv.stock.data().contact < HOURS_OLD * tv.MINUTE;
    var status = fresh ? place.opening.status : "unknown";
    facts.opening = tv.word("opening-" + status);
    facts.mark = { open: "●", closed: "✕", "last-admission-passed": "◐" }[status];
    facts.detail = fresh && tv.locale === "zh-hans" ? place.opening.detail : "";
  }

  function links(node, held) {
    var same = tv.draft ? [] : tv.stock.list(held.type), index = -1;
    same.forEach(function (other, number) { if (other.id === held.id) { index = number; } });
    link(node, "[data-previous]", same[index - 1] && "#/item/" + same[index - 1].id);
    link(node, "[data-next]", same[index + 1] && "#/item/" + same[index + 1].id);
    link(node, "[data-gallery]", held.pictures.length > 1 && !tv.draft && "#/gallery/" + held.id + "/0");
    link(node, "[data-enlarge]", !tv.draft && "#/qr/" + held.id);
  }

  function link(node, selector, address) {
    var part = node.querySelector(selector);
    if (address) {
      part.href = address;
      part.setAttribute("data-name", selector);
    } else {
      part.parentNode.removeChild(part);
    }
  }

  /* The text stands in columns as wide and high as its box, so no line is ever cut; a screenful is a column. */
  function width(box) {
    return box.getBoundingClientRect().width + parseFloat(window.getComputedStyle(box).webkitColumnGap ||
      window.getComputedStyle(box).columnGap);
  }

  tv.pages = {
    of: function (text) {
      var box = text.querySelector("[data-columns]");
      return Math.max(1, Math.round((box.scrollWidth + width(box) - box.getBoundingClientRect().width) / width(box)));
    },

    at: function (text) {
      return +text.getAttribute("data-at") || 0;
    },

    /* False beyond the first and the last. */
    turn: function (text, by) {
      var page = tv.pages.at(text) + by;
      if (page < 0 || page >= tv.pages.of(text)) { return false; }
      text.setAttribute("data-at", page);
      tv.pages.place(text);
      return true;
    },

    place: function (text) {
      var box = text.querySelector("[data-columns]"), pages = tv.pages.of(text);
      var page = Math.min(tv.pages.at(text), pages - 1);
      box.scrollLeft = Math.round(page * width(box));
      text.setAttribute("data-at", page);
      var pager = text.parentNode.querySelector("[data-page]");
      pager.textContent = pages > 1 ? tv.word("page", { page: page + 1, pages: pages }) : "";
      tv.show(text.parentNode.querySelector("[data-more]"), page + 1 < pages);
    }
  };

  tv.views.item = item;
}(window.tv));
