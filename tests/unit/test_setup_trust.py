"""Whose certificates are believed: the system's own, and pip's where Python finds none."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from pixal3d_addon.setup import pip_wheel, trust
from release.pip_wheel import carry_pip


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    trust.context.cache_clear()
    yield
    trust.context.cache_clear()


@pytest.fixture
def none_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As python.org's Python for macOS before its own script was run."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))


def is_strict(context: ssl.SSLContext) -> bool:
    return context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname


def test_where_python_finds_no_certificates_pips_are_taken(none_found: None) -> None:
    assert not ssl.create_default_context().get_ca_certs()
    assert len(trust.context().get_ca_certs()) > 100 and is_strict(trust.context())


def test_a_bad_certificate_in_the_systems_store_does_not_stop_the_others(
    none_found: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> ssl.SSLContext:
        raise ssl.SSLError("[ASN1] nested asn1 error")

    monkeypatch.setattr(trust.ssl, "create_default_context", broken)
    assert len(trust.context().get_ca_certs()) > 100 and is_strict(trust.context())


def test_they_come_out_of_the_wheel_that_the_zip_carries(
    none_found: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = carry_pip()
    monkeypatch.setattr(trust, "find_spec", lambda _: None)  # as Debian's Python, without pip
    assert len(trust.context().get_ca_certs()) > 100
    altered = tmp_path / wheel.name
    altered.write_bytes(wheel.read_bytes() + b"\0")
    monkeypatch.setattr(pip_wheel, "FOLDER", tmp_path)
    trust.context.cache_clear()
    assert not trust.context().get_ca_certs() and is_strict(trust.context())


def test_a_certificate_that_the_user_names_is_trusted_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "company.pem"
    named.write_text(trust._pips().split("-----END CERTIFICATE-----")[0] + trust.END)
    monkeypatch.setenv("SSL_CERT_FILE", str(named))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert len(trust.context().get_ca_certs()) == 1 and is_strict(trust.context())
