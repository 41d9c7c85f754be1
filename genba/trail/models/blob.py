from django.db import models

from genba.trail.models.file import File


class Blob(models.Model):
    """The bytes of a picture that came without a name.

    They lie in the database, because a file system remembers the minute in which a file was made.
    """

    file = models.OneToOneField(File, on_delete=models.CASCADE, primary_key=True, related_name="inner_blob")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.file)
