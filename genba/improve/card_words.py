"""The words by which registers call what a card says, in English, German, Spanish and French."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from genba.improve.models import Card, Column
from genba.sources.values import FieldSpec, words

STAGES = {
    Column.Stage.NEW: words(
        "open; reopened; to do; todo; backlog; registered; created; neu; offen; wieder geöffnet; erfasst; "
        "nuevo; abierto; nouveau; ouvert; à faire"
    ),
    Column.Stage.UNDERSTAND: words(
        "analysis; in analysis; analysing; investigation; investigating; triaged; root cause; analyse; in "
        "analyse; ursachenanalyse; análisis; en análisis; en analyse"
    ),
    Column.Stage.TRY: words(
        "in progress; doing; started; in work; implementation; action; ongoing; working; in arbeit; in "
        "bearbeitung; umsetzung; en curso; en progreso; en cours"
    ),
    Column.Stage.CHECK: words(
        "patch available; in review; review; testing; in test; verification; verify; pending; prüfung; in "
        "prüfung; wirksamkeitsprüfung; verificación; vérification; à vérifier"
    ),
    Column.Stage.STANDARDISE: words(
        "standardize; documentation; standardisierung; estandarizar; standardiser"
    ),
    Column.Stage.DONE: words(
        "closed; resolved; fixed; completed; complete; finished; cancelled; rejected; verified; erledigt; "
        "geschlossen; abgeschlossen; fertig; behoben; gelöst; abgelehnt; hecho; cerrado; resuelto; "
        "terminado; fait; fermé; clos; résolu; terminé; clôturé"
    ),
}
SEVERITIES = {
    Card.Severity.LOW: words(
        "minor; trivial; lowest; cosmetic; p4; p5; niedrig; gering; baja; bajo; leve; basse; bas; "
        "faible; mineur"
    ),
    Card.Severity.MEDIUM: words("major; normal; moderate; p3; mittel; media; moyen; moyenne"),
    Card.Severity.HIGH: words(
        "blocker; critical; highest; urgent; severe; p0; p1; p2; hoch; kritisch; sehr hoch; dringend; "
        "alta; alto; crítica; haute; élevé; critique"
    ),
}
KINDS = {
    Card.Kind.NONCONFORMITY: words(
        "nc; ncr; bug; defect; non conformity; deviation; complaint; error; incident; fehler; abweichung; "
        "reklamation; no conformidad; defecto; non conformité; défaut"
    ),
    Card.Kind.CORRECTIVE_ACTION: words("capa; action; task; sub task; maßnahme; aufgabe; tarea; tâche"),
    Card.Kind.IDEA: words(
        "improvement; new feature; wish; suggestion; feature; story; enhancement; verbesserung; vorschlag; "
        "idee; mejora; sugerencia; amélioration; idée"
    ),
    Card.Kind.EXPERIMENT: words("trial; test; spike; versuch; experimento; essai; expérience"),
}


def _words(choices: Mapping[Any, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {str(value): meant for value, meant in choices.items()}


FIELDS = (
    FieldSpec(
        "title",
        gettext_lazy("What it is about"),
        required=True,
        synonyms=words(
            "summary; title; subject; headline; short description; problem; issue; topic; name; titel; "
            "betreff; thema; kurzbeschreibung; zusammenfassung; bezeichnung; maßnahme; título; asunto; "
            "resumen; tema; titre; objet; sujet; résumé; intitulé"
        ),
    ),
    FieldSpec(
        "external_id",
        gettext_lazy("Number in your register"),
        kind="id",
        max_length=200,
        synonyms=words(
            "issue id; id; issue key; key; number; no; nr; ref; reference; case; ticket; capa no; ncr no; "
            "nummer; lfd nr; vorgang; número; núm; código; numéro; n°"
        ),
        help=gettext_lazy("With a number, the same row is recognised when you import again."),
    ),
    FieldSpec(
        "text",
        gettext_lazy("Description"),
        kind="long_text",
        max_length=200_000,
        synonyms=words(
            "details; text; long description; what happened; comment; remarks; notes; beschreibung; "
            "bemerkung; sachverhalt; descripción; detalle; remarque; détails"
        ),
    ),
    FieldSpec(
        "stage",
        gettext_lazy("Column of the board"),
        kind="choice",
        choices=_words(STAGES),
        other_choice=Column.Stage.NEW.value,
        synonyms=words("status; state; stage; column; stand; zustand; estado; estatus; statut; état"),
        help=gettext_lazy("Words that we do not know become New; your own word is kept with the card."),
    ),
    FieldSpec(
        "severity",
        gettext_lazy("How bad"),
        kind="choice",
        choices=_words(SEVERITIES),
        other_choice="",
        synonyms=words(
            "priority; severity; criticality; risk; class; priorität; schwere; dringlichkeit; prioridad; "
            "gravedad; severidad; priorité; gravité; criticité"
        ),
    ),
    FieldSpec(
        "kind",
        gettext_lazy("Kind"),
        kind="choice",
        choices=_words(KINDS),
        other_choice=Card.Kind.CORRECTIVE_ACTION.value,
        synonyms=words("issue type; type; category; art; typ; kategorie; tipo; categoría; catégorie"),
    ),
    FieldSpec(
        "owner",
        gettext_lazy("Owner"),
        kind="person",
        other_choice="",
        synonyms=words(
            "assignee; responsible; assigned to; action owner; verantwortlich; zuständig; bearbeiter; "
            "responsable; asignado a; assigné à; pilote"
        ),
        help=gettext_lazy("By e-mail address or name. Somebody we do not know stays as a word on the card."),
    ),
    FieldSpec(
        "created",
        gettext_lazy("Opened on"),
        kind="datetime",
        synonyms=words(
            "created; opened; created at; date opened; reported; date; raised; erstellt; angelegt; eröffnet; "
            "datum; creado; abierto el; fecha; créé; créé le; ouvert le"
        ),
    ),
    FieldSpec(
        "resolved",
        gettext_lazy("Done on"),
        kind="datetime",
        synonyms=words(
            "resolved; closed; completed; done; date closed; resolution date; finished; erledigt am; "
            "geschlossen; abgeschlossen am; behoben; resuelto; cerrado; fecha de cierre; résolu; clôturé le; "
            "fermé le"
        ),
    ),
    FieldSpec(
        "due",
        gettext_lazy("Due"),
        kind="date",
        synonyms=words(
            "due date; deadline; target date; fällig; fällig am; termin; frist; vencimiento; fecha límite; "
            "échéance; date limite"
        ),
    ),
    FieldSpec(
        "resolution",
        gettext_lazy("Resolution"),
        kind="lookup",
        synonyms=words("outcome; result; ergebnis; lösung; resolución; résolution; résultat"),
        help=gettext_lazy("Kept with the card in your own words."),
    ),
)
