// Stores copies of unsaved forms in localStorage, one key per copy, beginning with the account.
// Loaded on every page of the admin, so that signing out anywhere removes the account's copies, and old ones expire.
window.portalCopies = (() => {
  const PREFIX = "portal-copy:";
  const LONGEST = 24 * 60 * 60 * 1000;
  const SIGNED_OUT = "portal-signed-out";
  const account = document.getElementById("signed-in-account").dataset;

  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const isOld = (copy) => !copy || !(Date.now() - copy.at < LONGEST);
  const removeWhere = (test) => names().filter(test).forEach((name) => { localStorage.removeItem(name); });
  const removeOld = () => removeWhere((name) => isOld(read(name)));

  const store = {
    keeping: true,
    nameOf: (place, id) => `${PREFIX}${account.user}:${place}:${id}`,
    newId: () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(""),
    // Returns this account's copies of the form at a place, the newest first.
    list(place) {
      removeOld();
      const found = names().filter((name) => name.startsWith(`${PREFIX}${account.user}:${place}:`));
      return found.map(read).sort((one, other) => other.at - one.at);
    },
    put(place, copy) {
      if (!account.user || !store.keeping) return;
      const name = store.nameOf(place, copy.id);
      const text = JSON.stringify({ ...copy, place, at: Date.now() });
      try {
        localStorage.setItem(name, text);
      } catch {
        // The quota is exceeded: remove the other copies, and give up if this one alone does not fit.
        removeWhere((other) => other !== name);
        try { localStorage.setItem(name, text); } catch { localStorage.removeItem(name); }
      }
    },
    remove: (id) => removeWhere((name) => name.endsWith(`:${id}`)),
  };

  // Reads the outcomes of submitted forms from the server's cookies, and removes the copies of saved ones.
  function readOutcomes() {
    for (const [, id, outcome] of document.cookie.matchAll(/kept_copy_(\w+)=(\w+)/g)) {
      if (outcome === "saved") store.remove(id);
      else store.refused = id;
      // biome-ignore lint/suspicious/noDocumentCookie: Firefox before 140 has no Cookie Store API
      document.cookie = `kept_copy_${id}=; max-age=0; path=${account.adminUrl}`;
    }
  }

  removeOld();
  readOutcomes();
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) readOutcomes(); });
  // Notifies other tabs, see session.js.
  if (localStorage.getItem("portal-account") !== account.user) localStorage.setItem("portal-account", account.user);
  document.addEventListener("submit", ({ target }) => {
    if (new URL(target.action, location).pathname !== account.logoutUrl) return;
    store.keeping = false;
    removeWhere((name) => name.startsWith(`${PREFIX}${account.user}:`));
    localStorage.setItem(SIGNED_OUT, `${account.user}:${Date.now()}`);
  }, true);
  // Signed out in another tab: stop storing copies here too, until the account has signed in again.
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === SIGNED_OUT && newValue?.startsWith(`${account.user}:`)) store.keeping = false;
  });
  document.addEventListener("portal:signed-in", () => { store.keeping = true; });
  return store;
})();
