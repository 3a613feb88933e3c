import pytest

from kg.api.http.negotiate import best_type

OFFERED = ["text/turtle", "application/ld+json", "text/html"]


@pytest.mark.parametrize(
    "accept, expected",
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html", "text/html"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/*;q=0.5, text/turtle;q=0.4", "application/ld+json"),
        ("text/turtle;q=0, */*", "application/ld+json"),
        ("TEXT/HTML ; Q=1.0", "text/html"),
        ("application/ld+json;profile=x;q=0.2, text/*;q=0.1", "application/ld+json"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle;q=nonsense, text/html;q=0.1", "text/html"),
        ("nonsense", "text/turtle"),
    ],
)
def test_best_type(accept, expected):
    assert best_type(accept, OFFERED) == expected
