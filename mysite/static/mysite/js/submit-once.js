// Ensures that forms of the admin are processed once (mysite/editing/submissions.py). Edit forms are submitted by this
// script: after the autosave in progress, with the pressed button, and again with the same token if no response
// arrives; on failure the form keeps its text. Other forms are submitted by the browser, with a token.
(() => {
  const words = JSON.parse(document.getElementById("submission-words").textContent);
  const account = document.getElementById("signed-in-account").dataset;
  const ACTION_FIELD = /^(action|workflow-action)-/;
  const AUTOSAVE_WAIT = 20_000;
  const ANSWER_WAIT = 30_000;
  const TRIES = 3;
  const PAUSE = 1000;
  const RICH_TEXT_WAIT = 300;
  const LONGEST_RICH_TEXT_WAIT = 5_000;

  let sending = false;
  let autosaving = false;
  let unanswered = null;

  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

  const newToken = () => ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (digit) => (
    digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

  const hiddenField = (form, name, value) => {
    const field = form.querySelector(`input[type=hidden][name="${name}"]`) || document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
    return field;
  };

  // Wagtail's dialogs leave the action in hidden fields, so that an autosave would repeat it (Wagtail issue 13856).
  const removeActionFields = (form) => {
    for (const field of [...form.querySelectorAll("input[type=hidden]")]) {
      if (ACTION_FIELD.test(field.name)) field.remove();
    }
  };

  document.addEventListener("w-autosave:save", (event) => {
    const { formData } = event.detail;
    for (const name of [...formData.keys()]) {
      if (ACTION_FIELD.test(name)) formData.delete(name);
    }
    if (sending) event.preventDefault();
    else autosaving = true;
  });
  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, () => { autosaving = false; });
  }

  // An autosave in progress may still be creating the page, or may overtake the action on the server.
  const autosaveEnds = async () => {
    const started = Date.now();
    while (autosaving && Date.now() - started < AUTOSAVE_WAIT) await pause(50);
    autosaving = false;
  };

  const isWritten = ({ draftailEditor, value }) => {
    if (!draftailEditor) return true;
    const shown = draftailEditor.getEditorState().getCurrentContent().getPlainText("\n");
    const written = JSON.parse(value)?.blocks.map(({ text }) => text).join("\n") ?? "";
    return shown === written || !`${shown}${written}`.trim();
  };

  // Wagtail writes rich text into the form 250 ms after the editor has rendered its last change: on a busy machine later.
  const richTextIsWritten = async (form) => {
    const started = Date.now();
    do await pause(RICH_TEXT_WAIT);
    while (![...form.elements].every(isWritten) && Date.now() - started < LONGEST_RICH_TEXT_WAIT);
  };

  // No answer to this token yet: from a proxy, or while the first request is under way. With Retry-After the server has
  // given up; it has then tried a save twice itself (mysite/http/unavailable.py).
  const isUnanswered = ({ status, headers }) => (
    [502, 504].includes(status) || (status === 503 && !headers.has("Retry-After")));

  const post = async (url, data, token) => {
    // Uploads may take long on a slow connection.
    const hasFiles = [...data.values()].some((value) => value instanceof File && value.size);
    const options = {
      method: "POST",
      body: data,
      headers: { Accept: "text/html", "X-Requested-With": "XMLHttpRequest", "X-Submission-Token": token },
    };
    for (let tried = 1; tried <= TRIES; tried += 1) {
      try {
        const response = await fetch(url, { ...options, signal: hasFiles ? undefined : AbortSignal.timeout(ANSWER_WAIT) });
        if (response.ok) {
          const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
          return { status: response.status, location: isJson ? (await response.json()).location : null };
        }
        if (!isUnanswered(response)) return { status: response.status };
      } catch {
        // No response: the server processes a token once, so it is safe to retry.
      }
      if (tried < TRIES) await pause(PAUSE);
    }
    return { status: 0 };
  };

  // Returns the current user of the session and its CSRF token, which changes at sign-in in any tab; null without a
  // response.
  const askForSession = async () => {
    const options = { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(ANSWER_WAIT) };
    try {
      const response = await fetch(account.sessionUrl, options);
      return response.ok || response.status === 401 ? await response.json() : null;
    } catch {
      return null;
    }
  };

  const comparable = (data) => {
    const rest = new URLSearchParams([...data].map(([name, value]) => [name, value.name ?? value]));
    rest.delete("csrfmiddlewaretoken");
    return rest.toString();
  };

  const messageFor = ({ status }) => {
    if (status === 0) return words.noAnswer;
    if (status === 409) return words.interrupted;
    return status >= 500 ? words.failed : words.refused;
  };

  const send = async (form, button) => {
    const collect = () => {
      const data = new FormData(form);
      if (button?.name) data.set(button.name, button.value);
      return data;
    };
    let data = collect();
    let token = newToken();
    if (unanswered) {
      const same = comparable(unanswered.data) === comparable(data);
      const earlier = same ? null : await post(unanswered.url, unanswered.data, unanswered.token);
      if (earlier && earlier.status === 0) return { message: words.noAnswer };
      if (earlier?.location) {
        unanswered = null;
        return { message: words.earlierDone };
      }
      if (same) ({ token } = unanswered);
      unanswered = null;
    }
    let answer = await post(form.action, data, token);
    if (answer.status === 403) {
      const session = await askForSession();
      if (!session) return { message: words.noAnswer };
      // Only sent for the account that wrote it.
      if (session.user !== account.user) return { message: words.signedOut, session };
      form.elements.csrfmiddlewaretoken.value = session.token;
      data = collect();
      answer = await post(form.action, data, token);
    }
    if (answer.status === 0) unanswered = { url: form.action, data, token };
    if (answer.location) return { location: answer.location };
    if (answer.status === 200) return { token };
    return { message: messageFor(answer) };
  };

  // Enables the form again and triggers an autosave.
  const release = (form) => {
    for (const button of document.querySelectorAll("[data-w-progress-loading-value=true]")) {
      button.dataset.wProgressLoadingValue = "false";
    }
    removeActionFields(form);
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  };

  const showProblem = (form, message) => {
    release(form);
    const detail = { text: message, type: "error", clear: true };
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
    document.querySelector(".messages")?.scrollIntoView({ block: "nearest" });
  };

  // editing/session.js asks for the password, then submits the form again or reports that it was not sent.
  const isSessionAskedFor = (form, submitter, session) => !form.dispatchEvent(
    new CustomEvent("portal:signed-out", { bubbles: true, cancelable: true, detail: { session, submitter } }),
  );
  document.addEventListener("portal:not-sent", ({ target }) => release(target));

  const submitEditor = async (form, button) => {
    const focused = document.activeElement;
    sending = true;
    form.inert = true; // what is typed now would be lost; leaving a field also writes it into the form
    await autosaveEnds();
    await richTextIsWritten(form);
    const outcome = await send(form, button);
    if (outcome.location) {
      window.location.assign(outcome.location);
      return;
    }
    if (outcome.token) {
      // The response is the form with errors: the browser repeats the request to display it.
      hiddenField(form, "submission_token", outcome.token);
      if (button?.name) hiddenField(form, button.name, button.value);
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    sending = false;
    form.inert = false;
    focused?.focus();
    form.dataset.wUnsavedConfirmationValue = "true"; // leaving the page needs confirmation
    if (outcome.session && isSessionAskedFor(form, button, outcome.session)) return;
    showProblem(form, outcome.message);
  };

  const isEditor = (form) => form.matches("[data-edit-form]");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (isEditor(form) && sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (form.matches(".modal form[action*='/workflow/']")) {
      if (!form.elements.submission_token) hiddenField(form, "submission_token", newToken());
    }
  }, true);

  // On window, in the bubbling phase, so that forms handled by other scripts are left alone.
  window.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post") return;
    if (isEditor(form)) {
      event.preventDefault();
      submitEditor(form, submitter);
    } else if (!form.elements.submission_token) {
      hiddenField(form, "submission_token", newToken());
    }
  });

  // Dashboard and reports: Wagtail creates and submits a new form at each press of these buttons.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-workflow-action-url]");
    if (!button || "launchModal" in button.dataset) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.dataset.submissionToken ??= newToken();
    const form = document.createElement("form");
    Object.assign(form, { action: button.dataset.workflowActionUrl, method: "post", hidden: true });
    const csrfToken = JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_TOKEN;
    hiddenField(form, "csrfmiddlewaretoken", csrfToken);
    hiddenField(form, "next", window.location);
    hiddenField(form, "submission_token", button.dataset.submissionToken);
    document.body.append(form);
    form.submit();
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    // Wagtail's dialogs submit with jQuery, which calls form.submit() without a submit event.
    for (const form of document.querySelectorAll("[data-edit-form]")) form.submit = () => form.requestSubmit();
  });

  // A page restored from the back/forward cache needs new tokens.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    for (const form of document.forms) {
      form.inert = false;
      form.elements.submission_token?.remove();
    }
  });
})();
