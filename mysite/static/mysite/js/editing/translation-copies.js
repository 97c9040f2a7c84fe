// Stores unsaved translations. The editor of wagtail-localize saves them one by one, and keeps a text only while its
// box is open. The next time unsaved texts are shown for copying, because a script cannot open the boxes.
(() => {
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;
  const { words, fill, element, button, notice } = window.portalEditing;
  const store = window.portalCopies;
  const place = location.pathname;
  const offered = store.list(place);
  const id = store.newId();
  const EVERY = 1_000;
  let last = "";

  const texts = () => [...editor.querySelectorAll("textarea")].map(({ value }) => value).filter((value) => value.trim());

  function write() {
    const now = texts();
    if (JSON.stringify(now) === last) return;
    last = JSON.stringify(now);
    if (now.length) store.put(place, { id, texts: now });
    else store.remove(id);
  }

  function line(text) {
    const copy = button(words.copyText, async () => {
      shown.select();
      // The clipboard API needs HTTPS.
      await (navigator.clipboard?.writeText(text) ?? document.execCommand("copy"));
      copy.textContent = words.copied;
    }, true);
    const shown = element("textarea", { value: text, readOnly: true, rows: 2 });
    return element("div", { className: "portal-notice__copy" }, [shown, copy]);
  }

  for (const copy of offered) {
    const time = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const heading = element("p", { textContent: fill(words.copyOfTranslation, { time }) });
    const content = element("div", {}, [heading, ...copy.texts.map(line)]);
    notice(content, [[words.discard, () => store.remove(copy.id)]]).element.classList.add("portal-notice--copy");
  }
  editor.addEventListener("input", () => setTimeout(write));
  setInterval(write, EVERY); // a box that was saved or cancelled is gone
  window.addEventListener("pagehide", write);
})();
