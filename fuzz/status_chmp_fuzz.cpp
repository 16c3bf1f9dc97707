// A printer's answers by HTTP, in pieces of several sizes: the same comes out, and nothing beyond
// the bound.
#include "wire/chmp/message.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace platen;
  constexpr std::size_t most = 4096;
  const Bytes all = std::as_bytes(std::span(data, size));
  for (const bool answers_post : {true, false}) {
    std::optional<std::string> whole;
    for (const std::size_t piece : {size + 1, std::size_t{7}}) {
      chmp::ResponseReader reader(answers_post, most);
      Result<bool> done = false;
      for (std::size_t at = 0; at < size && done && !*done; at += piece)
        done = reader.take(all.subspan(at, std::min(piece, size - at)));
      if (done && !*done) done = reader.end();
      const std::string body = done ? reader.response().body : "error";
      if (body.size() > most) std::abort();
      if (whole && *whole != body) std::abort();
      whole = body;
    }
  }
  return 0;
}
