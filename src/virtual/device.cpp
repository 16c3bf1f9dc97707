#include "virtual/device.h"

#include "virtual/connection.h"
#include "virtual/listen.h"
#include "virtual/models.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::twin {

namespace {

// The sheets of a job leave the machine's condition changed.
SheetOptions noting_sheets(SheetOptions sheets, const std::shared_ptr<SharedCondition>& condition) {
  sheets.on_begin = [condition] { condition->change([](Condition& now) { now.printing = true; }); };
  sheets.on_job = [condition, told = std::move(sheets.on_job)](const JobRecord& job) {
    condition->change([&](Condition& now) {
      now.printing = false;
      for (const SideRecord& side : job.sides)
        now.impressions += side.copies;
    });
    if (told) told(job);
  };
  return sheets;
}

// For poll(): milliseconds, or -1 for ever.
int patience(std::optional<Faults::Clock::time_point> until) {
  if (!until) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Faults::Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

} // namespace

VirtualDevice::VirtualDevice(DeviceOptions options, UniqueFd listener, UniqueFd stop_event,
                             std::uint16_t port)
    : options_(std::move(options)), faults_(options_.faults, *options_.condition),
      engine_(options_.faults.engine), listener_(std::move(listener)),
      stop_event_(std::move(stop_event)), port_(port) {}

Result<std::unique_ptr<VirtualDevice>> VirtualDevice::open(DeviceOptions options) {
  TRY_VOID(language_of(options.model));
  TRY(UniqueFd listener, listen_on(Sockets::tcp, options.address, options.port));
  UniqueFd stop_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop_event) return fail(Errc::io, "cannot make an eventfd: " + errno_text(errno));
  TRY(const std::uint16_t port, port_of(listener.get()));
  if (!options.condition)
    options.condition = std::make_shared<SharedCondition>(condition_of(options.model));
  TRY(auto channels, open_channels(options.address, options.channels, options.condition, port));
  std::unique_ptr<VirtualScanner> scanner;
  if (options.channels.scanner) {
    options.scanner.faults = options.faults.scanner;
    TRY(scanner, VirtualScanner::open(options.model, options.address, *options.channels.scanner,
                                      options.scanner));
  }
  std::unique_ptr<VirtualDevice> device(
      new VirtualDevice(std::move(options), std::move(listener), std::move(stop_event), port));
  device->channels_ = std::move(channels);
  device->scanner_ = std::move(scanner);
  return device;
}

ChannelPorts VirtualDevice::channel_ports() const {
  ChannelPorts ports = channels_->ports();
  if (scanner_) ports.scanner = scanner_->port();
  return ports;
}

void VirtualDevice::clear_faults() {
  faults_.clear();
  if (scanner_) scanner_->clear_faults();
}

void VirtualDevice::stop() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = ::write(stop_event_.get(), &one, sizeof one);
}

Result<void> VirtualDevice::serve() {
  std::array<pollfd, 2> fds{{{listener_.get(), POLLIN, 0}, {stop_event_.get(), POLLIN, 0}}};
  for (;;) {
    TRY(const bool open, listen(faults_.takes_connections()));
    fds[0].fd = open ? listener_.get() : -1;
    if (::poll(fds.data(), fds.size(), patience(faults_.next_change())) < 0) {
      if (errno == EINTR) continue;
      return fail(Errc::io, "cannot wait for clients: " + errno_text(errno));
    }
    if (fds[1].revents != 0) return {};
    if (!open || fds[0].revents == 0) continue;
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client) {
      TRY_VOID(serve_connection(std::move(client)));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // Nothing is wrong with the device: try again when others may have given some back.
      constexpr int pause_ms = 100;
      static_cast<void>(::poll(&fds[1], 1, pause_ms));
    }
  }
}

// A device that is off refuses at once and keeps its port.
Result<bool> VirtualDevice::listen(bool now) {
  if (now == listens_) return now;
  if (now) {
    TRY_VOID(listen_again(listener_.get()));
  } else {
    TRY(listener_, bound_only(std::move(listener_)));
  }
  listens_ = now;
  return now;
}

Result<void> VirtualDevice::serve_connection(UniqueFd client) {
  TRY(const Language language, language_of(options_.model));
  // What it says is short, and goes out at once: else a connection that is reset takes it along.
  const int yes = 1;
  ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  Connection connection(std::move(client), stop_event_.get(), options_.idle, &faults_);
  Reader reader(connection);
  OutputTray tray(noting_sheets(options_.sheets, options_.condition),
                  std::string(name_of(language)), options_.model);
  tray.watch(faults_);
  TRY_VOID(tray.open());
  TRY_VOID(run_language(language,
                        Line{reader, connection, tray, Strictness::device, options_.condition.get(),
                             &faults_, engine_ ? &*engine_ : nullptr}));
  if (engine_) engine_->forget();
  options_.sheets.first_job =
      options_.sheets.folder.empty() ? tray.next_number() : options_.sheets.first_job;
  return {};
}

} // namespace platen::twin
