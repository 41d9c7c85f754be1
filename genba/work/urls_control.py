"""The doors of documents, equipment and skills."""

from django.urls import path

from genba.work.views import document, documents, equipment, learner, skills

urlpatterns = [
    # Controlled documents
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.new_document, name="new_document"),
    path("documents/documents.csv", documents.documents_csv, name="documents_csv"),
    path("documents/<int:pk>/", document.document, name="document"),
    path("documents/<int:pk>/details/", document.edit_document, name="edit_document"),
    path("documents/<int:pk>/versions/", document.bring_version, name="bring_document_version"),
    path(
        "documents/<int:pk>/versions/<int:number>/approval/",
        document.ask_for_approval,
        name="ask_document_approval",
    ),
    path("documents/<int:pk>/versions/<int:number>/return/", document.give_back, name="give_document_back"),
    path(
        "documents/<int:pk>/versions/<int:number>/withdrawal/",
        document.withdraw_version,
        name="withdraw_document_version",
    ),
    path("documents/<int:pk>/uses/", document.add_use, name="add_document_use"),
    path("documents/<int:pk>/uses/<int:use>/removal/", document.drop_use, name="drop_document_use"),
    path("documents/<int:pk>/copies/", document.give_copy, name="give_document_copy"),
    path("documents/<int:pk>/copies/<int:copy>/return/", document.take_copy_in, name="take_document_copy_in"),
    path("documents/<int:pk>/review/", document.still_right, name="document_still_right"),
    path("documents/<int:pk>/edition/", document.note_edition, name="note_document_edition"),
    path("documents/<int:pk>/retirement/", document.retire, name="retire_document"),
    path("documents/<int:pk>/return/", document.take_into_use, name="return_document"),
    # Equipment and calibration
    path("equipment/", equipment.equipment_list, name="equipment_list"),
    path("equipment/new/", equipment.new_equipment, name="new_equipment"),
    path("equipment/equipment.csv", equipment.equipment_csv, name="equipment_csv"),
    path(
        "equipment/calendar/<str:key>/calibrations.ics", equipment.calibrations_ics, name="calibrations_ics"
    ),
    path("equipment/<int:pk>/", equipment.equipment, name="equipment"),
    path("equipment/<int:pk>/details/", equipment.edit_equipment, name="edit_equipment"),
    path("equipment/<int:pk>/label.pdf", equipment.equipment_label, name="equipment_label"),
    path("equipment/<int:pk>/calibrations/", equipment.calibrate, name="calibrate"),
    path(
        "equipment/<int:pk>/calibrations/<int:calibration>/strike/",
        equipment.strike_calibration,
        name="strike_calibration",
    ),
    path("equipment/<int:pk>/measurements/", equipment.note_measurement, name="note_measurement"),
    path("equipment/<int:pk>/out/", equipment.take_out, name="take_equipment_out"),
    path("equipment/<int:pk>/retirement/", equipment.retire, name="retire_equipment"),
    path("equipment/<int:pk>/return/", equipment.take_into_use, name="take_equipment_into_use"),
    # Competence
    path("skills/", skills.skills, name="skills"),
    path("skills/new/", skills.new_skill, name="new_skill"),
    path("skills/mine/", learner.my_skills, name="my_skills"),
    path("skills/teaching/", learner.teach, name="teach"),
    path("skills/teaching/end/", learner.teach_no_more, name="teach_no_more"),
    path("skills/<int:pk>/", skills.skill, name="skill"),
    path("skills/<int:pk>/details/", skills.edit_skill, name="edit_skill"),
    path("skills/<int:pk>/end/", skills.end_skill, name="end_skill"),
    path("skills/teams/<int:pk>/", skills.team_skills, name="team_skills"),
    path("skills/teams/<int:pk>/skills.csv", skills.team_skills_csv, name="team_skills_csv"),
    path("skills/teams/<int:pk>/needs/", skills.new_need, name="new_need"),
    path("skills/teams/<int:pk>/needs/<int:need>/end/", skills.drop_need, name="end_need"),
    path("skills/teams/<int:pk>/roles/", skills.new_role, name="new_role"),
    path("skills/teams/<int:pk>/roles/<int:holder>/end/", skills.drop_role, name="end_role"),
    path("skills/people/<int:pk>/", learner.learner, name="learner"),
    path("skills/people/<int:pk>/competences/", learner.show, name="show_competence"),
    path(
        "skills/people/<int:pk>/competences/<int:competence>/withdrawal/",
        learner.withdraw,
        name="withdraw_competence",
    ),
]
