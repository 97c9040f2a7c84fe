// Galleries open in place and videos play in place. Without this script their links lead to picture and film.

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const links = [...gallery.querySelectorAll("a[href]")];
  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openLightbox(links, index);
    }),
  );
}

function openLightbox(links, start) {
  const dialog = document.createElement("dialog");
  const figure = dialog.appendChild(document.createElement("figure"));
  const image = figure.appendChild(document.createElement("img"));
  const caption = figure.appendChild(document.createElement("figcaption"));
  const labels = links[0].closest("[data-gallery]").dataset;
  let current = start;

  const show = (step) => {
    current = (current + step + links.length) % links.length;
    const words = links[current].closest("figure").querySelector("figcaption");
    image.src = links[current].href;
    image.alt = links[current].querySelector("img")?.alt ?? "";
    caption.textContent = `${current + 1}/${links.length}${words ? `. ${words.textContent.trim()}` : ""}`;
  };
  const button = (step, sign, label, action) => {
    const element = dialog.appendChild(document.createElement("button"));
    element.type = "button";
    element.dataset.step = step;
    element.textContent = sign;
    element.setAttribute("aria-label", label);
    element.addEventListener("click", action);
  };

  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", labels.title);
  caption.setAttribute("aria-live", "polite");
  if (links.length > 1) {
    button(-1, "‹", labels.previous, () => show(-1));
    button(1, "›", labels.next, () => show(1));
  }
  button(0, "×", labels.close, () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(-1);
    if (event.key === "ArrowRight") show(1);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[current].focus();
  });
  document.body.append(dialog);
  show(0);
  dialog.showModal();
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
