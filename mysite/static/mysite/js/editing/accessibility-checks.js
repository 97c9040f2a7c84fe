// Lets Wagtail's accessibility checks of the preview run one after another: axe refuses a run while another one is going on,
// and Wagtail begins several if the preview is loaded again while they wait.
(() => {
  const { axe } = window;
  if (!axe) return;
  const { run } = axe;
  let last = Promise.resolve();
  axe.run = (...options) => {
    const results = last.then(() => run.apply(axe, options));
    last = results.catch(() => {});
    return results;
  };
})();
