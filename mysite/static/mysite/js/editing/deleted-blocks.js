// Asks for confirmation before a block with content is deleted, and restores it in its place from a notice or Ctrl+Z.
// To restore a block its state is passed to Wagtail's own `insert` of the list or stream.
(() => {
  const { words, fill, notice, ask } = window.portalEditing;
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const undoable = [];
  let confirmed = null; // the button whose deletion was confirmed

  const rootOf = (element) => {
    for (let node = element; node; node = node.parentElement) {
      if (node.rootBlock && !node.parentElement.closest("[data-streamfield-child]")) return node.rootBlock;
    }
    return null;
  };

  // Returns the path from a block to the child with this element: names in structs, ids in lists and streams.
  function pathTo(block, element) {
    if (!block?.element && !block?.children && !block?.childBlocks) return null;
    for (const child of block.children ?? []) {
      if (child.element === element) return [child.id];
      if (child.element.contains(element)) return [child.id, ...pathTo(child.block, element)];
    }
    for (const [name, inner] of Object.entries(block.childBlocks ?? {})) {
      const path = pathTo(inner, element);
      if (path) return [name, ...path];
    }
    return null;
  }
  const step = (block, name) => block?.childBlocks?.[name] ?? block?.children?.find(({ id }) => id === name)?.block;

  // Whether a block's state has content that the state of a new block has not.
  function hasContent(state, blank) {
    if (state === null || state === undefined || state === blank) return false;
    if (state.getCurrentContent) return state.getCurrentContent().hasText() || state.getCurrentContent().getBlockMap().some((block) => block.getType() === "atomic");
    if (Array.isArray(state)) return state.some((item, index) => hasContent(item, Array.isArray(blank) ? blank[index] : null));
    if (typeof state === "object") {
      return Object.entries(state).some(([name, item]) => name !== "id" && name !== "type" && hasContent(item, blank?.[name]));
    }
    return typeof state === "string" && state.trim() !== "";
  }

  function blankOf(sequence, child) {
    const { initialChildStates, initialChildState } = sequence.blockDef;
    return initialChildStates ? initialChildStates[child.type] : initialChildState;
  }

  const countPhotos = (element) => element.querySelectorAll("[data-streamfield-child]:not([aria-hidden=true]) .photo-list__thumbnail:not([hidden])").length;

  function find(button) {
    const element = button.closest("[data-streamfield-child]");
    const root = rootOf(element);
    const path = root && pathTo(root, element);
    if (!path) return null;
    const sequence = path.slice(0, -1).reduce(step, root);
    const child = sequence.children.find((other) => other.element === element);
    return { root, path: path.slice(0, -1), sequence, child };
  }

  function undo(entry) {
    const at = undoable.indexOf(entry);
    if (at < 0) return;
    undoable.splice(at, 1);
    entry.message.close();
    const sequence = entry.path.reduce(step, entry.root);
    if (!sequence) return;
    const index = Math.min(entry.index, sequence.children.length);
    const { id, type, value, collapsed } = entry;
    const options = { animate: true, focus: false, collapsed };
    if (type) sequence.insert({ type, value, id }, index, options);
    else sequence.insert(value, index, { ...options, id });
    reopenComments(entry.comments);
    const { element } = sequence.children[index];
    element.scrollIntoView({ block: "nearest" });
    element.querySelector("[data-panel-toggle]")?.focus();
  }

  // Deleting a block resolves its comments.
  const openComments = () => [...(window.comments?.commentApp.store.getState().comments.comments.values() ?? [])]
    .filter(({ resolved }) => !resolved).map(({ localId }) => localId);
  function reopenComments(ids) {
    if (!window.comments) return;
    const { store, actions } = window.comments.commentApp;
    for (const id of ids) store.dispatch(actions.updateComment(id, { resolved: false }));
  }

  function remember({ root, path, sequence, child }) {
    const block = child.blockDef.meta.label;
    const before = openComments();
    const entry = {
      root, path, id: child.id, index: child.index, value: child.block.getState(),
      type: sequence.blockDef.initialChildStates ? child.type : null,
      collapsed: child.toggleElement.getAttribute("aria-expanded") === "false",
    };
    // After the click has deleted it.
    setTimeout(() => {
      const now = new Set(openComments());
      entry.comments = before.filter((id) => !now.has(id));
      entry.message = notice(fill(words.deleted, { block }), [[words.undo, () => undo(entry)]]);
      undoable.push(entry);
    });
  }

  async function question(button, { child }) {
    const block = child.blockDef.meta.label;
    const count = countPhotos(child.element);
    const text = count > 1 ? fill(words.deletePhotos, { count }) : "";
    if (!await ask(fill(words.deleteQuestion, { block }), text, words.delete)) return button.focus();
    confirmed = button;
    button.click();
    return undefined;
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest('[data-streamfield-action="DELETE"]');
    const found = button && find(button);
    if (!found || !hasContent(found.child.block.getState(), blankOf(found.sequence, found.child))) return;
    if (confirmed === button) {
      confirmed = null;
      remember(found);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    question(button, found);
  }, true);

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyZ";
    if (!isUndo || !undoable.length || event.target.closest("input, textarea, select, [contenteditable=true]")) return;
    event.preventDefault();
    undo(undoable.at(-1));
  });
})();
