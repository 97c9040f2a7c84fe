// Scheduling in one step: Enter in the dialog's times schedules the page (mysite/editing/schedule_panel.py). In all forms,
// Escape closes an open calendar and nothing behind it.
(() => {
  const button = () => document.querySelector("#schedule-publishing-dialog [data-schedule-button]");
  const openCalendars = () => [...document.querySelectorAll(".xdsoft_datetimepicker")].filter((one) => one.checkVisibility());
  const closeCalendars = () => {
    const open = openCalendars();
    for (const calendar of open) window.jQuery(calendar).trigger("close.xdsoft");
    return open.length > 0;
  };

  // On window, before the dialog and Wagtail's shortcuts.
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closeCalendars()) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    const isTime = event.target.matches?.("#schedule-publishing-dialog input[type=text]");
    if (event.key === "Enter" && isTime && button() && !event.isComposing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      closeCalendars();
      button().click();
    }
  }, true);

  // A calendar opens a moment after its field gets the focus: with Tab, on the way to another field, it would stay open.
  const OPENING_TIME = 250;
  const hasCalendar = (field) => Boolean(window.jQuery(field).data("xdsoft_datetimepicker"));
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".xdsoft_datetimepicker")) return;
    setTimeout(() => { if (document.activeElement === target && !hasCalendar(target)) closeCalendars(); }, OPENING_TIME);
  });

  // Without a time the page would be published at once.
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-time-required]");
    const time = pressed && document.getElementById("id_go_live_at");
    if (!time || time.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    time.setCustomValidity(pressed.dataset.timeRequired);
    time.addEventListener("input", () => { time.setCustomValidity(""); }, { once: true });
    time.reportValidity();
    closeCalendars();
  }, true);
})();
