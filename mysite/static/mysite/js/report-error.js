// Offers to report an error in the passage that a reader has selected. Without it the link below the article does.
// 300 characters, because servers limit the length of an address.
(() => {
  const link = document.querySelector("[data-report-error]");
  const body = document.querySelector(".article .body");
  if (!link || !body) return;
  const button = document.createElement("a");
  button.className = "button report-passage";
  button.href = link.href;
  button.rel = "nofollow";
  button.hidden = true;
  button.textContent = link.dataset.reportError;
  body.after(button);
  let timer;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const text = selection.toString().trim();
    clearTimeout(timer);
    if (text && body.contains(selection.getRangeAt(0).startContainer)) { // a triple click ends in the next element
      const url = new URL(link.href);
      url.searchParams.set("quote", text.slice(0, 300));
      button.href = url;
      button.hidden = false;
    } else {
      timer = setTimeout(() => { button.hidden = true; }, 400); // a press on the button ends the selection too
    }
  });
})();
