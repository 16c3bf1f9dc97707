#include "wire/lpd/control.h"

#include <algorithm>
#include <charconv>

namespace platen::lpd {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::int32_t most_copies = 999;
// RFC 1179 sections 7.3.18 to 7.3.29: each prints a file, whatever it takes it for. We look inside.
constexpr std::string_view printing = "cdfgklnoprtvz";

Result<void> add_file(ControlFile& control, std::string_view name, std::size_t most_files) {
  if (name.empty() || name.size() > longest_name)
    return fail(Errc::malformed, "a control file names no data file");
  const auto found = std::ranges::find(control.files, name, &DataFile::name);
  if (found != control.files.end()) {
    if (++found->copies > most_copies) return fail(Errc::limit, "more than 999 copies of a file");
    return {};
  }
  if (control.files.size() == most_files)
    return fail(Errc::limit, "more than " + std::to_string(most_files) + " data files in a job");
  control.files.push_back({std::string(name), {}, 1});
  return {};
}

} // namespace

Result<ControlFile> parse_control(std::string_view text, std::size_t most_files) {
  ControlFile control;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const char letter = line.front();
    const std::string_view operand = line.substr(1, longest_name);
    if (letter == 'H') control.host = operand;
    if (letter == 'P') control.user = operand;
    if (letter == 'J') control.title = operand;
    // The name of the file before it; some clients put it before the line that prints.
    if (letter == 'N' && !control.files.empty()) control.files.back().title = operand;
    if (letter == 'N' && control.title.empty()) control.title = operand;
    if (printing.find(letter) == std::string_view::npos) continue;
    TRY_VOID(add_file(control, line.substr(1), most_files));
  }
  if (control.files.empty()) return fail(Errc::malformed, "a control file prints nothing");
  return control;
}

Result<Announced> parse_announced(std::string_view operands) {
  Announced announced;
  const char* const end = operands.data() + operands.size();
  const auto number = std::from_chars(operands.data(), end, announced.bytes);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != ' ')
    return fail(Errc::malformed, "a file is announced without a number of bytes");
  announced.name = std::string(number.ptr + 1, end);
  if (announced.name.empty() || announced.name.size() > longest_name)
    return fail(Errc::malformed, "a file is announced without a name, or with one too long");
  return announced;
}

} // namespace platen::lpd
