# platen(1) completion for fish: the program prints the rest, so that it is never another version's.
platen completion fish 2>/dev/null | source
