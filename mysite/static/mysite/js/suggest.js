// Search suggestions as a combobox with a listbox (WAI-ARIA 1.2). Without it the form still works.
(() => {
  const WAIT = 120;
  const MOST = 200;
  const create = (name, properties) => Object.assign(document.createElement(name), properties);
  // Without marks, of the same length.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");

  // The parts of a title, what was typed in bold.
  function emphasize(title, typed) {
    const words = fold(typed).match(/[\p{L}\d]+/gu) ?? [];
    return title.split(/([\p{L}\d]+)/u).flatMap((part) => {
      const length = words.find((word) => fold(part).startsWith(word))?.length;
      return length ? [create("b", { textContent: part.slice(0, length) }), part.slice(length)] : part;
    });
  }

  function Suggestions(input, number) {
    const list = create("ul", { id: `suggestions_${number}`, className: "suggestions", hidden: true });
    const status = create("span", { className: "visually-hidden" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestionsLabel);
    status.setAttribute("role", "status");
    input.after(list, status);
    for (const [name, value] of Object.entries({
      // A combobox is no search field in HTML; phones keep their search key.
      type: "text", enterkeyhint: "search", role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    })) input.setAttribute(name, value);

    let timer, asking, active = -1;

    const options = () => [...list.children];

    function close() {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      activate(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function activate(index) {
      active = index;
      options().forEach((option, place) => { option.setAttribute("aria-selected", place === index); });
      const option = options()[index];
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function show(found, typed) {
      const title = input.dataset.suggestionsAll.replace("{query}", () => typed);
      const last = { title, url: `${input.form.action}?q=${encodeURIComponent(typed)}` };
      list.replaceChildren(...found.concat(last).map(({ title, url, kind = "" }, place) => {
        const option = create("li", { id: `${list.id}_${place}` });
        option.setAttribute("role", "option");
        option.dataset.url = url;
        option.append(...emphasize(title, typed), " ", create("span", { className: "suggestion-kind", textContent: kind }));
        return option;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", !list.hidden);
      status.textContent = found.length ? input.dataset.suggestionsCount.replace("{number}", found.length) : "";
      activate(-1);
    }

    async function ask() {
      asking?.abort();
      const text = input.value.trim().slice(0, MOST);
      if (!text) return close();
      asking = new AbortController();
      try {
        const address = `${input.dataset.suggestions}?q=${encodeURIComponent(text)}`;
        const response = await fetch(address, { signal: asking.signal });
        if (response.ok) show((await response.json()).suggestions, text);
        else close();
      } catch (error) {
        if (error.name !== "AbortError") close(); // no connection
      }
    }

    input.addEventListener("input", () => {
      activate(-1); // Enter submits the text of the input
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      const isOpen = !list.hidden;
      if (event.isComposing) return;
      if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && isOpen) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One position more than there are options: the input itself.
        activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "ArrowDown" && input.value.trim()) {
        event.preventDefault();
        ask();
      } else if (event.key === "Enter" && isOpen && active >= 0) {
        event.preventDefault();
        location.assign(options()[active].dataset.url);
      }
    });
    // Keeps the focus in the input, or a tap on an option would close the list first.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    input.addEventListener("blur", close);
  }

  document.querySelectorAll("input[data-suggestions]").forEach((input, number) => { new Suggestions(input, number); });
})();
