#pragma once

#include "job/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp {

// What a printer's device said of its languages when it was asked for them (with_device_asked), by
// the channel that named the one it is printed in. Kept with the printer, so that it is noticed
// when the device says otherwise later (docs/adr/0047).
struct ToldLanguages {
  std::string channel;            // empty: nothing is known
  std::vector<std::string> names; // as device::Spoken has them

  bool names_language(std::string_view language) const;
  void forget(std::string_view language);
};

// Does not wait: what cannot be kept is not known, and the printer prints as before.
void keep_told_languages(job::Store& store, const job::Printer& printer, const ToldLanguages& told);
ToldLanguages told_languages(const job::Store& store, const job::Printer& printer);

} // namespace platen::intake::ipp
