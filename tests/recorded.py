# SPDX-License-Identifier: Apache-2.0
"""What runs showed, recorded by the content of all that goes into them.

A run that is made of the same bytes as one that was seen before is not repeated:
what it showed is read from the cache, ~/.cache/safec-tests.  With SAFEC_FRESH set
everything runs.  An entry that was not asked for in a month goes.

As a program it prints the folder for the proofs of the tool that these sources make.
"""
import functools
import glob
import hashlib
import json
import os
import re
import subprocess
import tempfile
import time

FOLDER = os.path.join(os.environ.get("XDG_CACHE_HOME") or
                      os.path.expanduser("~/.cache"), "safec-tests")
TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MONTH = 30 * 24 * 3600


@functools.lru_cache(maxsize=None)
def _of_file(path, size, mtime):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def of_file(path):
    """A hash of what the file PATH holds."""
    found = os.stat(path)
    return _of_file(path, found.st_size, found.st_mtime_ns)


@functools.lru_cache(maxsize=None)
def of_libraries(path):
    """A hash of the libraries that the program or shared object PATH asks for."""
    said = subprocess.run(["ldd", path], stdout=subprocess.PIPE, text=True, check=True)
    names = sorted(set(re.findall(r"=> (/\S+)", said.stdout)))
    return " ".join(of_file(name) for name in names)


def _hash(parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def proofs():
    """A folder for what the tool proves: another tool may prove something else."""
    sources = [f for folder in ("lib", "lib/*", "tools", "share/models")
               for f in glob.glob(os.path.join(TOP, folder, "*.*"))]
    return os.path.join(FOLDER, "proofs", _hash(map(of_file, sorted(sources))))


def _entry(parts):
    name = _hash(parts)
    return os.path.join(FOLDER, name[:2], name)


def result(parts, run, good=lambda value: True):
    """What RUN gives, a value that JSON has; recorded under the strings PARTS if it
    is GOOD: what went wrong is tried again."""
    path = _entry(parts)
    if "SAFEC_FRESH" not in os.environ:
        try:
            with open(path, encoding="utf-8") as f:
                value = json.load(f)
            os.utime(path)
            return value
        except (OSError, ValueError):
            pass
    value = run()
    if not good(value):
        return value
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), delete=False,
                                     encoding="utf-8") as f:
        json.dump(value, f)
    os.replace(f.name, path)
    return value


def forget_old():
    """Removes what nobody asked for in a month."""
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            path = os.path.join(folder, name)
            try:
                if time.time() - os.path.getmtime(path) > MONTH:
                    os.remove(path)
            except FileNotFoundError:
                pass


if __name__ == "__main__":
    print(proofs())
