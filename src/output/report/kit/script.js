"use strict";
// Comfort only: without this script the page shows the same figures.
(function () {
  // Sortable tables: heads become buttons.
  document.querySelectorAll("table.sort").forEach(function (table) {
    var body = table.tBodies[0];
    table.querySelectorAll("thead th").forEach(function (th) {
      var column = th.cellIndex;
      if (body.querySelector("tr > :nth-child(" + (column + 1) + ").w")) return;
      var button = document.createElement("button");
      while (th.firstChild) button.appendChild(th.firstChild);
      th.appendChild(button);
      button.addEventListener("click", function () {
        var down = th.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("th[aria-sort]").forEach(function (o) { o.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(body.rows).map(function (row, i) { return [row, i]; });
        rows.sort(function (a, b) {
          var x = a[0].cells[column], y = b[0].cells[column], order;
          if (x.dataset.v !== undefined && y.dataset.v !== undefined) order = x.dataset.v - y.dataset.v;
          else order = x.textContent.localeCompare(y.textContent, document.documentElement.lang);
          return (down ? -order : order) || a[1] - b[1];
        });
        rows.forEach(function (r) { body.appendChild(r[0]); });
      });
    });
  });

  // What lies under the pointer is said below its map. From the keyboard, arrows go from one thing on the map to the next.
  document.querySelectorAll(".pointed").forEach(function (line) {
    var frame = line.previousElementSibling, at = -1, on = null;
    var titles = frame.querySelectorAll("svg title");
    if (!titles.length) return;
    line.hidden = false;
    line.setAttribute("aria-live", "polite");
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", line.textContent);
    var say = function (title) {
      if (on) on.removeAttribute("data-on");
      on = title.parentNode;
      on.setAttribute("data-on", "");
      line.textContent = title.textContent;
    };
    var under = function (e) {
      for (var n = e.target; n && n !== frame; n = n.parentNode) {
        for (var c = n.firstChild; c; c = c.nextSibling) if (c.nodeName === "title") return say(c);
      }
    };
    frame.addEventListener("pointerover", under);
    frame.addEventListener("click", under);
    frame.addEventListener("keydown", function (e) {
      var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (!step) return;
      e.preventDefault();
      at = (at + step + titles.length) % titles.length;
      say(titles[at]);
    });
  });

  // The map: pick service, slot and traveller.
  var source = document.getElementById("map-data");
  if (!source) return;
  var data = JSON.parse(source.textContent);
  var pick = document.getElementById("map-pick");
  var places = function (text, values) {
    return text.replace(/\{(\d)\}/g, function (_, i) { return values[i]; });
  };
  var choice = { service: -1, slot: data.shown[0], persona: data.shown[1] };
  var selector = function (label, key, options) {
    if (options.length < 2) return;
    var box = document.createElement("label");
    box.textContent = label + " ";
    var select = document.createElement("select");
    options.forEach(function (o) {
      var option = document.createElement("option");
      option.value = o[0];
      option.textContent = o[1];
      option.selected = o[0] === choice[key];
      select.appendChild(option);
    });
    select.addEventListener("change", function () { choice[key] = Number(select.value); show(); });
    box.appendChild(select);
    pick.appendChild(box);
  };
  var used = function (key, names) {
    var seen = [];
    data.layers.forEach(function (l) { if (names[l[key]] !== undefined && seen.indexOf(l[key]) < 0) seen.push(l[key]); });
    return seen.sort(function (a, b) { return a - b; }).map(function (i) { return [i, names[i]]; });
  };
  selector(data.words.service, "service", [[-1, data.words.all]].concat(
    data.services.map(function (s, i) { return [i, s[1]]; })));
  selector(data.words.slot, "slot", used("slot", data.slots));
  selector(data.words.persona, "persona", used("persona", data.personas));
  pick.hidden = false;

  function show() {
    var layer = data.layers.filter(function (l) {
      return l.slot === choice.slot && l.persona === choice.persona;
    })[0];
    var one = choice.service >= 0;
    var service = one ? data.services[choice.service] : null;
    var view = layer && (one ? layer.one[choice.service] : layer.all);
    var uses = document.querySelectorAll("#areas use");
    uses.forEach(function (use, i) {
      var percent = view ? view.a[i] : -1;
      var rank = data.breaks.filter(function (b) { return percent >= b; }).length;
      use.setAttribute("class", percent < 0 ? "kx" : "k" + rank);
      use.querySelector("title").textContent =
        data.areas[i] + ": " + (percent < 0 ? data.words.none : percent === 0.5 ? "<1%" : percent === 99.5 ? ">99%" : percent + "%");
    });
    var paths = { x: "", 0: "", 1: "", 2: "", 3: "" };
    for (var i = 0; 2 * i < data.cells.length; i++) {
      paths[view ? view.h[i] : "x"] += "M" + data.cells[2 * i] + " " + data.cells[2 * i + 1] + "h0";
    }
    document.querySelectorAll("#homes path").forEach(function (p) {
      p.setAttribute("d", paths[p.getAttribute("class").slice(1)]);
    });
    document.querySelectorAll(".map .places .dest").forEach(function (d) {
      d.style.display = !one || Number(d.dataset.s) === service[0] ? "" : "none";
    });
    var slot = data.slots[choice.slot], persona = data.personas[choice.persona];
    document.getElementById("map-title").textContent = one
      ? places(data.words.titleOne, [data.group, service[1], slot, persona])
      : places(data.words.titleAll, [data.group, data.least, slot, persona]);
    var legend = document.getElementById("lg-areas");
    if (legend) legend.textContent = one
      ? places(data.words.legendOne, [data.group, service[1]])
      : places(data.words.legendAll, [data.group, data.least]);
    document.querySelectorAll(".lg-stack").forEach(function (l) { l.hidden = one; });
    document.querySelectorAll(".lg-one").forEach(function (l) { l.hidden = !one; });
  }
})();
