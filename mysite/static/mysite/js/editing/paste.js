// Sends what is pasted into the text of an article to the server, which converts it into blocks, and inserts these. What
// was copied inside the editor and single lines are pasted as before, and so is everything if the server does not respond.
(() => {
  const { words, element, notice } = window.portalEditing;
  const { url } = document.currentScript.dataset;
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const SILENCE = 3_000; // time without a response, or without progress of the upload
  const LONGEST = 60_000; // time in which a response that has begun must end: large pictures are being stored
  const INTERNAL = /\sdata-(editor|draftjs-conductor-fragment)=/;
  const STRUCTURE = /<(img|table|li|h[1-6]|su[bp]|svg|iframe|video|object)\b|vertical-align:\s*su|mso-list|v:shape/i;
  const HARMLESS_KEYS = /^(Control|Meta|Shift|Alt|AltGraph|CapsLock|Escape|Arrow\w+|Home|End|Page\w+|F\d+)$/;
  let last = null; // the last paste, as long as Ctrl+Z takes it back
  let passing = null; // an event that this script has dispatched itself

  // Returns the stream of blocks around an element, if it has the blocks of a body.
  function rootOf(node) {
    for (let parent = node; parent; parent = parent.parentElement) {
      if (parent.rootBlock) return parent.rootBlock.blockDef.childBlockDefsByName?.picture ? parent.rootBlock : null;
    }
    return null;
  }

  // Returns the text block with an element, and the stream that it is in.
  function findText(target) {
    const root = target.closest?.("[contenteditable=true]") && rootOf(target);
    const child = root?.children.find((other) => other.element.contains(target));
    return child?.type === "paragraph" ? { root, child } : null;
  }

  // Copies the content of the event's clipboard, which is empty after the event.
  function copy(clipboard) {
    const read = (type) => clipboard.getData(type);
    const files = [...clipboard.files].filter((file) => file.type.startsWith("image/"));
    return { html: read("text/html"), rtf: read("text/rtf"), plain: read("text/plain"), files };
  }

  function isForServer({ html, rtf, plain, files }) {
    if (INTERNAL.test(html)) return false;
    if (!html) return files.length > 0;
    return /[\r\n]/.test(plain.trim()) || STRUCTURE.test(html) || rtf.includes("\\pict");
  }

  // Resolves to the response of the server, whatever its status. Rejects if there is none in time.
  function send({ html, rtf, files }) {
    const body = new FormData();
    if (html) body.append("html", new Blob([html]), "html");
    if (rtf.includes("\\pict")) body.append("rtf", new Blob([rtf]), "rtf");
    for (const file of files) body.append("files", file);
    body.append("title", document.getElementById("id_title")?.value ?? "");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let silence = null;
      const wait = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), SILENCE);
      };
      const fail = () => reject(new Error("no response"));
      request.upload.onprogress = wait;
      request.onreadystatechange = () => {
        if (request.readyState >= XMLHttpRequest.HEADERS_RECEIVED) clearTimeout(silence);
      };
      request.onload = () => (request.response ? resolve(request.response) : fail());
      Object.assign(request, { onerror: fail, onabort: fail, ontimeout: fail });
      request.open("POST", url);
      request.responseType = "json";
      request.timeout = LONGEST;
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      request.send(body);
      wait();
    });
  }

  // Pastes as without this script.
  function pasteAsBefore(target, { html, rtf, plain, files }) {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries({ "text/html": html, "text/rtf": rtf, "text/plain": plain })) {
      if (text) clipboardData.setData(type, text);
    }
    for (const file of files) clipboardData.items.add(file);
    passing = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    target.dispatchEvent(passing);
    passing = null;
  }

  // Inserts text at the cursor; the editor's own undo takes it back.
  function insertText(child, value) {
    const { EditorState, Modifier, convertFromRaw } = window.DraftJS;
    const state = child.block.getState();
    const fragment = convertFromRaw(JSON.parse(value)).getBlockMap();
    const content = Modifier.replaceWithFragment(state.getCurrentContent(), state.getSelection(), fragment);
    child.block.setState(EditorState.push(state, content, "insert-fragment"));
  }

  // Returns the states of a text before and after the cursor, without the selected text between.
  function split(state) {
    const { ContentState, EditorState, Modifier } = window.DraftJS;
    const rest = Modifier.removeRange(state.getCurrentContent(), state.getSelection(), "forward");
    const cursor = rest.getSelectionAfter();
    const lines = Modifier.splitBlock(rest, cursor).getBlocksAsArray();
    const at = lines.findIndex((line) => line.getKey() === cursor.getStartKey()) + 1;
    const hasContent = (line) => line.getText().trim() || line.getType() === "atomic";
    const toState = (part) => {
      const kept = part.slice(part.findIndex(hasContent), part.findLastIndex(hasContent) + 1);
      return kept.length ? EditorState.push(state, ContentState.createFromBlockArray(kept), "remove-range") : null;
    };
    return { before: toState(lines.slice(0, at)), after: toState(lines.slice(at)) };
  }

  // The ids of the comments on a text: Wagtail stores them as inline styles.
  function commentsOn(state) {
    const { blocks } = window.DraftJS.convertToRaw(state.getCurrentContent());
    const styles = blocks.flatMap(({ inlineStyleRanges }) => inlineStyleRanges.map(({ style }) => style));
    return new Set(styles.map((style) => /^COMMENT-(\d+)$/.exec(style)?.[1]).filter(Boolean).map(Number));
  }

  // Inserts blocks at the cursor of a text, which is divided there.
  function insertBlocks(root, child, blocks) {
    const state = child.block.getState();
    const { before, after } = split(state);
    const entry = { root, child, state, index: child.index, id: child.id, made: [], comments: new Set(), removed: false };
    if (after && before) {
      entry.comments = commentsOn(after);
      child.split(before, after, ({ localId }) => entry.comments.has(localId));
      entry.made.push(root.children[child.index + 1]);
    } else if (before ?? after) {
      child.block.setState(before ?? after);
    }
    const first = before ? child.index + 1 : child.index;
    blocks.forEach((block, number) => {
      entry.made.push(root.insert(block, first + number, { animate: false, focus: false }));
    });
    if (!before && !after) {
      root.deleteBlock(child.index);
      entry.removed = true;
    }
    if (!after) entry.made.at(-1).block.focus?.();
    last = entry;
  }

  function undo({ root, child, state, index, id, made, comments, removed }) {
    const app = window.comments?.commentApp;
    if (!removed) {
      for (const localId of comments) app?.updateContentPath(localId, child.getContentPath());
    }
    for (const block of made) {
      const at = root.children.indexOf(block);
      if (at >= 0) root.deleteBlock(at);
    }
    if (removed) {
      root.insert({ type: "paragraph", value: state, id }, index, { animate: false, focus: true });
    } else {
      child.block.setState(state);
      child.block.focus();
    }
  }

  function report({ leftOut = [], error }, isUndone) {
    const lines = leftOut.map((textContent) => element("li", { textContent }));
    if (error) notice(error);
    else if (lines.length) {
      const heading = element("p", { textContent: words.leftOut });
      const help = element("p", { textContent: isUndone ? words.undoPaste : "" });
      notice(element("div", { className: "portal-notice__paste" }, [heading, element("ul", {}, lines), help]));
    }
  }

  async function paste({ root, child }, target, content) {
    let message = null;
    const waiting = setTimeout(() => { message = notice(words.pasting); }, 1_000);
    try {
      const response = await send(content);
      const { blocks } = response;
      if (!blocks?.length || !root.children.includes(child)) pasteAsBefore(target, content);
      else if (blocks.length === 1 && blocks[0].type === "paragraph") insertText(child, blocks[0].value);
      else insertBlocks(root, child, blocks);
      report(response, Boolean(blocks?.length));
    } catch {
      pasteAsBefore(target, content);
    }
    clearTimeout(waiting);
    message?.close();
  }

  form.addEventListener("paste", (event) => {
    if (event === passing) return;
    last = null;
    const text = findText(event.target);
    const content = text && event.clipboardData && copy(event.clipboardData);
    if (!content || !isForServer(content)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    paste(text, event.target.closest("[contenteditable=true]"), content);
  }, true);

  // Ctrl+Z takes back the last paste, unless anything was changed after it.
  document.addEventListener("keydown", (event) => {
    if (!last || HARMLESS_KEYS.test(event.key)) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.code === "KeyC") return;
    const entry = last;
    last = null;
    const isInText = event.target === document.body || rootOf(event.target) === entry.root;
    if (!command || event.code !== "KeyZ" || !isInText) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    undo(entry);
  }, true);
  for (const name of ["input", "click", "drop"]) {
    form.addEventListener(name, (event) => {
      if (event.isTrusted && !(name === "click" && event.target.closest("[contenteditable=true]"))) last = null;
    }, true);
  }
})();
