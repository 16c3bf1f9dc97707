// What a driverless printer answers, which may be anything: what is read of it is what we can send,
// and what is added to a request for it leaves that a message.
#include "base/limits.h"
#include "client/connection.h"
#include "transport/ipp_offer.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;
using platen::ipp::Message;

void expect(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answer = Message::parse(std::as_bytes(std::span(data, size)));
  if (!answer) {
    expect(!answer.error().what.empty());
    return 0;
  }
  if (const auto error = client::error_of(*answer)) expect(!error->what.empty());
  static_cast<void>(transport::read_offer(*answer));
  Message request(::ippNewRequest(IPP_OP_PRINT_JOB));
  for (const auto& [name, value] : {std::pair{"media", "iso_a4_210x297mm"},
                                    {"sides", "two-sided-long-edge"},
                                    {"media-type", "stationery"},
                                    {"print-quality", "5"},
                                    {"copies", "2"},
                                    {"printer-resolution", "600dpi"},
                                    {"media-source", "auto"}})
    transport::add_setting(request, *answer, name, value);
  const std::string encoded = request.encode();
  expect(Message::parse(as_bytes(encoded)).has_value());
  return 0;
}
