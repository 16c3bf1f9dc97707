#include "server/demo.h"

#include "base/thread.h"
#include "virtual/device.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace platen::server {

namespace {

struct Wanted {
  std::string_view printer, model;
};
constexpr std::array<Wanted, 3> wanted{
    {{"pro-1000", "canon-pro-1000"}, {"ir1020", "canon-ir1020"}, {"ir1024", "canon-ir1024"}}};

// One virtual device on a thread of its own.
class Device {
public:
  Device(std::unique_ptr<twin::VirtualDevice> device, std::string name, Log& log)
      : device_(std::move(device)), thread_(start_thread([this, name = std::move(name), &log] {
          if (const auto served = device_->serve(); !served)
            log.line(LogLevel::error, "the virtual device stopped: " + served.error().message(),
                     {{"printer", name}});
        })) {}
  Result<void> started() const { return outcome_of(thread_); }
  ~Device() {
    device_->stop();
    if (thread_) thread_->join();
  }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  std::string uri() const {
    const twin::ChannelPorts channels = device_->channel_ports();
    return "socket://127.0.0.1:" + std::to_string(device_->port()) +
           "/?snmp=" + std::to_string(channels.snmp.value_or(0)) +
           (channels.chmps ? "&chmp=off&chmps=" + std::to_string(*channels.chmps) : "");
  }

  std::optional<std::uint16_t> scanner_port() const { return device_->channel_ports().scanner; }

private:
  std::unique_ptr<twin::VirtualDevice> device_;
  Result<std::thread> thread_;
};

class Devices final : public Demo {
public:
  std::vector<Scanner> scanners() const override { return scanners_; }
  void add(const Wanted& what, std::unique_ptr<Device> device) {
    if (const auto port = device->scanner_port())
      scanners_.push_back({std::string(what.printer), std::string(what.model),
                           "bjnp://127.0.0.1:" + std::to_string(*port)});
    all_.push_back(std::move(device));
  }

private:
  std::vector<Scanner> scanners_;
  std::vector<std::unique_ptr<Device>> all_;
};

twin::ScannerOptions pages_of(const std::filesystem::path& folder) {
  twin::ScannerOptions pages;
  std::error_code error;
  if (std::filesystem::is_directory(folder / "stack", error)) pages.stack = folder / "stack";
  for (const char* file : {"glass.jpg", "glass.png"})
    if (std::filesystem::is_regular_file(folder / file, error)) pages.glass = folder / file;
  return pages;
}

Result<std::unique_ptr<Device>> open_device(const Wanted& what, const std::filesystem::path& folder,
                                            Log& log, twin::FaultScript faults) {
  const std::string name(what.printer);
  std::error_code error;
  std::filesystem::create_directories(folder / name, error);
  if (error)
    return fail(Errc::io, "the folder for sheets " + (folder / name).string() +
                              " cannot be made: " + error.message());
  twin::DeviceOptions options;
  options.model = std::string(what.model);
  options.sheets.folder = folder / name;
  options.faults = std::move(faults);
  options.channels.snmp = 0;
  if (options.model == "canon-pro-1000") {
    options.channels.chmps = 0;
  } else {
    options.channels.scanner = 0;
    options.scanner = pages_of(folder / name);
  }
  TRY(auto device, twin::VirtualDevice::open(std::move(options)));
  auto running = std::make_unique<Device>(std::move(device), name, log);
  TRY_VOID(running->started());
  return running;
}

Result<void> put_printer(job::Store& store, const Wanted& what, const model::Model& model,
                         const std::string& uri) {
  const auto printers = store.printers();
  const auto known = std::ranges::find(*printers, what.printer, &job::Printer::name);
  if (known != printers->end()) {
    const auto set_uri = [uri](job::Printer& printer) -> Result<void> {
      printer.device_uri = uri;
      return {};
    };
    TRY_VOID(job::wait<job::Printer>(
        [&](auto done) { store.update_printer(known->id, set_uri, std::move(done)); }));
    return {};
  }
  job::Printer printer;
  printer.name = std::string(what.printer);
  printer.model = model.id;
  printer.device_uri = uri;
  printer.info = model.title + " (virtual)";
  TRY_VOID(job::wait<job::Printer>(
      [&](auto done) { store.add_printer(std::move(printer), std::move(done)); }));
  return {};
}

} // namespace

Result<std::unique_ptr<Demo>> start_demo(job::Store& store, std::span<const model::Model> models,
                                         const std::filesystem::path& folder, Log& log,
                                         std::map<std::string, twin::FaultScript> faults) {
  auto demo = std::make_unique<Devices>();
  for (const Wanted& what : wanted) {
    TRY(const model::Model* model, model::find_model(models, what.model));
    TRY(auto device, open_device(what, folder, log, std::move(faults[std::string(what.printer)])));
    TRY_VOID(put_printer(store, what, *model, device->uri()));
    demo->add(what, std::move(device));
  }
  return std::unique_ptr<Demo>(std::move(demo));
}

} // namespace platen::server
