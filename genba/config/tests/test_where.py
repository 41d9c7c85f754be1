from concurrent.futures import ThreadPoolExecutor

import pytest

from genba.config.terminal import Refusal
from genba.config.where import make_data_folder

pytestmark = pytest.mark.once


def test_commands_that_start_at_the_same_moment_do_not_refuse_each_other(tmp_path, monkeypatch):
    monkeypatch.setenv("GENBA_DATA", str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(make_data_folder) for _time in range(500)]
    assert [one.exception() for one in done if one.exception()] == []
    assert list((tmp_path / "data").iterdir()) == []


def test_a_folder_that_cannot_be_is_refused_in_words(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GENBA_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(Refusal, match="Choose another folder with --data DIR"):
        make_data_folder()
