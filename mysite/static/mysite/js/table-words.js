// The menu of a table in the language of the admin. The table has asked for a language before it knew whose admin it is.
(() => {
  if (!window.Handsontable) return;
  const words = JSON.parse(document.getElementById("admin-words").textContent).table;
  const { dictionaryKeys, registerLanguageDictionary } = Handsontable.languages;
  const dictionary = {};
  for (const [name, word] of Object.entries(words)) dictionary[dictionaryKeys[`CONTEXTMENU_ITEMS_${name}`]] = word;
  for (const languageCode of ["vi", "en-US"]) registerLanguageDictionary(languageCode, { ...dictionary, languageCode });
})();
