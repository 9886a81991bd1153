// The 原文 view: clauses by address, search with counted hits, notes that follow the text.
(() => {
  const fold = (text) => text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\s]/g, " ").toLowerCase();

  // Wrap every occurrence of the words in <mark>, also where one runs over several elements.
  const mark = (article, words, name) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      nodes.push({ node, start: text.length });
      text += fold(node.data);
    }
    const wanted = fold(words).replace(/\s*\n\s*/g, "");
    const places = [];
    for (let at = text.indexOf(wanted); wanted && at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      places.push(at);
    }
    let last = nodes.length - 1;
    // From the end, so that splitting a node leaves the places before it where they are.
    for (let hit = places.length - 1; hit >= 0; hit -= 1) {
      const end = places[hit] + wanted.length;
      while (nodes[last].start >= end) last -= 1;
      for (let n = last; n >= 0 && nodes[n].start + nodes[n].node.data.length > places[hit]; n -= 1) {
        const { node, start } = nodes[n];
        const from = Math.max(places[hit] - start, 0);
        const to = Math.min(end - start, node.data.length);
        if (to <= from) continue;
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        const wrapped = document.createElement("mark");
        wrapped.dataset[name] = hit;
        range.surroundContents(wrapped);
      }
    }
    return places.length;
  };

  const unmark = (article, name) => {
    for (const each of article.querySelectorAll(`mark[data-${name}]`)) {
      const parent = each.parentNode;
      each.replaceWith(...each.childNodes);
      parent.normalize();
    }
  };

  const reader = (element) => {
    const { onShow, go, notify } = window.policyqaViews;
    const place = element.querySelector(".reading-place");
    const find = element.querySelector("[data-find]");
    const count = element.querySelector(".find-count");
    const picker = element.querySelector("[data-picker]");
    const words = window.policyqaViews.words();
    let hits = 0, hit = -1, pinned = "";

    const part = (name) => place.querySelector(name);
    const article = () => part("article");
    const documentId = () => part(".reading").dataset.document;
    const named = (address) => {
      const safe = CSS.escape(address);
      return part(`[data-heading="${safe}"]`) ?? part(`[data-clause="${safe}"]`);
    };
    const addressOf = (line) => line.dataset.heading ?? line.dataset.clause;
    const line = (target) => target.closest(".opening") ?? target;

    const bring = (target, share = 0.02) => {
      const box = part(".reading-text");
      const top = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTo({ top: box.scrollTop + top - box.clientHeight * share, behavior: "auto" });
    };

    // The clause's own lines: from its heading to the next line that opens another part.
    const emphasise = (address) => {
      for (const each of place.querySelectorAll("article .current")) each.classList.remove("current");
      const first = named(address);
      if (!first) return;
      let each = line(first);
      do {
        (each.classList.contains("opening") ? each.firstElementChild : each).classList.add("current");
        each = each.nextElementSibling;
        const opens = each?.matches("[data-heading], [data-clause]") ? each : each?.querySelector("[data-heading], [data-clause]");
        if (opens && (opens.dataset.heading ?? opens.dataset.clause) !== address) break;
      } while (each);
    };

    const note = (address) => {
      let found = false;
      for (const each of place.querySelectorAll("[data-beside]")) {
        each.hidden = each.dataset.beside !== address;
        found ||= !each.hidden;
      }
      part(".beside-empty").hidden = found;
      part(".beside-toggle").textContent = `${address} ${words.beside}`;
      for (const each of place.querySelectorAll(".outline a")) {
        const here = each.dataset.go === address;
        if (here) each.setAttribute("aria-current", "location");
        else each.removeAttribute("aria-current");
        const list = part(".outline");
        if (here && list.clientHeight < list.scrollHeight) {
          list.scrollTop = each.offsetTop - list.clientHeight / 2;
        }
      }
    };

    const follow = () => {
      if (pinned) return;
      const edge = part(".reading-text").getBoundingClientRect().top + 120;
      let current = null;
      for (const each of place.querySelectorAll("article [data-heading], article [data-clause]")) {
        if (current && each.getBoundingClientRect().top > edge) break;
        current = each;
      }
      if (current) note(addressOf(current));
    };

    const openClause = ({ clause, mark: quote }) => {
      unmark(article(), "quote");
      emphasise("");
      if (!clause) {
        pinned = "";
        part(".reading-text").scrollTo({ top: 0 });
        return follow();
      }
      const target = named(clause);
      if (!target) return notify(words.noClause);
      emphasise(clause);
      pinned = clause;
      note(clause);
      if (quote) mark(article(), quote, "quote");
      const marks = [...place.querySelectorAll("mark[data-quote]")];
      // The same words may stand in another clause as well; the marked one is in this one.
      const inside = marks.find((each) => each.closest(".current"));
      for (const each of marks) {
        if (!each.closest(".current")) { each.replaceWith(...each.childNodes); }
      }
      if (inside) bring(inside, 0.25);
      else bring(line(target));
    };

    const loadDocument = async (id) => {
      const response = await fetch(`view/document/${encodeURIComponent(id)}`);
      if (!response.ok) return notify(await response.text());
      place.innerHTML = await response.text();
      if (picker) picker.value = id;
      watch();
      search();
      return undefined;
    };

    const show = async (asked) => {
      try {
        if (asked.doc && asked.doc !== documentId()) await loadDocument(asked.doc);
      } catch {
        return notify(words.offline);
      }
      if (!asked.doc || asked.doc === documentId()) openClause(asked);
      return undefined;
    };

    const step = (by) => {
      if (!hits) return;
      hit = (hit + by + hits) % hits;
      for (const each of place.querySelectorAll("mark.here")) each.classList.remove("here");
      const now = place.querySelectorAll(`mark[data-hit="${hit}"]`);
      for (const each of now) each.classList.add("here");
      bring(now[0], 0.3);
      const parts = [...place.querySelectorAll("article [data-heading], article [data-clause]")];
      const before = parts.filter((each) => each.contains(now[0])
        || each.compareDocumentPosition(now[0]) & Node.DOCUMENT_POSITION_FOLLOWING);
      // The notes are of the clause that the hit is in, wherever it stands in the window.
      if (before.length) {
        pinned = addressOf(before[before.length - 1]);
        note(pinned);
      }
      count.textContent = words.hits.replace("{at}", hit + 1).replace("{of}", hits);
    };

    const search = () => {
      unmark(article(), "hit");
      const wanted = find.value.trim();
      hits = wanted ? mark(article(), wanted, "hit") : 0;
      hit = -1;
      count.textContent = wanted && !hits ? words.noHits : "";
      for (const each of element.querySelectorAll("[data-step]")) each.disabled = !hits;
      if (hits) step(1);
    };

    const toggle = (button, box) => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", open);
      box.classList.toggle("open", open);
    };
    const outlineButton = element.querySelector(".outline-toggle");
    const closeOutline = () => {
      if (outlineButton.getAttribute("aria-expanded") === "true") toggle(outlineButton, part(".outline"));
    };

    const watch = () => {
      const box = part(".reading-text");
      box.addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
      for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) {
        box.addEventListener(moved, () => { pinned = ""; }, { passive: true });
      }
    };

    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.step) step(Number(button.dataset.step));
      if (button === outlineButton) toggle(button, part(".outline"));
      if (button?.classList.contains("beside-toggle")) toggle(button, part(".beside"));
      if (event.target.closest(".outline a")) closeOutline();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeOutline();
      if (event.key === "Enter" && event.target === find) step(event.shiftKey ? -1 : 1);
    });
    find.addEventListener("input", search);
    picker?.addEventListener("change", () => go(`?doc=${encodeURIComponent(picker.value)}`));

    watch();
    search();
    onShow("reader", (asked) => requestAnimationFrame(() => show(asked)));
  };

  window.policyqaViews.reader = reader;
})();
