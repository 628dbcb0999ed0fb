"""What the first view of the atlas costs, printed in the test run."""

from playwright.sync_api import expect

MOST_REQUESTS, MOST_BYTES = 10, 350_000


def test_the_first_view_is_light(browser, site, capsys):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    requests, received = [], []
    session.on("Network.requestWillBeSent", lambda e: e["request"]["url"].startswith("http") and requests.append(e))
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    page.goto(site)
    expect(page.locator("#map[data-dots][data-ground]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    total = int(sum(received))
    context.close()
    with capsys.disabled():
        print(f"\nfirst view of /: {len(requests)} requests, {total / 1000:.0f} kB over the wire")
    assert 5 <= len(requests) <= MOST_REQUESTS
    assert 20_000 < total <= MOST_BYTES
