#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

// What computers send to a print port, taken apart: documents, and PJL around and between them
// (docs/protocols/inboxes.md).
namespace platen::pjl {

// What PJL said of the document that follows it; empty and 0: nothing.
struct Wishes {
  std::string job_name, user_name; // as they came, any bytes
  std::int32_t copies = 0;         // 1 to 999
  std::string sides;               // as IPP calls it: "one-sided", "two-sided-long-edge", ...
  std::string language;            // ENTER LANGUAGE, in capitals
};

// What an Envelope finds, in its order. An Error of any of them ends the reading.
class EnvelopeReader {
public:
  virtual ~EnvelopeReader() = default;
  virtual Result<void> begin(const Wishes& wishes) = 0; // a document; its first bytes follow
  virtual Result<void> data(Bytes piece) = 0;
  virtual Result<void> end() = 0; // the document is whole
  virtual Result<void>
  question(std::string_view line) = 0; // "INFO STATUS", "ECHO 7"; for an answer
};

// A stream, piece by piece. A document is whole at the way out of its language (UEL), or where the
// stream ends. What is no PJL is a document from its first byte on.
class Envelope {
public:
  explicit Envelope(EnvelopeReader& reader) : reader_(reader) {}
  Result<void> take(Bytes piece); // Errc::malformed, Errc::limit: PJL without end
  Result<void> finish();          // the stream has ended as it should

private:
  enum class At : std::uint8_t { between, document };
  Result<void> step(bool last);
  bool step_between(bool last, Result<void>& result);
  bool step_document(bool last, Result<void>& result);
  Result<void> read_line(std::string_view line);
  void read_set(std::string_view words);
  void read_name(std::string_view words);
  Result<void> begin_document();

  EnvelopeReader& reader_;
  At at_ = At::between;
  std::string held_;       // not taken yet
  Wishes wishes_;          // until EOJ
  bool wrapped_ = false;   // the way into PJL was seen
  bool languages_ = false; // the document began: its language may be left
  bool entered_ = false;   // ENTER LANGUAGE: what follows is a document, whatever it looks like
  std::size_t pjl_bytes_ = 0;
};

} // namespace platen::pjl
