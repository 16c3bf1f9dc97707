#include "virtual/channels.h"

#include "virtual/bjnp/printer.h"
#include "virtual/chmp/server.h"
#include "virtual/chmp/tls.h"
#include "virtual/listen.h"
#include "virtual/lpd/daemon.h"
#include "virtual/snmp/agent.h"
#include "virtual/tcp_service.h"
#include "virtual/udp_service.h"

#include <chrono>

namespace platen::twin {

namespace {

using Clock = std::chrono::steady_clock;

class SocketSink final : public ByteSink {
public:
  explicit SocketSink(UniqueFd fd) : fd_(std::move(fd)) {}
  Result<void> write(Bytes bytes) override { return write_all(fd_.get(), bytes); }

private:
  const UniqueFd fd_;
};

class OpenChannels final : public Channels {
public:
  OpenChannels(std::shared_ptr<SharedCondition> condition, std::uint16_t print_port)
      : condition_(std::move(condition)), print_port_(print_port) {}

  ChannelPorts ports() const override { return ports_; }

  Result<void> open(const std::string& address, const ChannelPorts& wanted) {
    if (wanted.snmp) TRY_VOID(open_snmp(address, *wanted.snmp));
    if (wanted.chmp) TRY_VOID(open_chmp(address, *wanted.chmp));
    if (wanted.chmps) TRY_VOID(open_chmps(address, *wanted.chmps));
    if (wanted.bjnp) TRY_VOID(open_bjnp(address, *wanted.bjnp));
    if (wanted.lpd) TRY_VOID(open_lpd(address, *wanted.lpd));
    return {};
  }

private:
  Result<void> open_snmp(const std::string& address, std::uint16_t port) {
    TRY(UniqueFd socket, listen_on(Sockets::udp, address, port));
    TRY(ports_.snmp, port_of(socket.get()));
    snmp_ = std::make_unique<UdpService>(std::move(socket), [condition = condition_,
                                                             since = Clock::now()](Bytes question) {
      const auto up = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
      return snmp::answer(
          question, snmp::tree_of(condition->now(), static_cast<std::uint32_t>(up.count() / 10)));
    });
    return snmp_->started();
  }

  Result<void> open_chmp(const std::string& address, std::uint16_t port) {
    TRY(UniqueFd listener, listen_on(Sockets::tcp, address, port));
    TRY(ports_.chmp, port_of(listener.get()));
    chmp_ = std::make_unique<TcpService>(std::move(listener),
                                         [condition = condition_](ByteSource& in, ByteSink& out) {
                                           chmp::serve(in, out, *condition);
                                         });
    return chmp_->started();
  }

  Result<void> open_chmps(const std::string& address, std::uint16_t port) {
    TRY(UniqueFd listener, listen_on(Sockets::tcp, address, port));
    TRY(ports_.chmps, port_of(listener.get()));
    TRY(std::shared_ptr<chmp::TlsIdentity> identity, chmp::TlsIdentity::make());
    chmps_ = std::make_unique<TcpService>(
        std::move(listener), [condition = condition_, identity](ByteSource& in, ByteSink& out) {
          const auto session = identity->session(in, out);
          chmp::serve(*session, *session, *condition);
        });
    return chmps_->started();
  }

  // Both on one number, as the real ones are.
  Result<void> open_bjnp(const std::string& address, std::uint16_t port) {
    TRY(BothSockets sockets, listen_on_both(address, port));
    TRY(ports_.bjnp, port_of(sockets.tcp.get()));
    bjnp_ = std::make_unique<UdpService>(std::move(sockets.udp),
                                         [condition = condition_](Bytes question) {
                                           return bjnp::answer(question, condition->now());
                                         });
    TRY_VOID(bjnp_->started());
    bjnp_jobs_ = std::make_unique<TcpService>(
        std::move(sockets.tcp), [address, to = print_port_](ByteSource& in, ByteSink& out) {
          auto print_port = connect_to(address, to);
          if (!print_port) return; // the connection ends, and the client sees it
          SocketSink job(*std::move(print_port));
          bjnp::take_job(in, out, job);
        });
    return bjnp_jobs_->started();
  }

  Result<void> open_lpd(const std::string& address, std::uint16_t port) {
    TRY(UniqueFd listener, listen_on(Sockets::tcp, address, port));
    TRY(ports_.lpd, port_of(listener.get()));
    const auto open_job = [address, to = print_port_]() -> Result<std::unique_ptr<ByteSink>> {
      TRY(UniqueFd print_port, connect_to(address, to));
      return std::make_unique<SocketSink>(std::move(print_port));
    };
    lpd_ = std::make_unique<TcpService>(
        std::move(listener), [condition = condition_, open_job](ByteSource& in, ByteSink& out) {
          lpd::serve(in, out, *condition, open_job);
        });
    return lpd_->started();
  }

  const std::shared_ptr<SharedCondition> condition_;
  const std::uint16_t print_port_;
  ChannelPorts ports_;
  std::unique_ptr<UdpService> snmp_, bjnp_;
  std::unique_ptr<TcpService> chmp_, chmps_, bjnp_jobs_, lpd_;
};

} // namespace

Result<std::unique_ptr<Channels>> open_channels(const std::string& address,
                                                const ChannelPorts& wanted,
                                                std::shared_ptr<SharedCondition> condition,
                                                std::uint16_t print_port) {
  auto channels = std::make_unique<OpenChannels>(std::move(condition), print_port);
  TRY_VOID(channels->open(address, wanted));
  return std::unique_ptr<Channels>(std::move(channels));
}

} // namespace platen::twin
