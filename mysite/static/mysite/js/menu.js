// Closes the menu of a phone and open submenus on Escape and on click or focus outside. Without this script a click on
// their summary closes them.

const openParts = () => document.querySelectorAll(".menu-wide details[open], .menu-narrow[open]");

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
