#include "base/cancel.h"
#include "commands.h"
#include "known_models.h"
#include "flow/print_flow.h"
#include "model/model.h"
#include "number.h"
#include "own_model.h"
#include "progress.h"
#include "render/sandbox/protection.h"
#include "render/spares.h"
#include "standard_input.h"
#include "transport/transport.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

#include <pwd.h>
#include <unistd.h>

namespace platen::app {

namespace {

constexpr std::string_view details =
    "IN is a PDF, PostScript, JPEG, PNG, TIFF, PWG raster, Apple raster or text file, or - for "
    "standard input;\n"
    "its type is recognised by its content; several are one job. OUT is a file, - for standard "
    "output, file:PATH, or a "
    "printer:\n"
    "socket://HOST[:9100] or lpd://HOST/QUEUE. \"platen options -m MODEL\" lists the settings that "
    "-o takes;\n"
    "-o icc-profile=FILE converts colours to the profile of the paper.\n";

// Interrupting a conversion stops it cleanly; a signal handler may touch nothing but this.
Cancel& interrupt_flag() {
  static Cancel cancel;
  return cancel;
}

Result<model::Options> parse_options(const Arguments& arguments) {
  model::Options options;
  if (arguments.has("title")) options.emplace_back("job-name", arguments.get("title"));
  for (const std::string& word : arguments.all("option")) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Errc::invalid, "-o takes name=value, not \"" + word + "\"");
    options.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return options;
}

std::string user_name() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : "";
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

// What the option is for is told where it is missing.
Result<void> check_protection(bool without_sandbox) {
  const auto checked = render::sandbox::check_protection(without_sandbox);
  if (checked) return {};
  return fail(checked.error().code,
              checked.error().what + " (or, at your own risk, --open-documents-without-sandbox)");
}

void fill_names(model::Ticket& ticket, const std::string& in) {
  if (ticket.job_name.empty())
    ticket.job_name = in == "-" ? "standard input" : std::filesystem::path(in).filename().string();
  if (ticket.user_name.empty()) ticket.user_name = user_name();
  if (ticket.host_name.empty()) ticket.host_name = host_name();
}

Result<UniqueFd> open_document(const std::string& in) {
  if (in != "-") return open_for_reading(in);
  UniqueFd document(::dup(STDIN_FILENO));
  if (!document) return fail(Errc::io, "standard input is closed");
  return document;
}

Result<render::Limits> renderer_limits(const Arguments& arguments) {
  TRY(const std::int32_t seconds,
      parse_number("--timeout", arguments.get("timeout", "300"), 1, 86'400));
  render::Limits limits = render::Limits::standard();
  limits.cpu = std::chrono::seconds(seconds);
  limits.without_sandbox = arguments.has("open-documents-without-sandbox");
  return limits;
}

// It gets ready while the model and the settings are read. What is wrong with the document is told
// when it is opened. Only a file is opened twice: who writes into a pipe would lose its reader.
std::shared_ptr<render::Spares> begin_renderer(const std::string& in,
                                               const render::Limits& limits) {
  std::error_code error;
  if (in == "-" || !std::filesystem::is_regular_file(in, error)) return nullptr;
  const auto document = open_for_reading(in);
  return document ? render::begin_renderer(document->get(), limits) : nullptr;
}

Result<void> convert(const Arguments& arguments) {
  if (arguments.operands.empty()) return fail(Errc::invalid, "a document IN is needed");
  for (const std::string_view needed : {"model", "output"})
    if (!arguments.has(needed))
      return fail(Errc::invalid, "--" + std::string(needed) + " is missing");
  const std::string& in = arguments.operands[0];
  TRY_VOID(check_standard_input(arguments.operands));
  TRY_VOID(check_protection(arguments.has("open-documents-without-sandbox")));

  TRY(const render::Limits limits, renderer_limits(arguments));
  const auto renderer = begin_renderer(in, limits);
  TRY(const auto options, parse_options(arguments));
  TRY(const OwnModel own, own_model(arguments, options, limits.without_sandbox));
  TRY(auto ticket, model::make_ticket(own.model, options));
  fill_names(ticket, in);

  TRY(UniqueFd document, open_document(in));
  const std::string out = arguments.get("output");
  const auto profile = own.profile_of(ticket);
  const auto underlay = own.letterhead(ticket.office.underlay);
  const auto overlay = own.letterhead(ticket.office.overlay);
  flow::PrintRequest request(own.model, std::move(ticket), std::move(document),
                             transport::is_device_uri(out) ? out : "file:" + out);
  for (std::size_t i = 1; i < arguments.operands.size(); ++i) {
    TRY(UniqueFd next, open_document(arguments.operands[i]));
    request.documents.push_back(std::move(next));
  }
  request.profile = profile;
  request.underlay = underlay;
  request.overlay = overlay;
  request.created = std::time(nullptr);
  request.limits = limits;
  request.spares = renderer;
  request.workers = std::max(1u, std::thread::hardware_concurrency());
  Cancel& cancel = interrupt_flag();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, [](int) { interrupt_flag().request(); });

  const std::string document_name = in == "-" ? "standard input" : in;
  ProgressLine line(document_name);
  request.progress = [&line](const flow::Progress& progress) { line.show(progress); };
  const auto result = flow::print(std::move(request), cancel);
  if (!result && result.error().code == Errc::invalid) return Failure(result.error());
  if (!result) return fail_within(document_name, result.error());
  for (const std::string& warning : result->warnings)
    std::fprintf(stderr, "platen: convert: warning: %s\n",
                 Error{Errc::malformed, warning}.message().c_str());
  return {};
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = convert(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& convert_command() {
  static const Command command{
      "convert",
      "Turns documents into the bytes that a printer takes, and sends them to a file or the "
      "printer.",
      "IN...",
      {{'m', "model", "MODEL", "the printer model (\"platen drivers\" lists them)"},
       models_state_flag,
       {0, "library", "FILE",
        "papers, profiles, recipes and letterheads, as \"platen recipes export\" writes them"},
       {'o', "option", "NAME=VALUE", "a setting, under its IPP name; may be repeated"},
       {'O', "output", "OUT", "where the bytes go"},
       {'t', "title", "TITLE", "the job's name (default: the document's file name)"},
       {0, "timeout", "SECONDS", "processor time that opening or drawing may take (default 300)"},
       {0, "open-documents-without-sandbox", "",
        "on a kernel that cannot confine the renderer: trust the document"}},
      details,
      run};
  return command;
}

} // namespace platen::app
