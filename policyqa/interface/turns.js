// What a person does with a question and its answer: edit, retry, rate, share a link; and what
// the page does when a question comes with its address (?q=).
(() => {
  const votes = new Map();
  let announcer = null;

  const box = () => document.querySelector("#conversation");
  const questions = () =>
    [...(box()?.querySelectorAll(".question p") ?? [])].map((each) => each.textContent);

  // Screen readers hear the newest answer's own words, not the whole log once more.
  const announce = () => {
    const newest = box().querySelector(".turn:last-child .answer:not(.pending)");
    if (!newest) return;
    if (!announcer) {
      announcer = document.createElement("div");
      announcer.className = "only-heard";
      announcer.setAttribute("role", "status");
      document.querySelector("#chat-panel").append(announcer);
    }
    const parts = newest.querySelectorAll(".badge, .lead p, [role=alert]");
    announcer.textContent = [...parts].map((each) => each.textContent).join("。");
  };

  const press = (group) => {
    const vote = votes.get(group.dataset.key);
    group.querySelectorAll("[data-rate]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.rate === vote));
    });
  };

  const say = (turn, text) => {
    const state = box().querySelectorAll(".turn")[turn]?.querySelector(".rating-state");
    if (state) state.textContent = text;
  };

  const vote = (button, send) => {
    const group = button.closest(".rating");
    const form = button.closest(".actions").querySelector(".reason");
    const turn = Number(button.dataset.turn);
    votes.set(group.dataset.key, button.dataset.rate);
    press(group);
    form.hidden = button.dataset.rate !== "down";
    if (!form.hidden) form.scrollIntoView({ block: "nearest" });
    send({ turn, vote: button.dataset.rate, reason: "" });
  };

  const giveReason = (form, send) => {
    const data = new FormData(form);
    const turn = Number(form.dataset.turn);
    const parts = [data.get(`reason-${turn}`), data.get("words")?.trim()].filter(Boolean);
    form.hidden = true;
    form.closest(".actions").querySelector('[data-rate="down"]').focus();
    send({ turn, vote: "down", reason: parts.join("；") });
  };

  const link = (question) => {
    const address = new URL(location.pathname, location.origin);
    address.searchParams.set("q", question);
    return address.href;
  };

  const openEditor = (button, send) => {
    const words = window.policyqaWords;
    const tools = button.closest(".question-tools");
    const bubble = tools.previousElementSibling;
    const form = document.createElement("form");
    form.className = "editor";
    const area = document.createElement("textarea");
    area.rows = 2;
    area.value = bubble.querySelector("p").textContent;
    area.setAttribute("aria-label", words.editLabel);
    const make = (type, className, text) => {
      const made = document.createElement("button");
      Object.assign(made, { type, className, textContent: text });
      return made;
    };
    const cancel = make("button", "plain-button", words.cancel);
    form.append(area, cancel, make("submit", "plain-button strong", words.editSend));
    const leave = () => {
      form.remove();
      bubble.hidden = tools.hidden = false;
      button.focus();
    };
    cancel.addEventListener("click", leave);
    area.addEventListener("keydown", (event) => {
      // Enter that only picks a word of an input method is not yet the end of the question.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
      if (event.key === "Escape") leave();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send({ question: area.value });
    });
    bubble.hidden = tools.hidden = true;
    tools.after(form);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };

  const askFromAddress = (send) => {
    const address = new URL(location.href);
    const question = address.searchParams.get("q")?.trim();
    if (!question) return;
    policyqaHistory.begin();
    // Asked once: a reload shows the conversation that has begun and does not ask again.
    address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
    send({ question });
  };

  const listen = (element, trigger, watch, ask, retry, edit, rate) => {
    const send = (name) => (data) => trigger(name, data);
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const data = button.dataset;
      if (data.retry !== undefined) trigger(retry, {});
      if (data.edit !== undefined) openEditor(button, send(edit));
      if (data.rate) vote(button, send(rate));
      if (data.askLink) policyqa.copyFrom(button, link(data.askLink));
    });
    element.addEventListener("submit", (event) => {
      const form = event.target.closest(".reason");
      if (!form) return;
      event.preventDefault();
      giveReason(form, send(rate));
    });
    watch("value", () => {
      element.querySelectorAll(".rating").forEach(press);
      if (element.querySelector(".pending")) return;
      policyqaHistory.keep(questions());
      announce();
    });
    askFromAddress(send(ask));
  };

  const save = ({ name, type, content }) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };

  const receive = (reply) => {
    if (reply?.kind === "file") save(reply);
    if (reply?.kind !== "rating") return;
    const { rated, rateFailed } = window.policyqaWords;
    say(reply.turn, reply.kept ? rated : rateFailed);
    if (reply.kept) return;
    const group = box().querySelectorAll(".turn")[reply.turn]?.querySelector(".rating");
    if (group) { votes.delete(group.dataset.key); press(group); }
  };

  window.policyqaTurns = { listen, receive, questions };
})();
