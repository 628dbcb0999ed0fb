"""The OpenAPI document and its reading room, without a third party."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.negotiation import DefaultContentNegotiation


class SchemaView(SpectacularAPIView):
    """``/api/v1/schema/``: OpenAPI 3 as YAML, or JSON with ``?format=json`` or ``Accept``."""

    content_negotiation_class = DefaultContentNegotiation


class DocsView(SpectacularSwaggerSplitView):
    """``/api/v1/docs/``: Swagger UI from a package, its script on an address of its own (no inline script)."""

    url_name = "api-schema"
    template_name = "api_docs.html"
