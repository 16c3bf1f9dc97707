#include "ipp_world.h"

#include <cstdint>

// A whole request from anywhere: whatever it holds, the service gives one answer that is an IPP
// message with the request's id, or an HTTP refusal.
namespace {

using namespace platen;
using namespace platen::fuzz;

World& world() {
  static World only;
  return only;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  World& here = world();
  if (here.store->printers()->empty()) here.add_printer("office", "canon-ir1020"); // one deleted it
  const Bytes body = std::as_bytes(std::span(data, size));
  const http::Response response = here.answer(body, "admin"); // every operation is reached
  expect(response.status == 200 || (response.status == 400 && size < 8));
  if (response.status != 200) return 0;
  const auto reply = Message::parse(as_bytes(*response.body));
  expect(reply.has_value());
  here.tally.count(ippGetStatusCode(reply->get()));
  const auto id = (std::uint32_t{data[4]} << 24U) | (std::uint32_t{data[5]} << 16U) |
                  (std::uint32_t{data[6]} << 8U) | data[7];
  if (id <= 0x7fffffffU) expect(ippGetRequestId(reply->get()) == static_cast<int>(id));
  return 0;
}
