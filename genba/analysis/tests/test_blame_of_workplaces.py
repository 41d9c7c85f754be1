"""In Spanish and French: workplaces are people, a machine stays one behind its *and*, and what the text
itself explains is left alone."""

import pytest

from genba.analysis.blame.flags import flags

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("language", "people", "things"),
    [
        ("es", "Los de sistemas no avisaron.", "Los sistemas no avisaron."),
        ("es", "Montaje no avisó.", "El montaje no avisó."),
        ("es", "El guardia no cerró la puerta.", "En la guardia no se cerró la puerta."),
        ("fr", "Le service client n'a pas répondu.", "Le service web n'a pas répondu."),
    ],
)
def test_a_workplace_without_its_thing_is_people(language, people, things):
    assert flags(people, language)
    assert flags(things, language) == ()


@pytest.mark.parametrize(
    ("language", "machine", "person"),
    [
        ("es", "La aplicación no guardó los cambios y no avisó.", "El jefe vio los cambios y no avisó."),
        ("fr", "Le capteur est resté muet et n'a rien dit.", "Le chef est resté muet et n'a rien dit."),
    ],
)
def test_a_machine_is_still_the_machine_behind_an_and(language, machine, person):
    assert flags(machine, language) == ()
    assert flags(person, language)


@pytest.mark.parametrize(
    ("language", "explained", "bare"),
    [
        ("es", "El operario no cerró la llave porque estaba rota.", "El operario no cerró la llave."),
        (
            "fr",
            "L'opérateur n'a pas fermé la vanne car trop dure.",
            "L'opérateur n'a pas fermé la vanne.",
        ),
    ],
)
def test_an_omission_that_the_text_explains_is_left_alone(language, explained, bare):
    assert flags(explained, language) == ()
    assert flags(bare, language)


def test_a_person_who_did_nothing_wrong_is_left_alone():
    assert flags("El médico no confundió a los pacientes.", "es") == ()
    assert flags("Le médecin n'a pas confondu les patients.", "fr") == ()
    assert flags("El médico confundió a los pacientes.", "es")
    assert flags("Le médecin a confondu les patients.", "fr")
