#include "wire/ipp/inboxes.h"

#include <charconv>

namespace platen::ipp {

namespace {

Json inbox_of(std::string_view text) {
  const std::size_t colon = std::min(text.find(": "), text.size());
  const std::string_view words = text.substr(0, colon);
  const std::string_view trouble = text.substr(std::min(colon + 2, text.size()));
  const std::size_t blank = std::min(words.find(' '), words.size());
  const std::string_view rest = words.substr(std::min(blank + 1, words.size()));
  int port = 0;
  const auto end = std::from_chars(rest.data(), rest.data() + rest.size(), port);
  const std::string queue(end.ptr, rest.data() + rest.size());
  return {{"protocol", std::string(words.substr(0, blank))},
          {"port", port},
          {"queue", queue.size() < 2 ? Json() : Json(queue.substr(1))},
          {"open", trouble.empty()},
          {"message", trouble.empty() ? Json() : Json(std::string(trouble))}};
}

} // namespace

Json inboxes_json(const Record& printer) {
  Json all = Json::array();
  for (const std::string& text : printer.texts(inboxes_attribute))
    all.push_back(inbox_of(text));
  return all;
}

} // namespace platen::ipp
