#include "intake/ipp/model_files.h"

#include "intake/ipp/icon.h"
#include "intake/ipp/strings.h"

#include <array>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view folder = "/icons/";
constexpr std::array<int, 3> sizes{48, 128, 512}; // PWG 5100.13 section 6.2.22

http::Response no_such_file() {
  return http::text_response(404, "there is no such file\n");
}

} // namespace

bool ModelFiles::serves(std::string_view path) {
  return path.starts_with(folder);
}

std::string ModelFiles::make(std::string_view name) const {
  for (const model::Model& model : models_) {
    if (name == model.id + ".strings") return keyword_strings(model);
    for (const int size : sizes)
      if (name == model.id + "-" + std::to_string(size) + ".png")
        return printer_icon(size, model.color);
  }
  return {};
}

http::Response ModelFiles::get(std::string_view path) {
  const std::string_view name = path.substr(folder.size());
  const std::lock_guard lock(mutex_);
  auto known = made_.find(name);
  if (known == made_.end()) {
    std::string content = make(name);
    if (content.empty()) return no_such_file();
    known = made_.emplace(name, std::make_shared<const std::string>(std::move(content))).first;
  }
  const bool picture = name.ends_with(".png");
  return {200,
          picture ? "image/png" : "text/strings; charset=utf-8",
          known->second,
          {{"Cache-Control", "public, max-age=86400"}},
          false};
}

} // namespace platen::intake::ipp
