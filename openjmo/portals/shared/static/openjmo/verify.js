/*
  Checks a proof that a balance is counted in a published total, in the member's own browser. No library, nothing is sent anywhere; only the
  published statement is asked for, to compare. The format is in docs/proof.md; openjmo/ledger/proof/check.py and tools/verify_proof.py
  look at the same things in the same order and name the same fault.

  <section data-verify="/bukti/"> holds [name=bukti] (a textarea with the proof as JSON), [data-check] (a button), perhaps [data-open] (a
  file field), [data-outcome] boxes ("holds", "fails", "unsure") with a [data-said] each, and [data-words] with a sentence per [data-code].
*/
(() => {
  "use strict";
  const MOST = 2n ** 63n - 1n;
  const NODE = 40;
  class Unreadable extends Error {}

  /* Reading: every value is text, and only the one way of writing it is taken. */
  const fields = (value, names) => {
    const found = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value).sort().join() : "";
    if (found !== [...names].sort().join()) throw new Unreadable("names");
    return value;
  };
  const matching = (value, form) => { if (typeof value !== "string" || !form.test(value)) throw new Unreadable("form"); return value; };
  const number = (value, least, most) => {
    const found = BigInt(matching(value, /^(?:0|[1-9][0-9]{0,18})$/));
    if (found < least || found > most) throw new Unreadable("bounds");
    return found;
  };
  const octets = (value, size) => {
    const text = matching(value, /^[A-Za-z0-9_-]*$/);
    let raw;
    try { raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")); } catch { throw new Unreadable("base64url"); }
    if (raw.length !== size || btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") !== text) throw new Unreadable("bytes");
    return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  };
  const day = (value) => {
    const text = matching(value, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
    const moment = new Date(`${text}T00:00:00Z`);
    if (text.startsWith("0000") || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text) throw new Unreadable("day");
    return text;
  };
  const NAMES = ["format", "number", "as_of", "depth", "total_sen", "root", "previous", "published_at", "public_key", "signature"];
  const readStatement = (value) => {
    const found = fields(value, NAMES);
    if (found.format !== "openjmo-total-1") throw new Unreadable("format");
    return {
      found,
      number: number(found.number, 1n, 2n ** 32n - 1n),
      asOf: day(found.as_of),
      depth: Number(number(found.depth, 1n, 62n)),
      total: number(found.total_sen, 0n, MOST),
      root: octets(found.root, 32),
      previous: octets(found.previous, 32),
      publishedAt: matching(found.published_at, /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/),
      publicKey: octets(found.public_key, 32),
      signature: octets(found.signature, 64),
    };
  };
  const readPart = (value, depth) => {
    const found = fields(value, ["sen", "index", "path"]);
    const path = octets(found.path, NODE * depth);
    return {
      sen: number(found.sen, 0n, MOST),
      index: number(found.index, 0n, 2n ** BigInt(depth) - 1n),
      path: Array.from({ length: depth }, (_, level) => path.subarray(NODE * level, NODE * (level + 1))),
    };
  };
  const readProof = (text) => {
    let value;
    try { value = JSON.parse(text); } catch { throw new Unreadable("json"); }
    const found = fields(value, ["format", "statement", "account", "balance_sen", "salt", "parts"]);
    if (found.format !== "openjmo-proof-1") throw new Unreadable("format");
    const statement = readStatement(found.statement);
    const proof = {
      statement,
      account: matching(found.account, /^[!-~]{1,64}$/),
      balance: number(found.balance_sen, 0n, MOST),
      salt: octets(found.salt, 32),
    };
    if (!Array.isArray(found.parts) || found.parts.length !== 2) throw new Unreadable("parts");
    proof.parts = found.parts.map((part) => readPart(part, statement.depth));
    return proof;
  };

  /* Bytes. */
  const text = (words) => new TextEncoder().encode(words);
  const whole = (value, size) => Uint8Array.from({ length: size }, (_, at) => Number((BigInt(value) >> BigInt(8 * (size - 1 - at))) & 255n));
  const sumOf = (node) => node.subarray(32).reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  const joined = (...pieces) => {
    const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
    let at = 0;
    for (const piece of pieces) { all.set(piece, at); at += piece.length; }
    return all;
  };
  const hash = async (name, ...pieces) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(text(`openjmo:proof:1:${name}\0`), ...pieces)));
  const same = (one, other) => one.length === other.length && one.every((octet, at) => octet === other[at]);

  /* The first thing that does not hold; "" when everything does. */
  const faultOf = async (proof) => {
    const told = proof.statement;
    const prefix = joined(whole(told.number, 4), text(told.asOf));
    if (proof.parts[0].sen + proof.parts[1].sen !== proof.balance) return "parts_differ";
    if (proof.parts.some((part, half) => part.index >> BigInt(told.depth - 1) !== BigInt(half))) return "place_wrong";
    const account = text(proof.account);
    for (const [half, part] of proof.parts.entries()) {
      let total = part.sen;
      let digest = await hash("leaf", prefix, whole(half, 1), whole(total, 8), proof.salt, whole(account.length, 1), account);
      for (const [level, neighbour] of part.path.entries()) {
        const node = joined(digest, whole(total, 8));
        const isRight = (part.index >> BigInt(level)) & 1n;
        digest = await hash("node", ...(isRight ? [neighbour, node] : [node, neighbour]));
        total += sumOf(neighbour);
        if (total > MOST) return "sum_too_large";
      }
      if (total !== told.total) return "total_differs";
      if (!same(await hash("root", prefix, whole(told.depth, 1), whole(total, 8), digest), told.root)) return "root_differs";
    }
    return "";
  };

  /* "fits", "wrong", or "unchecked" where the browser does not know Ed25519. */
  const signatureOf = async (told) => {
    const signed = joined(
      text("openjmo:proof:1:statement\0"), whole(told.number, 4), text(told.asOf), whole(told.depth, 1), whole(told.total, 8),
      told.root, told.previous, text(told.publishedAt), told.publicKey,
    );
    let key;
    try { key = await crypto.subtle.importKey("raw", told.publicKey, { name: "Ed25519" }, false, ["verify"]); } catch (trouble) {
      return trouble.name === "DataError" ? "wrong" : "unchecked";
    }
    return (await crypto.subtle.verify({ name: "Ed25519" }, key, told.signature, signed)) ? "fits" : "wrong";
  };

  /* "same", "differs" (also when nothing with that number was published), or "unchecked" without a line. */
  const publishedOf = async (told, address) => {
    let answer;
    try { answer = await fetch(`${address}${told.found.number}.json`, { credentials: "omit", cache: "no-store" }); } catch { return "unchecked"; }
    if (answer.status === 404) return "differs";
    if (!answer.ok) return "unchecked";
    const there = await answer.json();
    return NAMES.every((name) => there[name] === told.found[name]) ? "same" : "differs";
  };

  const rupiah = (sen) => `Rp${(sen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".")},${(sen % 100n).toString().padStart(2, "0")}`;

  const date = (iso) => new Date(`${iso}T00:00:00Z`).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : "id", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  /* What is said: a verdict and the codes of its sentences. */
  const verdictOn = async (words, address) => {
    if (!globalThis.crypto || !crypto.subtle) return { verdict: "unsure", codes: ["no_crypto"], values: {} };
    let proof;
    try { proof = readProof(words); } catch (trouble) {
      if (trouble instanceof Unreadable) return { verdict: "unsure", fault: "unreadable", codes: ["unreadable"], values: {} };
      throw trouble;
    }
    const told = proof.statement;
    const values = { account: proof.account, balance: rupiah(proof.balance), total: rupiah(told.total), day: date(told.asOf), number: String(told.number), key: told.found.public_key };
    const found = await faultOf(proof);
    const signature = found ? "" : await signatureOf(told);
    const published = found || signature === "wrong" ? "" : await publishedOf(told, address);
    const fault = found || (signature === "wrong" && "signature_wrong") || (published === "differs" && "statement_differs") || "";
    if (fault) return { verdict: "fails", fault, codes: [fault], values };
    return { verdict: "holds", fault, codes: ["holds", `signature_${signature}`, `published_${published}`], values };
  };

  const show = (place, { verdict, fault = "", codes, values }) => {
    const sentence = (code) => place.querySelector(`[data-words] [data-code="${code}"]`).textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    place.querySelectorAll("[data-outcome]").forEach((box) => {
      box.hidden = box.dataset.outcome !== verdict;
      if (box.hidden) return;
      const said = box.querySelector("[data-said]");
      said.replaceChildren(...codes.map((code) => {
        const line = document.createElement("p");
        line.textContent = sentence(code);
        return line;
      }));
    });
    Object.assign(place.dataset, { verdict, fault });
  };
  const check = async (place) => {
    delete place.dataset.verdict;
    show(place, await verdictOn(place.querySelector("[name=bukti]").value.trim(), place.dataset.verify));
  };

  document.querySelectorAll("[data-verify]").forEach((place) => {
    place.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
    place.querySelectorAll("[data-check]").forEach((button) => button.addEventListener("click", (event) => { event.preventDefault(); check(place); }));
    place.querySelectorAll("[data-open]").forEach((field) => field.addEventListener("change", async () => {
      if (!field.files.length || field.files[0].size > 20000) { place.querySelector("[name=bukti]").value = ""; if (field.files.length) check(place); return; }
      place.querySelector("[name=bukti]").value = await field.files[0].text();
      check(place);
    }));
    if ("now" in place.dataset) check(place);
  });
})();
