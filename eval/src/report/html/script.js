// Everything can be read without this: it sorts, lights up, looks up and changes the theme.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Theme: the dark style sheet applies always, never, or as the system says.
  const dark = document.getElementById("dark");
  const isDark = () => window.matchMedia(dark.media).matches;
  const theme = make("button", { type: "button", className: "theme", textContent: "Light or dark" });
  theme.addEventListener("click", () => {
    dark.media = isDark() ? "not all" : "screen";
  });
  document.querySelector(".contents > div").append(theme);

  // One system lit up in all charts and tables, others faded.
  let lit = null;
  const light = (place) => {
    lit = lit === place ? null : place;
    document.body.classList.toggle("focused", lit !== null);
    all(".lit").forEach((element) => element.classList.remove("lit"));
    if (lit !== null) all(`.i${lit}`).forEach((element) => element.classList.add("lit"));
    all(".key button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.system === lit)));
  };
  all(".key li").forEach((item) => {
    const name = item.querySelector(".name");
    const button = make("button", { type: "button", className: "name", title: "Light up in all charts" }, ...name.childNodes);
    button.dataset.system = item.dataset.system;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => light(button.dataset.system));
    name.replaceWith(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && lit !== null) light(lit);
  });

  // Tables sorted by a column; the third click brings the run's order back.
  all("table.sortable").forEach((table) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    all("thead th", table).forEach((head, column) => {
      if (!original.some((row) => row.cells[column].dataset.sort)) return;
      const button = make("button", { type: "button", title: "Sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { none: "descending", descending: "ascending", ascending: "none" }[head.ariaSort || "none"];
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        if (next !== "none") head.setAttribute("aria-sort", next);
        const sign = next === "ascending" ? 1 : -1;
        const value = (row) => Number(row.cells[column].dataset.sort ?? -sign * Infinity);
        const rows = next === "none" ? original : [...original].sort((a, b) => sign * (value(a) - value(b)) || 0);
        body.append(...rows);
      });
    });
  });

  // Documents: another system's picks, and only those with a word in them.
  const systems = all(".key li").map((item) => ({
    place: item.dataset.system,
    name: item.querySelector(".name").textContent,
    colours: item.className,
  }));
  all(".documents").forEach((section) => {
    const key = section.querySelector(".reading-key");
    const marks = all("mark[data-by]", section).map((mark) => ({ mark, by: mark.dataset.by.split(" ") }));
    const seen = new Set(marks.flatMap(({ by }) => by));
    const picker = section.querySelector(".picker");
    const own = systems.find(({ name }) => picker && name === picker.textContent);
    const select = make("select", {}, ...systems.filter((system) => seen.has(system.place) || system === own).map(({ place, name }) => new Option(name, place, false, own && own.place === place)));
    select.addEventListener("change", () => {
      const chosen = systems.find(({ place }) => place === select.value);
      marks.forEach(({ mark, by }) => mark.classList.toggle("p", by.includes(chosen.place)));
      all(".reading, .reading-key", section).forEach((element) => { element.className = `${element.className.split(" ").filter((name) => !/^([sti]\d+|so|tinted)$/.test(name)).join(" ")} ${chosen.colours} tinted`; });
      picker.textContent = chosen.name;
    });
    const search = make("input", { type: "search", placeholder: "a word" });
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      all("details.document", section).forEach((entry) => { entry.hidden = wanted !== "" && !entry.textContent.toLowerCase().includes(wanted); });
    });
    const unfold = make("button", { type: "button", textContent: "Unfold all" });
    unfold.addEventListener("click", () => {
      const entries = all("details.document", section);
      const open = entries.some((entry) => !entry.open);
      entries.forEach((entry) => { entry.open = open; });
      unfold.textContent = open ? "Fold all" : "Unfold all";
    });
    const controls = make("div", { className: "controls" });
    if (picker && select.options.length > 1) controls.append(make("label", {}, "Highlight the picks of ", select));
    controls.append(make("label", {}, "Only documents with ", search), unfold);
    key.after(controls);
  });

  // A link to a document unfolds it.
  const unfoldTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.matches("details")) target.open = true;
  };
  window.addEventListener("hashchange", unfoldTarget);
  unfoldTarget();

  // Where one is on the page.
  const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  const watched = all("[id]").filter((element) => links.has(element.id));
  const follow = () => {
    const current = watched.filter((element) => element.getBoundingClientRect().top < 90).pop();
    links.forEach((link, id) => link.classList.toggle("here", current !== undefined && current.id === id));
  };
  let waiting = false;
  window.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
})();
