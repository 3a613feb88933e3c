"""Errors as pages for browsers, and as problems for programs."""

from tests.serving import client


def test_a_browser_gets_a_page_for_an_address_that_leads_nowhere(served_store):
    with client(served_store) as http:
        page = http.get("/no<b>where", headers={"accept": "text/html,application/xhtml+xml"})
        assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (404, "text/html")
        assert "Page not found" in page.text and "<b>" not in page.text
        assert http.get("/entity/nobody").json()["status"] == 404
