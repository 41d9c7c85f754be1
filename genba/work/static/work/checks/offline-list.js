// The page that a phone kept, opened without a signal at the list of checks: what can be run from here.
const { checks } = self.genba;
const place = document.querySelector("[data-offline-list]");
const rows = document.querySelector("[data-offline-rows]");

if (place && !/^\/checks\/run\/\d+\/$/.test(location.pathname)) {
  const found = await checks.known();
  const code = /^\/checks\/at\/([^/]+)\/$/.exec(location.pathname)?.[1];
  rows.replaceChildren(...found.sort((a, b) => a.title.localeCompare(b.title)).map((check) => {
    const line = document.createElement("li");
    line.className = "row";
    const address = `/checks/run/${check.procedure}/${code ? `?at=${encodeURIComponent(code)}` : ""}`;
    line.append(Object.assign(document.createElement("a"), { href: address, textContent: check.title, dir: "auto" }));
    return line;
  }));
  place.hidden = false;
}
