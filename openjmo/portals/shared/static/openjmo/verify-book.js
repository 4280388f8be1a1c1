/*
  Checks a passbook or the text of its QR code in the browser, also without a line. No library; the content goes nowhere, only its number
  and digest are asked for. The format is in docs/passbook.md; openjmo/domains/passbooks and tools/verify_passbook.py look at the same
  things in the same order and name the same fault.

  <form data-verify-book="/bukti/buku/" data-key="…"> holds [name=buku] (a textarea), [data-check] (a button), [data-open] (a file field),
  [data-outcome] boxes with a [data-said] each, [data-words] with a sentence per [data-code], and [data-parts] with a name per [data-part].
*/
(() => {
  "use strict";
  const LONGEST = 2000000;
  const PARTS = ["worker", "employer", "returns", "claims", "other"];
  class Unreadable extends Error {}

  /* Reading: every value is text, and only the one way of writing it is taken. */
  const fields = (value, names) => {
    const found = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value).sort().join() : "";
    if (found !== [...names].sort().join()) throw new Unreadable("names");
    return value;
  };
  const matching = (value, form) => { if (typeof value !== "string" || !form.test(value)) throw new Unreadable("form"); return value; };
  const words = (value) => {
    if (/[\ud800-\udfff]/u.test(matching(value, /^[^\u0000-\u001f\u007f]{0,300}$/u))) throw new Unreadable("surrogate");
    return value;
  };
  const money = (value) => BigInt(matching(value, /^(?:0|-?[1-9][0-9]{0,17})$/));
  const octets = (value, size) => {
    const text = matching(value, /^[A-Za-z0-9_-]*$/);
    let raw;
    try { raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")); } catch { throw new Unreadable("base64url"); }
    if (raw.length !== size || written(raw) !== text) throw new Unreadable("bytes");
    return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  };
  const written = (raw) => btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const real = (text) => {
    const moment = new Date(text);
    if (text.startsWith("0000") || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 19) !== text.slice(0, 19)) throw new Unreadable("day");
  };
  const day = (value) => { real(`${matching(value, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)}T00:00:00Z`); return value; };
  const moment = (value) => { real(`${matching(value, /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$/).slice(0, 19)}Z`); return value; };
  const list = (value) => { if (!Array.isArray(value)) throw new Unreadable("list"); return value; };
  const canonical = (value) => {
    if (typeof value === "string") return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
  };

  const readCard = (value) => {
    fields(value, ["ref", "number", "opening_sen", "closing_sen"]);
    return { ref: words(value.ref), number: words(value.number), opening: money(value.opening_sen), closing: money(value.closing_sen) };
  };
  const readLine = (value) => {
    fields(value, ["ref", "date", "recorded", "card", "kind", "event", "month", "detail", "amount_sen", "balance_sen"]);
    [value.ref, value.card, value.event, value.month, value.detail].forEach(words);
    day(value.date);
    moment(value.recorded);
    if (!PARTS.includes(value.kind)) throw new Unreadable("part");
    return { card: value.card, part: value.kind, amount: money(value.amount_sen), balance: money(value.balance_sen) };
  };
  const readFile = (text) => {
    let value;
    try { value = JSON.parse(text); } catch { throw new Unreadable("json"); }
    fields(value, ["format", "statement", "signature"]);
    if (value.format !== "openjmo-passbook-file-1") throw new Unreadable("format");
    const told = fields(value.statement, [
      "format", "reference", "fund", "programme", "holder", "cards", "period", "as_of", "law_digest", "opening_sen", "closing_sen", "totals", "lines", "public_key",
    ]);
    if (told.format !== "openjmo-passbook-1" || told.programme !== "JHT") throw new Unreadable("format");
    fields(told.holder, ["name", "nik"]);
    fields(told.period, ["from", "until"]);
    fields(told.totals, PARTS.map((part) => `${part}_sen`));
    [told.reference, told.fund, told.holder.name, told.holder.nik, told.law_digest].forEach(words);
    moment(told.as_of);
    const book = {
      reference: told.reference,
      first: day(told.period.from),
      until: day(told.period.until),
      opening: money(told.opening_sen),
      closing: money(told.closing_sen),
      totals: Object.fromEntries(PARTS.map((part) => [part, money(told.totals[`${part}_sen`])])),
      cards: list(told.cards).map(readCard),
      lines: list(told.lines).map(readLine),
      publicKey: octets(told.public_key, 32),
      key: told.public_key,
      signature: octets(value.signature, 64),
      signed: new TextEncoder().encode(`openjmo:passbook:1:statement\0${canonical(told)}`),
    };
    if (canonical(value) !== text) throw new Unreadable("written differently");
    const labels = book.cards.map((card) => card.number.slice(-4));
    book.labels = [...labels.slice(0, 8), ...(labels.length > 8 ? [`+${labels.length - 8}`] : [])].join();
    return book;
  };
  const readSummary = (text) => {
    const pieces = text.split("|");
    if (pieces.length !== 9 || pieces[0] !== "OPENJMO-BUKU-1") throw new Unreadable("format");
    moment(pieces[5]);
    octets(pieces[7], 32);
    return {
      reference: words(pieces[1]),
      labels: matching(pieces[2], /^[0-9+,]{1,60}$/),
      first: day(pieces[3]),
      until: day(pieces[4]),
      closing: money(pieces[6]),
      digest: pieces[7],
      signature: octets(pieces[8], 64),
      signed: new TextEncoder().encode(`openjmo:passbook:1:summary\0${pieces.slice(0, 8).join("|")}`),
    };
  };

  /* The first sum that does not hold, with where, what should stand there and what does; nothing when all do. */
  const sumsFault = (book) => {
    let balance = book.opening;
    const cards = new Map(book.cards.map((card) => [card.ref, card.opening]));
    const totals = Object.fromEntries(PARTS.map((part) => [part, 0n]));
    for (const [at, line] of book.lines.entries()) {
      balance += line.amount;
      if (line.balance !== balance) return { code: "line_differs", at: String(at + 1), expected: balance, found: line.balance };
      if (!cards.has(line.card)) return { code: "card_unknown", at: String(at + 1) };
      cards.set(line.card, cards.get(line.card) + line.amount);
      totals[line.part] += line.amount;
    }
    if (book.closing !== balance) return { code: "closing_differs", expected: balance, found: book.closing };
    for (const card of book.cards) {
      if (card.closing !== cards.get(card.ref)) return { code: "card_differs", at: card.number, expected: cards.get(card.ref), found: card.closing };
    }
    const opening = book.cards.reduce((sum, card) => sum + card.opening, 0n);
    if (book.opening !== opening) return { code: "opening_differs", expected: opening, found: book.opening };
    const wrong = PARTS.find((part) => book.totals[part] !== totals[part]);
    return wrong ? { code: "total_differs", at: wrong, expected: totals[wrong], found: book.totals[wrong] } : null;
  };

  /* "fits", "wrong", or "unchecked" where the browser does not know Ed25519. */
  const signatureOf = async (raw, told) => {
    let key;
    try { key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]); } catch (trouble) {
      return trouble.name === "DataError" ? "wrong" : "unchecked";
    }
    return (await crypto.subtle.verify({ name: "Ed25519" }, key, told.signature, told.signed)) ? "fits" : "wrong";
  };

  /* "issued", "differs", "unknown", or "unchecked" without a line. */
  const standingOf = async (told, address) => {
    try {
      const answer = await fetch(`${address}${encodeURIComponent(told.reference)}/${told.digest}.json`, { credentials: "omit", cache: "no-store" });
      if (answer.status === 404) return "unknown";
      return answer.ok ? (await answer.json()).state : "unchecked";
    } catch { return "unchecked"; }
  };

  const rupiah = (sen) => {
    const whole = sen < 0n ? -sen : sen;
    return `${sen < 0n ? "-" : ""}Rp${(whole / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".")},${(whole % 100n).toString().padStart(2, "0")}`;
  };
  const date = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : "id", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  /* What is said: a verdict and the codes of its sentences. */
  const verdictOn = async (text, address, ours) => {
    if (!globalThis.crypto || !crypto.subtle) return { verdict: "unsure", codes: ["no_crypto"], values: {} };
    let told;
    try {
      if (text.length > LONGEST) throw new Unreadable("long");
      told = text.startsWith("{") ? readFile(text) : readSummary(text);
    } catch (trouble) {
      if (trouble instanceof Unreadable) return { verdict: "unsure", fault: "unreadable", codes: ["unreadable"], values: {} };
      throw trouble;
    }
    const values = { reference: told.reference, cards: told.labels, first: date(told.first), until: date(told.until), balance: rupiah(told.closing) };
    const wrong = told.lines ? sumsFault(told) : null;
    if (wrong) {
      Object.assign(values, { at: wrong.at, expected: rupiah(wrong.expected ?? 0n), found: rupiah(wrong.found ?? 0n) });
      return { verdict: "fails", fault: wrong.code, codes: [wrong.code], values };
    }
    const key = told.publicKey ?? (ours ? octets(ours, 32) : new Uint8Array(32));
    const signature = await signatureOf(key, told);
    if (signature === "wrong") return { verdict: "fails", fault: "signature_wrong", codes: ["signature_wrong"], values };
    told.digest ??= written(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", told.signed))));
    const standing = await standingOf(told, address);
    const isOurs = !told.key || told.key === ours || standing === "issued";
    const fault = isOurs ? (["unknown", "differs"].includes(standing) ? `issued_${standing}` : "") : "key_differs";
    if (fault) return { verdict: "fails", fault, codes: [fault], values };
    const asked = standing === "issued" ? "issued" : "issued_unchecked";
    // A QR code's digest says nothing of the balance beside it: only the signature does.
    if (signature === "unchecked") return { verdict: "unsure", fault: "", codes: ["signature_unchecked", asked], values };
    return { verdict: "holds", fault, codes: ["holds", "signature_ours", asked], values };
  };

  const show = (place, { verdict, fault = "", codes, values }) => {
    const part = place.querySelector(`[data-parts] [data-part="${CSS.escape(values.at ?? "")}"]`);
    const filled = part ? { ...values, at: part.textContent } : values;
    const sentence = (code) => place.querySelector(`[data-words] [data-code="${code}"]`).textContent.replace(/\{(\w+)\}/g, (_, name) => filled[name]);
    place.querySelectorAll("[data-outcome]").forEach((box) => {
      box.hidden = box.dataset.outcome !== verdict;
      if (box.hidden) return;
      box.querySelector("[data-said]").replaceChildren(...codes.map((code) => {
        const line = document.createElement("p");
        line.textContent = sentence(code);
        return line;
      }));
    });
    Object.assign(place.dataset, { verdict, fault });
  };

  document.querySelectorAll("[data-verify-book]").forEach((place) => {
    const pasted = place.querySelector("[name=buku]");
    const check = async () => {
      delete place.dataset.verdict;
      show(place, await verdictOn(pasted.value.trim(), place.dataset.verifyBook, place.dataset.key));
    };
    place.querySelectorAll("[data-check]").forEach((button) => button.addEventListener("click", (event) => { event.preventDefault(); check(); }));
    place.querySelectorAll("[data-open]").forEach((field) => field.addEventListener("change", async () => {
      if (!field.files.length) return;
      pasted.value = field.files[0].size > LONGEST ? "" : await field.files[0].text();
      check();
    }));
  });
})();
