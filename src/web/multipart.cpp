#include "web/multipart.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace platen::web {

namespace {

constexpr std::size_t longest_boundary = 70; // RFC 2046 section 5.1.1
constexpr std::size_t longest_padding = 64;  // blanks behind a delimiter
constexpr std::size_t longest_name = 1'000;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t'))
    text.remove_suffix(1);
  return text;
}

// Up to the end of a quoted text. Browsers write a quote within as %22 or as \"; a backslash before
// anything else is of a path.
std::string quoted(std::string_view& rest) {
  std::string value;
  while (!rest.empty() && rest[0] != '"') {
    if (rest[0] == '\\' && rest.size() > 1 && rest[1] == '"') rest.remove_prefix(1);
    value += rest[0];
    rest.remove_prefix(1);
  }
  if (!rest.empty()) rest.remove_prefix(1);
  return value;
}

// One parameter of a field ("form-data; name=x; filename=y"); nothing: it has none.
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
  std::string_view rest = field.substr(std::min(field.find(';'), field.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto equals = rest.find_first_of("=;");
    if (equals == std::string_view::npos || rest[equals] == ';') {
      rest.remove_prefix(std::min(equals, rest.size()));
      continue;
    }
    const std::string key = lower(trimmed(rest.substr(0, equals)));
    rest.remove_prefix(equals + 1);
    while (rest.starts_with(' '))
      rest.remove_prefix(1);
    std::string value;
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      value = quoted(rest);
      rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    } else {
      value = trimmed(rest.substr(0, rest.find(';')));
      rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    }
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string last_name(const std::string& path) {
  const auto slash = path.find_last_of("/\\");
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

Result<FormPart> parse_header(std::string_view header) {
  FormPart part;
  bool named = false;
  while (!header.empty()) {
    const std::string_view line = header.substr(0, header.find("\r\n"));
    header.remove_prefix(std::min(header.size(), line.size() + 2));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string field = lower(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (field == "content-type") part.type = std::string(value.substr(0, longest_name));
    if (field != "content-disposition") continue;
    const auto name = parameter(value, "name");
    const auto file = parameter(value, "filename");
    named = name.has_value();
    part.name = name.value_or("");
    part.is_file = file.has_value();
    part.file_name = last_name(file.value_or(""));
  }
  if (!named || part.name.size() > longest_name || part.file_name.size() > longest_name)
    return fail(Errc::malformed, "a part of the form has no name, or one that is far too long");
  return part;
}

} // namespace

Result<std::string> Multipart::boundary_of(std::string_view content_type) {
  if (lower(trimmed(content_type.substr(0, content_type.find(';')))) != "multipart/form-data")
    return fail(Errc::invalid, "a form with a file comes as multipart/form-data");
  auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > longest_boundary)
    return fail(Errc::invalid, "the form does not say what stands between its parts");
  return *std::move(boundary);
}

Result<void> Multipart::write(Bytes piece) {
  if (state_ == State::after) return {};
  held_ += as_text(piece);
  for (;;) {
    TRY(const bool went_on, step());
    if (!went_on) return {};
  }
}

Result<void> Multipart::finish() const {
  if (state_ == State::after) return {};
  return fail(Errc::malformed, "the form is cut short: its last part has no end");
}

Result<bool> Multipart::step() {
  switch (state_) {
  case State::before:
    return skip_content(false);
  case State::content:
    return skip_content(true);
  case State::delimiter:
    return read_delimiter();
  case State::header:
    return read_header();
  case State::after:
    break;
  }
  held_.clear();
  return false;
}

// Up to the next delimiter. What may be the beginning of one is kept.
Result<bool> Multipart::skip_content(bool counts) {
  const auto found = held_.find(delimiter_);
  const std::size_t sure = found != std::string::npos ? found
                           : held_.size() < delimiter_.size()
                               ? 0
                               : held_.size() - delimiter_.size() + 1;
  if (counts && sure > 0) TRY_VOID(sink_.data(as_bytes(std::string_view(held_).substr(0, sure))));
  if (found == std::string::npos) {
    held_.erase(0, sure);
    return false;
  }
  held_.erase(0, found + delimiter_.size());
  if (counts) TRY_VOID(sink_.end());
  state_ = State::delimiter;
  return true;
}

Result<bool> Multipart::read_delimiter() {
  if (held_.size() < 2) return false;
  if (held_.starts_with("--")) {
    state_ = State::after;
    return true;
  }
  const auto end = held_.find("\r\n");
  if (end == std::string::npos && held_.size() <= longest_padding + 2) return false;
  if (end == std::string::npos || end > longest_padding ||
      !trimmed(std::string_view(held_).substr(0, end)).empty())
    return fail(Errc::malformed, "what stands between the parts of the form is broken");
  if (++parts_ > most_parts)
    return fail(Errc::limit, "a form has at most " + std::to_string(most_parts) + " parts");
  held_.erase(0, end); // with the line's end, so that an empty header has an end as well
  state_ = State::header;
  return true;
}

Result<bool> Multipart::read_header() {
  const auto end = held_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (held_.size() <= longest_header + 4) return false;
    return fail(Errc::limit, "the header of a part of the form is too long");
  }
  if (end > longest_header)
    return fail(Errc::limit, "the header of a part of the form is too long");
  TRY(FormPart part, parse_header(std::string_view(held_).substr(0, end)));
  TRY_VOID(sink_.begin(std::move(part)));
  held_.erase(0, end + 4);
  state_ = State::content;
  return true;
}

} // namespace platen::web
