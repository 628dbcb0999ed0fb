"""Pages of the cases."""

from django.urls import path
from django.views.generic import TemplateView

from practices.pages import analysis, atlas, pictures, plain, practice, towns

urlpatterns = [
    path("", atlas.AtlasView.as_view(), name="atlas"),
    path("praxis/<slug:slug>/", practice.PracticeView.as_view(), name="detail"),
    path("staedte/", towns.TownsView.as_view(), name="towns"),
    path(
        "empfehlungen/",
        TemplateView.as_view(template_name="practices/recommendations.html"),
        name="recommendations",
    ),
    path("einfach/", plain.PlainView.as_view(), name="plain"),
    path("analyse/", analysis.AnalysisView.as_view(), name="analysis"),
    path("analyse.csv", analysis.AnalysisTable.as_view(), name="analysis-csv"),
    path("analyse.svg", analysis.AnalysisChart.as_view(), name="analysis-svg"),
    path("bilder/<slug:digest>/", pictures.picture, name="picture"),
]
