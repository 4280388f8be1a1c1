/*
  Sign-in by face, finger or screen lock: hands the browser's question to the device and its answer to the form. No library; nothing is
  asked of any other site. Without JavaScript the forms stay hidden and a sentence says so.

  <form data-passkey="get" or "create" data-options="{…}" hidden> holds [name=answer] and a [data-passkey-failed] sentence, hidden. With
  data-conditional the browser may also offer the key in the e-mail field ("autocomplete=username webauthn"), without a button pressed.
  [data-without-passkey] beside it is shown where the browser has no such thing.
*/
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!globalThis.PublicKeyCredential || !navigator.credentials) {
    document.querySelectorAll("[data-without-passkey]").forEach((part) => { part.hidden = false; });
    return;
  }
  const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const written = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: octets(key.id) }));

  const question = (form) => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = octets(options.challenge);
    if (options.user) options.user.id = octets(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = keys(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = keys(options.allowCredentials);
    return options;
  };
  const answer = (made) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = written(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return JSON.stringify({ id: made.id, rawId: written(made.rawId), type: made.type, response, clientExtensionResults: {} });
  };
  const send = (form, made) => { form.querySelector("[name=answer]").value = answer(made); form.submit(); };

  /* A request that waits in the e-mail field is given up when the button is pressed: the browser takes one at a time. */
  let waiting = null;
  const offer = async (form) => {
    const can = PublicKeyCredential.isConditionalMediationAvailable && await PublicKeyCredential.isConditionalMediationAvailable();
    if (!can) return;
    waiting = new AbortController();
    try { send(form, await navigator.credentials.get({ publicKey: question(form), mediation: "conditional", signal: waiting.signal })); } catch { /* not taken */ }
  };

  forms.forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      if (waiting) waiting.abort();
      try {
        const publicKey = question(form);
        send(form, form.dataset.passkey === "create" ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey }));
      } catch { failed.hidden = false; failed.focus(); }
    });
    if ("conditional" in form.dataset) offer(form);
  });
})();
