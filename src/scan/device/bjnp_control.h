#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "scan/device/command_link.h"
#include "transport/address.h"
#include "wire/bjnp/packet.h"

namespace platen::scan {

// Questions to a scanner by BJNP over UDP, each asked again until it is answered or the link's
// patience is at its end. One thread at a time; `cancel` outlives it.
class BjnpControl {
public:
  static Result<BjnpControl> open(const transport::SocketAddress& address,
                                  const LinkPatience& patience, const Cancel& cancel);

  struct Reply {
    std::uint16_t session = 0;
    Buffer payload;
  };
  // Errc::timeout: nobody answers; unreachable: nobody is there; cancelled. Packets that answer
  // something else are passed over.
  Result<Reply> ask(bjnp::Code code, std::uint16_t session, Bytes payload,
                    std::chrono::milliseconds patience, bool heed_cancel = true);
  std::uint16_t next_sequence() { return ++sequence_; }

private:
  BjnpControl(UniqueFd fd, transport::SocketAddress address, const LinkPatience& patience,
              const Cancel& cancel)
      : fd_(std::move(fd)), address_(std::move(address)), patience_(patience), cancel_(&cancel) {}
  Result<void> send(Bytes packet);
  Result<std::optional<Reply>> hear(bjnp::Code code, std::uint16_t sequence);

  UniqueFd fd_;
  transport::SocketAddress address_;
  LinkPatience patience_;
  const Cancel* cancel_;
  std::uint16_t sequence_ = 0;
};

} // namespace platen::scan
