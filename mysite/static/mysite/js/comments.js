// Shows the form of a comment on the article, fetched when a reader asks for it. Without a script the link opens it.
(() => {
  const section = document.getElementById("comments");
  if (!section) return;
  section.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-write-comment]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const response = await fetch(link.href);
      if (!response.ok) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const form = page.querySelector(".comment-form");
      const sheets = page.querySelectorAll("link[href*='css/forms'], link[href*='css/contact']");
      for (const sheet of sheets) {
        if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
      }
      section.querySelector(".comment-form")?.remove();
      link.parentElement.after(form);
      form.querySelector("input:not([type=hidden]), textarea").focus();
    } catch {
      location.assign(link.href);
    }
  });
})();
