// Menus are <details>. Scripts only close them: on Escape, on a click elsewhere, and when another opens.
const open = () => document.querySelectorAll("details[data-dropdown][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-dropdown][open]") ?? [...open()].at(-1);
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && menu.contains(event.target)) {
    const items = [...menu.querySelectorAll("summary, a[href], button")].filter((item) => item.checkVisibility());
    const step = event.key === "ArrowDown" ? 1 : -1;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
    event.preventDefault();
  }
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-dropdown][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
