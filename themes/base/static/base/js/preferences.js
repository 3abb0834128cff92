// Runs before the first paint, so that a chosen type size or mode never flashes in late.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  ["size", "mode"].forEach(function (name) {
    try {
      var value = localStorage.getItem(name);
      if (value) root.dataset[name] = value;
    } catch (denied) { /* A browser that forbids storage still gets the page. */ }
  });
})();
