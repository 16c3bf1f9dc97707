#pragma once

#include <string>
#include <string_view>

namespace platen::web {

// The words of the pages without script (ui/text/plain/*.json), in the language that a browser
// likes best of those that there are.
class Catalogue {
public:
  static Catalogue for_browser(std::string_view accept_language);
  const std::string& language() const { return language_; } // "en", "de"
  // "jobs.title"; the name itself where nobody wrote the text.
  std::string operator()(std::string_view name) const;
  // That text, or `otherwise`: for words of others that we may know.
  std::string known(std::string_view name, std::string_view otherwise) const;

private:
  explicit Catalogue(std::string language) : language_(std::move(language)) {}
  std::string language_;
};

} // namespace platen::web
