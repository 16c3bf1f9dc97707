#include "flow/statement.h"

#include "model/colour_choice.h"
#include "model/words.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::flow {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_lines = 1'000, longest_line = 1'023;

bool same_work(PageStatement a, const PageStatement& b) {
  a.page = b.page;
  return a == b;
}

std::string pages_text(std::int32_t first, std::int32_t last) {
  return first == last ? std::to_string(first) : std::to_string(first) + "-" + std::to_string(last);
}

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

void add_profile(Json& json, const model::Ticket& ticket) {
  if (ticket.managed_by != model::ColorManagement::platen || !ticket.profile) return;
  json["profile"] = ticket.profile->name;
  json["profile-sha256"] = ticket.profile->sha256;
}

void add_intent(Json& json, const model::Ticket& ticket) {
  if (ticket.managed_by == model::ColorManagement::none) return;
  const auto effective = model::effective_intent(ticket);
  json["intent"] = to_string(effective.intent);
  json["black-point-compensation"] = effective.black_point_compensation;
}

std::string line_of(const PageStatement& page, std::int32_t last, const model::Ticket& ticket) {
  Json json;
  json["document"] = page.document;
  json["pages"] = pages_text(page.page, last);
  json["source"] = page.source;
  if (page.source_bits > 0) json["source-bits"] = page.source_bits;
  json["color-management"] = to_string(ticket.managed_by);
  add_profile(json, ticket);
  add_intent(json, ticket);
  if (page.transform != 0) json["transform"] = hexadecimal(page.transform);
  json["resolution"] = model::to_string(ticket.resolution);
  json["device-bits"] = page.device_bits;
  if (!page.dither.empty()) json["dither"] = page.dither;
  json["version"] = "platen " PLATEN_VERSION;
  std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (line.size() <= longest_line) return line;
  json["source"] = page.source.substr(0, 80);
  if (json.contains("profile")) json["profile"] = ticket.profile->name.substr(0, 80);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::vector<std::string> statement_lines(const std::vector<PageStatement>& pages,
                                         const model::Ticket& ticket) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < pages.size() && lines.size() < most_lines;) {
    std::size_t end = i + 1;
    while (end < pages.size() && same_work(pages[end], pages[i]) &&
           pages[end].page <= pages[end - 1].page + 1)
      ++end;
    lines.push_back(line_of(pages[i], pages[end - 1].page, ticket));
    i = end;
  }
  return lines;
}

} // namespace platen::flow
