// What a scanner answers by BJNP: the first octets say which question it was.
#include "wire/bjnp/packet.h"
#include "wire/mp730/command.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  if (size < 2) return 0;
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(2);
  const auto code = static_cast<bjnp::Code>(data[0]);
  if (const auto reply = bjnp::read_reply(bytes, code, data[1])) {
    EXPECTS(reply->payload.size() + bjnp::header_bytes == bytes.size());
    // A question like it is read by nobody as an answer to itself.
    const Buffer question = bjnp::to_scanner(code, data[1], reply->session, reply->payload);
    EXPECTS(question.size() == bytes.size() && !bjnp::read_reply(question, code, data[1]));
    if (const auto told = bjnp::read_poll_answer(reply->payload))
      EXPECTS(told->status.empty() || mp730::read_interrupt(told->status));
    static_cast<void>(bjnp::accepted_bytes(reply->payload));
  }
  if (const auto header =
          mp730::read_image_header(bytes.first(std::min<std::size_t>(bytes.size(), 4))))
    EXPECTS(header->length <= mp730::most_image_bytes);
  static_cast<void>(
      mp730::read_device_status(bytes.first(std::min<std::size_t>(bytes.size(), 12))));
  const Buffer who = bjnp::job_details(as_text(bytes), as_text(bytes), as_text(bytes));
  EXPECTS(who.size() == 392);
  return 0;
}
