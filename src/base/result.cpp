#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace platen {

std::string_view to_string(Errc code) {
  switch (code) {
  case Errc::malformed: return "malformed";
  case Errc::unsupported: return "unsupported";
  case Errc::invalid: return "invalid";
  case Errc::limit: return "limit";
  case Errc::io: return "io";
  case Errc::unreachable: return "unreachable";
  case Errc::timeout: return "timeout";
  case Errc::cancelled: return "cancelled";
  case Errc::busy: return "busy";
  case Errc::denied: return "denied";
  case Errc::not_found: return "not found";
  case Errc::conflict: return "conflict";
  case Errc::bug: return "bug";
  }
  return "unknown";
}

std::string Error::message() const {
  std::string text;
  for (const char c : what) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    text += control ? ' ' : c;
  }
  if (offset != no_offset) text += " (at byte " + std::to_string(offset) + ")";
  return text;
}

void expectation_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "platen: internal error: %s is false (%s:%d)\n", expression, file, line);
  std::abort();
}

} // namespace platen
