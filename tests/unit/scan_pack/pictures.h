#pragma once

#include "base/scratch_folder.h"
#include "scan/pack/pack.h"
#include "scan/page/page_image.h"

#include <string>
#include <vector>

namespace platen::scan {

// Noise with runs in it, the same for the same numbers; nothing in a mask's spare bits.
PageImage picture(PageShape shape, unsigned seed = 1, Dpi resolution = Dpi{300});

// Page files in a folder of their own, and a folder for what is made of them.
struct Pages {
  ScratchFolder folder = ScratchFolder::make().value();
  std::vector<PackPage> list;

  Pages();
  void add(const PageImage& page);
  std::filesystem::path out() const { return folder.path() / "out"; }
  std::vector<std::string> made() const; // names of files in out(), sorted
};

inline const Cancel never;

} // namespace platen::scan
