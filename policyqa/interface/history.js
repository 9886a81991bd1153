// Conversations kept by this browser alone. Only their questions are stored: an opened one is
// answered again, so that quotes always match the documents as they are now.
(() => {
  const KEY = "policyqa.conversations";
  const CURRENT = "policyqa.current";
  const MOST = 50;
  const root = document.documentElement;
  let toolbar = null;
  let send = null;

  const words = () => window.policyqaWords;

  // A browser may refuse storage (private windows, policies): the page then works without.
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => Array.isArray(each?.questions)) : [];
    } catch { return []; }
  };
  const write = (list) => {
    try { localStorage.setItem(KEY, JSON.stringify(list.slice(0, MOST))); }
    catch { /* full or refused: what is on the page stays usable */ }
  };
  const current = () => { try { return sessionStorage.getItem(CURRENT); } catch { return null; } };
  const setCurrent = (id) => {
    try {
      if (id) sessionStorage.setItem(CURRENT, id);
      else sessionStorage.removeItem(CURRENT);
    } catch { /* nothing to remember it in */ }
  };

  const identifier = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

  const refresh = (questions) => {
    root.dataset.chat = questions.length ? "started" : "empty";
    root.dataset.history = read().length ? "some" : "none";
  };

  // Each change reads the list anew: another tab may have added to it in the meantime.
  const keep = (questions) => {
    const worth = questions.filter((each) => each.trim());
    if (worth.length) {
      const list = read();
      const id = current() ?? identifier();
      const known = list.find((each) => each.id === id);
      if (JSON.stringify(known?.questions) !== JSON.stringify(worth)) {
        const rest = list.filter((each) => each.id !== id);
        write([{ id, updated: Date.now(), questions: worth }, ...rest]);
      }
      setCurrent(id);
    }
    refresh(questions);
  };

  const forget = (id) => {
    write(read().filter((each) => each.id !== id));
    if (id === current()) setCurrent(null);
  };

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    if (tag === "button") element.type = "button";
    return element;
  };

  const when = (time) => new Date(time).toLocaleString("zh-CN", {
    month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
  });

  const row = (conversation) => {
    const item = make("li");
    const [title] = conversation.questions;
    const open = make("button", "menu-item");
    open.dataset.conversation = conversation.id;
    const facts = [when(conversation.updated), `${conversation.questions.length} ${words().historyCount}`];
    if (conversation.id === current()) facts.push(words().historyCurrent);
    open.append(make("span", "title", String(title)), make("span", "facts", facts.join(" · ")));
    const remove = make("button", "quiet-button", words().remove);
    remove.dataset.remove = conversation.id;
    remove.setAttribute("aria-label", `${words().remove}：${title}`);
    item.append(open, remove);
    return item;
  };

  const fillHistory = (menu) => {
    const list = read();
    const items = make("ul");
    items.append(...list.map(row));
    menu.replaceChildren(make("p", "hint", list.length ? words().historyHint : words().historyEmpty));
    if (!list.length) return;
    const all = make("button", "quiet-button", words().removeAll);
    all.dataset.removeAll = "";
    menu.append(items, all);
  };

  const menus = () => [...(toolbar?.querySelectorAll("[data-menu]") ?? [])];
  const menuOf = (button) => document.getElementById(button.getAttribute("aria-controls"));
  const close = (refocus) => menus().forEach((button) => {
    if (button.getAttribute("aria-expanded") === "false") return;
    button.setAttribute("aria-expanded", "false");
    menuOf(button).hidden = true;
    if (refocus) button.focus();
  });
  const toggle = (button) => {
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    close(false);
    if (wasOpen) return;
    const menu = menuOf(button);
    if (button.dataset.menu === "history") fillHistory(menu);
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.querySelector("button")?.focus({ preventScroll: true });
  };

  const begin = () => setCurrent(null);
  const reopen = (id) => {
    const found = read().find((each) => each.id === id);
    if (!found) return;
    setCurrent(id);
    send.restore({ questions: found.questions });
  };

  const act = (button) => {
    const data = button.dataset;
    if (data.menu) return toggle(button);
    if (data.remove !== undefined || data.removeAll !== undefined) {
      if (data.remove) forget(data.remove);
      else { write([]); setCurrent(null); }
      const menu = button.closest(".menu");
      fillHistory(menu);
      (menu.querySelector("button") ?? menus()[0]).focus();
      refresh(policyqaTurns.questions());
      return undefined;
    }
    close(true);
    if (data.conversation) reopen(data.conversation);
    if (data.export) send.exportAs({ format: data.export });
    if (data.clear !== undefined) forget(current());
    if (data.new !== undefined) begin();
    if (data.clear !== undefined || data.new !== undefined) {
      send.start({});
      document.querySelector("#question textarea")?.focus();
    }
    return undefined;
  };

  const listen = (element, trigger, restore, start, exportAs) => {
    toolbar = element;
    send = {
      restore: (data) => trigger(restore, data),
      start: (data) => trigger(start, data),
      exportAs: (data) => trigger(exportAs, data),
    };
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) act(button);
    });
    refresh([]);
    // A reload shows the conversation that this tab was in; a link with a question wins.
    const id = current();
    if (id && !new URLSearchParams(location.search).has("q")) reopen(id);
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu-holder") && event.target.isConnected) close(false);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });

  window.policyqaHistory = { listen, keep, begin };
})();
