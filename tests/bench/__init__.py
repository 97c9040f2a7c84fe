"""Benchmarks. They use the test settings without pytest, so Django is set up here before our modules are imported."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings.test"
django.setup()
