#pragma once

#include "base/bytes.h"
#include "base/cancel.h"
#include "base/result.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace platen::transport {

// One question by UDP to everybody on some networks.
struct Shout {
  Buffer question;
  std::uint16_t port = 0;
  std::vector<std::string> targets; // numeric IPv4 addresses, "192.168.1.255" or of one host
  std::function<bool(Bytes datagram)> is_answer;
  std::chrono::milliseconds patience{2'000}; // waited for to its end
};

// The addresses from which answers came, each once, limits::search_answers at most. A target that
// cannot be sent to is passed over. The question is sent twice, since packets get lost.
// Errc::cancelled, io.
Result<std::vector<std::string>> ask_around(const Shout& shout, const Cancel& cancel);

// The broadcast address of each network that this machine is in.
std::vector<std::string> broadcast_addresses();

} // namespace platen::transport
