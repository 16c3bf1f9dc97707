#include "sheet_options.h"

#include "number.h"

namespace platen::app {

Result<twin::SheetOptions> sheet_options(const Arguments& arguments, std::string_view folder_flag) {
  if (!arguments.has(folder_flag))
    return fail(Errc::invalid, "--" + std::string(folder_flag) + " is missing");
  twin::SheetOptions options;
  if (const std::string dpi = arguments.get("resolution", "100"); dpi == "full") {
    options.dpi = 0;
  } else {
    TRY(options.dpi, parse_number("--resolution", dpi, 10, 2400));
  }
  options.folder = arguments.get(folder_flag);
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error)
    return fail(Errc::io,
                "cannot make the folder " + options.folder.string() + ": " + error.message());
  return options;
}

} // namespace platen::app
