#pragma once

#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace platen::install {

using Json = nlohmann::json;

// The texts of the instructions (text/LANGUAGE.json), apart from the app's: who installs nothing
// does not load them.
class Words {
public:
  static Words in(std::string_view language); // English where there is no such language
  const std::string& language() const { return language_; }

  using Values = std::map<std::string, std::string, std::less<>>;
  // "notes.local-only", with {NAME} filled in; the name itself where nobody wrote the text.
  std::string operator()(std::string_view name, const Values& values = {}) const;
  // "ways.linux-line.steps": a list of texts, as they stand there.
  const Json& at(std::string_view name) const; // null: not there

private:
  Words(std::string language, const Json& texts) : language_(std::move(language)), texts_(texts) {}
  std::string language_;
  const Json& texts_; // lives as long as the program
};

std::string filled_in(std::string_view text, const Words::Values& values);

} // namespace platen::install
