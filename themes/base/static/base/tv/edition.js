/* Files that outlive the network: the shell, the pictures, and the channel's edition with all that it names.

   Where there is a service worker it keeps them (worker.js); elsewhere the browser's own cache has to do. */
(function (tv) {
  "use strict";

  var EVERY = 60000;
  var MOST = 120;
  var timer = 0;
  // On its way here, until every picture of it has come; what a registered screen is told to follow.
  var pending = null, told = "";
  // Of boxes without a service worker: what has come stays as long as the page.
  var held = [];

  var container = navigator.serviceWorker;
  // Of the one that keeps files; null where there is none or it was refused.
  var keeper = container ? container.register(document.body.getAttribute("data-worker")).then(function () {
    return container.ready;
  }).then(function (registration) { return registration.active; }, function () { return null; }) : null;

  function worker(use) {
    if (keeper) { keeper.then(use); } else { use(null); }
  }

  /* `done(complete)` when every file has come, or one has not. `only`: what else is kept goes. */
  function fetched(urls, only, done) {
    worker(function (found) {
      if (!found) {
        var own = shell();
        return loaded(urls.filter(function (url) { return own.indexOf(url) < 0; }), done);
      }
      var channel = new MessageChannel();
      channel.port1.onmessage = function (event) { done(event.data); };
      found.postMessage({ keep: urls, only: only }, [channel.port2]);
    });
  }

  /* One after the other, as pictures; recordings are played from the network, and the shell is in the page. */
  function loaded(urls, done) {
    var url = urls.shift();
    if (!url) { return done(true); }
    var picture = new Image();
    held = held.slice(-3 * MOST).concat(picture);
    picture.onload = function () { loaded(urls, done); };
    picture.onerror = function () { done(false); };
    picture.src = url;
  }

  function shell() {
    return [location.pathname].concat(
      tv.all(document, "script[src]").map(function (script) { return script.src; }),
      tv.all(document, "link[rel=stylesheet], link[rel=icon]").map(function (link) { return link.href; }),
      tv.all(document, ".logo").map(function (picture) { return picture.src; })
    );
  }

  tv.keep = {
    start: function () {
      tv.keep.pictures();
      look();
    },

    look: look,

    /* Of the newest items: what rows and pages show. */
    pictures: function () {
      var urls = [];
      tv.stock.list().slice(0, MOST).forEach(function (item) {
        if (item.lead) { urls.push(item.lead.card_640x360.url, item.lead.hero_1280x720.url); }
        urls.push(item.links.qr);
      });
      tv.stock.data().services.forEach(function (service) { urls.push(service.qr); });
      fetched(shell().concat(urls, assets(tv.stock.data().edition), assets(pending)), true, function () { return null; });
    },

    pending: function () { return pending; },

    /* The channel that the control room has given to this screen. */
    follow: function (code) {
      if (code === told) { return; }
      told = code;
      look();
    }
  };

  function assets(edition) {
    return edition ? edition.assets.filter(function (asset) {
      return asset.mime.indexOf("image/") === 0;
    }).map(function (asset) { return asset.url; }) : [];
  }

  /* Whose plan this screen shows: `?channel=`, else what it is registered for, else its own site's channel, else the
     prefecture's. */
  function channel(use) {
    var chosen = /[?&]channel=([\w-]+)/.exec(location.search);
    if (chosen || told) { return use(chosen ? chosen[1] : told); }
    tv.ask("/channels", function (status, answer) {
      var found = status === 200 ? answer.items : [];
      var own = found.filter(function (one) {
        return one.site ? one.site.host.split(":")[0] === tv.host : !tv.host;
      })[0] || found.filter(function (one) { return !one.site; })[0];
      use(own ? own.code : "");
    });
  }

  function look() {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, EVERY);
    channel(function (code) {
      if (!code) { return; }
      tv.ask("/editions/current?channel=" + code, function (status, answer) {
        if (status === 200) { take(answer.edition); }
        if (status === 404) {
          tv.stock.data().edition = pending = null;
          tv.stock.save();
          tv.changed();
        }
      });
      guide(code, tv.now());
      guide(code, tv.now() + tv.DAY);
    });
  }

  /* The one on air goes on until every picture of the next is here. */
  function take(edition) {
    if (same(edition, tv.stock.data().edition) || same(edition, pending)) { return; }
    pending = edition;
    fetched(assets(edition), false, function (complete) {
      // Overtaken by a newer one, which may lack what this one has.
      if (pending !== edition) { return; }
      pending = null;
      if (!complete) { return; }
      tv.stock.data().edition = edition;
      tv.stock.save();
      tv.keep.pictures();
      tv.changed();
    });
  }

  function same(one, other) {
    return Boolean(other) && one.channel.code === other.channel.code && one.number === other.number;
  }

  function guide(code, at) {
    var date = tv.date(at);
    tv.ask("/rundowns?channel=" + code + "&date=" + date, function (status, answer) {
      if (status !== 200) { return; }
      var kept = tv.stock.data().guide, fresh = {};
      [tv.date(tv.now()), tv.date(tv.now() + tv.DAY)].forEach(function (day) { fresh[day] = kept[day] || []; });
      fresh[date] = answer.items;
      tv.stock.data().guide = fresh;
    });
  }
}(window.tv));
