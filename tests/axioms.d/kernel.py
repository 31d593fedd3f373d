# SPDX-License-Identifier: Apache-2.0
"""The headers of a kernel, and how its own Makefile compiles a module with them."""
import glob
import os
import re
import shlex
import subprocess
import sys

import recorded

HERE = os.path.dirname(os.path.abspath(__file__))
VERSIONS = "6.1", "6.12"

# What a program in user space can't have: tracing, stack protection through %gs.
DROPPED = re.compile(r"-Wp,-MM?D|-pg$|-mfentry|-mrecord-mcount|-DCC_USING_FENTRY"
                     r"|-fstack-protector|-fcf-protection|-mindirect-branch"
                     r"|-mfunction-return|-g\b|-c$|-fpatchable-function-entry")
NOT_OURS = "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "O", "M", "ARCH"


def run(command, **how):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False, **how)


def compiled(command, **how):
    done = run(command, **how)
    if done.returncode:
        errors = [s for s in done.stdout.splitlines() if "error" in s.lower()]
        sys.stdout.write("".join(f"# {s}\n" for s in errors[:10]))
        raise RuntimeError(f"{os.path.basename(command[0])} failed, see above")
    return done.stdout


class Kernel:
    """The headers in TREE, and how a module is compiled with them."""

    def __init__(self, version, tree, folder):
        self.version, self.tree = version, tree
        self.folder = os.path.join(folder, version)
        self.views = {}
        os.makedirs(self.folder)
        self.command = self.ask_make()
        self.lib = self.objects_of_lib()

    def path(self, name):
        return os.path.join(self.folder, name)

    def ask_make(self):
        """The command by which the tree's own Makefile compiles a file."""
        write(self.path("Kbuild"), "obj-m := probe.o\n")
        write(self.path("probe.c"), "\n")
        env = {k: v for k, v in os.environ.items() if k not in NOT_OURS}
        compiled(["make", "-s", "-C", self.tree, f"M={self.folder}", "probe.o"], env=env)
        line = read(self.path(".probe.o.cmd")).split("\n", 1)[0]
        line = line.split(":=", 1)[1].split(" ; ")[0]
        words = [w for w in shlex.split(line)
                 if not DROPPED.match(w) and not w.endswith("/probe.c")]
        at = words.index("-o")
        return words[:at] + words[at + 2:] + ["-fno-stack-protector",
                                              "-fcf-protection=none", "-I" + HERE]

    def compile(self, source, *options):
        out = source[:-2] + ".o"
        compiled(self.command + list(options) + ["-c", "-o", out, source],
                 cwd=self.tree)
        # C names can begin and end this section for the linker.
        compiled(["objcopy", "--rename-section", ".data.once=said_once",
                  "--rename-section", ".data..once=said_once", out])
        return out

    def preprocess(self, text, *options):
        return subprocess.run(self.command + list(options) + ["-E", "-P", "-"],
                              input=text, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL, cwd=self.tree,
                              errors="replace", check=True).stdout

    def has(self, header):
        return any(os.path.exists(os.path.join(self.tree, d[2:], header))
                   for d in self.command if d.startswith("-I"))

    def view(self, header):
        """All that HEADER declares and defines."""
        if header not in self.views:
            self.views[header] = self.preprocess(f"#include <{header}>\n", "-dD")
        return self.views[header]

    def everything(self):
        """All headers that were looked at."""
        return "".join(self.views.values())

    def objects_of_lib(self):
        """The kernel's own dec_and_lock and friends, where there is source."""
        source = source_of(self.version, self.folder)
        if not source:
            return []
        mutex = read(os.path.join(source, "kernel/locking/mutex.c"))
        body = re.search(r"^int atomic_dec_and_mutex_lock\(.*?^}\n", mutex, re.S | re.M)
        write(self.path("mutex.c"), "#include <linux/mutex.h>\n#line "
              f"{mutex[:body.start()].count(chr(10)) + 1} \"mutex.c\"\n{body[0]}")
        objects = [self.compile(self.path("mutex.c"))]
        for name in "refcount.c", "dec_and_lock.c":
            write(self.path(name), read(os.path.join(source, "lib", name)))
            objects.append(self.compile(self.path(name)))
        return objects + self.strings_of_lib(source)

    def strings_of_lib(self, source):
        """The kernel's own strcpy and friends; its Makefile adds -ffreestanding."""
        helpers = read(os.path.join(source, "lib/string_helpers.c"))
        body = re.search(r"^ssize_t strscpy_pad\(.*?^}\n", helpers, re.S | re.M)
        write(self.path("string_helpers.c"),
              "#include <linux/string.h>\n" + (body[0] if body else ""))
        write(self.path("string.c"), read(os.path.join(source, "lib/string.c")))
        return [self.compile(self.path("string_helpers.c")),
                self.compile(self.path("string.c"), "-ffreestanding")]

    def refused(self, text):
        """The numbers of the lines of TEXT that the compiler has errors in."""
        write(self.path("refused.c"), text)
        done = run(self.command + ["-fsyntax-only", "-w", "-ftrack-macro-expansion=0",
                                   "-fmax-errors=0", self.path("refused.c")],
                   cwd=self.tree)
        return {int(n) for n in re.findall(r"/refused\.c:(\d+):\d+: (?:fatal )?error:",
                                           done.stdout)}

    def link(self, half, lib):
        """The program of the objects of the kernel HALF and of LIB; it is run."""
        out = half[0][:-2]
        user = ["-O1", "-mincoming-stack-boundary=3", "-Wall", "-Wextra", "-Werror",
                "-I" + HERE, *(["-DREAL_LIB"] if lib else []),
                os.path.join(HERE, "user.c"), os.path.join(HERE, "copies.c")]
        compiled([self.command[0], *user, *half, *lib, "-fno-pie", "-no-pie",
                  "-z", "noexecstack", "-Wl,--unresolved-symbols=ignore-all", "-o", out])
        done = run([out], timeout=60)
        if done.returncode:
            raise RuntimeError(f"{out} ended with {done.returncode}: "
                               + done.stdout[-300:])
        return done.stdout.splitlines()


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def source_of(version, folder):
    """Where the kernel's source is, or what these rows need of it; or None."""
    needs = ("lib/refcount.c", "lib/dec_and_lock.c", "kernel/locking/mutex.c",
             "lib/string.c", "lib/string_helpers.c")
    places = [f"/usr/src/linux-source-{version}"]
    if os.environ.get("KERNELS"):
        places.insert(0, os.path.join(os.environ["KERNELS"], version, "src"))
    for at in places:
        if all(os.path.exists(os.path.join(at, n)) for n in needs):
            return at
    packed = f"/usr/src/linux-source-{version}.tar.xz"
    texts = unpacked(packed, needs, folder) if os.path.exists(packed) else {}
    at = os.path.join(folder, f"linux-source-{version}")
    for name, text in texts.items():
        os.makedirs(os.path.dirname(os.path.join(at, name)), exist_ok=True)
        write(os.path.join(at, name), text)
    return at if texts else None


