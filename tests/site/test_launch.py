"""The buttons that run a notebook: which pages have them, and where they lead."""

import re
import sys
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlparse

import pytest

# Not there where only the library is tested.
get_final_config = pytest.importorskip("jupyter_book.config").get_final_config
ConfigError = pytest.importorskip("sphinx.errors").ConfigError

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "book" / "_ext"))
import book_launch  # noqa: E402

SITE = "https://host/some/book/"
REPOSITORY = "https://github.com/owner/name"


class _App:
    """As much of a Sphinx application as the extension looks at."""

    def __init__(self, run_in_browser=None, **options):
        self.config = self
        self.run_in_browser, self.html_theme_options, self.listeners = run_in_browser, options, {}

    def add_config_value(self, name, default, rebuild, types):
        assert (name, default, rebuild) == ("run_in_browser", None, "html")

    def add_css_file(self, name):
        assert (ROOT / "book/_static" / name).is_file()

    def connect(self, event, listener, priority=500):
        self.listeners[event] = listener

    def buttons(self, page, doctree="a page"):
        book_launch.setup(self)
        self.listeners["config-inited"](self, self)
        context = {"header_buttons": [{"label": "download"}]}
        self.listeners["html-page-context"](self, page, "page.html", context, doctree)
        assert context["header_buttons"].pop() == {"label": "download"}
        return context["header_buttons"]


@pytest.mark.parametrize("page", ["chapters/01_derivatives", "exercises/06_four_equations"])
def test_a_notebook_runs_in_the_browser_and_starts_over(page):
    run, again = _App(True).buttons(page)
    assert run["text"] == "Open as a notebook"
    assert "over" in again["tooltip"]
    for button, where in ((run, "lite/notebooks/index.html"), (again, "lite/reset.html")):
        address = urlparse(urljoin(f"{SITE}{page}.html", button["url"]))
        assert address.path == f"/some/book/{where}"
        assert parse_qs(address.query) == {"path": [f"{page}.ipynb"]}
        assert (ROOT / f"{page}.ipynb").is_file()


@pytest.mark.parametrize("page", ["book/preface", "solutions/01_derivatives", "search"])
def test_other_pages_have_no_buttons(page):
    assert _App(True, repository_url=REPOSITORY).buttons(page) == []
    assert _App(True).buttons("chapters/01_derivatives", None) == []


def test_no_button_leads_to_what_was_not_built(monkeypatch, tmp_path):
    monkeypatch.setattr(book_launch, "READY", tmp_path / "complete")
    assert _App().buttons("chapters/01_derivatives") == []
    (tmp_path / "complete").touch()
    assert len(_App().buttons("chapters/01_derivatives")) == 2


def test_other_services_appear_with_the_address_of_the_repository():
    (group,) = _App(False, repository_url=REPOSITORY + "/", repository_branch="dev").buttons("chapters/01_x")
    links = {button["text"]: button["url"] for button in group["buttons"]}
    assert links == {
        "Binder": "https://mybinder.org/v2/gh/owner/name/dev?urlpath=lab/tree/chapters/01_x.ipynb",
        "Colab": "https://colab.research.google.com/github/owner/name/blob/colab/chapters/01_x.ipynb",
    }


def test_the_address_of_the_repository_is_configured_in_one_place(tmp_path):
    text = (ROOT / "book/_config.yml").read_text(encoding="utf-8")
    config = tmp_path / "_config.yml"
    config.write_text(re.sub(r"# (repository_\w+:|html_baseurl:)", r"\1", text), encoding="utf-8")
    final = get_final_config(user_yaml=config, cli_config={"latex_individualpages": False})[0]
    options = final["html_theme_options"]
    assert final["html_baseurl"] == "https://example.org/book/"
    (group,) = _App(False, **options).buttons("chapters/01_derivatives")
    assert "/gh/OWNER/NAME/main?" in group["buttons"][0]["url"]


@pytest.mark.parametrize(
    "address", ["owner/name", "https://github.com/owner", "https://gitlab.com/owner/name"]
)
def test_the_address_of_the_repository_is_checked(address):
    with pytest.raises(ConfigError, match="repository"):
        book_launch.elsewhere("chapters/01_x", address)
