"""The mail server: does it talk to us?"""

import smtplib

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from genba.front.doctor.finding import Finding

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 5


def server_answers() -> Finding:
    """Open a connection and say nothing in particular. No mail is sent."""
    if settings.EMAIL_BACKEND != SMTP:
        return Finding.mind(
            _("Mails are only printed, nobody receives them."),
            _("Set GENBA_EMAIL_URL, for example smtp+tls://name:password@mail.example.org:587"),
        )
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    server = get_connection(timeout=SECONDS)
    try:
        server.open()
        code, _words = server.connection.noop()  # type: ignore[attr-defined]  # smtplib
    except (OSError, smtplib.SMTPException) as trouble:
        return Finding.bad(
            _("The mail server %(where)s does not let us in: %(trouble)s")
            % {"where": where, "trouble": trouble},
            _("Check GENBA_EMAIL_URL: the server, the port, the name and the password."),
        )
    finally:
        server.close()
    if code != 250:
        return Finding.bad(
            _("The mail server %(where)s answers %(code)s.") % {"where": where, "code": code},
            _("Ask whoever runs it."),
        )
    return Finding.good(_("The mail server %(where)s answers.") % {"where": where})
