// The 责任清单 and 目标指标 views: fetch what passes the form, keep address and downloads in step.
(() => {
  const register = (element) => {
    const { onShow, go, notify } = window.policyqaViews;
    const form = element.querySelector("form");
    const name = form.dataset.register;
    const results = element.querySelector(".results");
    const summary = element.querySelector(".summary");
    const layouts = [...element.querySelectorAll(".layouts input")];
    let asked = 0, timer = 0, last = "";

    const query = () => {
      const wanted = new URLSearchParams();
      for (const field of form.elements) {
        if (!field.name || !field.value.trim()) continue;
        wanted.set(field.name, field.value.trim());
      }
      const place = form.elements.clause.selectedOptions[0]?.dataset.document;
      if (place) wanted.set("document", place);
      const layout = layouts.find((each) => each.checked)?.value;
      if (layout) wanted.set("layout", layout);
      return wanted;
    };

    const update = async () => {
      const wanted = query().toString();
      for (const link of element.querySelectorAll("[data-download]")) {
        const [path] = link.getAttribute("href").split("?");
        link.setAttribute("href", wanted ? `${path}?${wanted}` : path);
      }
      if (wanted === last) return;
      asked += 1;
      const mine = asked;
      try {
        const response = await fetch(`view/${name}?${wanted}`);
        if (!response.ok) throw new Error(response.statusText);
        const html = await response.text();
        // A slower answer to an earlier wish must not replace a later one.
        if (mine !== asked) return;
        last = wanted;
        results.innerHTML = html;
        summary.textContent = results.firstElementChild.dataset.summary;
      } catch {
        notify(window.policyqaViews.words().offline);
      }
    };

    const changed = () => {
      const wanted = query();
      wanted.set("view", name);
      go(`?${wanted}`, { replace: true, quiet: true });
      update();
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(changed, 200);
    };

    const fill = (fields) => {
      for (const field of form.elements) {
        if (!field.name) continue;
        const value = fields[field.name] ?? "";
        if (field.name !== "clause") {
          field.value = value;
          continue;
        }
        const options = [...field.options];
        const at = options.findIndex((each) => each.value === value
          && (!fields.document || !each.dataset.document || each.dataset.document === fields.document));
        field.selectedIndex = Math.max(at, 0);
      }
      for (const each of layouts) each.checked = each.value === (fields.layout ?? "");
      update();
    };

    form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
    form.addEventListener("input", soon);
    form.addEventListener("reset", () => setTimeout(changed));
    for (const each of layouts) each.addEventListener("change", changed);
    onShow(name, fill);
  };

  window.policyqaViews.register = register;
})();
