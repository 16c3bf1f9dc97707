#include "scan/text/languages.h"

#include "render/utf8.h"
#include "scan/text/text.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan {
namespace {

constexpr std::string_view extension = ".traineddata";

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

} // namespace

std::filesystem::path trained_data_folder() {
  std::error_code ignored;
  if (const char* set = std::getenv("TESSDATA_PREFIX"); set != nullptr && *set != 0) return set;
  for (const char* const path :
       {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata",
        "/usr/share/tessdata", "/usr/local/share/tessdata"})
    if (std::filesystem::is_directory(path, ignored)) return path;
  return {};
}

std::vector<std::string> installed_languages() {
  std::vector<std::string> names;
  std::error_code error;
  const std::filesystem::directory_iterator files(trained_data_folder(), error);
  for (auto entry = begin(files); !error && entry != end(files); entry.increment(error)) {
    const std::string name = entry->path().stem().string();
    // These two are no languages: orientation, and mathematical signs.
    if (entry->path().extension() == extension && name != "osd" && name != "equ")
      names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

Result<std::string> joined_languages(const std::vector<std::string>& languages) {
  const std::vector<std::string> installed = installed_languages();
  const std::vector<std::string> english{"eng"};
  std::string joined;
  for (const std::string& name : languages.empty() ? english : languages) {
    if (!std::ranges::binary_search(installed, name))
      return fail(Errc::invalid, "there is no language \"" + render::harmless(name, 40) +
                                     "\" for the recognition of text; installed are " +
                                     listed(installed) + " (packages tesseract-ocr-LANGUAGE)");
    joined += (joined.empty() ? "" : "+") + name;
  }
  return joined;
}

} // namespace platen::scan
