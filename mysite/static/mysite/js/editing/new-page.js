// A new page: the title has the focus, so that writing begins without a click. For the main image, a file is uploaded with
// a button of its own, or dropped on the panel, instead of in the chooser's dialog (mysite/images/views.py).
(() => {
  const { url, accept, upload, uploading, serverError } = JSON.parse(document.getElementById("image-upload").textContent);

  const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

  const send = async (file) => {
    const body = new FormData();
    body.append("file", file);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    try {
      return await (await fetch(url, { method: "POST", body, headers })).json();
    } catch {
      return { error: serverError };
    }
  };

  class MainImage {
    constructor(chooser) {
      this.chooser = chooser;
      this.input = element("input", { type: "file", accept, hidden: true });
      this.button = element("button", {
        type: "button", className: "button button-small button-secondary", textContent: upload, onclick: () => this.input.click(),
      });
      this.status = element("p", { className: "main-image__status", role: "status" });
      this.input.addEventListener("change", () => {
        if (this.input.files.length) this.add(this.input.files[0]);
        this.input.value = ""; // so that the same file can be selected again
      });
      chooser.querySelector(".unchosen").append(" ", this.button);
      chooser.after(this.input, this.status);
      this.acceptDrops(chooser.closest(".w-panel") ?? chooser);
    }

    acceptDrops(area) {
      const react = (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        area.classList.toggle("main-image--drop", event.type === "dragover");
        if (event.type === "drop" && event.dataTransfer.files.length) this.add(event.dataTransfer.files[0]);
      };
      for (const name of ["dragover", "dragleave", "drop"]) area.addEventListener(name, react);
    }

    async add(file) {
      this.button.disabled = true;
      this.status.textContent = uploading;
      const { photo, error } = await send(file);
      this.button.disabled = false;
      this.status.textContent = error ?? "";
      if (!photo) return;
      this.chooser.widget.setState(photo);
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
