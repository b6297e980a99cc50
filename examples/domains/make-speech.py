"""Writes ten spoken digits as synthetic speech: folders train and test with a folder a word.

The speaker is the program espeak-ng, not people: 90 variants of voice in six English accents, each
recording with a speed, a pitch and a level of noise of its own, drawn from one seed. Voices of the
test part are never heard in training. 8,000 samples a second, cut to 0.8 seconds.

Needs espeak-ng (apt-get install espeak-ng) and numpy. Licence: espeak-ng is under the GPL, version
3 or later; what it speaks is not covered by it.

usage: make-speech.py FOLDER [RECORDINGS_TRAIN RECORDINGS_TEST]
"""

import io
import os
import pathlib
import shutil
import subprocess
import sys
import wave

import numpy as np

WORDS = "zero one two three four five six seven eight nine".split()
ACCENTS = "en-gb en-us en-gb-scotland en-gb-x-rp en-gb-x-gbclan en-029".split()
RATE, LENGTH = 8000, 6400


def variants():
    """The variants of voice that this espeak-ng has, by name; those that are effects left out."""
    listing = subprocess.run(
        ["espeak-ng", "--voices=variant"], check=True, capture_output=True, text=True
    ).stdout
    names = sorted({line.split()[4].split("/")[-1] for line in listing.splitlines()[1:]})
    return [n for n in names if not any(e in n.lower() for e in ("robo", "whisper", "croak", "mr"))]


def spoken(word, voice, speed, pitch):
    """A word as floats at 8,000 samples a second."""
    out = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", word],
        check=True,
        capture_output=True,
    ).stdout
    with wave.open(io.BytesIO(out)) as file:
        rate = file.getframerate()
        # what is written to a pipe has no length in its header: everything after it is sound
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    # a low pass by averages over one new sample, then the value there
    width = rate / RATE
    sums = np.concatenate([[0.0], np.cumsum(sound)])
    at = np.arange(int(len(sound) / width)) * width
    mean = np.interp(at + width, np.arange(len(sums)), sums) - np.interp(
        at, np.arange(len(sums)), sums
    )
    return mean / width / 32768


def recording(random, word, names):
    voice = f"{random.choice(ACCENTS)}+{random.choice(names)}"
    sound = spoken(word, voice, int(random.integers(120, 220)), int(random.integers(20, 80)))
    sound = sound[np.argmax(np.abs(sound) > 0.01) :]
    where = int(random.integers(0, 800))
    out = np.zeros(LENGTH)
    n = min(len(sound), LENGTH - where)
    out[where : where + n] = sound[:n] * 0.5 / max(1e-9, np.abs(sound).max())
    noise = random.normal(size=LENGTH) * 10 ** random.uniform(-3, -1)
    return np.clip(out + noise, -1, 1)


def write(path, sound):
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).round().astype("<i2").tobytes())
    os.replace(part, path)


def main(folder, train=2000, test=1000):
    if shutil.which("espeak-ng") is None:
        sys.exit("make-speech.py: the program 'espeak-ng' is missing; apt-get install espeak-ng")
    random = np.random.default_rng(1)
    names = variants()
    random.shuffle(names)
    parts = {"train": (names[: len(names) * 2 // 3], train), "test": (names[len(names) * 2 // 3 :], test)}
    for part, (voices, count) in parts.items():
        for k in range(count):
            word = WORDS[k % 10]
            target = pathlib.Path(folder) / part / word
            target.mkdir(parents=True, exist_ok=True)
            write(target / f"{k:05d}.wav", recording(random, word, voices))
            if sys.stderr.isatty():
                print(f"\r{part}: {k + 1} of {count}", end="", file=sys.stderr)
    print(f"{folder}: {train} recordings of {len(parts['train'][0])} voices for training, {test} of {len(parts['test'][0])} others for the test")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
