from django.urls import path

from genba.improve.views import board, boards, card, check, columns, loop, moving, table, talk

app_name = "improve"

urlpatterns = [
    path("boards/", boards.boards, name="boards"),
    path("boards/new/", boards.new_board, name="new_board"),
    path("boards/<int:pk>/", board.board, name="board"),
    path("boards/<int:pk>/table/", table.table, name="table"),
    path("boards/<int:pk>/table.csv", table.table_csv, name="table_csv"),
    path("boards/<int:pk>/settings/", columns.board_settings, name="board_settings"),
    path("cards/new/", card.new_card, name="new_card"),
    path("cards/<int:pk>/", card.card, name="card"),
    path("cards/<int:pk>/moves/", moving.move_card, name="move"),
    path("cards/<int:pk>/words/", card.reword, name="reword"),
    path("cards/<int:pk>/details/", card.redetail, name="redetail"),
    path("cards/<int:pk>/owner/", card.take, name="take"),
    path("cards/<int:pk>/whys/", loop.whys, name="whys"),
    path("cards/<int:pk>/causes/", loop.causes, name="causes"),
    path("cards/<int:pk>/causes/<int:cause>/removal/", loop.take_back, name="take_back_cause"),
    path("cards/<int:pk>/experiments/", loop.experiments, name="experiments"),
    path("cards/<int:pk>/experiments/<int:experiment>/end/", loop.end, name="end_experiment"),
    path("cards/<int:pk>/experiments/<int:experiment>/review.ics", loop.review, name="review"),
    path("cards/<int:pk>/experiments/<int:experiment>/invitations/", loop.invite, name="invite"),
    path("cards/<int:pk>/checks/", check.plan, name="plan_check"),
    path("cards/<int:pk>/done/", check.finish_card, name="finish"),
    path("cards/<int:pk>/peer-look/", check.peer_look, name="peer_look"),
    path("cards/<int:pk>/look/", check.look_again, name="look"),
    path("cards/<int:pk>/standard/", loop.standard, name="standard"),
    path("cards/<int:pk>/comments/", talk.comments, name="comments"),
    path("cards/<int:pk>/files/", talk.files, name="files"),
    path("cards/<int:pk>/files/<uuid:file>/removal/", talk.take_off, name="take_off"),
    path("cards/<int:pk>/files/<uuid:file>/return/", talk.put_back, name="put_back"),
    path("cards/<int:pk>/checklist/", talk.items, name="items"),
    path("cards/<int:pk>/checklist/<int:item>/tick/", talk.tick_item, name="tick"),
    path("cards/<int:pk>/checklist/<int:item>/untick/", talk.untick_item, name="untick"),
    path("cards/<int:pk>/checklist/<int:item>/removal/", talk.drop_item, name="drop_item"),
]
