// A client of the twins' HTTP channel.
#include "virtual/chmp/server.h"
#include "virtual_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  static const twin::SharedCondition condition(twin::condition_of("canon-pro-1000"));
  fuzz::InputSource in(std::as_bytes(std::span(data, size)));
  BufferSink out;
  twin::chmp::serve(in, out, condition);
  EXPECTS(out.buffer.empty() || as_text(out.buffer).starts_with("HTTP/1.1 "));
  return 0;
}
