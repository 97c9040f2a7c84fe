// The photo list of galleries in the editor, based on Wagtail's block classes; see mysite/blocks/photos.py.
(() => {
  const { ListBlock, ListBlockDefinition, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const { UploadToolbar, button, byName, element, fill, post } = window.portalUploads;

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

  // The buttons to upload and to choose photos. `list` is the PhotoList below them.
  class PhotoToolbar extends UploadToolbar {
    constructor(list) {
      const settings = list.blockDef.meta.photoList;
      const chooseButton = button(settings.strings.choose, () => this.choose());
      super(settings, list, [chooseButton]);
      this.duplicates = element("ul", { className: "upload-tools__notes", ariaLive: "polite" });
      this.errors.before(this.duplicates);
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

    // Offers an image of the library with the same content in place of the one just uploaded, which is then deleted.
    offerExisting(child, { chosen, existing, deleteUrl }) {
      const image = child.block.childBlocks.image.widget;
      const line = element("li", { textContent: fill(this.strings.exists, { title: chosen.title, existing: existing.title }) });
      const use = button(this.strings.useExisting, () => {
        line.remove();
        if (image.getState()?.id !== chosen.id) return; // removed, or another one was chosen meanwhile
        image.setState(existing);
        post(deleteUrl, {}).catch(() => {}); // it stays in the library
      });
      const keep = button(this.strings.keepNew, () => line.remove());
      line.append(" ", use, " ", keep);
      this.duplicates.append(line);
    }
  }

  class PhotoList extends ListBlock {
    constructor(...args) {
      super(...args);
      this.uploadToolbar = new PhotoToolbar(this);
      this.container.prepend(this.uploadToolbar.element);
      this.uploadToolbar.acceptDrops(this.container[0]);
    }

    isFull() { return this.children.length >= (this.blockDef.meta.maxNum ?? Infinity); }

    addPhoto(photo) {
      if (this.isFull()) return null;
      const [, blank, id] = this._getChildDataForInsertion(); // block definition, initial state, new id
      return this.insert({ ...blank, image: photo }, this.children.length, { id });
    }

    // Adds an uploaded photo.
    addUploaded(response) {
      const child = this.addPhoto(response.chosen);
      if (response.existing) this.uploadToolbar.offerExisting(child, response);
    }

    // Says at each photo that is further up in the gallery too. The server says it again when the page is saved.
    markRepeats() {
      const numbers = new Map();
      this.children.forEach(({ block, repeatNote }, index) => {
        const id = block.childBlocks.image.widget.input.value;
        const first = numbers.get(id);
        repeatNote.hidden = !first;
        repeatNote.textContent = first ? fill(this.blockDef.meta.photoList.strings.repeated, { number: first }) : "";
        if (id && !first) numbers.set(id, index + 1);
      });
    }

    blockCountChanged() {
      super.blockCountChanged();
      this.markRepeats();
    }

    moveBlock(...args) {
      super.moveBlock(...args);
      this.markRepeats();
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
      child.repeatNote = element("span", { className: "photo-list__repeat", hidden: true });
      heading.append(note, child.repeatNote);
      child.getTextLabel = () => field("caption").value || field("alt_text").value || image.getState()?.title || "";
      const refresh = () => {
        const photo = image.getState();
        thumbnail.hidden = !photo;
        if (photo) thumbnail.src = photo.preview.url;
        note.hidden = !photo || Boolean(field("alt_text").value.trim() || photo.default_alt_text);
        child.titleElement.text(child.getTextLabel());
        this.markRepeats();
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
