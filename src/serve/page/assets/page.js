// Keys, and fewer loads. Everything here can be done without it.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A page of this server, as a document.
  const load = async (url, options) => {
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // Takes the content of these parts from another document.
  const take = (other, ids) => {
    for (const id of ids) {
      const [here, there] = [document.getElementById(id), other.getElementById(id)];
      if (here && there) here.replaceChildren(...there.childNodes);
    }
  };

  // Items: rows of a list, sentences of a summary.
  let last = null;
  const items = () => all("[data-item]").filter((item) => item.getClientRects().length);
  const current = () => document.activeElement?.closest("[data-item]") ?? last;
  const move = (step) => {
    const list = items();
    const at = list.indexOf(current());
    const to = at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step;
    const item = list[Math.min(Math.max(to, 0), list.length - 1)];
    if (!item) return;
    last = item;
    $("[data-open]", item)?.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };

  // Marks as read without leaving the list; the article's own page is loaded again.
  const markRead = async (form) => {
    const item = form.closest("[data-item]");
    if (!item) return form.submit();
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(answer.statusText);
    } catch {
      return form.submit();
    }
    const had = form.contains(document.activeElement);
    item.classList.add("read");
    const mark = $(".unread", item);
    if (mark) {
      mark.textContent = "Read";
      mark.className = "";
    }
    form.remove();
    if (had) $("[data-open]", item)?.focus();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-item] form[data-read]")) return;
    event.preventDefault();
    markRead(form);
  });

  // Keys.
  const dialog = $("#keys");
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => { const item = current(); if (item) $("[data-open]", item)?.click(); },
    m: () => {
      const item = current();
      const form = (item && $("form[data-read]", item)) ?? $(".actions form[data-read]");
      if (form) markRead(form);
    },
    "/": () => {
      const field = $("#q");
      if (field) { field.focus(); field.select(); } else location.assign("/#q");
    },
    "?": () => dialog?.showModal(),
  };
  const writes = (target) =>
    target.closest?.("textarea, select, [contenteditable], dialog") ||
    (target.matches?.("input") && !/^(checkbox|radio|range|file)$/.test(target.type));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || dialog?.open || writes(event.target)) return;
    const does = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
  for (const button of all("[data-dialog]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.dialog).showModal());
  }
  if (location.hash === "#q") $("#q")?.focus();

  // The length of a summary: the page is asked for again, and its summary and marks are taken.
  const length = $("form[data-length]");
  if (length) {
    const range = $("input[type=range]", length);
    const output = $("output", length);
    const go = $(".go", length);
    let asking = null;
    let soon = 0;
    go.hidden = true;
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      const data = new FormData(length);
      try {
        if (length.method === "get") {
          const url = new URL(length.action);
          const old = new URL(location.href).searchParams;
          if (old.has("why")) data.set("why", "on");
          url.search = new URLSearchParams(data).toString();
          const page = await load(url, { signal });
          take(page, ["summary", "text", "every", "most"]);
          url.hash = "";
          history.replaceState(null, "", url);
        } else {
          const page = await load(length.action, { method: "POST", body: data, signal });
          take(page, ["summary", "text", "every", "most"]);
        }
        last = null;
      } catch (error) {
        if (error.name !== "AbortError") go.hidden = false;
      }
    };
    range.addEventListener("input", () => {
      output.textContent = range.value;
      clearTimeout(soon);
      soon = setTimeout(ask, 150);
    });
  }

  // The progress of an import.
  const poll = async () => {
    const here = $("#progress[data-poll]");
    if (!here) return;
    try {
      const page = await load(location.href);
      const there = page.getElementById("progress");
      const ended = there && !there.hasAttribute("data-poll");
      const said = ended ? $("p", there)?.textContent : "";
      take(page, ["progress"]);
      if (ended) {
        here.removeAttribute("data-poll");
        $("#said").textContent = said;
        return;
      }
    } catch { /* The server may be busy: it is asked again. */ }
    setTimeout(poll, 1000);
  };
  setTimeout(poll, 500);
})();
