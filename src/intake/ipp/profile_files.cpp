#include "intake/ipp/profile_files.h"

namespace platen::intake::ipp {

Result<std::shared_ptr<const std::string>> ProfileFiles::content(const std::string& sha256) {
  const std::lock_guard lock(mutex_);
  std::erase_if(given_, [](const auto& one) { return one.second.expired(); });
  if (const auto known = given_.find(sha256); known != given_.end())
    if (auto shared = known->second.lock()) return shared;
  TRY(const Buffer bytes, services_.shelf->profile(sha256));
  auto made = std::make_shared<const std::string>(as_text(bytes));
  given_.insert_or_assign(sha256, made);
  return made;
}

http::Response ProfileFiles::get(std::string_view path) {
  constexpr std::string_view ending = ".icc";
  constexpr std::size_t digits = 64;
  const std::string_view name = path.substr(profile_folder.size());
  const bool named = name.size() == digits + ending.size() && name.ends_with(ending);
  if (services_.shelf == nullptr || !named)
    return http::text_response(404, "there is no such profile\n");
  const auto bytes = content(std::string(name.substr(0, digits)));
  if (!bytes) return http::text_response(404, bytes.error().message() + "\n");
  http::Response response;
  response.content_type = "application/vnd.iccprofile";
  response.body = *bytes;
  response.fields = {{"Cache-Control", "public, max-age=86400"}};
  return response;
}

} // namespace platen::intake::ipp
