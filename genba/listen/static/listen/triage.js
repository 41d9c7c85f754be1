// A kind beginning goes where the words are, without leaving the page.
document.addEventListener("click", (event) => {
  const starter = event.target.closest("[data-starter]");
  const words = starter?.closest("form")?.querySelector('textarea[name="words"]');
  if (!words) return;
  event.preventDefault();
  const before = words.value.trim();
  words.value = before ? `${before}\n${starter.dataset.starter}` : starter.dataset.starter;
  words.focus();
  words.setSelectionRange(words.value.length, words.value.length);
  words.dispatchEvent(new Event("input", { bubbles: true }));
});
