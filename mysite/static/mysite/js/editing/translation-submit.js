// Shows the button “Submit” as the main one of the translation editor, whose own would be “Delete” for writers.
(() => {
  const template = document.getElementById("submit-translation");
  const editor = document.querySelector(".js-translation-editor");
  if (!template || !editor) return;

  // The editor is a React application that may render its footer again.
  const show = () => {
    const actions = editor.querySelector("footer .actions");
    if (actions && !actions.querySelector(".portal-submit-translation")) actions.prepend(template.content.cloneNode(true));
  };
  new MutationObserver(show).observe(editor, { childList: true, subtree: true });
  show();
})();
