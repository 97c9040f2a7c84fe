// An open part of the menu closes with Escape, and when the visitor goes elsewhere. Without this script a click closes it.

const openParts = () => document.querySelectorAll(".menu-wide details[open]");

function closeAllBut(element) {
  for (const part of openParts()) if (!part.contains(element)) part.open = false;
}

document.addEventListener("click", (event) => closeAllBut(event.target));
document.addEventListener("focusin", (event) => closeAllBut(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const part of openParts()) {
    if (part.contains(document.activeElement)) part.querySelector("summary").focus();
    part.open = false;
  }
});
