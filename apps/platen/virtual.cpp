#include "commands.h"
#include "faultscript/script.h"
#include "number.h"
#include "sheet_options.h"
#include "virtual/device.h"
#include "virtual_announcement.h"
#include "virtual_scanner.h"

#include <atomic>
#include <csignal>
#include <cstdio>

namespace platen::app {

namespace {

// What a signal has to reach; VirtualDevice::stop() may be called from a handler.
std::atomic<twin::VirtualDevice*>& served_device() {
  static std::atomic<twin::VirtualDevice*> device = nullptr;
  return device;
}

void stop_serving(int) {
  if (twin::VirtualDevice* device = served_device().load()) device->stop();
}

void clear_faults(int) {
  if (twin::VirtualDevice* device = served_device().load()) device->clear_faults();
}

void press_button(int) {
  if (twin::VirtualDevice* device = served_device().load(); device && device->scanner())
    device->scanner()->press(twin::scanner::Button::color);
}

void tell(const twin::JobRecord& job) {
  std::printf("job \"%s\": %s, %zu sides%s%s\n", Error{Errc::bug, job.name}.message().c_str(),
              job.state == twin::JobState::completed ? "completed" : "aborted", job.sides.size(),
              job.reason.empty() ? "" : ": ", job.reason.c_str());
  std::fflush(stdout);
}

struct ChannelOption {
  const char* name; // of the option, and in a device URI
  std::optional<std::uint16_t> twin::ChannelPorts::*port;
};
// BJNP stands apart: no device URI names it.
constexpr ChannelOption channel_options[] = {{"snmp", &twin::ChannelPorts::snmp},
                                             {"chmp", &twin::ChannelPorts::chmp},
                                             {"chmps", &twin::ChannelPorts::chmps}};
constexpr ChannelOption bjnp_option{"bjnp", &twin::ChannelPorts::bjnp};
// It is asked for its status where a device URI names it, and takes jobs under one of its own.
constexpr ChannelOption lpd_option{"lpd", &twin::ChannelPorts::lpd};
constexpr ChannelOption scanner_option{"scanner-port", &twin::ChannelPorts::scanner};

Result<void> read_port(const Arguments& arguments, const ChannelOption& option,
                       twin::ChannelPorts& ports) {
  if (!arguments.has(option.name)) return {};
  const std::string flag = std::string("--") + option.name;
  TRY(const std::int32_t port, parse_number(flag, arguments.get(option.name), 0, 65535));
  ports.*option.port = static_cast<std::uint16_t>(port);
  return {};
}

Result<twin::ChannelPorts> channel_ports(const Arguments& arguments) {
  twin::ChannelPorts ports;
  for (const ChannelOption& option : channel_options)
    TRY_VOID(read_port(arguments, option, ports));
  TRY_VOID(read_port(arguments, bjnp_option, ports));
  TRY_VOID(read_port(arguments, lpd_option, ports));
  TRY_VOID(read_port(arguments, scanner_option, ports));
  return ports;
}

// "/?snmp=1161": the rest of a device URI that finds the channels.
std::string channels_text(const twin::ChannelPorts& ports) {
  std::string text;
  for (const ChannelOption& option : channel_options)
    if (const auto port = ports.*option.port)
      text += (text.empty() ? "/?" : "&") + std::string(option.name) + "=" + std::to_string(*port);
  if (ports.bjnp) text += " bjnp=" + std::to_string(*ports.bjnp);
  if (ports.lpd) text += " lpd=" + std::to_string(*ports.lpd);
  if (ports.scanner) text += " scanner=" + std::to_string(*ports.scanner);
  return text;
}

Result<std::shared_ptr<twin::SharedCondition>> wanted_condition(const Arguments& arguments,
                                                                const std::string& model) {
  twin::Condition condition = twin::condition_of(model);
  for (const std::string& setting : arguments.all("set"))
    TRY_VOID(twin::set_condition(condition, setting));
  return std::make_shared<twin::SharedCondition>(std::move(condition));
}

Result<void> serve(const Arguments& arguments) {
  if (arguments.operands.size() != 1)
    return fail(Errc::invalid,
                "one MODEL is needed, " + std::to_string(arguments.operands.size()) + " given");
  twin::DeviceOptions options;
  options.model = arguments.operands[0];
  options.address = arguments.get("listen", "127.0.0.1");
  TRY(const std::int32_t port, parse_number("--port", arguments.get("port", "9100"), 0, 65535));
  options.port = static_cast<std::uint16_t>(port);
  TRY(options.channels, channel_ports(arguments));
  TRY(options.scanner, scanner_options(arguments));
  if (arguments.has("faults")) {
    TRY(options.faults, faultscript::load(arguments.get("faults")));
  }
  if (arguments.has("scanner-only")) {
    options.scanner.faults = options.faults.scanner;
    return serve_scanner(options.model, options.address, *options.channels.scanner,
                         std::move(options.scanner));
  }
  TRY(options.sheets, sheet_options(arguments, "sheets"));
  TRY(options.condition, wanted_condition(arguments, options.model));
  options.sheets.on_job = tell;

  const auto condition = options.condition;
  const std::string address = options.address.find(':') != std::string::npos
                                  ? "[" + options.address + "]"
                                  : options.address;
  TRY(const auto device, twin::VirtualDevice::open(std::move(options)));
  TRY(const auto announcer, announce_device(arguments, *device, condition->now()));
  served_device() = device.get();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, stop_serving);
  std::signal(SIGUSR1, clear_faults);
  std::signal(SIGUSR2, press_button);
  std::printf("virtual %s at socket://%s:%u%s\n", arguments.operands[0].c_str(), address.c_str(),
              unsigned{device->port()}, channels_text(device->channel_ports()).c_str());
  std::fflush(stdout);
  auto served = device->serve();
  served_device() = nullptr;
  return served;
}

int run(const Command& command, const Arguments& arguments) {
  const auto served = serve(arguments);
  return served ? exit_done : report(command, served.error());
}

} // namespace

