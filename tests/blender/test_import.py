"""A result becomes objects: where they stand, what they are made of, and nothing on failure."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

from tests.blender.conftest import add, addon, points
from tests.blender.sample_result import colors, write_png, write_result


def blocks() -> dict[str, set[str]]:
    """Every data-block in the file, by kind."""
    return {
        name: {block.name for block in getattr(bpy.data, name)}
        for name, prop in bpy.data.bl_rna.properties.items()
        if prop.type == "COLLECTION"
    }


def test_object_stands_on_the_ground_with_its_origin_at_the_base(folder: Path) -> None:
    obj = add(folder)
    low, high = points(obj.data).min(axis=0), points(obj.data).max(axis=0)
    assert obj.matrix_world.is_identity
    assert np.allclose([(low + high)[0], (low + high)[1], low[2]], 0, atol=1e-5)
    assert np.isclose((high - low).max(), 1.0, atol=1e-5)


def test_mesh_is_closed_smooth_and_oriented_outwards(folder: Path) -> None:
    import bmesh

    obj = add(folder)
    work = bmesh.new()
    work.from_mesh(obj.data)
    assert all(edge.is_manifold for edge in work.edges)
    assert work.calc_volume(signed=True) > 0
    assert all(face.smooth for face in work.faces)
    work.free()


def test_collection_camera_and_selection(folder: Path) -> None:
    obj = add(folder)
    (shelf,) = bpy.context.scene.collection.children
    assert shelf.name == "Pixal3D"
    (home,) = shelf.children
    camera = obj.pixal3d.camera
    assert set(home.objects) == {obj, camera}
    assert camera.name == f"{obj.name} Camera" and camera.parent == obj
    assert [slot.image.size[0] for slot in camera.data.background_images] == [512]
    assert bpy.context.selected_objects == [obj]
    add(folder)
    assert len(bpy.context.scene.collection.children) == 1 and len(shelf.children) == 2


def test_material_is_principled_behind_sliders_that_start_neutral(folder: Path) -> None:
    tree = add(folder).data.materials[0].node_tree
    adjust = tree.nodes["Pixal3D Adjust"]
    shader = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    for name in ("Base Color", "Roughness", "Metallic", "Normal"):
        assert shader.inputs[name].links[0].from_node == adjust
    assert list(adjust.inputs["Tint"].default_value) == [1, 1, 1, 1]
    assert adjust.inputs["Saturation"].default_value == 1
    assert adjust.inputs["Roughness"].default_value == pytest.approx(0.6)
    assert adjust.inputs["Metallic"].default_value == 0
    assert adjust.inputs["Normal Strength"].default_value == 0
    image = adjust.inputs["Base Color"].links[0].from_node.image
    assert image.packed_file and image.colorspace_settings.name == "sRGB"


def test_maps_are_wired_where_the_result_has_them(core, tmp_path: Path) -> None:
    tree = add(write_result(core, tmp_path / "maps", maps=True)).data.materials[0].node_tree
    adjust = tree.nodes["Pixal3D Adjust"]
    assert adjust.inputs["Roughness Map"].links[0].from_socket.name == "Green"
    assert adjust.inputs["Metallic Map"].links[0].from_socket.name == "Blue"
    normal = adjust.inputs["Normal Map"].links[0].from_node.image
    assert normal.colorspace_settings.name == "Non-Color"
    occlusion = adjust.inputs["Occlusion Map"].links[0]
    assert occlusion.from_socket.name == "Red" and adjust.inputs["AO Strength"].default_value == 0
    packed = occlusion.from_node.inputs[0].links[0].from_node.image
    assert packed.colorspace_settings.name == "Non-Color"
    assert adjust.inputs["Roughness"].default_value == 1
    assert adjust.inputs["Normal Strength"].default_value == 1


def test_layout_for_light_maps_comes_second(core, folder: Path) -> None:
    path = folder / "mesh.safetensors"
    arrays = {name: value.copy() for name, value in core.safetensors.load(path).items()}
    core.safetensors.save(path, {**arrays, "lightmap_uvs": arrays["corner_uvs"] / np.float32(2)})
    layers = add(folder).data.uv_layers
    assert [layer.name for layer in layers] == ["UVMap", "Lightmap"]
    assert layers.active.name == "UVMap" and layers["UVMap"].active_render
    found = np.empty(arrays["corner_uvs"].size, np.float32)
    layers["Lightmap"].uv.foreach_get("vector", found)
    assert np.array_equal(found, arrays["corner_uvs"].ravel() / np.float32(2))


def test_normals_of_16_bits_are_read_as_numbers(core, tmp_path: Path) -> None:
    folder = write_result(core, tmp_path / "deep", maps=True)
    deep = np.full((64, 64, 3), 32768, np.uint16)
    deep[..., 0] = 32768 + 77  # between two steps of 8 bits
    write_png(folder / "normal.png", deep)
    tree = add(folder).data.materials[0].node_tree
    image = tree.nodes["Pixal3D Adjust"].inputs["Normal Map"].links[0].from_node.image
    assert image.colorspace_settings.name == "Non-Color" and image.packed_file
    assert image.pixels[0] == pytest.approx((32768 + 77) / 65535, abs=2e-5)


def test_results_share_one_adjust_group(folder: Path) -> None:
    add(folder)
    add(folder)
    assert len(bpy.data.node_groups) == 1


def test_facts_and_settings_are_kept_with_the_object(folder: Path) -> None:
    obj = add(folder)
    assert obj.pixal3d.seconds == 1.5
    assert obj.pixal3d.engine == "draft" and obj.pixal3d.note == "This is a draft."
    bpy.context.scene.pixal3d.fov = 1.5
    assert bpy.ops.pixal3d.load_settings() == {"FINISHED"}
    assert bpy.context.scene.pixal3d.fov == pytest.approx(0.7)
    assert bpy.context.scene.pixal3d.elevation == pytest.approx(0.35)


def test_a_folder_that_is_no_result_is_not_opened(folder, tmp_path, monkeypatch) -> None:
    opened: list[str] = []
    program = tmp_path / "chair.app"  # which macOS would run
    program.mkdir()
    (program / "result.json").touch()
    fake = SimpleNamespace(wm=SimpleNamespace(path_open=lambda filepath: opened.append(filepath)))
    module, obj = addon("blender.result.actions"), add(folder)
    monkeypatch.setattr(module, "bpy", SimpleNamespace(ops=fake, context=bpy.context))
    for somebodys in (program, tmp_path):
        obj.pixal3d.folder = str(somebodys)
        with pytest.raises(RuntimeError, match="no result"):
            bpy.ops.pixal3d.open_folder()
    assert opened == []


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"fov": "wide"}', '{"exec": 1}', "[" * 99999])
def test_damaged_settings_change_nothing(folder: Path, damaged: str) -> None:
    add(folder).pixal3d.settings = damaged
    bpy.context.scene.pixal3d.fov = 1.5
    with pytest.raises(RuntimeError, match="settings are damaged"):
        bpy.ops.pixal3d.load_settings()
    assert bpy.context.scene.pixal3d.fov == pytest.approx(1.5)


def test_one_undo_step_takes_it_all_away(folder: Path) -> None:
    bpy.ops.ed.undo_push(message="before")
    before = blocks()
    add(folder)
    bpy.ops.ed.undo_push(message="after")  # an operator called from Python pushes none itself
    bpy.ops.ed.undo()
    assert blocks() == before
    bpy.ops.ed.redo()
    assert "lopsided" in bpy.data.objects


def _cut_mesh(folder: Path) -> None:
    path = folder / "mesh.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def _far_index(folder: Path) -> None:
    safetensors = addon("core.safetensors")
    arrays = {
        name: value.copy() for name, value in safetensors.load(folder / "mesh.safetensors").items()
    }
    arrays["faces"][5, 1] = 1 << 30
    safetensors.save(folder / "mesh.safetensors", arrays)


def _no_faces(folder: Path) -> None:
    safetensors = addon("core.safetensors")
    arrays = dict(safetensors.load(folder / "mesh.safetensors"))
    arrays["faces"], arrays["corner_uvs"] = arrays["faces"][:0], arrays["corner_uvs"][:0]
    arrays = {name: value.copy() for name, value in arrays.items()}
    safetensors.save(folder / "mesh.safetensors", arrays)


def _facts(folder: Path, **changes: object) -> None:
    path = folder / "result.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


DAMAGE = {
    "cut mesh": _cut_mesh,
    "index out of range": _far_index,
    "no faces": _no_faces,
    "no prepared.png": lambda folder: (folder / "prepared.png").unlink(),
    "texture is text": lambda folder: (folder / "base_color.png").write_text("not a picture"),
    "empty texture": lambda folder: (folder / "base_color.png").write_bytes(b""),
    "facts are a list": lambda folder: (folder / "result.json").write_text("[]"),
    "no facts": lambda folder: (folder / "result.json").unlink(),
    "wrong material facts": lambda folder: _facts(folder, material=[1, "x"]),
    "wrong seconds": lambda folder: _facts(folder, seconds="long"),
    "wrong notes": lambda folder: _facts(folder, notes=5),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damaged_result_leaves_the_file_as_it_was(folder: Path, kind: str) -> None:
    add(folder)
    before, active = blocks(), bpy.context.active_object.name
    DAMAGE[kind](folder)
    with pytest.raises(RuntimeError, match=r"damaged|holds no faces"):
        bpy.ops.pixal3d.import_result(directory=str(folder))
    assert blocks() == before
    assert bpy.context.active_object.name == active


def test_failure_after_everything_was_made_leaves_nothing(folder: Path, monkeypatch) -> None:
    before = blocks()
    module = addon("blender.result.import_result")

    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "_shelf", fail)
    with pytest.raises(ZeroDivisionError):
        module.import_result(folder, bpy.context.scene, bpy.context.view_layer)
    assert blocks() == before


def test_degenerate_faces_are_dropped_not_imported(core, folder: Path) -> None:
    arrays = {k: v.copy() for k, v in core.safetensors.load(folder / "mesh.safetensors").items()}
    arrays["faces"][7] = arrays["faces"][7, 0]
    core.safetensors.save(folder / "mesh.safetensors", arrays)
    mesh = add(folder).data
    assert len(mesh.polygons) == len(arrays["faces"]) - 1
    assert not mesh.validate()


def test_200_000_faces_with_maps_of_2048_import_in_time(core, tmp_path: Path) -> None:
    """As a job adds them: with every map, as noisy as a photo, and the step of undo."""
    large = write_result(core, tmp_path / "large", rings=225, texture=2048, maps=True)
    noise = np.random.default_rng(0).integers(0, 24, (2048, 2048, 3), np.uint8)
    for name in ("base_color", "generated_color", "metallic_roughness", "normal"):
        write_png(large / f"{name}.png", colors(2048) + noise)
    job = addon("blender.jobs.state").Job("large", bpy.context.scene.name, "draft", result=large)
    resident = addon("core.memory").resident_mb
    before, start, busy = resident(), time.perf_counter(), time.thread_time()
    assert addon("blender.jobs.deliver").deliver(job)
    seconds, work = time.perf_counter() - start, time.thread_time() - busy
    faces = len(bpy.context.active_object.data.polygons)
    print(
        f"\nimport of {faces:,} faces, four maps of 2048 px: {work * 1000:.0f} ms of the thread, "
        f"{seconds * 1000:.0f} ms by the clock, {resident() - before:.0f} MB more"
    )
    assert faces >= 200_000 and work < 4.0
