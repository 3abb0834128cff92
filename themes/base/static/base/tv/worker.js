/* Lets the screen start and show its pictures without a network. It keeps exactly what the page asks it to keep. */
"use strict";

var KEPT = "tv screen";

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", function (event) {
  var request = event.request;
  if (request.method !== "GET") { return; }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(function () { return kept(new URL(request.url).pathname); }));
  } else if (/\/qr\.svg/.test(request.url)) {
    // A code may lead to what has been withdrawn: the server decides as long as it answers.
    event.respondWith(fetch(request).catch(function () { return kept(request); }));
  } else if (!request.headers.get("range") && (!/\/api\//.test(request.url) || /\/assets\//.test(request.url))) {
    event.respondWith(kept(request).then(function (found) { return found || fetch(request); }));
  }
});

function kept(request) {
  return caches.open(KEPT).then(function (store) { return store.match(request); });
}

// One after the other: what clears up must not take what another has just brought.
var queue = Promise.resolve();

self.addEventListener("message", function (event) {
  queue = queue.then(function () {
    return keep(event.data.keep, event.data.only);
  }).then(function (complete) { event.ports[0].postMessage(complete); }, function () { event.ports[0].postMessage(false); });
  event.waitUntil(queue);
});

/* What is there stays, what is missing is fetched; a shell that has changed has other addresses. */
function keep(urls, only) {
  return caches.open(KEPT).then(function (store) {
    return Promise.all(urls.map(function (url) { return one(store, url); })).then(function (all) {
      return (only ? clear(store, urls) : Promise.resolve()).then(function () {
        return all.every(function (done) { return done; });
      });
    });
  });
}

function clear(store, urls) {
  var wanted = urls.map(function (url) { return new URL(url, self.location).href; });
  return store.keys().then(function (requests) {
    return Promise.all(requests.map(function (request) {
      return wanted.indexOf(request.url) < 0 ? store.delete(request) : null;
    }));
  });
}

function one(store, url) {
  // What is named by its content or its version stays what it is.
  var page = /\/tv\/$/.test(url);
  return store.match(url).then(function (found) {
    if (found && !page) { return true; }
    return fetch(new Request(url, page ? {} : { mode: "no-cors" })).then(function (answer) {
      if (!answer.ok && answer.type !== "opaque") { return false; }
      return store.put(url, answer).then(function () { return true; });
    });
  }).catch(function () { return false; });
}
