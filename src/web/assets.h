#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace platen::web {

// A file of the app, as it lies in the program.
struct Asset {
  std::string_view media_type;
  std::shared_ptr<const std::string> plain, compressed; // compressed: gzip; null: it gains nothing
  std::string etag;                                     // with its quotes
};

// "lib/dom.js"; null: there is none. Made when it is first asked for; from any thread.
const Asset* find_asset(std::string_view path);

} // namespace platen::web
