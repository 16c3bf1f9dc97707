#include "install/system.h"

#include <algorithm>
#include <array>

namespace platen::install {

namespace {

constexpr std::array<std::string_view, 8> all{"windows", "macos",    "linux",       "ios",
                                              "android", "chromeos", "windows-old", "other"};

struct Mark {
  std::string_view in, system;
};
// The first that stands there counts: a phone with Android says Linux as well, a Windows Phone
// Android. Versions of NT: 6.1 is Windows 7, 6.2 and 6.3 are 8 and 8.1, 10.0 is 10 and 11.
constexpr auto marks = std::to_array<Mark>({{"Windows NT 10", "windows"},
                                            {"Windows NT", "windows-old"},
                                            {"Windows", "windows-old"},
                                            {"Android", "android"},
                                            {"iPhone", "ios"},
                                            {"iPad", "ios"},
                                            {"iPod", "ios"},
                                            {"CrOS", "chromeos"},
                                            {"Macintosh", "macos"},
                                            {"Mac OS X", "macos"},
                                            {"Linux", "linux"},
                                            {"X11", "linux"}});

} // namespace

std::span<const std::string_view> systems() {
  return all;
}

bool is_system(std::string_view name) {
  return std::ranges::find(all, name) != all.end();
}

std::string_view system_of(std::string_view user_agent) {
  const auto found = std::ranges::find_if(
      marks, [&](const Mark& mark) { return user_agent.find(mark.in) != std::string_view::npos; });
  return found == marks.end() ? "other" : found->system;
}

} // namespace platen::install
