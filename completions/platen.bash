# platen(1) completion for bash: the program prints the rest, so that it is never another version's.
eval "$(platen completion bash 2>/dev/null)"
