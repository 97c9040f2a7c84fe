// Lets the visitor close the ordinary notices for this visit. Loaded right after them, so that closed ones are never
// painted. New or changed notices are shown again.
(() => {
  const KEY = "closed-notices";
  const notices = document.querySelector("[data-notices]");
  const button = notices.querySelector(".notice-close");
  const attempt = (action) => { try { return action(); } catch { return null; } }; // storage can be forbidden

  notices.hidden = attempt(() => sessionStorage.getItem(KEY)) === notices.dataset.notices;
  button.hidden = false;
  button.addEventListener("click", () => {
    attempt(() => sessionStorage.setItem(KEY, notices.dataset.notices));
    notices.hidden = true;
    document.querySelector("main").focus({ preventScroll: true });
  });
})();
