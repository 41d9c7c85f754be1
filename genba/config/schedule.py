"""Everything that happens by the clock, in one list. The worker gives each line its turn."""

from datetime import timedelta

from genba.front.backup.watch import look_after_backups
from genba.front.imports import forget_old_tables
from genba.front.loop import count_the_loop
from genba.front.mailing import send_digests
from genba.front.reactions.versions import remind_of_readings
from genba.front.watching import look_for_late_cards, look_for_long_waits
from genba.improve.ageing import measure_flow
from genba.improve.checking import bring_back_what_is_due
from genba.listen.order import forget_the_order
from genba.listen.tasks import forget_originals, forget_spent_challenges, refresh_answer_times
from genba.people.tasks import forget_old_sessions
from genba.trail.finished import forget_finished_jobs
from genba.trail.keeping import look_at_every_fact
from genba.trail.once import forget_answers
from genba.trail.strays import sweep_strays
from genba.trail.work import Every
from genba.understand.computed.filling import fill_computed_metrics
from genba.understand.fetching import fetch_what_is_due
from genba.understand.signs.night import look_for_signs
from genba.work.asking.counting import count_asked_fields
from genba.work.checks.turns import look_for_due_checks
from genba.work.checks.watch import give_up_forgotten_runs
from genba.work.code.taking import forget_authors
from genba.work.documents.watching import look_for_document_reviews
from genba.work.equipment.watching import look_for_due_calibrations
from genba.work.helping import close_lots
from genba.work.life.reviewing import look_for_due_reviews, look_for_ended_pilots
from genba.work.skills.watching import look_for_competences_that_run_out

SCHEDULE = [
    Every(timedelta(minutes=5), count_the_loop),
    Every(timedelta(hours=1), bring_back_what_is_due),
    Every(timedelta(minutes=10), refresh_answer_times),
    Every(timedelta(minutes=5), fetch_what_is_due),
    Every(timedelta(minutes=15), measure_flow),
    Every(timedelta(hours=1), send_digests),
    Every(timedelta(minutes=10), look_after_backups),
    Every(timedelta(hours=24), look_for_late_cards),
    Every(timedelta(hours=24), look_for_long_waits),
    Every(timedelta(hours=12), look_for_document_reviews),
    Every(timedelta(hours=1), look_for_ended_pilots),
    Every(timedelta(hours=1), look_for_due_reviews),
    Every(timedelta(hours=12), look_for_due_calibrations),
    Every(timedelta(minutes=5), look_for_due_checks),
    Every(timedelta(days=1), give_up_forgotten_runs),
    Every(timedelta(hours=12), look_for_competences_that_run_out),
    Every(timedelta(hours=6), remind_of_readings),
    Every(timedelta(days=1), forget_old_tables),
    Every(timedelta(hours=1), sweep_strays),
    Every(timedelta(days=1), forget_originals),
    Every(timedelta(days=1), forget_spent_challenges),
    Every(timedelta(days=1), close_lots),
    Every(timedelta(days=1), forget_authors),
    Every(timedelta(days=1), forget_the_order),
    Every(timedelta(days=1), look_at_every_fact),
    Every(timedelta(days=1), forget_answers),
    Every(timedelta(days=1), forget_finished_jobs),
    Every(timedelta(days=1), forget_old_sessions),
    Every(timedelta(days=1), count_asked_fields),
    Every(timedelta(days=1), fill_computed_metrics),
    Every(timedelta(days=1), look_for_signs),
]
