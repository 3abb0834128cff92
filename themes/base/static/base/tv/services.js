/* What the home pages offer, handed over to the telephone: a row of cards, and a large code for each. */
(function (tv) {
  "use strict";

  function facts(service) {
    return {
      link: "#/service/" + service.id,
      title: service.label,
      description: service.description,
      number: service.phone.indexOf("tel:") === 0 ? service.phone.slice(4) : "",
      shown: { qr: { url: service.qr, alt: tv.word("code-service") } }
    };
  }

  function card(service) {
    var node = tv.make("card-service", facts(service)), icon = tv.icon(service.icon);
    if (icon) { node.querySelector("[data-icon]").appendChild(icon); }
    return node;
  }

  function one(id) {
    return tv.stock.data().services.filter(function (service) { return service.id === id; })[0];
  }

  tv.services = {
    cards: function () { return tv.stock.data().services.map(card); },

    /* On the prefecture's screen its own: those of all nine would be a hundred. */
    ask: function (done) {
      tv.ask("/services?locale=" + tv.locale + "&site=" + encodeURIComponent(tv.site), done);
    },

    state: function () {
      return tv.stock.data().services.map(function (service) { return service.id + service.label; }).join();
    }
  };

  tv.views.service = function (id) {
    var service = one(id);
    return service ? tv.make("service", facts(service)) : null;
  };
}(window.tv));
