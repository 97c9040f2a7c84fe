// Wagtail saves drafts by itself. A button pressed while that is going on would send a new page a second time, to the
// address for new pages: so it waits until the draft is saved and the form knows the page that it has become. And once
// a button's request is on its way, no draft follows it, which the server could only refuse.
(() => {
  const LONGEST_WAIT = 10_000;
  let saving = false;
  let sentAt = -Infinity;

  document.addEventListener("w-autosave:save", (event) => {
    if (Date.now() - sentAt < LONGEST_WAIT) event.preventDefault();
    else saving = true;
  });
  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, () => { saving = false; });
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("[data-edit-form]")) return;
    if (!saving) {
      sentAt = Date.now();
      return;
    }
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
