// The two ways to share that need the browser: its clipboard, and the phone's own list of apps. Links do the rest.
(() => {
  const share = document.querySelector(".share");
  if (!share) return;
  const { address, title } = share.dataset;
  const ways = {
    copy: navigator.clipboard && (async (button) => {
      await navigator.clipboard.writeText(address);
      share.querySelector("[role=status]").textContent = button.dataset.done;
    }),
    device: navigator.share && (() => navigator.share({ title, url: address })),
  };
  for (const button of share.querySelectorAll("[data-share]")) {
    const way = ways[button.dataset.share];
    if (!way) continue;
    button.closest("li").hidden = false;
    // Refused by the browser, or called off by the visitor: the links are still there.
    button.addEventListener("click", async () => { try { await way(button); } catch { /* nothing to mend */ } });
  }
})();
