"""The window in German and in Chinese, as Blender shows it: panels, problems, preferences."""

import pytest

from tests.gui.test_generate import (
    COMPLAINT,
    NEW_MESHES,
    PICTURES,
    choose_photo,
    draw_mushroom,
    install,
)
from tests.gui.test_pixal3d import SHOW_PREFERENCES
from tests.gui.test_setup import JOBS
from tests.gui.window import Chroot, opened

GENERATE = {"de_DE": "Erzeugen", "zh_HANS": "生成"}
FULL = {"de_DE": "Der Datenträger ist voll: …/a konnte", "zh_HANS": "磁盘已满：无法写入 …/a"}
SAY = JOBS.replace("setup_jobs", "say")
# A disk that is full, and jobs that wait: as they come, in English.
TROUBLE = f"""
import sys
of = lambda name: sys.modules[{JOBS.split("'")[3]!r}.replace("blender.setup_jobs", name)]
jobs, errors = of("blender.jobs"), of("core.errors")
problem = errors.from_os_error(OSError(28, "full"), "/home/me/results/mushroom").problem
for state in (jobs.FAILED, jobs.WAITING):
    job = jobs.Job("mushroom", "", "draft", state=state, problem=problem)
    jobs.STATE.queue.append(job)
jobs.STATE.problem, jobs.STATE.paused = problem, True
"""
OVER = TROUBLE.split("for state")[0] + "jobs.STATE.queue, jobs.STATE.problem = [], None"


@pytest.mark.parametrize("language", GENERATE)
def test_the_window_speaks_the_language_of_the_interface(chroot: Chroot, language: str) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        window.run(f"bpy.context.preferences.view.language = {language!r}")
        choose_photo(window, photo)
        window.show_tab("Pixal3D")
        said = window.get("bpy.app.translations.pgettext_iface('Generate', 'Operator')")
        assert said == GENERATE[language]
        window.click(*window.find("pixal3d.generate"))
        window.wait(NEW_MESHES, timeout=120)
        window.run(TROUBLE)
        told = window.get(f"{SAY}.told('The disk is full: …/a could not be written.')")
        assert told.startswith(
            {"de_DE": "Der Datenträger ist voll: …/a", "zh_HANS": "磁盘已满"}[language]
        )
        window.point(1300, 400, settle=2)
        window.screenshot(PICTURES / f"language-{language}-1-panel.png")
        window.scroll(40)
        window.point(1300, 400, settle=1)
        window.screenshot(PICTURES / f"language-{language}-2-result.png")
        window.run(
            TROUBLE.split("for state")[0] + "jobs.STATE.queue, jobs.STATE.problem = [], None"
        )

        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.run("bpy.ops.pixal3d.doctor()")
        window.wait(f"bool({JOBS}.SETUP.findings)")
        window.point(710, 610, settle=2)
        window.screenshot(PICTURES / f"language-{language}-3-preferences.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
