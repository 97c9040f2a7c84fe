// Fills the search description from the lead until the editor writes one. Clearing the field enables the suggestion
// again. Truncates by the same rule as mysite/text/summary.py.
(() => {
  const LENGTH = 160;

  const shorten = (text) => {
    const line = [...text.split(/\s+/u).filter(Boolean).join(" ")];
    if (line.length <= LENGTH) return line.join("");
    const start = line.slice(0, LENGTH).join("");
    const space = start.lastIndexOf(" ");
    const head = space > 0 ? start.slice(0, space) : line.slice(0, LENGTH - 1).join("");
    return `${head.replace(/[ ,;:.–-]+$/u, "")}…`;
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-edit-form]");
    const lead = form?.querySelector("textarea[name=lead]");
    const description = form?.querySelector("[name=search_description]");
    if (!lead || !description) return;

    const isSuggestion = () => ["", shorten(lead.value)].includes(description.value.trim());
    let follows = isSuggestion();
    const suggest = () => {
      const suggestion = shorten(lead.value);
      if (!follows || description.value === suggestion) return;
      description.value = suggestion;
      description.dispatchEvent(new Event("input", { bubbles: true }));
    };
    description.addEventListener("input", () => { follows = isSuggestion(); });
    lead.addEventListener("input", suggest);
    suggest();
  });
})();
