// Detects that the session has expired, asks for the password in a dialog, and then continues the submission.
// The text stays in the form, and is only sent for the account for which the page was rendered.
(() => {
  const { words, fill, element, button, notice, dialog } = window.portalEditing;
  const account = document.getElementById("signed-in-account").dataset;
  const form = document.querySelector("form[data-edit-form]");
  const translations = document.querySelector(".js-translation-editor");
  if (!account.user || !(form || translations)) return;

  const FRESH = 20_000; // time for which a response proves that the session is alive
  const LONGEST = 10_000; // timeout of a session check
  let confirmedAt = Date.now();
  let problem = null; // the last session status, if the session is not this account's
  let opened = null; // the dialog, while it is open
  let waiting = null; // the submission that waits for it
  let reminder = null;

  const confirmed = () => { confirmedAt = Date.now(); };
  const isFresh = () => Date.now() - confirmedAt < FRESH;

  // Replaces the CSRF token in the forms of this page, because signing in creates a new one.
  function useToken(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
    window.wagtailConfig.CSRF_TOKEN = token;
  }

  // Resolves to whether the session is this account's. Rejects if the server does not respond.
  async function check() {
    const options = { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(LONGEST) };
    const response = await fetch(account.sessionUrl, options);
    if (!response.ok && response.status !== 401) throw new Error(`${response.status}`);
    take(await response.json());
    return !problem;
  }

  // Continues once per recovery, however many checks were in progress.
  function take(data) {
    if (data.user === account.user) {
      const recovered = problem;
      problem = null;
      confirmed();
      useToken(data.token);
      if (recovered) goOn();
    } else {
      problem = { token: data.token, other: data.name };
    }
  }

  async function recheck() {
    const before = problem;
    try {
      if (await check()) return true;
      if (!before) ask();
    } catch { /* no response: the status is unknown, and Wagtail reports the network error */ }
    return false;
  }

  function goOn() {
    opened?.close("signed-in");
    reminder?.close();
    document.dispatchEvent(new CustomEvent("portal:signed-in"));
    if (translations) {
      location.reload(); // its script has the old token; unsaved texts are offered again
    } else if (waiting) {
      send(waiting);
      waiting = null;
    } else {
      if (form.matches("[data-controller~=w-autosave]")) saveDraft();
      notice(words.signedIn);
    }
  }

  // Triggers an autosave, as Wagtail does after a change.
  function saveDraft() {
    const detail = { type: "edits" };
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
  }

  // Submits with the same button. Wagtail may have disabled it meanwhile, which would drop its value.
  function send({ target, submitter }) {
    release(submitter);
    target.requestSubmit(submitter);
  }

  function release(submitter) {
    if (!submitter) return;
    if (submitter.dataset.wProgressLoadingValue) submitter.dataset.wProgressLoadingValue = "false";
    submitter.disabled = false;
  }

  function remind() {
    reminder?.close();
    reminder = notice(words.notSaved, [[words.signInAgain, ask]]);
  }

  function ask() {
    if (opened) return;
    reminder?.close();
    const values = { name: account.name, other: problem.other };
    const input = element("input", { type: "password", id: "portal-password", autocomplete: "current-password" });
    const error = element("p", { className: "portal-dialog__error", role: "alert" });
    const submit = element("button", { type: "submit", className: "button", textContent: words.signIn });
    const later = button(words.later, () => opened.close(), true);
    later.className = "button button-secondary";
    const inputs = element("form", { className: "portal-dialog__form", noValidate: true }, [
      element("label", { htmlFor: input.id, textContent: words.password }), input, error,
      element("div", { className: "portal-dialog__actions" }, [submit, later]),
    ]);
    inputs.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      error.textContent = await signIn(input.value).catch(() => words.noConnection);
      submit.disabled = false;
      input.select();
    });
    const [title, text] = problem.other
      ? [fill(words.otherAccount, values), words.otherAccountText]
      : [words.sessionEnded, words.sessionEndedText];
    opened = dialog(title, [element("p", { textContent: fill(text, values) }), inputs], () => {
      opened = null;
      if (!problem) return;
      if (waiting) {
        release(waiting.submitter);
        form.dispatchEvent(new CustomEvent("portal:not-sent", { bubbles: true }));
      }
      waiting = null;
      remind();
    });
    input.focus();
  }

  // Submits the login form. Resolves to its error messages, or to an empty string on success.
  async function signIn(password) {
    const body = new URLSearchParams({
      username: account.name, password, next: account.sessionUrl, csrfmiddlewaretoken: problem.token,
    });
    const headers = { Accept: "application/json, text/html" };
    const response = await fetch(account.loginUrl, { method: "POST", body, headers, cache: "no-store" });
    const text = await response.text();
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      const data = JSON.parse(text);
      if (!data.token) return data.error_message || data.message || words.signInFailed;
      take(data);
      return problem ? data.code_needed || words.signInFailed : "";
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = page.querySelectorAll(".messages .error, .error-message, [role=alert]");
    return [...said].map((line) => line.textContent.replace(/\s+/g, " ").trim()).join(" ").trim() || words.signInFailed;
  }

  let retried = false;
  window.addEventListener("w-autosave:success", () => { retried = false; confirmed(); }, true);
  window.addEventListener("w-swap:success", confirmed, true);
  window.addEventListener("w-swap:error", () => { recheck(); }, true);
  // Runs before Wagtail's listener, whose message “a server error” would be wrong.
  window.addEventListener("w-autosave:error", ({ detail }) => {
    if (detail.type !== "server_error") return;
    if (detail.response?.error_code === "session_ended") {
      detail.text = detail.response.error_message;
      if (!problem) recheck();
      else if (!opened && !reminder?.element.isConnected) remind();
    } else if (!retried) {
      // The token may be outdated because the account signed in again in another tab: retry once with a new one.
      retried = true;
      recheck().then((alive) => { if (alive) saveDraft(); });
    }
  }, true);

  // submit-once.js detected that the session has expired although the last check was recent.
  form?.addEventListener("portal:signed-out", (event) => {
    event.preventDefault();
    take(event.detail.session);
    waiting = { target: form, submitter: event.detail.submitter };
    ask();
  });

  const recheckIfStale = () => { if (!document.hidden && !isFresh() && !opened) recheck(); };
  document.addEventListener("visibilitychange", recheckIfStale);
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) recheck(); });
  setInterval(recheckIfStale, FRESH);
  // Another tab has loaded a page for a different account, or none.
  window.addEventListener("storage", ({ key }) => { if (key === "portal-account") recheck(); });
  translations?.addEventListener("click", recheckIfStale, true);

  // On window, in the capture phase, so that it runs before all other submit listeners.
  window.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target !== form || (!problem && isFresh())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    waiting = { target, submitter };
    const proceed = () => {
      const submission = waiting;
      waiting = null;
      if (submission) send(submission);
    };
    if (problem) ask();
    else check().then((alive) => (alive ? proceed() : ask()), () => { confirmed(); proceed(); });
  }, true);
})();
