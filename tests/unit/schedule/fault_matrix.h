#pragma once

#include "virtual/fault.h"

#include <string>
#include <string_view>
#include <vector>

// Every fault of a device, in every language that it may speak, at every moment of a job: what
// comes of it. docs/faults.md shows the same table; the test holds both against each other.
namespace platen::schedule::test {

enum class Speaker : std::uint8_t {
  ivec,   // the PRO-1000: answers every document
  pcl_xl, // an imageRUNNER whose PJL answers and tells
  pcl5,   // the same in PCL 5e
  silent, // one that never says a word
};
enum class End : std::uint8_t {
  completed,
  held,    // "n of 3 sheets"; completed after somebody released it
  aborted, // by the device's own refusal
};

// A job of three sheets; faults within it are those of its second sheet.
struct Expected {
  twin::FaultKind fault;
  Speaker speaker;
  twin::Moment moment;
  std::string seen; // printer-state-reason on the way; empty: none
  End end;
  std::string drawn; // the sheets in their order, each time that they came out
};

std::vector<Expected> fault_matrix();
std::string_view to_string(Speaker speaker);
std::string_view to_string(End end);
// The table as docs/faults.md has it.
std::string as_markdown(const std::vector<Expected>& matrix);

} // namespace platen::schedule::test
