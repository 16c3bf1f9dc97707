#pragma once

#include "model/ticket.h"

#include <string>
#include <vector>

namespace platen::model {

// What a driverless printer said that it takes (Get-Printer-Attributes), in IPP's own words; an
// empty list is one that it did not give.
struct PageOffer {
  std::vector<std::string> formats;   // document-format-supported
  std::vector<std::string> pwg_types; // pwg-raster-document-type-supported: "srgb_8", "black_1"
  std::vector<Dpi> pwg_resolutions;   // pwg-raster-document-resolution-supported
  std::string pwg_back = "normal";    // pwg-raster-document-sheet-back
  std::vector<std::string> urf;       // urf-supported: "W8", "SRGB24", "RS300-600", "DM1"
  std::vector<Dpi> resolutions;       // printer-resolution-supported
  std::vector<std::string> sides;     // sides-supported
  std::vector<std::string> handling;  // multiple-document-handling-supported
  std::int32_t most_copies = 1;       // copies-supported
  bool many_documents = false;        // multiple-document-jobs-supported
  struct Sheet {
    MediaSize size; // portrait; the name may be empty
    Margins margins;
  };
  std::vector<Sheet> sheets; // media-col-database
  Margins margins;           // the widest of media-*-margin-supported, for sizes not listed
};

} // namespace platen::model
