#include "intake/ipp/profile_files.h"

namespace platen::intake::ipp {

http::Response get_profile(const Services& services, std::string_view path) {
  constexpr std::string_view ending = ".icc";
  constexpr std::size_t digits = 64;
  std::string_view name = path.substr(profile_folder.size());
  const bool named = name.size() == digits + ending.size() && name.ends_with(ending);
  if (services.shelf == nullptr || !named)
    return http::text_response(404, "there is no such profile\n");
  const auto bytes = services.shelf->profile(std::string(name.substr(0, digits)));
  if (!bytes) return http::text_response(404, bytes.error().message() + "\n");
  http::Response response;
  response.content_type = "application/vnd.iccprofile";
  response.body = std::make_shared<const std::string>(as_text(*bytes));
  response.fields = {{"Cache-Control", "public, max-age=86400"}};
  return response;
}

} // namespace platen::intake::ipp
