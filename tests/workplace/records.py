"""Forms of places, sources, terms and accounts as a browser would send them."""

from bs4 import BeautifulSoup

from practices.models import Place, Source


def address(record, rest="change/"):
    meta = record._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/{rest}"


def fields_of(client, page):
    """Every field of the record's form at an address: {name: value, or list of the chosen}."""
    soup = BeautifulSoup(client.get(page).content, "html.parser")
    form = next(f for f in soup.find_all("form") if f.get("id", "").endswith("_form") and f["id"] != "logout-form")
    fields = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "search", "file") or name == "csrfmiddlewaretoken":
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                fields[name] = [*fields.get(name, []), field.get("value", "on")]
        elif field.name == "select":
            chosen = [option["value"] for option in field.find_all("option", selected=True)]
            fields[name] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
        else:
            fields[name] = field.get("value", "") if field.name == "input" else field.text.removeprefix("\n")
    return fields


def save(client, record, *, opened=None, rest="change/", **values):
    """Save a record's form with these values; ``opened``: the fields as they were when it was opened."""
    page = address(record, rest)
    return client.post(page, (opened or fields_of(client, page)) | values)


def errors(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(e.get_text(" ", strip=True) for e in soup.select(".errorlist, .errornote, .notice"))


def typed(response, name):
    """What stands in a field of the page that is answered."""
    field = BeautifulSoup(response.content, "html.parser").find(["input", "textarea"], attrs={"name": name})
    return field.get("value") if field.name == "input" else field.text.strip()


def olfen():
    """A place that public cases show."""
    return Place.objects.get(slug="olfen")


def study():
    """The source that all 50 public cases cite."""
    return Source.objects.order_by("pk").first()


def lonely():
    """A place that no case points to."""
    return Place.objects.create(
        slug="einsam", name="Einsam", country="DE", state="DE-NI", precision="place", lat=52.0, lon=9.0
    )
