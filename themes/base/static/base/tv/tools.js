/* What the other scripts of the screen stand on: elements, words, times, questions to the server.
   All of them are ES5, because a set-top box of ten years ago has to run them. */
(function (tv) {
  "use strict";

  var CHINA = 8 * 3600000;
  var TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
  var TIMEOUT = 15000;
  var body = document.body;

  tv.MINUTE = 60000;
  tv.DAY = 24 * 3600000;
  tv.api = body.getAttribute("data-api");
  tv.locale = body.getAttribute("data-locale");
  tv.host = body.getAttribute("data-host");
  tv.site = body.getAttribute("data-site");

  tv.all = function (node, selector) {
    return Array.prototype.slice.call(node.querySelectorAll(selector));
  };

  tv.one = function (id) {
    return document.getElementById(id);
  };

  // Out of the page, so that nothing in it is there twice.
  var views = tv.one("views");
  views.parentNode.removeChild(views);

  /* A fresh copy of one of the templates. */
  tv.copy = function (name) {
    return views.querySelector('[data-view="' + name + '"]').cloneNode(true);
  };

  /* The nearest element that has the attribute, this one included; null outside of all. */
  tv.above = function (node, attribute) {
    while (node && node.nodeType === 1 && !node.hasAttribute(attribute)) { node = node.parentNode; }
    return node && node.nodeType === 1 ? node : null;
  };

  tv.show = function (node, shown) {
    if (shown) { node.removeAttribute("hidden"); } else { node.setAttribute("hidden", ""); }
  };

  tv.silence = function (node) {
    tv.all(node, "video").forEach(function (video) { video.pause(); });
  };

  /* A recording that is taken away falls silent, and its decoder is free: some boxes have only one. */
  tv.empty = function (node) {
    tv.silence(node);
    tv.all(node, "video").forEach(function (video) {
      video.onerror = null;
      video.removeAttribute("src");
      video.load();
    });
    while (node.firstChild) { node.removeChild(node.firstChild); }
    return node;
  };

  /* A text of views/words.html with its {names} filled in; empty for a word that is not there. */
  tv.word = function (name, values) {
    var node = views.querySelector('[data-word="' + name + '"]');
    return (node ? node.textContent : "").replace(/\{(\w+)\}/g, function (_all, key) { return values[key]; });
  };

  /* Null for one that is not there. */
  tv.icon = function (name) {
    var shape = views.querySelector('[data-icon="' + name + '"]'), node = shape && tv.copy("icon");
    if (node) { node.appendChild(shape.cloneNode(true)); }
    return node;
  };

  /* Milliseconds since 1970; old engines read neither microseconds nor offsets by themselves. NaN for anything else. */
  tv.time = function (text) {
    var part = TIME.exec(text || "");
    if (!part) { return NaN; }
    var zone = /([+-])(\d\d):?(\d\d)/.exec(part[8]);
    var offset = zone ? (zone[1] === "-" ? -1 : 1) * (zone[2] * 60 + +zone[3]) * tv.MINUTE : 0;
    return Date.UTC(part[1], part[2] - 1, part[3], part[4], part[5], part[6]) - offset;
  };

  /* The server's clock decides; boxes come without one that is right. */
  tv.skew = 0;
  tv.now = function () {
    return Date.now() + tv.skew;
  };

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  /* By Chinese time, whatever the box believes: 08:05. */
  tv.clock = function (at) {
    var time = new Date(at + CHINA);
    return two(time.getUTCHours()) + ":" + two(time.getUTCMinutes());
  };

  /* 2026-11-26, by Chinese time. */
  tv.date = function (at) {
    return new Date(at + CHINA).toISOString().slice(0, 10);
  };

  /* The beginning of the day in China. */
  tv.midnight = function (at) {
    return Math.floor((at + CHINA) / tv.DAY) * tv.DAY - CHINA;
  };

  tv.day = function (at) {
    var time = new Date(at + CHINA);
    return tv.word("day", { month: time.getUTCMonth() + 1, day: time.getUTCDate() });
  };

  /* The hour, and the day before it when that is not today. */
  tv.moment = function (at) {
    return tv.date(at) === tv.date(tv.now()) ? tv.clock(at) : tv.day(at) + " " + tv.clock(at);
  };

  /* Asks the contract, as a registered screen with its key. `done(status, answer)`: status 0 without a network, and
     where something else answers than the contract, such as the page of a hotel's network.
     Whatever a cache keeps is asked for again, so that nothing withdrawn comes from it. */
  tv.ask = function (path, done, message) {
    var request = new XMLHttpRequest(), key = tv.kept.get("key");
    request.open(message ? "POST" : "GET", path.charAt(0) === "/" ? tv.api + path : path, true);
    request.timeout = TIMEOUT;
    if (message) { request.setRequestHeader("Content-Type", "application/json"); }
    if (key) { request.setRequestHeader("Authorization", "Bearer " + key); }
    if (!message) { request.setRequestHeader("Cache-Control", "max-age=0"); }
    request.onreadystatechange = function () {
      if (request.readyState !== 4) { return; }
      var answer = request.status ? read(request) : null;
      done(request.status === 200 && !answer ? 0 : request.status, answer);
    };
    request.send(message ? JSON.stringify(message) : null);
  };

  function read(request) {
    var server = Date.parse(request.getResponseHeader("Date"));
    if (server) { tv.skew = server - Date.now(); }
    try { return JSON.parse(request.responseText); } catch (_error) { return null; }
  }

  /* A small store that may be missing, full, or forbidden. */
  tv.kept = {
    get: function (name) {
      try { return localStorage.getItem("tv " + name); } catch (_error) { return null; }
    },
    set: function (name, text) {
      try { localStorage.setItem("tv " + name, text); return true; } catch (_error) { return false; }
    },
    names: function () {
      try { return Object.keys(localStorage).map(function (name) { return name.replace(/^tv /, ""); }); } catch (_error) { return []; }
    },
    remove: function (name) {
      try { localStorage.removeItem("tv " + name); } catch (_error) { return; }
    }
  };
}(window.tv = window.tv || {}));
