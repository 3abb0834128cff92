/* Alerts lie over everything until they expire by the server's clock; then the plan goes on by the clock. */
(function (tv) {
  "use strict";

  var EVERY = 5000, EACH = 10000, REPORT = 60000;
  var over = tv.one("over"), index = 0, since = 0, shown = "", timer = 0;

  function inForce() {
    var now = tv.now();
    return tv.stock.data().alerts.filter(function (alert) {
      return tv.time(alert.effective) <= now && now < tv.time(alert.expires);
    });
  }

  function look() {
    var site = tv.host ? "&site=" + encodeURIComponent(tv.host) : "";
    window.clearTimeout(timer);
    timer = window.setTimeout(look, EVERY);
    tv.ask("/alerts?locale=" + tv.locale + site, function (status, answer) {
      if (status === 200) { tv.stock.data().alerts = answer.items; }
      show();
    });
  }

  function show() {
    var alerts = inForce();
    if (tv.now() - since >= EACH) { index += 1; since = tv.now(); }
    if (!alerts.length) { return hide(); }
    var alert = alerts[index % alerts.length], key = alert.id + alert.sent + alerts.length;
    if (key === shown) { return; }
    var before = shown;
    shown = key;
    since = tv.now();
    tv.empty(over).appendChild(made(alert, index % alerts.length, alerts.length));
    tv.show(over, true);
    // What is under it cannot be reached meanwhile.
    tv.one("stage").setAttribute("aria-hidden", "true");
    if (!before) { over.firstElementChild.focus(); }
  }

  function made(alert, number, of) {
    var node = tv.make("alert", {
      level: tv.word("level-" + alert.level) + " · " + alert.event, sender: alert.sender,
      count: of > 1 ? tv.word("count", { page: number + 1, pages: of }) : "",
      headline: alert.headline, description: alert.description, instruction: alert.instruction, drill: alert.drill,
      until: tv.word("until", { time: tv.moment(tv.time(alert.expires)) })
    });
    node.className += " alert-" + alert.level + (alert.drill ? " is-drill" : "");
    return node;
  }

  function hide() {
    if (!shown) { return; }
    shown = "";
    tv.show(tv.empty(over), false);
    tv.one("stage").removeAttribute("aria-hidden");
    tv.returned();
  }

  /* What is on the screen, to the control room: `#key=yss_…` in the address, once, makes this a registered screen. */
  function report() {
    var key = tv.kept.get("key"), edition = tv.stock.data().edition;
    if (!key) { return; }
    tv.ask("/screens/report", function () { return null; }, {
      edition: edition ? edition.number : null,
      alerts: inForce().map(function (alert) { return alert.id; }),
      shown_at: new Date(tv.now()).toISOString()
    }, key);
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
    turn: function (by) {
      index += by + inForce().length;
      since = tv.now();
      show();
    }
  };
}(window.tv));
