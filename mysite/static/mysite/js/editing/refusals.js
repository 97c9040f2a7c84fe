// Tells the server that saving over a newer version was confirmed, and leads to errors in the dialog of the schedule.
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

  function openSchedule() {
    const isVisible = (error) => error.getClientRects().length > 0;
    const errors = [...form.querySelectorAll(":not([hidden]):is(.error-message, .help-critical)")];
    if (!errors.length || errors.some(isVisible) || !errors[0].closest("#schedule-publishing-dialog")) return;
    document.querySelector("[data-a11y-dialog-show=schedule-publishing-dialog]")?.click();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")) addConfirmation();
    if (event.target.closest(".messages button[data-w-focus-target-value*=error-message]")) openSchedule();
  }, { capture: true }); // before Wagtail's controllers
})();
