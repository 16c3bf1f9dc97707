#include "virtual_scanner.h"

#include "number.h"

#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdio>

namespace platen::app {

namespace {

constexpr double most_skew = 45; // degrees

Result<double> skew(const std::string& text) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
  if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(degrees) <= most_skew))
    return fail(Errc::invalid, "--skew " + text + " is no angle of -45 to 45 degrees");
  return degrees;
}

Result<std::filesystem::path> existing(const Arguments& arguments, std::string_view option,
                                       bool folder) {
  const std::filesystem::path path = arguments.get(option);
  std::error_code error;
  if (path.empty() || (folder ? std::filesystem::is_directory(path, error)
                              : std::filesystem::is_regular_file(path, error)))
    return path;
  return fail(Errc::invalid, "--" + std::string(option) + " " + path.string() + " is no " +
                                 (folder ? "folder of pages" : "file with a page"));
}

} // namespace

Result<twin::ScannerOptions> scanner_options(const Arguments& arguments) {
  constexpr std::int32_t fastest = 60'000; // sides a minute
  twin::ScannerOptions options;
  if (arguments.has("scanner-port")) {
    TRY(options.stack, existing(arguments, "stack", true));
    TRY(options.glass, existing(arguments, "platen", false));
    if (arguments.has("skew")) {
      TRY(options.skew_degrees, skew(arguments.get("skew")));
    }
    if (arguments.has("feeder-speed")) {
      TRY(options.pages_per_minute,
          parse_number("--feeder-speed", arguments.get("feeder-speed"), 1, fastest));
    }
    options.two_sided_sheets = arguments.has("two-sided-stack");
    options.blank_backs = arguments.has("blank-backs");
    options.log = arguments.get("scanner-log");
    if (options.two_sided_sheets && options.blank_backs)
      return fail(Errc::invalid, "--two-sided-stack and --blank-backs do not go together: sheets "
                                 "have one page or two");
    return options;
  }
  for (const char* option : {"stack", "platen", "skew", "feeder-speed", "two-sided-stack",
                             "blank-backs", "scanner-log", "scanner-only"})
    if (arguments.has(option))
      return fail(Errc::invalid,
                  "--" + std::string(option) + " needs --scanner-port: there is no scanner else");
  return options;
}

Result<void> serve_scanner(const std::string& model, const std::string& address, std::uint16_t port,
                           twin::ScannerOptions options) {
  // Before there are threads, so that none of them takes a signal.
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2})
    ::sigaddset(&signals, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  TRY(const auto scanner, twin::VirtualScanner::open(model, address, port, std::move(options)));
  std::printf("virtual %s scanner=%u\n", model.c_str(), unsigned{scanner->port()});
  std::fflush(stdout);
  for (;;) {
    int signal = 0;
    ::sigwait(&signals, &signal);
    if (signal == SIGUSR1)
      scanner->clear_faults();
    else if (signal == SIGUSR2)
      scanner->press(twin::scanner::Button::color);
    else
      return {};
  }
}

} // namespace platen::app
