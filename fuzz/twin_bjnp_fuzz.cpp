// A client of the twins' BJNP: a datagram, and the same octets as a connection.
#include "virtual/bjnp/printer.h"
#include "virtual_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  static const twin::Condition condition = twin::condition_of("canon-pro-1000");
  const Bytes bytes = std::as_bytes(std::span(data, size));
  if (const auto reply = twin::bjnp::answer(bytes, condition))
    EXPECTS(reply->size() >= 16 && as_text(*reply).starts_with("BJNP"));
  fuzz::InputSource in(bytes);
  BufferSink out, job;
  twin::bjnp::take_job(in, out, job);
  EXPECTS(job.buffer.size() <= size);
  return 0;
}
