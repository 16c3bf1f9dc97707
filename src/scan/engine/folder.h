#pragma once

#include "scan/engine/session.h"

#include <filesystem>
#include <string>

namespace platen::scan {

// Where the pages and files of one session lie.
struct SessionFolder {
  std::filesystem::path path;

  std::filesystem::path as_scanned(std::int32_t page) const {
    return path / ("scanned-" + std::to_string(page) + ".png");
  }
  std::filesystem::path edition(std::int32_t page, std::int32_t edition) const {
    return path / ("page-" + std::to_string(page) + "-" + std::to_string(edition) + ".png");
  }
  std::filesystem::path files() const { return path / "files"; }
  // Of recognised pages, while the files are made.
  std::filesystem::path texts() const { return path / "texts"; }
  // What a page looks like now.
  std::filesystem::path shown(const ScanPage& page) const {
    return page.edition == 0 ? as_scanned(page.number) : edition(page.number, page.edition);
  }
};

} // namespace platen::scan
