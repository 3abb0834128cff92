"""In every language: the address of the screen says which one it speaks."""

from django.urls import path

from cms.tv.screen import views

language_patterns = [
    path("tv/", views.screen, name="tv_screen"),
    path("tv/screen.css", views.style, name="tv_screen_style"),
    path("tv/screen.js", views.javascript, name="tv_screen_script"),
    path("tv/worker.js", views.worker, name="tv_screen_worker"),
]
