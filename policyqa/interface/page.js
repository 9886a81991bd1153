// What the page does without asking the server: opening and closing the reader on a phone,
// bringing the marked quote and the newest question into view, copying a citation.
(() => {
  const root = document.documentElement;
  let opener = null;

  const after = (work) => requestAnimationFrame(() => requestAnimationFrame(work));

  const openReader = (from) => {
    opener = from;
    root.dataset.reader = "open";
  };

  const closeReader = () => {
    delete root.dataset.reader;
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  };

  // Pages served over plain http to other machines have no navigator.clipboard.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  };

  const copyFrom = async (button, text = button.dataset.copy) => {
    const words = window.policyqaWords;
    const label = button.textContent;
    if (label === words.copied || label === words.copyFailed) return;
    try {
      await copy(text);
      button.textContent = words.copied;
    } catch {
      button.textContent = words.copyFailed;
    }
    setTimeout(() => { button.textContent = label; }, 1600);
  };

  const scrollInside = (box, target, margin) => {
    const shift = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: box.scrollTop + shift - margin, behavior: calm ? "auto" : "smooth" });
  };

  const showQuote = () => after(() => {
    const body = document.querySelector("#reader .reader-body");
    const mark = body?.querySelector("mark");
    if (!mark) return;
    scrollInside(body, mark, body.clientHeight / 4);
    // On a phone the sheet covers the marker that opened it, so the focus goes along.
    const sheet = getComputedStyle(document.querySelector("#reader-panel")).position === "fixed";
    if (sheet && root.dataset.reader) {
      document.querySelector("#reader [data-close-reader]")?.focus({ preventScroll: true });
    }
  });

  const showNewest = (box) => after(() => {
    const questions = box.querySelectorAll(".question");
    const newest = questions[questions.length - 1];
    if (newest) scrollInside(box, newest, 16);
    else box.scrollTo({ top: 0 });
  });

  const listen = (element, trigger, watch, askExample, openCitation) => {
    const box = element.closest("#conversation") ?? element;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { open, turn, position, example, copy: text } = button.dataset;
      if (example) trigger(askExample, { question: example });
      if (text) copyFrom(button);
      if (open) {
        openReader(button);
        trigger(openCitation, { kind: open, turn: Number(turn), position: Number(position) });
      }
    });
    watch("value", () => showNewest(box));
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-reader]")) openReader(event.target);
    else if (event.target.closest("[data-close-reader]")) closeReader();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.dataset.reader) closeReader();
  });

  window.policyqa = { listen, showQuote, copy, copyFrom };
})();
