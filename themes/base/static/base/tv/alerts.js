/* Alerts lie over everything until they expire by the server's clock; then the plan goes on by the clock. */
(function (tv) {
  "use strict";

  var EVERY = 5000, EACH = 10000, REPORT = 60000;
  var over = tv.one("over"), cards = [], index = 0, since = 0, shown = "", timer = 0;

  function inForce() {
    var now = tv.now();
    return tv.stock.data().alerts.filter(function (alert) {
      return tv.time(alert.effective) <= now && now < tv.time(alert.expires);
    });
  }

  function look() {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, EVERY);
    tv.ask("/alerts?locale=" + tv.locale + "&site=" + encodeURIComponent(tv.site), function (status, answer) {
      if (status === 200) { tv.stock.data().alerts = answer.items; }
      show();
    });
  }

  /* Several take turns, and so do the parts of one that is too long to be read at once. */
  function show() {
    var alerts = inForce(), key = alerts.map(function (alert) { return alert.id + alert.sent; }).join();
    if (key !== shown) { return change(alerts, key); }
    if (cards.length > 1 && Math.abs(tv.now() - since) >= EACH) { turn(1); }
  }

  /* From the beginning: the prefecture's stand before a county's. */
  function change(alerts, key) {
    var before = shown;
    shown = key;
    cards = [];
    if (!alerts.length) { return hide(); }
    tv.show(over, true);
    // What is under it cannot be reached meanwhile, nor heard.
    tv.one("stage").setAttribute("aria-hidden", "true");
    tv.silence(tv.one("stage"));
    alerts.forEach(function (alert, number) { cards = cards.concat(fitting(alert, number, alerts.length)); });
    index = 0;
    turn(0);
    if (!before) { over.firstElementChild.focus(); }
    tv.stock.save();
  }

  function turn(by) {
    index = (index + by + cards.length) % cards.length;
    since = tv.now();
    tv.empty(over).appendChild(cards[index]);
  }

  /* As one card, or as two: what people should do, then what is happening, smaller until they can be read. */
  function fitting(alert, number, of) {
    var whole = made(alert, number, of, alert);
    if (fits(whole)) { return [whole]; }
    return ["instruction", "description"].filter(function (part) { return alert[part]; }).map(function (part) {
      var words = {};
      words[part] = alert[part];
      var card = made(alert, number, of, words);
      ["is-long", "is-longer"].forEach(function (size) { if (!fits(card)) { card.className += " " + size; } });
      return card;
    });
  }

  function fits(card) {
    tv.empty(over).appendChild(card);
    var end = card.querySelector(".alert-until").getBoundingClientRect().top;
    return tv.all(card, "h1, .alert-description, .alert-instruction").every(function (text) {
      return text.getBoundingClientRect().bottom <= end;
    });
  }

  function made(alert, number, of, words) {
    var node = tv.make("alert", {
      level: tv.word("level-" + alert.level) + " · " + alert.event, sender: alert.sender_name,
      count: of > 1 ? tv.word("count", { page: number + 1, pages: of }) : "",
      headline: alert.headline, description: words.description, instruction: words.instruction, drill: alert.drill,
      until: tv.word("until", { time: tv.moment(tv.time(alert.expires)) })
    });
    node.className += " alert-" + alert.level + (alert.drill ? " is-drill" : "");
    return node;
  }

  function hide() {
    tv.show(tv.empty(over), false);
    tv.one("stage").removeAttribute("aria-hidden");
    tv.stock.save();
    tv.returned();
  }

  /* What is on the screen, to the control room: `#key=yss_…` in the address, once, makes this a registered screen. */
  function report() {
    var edition = tv.stock.data().edition;
    if (!tv.kept.get("key")) { return; }
    tv.ask("/screens/report", function (status, answer) {
      if (status === 200) { tv.keep.follow(answer.channel); }
      // Not registered any more: then it is a screen like any other.
      if (status === 401 || status === 410) { tv.kept.remove("key"); }
    }, {
      edition: edition ? edition.number : null,
      alerts: inForce().map(function (alert) { return alert.id; }),
      shown_at: new Date(tv.now()).toISOString()
    });
  }

  tv.alerts = {
    start: function () {
      look();
      window.setInterval(show, 500);
      report();
      window.setInterval(report, REPORT);
    },
    look: look,
    shown: function () { return Boolean(shown); },
    turn: turn
  };
}(window.tv));
