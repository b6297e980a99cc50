"""Writes the four-part chorales of music21's corpus (J. S. Bach) as note sequences: one text file.

Every sixteenth note of a chorale is four characters, soprano to bass: a pitch as one character, the
same again while the note is held, '.' for a rest; a chorale ends with a newline. Chorales stand in
an order drawn once by their name's hash, so that the last tenth, the test part of `kind: text`, is
of chorales that training never sees.

Needs music21 (pip install music21). Licence: the music is in the public domain; music21's code is
BSD, and its corpus may be used for research; the file written here is not shipped.

usage: make-music.py FOLDER
"""

import hashlib
import os
import pathlib
import sys


def characters(score):
    """The chorale as text, or None where it has not four parts of pitches between C1 and C7."""
    if len(score.parts) != 4:
        return None
    voices = []
    for part in score.parts:
        steps = {}
        for note in part.flatten().notesAndRests:
            if note.isChord:
                return None
            first = round(float(note.offset) * 4)
            length = round(float(note.quarterLength) * 4)
            # MIDI pitch 36 (C2) is '0'; the range of the four voices stays within printable ASCII
            code = "." if note.isRest else chr(ord("0") + note.pitch.midi - 36)
            if not note.isRest and not 36 <= note.pitch.midi <= 96:
                return None
            for step in range(first, first + length):
                steps[step] = code
        voices.append(steps)
    end = max(max(v) for v in voices if v) + 1
    return "".join("".join(v.get(step, ".") for v in voices) for step in range(end))


def main(folder):
    try:
        from music21 import corpus
    except ImportError:
        sys.exit("make-music.py: music21 is missing; pip install music21")
    paths = [p for p in corpus.getComposer("bach") if p.name.startswith("bwv")]
    paths.sort(key=lambda p: hashlib.sha256(p.name.encode()).hexdigest())
    texts, left = [], 0
    for k, path in enumerate(paths):
        text = characters(corpus.parse(path))
        if text is None:
            left += 1
        else:
            texts.append(text + "\n")
        if sys.stderr.isatty():
            print(f"\r{k + 1} of {len(paths)}", end="", file=sys.stderr)
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    part = target / "chorales.part"
    part.write_text("".join(texts), encoding="ascii")
    os.replace(part, target / "chorales.txt")
    print(
        f"{target / 'chorales.txt'}: {len(texts)} chorales, {sum(map(len, texts))} bytes;"
        f" {left} left out, not of four single voices"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
