// Share buttons that need a script: copy the URL, and the device's share dialog. The others are plain links.
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
    // If the browser refuses or the visitor cancels, the links remain.
    button.addEventListener("click", async () => { try { await way(button); } catch { /* nothing to do */ } });
  }
})();
