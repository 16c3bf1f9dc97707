#include "model/override_text.h"

#include "model/media_name.h"
#include "model/model.h"
#include "model/words.h"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

namespace platen::model {

namespace {

using nlohmann::json;

constexpr std::size_t most_text = 65'536;
constexpr std::size_t most_entries = 1'000;
constexpr std::array<std::string_view, 6> members{
    "pages", "media", "media-type", "media-source", "orientation-requested", "document-numbers"};

Failure refuse(const std::string& why) {
  return fail(Errc::invalid, "overrides: " + why);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// {NAME=VALUE ...},{...} as the same list in JSON; nothing for any other text.
class Braces {
public:
  explicit Braces(std::string_view text) : rest_(text) {}

  std::optional<json> list() {
    json all = json::array();
    do {
      auto entry = collection(0);
      if (!entry || all.size() > most_entries) return std::nullopt;
      all.push_back(*std::move(entry));
    } while (take(','));
    skip_space();
    return rest_.empty() ? std::optional(all) : std::nullopt;
  }

private:
  static constexpr int deepest = 3; // media-size in media-col in an entry

  std::optional<json> collection(int depth) {
    json members_of = json::object();
    if (depth == deepest || !take('{')) return std::nullopt;
    while (!take('}')) {
      const std::string name(word("={} \t\r\n"));
      if (name.empty() || !take('=')) return std::nullopt;
      auto read = value(depth);
      if (!read) return std::nullopt;
      members_of[name] = *std::move(read);
    }
    return members_of;
  }

  std::optional<json> value(int depth) {
    if (rest_.starts_with('{')) return collection(depth + 1);
    for (const char quote : {'"', '\''})
      if (rest_.starts_with(quote)) return quoted(quote);
    const std::string_view text = word("{} \t\r\n");
    return text.empty() ? std::nullopt : std::optional<json>(text);
  }

  std::optional<json> quoted(char quote) {
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return text;
  }

  std::string_view word(std::string_view ends) {
    const std::string_view text = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(text.size());
    return text;
  }

  bool take(char wanted) {
    skip_space();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    if (wanted != '=') skip_space();
    return true;
  }

  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front()))
      rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

// What may stand for a value: a text, or a number as IPP's enums have it.
Result<std::string> text_of(const json& value, const std::string& name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  return fail(Errc::invalid,
              "the value of " + name.substr(0, 80) + " is neither a text nor a number");
}

// A "media-size" as the name of a custom size, which the model knows by its measures.
std::optional<std::string> size_name(const json& size) {
  const auto length = [&](const char* name) -> std::int32_t {
    const auto found = size.find(name);
    if (found == size.end()) return 0;
    const auto text = text_of(*found, name);
    return text ? parse_number(*text, longest_sheet.v).value_or(0) : 0;
  };
  if (!size.is_object() || size.size() != 2) return std::nullopt;
  const Extent extent{Hmm{length("x-dimension")}, Hmm{length("y-dimension")}};
  if (extent.width.v < 1 || extent.height.v < 1) return std::nullopt;
  return custom_size(extent).name;
}

Result<void> put(OverrideText& entry, const std::string& name, std::string value) {
  if (entry.emplace(name, std::move(value)).second) return {};
  return fail(Errc::invalid, "it says " + name + " twice");
}

Result<void> read_media_col(const json& media, OverrideText& entry) {
  for (const auto& [name, value] : media.items()) {
    if (name == "media-size") {
      auto size = size_name(value);
      if (!size)
        return fail(Errc::invalid, "media-size has x-dimension and y-dimension, in hundredths of "
                                   "a millimetre; or use media=NAME");
      TRY_VOID(put(entry, "media", *std::move(size)));
      continue;
    }
    const bool sized = name == "media-size-name";
    if (!sized && name != "media-type" && name != "media-source")
      return fail(Errc::invalid, name.substr(0, 80) +
                                     " of media-col cannot differ from page to page; media-size, "
                                     "media-type and media-source can");
    TRY(std::string text, text_of(value, name));
    TRY_VOID(put(entry, sized ? "media" : name, std::move(text)));
  }
  return {};
}

Result<OverrideText> read_entry(const json& written) {
  if (!written.is_object()) return fail(Errc::invalid, "it is no {...}");
  OverrideText entry;
  for (const auto& [name, value] : written.items()) {
    if (name == "media-col" && value.is_object()) {
      TRY_VOID(read_media_col(value, entry));
      continue;
    }
    if (std::ranges::find(members, name) == members.end())
      return fail(Errc::invalid, name.substr(0, 80) +
                                     " cannot differ from page to page; media, media-type, "
                                     "media-source and orientation-requested can");
    TRY(std::string text, text_of(value, name));
    TRY_VOID(put(entry, name, std::move(text)));
  }
  if (!entry.contains("pages"))
    return fail(Errc::invalid, "it does not say for which \"pages\", for example \"2-3\"");
  return entry;
}

Result<json> as_list(std::string_view text) {
  if (json list = json::parse(text, nullptr, false); list.is_array()) return list;
  if (auto list = Braces(text).list()) return *std::move(list);
  return refuse("write it as a JSON list, for example [{\"pages\":\"2-3\",\"media\":\"a5\"}], or "
                "as {pages=2-3 media=a5},{...}");
}

} // namespace

Result<std::vector<OverrideText>> read_override_text(std::string_view text) {
  if (text.size() > most_text)
    return refuse("more than " + std::to_string(most_text) + " characters");
  TRY(const json list, as_list(text));
  if (list.size() > most_entries)
    return refuse("more than " + std::to_string(most_entries) + " entries");
  std::vector<OverrideText> entries;
  for (const json& written : list) {
    auto entry = read_entry(written);
    if (!entry)
      return fail_within("overrides: entry " + std::to_string(entries.size() + 1),
                         std::move(entry).error());
    entries.push_back(*std::move(entry));
  }
  return entries;
}

} // namespace platen::model
