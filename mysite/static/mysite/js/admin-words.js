// Translates texts that the admin's scripts have in English only.
(() => {
  const words = JSON.parse(document.getElementById("admin-words").textContent);

  // The screen reader messages of the tag autocompletion.
  if (window.jQuery?.ui?.autocomplete) {
    jQuery.ui.autocomplete.prototype.options.messages = {
      noResults: words.noResults,
      results: (count) => (count === 1 ? words.oneResult : words.results.replace("{count}", count)),
    };
  }

  // The translation editor is a React application that renders these texts again with each update.
  const mend = (editor) => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const languages = /^(.+) to (.+) translation$/.exec(text.data);
      if (languages) {
        text.data = words.translation.replace("{source}", languages[1]).replace("{target}", languages[2]);
      } else if (text.data === "More actions") {
        text.data = words.moreActions;
      } else if (text.data.includes("&amp;")) { // segments are shown as HTML source
        text.data = text.data.replaceAll("&amp;", "&");
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
