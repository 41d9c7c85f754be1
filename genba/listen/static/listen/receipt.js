// Copies the receipt. Where the clipboard is closed (plain http) it selects it instead.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-receipt]");
  if (!button) return;
  const code = button.closest("section").querySelector("[data-receipt]");
  try {
    await navigator.clipboard.writeText(code.textContent.trim());
    button.querySelector("span").textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(code);
  }
});
