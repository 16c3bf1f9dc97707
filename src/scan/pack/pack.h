#pragma once

#include "base/bytes.h"
#include "scan/settings.h"
#include "scan/text/text.h"

#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace platen::scan {

// One page for a file. mask1 is CCITT G4; gray8 and rgb8 are JPEG or without loss, as the settings
// say. `profile`: ICC of the scanner, or empty for sRGB and gray of gamma 2.2.
struct PackPage {
  std::filesystem::path file; // a page file
  // Its text, asked for when its turn has come, so that no two need be held; empty: it has none.
  std::function<Result<PageText>()> text = {};
};

struct PackedFile {
  std::filesystem::path path; // complete and on disk
  std::string name;           // for people and destinations, with its extension
  std::string media_type;
  std::int32_t first_page = 0, pages = 0;
  std::uint64_t bytes = 0;
};

// What a name's fields stand for.
struct NameFields {
  std::time_t time = 0; // {date} {time} {year} {month} {day}, local
  std::string recipe, user, scanner;
  std::int64_t counter = 0;
};
// Without extension; what no file system takes is replaced, never empty, at most 200 bytes.
// Errc::invalid: a field that there is not.
Result<std::string> expand_name(const std::string& pattern, const NameFields& fields);

// The files of one session, in `folder`. Pages are read one at a time; memory does not grow with
// their number. Same input, same bytes (dates come from `fields.time`).
Result<std::vector<PackedFile>> pack(const std::vector<PackPage>& pages,
                                     const FileSettings& settings, const NameFields& fields,
                                     Bytes profile, const std::filesystem::path& folder,
                                     const Cancel& cancel);

// One page as it streams: for eSCL. JPEG, PNG, TIFF or a PDF of one page (more through add_page()).
class StreamedFile {
public:
  virtual ~StreamedFile() = default;
  virtual Result<void> begin_page(PageShape shape, Dpi resolution) = 0;
  virtual Result<void> write(ConstBand rows) = 0;
  virtual Result<void> end_page() = 0; // missing rows become white
  virtual Result<void> finish() = 0;
};
// Bytes leave for `out` as they are made; TIFF and PNG whose height changes are not asked for.
Result<std::unique_ptr<StreamedFile>> stream_file(Format format, std::int32_t jpeg_quality,
                                                  ByteSink& out);

} // namespace platen::scan
