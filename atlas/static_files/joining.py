"""An ES module and all that it imports, as one file: the first view of a page waits for one script, not for a chain.

Each module becomes a function that is called once and gives what it exports, so that their names don't meet. Understood
are ``import { a, b as c } from "./x.js";`` on a line of its own and ``export`` before a function or constant; what is
imported while a page runs (``import("./x.js")``) stays a file of its own.
"""

import re

IMPORT = re.compile(r'^import \{([^}]+)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function\*? (\w+)|const (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b(?!\().*$", re.MULTILINE)


def joined(name, read):
    """The text of a module with its imports within it. ``read(name)``: the text of a module of its folder.

    ValueError where a module uses another form of import or export, or two need each other.
    """
    order = []
    _visit(name, read, order, ())
    names = {module: f"module{number}" for number, (module, _text) in enumerate(order)}
    *needed, (_entry, last) = order
    return "\n".join([*(_wrapped(names, module, text) for module, text in needed), _bound(names, last)])


def _visit(name, read, order, above):
    if name in above:
        raise ValueError(f"{name} needs itself: {' → '.join([*above, name])}")
    if name in dict(order):
        return
    text = read(name)
    for _names, other in IMPORT.findall(text):
        _visit(other, read, order, (*above, name))
    order.append((name, text))


def _bound(names, text):
    """Imports read from the modules that stand before."""
    text = IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {names[found[2]]};", text)
    if left := LEFT.search(EXPORT.sub(r"\1", text)):
        raise ValueError(f"not understood: {left[0]}")
    return text


def _wrapped(names, module, text):
    exported = [function or constant for _all, function, constant in EXPORT.findall(text)]
    body = EXPORT.sub(r"\1", _bound(names, text))
    return f"const {names[module]} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"
