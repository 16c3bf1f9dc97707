#include "model/constraints.h"
#include "model/nearest.h"
#include "model/option_table.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace platen::model {

namespace {

using nlohmann::json;

constexpr std::size_t most_text = 65'536;
constexpr std::size_t most_entries = 1'000;
constexpr std::array<std::string_view, 4> settings{"media", "media-type", "media-source",
                                                   "orientation-requested"};

Failure refuse(std::string_view why) {
  return fail(Errc::invalid, "overrides: " + std::string(why));
}

// What may stand for a value: a text, or a number as IPP's enums have it.
Result<std::string> text_of(const json& value, const std::string& name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  return fail(Errc::invalid, "the value of " + name + " is neither a text nor a number");
}

// Through the option's own row, so that a page takes what a job takes.
Result<void> apply(PageOverride& page, const Model& model, const std::string& name,
                   const std::string& value) {
  if (std::find(settings.begin(), settings.end(), name) == settings.end())
    return fail(Errc::invalid, name.substr(0, 80) +
                                   " cannot differ from page to page; media, media-type, "
                                   "media-source and orientation-requested can");
  const OptionRow& row = *find_option(name);
  Ticket one;
  TRY_VOID(row.apply(row, model, value, one));
  if (name == "media") page.media = one.media;
  if (name == "media-type") page.media_type = one.media_type;
  if (name == "media-source") page.media_source = one.media_source;
  if (name == "orientation-requested") page.orientation = one.orientation;
  return {};
}

Result<PageOverride> parse_one(const Model& model, const json& entry) {
  if (!entry.is_object()) return fail(Errc::invalid, "it is no {...}");
  PageOverride page;
  for (const auto& [name, value] : entry.items()) {
    TRY(const std::string text, text_of(value, name));
    if (name == "pages") {
      TRY(page.pages, parse_page_ranges(text));
    } else {
      TRY_VOID(apply(page, model, name, text));
    }
  }
  if (page.pages.empty())
    return fail(Errc::invalid, "it does not say for which \"pages\", for example \"2-3\"");
  return page;
}

bool names(const PageOverride& entry, std::int32_t number) {
  return std::any_of(entry.pages.begin(), entry.pages.end(), [&](const PageRange& range) {
    return number >= range.first && number <= range.last;
  });
}

} // namespace

Result<std::vector<PageOverride>> parse_overrides(const Model& model, std::string_view text) {
  if (text.size() > most_text)
    return refuse("more than " + std::to_string(most_text) + " characters");
  const json list = json::parse(text, nullptr, false);
  if (!list.is_array())
    return refuse("write it as a JSON list, for example [{\"pages\":\"2-3\",\"media\":\"a5\"}]");
  if (list.size() > most_entries)
    return refuse("more than " + std::to_string(most_entries) + " entries");
  std::vector<PageOverride> overrides;
  for (const json& entry : list) {
    auto page = parse_one(model, entry);
    if (!page)
      return fail_within("overrides: entry " + std::to_string(overrides.size() + 1),
                         std::move(page).error());
    overrides.push_back(*std::move(page));
  }
  return overrides;
}

Ticket ticket_for_page(const Ticket& ticket, std::int32_t number) {
  Ticket page = ticket;
  for (const PageOverride& entry : ticket.overrides)
    if (names(entry, number)) apply_override(entry, page);
  return page;
}

void apply_override(const PageOverride& entry, Ticket& ticket) {
  if (entry.media) ticket.media = entry.media;
  if (!entry.media_type.empty()) ticket.media_type = entry.media_type;
  if (!entry.media_source.empty()) ticket.media_source = entry.media_source;
  if (entry.orientation) ticket.orientation = *entry.orientation;
}

} // namespace platen::model
