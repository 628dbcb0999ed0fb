"""The OpenAPI document and its reading room, without a third party."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularAPIView):
    """``/api/v1/schema/``: OpenAPI 3 as YAML, or JSON with ``?format=json``."""


class DocsView(SpectacularSwaggerSplitView):
    """``/api/v1/docs/``: Swagger UI from a package, its script on an address of its own (no inline script)."""

    url_name = "api-schema"
    template_name = "api_docs.html"