const Command& virtual_command() {
  static const Command command{
      "virtual",
      "A virtual printer on a TCP port that draws what it is told to print.",
      "MODEL",
      {{0, "listen", "ADDRESS", "the address to listen on (default 127.0.0.1)"},
       {0, "port", "N", "the TCP port; 0 takes a free one (default 9100)"},
       {0, "sheets", "DIR", "the folder for the drawn sheets and the records"},
       {0, "faults", "FILE", "what goes wrong with it, and when: see platen-faults(5)"},
       {0, "snmp", "N", "the UDP port of its SNMP agent (default: none)"},
       {0, "chmp", "N", "the TCP port of its HTTP channel, CHMP (default: none)"},
       {0, "chmps", "N", "the same with TLS (default: none)"},
       {0, "bjnp", "N", "the port of BJNP, UDP and TCP (default: none)"},
       {0, "lpd", "N", "the TCP port of its line printer daemon (default: none)"},
       {0, "scanner-port", "N", "the port of its scanner, UDP and TCP (default: none)"},
       {0, "stack", "DIR", "the pages in its feeder (default: a test letter)"},
       {0, "platen", "FILE", "the page on its glass"},
       {0, "two-sided-stack", "", "each sheet of the feeder has two of the pages"},
       {0, "blank-backs", "", "each sheet of the feeder has one of the pages and a blank back"},
       {0, "skew", "DEGREES", "how the feeder draws sheets in, clockwise (default 0)"},
       {0, "feeder-speed", "N", "sides a minute (default: as fast as they are read)"},
       {0, "scanner-log", "FILE", "what came to the scanner and what it answered"},
       {0, "scanner-only", "", "no print port beside the scanner"},
       {0, "announce", "NAME", "announces it by DNS-SD under this name"},
       {0, "uuid", "UUID", "what its records say, with --announce (default: none)"},
       {0, "set", "NAME=VALUE", "what is wrong with it: jam=on, paper=0, toner=5, ..."},
       {'r', "resolution", "DPI", "of the drawn sheets, or \"full\" (default 100)"}},
      "Prints its address, then a line for each job, and runs until it is interrupted. SIGUSR1 "
      "mends what is wrong with it just then, SIGUSR2 presses its button for a colour scan.\n",
      run};
  return command;
}

} // namespace platen::app
