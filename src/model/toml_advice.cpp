#include "model/toml_advice.h"

#include <array>

namespace platen::model {

namespace {

struct Advice {
  std::string_view about; // stands in the parser's words
  std::string_view words;
};

// The first that fits; those that say more stand first.
constexpr auto advices = std::to_array<Advice>({
    {"invalid utf-8", "the file is no UTF-8 text: save it as UTF-8, or bring it back from a copy"},
    {"cannot redefine existing table", "this [NAME] stands twice: put its lines under the first"},
    {"cannot redefine", "this key stands twice: remove one of the two"},
    {"parsing literal string", "the text is not closed: end it with ' on the same line"},
    {"unescaped control character", "the text is not closed: end it with \" on the same line"},
    {"escape sequence", "in \"...\" write \\\\ for \\, or put the text between single quotes"},
    {"parsing string", "the text is not closed: end it with \" on the same line"},
    {"expected '='", "a line is KEY = VALUE, [NAME], or a comment behind #"},
    {"could not determine value type", "write a text in quotes: KEY = \"TEXT\""},
    {"expected value", "write a value behind =: \"TEXT\", a number, true or false, or [LIST]"},
    {"leading zero", "write the number without zeros in front, or as a text in quotes"},
    {"parsing table header", "close the name of the table: [NAME]"},
    {"parsing array", "close the list with ]"},
    {"parsing inline table", "close the table with } on the same line"},
    {"expected a comment or whitespace", "one KEY = VALUE stands on a line: begin another one"},
});

} // namespace

std::string toml_advice(std::string_view line, std::string_view parsers_words) {
  if (line.starts_with('{')) return "this looks like JSON: a line of TOML is KEY = VALUE";
  for (const Advice& one : advices)
    if (parsers_words.find(one.about) != parsers_words.npos) return std::string(one.words);
  return "mend this line (KEY = VALUE, [NAME] or # COMMENT), or bring the file back from a copy";
}

} // namespace platen::model
