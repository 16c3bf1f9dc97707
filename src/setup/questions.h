#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace platen::setup {

// One thing to look at on the test page. The words are English; the app has them in its languages
// under the same id.
struct Question {
  enum class Of : std::uint8_t { every, color, two_sided }; // printers that are asked it
  std::string_view id;
  Of of;
  std::string_view words;               // "yes" is the good answer
  std::vector<std::string_view> advice; // for "no"
  std::string_view guide;               // the doctor's path for it
  // Options that may be what is wrong, by the ends of their names: "halftone" is canon-halftone.
  std::vector<std::string_view> settings;
};

// In the order in which they are asked: the first "no" makes those behind it pointless.
std::span<const Question> all_questions();
std::vector<Question> questions_for(bool color, bool two_sided);

// Whether an option of a printer is the one that `setting` names.
bool is_setting(std::string_view option, std::string_view setting);

} // namespace platen::setup
