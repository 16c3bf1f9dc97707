#pragma once

#include "virtual/scanner/log.h"
#include "virtual/scanner/stack.h"

#include <optional>

namespace platen::twin::scanner {

// How the pages of the stack are sheets.
struct SheetTerms {
  bool two_sided = false;   // each sheet is two pages, also where one side is scanned
  bool blank_backs = false; // each sheet is one page
};

// The automatic document feeder: sheets of a stack, and the one that is in its path. For the thread
// that serves the scanner.
class Feeder {
public:
  Feeder(Stack& stack, SheetTerms terms, Log& log) : stack_(stack), terms_(terms), log_(log) {}

  bool loaded(); // a sheet, or the back of the one in the path
  // The next side: the back that waits, when both sides are wanted, else the front of the next
  // sheet. Errc::not_found: there is none; else the page cannot be read.
  Result<Picture> draw_in(bool both_sides);
  void side_done();                              // the side has been scanned to its end
  void put_out();                                // the sheet in the path, if any, leaves
  void take_back();                              // it lies in the feeder as before
  std::int32_t sheet() const { return sheets_; } // the number of the last that was drawn in
  bool back_waits() const { return path_ && path_->front_done; }

private:
  struct InPath {
    std::string front;
    std::optional<std::string> back; // nothing: blank
    bool both_sides = false, front_done = false;
  };
  Result<Picture> front_of_next(bool both_sides);
  void take_out(const std::string& page);

  Stack& stack_;
  const SheetTerms terms_;
  Log& log_;
  std::optional<InPath> path_;
  std::int32_t sheets_ = 0;
};

} // namespace platen::twin::scanner
