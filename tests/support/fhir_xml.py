"""FHIR XML read with Python's own parser, for tests: shares nothing with the product."""
import json
import xml.etree.ElementTree as ElementTree

FHIR, XHTML = "{http://hl7.org/fhir}", "{http://www.w3.org/1999/xhtml}"
LISTS = {"entry"}  # what must be a list even when there is one, as far as tests ask for it


def _name(element):
    if not element.tag.startswith(FHIR):
        raise ValueError(f"{element.tag} is not FHIR")
    return element.tag[len(FHIR):]


def _value(element):
    """A value as text, an object, or of what holds a resource the resource."""
    if "value" in element.attrib:
        return element.attrib["value"]
    children = list(element)
    if len(children) == 1 and _name(children[0])[0].isupper():
        return _resource(children[0])
    return _object(element)


def _object(element):
    found = dict(element.attrib)
    for child in element:
        name, value = _name(child), _value(child)
        if name not in found:
            found[name] = [value] if name in LISTS else value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _resource(element):
    return {"resourceType": _name(element), **_object(element)}


def read(text):
    """A resource as json.loads would have it, but that all values are text and that a list of one is no list. ValueError."""
    try:
        return _resource(ElementTree.fromstring(text))
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None


def leaves_of_xml(text):
    """Every value with the way to it, in the order of the document. Narratives are left out."""
    found = []

    def walk(element, path):
        found.extend((f"{path}/{name}", value) for name, value in element.attrib.items() if name != "value")
        if "value" in element.attrib:
            found.append((path, element.attrib["value"]))
        for child in element:
            if not child.tag.startswith(XHTML):
                walk(child, f"{path}/{_name(child)}")

    root = ElementTree.fromstring(text)
    walk(root, "/" + _name(root))
    return found


def leaves_of_json(text):
    """The same of a resource in JSON without extensions of primitives; numbers as they are written."""
    found = []

    def walk(value, path):
        if isinstance(value, dict):
            kind = "/" + value["resourceType"] if "resourceType" in value else ""
            for name, inner in value.items():
                if name not in ("resourceType", "div"):
                    walk(inner, f"{path}{kind}/{name}")
        elif isinstance(value, list):
            for inner in value:
                walk(inner, path)
        else:
            found.append((path, {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value))

    walk(json.loads(text, parse_float=str, parse_int=str), "")
    return found
