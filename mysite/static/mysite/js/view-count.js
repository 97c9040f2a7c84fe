// Counts a view of the page once it is visible: not while it is prerendered or in a tab behind. Sends nothing else.
(() => {
  const url = document.querySelector("main")?.dataset.viewUrl;
  if (!url || navigator.webdriver) return;
  const count = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", count);
    navigator.sendBeacon(url);
  };
  document.addEventListener("visibilitychange", count);
  count();
})();
