"""The doors of the editor and of the printed page, below `procedures/<pk>/`."""

from django.urls import path

from genba.work.views import editor, paper

VERSION = "procedures/<int:pk>/versions/<int:number>"

urlpatterns = [
    path("procedures/<int:pk>/print.pdf", paper.print_pdf, name="pdf"),
    path("procedures/<int:pk>/page.html", paper.take_along, name="html"),
    path(f"{VERSION}/print.pdf", paper.print_pdf, name="version_pdf"),
    path(f"{VERSION}/page.html", paper.take_along, name="version_html"),
    path(f"{VERSION}/edit/", editor.edit, name="edit"),
    path(f"{VERSION}/draft/", editor.draft, name="draft"),
    path(f"{VERSION}/pictures/", editor.pictures, name="pictures"),
    path(f"{VERSION}/fit/", paper.page_fit, name="fit"),
    path(f"{VERSION}/page-<int:page>.png", paper.page_picture, name="page_picture"),
]
