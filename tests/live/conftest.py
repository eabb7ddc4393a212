import pytest
from live_page import live


@pytest.fixture(scope="module")  # a second Playwright cannot start beside it in the same worker
def browser_of_figures():
    with live() as found:
        yield found


@pytest.fixture
def figures(browser_of_figures):
    """Pages with live figures; each test's pages are closed, and nothing went wrong in them."""
    opened, make = [], browser_of_figures.page

    def page(**settings):
        opened.append(make(**settings))
        return opened[-1]

    browser_of_figures.page = page
    yield browser_of_figures
    browser_of_figures.page = make
    problems = [problem for page in opened for problem in page.problems]
    foreign = [url for page in opened for url in page.foreign]
    for page in opened:
        page.close()
    assert not problems
    assert not foreign
