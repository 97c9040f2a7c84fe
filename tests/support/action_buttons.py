"""Presses the action buttons of the page editor in a browser and checks what each press did."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from newsroom.models import NewsPage
from tests.support import factories

PUBLISH, SUBMIT, APPROVE, APPROVE_WITH_COMMENT, REJECT, SCHEDULE, UNPUBLISH = ACTIONS = (
    "publish",
    "submit",
    "approve",
    "approve with comment",
    "reject",
    "schedule",
    "unpublish",
)
#: CSS selectors of the action buttons.
BUTTONS = {
    PUBLISH: "footer [name=action-publish]",
    SCHEDULE: "footer [name=action-publish]",
    SUBMIT: "footer [name=action-submit]",
    APPROVE: "footer [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])",
    APPROVE_WITH_COMMENT: "footer [data-workflow-action-name=approve][data-workflow-action-modal-url]",
    REJECT: "footer [data-workflow-action-name=reject]",
    UNPUBLISH: "footer a[href*='/unpublish/']",
}
#: The message shown after each action.
MESSAGES = {
    PUBLISH: "Đã đăng",
    SUBMIT: "Đã gửi kiểm duyệt",
    APPROVE: "Đã duyệt và đăng",
    APPROVE_WITH_COMMENT: "Đã duyệt và đăng",
    REJECT: "Đã yêu cầu sửa",
    SCHEDULE: "Đã hẹn giờ đăng",
    UNPUBLISH: "Đã gỡ đăng",
}
#: The log entry that each action writes exactly once, and none of the others.
ENTRIES = {
    PUBLISH: "wagtail.publish",
    SUBMIT: "wagtail.workflow.start",
    APPROVE: "wagtail.workflow.approve",
    APPROVE_WITH_COMMENT: "wagtail.workflow.approve",
    REJECT: "wagtail.workflow.reject",
    SCHEDULE: "wagtail.publish.schedule",
    UNPUBLISH: "wagtail.unpublish",
}
#: Clicks a button after a delay; in a dialog that opens, enters a comment and confirms.
PRESS_JS = """([selector, delay, comment, times]) => {
  window.onbeforeunload = null;
  setTimeout(() => {
    const button = document.querySelector(selector);
    button.focus(); // as a click does; Wagtail disables what has the focus while a dialog is open
    for (let time = 0; time < times; time += 1) button.click();
    if (!comment) return;
    const timer = setInterval(() => {
      const field = document.querySelector(".modal-body form textarea");
      if (!field) return;
      clearInterval(timer);
      field.value = comment;
      for (let time = 0; time < times; time += 1) field.form.querySelector("[type=submit]").click();
    }, 50);
  }, delay);
}"""


@dataclass
class ButtonPress:
    """A press of an action button some milliseconds after the last key."""

    action: str
    delay: int
    slow: bool
    number: int
    times: int = 1
    tab: Any = None
    user: Any = None
    page: NewsPage = field(init=False)

    @property
    def text(self) -> str:
        return f"Lần bấm số {self.number} của hội nghị."

    def prepare(self, editor: Any) -> None:
        """Create a page in the state in which the editor has this button."""
        live = self.action == UNPUBLISH
        self.page = factories.ArticleFactory(live=live, owner=editor, parent=factories.SectionFactory())
        if self.action == SCHEDULE:
            self.page.go_live_at = timezone.now() + datetime.timedelta(days=2)
        self.page.save_revision(user=editor)
        if self.action in (APPROVE, APPROVE_WITH_COMMENT, REJECT):
            self.page.get_workflow().start(self.page, editor)
        self.before = set(self.page_log().values_list("pk", flat=True))

    def page_log(self) -> Any:
        return PageLogEntry.objects.filter(page=self.page.pk)

    def open(self) -> None:
        self.tab.on("dialog", lambda dialog: dialog.accept())
        self.tab.goto(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))
        if not self.tab.locator(BUTTONS[self.action]).is_visible():
            self.tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
        self.tab.wait_for_selector(BUTTONS[self.action])
        if self.slow:
            session = self.tab.context.new_cdp_session(self.tab)
            session.send("Network.enable")
            conditions = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
            session.send("Network.emulateNetworkConditions", conditions)

    def start(self) -> None:
        """Type the last key; a script on the page presses the button."""
        self.tab.evaluate("document.querySelector('#id_lead').select()")
        self.tab.keyboard.insert_text(self.text)
        comment = "Đã xem." if self.action in (APPROVE_WITH_COMMENT, REJECT) else ""
        times = 1 if self.action == UNPUBLISH else self.times  # a link that names the form to submit
        self.tab.evaluate(PRESS_JS, [BUTTONS[self.action], self.delay, comment, times])

    def finish(self) -> str:
        """Wait for the message and return it, or what was shown instead."""
        try:
            return self.wait_for_message()
        except Error as error:
            return f"no message: {error.message.splitlines()[0]}"

    def press_again(self) -> str:
        """Press the button again after an error message and return the message of the next page."""
        with self.tab.expect_navigation(wait_until="commit"):
            self.tab.locator(BUTTONS[self.action]).evaluate("button => button.click()")
        return self.finish()

    def wait_for_message(self) -> str:
        if self.action == UNPUBLISH:
            self.tab.wait_for_url(re.compile("/unpublish/"), timeout=60_000, wait_until="commit")
            self.tab.locator("form[action*='/unpublish/'] [type=submit]").evaluate(
                "(button, times) => { for (let time = 0; time < times; time += 1) button.click(); }", self.times
            )
        messages = self.tab.locator(".messages > ul > li")
        messages.first.wait_for(timeout=60_000)  # seven tabs at once, on a machine that may be busy
        return " ".join(" ".join(messages.all_inner_texts()).split())

    def find_faults(self, message: str) -> list[str]:
        """Return what is wrong with the page, its log entries or the message."""
        problems = []
        if MESSAGES[self.action] not in message:
            problems.append(f"the message is {message!r}")
        entries = list(self.page_log().exclude(pk__in=self.before).values_list("action", flat=True))
        done = [entry for entry in entries if entry in set(ENTRIES.values())]
        expected = [ENTRIES[self.action]]
        if self.action in (APPROVE, APPROVE_WITH_COMMENT):
            expected.append(ENTRIES[PUBLISH])
        if sorted(done) != sorted(expected):
            problems.append(f"the history says {entries}")
        return problems + self.find_state_problem()

    def find_state_problem(self) -> list[str]:
        problems = []
        page = NewsPage.objects.get(pk=self.page.pk)
        shown = Client().get(page.get_url())
        public = self.action in (PUBLISH, APPROVE, APPROVE_WITH_COMMENT)
        if (shown.status_code == 200) != public or (public and self.text not in shown.content.decode()):
            problems.append(f"the public page returns {shown.status_code}")
        if self.action != UNPUBLISH and page.get_latest_revision_as_object().lead != self.text:
            problems.append("the text is lost")
        if (page.scheduled_revision is not None) != (self.action == SCHEDULE):
            problems.append(f"scheduled: {page.scheduled_revision}")
        states = {
            SUBMIT: ([WorkflowState.STATUS_IN_PROGRESS], [TaskState.STATUS_IN_PROGRESS]),
            APPROVE: ([WorkflowState.STATUS_APPROVED], [TaskState.STATUS_APPROVED]),
            APPROVE_WITH_COMMENT: ([WorkflowState.STATUS_APPROVED], [TaskState.STATUS_APPROVED]),
            REJECT: ([WorkflowState.STATUS_NEEDS_CHANGES], [TaskState.STATUS_REJECTED]),
        }
        workflows = list(page.workflow_states.values_list("status", flat=True))
        tasks = list(TaskState.objects.filter(workflow_state__in=page.workflow_states).values_list("status", flat=True))
        if (workflows, tasks) != states.get(self.action, ([], [])):
            problems.append(f"workflow {workflows}, tasks {tasks}")
        return problems
