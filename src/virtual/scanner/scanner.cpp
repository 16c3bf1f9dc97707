#include "virtual/scanner/scanner.h"

#include "virtual/listen.h"
#include "virtual/scanner/letter.h"
#include "virtual/scanner/link.h"
#include "virtual/tcp_service.h"
#include "virtual/udp_service.h"

namespace platen::twin {

namespace {

using namespace scanner;

std::function<Result<Picture>()> glass_of(const ScannerOptions& options) {
  if (!options.glass.empty()) return [file = options.glass] { return read_picture(file); };
  if (!options.stack.empty()) return [] { return Result<Picture>(Picture{}); };
  return [] { return letter_page(1); };
}

class OpenScanner final : public VirtualScanner {
public:
  OpenScanner(ScannerOptions options, std::unique_ptr<Log> log)
      : log_(std::move(log)), buttons_(options.stack),
        troubles_(
            std::move(options.faults), [this](std::string_view name) { buttons_.press(name); },
            clock),
        stack_(options.stack.empty() ? letter_stack() : folder_stack(options.stack)),
        machine_(*stack_,
                 {{options.two_sided_sheets, options.blank_backs},
                  options.skew_degrees,
                  options.pages_per_minute,
                  glass_of(options)},
                 troubles_, clock, *log_),
        link_(machine_, sessions_, troubles_, pause_, *log_) {}
  ~OpenScanner() override { pause_.end(); }

  Result<void> listen(const std::string& model, const std::string& address, std::uint16_t port) {
    TRY(BothSockets sockets, listen_on_both(address, port));
    TRY(port_, port_of(sockets.tcp.get()));
    control_ = std::make_unique<Control>(
        Control::Identity{model == "canon-ir1020" ? "iR1020" : "iR1024", port_}, sessions_,
        buttons_, *log_);
    udp_ = std::make_unique<UdpService>(std::move(sockets.udp), [this](Bytes datagram) {
      troubles_.look(); // a button that the script presses
      return control_->answer(datagram);
    });
    TRY_VOID(udp_->started());
    tcp_ = std::make_unique<TcpService>(
        std::move(sockets.tcp), [this](ByteSource& in, ByteSink& out) { link_.serve(in, out); });
    return tcp_->started();
  }

  std::uint16_t port() const override { return port_; }
  void press(Button button) override { buttons_.press(button); }
  void clear_faults() override { troubles_.clear(); }
  std::int32_t faults_begun() const override { return troubles_.begun(); }
  std::vector<std::string> log() const override { return log_->lines(); }

private:
  static std::chrono::steady_clock::time_point clock() { return std::chrono::steady_clock::now(); }

  const std::unique_ptr<Log> log_;
  Buttons buttons_;
  Troubles troubles_;
  const std::unique_ptr<Stack> stack_;
  Machine machine_;
  Sessions sessions_;
  Pause pause_;
  Link link_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Control> control_;
  std::unique_ptr<UdpService> udp_; // the last members: their threads use all others
  std::unique_ptr<TcpService> tcp_;
};

} // namespace

Result<std::unique_ptr<VirtualScanner>> VirtualScanner::open(const std::string& model,
                                                             const std::string& address,
                                                             std::uint16_t port,
                                                             ScannerOptions options) {
  if (model != "canon-ir1020" && model != "canon-ir1024")
    return fail(Errc::invalid,
                "a virtual " + model + " has no scanner; canon-ir1020 and canon-ir1024 have one");
  TRY(auto log, Log::open(options.log));
  auto opened = std::make_unique<OpenScanner>(std::move(options), std::move(log));
  TRY_VOID(opened->listen(model, address, port));
  return std::unique_ptr<VirtualScanner>(std::move(opened));
}

} // namespace platen::twin
