// Words that the admin's scripts have in English only, in the language of the admin.
(() => {
  const words = JSON.parse(document.getElementById("admin-words").textContent);

  // What screen readers hear below a field that suggests tags.
  if (window.jQuery?.ui?.autocomplete) {
    jQuery.ui.autocomplete.prototype.options.messages = {
      noResults: words.noResults,
      results: (count) => (count === 1 ? words.oneResult : words.results.replace("{count}", count)),
    };
  }

  // The editor of translations writes these itself, with React, whenever it draws something anew.
  const mend = (editor) => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const languages = /^(.+) to (.+) translation$/.exec(text.data);
      if (languages) {
        text.data = words.translation.replace("{source}", languages[1]).replace("{target}", languages[2]);
      } else if (text.data === "More actions") {
        text.data = words.moreActions;
      }
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    if (editor) {
      new MutationObserver(() => mend(editor)).observe(editor, { childList: true, subtree: true });
      mend(editor);
    }
  });
})();
