// Tells the server that saving over a newer version was confirmed, and leads from a refusal to the field.
(() => {
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;

  // Wagtail fills the dialog from this template if somebody else has saved a version. Without it the dialog is about the
  // network, and the editor has not been told.
  const toldOfNewer = () => document.querySelector(
    "#w-editing-sessions template[data-w-teleport-target-value='#title-text-w-save-confirmation-dialog']",
  );

  function addConfirmation() {
    if (!toldOfNewer() || form.elements.overwrite_newer) return;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "overwrite_newer", value: "1" });
    form.append(input);
  }

  // Wagtail's button focuses the first error message. This focuses the field, and opens panels that hide it.
  const MESSAGES = ".error-message, .help-critical";
  const FIELDS = "input:not([type=hidden], [hidden]), textarea, select, [contenteditable=true], button:not([data-panel-toggle])";
  const PLACES = "[data-field], [data-field-wrapper], .w-field__wrapper, [data-inline-panel-child], [data-contentpath], .w-panel";

  function findField(message) {
    for (let place = message.closest(PLACES); place; place = place.parentElement?.closest(PLACES)) {
      const field = place.querySelector(FIELDS);
      if (field) return field;
    }
    return message;
  }

  function leadToField(event) {
    if (!event.target.matches?.(MESSAGES) || !form.contains(event.target)) return;
    event.preventDefault();
    window.portalEditing.reveal(findField(event.target));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")) addConfirmation();
  }, { capture: true }); // before Wagtail's controllers
  document.addEventListener("w-focus:focus", leadToField);
})();
