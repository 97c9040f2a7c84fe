// “?” in the heading of a panel: a link to the section of the editors' guide about its field (home/guide/hooks.py).
document.addEventListener("DOMContentLoaded", () => {
  const { label, links } = JSON.parse(document.getElementById("guide-links").textContent);
  const form = document.querySelector("[data-edit-form]");
  const linked = new Set();
  for (const [name, url] of Object.entries(links)) {
    const field = form?.querySelector(`[name="${name}"], [name="${name}-count"], [name="${name}-TOTAL_FORMS"]`);
    const header = field?.closest(".w-panel")?.querySelector(".w-panel__header");
    if (!header || linked.has(header)) continue;
    linked.add(header);
    const link = document.createElement("a");
    Object.assign(link, { href: url, target: "_blank", className: "guide-link", textContent: "?", title: label });
    link.setAttribute("aria-label", `${label}: ${header.textContent.trim()}`);
    header.querySelector(".w-panel__heading")?.after(link);
  }
});
