"""Entries about accounts, groups and permissions in Wagtail's log, which its site history shows."""

from enum import StrEnum


class Action(StrEnum):
    """Actions of the log, besides those of Wagtail."""

    SIGN_IN = "mysite.sign_in"
    SIGN_IN_FAILED = "mysite.sign_in_failed"
    SIGN_IN_LOCKED = "mysite.sign_in_locked"
    SIGN_OUT = "mysite.sign_out"
    PASSWORD_CHANGED = "mysite.password_changed"  # noqa: S105  not a password
    CODE_FAILED = "mysite.code_failed"
    TWO_FACTOR_SET_UP = "mysite.two_factor_set_up"
    TWO_FACTOR_REMOVED = "mysite.two_factor_removed"
    TWO_FACTOR_RESET = "mysite.two_factor_reset"
    TWO_FACTOR_REQUIRED = "mysite.two_factor_required"
    TWO_FACTOR_OPTIONAL = "mysite.two_factor_optional"
    RECOVERY_CODES_CREATED = "mysite.recovery_codes_created"
    RECOVERY_CODE_USED = "mysite.recovery_code_used"
    GROUPS_GIVEN = "mysite.groups_given"
    GROUPS_TAKEN = "mysite.groups_taken"
    PERMISSIONS_GIVEN = "mysite.permissions_given"
    PERMISSIONS_TAKEN = "mysite.permissions_taken"
    ADMINISTRATOR_GIVEN = "mysite.administrator_given"
    ADMINISTRATOR_TAKEN = "mysite.administrator_taken"
    ACTIVATED = "mysite.activated"
    DEACTIVATED = "mysite.deactivated"


#: Entries that contain the IP address of who signs in. Housekeeping deletes them earlier than the others.
ACTIONS_WITH_ADDRESS = (
    Action.SIGN_IN,
    Action.SIGN_IN_FAILED,
    Action.SIGN_IN_LOCKED,
    Action.CODE_FAILED,
    Action.SIGN_OUT,
)
