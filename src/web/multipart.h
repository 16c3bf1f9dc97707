#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace platen::web {

// One part of a form: a field, or a file.
struct FormPart {
  std::string name;
  std::string file_name; // the last name of a path; for people only
  std::string type;      // as the browser says it
  bool is_file = false;  // a file's field, also one in which nothing was chosen
};

// multipart/form-data (RFC 7578), piece by piece as it comes: nothing of a file is held.
class Multipart {
public:
  static constexpr std::size_t longest_header = 8 << 10, most_parts = 200;

  class Sink {
  public:
    virtual ~Sink() = default;
    virtual Result<void> begin(FormPart part) = 0;
    virtual Result<void> data(Bytes piece) = 0;
    virtual Result<void> end() = 0;
  };

  // Of a Content-Type. Errc::invalid: it is another one, or has none.
  static Result<std::string> boundary_of(std::string_view content_type);

  Multipart(const std::string& boundary, Sink& sink)
      : delimiter_("\r\n--" + boundary), sink_(sink) {}
  // Errc::malformed, Errc::limit, and whatever the sink says. Nothing may follow an error.
  Result<void> write(Bytes piece);
  // Errc::malformed: the end is missing.
  Result<void> finish() const;

private:
  enum class State : std::uint8_t { before, delimiter, header, content, after };
  Result<bool> step(); // false: it needs more
  Result<bool> skip_content(bool counts);
  Result<bool> read_delimiter();
  Result<bool> read_header();

  const std::string delimiter_;
  Sink& sink_;
  State state_ = State::before;
  std::string held_ = "\r\n"; // the first delimiter may stand at the very beginning
  std::size_t parts_ = 0;
};

} // namespace platen::web
