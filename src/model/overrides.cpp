#include "model/constraints.h"
#include "model/option_table.h"
#include "model/override_text.h"

#include <algorithm>

namespace platen::model {

namespace {

// Through the option's own row, so that a page takes what a job takes.
Result<void> apply(PageOverride& page, const Model& model, const std::string& name,
                   const std::string& value) {
  const OptionRow& row = *find_option(name);
  Ticket one;
  TRY_VOID(row.apply(row, model, value, one));
  if (name == "media") page.media = one.media;
  if (name == "media-type") page.media_type = one.media_type;
  if (name == "media-source") page.media_source = one.media_source;
  if (name == "orientation-requested") page.orientation = one.orientation;
  return {};
}

// A job is one stream of pages here: an override of the first document on is one of them all.
Result<void> check_documents(const std::string& numbers) {
  if (numbers == "1" || numbers.starts_with("1-")) return {};
  return fail(Errc::invalid, "document-numbers begin with 1: overrides are for all documents");
}

Result<PageOverride> parse_one(const Model& model, const OverrideText& entry) {
  PageOverride page;
  for (const auto& [name, value] : entry) {
    if (name == "pages") {
      TRY(page.pages, parse_page_ranges(value));
    } else if (name == "document-numbers") {
      TRY_VOID(check_documents(value));
    } else {
      TRY_VOID(apply(page, model, name, value));
    }
  }
  return page;
}

bool names(const PageOverride& entry, std::int32_t number) {
  return std::any_of(entry.pages.begin(), entry.pages.end(), [&](const PageRange& range) {
    return number >= range.first && number <= range.last;
  });
}

} // namespace

Result<std::vector<PageOverride>> parse_overrides(const Model& model, std::string_view text) {
  TRY(const auto entries, read_override_text(text));
  std::vector<PageOverride> overrides;
  for (const OverrideText& entry : entries) {
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
