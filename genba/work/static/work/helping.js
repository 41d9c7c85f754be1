// One tap without a name: sent without a cookie, answered in place. Without this script the form is a plain form.
// That somebody on this device has answered is remembered on the device alone, and never on one that many share.
const KIOSK = "genba-kiosk";

for (const form of document.querySelectorAll("form[data-helps]")) {
  const mark = `helps-${form.dataset.helpsVersion}`;
  const said = (name) => form.parentElement.querySelector(`[data-helps-${name}]`);
  const thank = () => { form.hidden = true; said("failed").hidden = true; said("thanks").hidden = false; };
  if (remembered(mark)) thank();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = new FormData(form);
    sent.set("helps", event.submitter?.value ?? "");
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => null);
    delete form.dataset.sending;
    form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
    if (!answer?.ok) { said("failed").hidden = false; return; }
    remember(mark);
    thank();
  });
}

function remembered(mark) {
  try { return localStorage.getItem(mark) !== null; } catch { return false; }
}

function remember(mark) {
  try { if (localStorage.getItem(KIOSK) === null) localStorage.setItem(mark, "1"); } catch { /* not kept */ }
}
