#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace platen::web {

enum class Coding : std::uint8_t { none, gzip, brotli };

// A file of the app, as it is sent.
struct Asset {
  std::string_view media_type;
  std::shared_ptr<const std::string> content;
  Coding coding = Coding::none; // of the content: none where another one gains nothing
  std::string etag;             // of the file in any coding: weak, with its quotes
};

// "lib/dom.js"; null: there is none. Made when it is first asked for in that coding; from any
// thread.
const Asset* find_asset(std::string_view path, Coding coding = Coding::none);

} // namespace platen::web
