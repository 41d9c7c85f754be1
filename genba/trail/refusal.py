"""How a file is refused: with a sentence that its sender can act on."""

from django.utils.functional import Promise


class FileRefused(Exception):  # noqa: N818  (an answer to the sender, not a fault)
    """A file was not kept. `sentence` says why, in words for whoever sent it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
