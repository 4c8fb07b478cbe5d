"""Addresses of the pages; who may open each is asked by the queries that it calls."""

from django.urls import path

from debates.web import claim, debate, home, judge, source, write
from debates.web import help as help_pages

urlpatterns = [
    path("", home.home, name="home"),
    path("favicon.ico", home.icon, name="icon"),
    path("s/<slug:slug>/", home.subject, name="subject"),
    path("about/strength/", help_pages.strength, name="about-strength"),
    path("sources/<int:pk>/", source.source, name="source"),
    path("at/<int:pk>/", claim.at, name="at"),
    path("c/<slug:slug>/", debate.debate, name="debate"),
    path("c/<slug:slug>/outline/", debate.outline, name="outline"),
    path("c/<slug:slug>/add/", write.add_thesis, name="add-thesis"),
    path("c/<slug:slug>/claim/<int:pk>/", claim.claim, name="claim-short"),
    path("c/<slug:slug>/claim/<int:pk>/history/", claim.history, name="claim-history"),
    path("c/<slug:slug>/claim/<int:pk>-<slug:words>/", claim.claim, name="claim"),
    path("c/<slug:slug>/at/<int:pk>/reply/<slug:side>/", write.reply, name="reply"),
    path("c/<slug:slug>/at/<int:pk>/cite/", write.cite, name="cite"),
    path("c/<slug:slug>/at/<int:pk>/relate/", write.relate, name="relate"),
    path("c/<slug:slug>/at/<int:pk>/comment/", write.comment, name="comment"),
    path("c/<slug:slug>/at/<int:pk>/answer/", write.answer, name="answer"),
    path("c/<slug:slug>/at/<int:pk>/edit/", write.edit, name="edit"),
    path("c/<slug:slug>/at/<int:pk>/rate/", judge.rate, name="rate"),
    path("c/<slug:slug>/at/<int:pk>/unrate/", judge.unrate, name="unrate"),
    path("c/<slug:slug>/at/<int:pk>/withdraw/", judge.withdraw, name="withdraw"),
    path("c/<slug:slug>/at/<int:pk>/unwithdraw/", judge.unwithdraw, name="unwithdraw"),
    path("c/<slug:slug>/at/<int:pk>/approve/", judge.approve, name="approve"),
]
