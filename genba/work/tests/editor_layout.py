"""What the browser test of the editor needs: a draft, and one that somebody else will write on too."""

from django.urls import reverse

from genba.work.tests.factory import make_draft, make_process


def lay_out(cast):
    process = make_process(cast)
    drafts = {
        name: make_draft(cast, [{"key": "first", "what": "Stop the lathe"}], title=title, process=process)
        for name, title in (("alone", "Change the oil"), ("both", "Change the belt"))
    }
    return {
        name: reverse("work:edit", args=[draft.procedure_id, draft.number]) for name, draft in drafts.items()
    }
