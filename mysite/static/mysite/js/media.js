// Opens photos in a viewer and plays videos in place. Without this script the links lead to pages of photo and video.
// A photo in the viewer has an address (#anh-3), and the browser's Back button closes it.

const photos = [...document.querySelectorAll("a[data-photo]")];
const images = new Map();
let viewer = null;

for (const link of photos) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({ viewer: true }, "", `#${link.id}`);
    openViewer(link);
  });
}

addEventListener("popstate", followAddress);
followAddress();

function followAddress() {
  const link = photos.find((photo) => `#${photo.id}` === location.hash);
  if (!link) viewer?.close();
  else if (viewer) showPhoto(link);
  else openViewer(link);
}

function openViewer(link) {
  const group = link.closest("[data-photos]");
  const { photos: title, previous, next, close } = group.dataset;
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", title);
  dialog.innerHTML = `<p class="viewer-count"></p><div class="viewer-buttons"></div>
    <figure><div class="viewer-stage"></div><figcaption aria-live="polite"></figcaption></figure>`;
  viewer = {
    set: photos.filter((photo) => group.contains(photo)),
    count: dialog.querySelector("p"),
    stage: dialog.querySelector(".viewer-stage"),
    caption: dialog.querySelector("figcaption"),
    credit: group.querySelector(".gallery-credit"),
    dialog,
    opener: link,
    close: () => removeViewer(dialog),
  };
  const addButton = (name, sign, label, action) => {
    const button = dialog.querySelector(".viewer-buttons").appendChild(document.createElement("button"));
    button.type = "button";
    button.className = `viewer-${name}`;
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
  };
  addButton("close", "×", close, leaveViewer);
  if (viewer.set.length > 1) {
    addButton("previous", "‹", previous, () => step(-1));
    addButton("next", "›", next, () => step(1));
  }
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leaveViewer();
  });
  // Outside of the photo: what can be read or pressed does not close it.
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("img, button, figcaption, p")) leaveViewer();
  });
  watchSwipes(dialog);
  dialog.addEventListener("close", () => removeViewer(dialog)); // when the browser closes it
  document.body.append(dialog);
  dialog.showModal();
  showPhoto(link);
}

// At once, and not when the browser reports that it is closed: until then Forward would find a viewer that is going.
function removeViewer(dialog) {
  if (viewer?.dialog !== dialog) return;
  const { wanted, opener } = viewer;
  viewer = null;
  dialog.close();
  dialog.remove();
  (wanted.checkVisibility() ? wanted : opener).focus();
}

// Opened by a click, it is one step of the history. A second press before it is gone must not leave the page.
function leaveViewer() {
  if (!viewer?.dialog.open) return;
  viewer.close();
  if (history.state?.viewer) history.back();
  else history.replaceState(null, "", location.pathname + location.search);
}

function step(distance) {
  const { set, wanted } = viewer;
  goTo(set.at((set.indexOf(wanted) + distance) % set.length));
}

function goTo(link) {
  history.replaceState(history.state, "", `#${link.id}`);
  showPhoto(link);
}

// Photo and caption change together, when the photo has been loaded. Until then the one before stays with its own.
async function showPhoto(link) {
  viewer.wanted = link;
  const { set, stage, caption, count, credit, dialog } = viewer;
  const image = getImage(link);
  dialog.setAttribute("aria-busy", "true");
  try {
    await image.decode();
  } catch {
    // It cannot be loaded: the alternative text is shown.
  }
  if (viewer?.dialog !== dialog || viewer.wanted !== link) return;
  dialog.removeAttribute("aria-busy");
  const number = set.indexOf(link);
  const words = link.closest("figure").querySelector("figcaption");
  stage.replaceChildren(image);
  caption.replaceChildren();
  for (const text of [words, credit]) {
    if (text) caption.append(...text.cloneNode(true).childNodes, " ");
  }
  count.textContent = set.length > 1 ? `${number + 1}/${set.length}` : "";
  for (const distance of [1, -1]) getImage(set.at((number + distance) % set.length));
}

// Return the image of the photo in the size of the screen. The browser begins to load it.
function getImage(link) {
  if (!images.has(link)) {
    const shown = link.querySelector("img");
    const [width, height] = link.dataset.size.split("x").map(Number);
    const image = new Image(width, height);
    Object.assign(image.dataset, { width, height });
    image.alt = shown?.alt ?? "";
    if (shown?.lang) image.lang = shown.lang;
    setSize(image);
    const files = link.dataset.photo || shown.srcset || shown.src;
    image[files.includes(" ") ? "srcset" : "src"] = files;
    images.set(link, image);
  }
  return images.get(link);
}

// On a screen turned by hand, the browser may load another file.
addEventListener("resize", () => [...images.values()].forEach(setSize));

function setSize(image) {
  const { width, height } = image.dataset;
  image.sizes = `${Math.ceil(Math.min(width, innerWidth, (innerHeight * 0.85 * width) / height))}px`;
}

function onKey(event) {
  const { set, dialog } = viewer;
  const actions = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    Home: () => goTo(set[0]),
    End: () => goTo(set.at(-1)),
  };
  if (event.key === "Tab") {
    const buttons = [...dialog.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
    buttons.at(place % buttons.length).focus();
    event.preventDefault();
  } else if (actions[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    actions[event.key]();
  }
}

function watchSwipes(dialog) {
  let start = null;
  dialog.addEventListener("pointerdown", (event) => {
    // Not with a second finger, nor while the page is enlarged.
    start = event.pointerType !== "mouse" && event.isPrimary && visualViewport.scale < 1.05 ? event : null;
  });
  dialog.addEventListener("pointerup", (event) => {
    const across = start ? event.clientX - start.clientX : 0;
    if (Math.abs(across) > 40 && Math.abs(across) > 1.5 * Math.abs(event.clientY - start.clientY)) {
      step(across < 0 ? 1 : -1);
    }
    start = null;
  });
}

for (const link of document.querySelectorAll("[data-player]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = link.dataset.player;
    player.title = link.dataset.title;
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(player);
    player.focus();
  });
}
