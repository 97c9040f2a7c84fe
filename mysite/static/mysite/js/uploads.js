// Uploads files from the edit form of a page into a library, one per request; see mysite/media/upload_views.py.
window.portalUploads = (() => {
  const byName = new Intl.Collator("vi", { numeric: true });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function element(tag, properties = {}, children = []) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const button = (textContent, onclick) => element("button", {
    type: "button", className: "button button-small button-secondary", textContent, onclick,
  });

  // Posts a form to the admin; resolves to the JSON of the response, or rejects.
  async function post(url, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    return (await fetch(url, { method: "POST", body, headers })).json();
  }

  // Calls `take` with the files that are dropped on `area`.
  function acceptDrops(area, className, take) {
    const react = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return; // Wagtail's own drag and drop of blocks and rows
      event.preventDefault();
      area.classList.toggle(className, event.type === "dragover");
      if (event.type === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files);
    };
    for (const name of ["dragover", "dragleave", "drop"]) area.addEventListener(name, react);
  }

  // A button that opens the file dialog, with progress and errors. `settings` has url, accept, maxSize and strings. `list` is
  // what the files are added to: `isFull()`, and `addUploaded()`, which gets the response to each file.
  class UploadToolbar {
    constructor(settings, list, otherButtons = []) {
      Object.assign(this, settings);
      const { strings } = this;
      this.list = list;
      this.queue = [];
      this.input = element("input", { type: "file", multiple: true, accept: this.accept, hidden: true });
      this.uploadButton = button(strings.upload, () => this.input.click());
      this.collection = element("select");
      this.collectionLabel = element("label", { hidden: true }, [`${strings.collection} `, this.collection]);
      this.bar = element("progress", { hidden: true, ariaHidden: "true" }); // the text beside it says the same
      this.status = element("p", { className: "upload-tools__status", role: "status" });
      this.errors = element("div", { className: "upload-tools__errors", role: "alert" });
      this.hint = element("span", { className: "help", textContent: strings.drop });
      this.element = element("div", { className: "upload-tools" }, [
        this.uploadButton, ...otherButtons, this.hint, this.collectionLabel, this.input, this.bar, this.status, this.errors,
      ]);
      this.input.addEventListener("change", () => {
        this.add(this.input.files);
        this.input.value = ""; // so that the same files can be selected again
      });
      this.offerCollections();
    }

    acceptDrops(area) { acceptDrops(area, "upload-tools-drop", (files) => this.add(files)); }

    async offerCollections() {
      UploadToolbar.collections ??= {};
      UploadToolbar.collections[this.url] ??= fetch(this.url).then((response) => (response.ok ? response.json() : {}));
      const { collections = [] } = await UploadToolbar.collections[this.url].catch(() => ({}));
      this.collection.append(...collections.map(({ id, name }) => new Option(name, id)));
      this.collectionLabel.hidden = collections.length < 2;
      // Users without permission to add files can still choose them.
      this.uploadButton.hidden = this.hint.hidden = collections.length === 0;
    }

    // Queues files; more can be added while others are being uploaded.
    add(files) {
      this.queue.push(...[...files].sort((one, other) => byName.compare(one.name, other.name)));
      if (this.queue.length && !this.working) this.work();
    }

    async work() {
      const leave = (event) => event.preventDefault();
      const failures = [];
      let done = 0;
      this.working = true;
      this.errors.replaceChildren();
      window.addEventListener("beforeunload", leave); // saving or leaving now would lose the remaining files
      while (this.queue.length) {
        Object.assign(this.bar, { hidden: false, value: done, max: done + this.queue.length });
        this.say(this.strings.progress, { done: done + 1, total: this.bar.max });
        const file = this.queue.shift();
        const problem = await this.send(file);
        done += 1;
        if (problem) failures.push([file.name, problem]);
      }
      window.removeEventListener("beforeunload", leave);
      this.bar.hidden = true;
      this.working = false;
      this.say(this.strings.finished, { count: done - failures.length });
      this.show(failures);
    }

    // Uploads one file and adds it to the list; resolves to an error message, if any.
    async send(file) {
      if (this.list.isFull()) return this.strings.noRoom;
      if (file.size > this.maxSize) return this.strings.tooLarge;
      try {
        const response = await post(this.url, { file, collection: this.collection.value });
        if (response.chosen) this.list.addUploaded(response);
        return response.error;
      } catch {
        return this.strings.serverError;
      }
    }

    say(text, values) { this.status.textContent = fill(text, values); }
    show(failures) {
      const lines = failures.map(([name, problem]) => element("li", { textContent: `${name}: ${problem}` }));
      const heading = element("p", { textContent: fill(this.strings.failed, { count: failures.length }) });
      this.errors.replaceChildren(...(failures.length ? [heading, element("ul", {}, lines)] : []));
    }
  }

  return { UploadToolbar, acceptDrops, button, byName, element, fill, post };
})();
