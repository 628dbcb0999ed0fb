"""``python -m dossiers.documents KIND``: data as JSON on standard input → the document on standard output.

A process of its own, with limits: what sets documents is heavy, and whatever happens to it happens here.
"""

import json
import resource
import sys

from dossiers.documents import typesetting, word

SECONDS, BYTES = 20, 3 * 1024**3


def main(kind):
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    data = json.load(sys.stdin.buffer)
    made = {
        "dossier.pdf": lambda: typesetting.pdf("dossier.typ", data),
        "bild.png": lambda: typesetting.card(data),
        "handzettel.pdf": lambda: typesetting.pdf("handout.typ", data),
        "dossier.docx": lambda: word.dossier(data, typesetting.picture(data)),
        "ratsvorlage.docx": lambda: word.council_paper(data),
    }[kind]()
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
