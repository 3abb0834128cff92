/* Which element the arrows stand on. Within a row they follow its order; between rows, what lies nearest on the screen.
   `data-row="across"` and `"down"` are rows, `data-scroll` moves with the focus, `data-content` is where it begins. */
(function (tv) {
  "use strict";

  var CANDIDATES = "a[href], button, [tabindex='0']";
  var SLACK = 4;
  var current = null;
  // Where the focus was in each row of the view, so that coming back to it finds the same place.
  var lastIn = [];

  function layer() {
    var over = tv.one("over");
    return over.hasAttribute("hidden") ? tv.one("main") : over;
  }

  function candidates() {
    return tv.all(layer(), CANDIDATES).filter(function (node) {
      return node.offsetWidth > 0;
    });
  }

  function rowOf(node) {
    return tv.above(node, "data-row");
  }

  function axis(row) {
    return row ? row.getAttribute("data-row") : "";
  }

  /* Whether the middle of a card is inside the part of its row that can be seen. */
  function inSight(node, from, to) {
    var box = node.getBoundingClientRect(), middle = (box[from] + box[to]) / 2;
    var row = rowOf(node), seen = row && axis(row) === "across" ? row.getBoundingClientRect() : null;
    return !seen || (middle >= seen[from] - SLACK && middle <= seen[to] + SLACK);
  }

  function gap(start, end, otherStart, otherEnd) {
    return Math.max(0, otherStart - end, start - otherEnd);
  }

  /* Smaller is nearer; Infinity for what does not lie in that direction. */
  function distance(direction, from, to) {
    var ahead = {
      up: from.top - to.bottom, down: to.top - from.bottom, left: from.left - to.right, right: to.left - from.right
    }[direction];
    if (ahead < -SLACK * 4) { return Infinity; }
    var vertical = direction === "up" || direction === "down";
    var aside = vertical ?
      gap(from.left, from.right, to.left, to.right) : gap(from.top, from.bottom, to.top, to.bottom);
    var centre = vertical ?
      Math.abs(from.left + from.right - to.left - to.right) : Math.abs(from.top + from.bottom - to.top - to.bottom);
    // Up and down, the next row counts; sideways, what lies beside.
    return vertical ? ahead * 20 + aside * 2 + centre / 2 : ahead + aside * 20 + centre / 4;
  }

  function nearest(direction, row) {
    var from = current.getBoundingClientRect(), vertical = direction === "up" || direction === "down";
    var best = null, shortest = Infinity;
    candidates().forEach(function (node) {
      var other = rowOf(node);
      if (node === current || (row && other === row)) { return; }
      // A column is entered and left sideways; a row is left sideways only for a column.
      if (vertical && (axis(row) === "down" || axis(other) === "down")) { return; }
      if (!vertical && axis(row) === "across" && axis(other) === "across") { return; }
      if (!inSight(node, "left", "right")) { return; }
      var far = distance(direction, from, node.getBoundingClientRect());
      if (far < shortest) { best = node; shortest = far; }
    });
    return best;
  }

  function remembered(node) {
    var row = rowOf(node), found = node;
    if (axis(row) !== "down") { return node; }
    lastIn.forEach(function (other) {
      if (other.parentNode && rowOf(other) === row) { found = other; }
    });
    return found;
  }

  function step(row, forward) {
    var members = candidates().filter(function (node) { return rowOf(node) === row; });
    return members[members.indexOf(current) + (forward ? 1 : -1)];
  }

  function follow(node) {
    var box = tv.above(node, "data-scroll");
    while (box) {
      reveal(box, node);
      box = tv.above(box.parentNode, "data-scroll");
    }
  }

  /* Rows slide as little as is needed; the column of rows always begins with a whole one. */
  function reveal(box, node) {
    var sideways = box.getAttribute("data-scroll") === "x";
    var target = node;
    while (target.parentNode !== box) { target = target.parentNode; }
    var frame = box.getBoundingClientRect(), place = target.getBoundingClientRect();
    if (sideways) {
      if (place.left < frame.left) { box.scrollLeft -= frame.left - place.left + room(box, "paddingLeft"); }
      if (place.right > frame.right) { box.scrollLeft += place.right - frame.right + room(box, "paddingRight"); }
    } else if (place.top < frame.top) {
      box.scrollTop -= frame.top - place.top + room(box, "paddingTop");
    } else if (place.bottom > frame.bottom) {
      box.scrollTop += box.hasAttribute("data-content") && box.className === "rows" ?
        place.top - frame.top - room(box, "paddingTop") : place.bottom - frame.bottom + room(box, "paddingBottom");
    }
  }

  function room(box, side) {
    return parseFloat(window.getComputedStyle(box)[side]);
  }

  tv.focus = {
    at: function () {
      return current;
    },

    /* `still`: the mouse is there already, so nothing may move under it. */
    to: function (node, still) {
      if (!node) { return; }
      if (current) { current.classList.remove("is-focused"); }
      lastIn = lastIn.filter(function (other) {
        return document.body.contains(other) && rowOf(other) !== rowOf(node);
      }).concat(node);
      current = node;
      node.classList.add("is-focused");
      node.focus({ preventScroll: true });
      if (!still) { follow(node); }
      if (tv.focused) { tv.focused(node); }
    },

    /* Where a view begins: at the element of that name if it is still there, else at its content. */
    begin: function (name) {
      var found = candidates(), first = null;
      found.forEach(function (node) {
        if (name && node.getAttribute("data-name") === name) { first = node; }
      });
      first = first || found.filter(function (node) { return tv.above(node, "data-content"); })[0] || found[0];
      current = null;
      if (first) { tv.focus.to(first); } else { layer().focus(); }
    },

    move: function (direction) {
      if (!current || !layer().contains(current)) { return tv.focus.begin(); }
      var row = rowOf(current), along = direction === "left" || direction === "right" ? "across" : "down";
      var forward = direction === "right" || direction === "down";
      var next = axis(row) === along ? step(row, forward) : null;
      tv.focus.to(next || remembered(nearest(direction, row) || current));
    }
  };

  document.addEventListener("mouseover", function (event) {
    var found = candidates().filter(function (node) { return node.contains(event.target); })[0];
    if (found && found !== current) { tv.focus.to(found, true); }
  });
}(window.tv));
