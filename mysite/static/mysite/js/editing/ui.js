// Dialogs and notices for the other scripts of the editor.
window.portalEditing = (() => {
  const { editing: words } = JSON.parse(document.getElementById("admin-words").textContent);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function element(tag, properties = {}, children = []) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const button = (textContent, onclick, secondary = false) => element("button", {
    type: "button", className: `button button-small${secondary ? " button-secondary" : ""}`, textContent, onclick,
  });

  // Shows a notice with buttons in a corner of the window; it stays until one is pressed.
  const corner = element("div", { className: "portal-notices", role: "status" });
  function notice(content, actions = []) {
    if (!corner.isConnected) document.body.append(corner);
    const body = element("div", { className: "portal-notice__text" }, [content]);
    const made = element("div", { className: "portal-notice" }, [body]);
    const close = () => made.remove();
    const buttons = actions.map(([label, act], index) => button(label, () => { close(); act(); }, index > 0));
    const dismiss = button("×", close, true);
    dismiss.ariaLabel = dismiss.title = words.close;
    made.append(element("div", { className: "portal-notice__actions" }, [...buttons, dismiss]));
    corner.append(made);
    return { close, element: made };
  }

  // Shows a modal dialog with `children` below its heading. Calls `onclose` however it is closed.
  function dialog(title, children, onclose = () => {}) {
    const heading = element("h2", { textContent: title, id: "portal-dialog-title", className: "w-dialog__title w-h1" });
    const made = element("dialog", { className: "portal-dialog" }, [heading, ...children]);
    made.setAttribute("aria-labelledby", heading.id);
    made.addEventListener("close", () => { made.remove(); onclose(); });
    document.body.append(made);
    made.showModal();
    return made;
  }

  // Shows a confirmation dialog. Resolves to whether the button `confirm` was pressed.
  function ask(title, text, confirm) {
    return new Promise((resolve) => {
      let answer = false;
      const answered = (value) => () => { answer = value; made.close(); };
      const cancel = button(words.cancel, answered(false), true);
      const go = button(confirm, answered(true));
      go.classList.add("no");
      const actions = element("div", { className: "portal-dialog__actions" }, [go, cancel]);
      const children = text ? [element("p", { textContent: text }), actions] : [actions];
      const made = dialog(title, children, () => resolve(answer));
      cancel.focus();
    });
  }

  // Opens whatever hides `field` (tabs, collapsed panels), scrolls to it and focuses it.
  function reveal(field) {
    field.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // tabs
    for (let part = field; part; part = part.parentElement) {
      if (part.getAttribute("hidden") === "until-found") part.dispatchEvent(new Event("beforematch")); // panels
    }
    const dialog = field.closest("[data-controller~=w-dialog], .w-dialog");
    if (dialog?.id) document.querySelector(`[data-a11y-dialog-show=${dialog.id}]`)?.click(); // the schedule
    requestAnimationFrame(() => { // the tab opens after the event
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }

  return { words, fill, element, button, notice, dialog, ask, reveal };
})();
