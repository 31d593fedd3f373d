# SPDX-License-Identifier: Apache-2.0
"""The samples in the harness: as they are, and as the tool rewrites them.

A variant is "original", or the name of a profile of the tool; all of them are
built from the same harness, drive and device model.  Everything that is made lies
in one folder, B, and is made again only when what it comes from has changed.
"""
import contextlib
import fcntl
import glob
import json
import os
import re
import shutil
import subprocess
import sys

import recorded

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOP = os.path.dirname(TESTS)
TOOL = os.environ.get("SAFEC_REWRITE", os.path.join(TOP, "build", "safec-rewrite"))
B = os.environ.get("HARNESS_BUILD", os.path.join(os.path.dirname(TOOL), "harness"))
PROFILES = ("upstream", "checked")


def samples():
    """The names of all samples that can be driven."""
    return sorted(os.path.basename(f)[:-2]
                  for f in glob.glob(os.path.join(TESTS, "drive", "*.c"))
                  if os.path.isdir(os.path.join(TOP, "samples",
                                                os.path.basename(f)[:-2])))


def vectors(sample):
    """The vectors of SAMPLE, by name."""
    found = glob.glob(os.path.join(TOP, "samples", sample, "vectors", "*.json"))
    return {os.path.basename(f)[:-5]: json.load(open(f, encoding="utf-8"))
            for f in sorted(found)}


def headers():
    """The newest kernel headers that modules can be built with here; None without."""
    found = glob.glob("/usr/src/linux-headers-*-amd64")
    return max(found, key=lambda f: [int(n) for n in re.findall(r"\d+", f)],
               default=None)


def skip(words):
    """Prints that nothing can be tested for the reason WORDS, and ends; where
    everything should be there, that is a failure."""
    if os.environ.get("CI") == "true":
        print(f"1..1\nnot ok 1 - {words}")
        sys.exit(1)
    print(f"1..0 # SKIP {words}")
    sys.exit(0)


@contextlib.contextmanager
def _alone(folder=B):
    """Nobody else makes anything in FOLDER meanwhile: tests run side by side."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def newest(*paths):
    """When the newest of PATHS was changed."""
    return max(os.path.getmtime(p) for p in paths)


def rewritten(sample, profile):
    """The folder that has SAMPLE as the tool rewrites it in PROFILE."""
    with _alone():
        return _rewrite(sample, profile)


def _rewrite(sample, profile):
    origin = os.path.join(TOP, "samples", sample)
    to = os.path.join(B, "rewritten", profile, sample)
    done = os.path.join(to, ".done")
    files = [f for f in glob.glob(os.path.join(origin, "*")) if os.path.isfile(f)]
    if os.path.exists(done) and os.path.getmtime(done) > newest(TOOL, *files):
        return to
    # Always in the same place: the tool keeps what it proved by place, too.
    work = os.path.join(recorded.FOLDER, "rewritten", sample)
    with _alone(recorded.FOLDER):
        _copied(files, work)
        os.makedirs(os.path.join(os.path.dirname(work), ".git"), exist_ok=True)
        subprocess.run([TOOL, "--kbuild", headers(), f"--profile={profile}", "-i",
                        f"--cache={recorded.proofs()}",
                        os.path.join(work, f"{sample}.c")], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _copied([os.path.join(work, os.path.basename(f)) for f in files], to)
        shutil.rmtree(work)
    open(done, "w", encoding="utf-8").close()
    return to


def _copied(files, to):
    """The folder TO, made anew, gets FILES."""
    shutil.rmtree(to, ignore_errors=True)
    os.makedirs(to)
    for f in files:
        shutil.copy(f, to)


def source(sample, variant):
    """The folder with the source of VARIANT."""
    if variant == "original":
        return os.path.join(TOP, "samples", sample)
    return rewritten(sample, variant)


def text(sample, variant):
    """The source itself, with its header."""
    folder = source(sample, variant)
    return "".join(open(os.path.join(folder, f), encoding="utf-8").read()
                   for f in (f"{sample}.c", f"{sample}.h")
                   if os.path.exists(os.path.join(folder, f)))


def variants(sample):
    """Original, and each profile that changes something the others do not."""
    seen, names = {text(sample, "original")}, ["original"]
    for profile in PROFILES:
        if text(sample, profile) not in seen:
            seen.add(text(sample, profile))
            names.append(profile)
    return names


def build(sample, variant, folder=None, flavour="gc", more="", clang="clang"):
    """The shared object of VARIANT (whose source is in FOLDER), built; with CLANG
    where the flavour is clang's, and with MORE flags for the sample itself."""
    folder = folder or source(sample, variant)
    with _alone():
        made = _make(sample, variant, folder, flavour, more, clang)
    if made.returncode:
        raise RuntimeError(f"{sample}, {variant}: does not build\n{made.stdout}")
    return os.path.join(B, flavour, f"{sample}-{variant}.so")


def _make(sample, variant, folder, flavour, more, clang):
    return subprocess.run(
        ["make", "-s", "-f", os.path.join(TESTS, "harness", "Makefile"), f"B={B}",
         f"SAMPLE={sample}", f"VARIANT={variant}", f"SOURCE={folder}",
         f"FLAVOUR={flavour}", f"MORE={more}", f"CLANG={clang}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={k: v for k, v in os.environ.items()
             if not k.startswith(("MAKE", "MFLAGS"))})


def harness(built, *arguments, workload):
    """What the runner says of WORKLOAD on the object BUILT."""
    return subprocess.run([os.path.join(B, "harness"), built, *arguments],
                          input=workload, capture_output=True, text=True,
                          errors="backslashreplace")


def identity(built):
    """What stands for all that can make a difference to a run of the object BUILT."""
    runner = os.path.join(B, "harness")
    return " ".join((recorded.of_file(runner), recorded.of_libraries(runner),
                     recorded.of_file(built), recorded.of_libraries(built)))


def workload(vector):
    """The lines of VECTOR, with the questions for its final state at the end."""
    before = vector["state_in"]
    lines = [f"device {word} {value}" for word, value in
             before.get("device", {}).items()]
    if "parameters" in before:
        lines.append("load " + (before["parameters"] or '""'))
    lines += vector["ops"]
    lines += [f"show {path}" for path in vector["state_out"]]
    return "".join(line + "\n" for line in lines)
