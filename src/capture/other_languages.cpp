#include "capture/other_languages.h"

namespace platen::capture {

std::string_view language_of(std::string_view head) {
  struct Beginning {
    std::string_view bytes, language;
  };
  for (const auto& [bytes, language] :
       {Beginning{") HP-PCL XL;", "PCL XL"}, Beginning{"( HP-PCL XL;", "PCL XL"},
        Beginning{"' HP-PCL XL;", "PCL XL"},
        Beginning{"\x1b"
                  "E",
                  "PCL 5"},
        Beginning{"\x1b&", "PCL 5"}, Beginning{"\x1b*", "PCL 5"}, Beginning{"%!PS", "PostScript"},
        Beginning{"%PDF-", "PDF"}, Beginning{"<?xml", "IVEC (XML)"},
        Beginning{"<cmd", "IVEC (XML)"}, Beginning{"RaS", "PWG or CUPS raster"},
        Beginning{std::string_view("\0\0\0\x08\x01\0\0\x08", 8),
                  "Canon's USB multichannel packets (MLP)"}})
    if (head.starts_with(bytes)) return language;
  return {};
}

} // namespace platen::capture
