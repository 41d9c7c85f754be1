from genba.front.models.backup import Backup
from genba.front.models.loop_figure import LoopFigure
from genba.front.models.notification import Notification

__all__ = ["Backup", "LoopFigure", "Notification"]
