// Detects changes that Wagtail's autosave misses. Wagtail compares the form with a snapshot taken two seconds after
// loading and after every autosave; text typed before that is part of the snapshot and would never be saved. So this
// script compares the form with its state before the first keystroke, and with what the autosave sent.
(() => {
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const LEFT_OUT = /^(csrfmiddlewaretoken|next|loaded_revision_\w+|overwrite_\w+|comments-.*)$/;
  // Draftail writes rich text anew a moment after loading, with other spaces and empty values: that is no change.
  const normalise = (value) => {
    try {
      const { blocks, entityMap } = JSON.parse(value);
      const parts = blocks.map((block) => [
        block.type, block.depth, block.text, block.inlineStyleRanges, block.entityRanges,
      ]);
      return [parts, entityMap];
    } catch {
      return value;
    }
  };
  const serialise = (data) => JSON.stringify(
    [...data].filter(([name]) => !LEFT_OUT.test(name)).map(([name, value]) => [name, normalise(value)]),
  );
  const current = () => serialise(new FormData(form));

  // Whether the user typed before this script was loaded. Blocks of StreamFields do not exist yet.
  let early = [...form.elements].some((field) => (
    field.type === "hidden" ? false
      : "defaultChecked" in field && /^(checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked
        : "defaultValue" in field && field.value !== field.defaultValue
  ));
  let before = null; // the form before the first key or click after loading
  let sent = null; // the data of the autosave in progress

  const remember = ({ isTrusted }) => { if (isTrusted) before ??= current(); };
  const STARTS = ["keydown", "beforeinput", "pointerdown", "paste", "drop"];
  for (const name of STARTS) form.addEventListener(name, remember, true);

  // A documented value of Wagtail's controller: the form has unsaved changes, whatever the snapshot.
  const force = () => { form.dataset.wUnsavedForceValue = "true"; };

  document.addEventListener("w-unsaved:watch-edits", ({ target }) => {
    if (target !== form) return;
    for (const name of STARTS) form.removeEventListener(name, remember, true);
    if (early || (before !== null && before !== current())) force();
    early = false;
    before = null;
  });

  document.addEventListener("w-autosave:save", ({ detail }) => { sent = detail.formData; });
  // Runs after Wagtail's own listener, which takes the new snapshot.
  document.addEventListener("w-autosave:success", ({ detail }) => {
    if (!sent) return;
    for (const [name, value] of Object.entries(detail.response.field_updates ?? {})) {
      if (sent.has(name)) sent.set(name, value);
    }
    if (serialise(sent) !== current()) force();
    sent = null;
  });

  // A table block stores its caption only on blur, which may be after the draft is saved or the page is left.
  document.addEventListener("input", ({ target }) => {
    if (target.name === "handsontable-col-caption") target.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
