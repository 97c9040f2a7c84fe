// Translates the context menu of table blocks. Registered for both languages, because the editor chooses one too early.
(() => {
  if (!window.Handsontable) return;
  const words = JSON.parse(document.getElementById("admin-words").textContent).table;
  const { dictionaryKeys, registerLanguageDictionary } = Handsontable.languages;
  const dictionary = {};
  for (const [name, word] of Object.entries(words)) dictionary[dictionaryKeys[`CONTEXTMENU_ITEMS_${name}`]] = word;
  for (const languageCode of ["vi", "en-US"]) registerLanguageDictionary(languageCode, { ...dictionary, languageCode });
})();
