"""Settings come from the environment, once; a wrong or missing value is named before anything starts."""

import re
import stat
from datetime import timedelta

import pytest

from settings import SettingRefused, Settings

KEY = "A" * 43
PRODUCTION = {
    "BANJIAN_ENV": "production",
    "BANJIAN_SECRET_KEY": KEY,
    "BANJIAN_DATA_KEY": KEY,
}


@pytest.fixture
def read(tmp_path):
    return lambda **env: Settings.from_environment({"BANJIAN_VAR_DIR": str(tmp_path / "var"), **env})


def test_without_variables_the_data_live_below_var(read, tmp_path):
    settings = read()

    assert settings.database_url == f"sqlite:///{tmp_path}/var/banjian.db"
    assert settings.files_dir == tmp_path / "var" / "files"
    assert (settings.port, settings.language, settings.embedded_worker) == (8000, "zh", True)


def test_generated_keys_are_private_and_stay_the_same(read, tmp_path):
    first, second = read(), read()

    assert (first.data_key, first.secret_key) == (second.data_key, second.secret_key)
    assert {stat.S_IMODE(key.stat().st_mode) for key in (tmp_path / "var" / "keys").iterdir()} == {0o600}


@pytest.mark.parametrize("missing", ["BANJIAN_SECRET_KEY", "BANJIAN_DATA_KEY"])
def test_production_does_not_start_without_its_keys(read, missing, tmp_path):
    env = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(SettingRefused, match=f"{missing}: must be set"):
        read(**env)

    assert not (tmp_path / "var" / "keys").exists()


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("BANJIAN_PORT", "99999", "from 1 to 65535"),
        ("BANJIAN_PORT", "http", "from 1 to 65535"),
        ("BANJIAN_PORT", "9" * 5000, "from 1 to 65535"),
        ("BANJIAN_LANGUAGE", "fr", "one of zh, en"),
        ("BANJIAN_ENV", "staging", "one of development, production"),
        ("BANJIAN_DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("BANJIAN_DATABASE_URL", "postgresql://u:secret@h:port/b", "no address such as postgresql://"),
        ("BANJIAN_DATA_KEY", "c2hvcnQ", "needs 32 bytes"),
        ("BANJIAN_SECRET_KEY", "short", "at least 32 characters"),
        ("BANJIAN_DEMO", "maybe", "one of 1, true"),
        ("BANJIAN_SESSION_IDLE_MINUTES", "0", "from 1 to"),
        ("BANJIAN_PUBLIC_URL", "example.com", "must begin with http"),
        ("BANJIAN_LOG_LEVEL", "loud", "one of DEBUG"),
    ],
)
def test_a_wrong_value_is_refused_by_name(read, variable, value, reason):
    with pytest.raises(SettingRefused, match=reason) as refusal:
        read(**{variable: value})

    chinese, english = (refusal.value.in_language(language) for language in ("zh", "en"))
    assert refusal.value.variable == variable
    assert english == str(refusal.value) and chinese.startswith(f"{variable}: ")
    assert re.search("[一-龥]", chinese) and not re.search("[一-龥]", english)


def test_a_plain_postgresql_address_is_served_by_our_driver(read):
    assert read(BANJIAN_DATABASE_URL="postgres://u@h/b").database_url == "postgresql+psycopg://u@h/b"


def test_on_postgresql_the_worker_is_a_process_of_its_own(read):
    assert read(BANJIAN_DATABASE_URL="postgresql://u@h/b").embedded_worker is False


def test_lengths_of_time_are_given_in_minutes(read):
    assert read(BANJIAN_SESSION_IDLE_MINUTES="5").session_idle == timedelta(minutes=5)


def test_secrets_do_not_appear_when_the_settings_are_printed(read):
    assert KEY not in repr(read(**PRODUCTION))
