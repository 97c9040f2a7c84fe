// Wagtail saves drafts by itself. A button pressed while that is going on would send a new page a second time, to the
// address for new pages: so it waits until the draft is saved and the form knows the page that it has become.
(() => {
  const LONGEST_WAIT = 10_000;
  let saving = false;

  document.addEventListener("w-autosave:save", () => { saving = true; });
  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, () => { saving = false; });
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!saving || !form.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const started = Date.now();
    const timer = setInterval(() => {
      if (saving && Date.now() - started < LONGEST_WAIT) return;
      clearInterval(timer);
      saving = false;
      form.requestSubmit(submitter);
    }, 50);
  }, true);
})();
