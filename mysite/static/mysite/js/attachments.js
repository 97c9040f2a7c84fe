// The panel of a page's attached documents: several files are uploaded with one button, or dropped on the panel, and each
// becomes a row; see newsroom/models/attachments.py.
(() => {
  const { MultipleChooserPanel, portalUploads } = window;

  class AttachmentsPanel extends MultipleChooserPanel {
    constructor(options) {
      super(options);
      const rows = document.getElementById(`${options.formsetPrefix}-FORMS`);
      const toolbar = new portalUploads.UploadToolbar(options.upload, {
        isFull: () => Boolean(options.maxForms) && this.getChildCount() >= options.maxForms,
        addUploaded: ({ chosen }) => this.addUploaded(chosen),
      });
      rows.before(toolbar.element);
      toolbar.acceptDrops(rows.closest(".w-panel") ?? rows.parentElement);
    }

    addUploaded(chosen) {
      this.keepsFocus = true; // the editor may be writing elsewhere by now
      this.addForm();
      this.keepsFocus = false;
      const id = `${this.opts.formsetPrefix}-${this.formCount - 1}-${this.opts.chooserFieldName}`;
      this.chooserWidgetFactory.getById(id).setStateFromModalData(chosen);
    }

    initialFocus(row) { if (!this.keepsFocus) super.initialFocus(row); }
  }
  window.AttachmentsPanel = AttachmentsPanel;
})();
