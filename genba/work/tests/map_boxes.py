"""What the browser tests of the map lay out: value streams with three boxes and two arrows."""

from genba.conftest import Cast
from genba.work.models import Flow, Process, ValueStream

STREAMS = 5
NAMES = ["Cast", "Machine", "Paint"]


def lay_out(cast: Cast) -> list[dict[str, object]]:
    return [_lay_out(f"Stream {number}", cast) for number in range(STREAMS)]


def _lay_out(name: str, cast: Cast) -> dict[str, object]:
    stream = ValueStream.objects.create(name=name, owner=cast.quentin)
    boxes = [Process.objects.create(value_stream=stream, name=one, team=cast.line) for one in NAMES]
    Flow.objects.create(source=boxes[0], target=boxes[1], label="housing")
    Flow.objects.create(source=boxes[1], target=boxes[2], label="machined housing")
    return {"stream": stream.pk, "boxes": [box.pk for box in boxes]}
