// Keeps comments that are being typed during an autosave. After each autosave Wagtail rebuilds all comments from the
// response, which loses unsaved text and comments added meanwhile. This script merges the response into the existing
// comments instead. Only after a removal, which the store does not support otherwise, they are rebuilt, and then
// unsaved text is restored.
(() => {
  if (!window.comments) return;
  const { commentApp } = window.comments;
  const { store, actions } = commentApp;
  const commentsOf = () => store.getState().comments.comments;
  const list = () => [...commentsOf().values()].map((comment) => ({ ...comment, replies: [...comment.replies.values()] }));
  const isRemoved = ({ deleted, resolved }) => Boolean(deleted || resolved);
  const isEdited = (one) => one.mode === "editing" || one.text !== one.originalText;

  // In the order of the form, which is also that of the response.
  let sent = [];
  window.addEventListener("w-autosave:save", () => { sent = list().filter(({ mode }) => mode !== "creating"); }, true);

  function merge(theirs) {
    sent.forEach((was, index) => {
      const comment = commentsOf().get(was.localId);
      const other = theirs[index];
      if (!comment || !other || isRemoved(was)) return;
      // Adding the comment again with the same localId keeps its position and the open text box.
      if (!comment.remoteId) store.dispatch(actions.addComment({ ...comment, remoteId: other.pk }));
      was.replies.forEach((reply, number) => {
        const saved = { remoteId: other.replies[number]?.pk ?? null, originalText: reply.text };
        if (!reply.deleted) store.dispatch(actions.updateReply(was.localId, reply.localId, saved));
      });
      const replies = [...commentsOf().get(was.localId).replies.values()];
      const remoteReplyCount = replies.filter(({ remoteId }) => remoteId).length;
      store.dispatch(actions.updateComment(was.localId, { originalText: was.text, remoteReplyCount }));
    });
  }

  const wereRemoved = () => sent.some((comment) => isRemoved(comment) || comment.replies.some(({ deleted }) => deleted));

  function putBack(was, identifier) {
    const now = list().find(({ remoteId }) => remoteId && remoteId === was.remoteId);
    if (!now) {
      if (was.remoteId) return;
      const replies = new Map(was.replies.map((reply) => [reply.localId, reply]));
      store.dispatch(actions.addComment({ ...was, replies, localId: identifier, annotation: null }));
      const focus = { updatePinnedComment: true, forceFocus: false };
      if (was.mode === "creating") store.dispatch(actions.setFocusedComment(identifier, focus));
      return;
    }
    const { mode, text, newText, newReply, deleted, resolved } = was;
    const edited = isEdited(was) ? { mode, text, newText } : {};
    store.dispatch(actions.updateComment(now.localId, { ...edited, newReply, deleted, resolved }));
    was.replies.forEach((reply, number) => {
      const same = now.replies.find(({ remoteId }) => remoteId && remoteId === reply.remoteId);
      if (!same && !reply.remoteId) {
        store.dispatch(actions.addReply(now.localId, { ...reply, localId: identifier + number }));
      } else if (same && isEdited(reply)) {
        const { mode: state, text: reached, newText: typed } = reply;
        store.dispatch(actions.updateReply(now.localId, same.localId, { mode: state, text: reached, newText: typed }));
      }
    });
  }

  function makeAnew(data) {
    const before = list().filter((comment) => !sent.some((was) => was.localId === comment.localId && isRemoved(was)));
    const box = document.activeElement;
    const isTyping = box?.matches("#comments textarea");
    const [value, caret] = isTyping ? [box.value, box.selectionStart] : [];
    commentApp.updateData(data);
    before.forEach((was, index) => { putBack(was, Date.now() + index * 1000); });
    if (!isTyping) return;
    const same = [...document.querySelectorAll("#comments textarea")].find((other) => other.value === value);
    same?.focus();
    same?.setSelectionRange(caret, caret);
  }

  // Runs before Wagtail's own listener, which is on document.
  window.addEventListener("w-autosave:success", ({ detail }) => {
    const data = detail.data?.comments;
    if (!data) return;
    delete detail.data.comments;
    merge(data.comments);
    if (wereRemoved()) makeAnew(data);
    sent = [];
  }, true);
})();
