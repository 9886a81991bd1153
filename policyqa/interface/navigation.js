// The views of the page: which one is shown, links between them, one line of notice.
(() => {
  const root = document.documentElement;
  const views = ["chat", "reader", "duties", "targets", "about"];
  const shown = new Map();

  // The words stand in the page, so that all that the public reads is in one place.
  const words = () => JSON.parse(document.getElementById("views").dataset.words);

  const fields = () => Object.fromEntries(new URLSearchParams(location.search));

  const viewOf = ({ view, doc, clause }) =>
    views.includes(view) ? view : doc || clause ? "reader" : "chat";

  // A view registers what to do when the address asks for something in it.
  const onShow = (view, work) => {
    shown.set(view, work);
    if (root.dataset.view === view) work(fields());
  };

  const show = () => {
    const asked = fields();
    const view = viewOf(asked);
    root.dataset.view = view;
    for (const link of document.querySelectorAll("#views a")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const name = document.querySelector(`#views a[data-view="${view}"]`)?.textContent;
    const title = words().title;
    document.title = view === "chat" || !name ? title : `${name} - ${title}`;
    shown.get(view)?.(asked);
  };

  // Gradio writes its own title once it has started; a view opened by its address keeps its own.
  const start = () => {
    show();
    new MutationObserver(() => {
      if (viewOf(fields()) !== "chat" && document.title === words().title) show();
    }).observe(document.querySelector("title"), { childList: true });
  };

  const go = (address, { replace = false, quiet = false } = {}) => {
    history[replace ? "replaceState" : "pushState"](null, "", address);
    if (!quiet) show();
  };

  const notify = (words) => {
    const notice = document.getElementById("notice");
    if (!notice) return;
    notice.textContent = words;
    notice.classList.add("shown");
    clearTimeout(notify.timer);
    notify.timer = setTimeout(() => { notice.classList.remove("shown"); notice.textContent = ""; }, 2600);
  };

  // Chinese stays readable in what is pasted; only what would break the address is encoded.
  const copyLink = async (address) => {
    const said = words();
    const full = new URL(address, location.href.split(/[?#]/)[0]).href;
    let link = full;
    try { link = decodeURI(full).replaceAll(" ", "%20"); } catch { /* as the browser wrote it */ }
    try {
      await window.policyqa.copy(link);
      notify(said.linkCopied);
    } catch {
      notify(said.copyFailed);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-link]");
    if (button) return void copyLink(button.dataset.link);
    const link = event.target.closest('a[href^="?"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  addEventListener("popstate", show);

  root.dataset.view = viewOf(fields());
  window.policyqaViews = { onShow, go, start, notify, words };
})();
