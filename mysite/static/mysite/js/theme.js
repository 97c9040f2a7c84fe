// Applies the visitor's choice of colour scheme before the page is painted, and shows the switch in the footer, which
// does nothing without this script. The choice stays in this browser; no cookie is set.
(() => {
  const KEY = "theme";
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  const attempt = (action) => { try { return action(); } catch { return null; } }; // storage can be forbidden

  apply(attempt(() => localStorage.getItem(KEY)));
  window.addEventListener("storage", ({ key, newValue }) => { if (key === KEY) apply(newValue); });
  document.addEventListener("DOMContentLoaded", () => {
    const choices = document.querySelector(".theme");
    if (!choices) return;
    choices.querySelector(`[value="${document.documentElement.dataset.theme ?? ""}"]`).checked = true;
    choices.hidden = false;
    choices.addEventListener("change", ({ target }) => {
      apply(target.value);
      attempt(() => (target.value ? localStorage.setItem(KEY, target.value) : localStorage.removeItem(KEY)));
    });
  });
})();
