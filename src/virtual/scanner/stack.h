#pragma once

#include "virtual/scanner/picture.h"

#include <memory>
#include <string>

namespace platen::twin::scanner {

// The pages that lie in a feeder, in the order in which it draws them in.
class Stack {
public:
  virtual ~Stack() = default;
  virtual std::vector<std::string> pages() = 0; // by their names
  virtual Result<Picture> read(const std::string& page) = 0;
  // It has been scanned. An error: it still lies there.
  virtual Result<void> take_out(const std::string& page) = 0;
};

// Whether a stands before b: numbers within the names count by their value, then case, then bytes.
bool naturally_before(std::string_view a, std::string_view b);

// The PNG and JPEG files of a folder; those that were scanned move to its subfolder "scanned". What
// is put in meanwhile lies in the feeder as well. A folder that is not there is an empty feeder.
std::unique_ptr<Stack> folder_stack(std::filesystem::path folder);

} // namespace platen::twin::scanner
