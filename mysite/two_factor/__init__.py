"""Two-factor sign-in with an app on the phone (TOTP), based on django-otp; required per group."""
