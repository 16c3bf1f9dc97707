#include "device/chmp_client.h"

#include "base/device_limits.h"
#include "wire/chmp/message.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds first_pause{100}, last_pause{800}; // before the answer is asked for again

std::string host_field(const ChmpAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  std::string host = v6 ? "[" + address.host + "]" : address.host;
  const std::uint16_t usual = address.tls ? 443 : 80;
  return address.port == usual ? host : host + ":" + std::to_string(address.port);
}

class Exchange {
public:
  Exchange(Stream& stream, std::string where) : stream_(stream), where_(std::move(where)) {}

  Result<chmp::Response> ask(const std::string& request, bool is_post) {
    TRY_VOID(stream_.write(as_bytes(request)));
    chmp::ResponseReader reader(is_post, limits::status_document_bytes);
    TRY(bool whole, reader.take(std::exchange(left_over_, {})));
    std::array<std::byte, 8192> block{};
    while (!whole) {
      TRY(const std::size_t got, stream_.read(block));
      TRY(whole, got == 0 ? reader.end() : reader.take(Bytes(block).first(got)));
    }
    left_over_ = reader.rest();
    return reader.response();
  }

  Failure refused(int status) const {
    if (status == 409) return fail(Errc::busy, where_ + ": the printer refuses for now (409)");
    return fail(Errc::unsupported,
                where_ + ": the printer answers " + std::to_string(status) + " by HTTP");
  }

private:
  Stream& stream_;
  const std::string where_;
  Buffer left_over_;
};

} // namespace

Result<std::string> ask_chmp(const ChmpAddress& address, std::string_view document,
                             const Cancel& cancel) {
  const auto until = Clock::now() + limits::status_read;
  const transport::SocketAddress peer{address.host, std::to_string(address.port), {}};
  TRY(const auto stream, open_stream(peer, address.tls, until, cancel));
  Exchange exchange(*stream, transport::to_string(peer));
  const std::string host = host_field(address);
  TRY(const chmp::Response posted,
      exchange.ask(chmp::post(chmp::status_path, host, document), true));
  if (posted.status != 200) return exchange.refused(posted.status);
  for (milliseconds pause = first_pause;; pause = std::min(2 * pause, last_pause)) {
    TRY(chmp::Response got, exchange.ask(chmp::get(chmp::status_path, host), false));
    if (got.status == 200) return std::move(got.body);
    if (got.status != 204) return exchange.refused(got.status);
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    if (Clock::now() + pause >= until)
      return fail(Errc::timeout, transport::to_string(peer) + ": the printer has no answer yet");
    std::this_thread::sleep_for(pause);
  }
}

Result<std::string> ask_chmp_device_id(const ChmpAddress& address, const Cancel& cancel) {
  const transport::SocketAddress peer{address.host, std::to_string(address.port), {}};
  TRY(const auto stream,
      open_stream(peer, address.tls, Clock::now() + limits::status_read, cancel));
  Exchange exchange(*stream, transport::to_string(peer));
  TRY(const chmp::Response got,
      exchange.ask(chmp::get_property(chmp::status_path, host_field(address), "DeviceID(Print)"),
                   false));
  if (got.status != 200) return exchange.refused(got.status);
  std::string id = ieee1284::from_block(got.body);
  if (id.empty())
    return fail(Errc::unsupported, transport::to_string(peer) + ": the device tells no id by CHMP");
  return id;
}

} // namespace platen::device
