// The photo list of galleries in the editor, based on Wagtail's block classes; see mysite/blocks/photos.py.
(() => {
  const { ListBlock, ListBlockDefinition, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const byName = new Intl.Collator("vi", { numeric: true });

  function element(tag, properties = {}, children = []) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // A photo block: shows the image's own texts as placeholders, without copying them.
  class PhotoBlockDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const image = block.childBlocks.image.widget;
      const words = document.getElementById(`${block.prefix}-alt_text`);
      const offer = () => { words.placeholder = image.getState()?.default_alt_text || ""; };
      image.input.addEventListener("change", offer);
      offer();
      return block;
    }
  }

  // The buttons to upload and to choose photos, with progress and errors. `list` is the PhotoList below them.
  class PhotoToolbar {
    constructor(list) {
      this.list = list;
      this.queue = [];
      Object.assign(this, list.blockDef.meta.photoList); // url, accept, maxSize, strings
      const { strings } = this;
      this.input = element("input", { type: "file", multiple: true, accept: this.accept, hidden: true });
      this.uploadButton = this.button(strings.upload, () => this.input.click());
      this.chooseButton = this.button(strings.choose, () => this.choose());
      this.collection = element("select");
      this.collectionLabel = element("label", { hidden: true }, [`${strings.collection} `, this.collection]);
      this.bar = element("progress", { hidden: true, ariaHidden: "true" }); // the text beside it says the same
      this.status = element("p", { className: "photo-list__status", role: "status" });
      this.errors = element("div", { className: "photo-list__errors", role: "alert" });
      this.element = element("div", { className: "photo-list__tools" }, [
        this.uploadButton, this.chooseButton, element("span", { className: "help", textContent: strings.drop }),
        this.collectionLabel, this.input, this.bar, this.status, this.errors,
      ]);
      this.input.addEventListener("change", () => {
        this.add(this.input.files);
        this.input.value = ""; // so that the same files can be selected again
      });
      this.offerCollections();
    }

    button(textContent, onclick) {
      return element("button", { type: "button", className: "button button-small button-secondary", textContent, onclick });
    }

    acceptDrops(area) {
      const isFiles = (event) => event.dataTransfer?.types.includes("Files");
      const react = (event) => {
        if (!isFiles(event)) return; // Wagtail's own drag and drop of blocks
        event.preventDefault();
        area.classList.toggle("photo-list--drop", event.type === "dragover");
        if (event.type === "drop") this.add(event.dataTransfer.files);
      };
      for (const name of ["dragover", "dragleave", "drop"]) area.addEventListener(name, react);
    }

    async offerCollections() {
      PhotoToolbar.collections ??= fetch(this.url).then((response) => (response.ok ? response.json() : {}));
      const { collections = [] } = await PhotoToolbar.collections.catch(() => ({}));
      this.collection.append(...collections.map(({ id, name }) => new Option(name, id)));
      this.collectionLabel.hidden = collections.length < 2;
      // Users without permission to add images can still choose them.
      this.uploadButton.hidden = collections.length === 0;
    }

    choose() {
      const image = this.list.blockDef.childBlockDef.childBlockDefsByName.image.widget;
      const take = (photos) => {
        const sorted = photos.sort((one, other) => byName.compare(one.title, other.title));
        const added = sorted.filter((photo) => this.list.addPhoto(photo)).length;
        this.say(this.strings.finished, { count: added });
        this.show(sorted.slice(added).map((photo) => [photo.title, this.strings.noRoom]));
      };
      image.openModal(take, { multiple: true });
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
      window.addEventListener("beforeunload", leave); // saving or leaving now would lose the remaining photos
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
      const body = new FormData();
      body.append("file", file);
      body.append("collection", this.collection.value);
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
      try {
        const response = await fetch(this.url, { method: "POST", body, headers });
        const { photo, error } = await response.json();
        if (photo) this.list.addPhoto(photo);
        return error;
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

  class PhotoList extends ListBlock {
    constructor(...args) {
      super(...args);
      const toolbar = new PhotoToolbar(this);
      this.container.prepend(toolbar.element);
      toolbar.acceptDrops(this.container[0]);
    }

    isFull() { return this.children.length >= (this.blockDef.meta.maxNum ?? Infinity); }

    addPhoto(photo) {
      if (this.isFull()) return false;
      const [, blank, id] = this._getChildDataForInsertion(); // block definition, initial state, new id
      this.insert({ ...blank, image: photo }, this.children.length, { id });
      return true;
    }

    // The header of each item shows the photo, its caption, and whether alternative text is missing.
    _createChild(...args) {
      const child = super._createChild(...args);
      const image = child.block.childBlocks.image.widget;
      const field = (name) => document.getElementById(`${child.block.prefix}-${name}`);
      const { needsAlternative } = this.blockDef.meta.photoList.strings;
      const thumbnail = element("img", { className: "photo-list__thumbnail", alt: "", loading: "lazy" });
      const note = element("span", { className: "photo-list__note", textContent: needsAlternative });
      const heading = child.element.querySelector("[data-panel-heading]");
      heading.before(thumbnail);
      heading.append(note);
      child.getTextLabel = () => field("caption").value || field("alt_text").value || image.getState()?.title || "";
      const refresh = () => {
        const photo = image.getState();
        thumbnail.hidden = !photo;
        if (photo) thumbnail.src = photo.preview.url;
        note.hidden = !photo || Boolean(field("alt_text").value.trim() || photo.default_alt_text);
        child.titleElement.text(child.getTextLabel());
      };
      image.input.addEventListener("change", refresh);
      child.element.addEventListener("input", refresh);
      field("alt_text").addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault(); // it would submit the form; here it moves to the next photo
        this.children[child.index + 1]?.focusWords();
      });
      child.focusWords = () => {
        if (child.toggleElement.getAttribute("aria-expanded") === "false") child.toggleElement.click();
        field("alt_text").focus();
      };
      refresh();
      return child;
    }
  }

  class PhotoListDefinition extends ListBlockDefinition {
    render(...args) { return new PhotoList(this, ...args); }
  }
  window.telepath.register("mysite.blocks.PhotoBlock", PhotoBlockDefinition);
  window.telepath.register("mysite.blocks.PhotoListBlock", PhotoListDefinition);
})();
