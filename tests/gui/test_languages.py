"""The window in German and in Chinese, as Blender shows it: panels, problems, preferences."""

import pytest

from tests.gui.artist import (
    MODULES,
    NEW_MESHES,
    SHOW_PREFERENCES,
    choose_photo,
    draw_mushroom,
)
from tests.gui.chroot import Chroot
from tests.gui.window import opened

GENERATE = {"de_DE": "Erzeugen", "zh_HANS": "生成"}
FULL = {"de_DE": "Der Datenträger ist voll: …/a konnte", "zh_HANS": "磁盘已满：无法写入 …/a"}
JOBS, SAY = f"{MODULES}setup.jobs']", f"{MODULES}say']"
# A disk that is full, and jobs that wait: as they come, in English.
TROUBLE = f"""
import sys
of = lambda name: sys.modules[{JOBS.split("'")[3]!r}.replace("blender.setup.jobs", name)]
jobs, errors = of("blender.jobs.state"), of("core.errors")
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
        assert told.startswith(FULL[language])
        window.screenshot(f"language-{language}-1-panel", quiet=0.6)
        window.scroll(40)
        window.screenshot(f"language-{language}-2-result", quiet=0.6)
        window.run(OVER)

        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.run("bpy.ops.pixal3d.doctor()")
        window.wait(f"bool({JOBS}.SETUP.findings)")
        window.screenshot(f"language-{language}-3-preferences", quiet=0.6)
