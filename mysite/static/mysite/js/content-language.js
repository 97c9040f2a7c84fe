// Sets the “lang” of each field to the language of the page being edited, which may differ from that of the admin, for
// spell checking and screen readers. Observes the form, because fields are added while it is in use.
document.addEventListener("DOMContentLoaded", () => {
  const FIELDS = "textarea, input[type=text], [contenteditable=true]";
  const translating = document.querySelector(".js-translation-editor");
  const form = translating ?? document.querySelector("[data-edit-form]");
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  const language = translating ? JSON.parse(translating.dataset.props).locale.code : config.ACTIVE_CONTENT_LOCALE;
  if (!form || !language) return;

  const mark = (element) => {
    const fields = [...element.querySelectorAll(FIELDS), ...(element.matches(FIELDS) ? [element] : [])];
    // Comments are not in the language of the page.
    for (const field of fields) if (!field.closest("#comments")) field.lang = language;
  };

  mark(form);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") mark(change.target);
      for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) mark(node);
    }
  }).observe(form, { childList: true, subtree: true, attributeFilter: ["contenteditable"] });
});
