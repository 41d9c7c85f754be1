// Passkeys work only at a secure address that has a name. Where they cannot work, no button promises them.
(function () {
  const address = window.location.hostname;
  const isNumber = /^[\d.]+$|:/.test(address);
  const canWork = window.isSecureContext && !isNumber && "PublicKeyCredential" in window;

  function show(what) {
    for (const element of document.querySelectorAll(what)) element.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => show(canWork ? "[data-passkey]" : "[data-passkey-cannot]"));

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("[data-passkey-failed]");
  });
})();
