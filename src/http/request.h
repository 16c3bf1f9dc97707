#pragma once

#include "http/body_decoder.h"
#include "http/exchange.h"
#include "http/framing.h"
#include "http/task.h"

#include <memory>

namespace platen::http {

// One request while it is served.
struct Request {
  Head head;
  Framing framing;
  BodyDecoder body;
  std::unique_ptr<Exchange> exchange;
  Clock::time_point began = Clock::now();
  bool understood = false;      // the header was; what follows its body is the next request
  bool continue_owed = false;   // the client waits for "100 Continue"
  std::uint64_t body_bytes = 0; // of the body as it is sent, with the frames of its chunks
  std::uint64_t in = 0, out = 0;
};

} // namespace platen::http
