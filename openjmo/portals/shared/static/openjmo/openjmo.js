/*
  What a page does better with JavaScript; everything works without it. Loaded once, deferred, on every page. It listens on the
  document, so parts that htmx brings in later behave the same. It never stores passwords, identity numbers or balances.
*/
(() => {
  "use strict";
  const root = document.documentElement;
  const on = (type, act, options) => document.addEventListener(type, act, options);
  const announce = (words) => { const box = document.getElementById("announce"); if (box) box.textContent = words; };
  const secure = location.protocol === "https:" ? "; secure" : "";

  /* Amounts hidden or shown: at once, and remembered in the same cookie the server would set. */
  on("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-hide-amounts]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const hide = root.dataset.amounts !== "hidden";
    if (hide) root.dataset.amounts = "hidden"; else delete root.dataset.amounts;
    document.cookie = `openjmo_amounts=${hide ? "hidden" : "shown"}; path=/; max-age=34560000; samesite=lax${secure}`;
    document.querySelectorAll("[data-hide-amounts] [name=amounts]").forEach((button) => { button.value = hide ? "shown" : "hidden"; });
  }, true);

  /* A second tap on the same form does nothing. The server has its own key for this; here it spares the wait and the worry. */
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "get" || "repeat" in form.dataset) return;
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      const words = button.querySelector("span");
      if (words && button.dataset.busy) { button.dataset.idle = words.textContent; words.textContent = button.dataset.busy; announce(button.dataset.busy); }
    }
    setTimeout(() => release(form), 20000);
  });
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled][data-busy]").forEach((button) => {
      button.removeAttribute("aria-disabled");
      if (button.dataset.idle) button.querySelector("span").textContent = button.dataset.idle;
    });
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
  on("htmx:afterRequest", (event) => { const form = event.target.closest && event.target.closest("form"); if (form) release(form); });

  /* Passwords: show, caps lock, strength. */
  const prepare = (scope) => {
    scope.querySelectorAll("[data-show-password], [data-strength]").forEach((part) => { part.hidden = false; });
    scope.querySelectorAll("form[data-draft]").forEach(restore);
    const first = scope.querySelector("[data-focus]") || scope.querySelector("[aria-invalid=true]");
    if (first) first.focus();
  };
  on("click", (event) => {
    const button = event.target.closest("[data-show-password]");
    if (!button) return;
    const input = document.getElementById(button.getAttribute("aria-controls"));
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
    button.querySelector("span").textContent = show ? button.dataset.hide : button.dataset.show;
    input.focus();
  });
  const caps = (event) => {
    const box = event.target.closest && event.target.closest("[data-password]");
    if (!box || !event.getModifierState) return;
    const hint = box.querySelector("[data-caps]");
    const words = event.getModifierState("CapsLock") ? hint.dataset.words : "";
    if (hint.textContent !== words) hint.textContent = words;
  };
  on("keydown", caps); on("keyup", caps);
  /* A light guess only: length first, then variety, then a few words everybody uses. The server decides. */
  const common = /passw|sandi|kata|qwert|asdf|indonesia|jamsos|bpjs|jmo|sayang|bismillah|rahasia|admin|123|abc|000|111/;
  const strength = (text, shortest) => {
    if (text.length < shortest) return 0;
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length;
    const varied = new Set(text).size;
    let score = 1 + (text.length >= 10) + (text.length >= 14) + (kinds >= 3);
    if (varied < 6) score = 1;
    if (common.test(text.toLowerCase())) score = Math.min(score, text.length >= 16 ? 3 : 1);
    return Math.min(score, 4);
  };
  on("input", (event) => {
    const box = event.target.closest("[data-password]");
    const part = box && box.querySelector("[data-strength]");
    if (!part) return;
    const text = event.target.value;
    const shortest = Number(part.dataset.strength);
    const score = strength(text, shortest);
    const words = part.querySelector("p");
    part.querySelector("meter").value = text ? Math.max(score, 0.4) : 0;
    const usual = text.length >= shortest && score <= 1 && common.test(text.toLowerCase());
    words.textContent = text ? words.getAttribute(usual ? "data-common" : `data-${score}`) : "";
  });

  /* Drafts of long forms, for this tab only. Never passwords, files, hidden fields, codes or identity numbers. */
  const draftable = (field) => field.name && !/^(password|file|hidden|submit|button)$/.test(field.type)
    && !/nik|npwp|rekening|password|sandi|otp|kode/i.test(field.name) && !("noDraft" in field.dataset);
  const key = (form) => `draft:${form.dataset.draft}`;
  on("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    const values = {};
    for (const field of form.elements) {
      if (!draftable(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") { if (field.checked) (values[field.name] ||= []).push(field.value); } else if (field.value) values[field.name] = field.value;
    }
    try { sessionStorage.setItem(key(form), JSON.stringify(values)); } catch { /* full or forbidden: the form still works */ }
  });
  const restore = (form) => {
    let values;
    try { values = JSON.parse(sessionStorage.getItem(key(form)) || "null"); } catch { return; }
    if (!values) return;
    const untouched = [...form.elements].filter(draftable).every((field) => (field.type === "checkbox" || field.type === "radio") ? field.checked === field.defaultChecked : !field.value || field.tagName === "SELECT");
    if (!untouched) return;
    for (const field of form.elements) {
      if (!draftable(field) || !(field.name in values)) continue;
      const kept = values[field.name];
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value); else field.value = kept;
    }
    const told = form.querySelector("[data-draft-told]");
    if (told) told.hidden = false;
  };
  /* A receipt, or signing out, ends the draft: <… data-draft-done="name">; an empty name ends them all. */
  document.querySelectorAll("[data-draft-done]").forEach((done) => {
    try { if (done.dataset.draftDone) sessionStorage.removeItem(`draft:${done.dataset.draftDone}`); else sessionStorage.clear(); } catch { /* nothing kept */ }
  });

  /* Figures blur when the app goes to the background. */
  const away = () => root.classList.toggle("away", document.hidden);
  on("visibilitychange", away);
  addEventListener("pagehide", () => root.classList.add("away"));
  addEventListener("pageshow", away);

  /* Pull down to refresh; the refresh button is a link to the same page. */
  const pulled = document.querySelector("[data-pull-refresh]");
  if (pulled) {
    const strip = document.createElement("div");
    strip.className = "pull";
    strip.setAttribute("aria-hidden", "true");
    pulled.before(strip);
    let from = null;
    on("touchstart", (event) => { from = scrollY <= 0 && event.touches.length === 1 ? event.touches[0].clientY : null; }, { passive: true });
    on("touchmove", (event) => {
      if (from === null) return;
      const far = Math.min(Math.max(event.touches[0].clientY - from, 0) / 2, 72);
      strip.style.blockSize = `${far}px`;
      strip.textContent = far > 56 ? pulled.dataset.release : pulled.dataset.pull;
    }, { passive: true });
    on("touchend", () => {
      if (from !== null && strip.offsetHeight > 56) { strip.textContent = pulled.dataset.busy; location.reload(); } else strip.style.blockSize = "0";
      from = null;
    });
  }

  /* Say when the line is gone. */
  const line = () => { const bar = document.querySelector("[data-offline]"); if (bar) bar.hidden = navigator.onLine && bar.dataset.offline !== "kept"; };
  addEventListener("online", line); addEventListener("offline", line); line();

  on("htmx:load", (event) => { if (event.detail.elt !== document.body) prepare(event.detail.elt); });
  on("htmx:responseError", () => announce(document.querySelector("[data-offline]")?.textContent || ""));
  prepare(document);
  /* The worker keeps pages for a lost line; a page it did not bring asks it to take over. */
  if (root.dataset.worker && "serviceWorker" in navigator) {
    const { controller, ready } = navigator.serviceWorker;
    navigator.serviceWorker.register(root.dataset.worker, { scope: "/" })
      .then(() => controller || ready.then((worker) => worker.active.postMessage("take over"))).catch(() => {});
  }
})();
