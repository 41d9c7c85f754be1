"""The code from an authenticator app, which is not guessed either."""

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from genba.people.guessing import SecondFactorTry


class SecondFactorForm(AuthenticateForm):
    """Counts wrong codes in all web processes together."""

    def clean_code(self) -> str:
        """The code, when it is right. Raises ValidationError."""
        one_try = SecondFactorTry(self.user)
        if one_try.is_too_much:
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            return str(super().clean_code())
        except ValidationError:
            one_try.was_wrong()
            raise
