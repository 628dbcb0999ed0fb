"""Words too common to search for. German ones without those that are nouns of the field ("Haben" is none)."""

from core.folding import fold

GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus bei beim bin bis
bist da dabei dadurch dafür damit dann darauf darum das dass dein dem den denn der deren des dessen die dies diese
diesem diesen dieser dieses dort du durch ein eine einem einen einer eines er es etwa etwas euch euer für gegen hat
hatte hatten habe haben her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede
jedem jeden jeder jedes jene kein keine keinem keinen keiner man manche mehr mein mich mir mit nach nicht nichts noch
nun nur ob oder ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so solche sondern sowie über um
und uns unser unsere unter viel viele vom von vor während war waren warum was weil weiter welche welcher wenn wer
werden wie wieder wir wird wo wurde wurden zu zum zur zwar zwischen
"""
ENGLISH = """
a about after all also an and any are as at be because been before being between both but by can do does for from had
has have he her here his how if in into is it its more most my no nor not of on only or other our out over she so
some such than that the their them then there these they this those through to too under until up was we were what
when where which while who will with you your
"""
# What people say around what they look for. Texts keep these words, and a query of nothing else is a query for them.
FILLERS = """
aktuell allein anbieten bald beispiel beispiele bekommen bleibt brauche brauchen braucht bringen bräuchten derzeit
dringend eben eigentlich einfach endlich erst fehlen fehlt finde finden fragen früher gebe geben gegeben gehen geht
gemacht gerade gern gerne gibt gut heute idee ideen immer irgendwie jemand jetzt kaum kommen kommt kriegen kriegt
können könnte könnten kümmern lassen leider letzte letzten letzter letztes leute lieber lösung lösungen mache machen
macht mal mehrere menschen mittlerweile muss möchte möchten möglichkeit möglichkeiten müssen nie niemand nirgends oft
plötzlich problem probleme richtig schaffen schlecht schon soll sollen sollte sollten sonst statt stehen steht suche
suchen sucht tun unbedingt unserem unseren unserer unseres vielleicht völlig wenig wenige weniger wichtig will
wirklich wohin wollen wollten worauf würde würden ziemlich zurück
example examples find get give help how idea ideas lack last like looking make makes need needs please problem problems
really search show solution solutions someone something want wants
"""
STOP_WORDS = frozenset(fold(word) for word in f"{GERMAN} {ENGLISH}".split())

FILLER_WORDS = frozenset(fold(word) for word in FILLERS.split())


def is_filler(word):
    """Whether a word says nothing of what somebody looks for, beside words that do."""
    return fold(word) in FILLER_WORDS


def is_stop_word(word):
    return fold(word) in STOP_WORDS or (len(word) == 1 and not word.isdigit() and word.isascii())
