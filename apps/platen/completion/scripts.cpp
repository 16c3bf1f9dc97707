#include "completion/scripts.h"

namespace platen::app::completion {

namespace {

// Bash cuts words at "=" and ":"; what was one word on the line is put together again, and what
// stands before the last of these in it is taken off the answers.
constexpr std::string_view bash = R"script(# platen(1) completion for bash
_platen() {
  local rest=$COMP_LINE words=() word trimmed i line directive
  COMPREPLY=()
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    trimmed=${rest#"${rest%%[![:space:]]*}"}
    if ((i > 0)) && [[ -n $word && $trimmed == "$rest" ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    rest=${trimmed#"$word"}
  done
  local at=${words[${#words[@]} - 1]}
  local cut=${at%"${at##*[=:]}"}
  while IFS= read -r line; do
    case $line in
    :files) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${at#"$cut"}"); compopt -o filenames ;;
    :folders) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "${at#"$cut"}"); compopt -o filenames ;;
    :more) compopt -o nospace ;;
    *) COMPREPLY+=("${line%%$'\t'*}") ;;
    esac
  done < <("${words[0]/#\~/$HOME}" completion candidates -- "${words[@]:1}" 2>/dev/null)
  if [[ -n $cut ]]; then COMPREPLY=("${COMPREPLY[@]#"$cut"}"); fi
}
complete -F _platen platen
)script";

constexpr std::string_view zsh = R"script(#compdef platen
# platen(1) completion for zsh
_platen() {
  local line word about
  local -a found more
  local -a given=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
  local files= spaced=( -S ' ' )
  for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" completion candidates -- "${given[@]}" 2>/dev/null)}"; do
    case $line in
    :files) files=-f ;;
    :folders) files=-/ ;;
    :more) spaced=( -S '' ) ;;
    '') ;;
    *) word=${line%%$'\t'*} about=
      [[ $line == *$'\t'* ]] && about=${line#*$'\t'}
      found+=("$word") more+=("$word${about:+  -- $about}") ;;
    esac
  done
  (( $#found )) && compadd -l -d more "$spaced[@]" -- "$found[@]"
  if [[ -n $files ]]; then
    compset -P '--*='
    if [[ $files == -f ]]; then _files; else _files -/; fi
  fi
  return 0
}
if (( ${funcstack[(I)_platen]} )); then _platen "$@"; else compdef _platen platen; fi
)script";

constexpr std::string_view fish = R"script(# platen(1) completion for fish
function __platen_candidates
    set -l given (commandline -opc)
    set -l at (commandline -ct)
    set -l program $given[1]
    set -e given[1]
    set -l head (string match -r -- '^--[a-z-]+=' $at)
    set -l path (string replace -- "$head" '' $at)
    for line in ($program completion candidates -- $given $at 2>/dev/null)
        switch $line
            case ':files'
                string replace -r -- '^' "$head" (__fish_complete_path $path)
            case ':folders'
                string replace -r -- '^' "$head" (__fish_complete_directories $path)
            case ':more'
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c platen -f -a '(__platen_candidates)'
)script";

} // namespace

std::optional<std::string_view> script_for(std::string_view shell) {
  if (shell == "bash") return bash;
  if (shell == "zsh") return zsh;
  if (shell == "fish") return fish;
  return std::nullopt;
}

} // namespace platen::app::completion
