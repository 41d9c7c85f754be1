"""The tests of the whole house use the same cast as the tests of the rooms."""

from genba.conftest import cast, forget_between_tests, sign_in, work_off

__all__ = ["cast", "forget_between_tests", "sign_in", "work_off"]
