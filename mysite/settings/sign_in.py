"""Settings of signing in that no deployment changes: rules for passwords, and limits on wrong ones."""

from datetime import timedelta

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "mysite.passwords.validators.GuessablePasswordValidator"},
    {"NAME": "mysite.passwords.validators.NameSimilarityValidator"},
    {"NAME": "mysite.lockout.handler.UnlockOnPasswordChange"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Counted in the database, so that the limit holds while Redis is down.
AXES_HANDLER = "mysite.lockout.handler.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = "mysite.lockout.handler.get_failure_limit"
LOCKOUT_LIMIT, LOCKOUT_PAGE_LIMIT, LOCKOUT_WIDE_LIMIT = 10, 30, 100
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "mysite.http.client_ip.get_client_network"
AXES_LOCKOUT_CALLABLE = "mysite.lockout.responses.lockout_response"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
# With “remember me”; otherwise the session ends with the browser, and after this time at the latest.
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
