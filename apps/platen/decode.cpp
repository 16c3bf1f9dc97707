#include "virtual/decode.h"

#include "commands.h"
#include "file_source.h"
#include "sheet_options.h"

#include <cstdio>
#include <iostream>

namespace platen::app {

namespace {

Result<twin::JobRecords> decode(const Arguments& arguments) {
  if (arguments.operands.size() != 1)
    return fail(Errc::invalid, "one FILE of device bytes is needed, " +
                                   std::to_string(arguments.operands.size()) + " given");
  TRY(auto sheets, sheet_options(arguments, "output"));
  if (!arguments.has("quiet"))
    sheets.listing = [](std::uint64_t offset, std::string_view line) {
      std::printf("%10llu  %.*s\n", static_cast<unsigned long long>(offset),
                  static_cast<int>(line.size()), line.data());
    };
  TRY(FileSource source, open_source(arguments.operands[0]));
  twin::DecodeOptions options;
  options.model = arguments.get("model");
  options.sheets = std::move(sheets);
  return twin::decode_stream(source, options);
}

int run(const Command& command, const Arguments& arguments) {
  const auto jobs = decode(arguments);
  if (!jobs) return report(command, jobs.error());
  int code = exit_done;
  for (const auto& job : *jobs) {
    for (const std::string& warning : job.warnings)
      std::fprintf(stderr, "platen: decode: warning: %s\n",
                   Error{Errc::malformed, warning}.message().c_str());
    if (job.state == twin::JobState::completed) continue;
    code = report(command, {Errc::malformed, "the job is not whole: " + job.reason});
  }
  return code;
}

} // namespace

const Command& decode_command() {
  static const Command command{
      "decode",
      "Draws the sheets of a print job (IVEC or PCL XL bytes) and lists its commands.",
      "FILE",
      {{'O', "output", "DIR", "the folder for the sheets; it is made if need be"},
       {'m', "model", "MODEL", "the printer that the job was made for (default: by its language)"},
       {'r', "resolution", "DPI",
        "of the drawn sheets, or \"full\" for the device's own (default 100)"},
       {'q', "quiet", "", "no listing"}},
      "FILE is - for standard input. Each sheet side becomes a PNG on paper of its true size, each "
      "job a JSON record.\n",
      run};
  return command;
}

} // namespace platen::app
