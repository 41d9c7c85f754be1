"""The words by which registers call what a report says, in English, German, Spanish and French."""

from django.utils.translation import gettext_lazy as _

from genba.listen.models import Report
from genba.sources.values import FieldSpec, words

KINDS = {
    Report.Kind.NEAR_MISS.value: words(
        "near miss; close call; unsafe condition; hazard; beinaheunfall; beinahe unfall; gefahr; "
        "cuasi accidente; casi accidente; presqu'accident; presque accident; quasi accident"
    ),
    Report.Kind.PROBLEM.value: words(
        "problem; defect; bug; issue; fault; error; incident; nonconformity; fehler; störung; mangel; "
        "abweichung; problema; fallo; defecto; problème; défaut; panne; incidente"
    ),
    Report.Kind.IDEA.value: words(
        "idea; suggestion; improvement; kaizen; idee; vorschlag; verbesserung; sugerencia; mejora; idée; "
        "amélioration"
    ),
    Report.Kind.COMPLAINT.value: words(
        "complaint; customer complaint; claim; return; beschwerde; reklamation; kundenreklamation; queja; "
        "reclamación; réclamation; plainte"
    ),
    Report.Kind.QUESTION.value: words("question; query; frage; pregunta; demande"),
    Report.Kind.THANKS.value: words("thanks; praise; compliment; dank; lob; gracias; elogio; merci; éloge"),
}
SEVERITIES = {
    Report.Severity.LOW.value: words(
        "low; minor; trivial; niedrig; gering; leicht; baja; leve; faible; mineur; basse"
    ),
    Report.Severity.MEDIUM.value: words("medium; major; normal; moderate; mittel; media; moyen; moyenne"),
    Report.Severity.HIGH.value: words(
        "high; critical; blocker; severe; urgent; hoch; kritisch; schwer; alta; grave; crítica; haute; "
        "élevé; critique"
    ),
}
STATES = {
    Report.State.NEW.value: words(
        "new; open; reopened; waiting; neu; offen; nuevo; abierto; nouveau; ouvert"
    ),
    Report.State.ANSWERED.value: words(
        "answered; closed; resolved; done; fixed; rejected; completed; beantwortet; erledigt; geschlossen; "
        "abgeschlossen; respondido; cerrado; resuelto; répondu; fermé; clos; clôturé; résolu"
    ),
}

FIELDS = (
    FieldSpec(
        "text",
        _("What happened"),
        kind="long_text",
        required=True,
        synonyms=words(
            "description; text; details; complaint text; what happened; problem; issue; summary; subject; "
            "message; comment; beschreibung; sachverhalt; beanstandung; reklamationstext; meldung; betreff; "
            "descripción; detalle; queja; asunto; mensaje; objet; réclamation; détails; texte"
        ),
    ),
    FieldSpec(
        "external_id",
        _("Number in your register"),
        kind="id",
        max_length=200,
        synonyms=words(
            "id; complaint no; number; no; nr; ref; reference; case; ticket; claim no; issue id; key; "
            "nummer; lfd nr; vorgang; reklamationsnummer; número; código; numéro; n°"
        ),
        help=_("With a number, the same row is recognised when you import again."),
    ),
    FieldSpec(
        "kind",
        _("Kind"),
        kind="choice",
        choices=KINDS,
        other_choice="",
        synonyms=words(
            "type; category; report type; art; typ; kategorie; tipo; categoría; catégorie; nature"
        ),
    ),
    FieldSpec(
        "severity",
        _("How bad"),
        kind="choice",
        choices=SEVERITIES,
        other_choice="",
        synonyms=words(
            "severity; priority; criticality; risk; schwere; priorität; dringlichkeit; gravedad; prioridad; "
            "gravité; priorité"
        ),
    ),
    FieldSpec(
        "place",
        _("Place"),
        kind="lookup",
        synonyms=words(
            "location; where; area; line; station; ward; department; ort; bereich; linie; abteilung; lugar; "
            "área; línea; lieu; zone; ligne; service"
        ),
        help=_("A place that we do not know stays as a word with the report."),
    ),
    FieldSpec(
        "reporter",
        _("Who said it, if they can sign in"),
        kind="person",
        other_choice="",
        synonyms=words(
            "reporter; reported by; e-mail; mail; gemeldet von; melder; reportado por; signalé par"
        ),
    ),
    FieldSpec(
        "reporter_name",
        _("Name of the customer or reporter"),
        max_length=120,
        synonyms=words(
            "customer; client; name; company; customer name; contact; kunde; firma; kundenname; cliente; "
            "empresa; nombre; nom; société"
        ),
    ),
    FieldSpec(
        "received",
        _("Said on"),
        kind="datetime",
        synonyms=words(
            "date; received; created; reported; date received; opened; complaint date; datum; eingang; "
            "eingegangen; eingangsdatum; gemeldet am; erstellt; fecha; recibido; creado; reçu le; créé le"
        ),
    ),
    FieldSpec(
        "state",
        _("Answered or not"),
        kind="choice",
        choices=STATES,
        other_choice=Report.State.NEW.value,
        synonyms=words("status; state; stand; zustand; estado; statut; état"),
    ),
    FieldSpec(
        "answer",
        _("What was done or answered"),
        kind="long_text",
        synonyms=words(
            "answer; response; reply; outcome; result; action; action taken; measure; antwort; maßnahme; "
            "ergebnis; respuesta; acción; resultado; réponse; action prise; résultat"
        ),
    ),
    FieldSpec(
        "answered",
        _("Answered on"),
        kind="datetime",
        synonyms=words(
            "answered; closed; resolved; date closed; response date; beantwortet am; erledigt am; "
            "abgeschlossen am; fecha de respuesta; fecha de cierre; répondu le; clôturé le"
        ),
    ),
)
