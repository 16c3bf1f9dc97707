#!/usr/bin/env python3
"""Names every #include under src/ that layers.toml does not allow. Usage: check_layers.py ROOT"""
import pathlib
import re
import sys
import tomllib

root = pathlib.Path(sys.argv[1])
rules = tomllib.loads((root / "layers.toml").read_text())
allowed, bound = rules["may_include"], rules["third_party"]
include = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
faults = []
for path in sorted(p for p in (root / "src").rglob("*") if p.suffix in (".h", ".cpp")):
    folder = path.relative_to(root / "src").parts[0]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not (match := include.match(line)):
            continue
        quote, name = match.groups()
        where = f"{path.relative_to(root)}:{number}"
        if folder not in allowed:
            faults.append(f"{where}: layers.toml does not know the folder {folder}")
        elif quote == '"':
            target = name.split("/")[0]
            if target != folder and target not in allowed[folder]:
                faults.append(f"{where}: {folder} may not include {name}")
        for prefix, folders in bound.items():
            if name.startswith(prefix) and folder not in folders:
                faults.append(f"{where}: <{name}> belongs in {' or '.join(folders)}")
print("\n".join(faults) or "every include is allowed")
sys.exit(1 if faults else 0)
