#pragma once

#include "json/fields.h"
#include "web/catalogue.h"
#include "web/markup.h"

#include <string>

#include <nlohmann/json.hpp>

namespace platen::web {

using Json = nlohmann::json;
using json::flag_in;
using json::list_in;
using json::text_in;

// What the page without script shows: answers of the REST interface, null where they are errors.
struct PlainView {
  Json session, printers, jobs;
  std::string host;    // as the browser asked for it
  std::string done;    // a word of what was just done ("cancel"), or empty
  std::string problem; // what the server says is wrong, or empty
};
Markup plain_page(const PlainView& view, const Catalogue& words);

// {"error": {"message": ...}}, or what stands for it.
std::string message_of(const Json& error, const std::string& otherwise);

} // namespace platen::web
