#pragma once

#include "base/bytes.h"

#include <memory>

namespace platen::twin::chmp {

// What a TLS server needs, with a key and a self-signed certificate of its own, made anew each
// time.
class TlsIdentity {
public:
  static Result<std::unique_ptr<TlsIdentity>> make();
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  // The plain bytes of a connection whose TLS bytes are those of `in` and `out`.
  class Session : public ByteSource, public ByteSink {};
  std::unique_ptr<Session> session(ByteSource& in, ByteSink& out) const;

private:
  struct Inside;
  explicit TlsIdentity(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

} // namespace platen::twin::chmp
