"""Copies of programs in which every CPUID instruction is UD2, of the same length, which `isa.c` answers.

In: a program, a library or a folder with some, for x86-64 Linux, and where the copy goes. Out: the copy. For machines that
cannot trap CPUID itself. The instructions are found by `objdump`, so that their bytes inside others are left alone.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from pathlib import Path

CPUID, UD2 = b"\x0f\xa2", b"\x0f\x0b"


def segments(data: bytes) -> list[tuple[int, int, int]]:
    """Address, length and place in the file of what an ELF file loads."""
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    found = []
    for entry in range(start, start + size * count, size):
        kind, _, place, address, _, length = struct.unpack_from("<IIQQQQ", data, entry)
        if kind == 1:
            found.append((address, length, place))
    return found


def replace(source: Path, target: Path) -> int:
    """Writes the copy, and says how many instructions were replaced."""
    data = bytearray(source.read_bytes())
    loaded = segments(data)
    listing = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", str(source)], capture_output=True, check=True, text=True
    ).stdout
    lines = (line.split() for line in listing.splitlines() if line.endswith("cpuid") or "cpuid " in line)
    addresses = [int(line[0].rstrip(":"), 16) for line in lines if line[1:2] == ["cpuid"]]
    for address in addresses:
        place = next(at + address - first for first, length, at in loaded if first <= address < first + length)
        if data[place : place + 2] != CPUID:
            raise SystemExit(f"{source}: no CPUID at {address:#x}")
        data[place : place + 2] = UD2
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_bytes(data)
    shutil.copymode(source, target)
    return len(addresses)


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    if source.is_file():
        print(f"{replace(source, target)} CPUID replaced in {target}", file=sys.stderr)
        return
    shutil.copytree(source, target, dirs_exist_ok=True)
    for library in sorted(source.rglob("*.so*")):
        copy = target / library.relative_to(source)
        print(f"{replace(library, copy)} CPUID replaced in {copy}", file=sys.stderr)


if __name__ == "__main__":
    main()
