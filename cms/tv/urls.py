from django.urls import path

from cms.tv.api import api

api_patterns = [path("tv/v1/", api.urls)]
