// A new page: the title has the focus, so that writing begins without a click. For the main image, a file is uploaded with
// a button of its own, or dropped on the panel, instead of in the chooser's dialog (mysite/images/views.py).
(() => {
  const { url, accept, upload, uploading, serverError } = JSON.parse(document.getElementById("image-upload").textContent);
  const { acceptDrops, button, element, post } = window.portalUploads ?? {}; // loaded by galleries, which all pages with a main image have

  class MainImage {
    constructor(chooser) {
      this.chooser = chooser;
      this.input = element("input", { type: "file", accept, hidden: true });
      this.button = button(upload, () => this.input.click());
      this.status = element("p", { className: "main-image__status", role: "status" });
      this.input.addEventListener("change", () => {
        if (this.input.files.length) this.add(this.input.files[0]);
        this.input.value = ""; // so that the same file can be selected again
      });
      chooser.querySelector(".unchosen").append(" ", this.button);
      chooser.after(this.input, this.status);
      acceptDrops(chooser.closest(".w-panel") ?? chooser, "main-image--drop", ([file]) => this.add(file));
    }

    async add(file) {
      this.button.disabled = true;
      this.status.textContent = uploading;
      const { chosen, error } = await post(url, { file }).catch(() => ({ error: serverError }));
      this.button.disabled = false;
      this.status.textContent = error ?? "";
      if (!chosen) return;
      this.chooser.widget.setState(chosen);
      document.getElementById("id_main_image_alt")?.focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const chooser = document.getElementById("id_main_image-chooser");
    if (chooser && url) new MainImage(chooser);
    const title = document.getElementById("id_title");
    const isNew = /\/add\/|\/create\//.test(window.location.pathname);
    if (isNew && title && !title.value && document.activeElement === document.body) title.focus({ preventScroll: true });
  });
})();
