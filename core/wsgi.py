"""Django as a WSGI application: what core/asgi.py runs in threads, and what any WSGI server can run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("DISSOI_SERVING", "1")

application = get_wsgi_application()
