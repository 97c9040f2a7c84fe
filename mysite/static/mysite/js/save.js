// Prints an article, and saves it as one HTML file, with its images and styles in it, to be read without a connection.
(() => {
  const button = document.querySelector("[data-save]");
  const print = document.querySelector("[data-print]");
  const article = document.querySelector("main article");
  if (!button || !article || !document.documentElement.dataset.ways?.includes("save")) return;
  print.closest("li").hidden = false;
  print.addEventListener("click", () => window.print());

  const readAsDataUrl = async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    const blob = await response.blob();
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = reject;
      reader.readAsDataURL(blob);
    });
  };
  const ownSheets = () => [...document.styleSheets].filter((sheet) => sheet.href?.startsWith(location.origin));
  const readStyles = () => ownSheets().map((sheet) => {
    const rules = [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
    return sheet.media.mediaText ? `@media ${sheet.media.mediaText} {\n${rules}\n}` : rules;
  }).join("\n");

  const copyArticle = async () => {
    const copy = article.cloneNode(true);
    const originals = article.querySelectorAll("img");
    await Promise.all([...copy.querySelectorAll("img")].map(async (image, number) => {
      const { currentSrc, src } = originals[number];
      for (const name of ["srcset", "sizes", "loading"]) image.removeAttribute(name);
      image.src = await readAsDataUrl(currentSrc || src);
    }));
    for (const link of copy.querySelectorAll("a[href]:not([href^='#'])")) link.setAttribute("href", link.href);
    for (const part of copy.querySelectorAll(".share, .listen, .more-photos, button, iframe, script")) part.remove();
    for (const list of copy.querySelectorAll(".photos")) list.classList.remove("photos"); // all photos, not a mosaic
    return copy;
  };

  const buildFile = async () => {
    const file = document.implementation.createHTMLDocument(document.title);
    file.documentElement.lang = document.documentElement.lang;
    const add = (parent, tag, values) => parent.appendChild(Object.assign(file.createElement(tag), values));
    file.head.prepend(Object.assign(file.createElement("meta"), { name: "viewport", content: "width=device-width" }));
    file.head.prepend(Object.assign(file.createElement("meta"), { httpEquiv: "Content-Type", content: "text/html; charset=utf-8" }));
    const main = add(file.body, "main", { className: "width", lang: article.closest("[lang]").lang });
    main.append(file.adoptNode(await copyArticle()));
    const { address } = button.closest("[data-address]").dataset;
    add(add(main, "p"), "a", { href: address, textContent: address });
    // Not as an element, which the content security policy of the page would refuse.
    const html = file.documentElement.outerHTML.replace("</head>", () => `<style>${readStyles()}</style></head>`);
    return new Blob(["<!DOCTYPE html>\n", html], { type: "text/html" });
  };

  const status = button.closest(".share").querySelector("[role=status]");
  button.closest("li").hidden = false;
  button.addEventListener("click", async () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    status.textContent = "";
    try {
      const url = URL.createObjectURL(await buildFile());
      Object.assign(document.createElement("a"), { href: url, download: `${button.dataset.save}.html` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch {
      status.textContent = button.dataset.failed;
    }
    button.ariaBusy = "false";
  });
})();
