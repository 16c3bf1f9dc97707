#pragma once

#include <cstdint>
#include <set>
#include <string>

#include <pango/pango.h>

namespace platen::worker {

// Characters that no installed font can show: they are printed as boxes.
class MissingGlyphs {
public:
  void look(const PangoLayoutLine& line, std::int32_t page);
  // One line for people; empty where every character was shown.
  std::string words() const;

private:
  void note(std::uint32_t character, std::int32_t page);

  std::set<std::uint32_t> characters_;
  std::uint64_t boxes_ = 0;
  std::int32_t first_page_ = 0;
};

} // namespace platen::worker
