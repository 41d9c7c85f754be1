from django.urls import path

from genba.people.views import erasure, invitations, organisation, people, places, sign_in, teams, tokens

app_name = "people"

urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.add, name="add"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.edit, name="edit"),
    path("<int:pk>/roles/", people.roles, name="roles"),
    path("<int:pk>/deactivation/", people.deactivate, name="deactivate"),
    path("<int:pk>/return/", people.take_back, name="take_back"),
    path("<int:pk>/erasure/", erasure.erasure, name="erasure"),
    path("<int:pk>/export/", erasure.export, name="export"),
    path("export/", erasure.export_own, name="export_own"),
    path("<int:pk>/teams/", teams.add_to_team, name="add_to_team"),
    path("<int:pk>/invitation/", invitations.send, name="invite"),
    path("<int:pk>/invitation/link/", invitations.show_link, name="invitation_link"),
    path("invited/<str:token>/", invitations.invited, name="invited"),
    path("link/<str:token>/", sign_in.by_link, name="by_link"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.add_team, name="add_team"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/edit/", teams.edit_team, name="edit_team"),
    path("teams/<int:pk>/members/", teams.add_member, name="add_member"),
    path("memberships/<int:pk>/removal/", teams.remove_member, name="remove_member"),
    path("sites/", places.sites, name="sites"),
    path("sites/new/", places.add_site, name="add_site"),
    path("sites/<int:pk>/", places.edit_site, name="edit_site"),
    path("places/", places.places, name="places"),
    path("places/new/", places.add_place, name="add_place"),
    path("places/<int:pk>/", places.edit_place, name="edit_place"),
    path("places/<int:pk>/closing/", places.close_place, name="close_place"),
    path("places/<int:pk>/reopening/", places.reopen_place, name="reopen_place"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/edit/", organisation.edit_organisation, name="edit_organisation"),
    path("organisation/promise/", organisation.sign_promise, name="sign_promise"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.issue_token, name="issue_token"),
    path("tokens/<int:pk>/withdrawal/", tokens.withdraw_token, name="withdraw_token"),
]
