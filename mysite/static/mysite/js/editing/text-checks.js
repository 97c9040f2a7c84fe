// Checks titles, texts and images of the form while they are written, and lists what it finds in the panel “Checks”.
(() => {
  const list = document.querySelector("[data-text-checks]");
  const form = document.querySelector("form[data-edit-form]");
  if (!list || !form) return;

  const { reveal, words } = window.portalEditing;
  const MAX_LEAD = Number(document.currentScript.dataset.lead);
  const LINK = /\b(?:https?:\/\/|www\.)[^\s“”"<>]+/giu;
  const QUOTED = /"[^"\n]*\p{L}[^"\n]*"/u;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  const isVietnamese = config.ACTIVE_CONTENT_LOCALE === "vi";

  const isCapitals = (text) => text === text.toLocaleUpperCase("vi") && (text.match(/\p{L}+/gu) ?? []).length > 2;
  const named = (name) => form.elements.namedItem(name);

  // Blocks and rows that were deleted stay in the form until it is saved.
  const isDeleted = (name) => [...name.matchAll(/-\d+(?=-)/g)].some(({ index, 0: number }) => {
    const prefix = name.slice(0, index) + number;
    return Boolean(named(`${prefix}-deleted`)?.value || named(`${prefix}-DELETE`)?.value);
  });

  // The texts of a rich text field. An address that is a link is left out.
  function readRichText(input) {
    const { blocks, entityMap } = JSON.parse(input.value || "null") ?? { blocks: [], entityMap: {} };
    return blocks.map(({ text, entityRanges }) => {
      const characters = [...text];
      for (const { offset, length, key } of entityRanges) {
        if (/LINK|DOCUMENT/.test(entityMap[key]?.type)) characters.fill(" ", offset, offset + length);
      }
      return characters.join("");
    }).join("\n");
  }

  const RICH_TEXT = "[data-draftail-editor-wrapper]";
  const PLAIN_TEXT = "textarea, input[type=text]:not([data-controller~=w-slug], [data-controller~=w-tag], [role=combobox])";

  // Yields each text of the form with the element to edit it in.
  function* readTexts() {
    for (const field of form.querySelectorAll(`${RICH_TEXT}, ${PLAIN_TEXT}`)) {
      const input = field.matches(RICH_TEXT) && field.parentElement.querySelector("input[type=hidden]");
      if (isDeleted((input || field).name)) continue;
      if (input) yield [readRichText(input), field.querySelector("[contenteditable=true]") ?? field];
      else if (!field.closest(`#comments, [role=dialog], ${RICH_TEXT}`)) yield [field.value, field];
    }
  }

  // Yields the field for the alternative text of each image that has none, neither here nor in the library.
  function* findUndescribed() {
    for (const text of form.querySelectorAll("[name$='-alt_text'], [name=main_image_alt]")) {
      const name = text.name === "main_image_alt" ? "main_image" : text.name.replace(/alt_text$/, "image");
      const image = named(name) ?? named(text.name.replace(/alt_text$/, "picture"));
      const shown = document.querySelector(`#${image?.id}-chooser [data-chooser-image]`);
      const described = text.value.trim() || shown?.dataset.defaultAltText;
      if (image?.value && !described && !isDeleted(text.name)) yield text;
    }
  }

  function* findIssues() {
    const title = named("title");
    if (title && isVietnamese && isCapitals(title.value)) yield ["capitals", title, title.value];
    const lead = named("lead");
    if (lead && [...lead.value].length > MAX_LEAD) yield ["lead", lead, `${[...lead.value].length}/${MAX_LEAD}`];
    const description = named("search_description");
    if (description && !description.value.trim()) yield ["description", description, ""];
    for (const field of findUndescribed()) yield ["alternative", field, ""];
    for (const [text, field] of readTexts()) {
      for (const link of new Set(text.match(LINK))) yield ["link", field, link];
      const [quoted] = (isVietnamese && text.match(QUOTED)) || [];
      if (quoted) yield ["quotes", field, quoted];
    }
  }

  const toggle = document.querySelector("[data-side-panel-toggle=checks]");
  const template = document.getElementById("w-content-checker-row-template");
  function buildRow([kind, field, found]) {
    const row = template.content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(`[data-content-checker-${name}]`);
    [part("name").textContent, part("help").textContent] = words.checks[kind];
    const button = part("selector");
    const label = field.labels?.[0]?.textContent.replace("*", "").trim();
    part("selector-text").textContent = found || label || words.checks[kind][0];
    button.addEventListener("click", () => {
      if (matchMedia("(max-width: 50em)").matches) toggle.click(); // the panel covers the form
      reveal(field);
    });
    return row;
  }

  let shown;
  function check() {
    const issues = [...findIssues()];
    const summary = JSON.stringify(issues.map(([kind, field, found]) => [kind, field.id, found]));
    if (summary === shown) return; // keeps the focus within the list
    shown = summary;
    list.replaceChildren(...issues.map(buildRow));
    document.querySelector("[data-text-checks-count]").textContent = issues.length;
    document.querySelector("[data-text-checks-none]").hidden = issues.length > 0;
  }

  // Draftail sends no event when it has written its hidden input.
  const panel = list.closest("[data-side-panel]");
  panel.addEventListener("show", check);
  setInterval(() => { if (!panel.hidden) check(); }, 1000);
})();
