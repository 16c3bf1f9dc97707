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
  for (const auto& model : *models_) {
    if (name == model->id + ".strings") return keyword_strings(*model);
    for (const int size : sizes)
      if (name == model->id + "-" + std::to_string(size) + ".png")
        return printer_icon(size, model->color);
  }
  return {};
}

http::Response ModelFiles::get(std::string_view path) {
  const std::string_view name = path.substr(folder.size());
  auto models = models_now(services_);
  const std::lock_guard lock(mutex_);
  if (models_ == nullptr || *models_ != *models) made_.clear();
  models_ = std::move(models);
  auto known = made_.find(name);
  if (known == made_.end()) {
    std::string content = make(name);
    if (content.empty()) return no_such_file();
    known = made_.emplace(name, std::make_shared<const std::string>(std::move(content))).first;
  }
  const bool picture = name.ends_with(".png"); // the words change with the papers
  http::Response response;
  response.content_type = picture ? "image/png" : "text/strings; charset=utf-8";
  response.body = known->second;
  response.fields = {{"Cache-Control", picture ? "public, max-age=86400" : "public, max-age=60"}};
  return response;
}

} // namespace platen::intake::ipp
