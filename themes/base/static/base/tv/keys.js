/* Keys of remote controls by what they mean: up, down, left, right, ok, back, red, green, yellow, blue.
   keymap.json adds what a maker's boxes send; `?keys=` in the address chooses the maker. */
(function (tv) {
  "use strict";

  var NAMES = {
    ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", Enter: "ok", Escape: "back",
    Backspace: "back", GoBack: "back", BrowserBack: "back",
    ColorF0Red: "red", ColorF1Green: "green", ColorF2Yellow: "yellow", ColorF3Blue: "blue"
  };
  var CODES = {
    37: "left", 38: "up", 39: "right", 40: "down", 13: "ok", 8: "back", 27: "back", 461: "back", 10009: "back",
    403: "red", 404: "green", 405: "yellow", 406: "blue"
  };

  tv.keys = {
    meaning: function (event) {
      return CODES[event.keyCode] || NAMES[event.key] || "";
    },

    /* Adds a maker's codes to the usual ones; nothing for one that the map does not have. */
    load: function () {
      var chosen = /[?&]keys=([\w-]+)/.exec(location.search);
      if (!chosen) { return; }
      tv.ask(location.protocol + "//" + location.host + document.body.getAttribute("data-keymap"), function (_status, map) {
        var codes = map && map.vendors[chosen[1]] ? map.vendors[chosen[1]].codes : {};
        Object.keys(codes).forEach(function (code) { CODES[code] = codes[code]; });
      });
    },

    listen: function (act) {
      document.addEventListener("keydown", function (event) {
        var meaning = tv.keys.meaning(event);
        if (meaning && !event.ctrlKey && !event.altKey && !event.metaKey && act(meaning) !== false) {
          event.preventDefault();
        }
      });
    }
  };
}(window.tv));
