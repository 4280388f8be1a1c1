/*
  Tries what this browser can do and shows the sentence that fits, on the page about devices (public/device.html). Asks for nothing, keeps
  nothing and tells nobody: what was found stays on the page.
*/
(() => {
  "use strict";
  const keeps = () => {
    try {
      localStorage.setItem("openjmo-try", "1");
      localStorage.removeItem("openjmo-try");
      return true;
    } catch { return false; }
  };
  const can = {
    passkey: () => Boolean(globalThis.PublicKeyCredential && navigator.credentials),
    offline: () => "serviceWorker" in navigator,
    keep: keeps,
    verify: () => Boolean(globalThis.crypto && crypto.subtle && globalThis.BigInt),
    camera: () => Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia) || "capture" in document.createElement("input"),
  };
  document.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
  document.querySelectorAll("[data-tried]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-can]").forEach((line) => {
    line.hidden = can[line.dataset.can]() !== (line.dataset.if === "yes");
  });
})();
