// Shows a page that was fetched, in the place of this one, as if one had gone there.
export function showPage(page) {
  const known = new Set([...document.styleSheets].map(({ href }) => href));
  for (const { href } of page.querySelectorAll('link[rel="stylesheet"]')) {
    const address = new URL(href, location.href).href;
    if (!known.has(address)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
  }
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, 0);
  const first = document.querySelector("[data-error-summary], h1");
  first.tabIndex = -1;
  first.focus();
}

export function giveBack(form) {
  delete form.dataset.sending;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}
