// Stores a copy of the unsaved form in the browser, and offers to restore it when the same account reopens the form.
// To restore a copy it is submitted like the form: Wagtail saves it as a draft, or shows the form with it and its
// errors. So galleries and rich text are restored completely.
(() => {
  const { words, fill, notice } = window.portalEditing;
  const store = window.portalCopies;
  const form = document.querySelector("form[data-edit-form]");
  if (!form || form.querySelector("input[type=password]")) return;

  const FIELD = "kept_copy";
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "next", FIELD]);
  const SETTLED = 300;
  const hasDrafts = form.matches("[data-controller~=w-autosave]");
  // Identifies a form by its URL and language; for a new page that is the URL of its create view.
  const place = () => {
    const { pathname, search } = new URL(form.action, location);
    return `${window.wagtailConfig.ACTIVE_CONTENT_LOCALE ?? ""}:${pathname}${search}`;
  };
  const fieldsOf = () => [...new FormData(form)]
    .filter(([name, value]) => !LEFT_OUT.has(name) && !name.startsWith("action-") && typeof value === "string");

  // A form that was rendered again with errors already has a copy.
  const { refused } = store;
  const id = refused ?? store.newId();
  let changed = false; // since the last draft was sent
  let timer = null;

  function write() {
    clearTimeout(timer);
    timer = null;
    const revision = form.elements.loaded_revision_id?.value ?? "";
    store.put(place(), { id, revision, fields: fieldsOf() });
  }

  function noticeChange() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(write, SETTLED);
  }

  const field = Object.assign(document.createElement("input"), { type: "hidden", name: FIELD, value: id });
  form.append(field);
  form.addEventListener("input", noticeChange);
  form.addEventListener("change", noticeChange);
  form.addEventListener("w-unsaved:add", noticeChange);
  window.addEventListener("pagehide", () => { if (timer) write(); });
  window.addEventListener("submit", ({ target }) => { if (target === form && changed) write(); }, true);
  document.addEventListener("w-autosave:save", () => { changed = false; });
  document.addEventListener("w-autosave:success", () => {
    if (changed) return;
    clearTimeout(timer);
    timer = null;
    store.remove(id);
  });
  if (refused) noticeChange();

  function restore(copy) {
    const sent = document.createElement("form");
    Object.assign(sent, { method: "post", action: form.action, enctype: "multipart/form-data", hidden: true });
    const token = form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...copy.fields, [FIELD, copy.id], ["csrfmiddlewaretoken", token]]) {
      sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(sent);
    sent.submit();
  }

  function offer() {
    const shown = JSON.stringify(fieldsOf());
    for (const copy of store.list(place())) {
      if (copy.id === id) continue;
      if (JSON.stringify(copy.fields) === shown) {
        store.remove(copy.id);
        continue;
      }
      const time = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
      const isOlder = copy.revision !== (form.elements.loaded_revision_id?.value ?? "");
      const text = [fill(words.copyFound, { time }), ...(isOlder ? [words.copyOfOlder] : [])].join(" ");
      const actions = [
        [hasDrafts ? words.restoreDraft : words.restoreAndSave, () => restore(copy)],
        [words.discard, () => store.remove(copy.id)],
      ];
      notice(text, actions).element.classList.add("portal-notice--copy");
    }
  }
  window.addEventListener("load", () => setTimeout(offer, SETTLED));
})();
