"""Addresses without a language: what machines ask for."""

from django.urls import path

from home.share_cards import share_card

urlpatterns = [
    path("chia-se/<int:pk>-<slug:digest>.png", share_card, name="share_card"),
]
