// When a file is chosen, Wagtail fills an empty title from its name. This empties a title that was filled so before, in this
// form or in the one that the server refused, so that another file gets its own. A title typed by the editor stays.
(() => {
  const KEY = "portal-automatic-title";
  const isUpload = ({ detail, target }) => /^wagtail:(images|documents)-upload$/.test(detail?.name) && "value" in target;

  document.addEventListener("w-sync:apply", (event) => {
    if (!isUpload(event)) return;
    const { target } = event;
    if (target.value && target.value === sessionStorage.getItem(KEY)) target.value = "";
    event.wasEmpty = !target.value;
  }, { capture: true }); // before Wagtail's listener, which leaves a filled title alone
  window.addEventListener("w-sync:apply", (event) => {
    if (!isUpload(event) || !event.wasEmpty) return;
    const { target } = event;
    target.value = target.value.normalize("NFC").slice(0, target.maxLength > 0 ? target.maxLength : undefined);
    sessionStorage.setItem(KEY, target.value);
  });
})();
