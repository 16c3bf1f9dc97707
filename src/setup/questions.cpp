#include "setup/questions.h"

namespace platen::setup {

std::span<const Question> all_questions() {
  static const std::vector<Question> all{
      {"sheet",
       Question::Of::every,
       "Did a sheet come out?",
       {"Look at the device: its display, its paper, whether it is on and connected.",
        "The doctor follows the way from the server to the device and says where it ends."},
       "responding",
       {"media-source"}},
      {"words",
       Question::Of::every,
       "Is it the test page, with words that can be read?",
       {"Signs without sense, or empty sheets, mean that the device got a language which it does "
        "not have: choose another one, or the right model.",
        "An imageRUNNER 1020 or 1024 without its PCL option prints neither of platen's languages."},
       "responding",
       {"printer-language"}},
      {"frame",
       Question::Of::every,
       "Is the frame whole on all four sides?",
       {"A side that is missing means that other paper is loaded than was printed for: choose the "
        "size that lies in the tray, or load that one.",
        "A frame that lies crooked or off the middle: push the guides of the tray against the "
        "paper."},
       "quality",
       {"media", "media-source"}},
      {"size",
       Question::Of::every,
       "Are the marks along the frame 10 mm apart?",
       {"The device itself makes pages smaller or larger: switch that off in its own menu."},
       "quality",
       {"media"}},
      {"sharp",
       Question::Of::every,
       "Are words sharp, down to the small ones, and lines even?",
       {"Doubled or blurred lines: align the print head, or choose the kind of paper that is "
        "loaded.",
        "Broken thin lines on a laser device: saving toner makes them so."},
       "quality",
       {"print-quality", "media-type", "toner-save", "halftone"}},
      {"grays",
       Question::Of::every,
       "Do the grays go evenly from black to white, without stripes?",
       {"White stripes: nozzles that are shut, or toner that runs out. The doctor leads through "
        "checking and cleaning.",
        "Too dark or too light: choose another screen, or calibrate it with platen calibrate."},
       "quality",
       {"media-type", "toner-save", "halftone", "print-quality"}},
      {"colours",
       Question::Of::color,
       "Is each colour what its name says?",
       {"One that is missing or pale: its ink is empty or its nozzles are shut.",
        "All of them wrong: choose the kind of paper that is loaded, and its profile."},
       "quality",
       {"media-type", "print-color-mode"}},
      {"back",
       Question::Of::two_sided,
       "Is the sheet printed on its back as well, with the arrow to the same edge?",
       {"The arrow points to the other edge: bind at the other edge.",
        "The back is empty, or on a sheet of its own: this device may have no unit that turns "
        "sheets; then let it print on one side."},
       "quality",
       {"sides"}},
  };
  return all;
}

std::vector<Question> questions_for(bool color, bool two_sided) {
  std::vector<Question> chosen;
  for (const Question& one : all_questions()) {
    if (one.of == Question::Of::color && !color) continue;
    if (one.of == Question::Of::two_sided && !two_sided) continue;
    chosen.push_back(one);
  }
  return chosen;
}

bool is_setting(std::string_view option, std::string_view setting) {
  if (option == setting) return true;
  // A vendor's option: canon-halftone. "media" is not media-type, nor x-media.
  return option.ends_with(setting) && option.size() > setting.size() + 1 &&
         option[option.size() - setting.size() - 1] == '-' && option.starts_with("canon-");
}

} // namespace platen::setup
