#include "update/fetch/message.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace platen::update {

namespace {

constexpr std::size_t most_words = 600;

constexpr std::array<std::pair<char, Errc>, 7> letters{{{'u', Errc::unreachable},
                                                        {'t', Errc::timeout},
                                                        {'l', Errc::limit},
                                                        {'n', Errc::not_found},
                                                        {'x', Errc::denied},
                                                        {'b', Errc::busy},
                                                        {'i', Errc::io}}};

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

Result<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return fail(Errc::malformed, "this is no request for a file");
}

// One line that moves no cursor: the other side may have chosen the words.
std::string clean(std::string_view words) {
  std::string out;
  while (!words.empty() && out.size() < most_words) {
    const std::size_t length = std::max<std::size_t>(utf8_character(words), 1);
    const std::string_view one = words.substr(0, length);
    out += utf8_character(words) == 0 ? "?" : is_utf8_control(one) ? " " : std::string(one);
    words.remove_prefix(length);
  }
  return out;
}

} // namespace

std::string write_request(const FetchRequest& request) {
  return request.url + "\n" + request.trust + "\n" + std::to_string(request.most_bytes) + "\n" +
         std::to_string(request.patience.count()) + "\n";
}

Result<FetchRequest> read_request(std::string_view text) {
  FetchRequest request;
  request.url = take_line(text);
  request.trust = take_line(text);
  TRY(request.most_bytes, number(take_line(text)));
  TRY(const std::uint64_t seconds, number(take_line(text)));
  if (request.url.empty() || seconds == 0 || seconds > 86'400)
    return fail(Errc::malformed, "this is no request for a file");
  request.patience = std::chrono::seconds(seconds);
  return request;
}

std::string write_failure(const Error& error) {
  const auto found = std::ranges::find(letters, error.code, &std::pair<char, Errc>::second);
  return (found == letters.end() ? 'i' : found->first) + error.what;
}

Result<Buffer> read_answer(Bytes answer, std::uint64_t most_bytes) {
  const std::string_view text = as_text(answer);
  if (text.empty()) return fail(Errc::io, "platen-fetch broke off and said nothing");
  const Bytes rest = answer.subspan(1);
  if (text.front() == 'd') {
    if (rest.size() > most_bytes)
      return fail(Errc::limit, "platen-fetch gave more than it was asked for");
    return Buffer(rest.begin(), rest.end());
  }
  const auto found = std::ranges::find(letters, text.front(), &std::pair<char, Errc>::first);
  return fail(found == letters.end() ? Errc::io : found->second, clean(text.substr(1)));
}

} // namespace platen::update
