"""Takes the best of what a campaign found into the seeds in the tree."""
import pathlib
import shutil
import subprocess
import tempfile

MOST_BYTES = 512  # of one input
ROOM_BYTES = 3000  # for those of a target
PREFIX = "corpus-"  # of their names; other seeds were made by hand, or were finds


def merge(name, program, folder, seeds):
    """Copies the smallest inputs that reach code which the seeds do not; gives a line on it."""
    corpus = folder / "corpus" / name
    if not corpus.is_dir():
        return f"{name}: it has not run yet"
    room = ROOM_BYTES - sum(path.stat().st_size for path in seeds.glob(f"{PREFIX}*"))
    taken = []
    with tempfile.TemporaryDirectory(prefix="platen-fuzz-") as scratch:
        both = pathlib.Path(scratch) / "seeds"
        shutil.copytree(seeds, both)
        subprocess.run([program, "-set_cover_merge=1", "-use_counters=0", f"-max_len={MOST_BYTES}", both, corpus], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=scratch)
        found = [path for path in both.iterdir() if not (seeds / path.name).exists()]
        for path in sorted(found, key=lambda path: (path.stat().st_size, path.name)):
            if 0 < path.stat().st_size <= room:
                room -= path.stat().st_size
                taken.append(shutil.copyfile(path, seeds / f"{PREFIX}{path.name[:10]}"))
    return f"{name}: {len(taken)} of {len(found)} inputs taken"
