#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace platen::app {

namespace {

struct Ending {
  std::string_view extension, format;
};
constexpr std::array<Ending, 6> endings{{{".pdf", "pdf"},
                                         {".tif", "tiff"},
                                         {".tiff", "tiff"},
                                         {".jpg", "jpeg"},
                                         {".jpeg", "jpeg"},
                                         {".png", "png"}}};

// The name of the file says its format, where no option does.
void take_format(const std::string& output, Json& options) {
  const std::string extension = std::filesystem::path(output).extension().string();
  const auto known = std::ranges::find(endings, extension, &Ending::extension);
  if (known != endings.end() && !options.contains("format")) options["format"] = known->format;
}

Result<Json> wanted(const Arguments& arguments) {
  Json request = Json::object();
  std::string recipe;
  TRY(Json options, scan_options(arguments, &recipe));
  std::string to;
  for (const std::string& destination : arguments.all("to"))
    to += (to.empty() ? "" : ",") + destination;
  if (!to.empty()) options["to"] = to;
  if (arguments.has("output") && recipe.empty()) take_format(arguments.get("output"), options);
  TRY(const std::string scanner, printer_name(arguments));
  if (!scanner.empty()) request["scanner"] = scanner;
  if (!recipe.empty()) request["recipe"] = recipe;
  request["options"] = std::move(options);
  return request;
}

Result<void> scan(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const Json request, wanted(arguments));
  TRY(Api api, Api::open(arguments));
  TRY(Json begun, api.send("POST", "scans", request));
  if (arguments.has("no-wait"))
    return arguments.has("json") ? print_json(begun) : print_text("scan " + id_of(begun) + "\n");
  TRY(const Json ended, follow_scan(api, std::move(begun)));
  if (arguments.has("json")) TRY_VOID(print_json(ended));
  if (arguments.has("output") && !ended["files"].empty())
    TRY_VOID(fetch_files(api, ended, arguments.get("output")));
  if (text_in(ended, "stage") != "done")
    return fail(Errc::io, "scan " + id_of(ended) + " " + text_in(ended, "stage") + ": " +
                              text_in(ended, "message"));
  if (arguments.has("output") || arguments.has("json")) return {};
  return print_text("scan " + id_of(ended) + ": " + std::to_string(ended["files"].size()) +
                    (ended["files"].size() == 1 ? " file" : " files") + "\n");
}

} // namespace

const Command& scan_command() {
  static const Command command{
      "scan",
      "Scan from glass or feeder to a file, or to where a recipe sends it.",
      "",
      {{'d', "printer", "NAME", "the scanner (default: the only one)"},
       option_flag,
       {'t', "to", "DESTINATION", "bring the file there; may be repeated"},
       {'O', "output", "FILE", "write the file here (- is standard output, a folder for several)"},
       {0, "no-wait", "", "say its number and leave it alone"},
       json_flag,
       server_flag},
      "Options: input-source=auto|platen|adf, input-sides, flip-stack, input-color-mode,\n"
      "input-resolution, input-media or input-scan-region, deskew, crop, orientation,\n"
      "drop-blank-pages, whiten-background, remove-edge-shadows, format=pdf|pdfa|tiff|jpeg|png,\n"
      "text=true with languages=eng,deu, file-name, recipe=NAME and others; see platen-scan(1).\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return scan(arguments); });
      }};
  return command;
}

} // namespace platen::app