def unpacked(packed, names, folder):
    """The texts of the files NAMES of Debian's PACKED source, which takes a while
    to read; {} without one of them."""
    top = os.path.basename(packed).removesuffix(".tar.xz")

    def texts():
        if run(["tar", "-xJf", packed, "-C", folder, "--occurrence=1"]
               + [f"{top}/{n}" for n in names]).returncode:
            return {}
        return {n: read(os.path.join(folder, top, n)) for n in names}
    found = os.stat(packed)
    return recorded.result(["source", packed, str(found.st_size),
                            str(found.st_mtime_ns), *names], texts, bool)


def numbers(path):
    return [int(n) for n in re.findall(r"\d+", path)]


def trees():
    """For each version the newest tree that looks complete."""
    for version in VERSIONS:
        found = [t for t in glob.glob(f"/usr/src/linux-headers-{version}.*-amd64")
                 + glob.glob(f"/lib/modules/{version}.*-amd64/build")
                 if not re.search(r"-(rt|cloud)-", t)
                 and os.path.exists(os.path.join(t, "Makefile"))
                 and os.path.exists(os.path.join(t, "include/generated/autoconf.h"))]
        if found:
            yield version, os.path.realpath(max(found, key=numbers))


def kernels(folder):
    """Those that can be asked; a tree whose Makefile doesn't work says so."""
    out = []
    for version, tree in trees():
        try:
            out.append(Kernel(version, tree, folder))
        except RuntimeError as error:
            print(f"# kernel {version}: {error}")
    return out
