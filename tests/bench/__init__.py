"""Benchmarks, on the settings of the tests but without pytest: so Django is set up here, before any module of ours."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings.test"
django.setup()
