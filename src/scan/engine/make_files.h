#pragma once

#include "base/cancel.h"
#include "scan/engine/folder.h"
#include "scan/text/text.h"

#include <functional>

namespace platen::scan {

using ReadText = std::function<Result<PageText>(
    const PageImage& page, const std::vector<std::string>& languages, const Cancel& cancel)>;

struct MadeFiles {
  std::vector<PackedFile> files;
  std::string warning; // which pages have no text, and why
};

// The files of a session from its pages, but those left out; several pages are read at a time where
// text is wanted. `profile`: ICC of the scanner, or empty. Made anew from the beginning each time,
// under the same names.
Result<MadeFiles> make_files(const Session& session, const SessionFolder& folder,
                             const ReadText& read_text, Bytes profile, std::size_t threads,
                             const Cancel& cancel);

} // namespace platen::scan
