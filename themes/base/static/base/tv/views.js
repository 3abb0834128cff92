/* Makes what is seen out of the templates. `data-fill` takes a text or elements, `data-html` the body,
   `data-picture` a picture, `data-link` an address; `data-if` stays only with something to say. */
(function (tv) {
  "use strict";

  tv.make = function (name, values) {
    var node = tv.copy(name);
    each(node, "data-if", function (part, key) { if (!values[key]) { remove(part); } });
    each(node, "data-html", function (part, key) { part.innerHTML = values[key]; });
    each(node, "data-picture", function (part, key) { picture(part, values.shown && values.shown[key]); });
    each(node, "data-link", function (part) { part.href = values.link; part.setAttribute("data-name", values.link); });
    // Last: what is filled in has been made already.
    each(node, "data-fill", function (part, key) { fill(part, values[key]); });
    return node;
  };

  function each(node, attribute, use) {
    var found = tv.all(node, "[" + attribute + "]");
    if (node.hasAttribute(attribute)) { found.unshift(node); }
    found.forEach(function (part) { use(part, part.getAttribute(attribute)); });
  }

  function remove(node) {
    if (node.parentNode) { node.parentNode.removeChild(node); }
  }

  function fill(part, value) {
    if (!value || (value instanceof Array && !value.length)) {
      remove(part);
    } else if (value instanceof Array) {
      value.forEach(function (child) { part.appendChild(child); });
    } else if (value.nodeType) {
      part.appendChild(value);
    } else {
      part.textContent = value;
    }
  }

  /* Its ground has the picture's colour until it has come. */
  function picture(part, shown) {
    if (!shown) { return remove(part); }
    var image = document.createElement("img");
    image.alt = shown.alt;
    image.onerror = function () { remove(image); };
    image.src = shown.url;
    if (shown.color) { part.style.backgroundColor = shown.color; }
    part.appendChild(image);
  }

  /* The same facts of an item whether it comes from /items or from an edition. */
  tv.facts = function (item) {
    var place = item.place;
    return {
      id: item.id,
      link: "#/item/" + item.id,
      title: item.tv.title,
      subtitle: item.tv.subtitle,
      summary: item.tv.summary,
      kind: tv.kind(item.type),
      site: tv.host ? "" : item.site.name,
      source: item.source,
      when: item.published_at ? tv.moment(tv.time(item.published_at)) : "",
      grade: place && place.grade ? tv.word("grade", { grade: place.grade }) : "",
      quote: item.lead ? "" : item.tv.summary,
      shown: {
        hero: size(item.lead, "hero_1280x720"), card: size(item.lead, "card_640x360"),
        whole: size(item.lead, "hero_1920x1080"), qr: { url: item.links.qr, alt: tv.word("code") }
      }
    };
  };

  function size(pictures, name) {
    return pictures ? { url: pictures[name].url, alt: pictures.alt, color: pictures.dominant_color } : null;
  }
  tv.size = size;

  tv.kind = function (type) {
    return tv.word("kind-" + type) || tv.word("kind-other");
  };

  function card(item) {
    return tv.make("card", tv.facts(item));
  }

  /* Hero, a row for each kind of item and one of services; on the prefecture's screen one for each site as well. */
  function home() {
    var items = tv.stock.list(), hero = items.filter(function (item) { return item.lead; })[0];
    if (!items.length) { return tv.make("nothing", {}); }
    var services = tv.services.cards(), rows = hero ? [tv.make("hero", tv.facts(hero))] : [];
    items = items.filter(function (item) { return item !== hero; });
    kinds(items).forEach(function (type) {
      rows.push(row(tv.kind(type), items.filter(function (item) { return item.type === type; })));
    });
    if (services.length) { rows.push(tv.make("row", { name: tv.word("services"), cards: services })); }
    if (!tv.host) {
      tv.stock.data().sites.forEach(function (site) {
        var own = items.filter(function (item) { return item.site.code === site.code; });
        if (own.length && site.host !== location.host) { rows.push(row(own[0].site.name, own)); }
      });
    }
    return tv.make("home", { rows: rows });
  }

  var FIRST = ["news", "scenic_spot", "commentary", "smart_campus"];
  var ACROSS = 20;

  function kinds(items) {
    var found = FIRST.slice();
    items.forEach(function (item) { if (found.indexOf(item.type) < 0) { found.push(item.type); } });
    return found.filter(function (type) {
      return items.some(function (item) { return item.type === type; });
    });
  }

  function row(name, items) {
    return tv.make("row", { name: name, cards: items.slice(0, ACROSS).map(card) });
  }

  /* One picture of an item, with its place among them. */
  function gallery(id, number) {
    var item = tv.stock.item(id), index = +number || 0, shown = item && item.pictures[index];
    if (!shown) { return null; }
    return tv.make("gallery", {
      title: item.tv.title, caption: shown.caption || shown.alt,
      credit: shown.credit ? tv.word("credit", { name: shown.credit }) : "",
      count: tv.word("count", { page: index + 1, pages: item.pictures.length }),
      shown: { whole: size(shown, "hero_1920x1080") }
    });
  }

  function qr(id) {
    var item = tv.stock.item(id);
    return item ? tv.make("qr", tv.facts(item)) : null;
  }

  /* One at a time; a live stream only where the platform plays it. */
  tv.video = function (url, poster, failed) {
    var video = document.createElement("video");
    if (poster) { video.poster = poster; }
    video.onerror = failed;
    video.oncanplay = function () { play(video); };
    if (/\.m3u8(\?|$)/.test(url) && !video.canPlayType("application/vnd.apple.mpegurl")) {
      window.setTimeout(failed, 0);
    } else {
      video.src = url;
    }
    return video;
  };

  /* Nobody has pressed a key on a screen in a hall: there browsers play without sound only. */
  function play(video) {
    var begun = video.play();
    video.oncanplay = null;
    if (begun && begun["catch"]) {
      begun["catch"](function () {
        video.muted = true;
        video.play();
      });
    }
  }

  function player(id, number) {
    var item = tv.stock.item(id), recording = item && item.recordings[+number];
    if (!recording) { return null; }
    var poster = item.lead ? item.lead.hero_1280x720.url : "", node;
    var video = tv.video(recording.url, poster, function () {
      node.querySelector("[data-state]").textContent = tv.word("unplayable");
    });
    node = tv.make("player", { title: recording.title || item.tv.title, video: video });
    return node;
  }

  tv.views = { "": home, gallery: gallery, qr: qr, play: player };
}(window.tv));
