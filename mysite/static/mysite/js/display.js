// Applies the visitor's choices of colour scheme and text size before the page is painted, and shows the choices in the
// footer, which do nothing without this script. They stay in this browser; no cookie is set. Also tells share.css which
// buttons share.js and save.js will show, so that their place is kept and nothing moves then.
(() => {
  const VALUES = { theme: ["light", "dark"], textSize: ["large", "largest"] };
  const attempt = (action) => { try { return action(); } catch { return null; } }; // storage can be forbidden
  const root = document.documentElement;
  const apply = (name, value) => {
    if (VALUES[name].includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  };

  // The browsers within Facebook and Zalo neither save nor print.
  const savesPages = !/; wv\)|FBA[NV]|Zalo/.test(navigator.userAgent);
  const ways = { copy: navigator.clipboard, device: navigator.share, save: savesPages };
  root.dataset.ways = Object.keys(ways).filter((way) => ways[way]).join(" ");

  for (const name of Object.keys(VALUES)) apply(name, attempt(() => localStorage.getItem(name)));
  window.addEventListener("storage", ({ key, newValue }) => { if (key in VALUES) apply(key, newValue); });
  document.addEventListener("DOMContentLoaded", () => {
    for (const choices of document.querySelectorAll("[data-display]")) {
      const name = choices.dataset.display;
      choices.querySelector(`[value="${root.dataset[name] ?? ""}"]`).checked = true;
      choices.hidden = false;
      choices.addEventListener("change", ({ target: { value } }) => {
        apply(name, value);
        attempt(() => (value ? localStorage.setItem(name, value) : localStorage.removeItem(name)));
      });
    }
  });
})();
