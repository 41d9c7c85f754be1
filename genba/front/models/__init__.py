from genba.front.models.loop_figure import LoopFigure
from genba.front.models.notification import Notification

__all__ = ["LoopFigure", "Notification"]
