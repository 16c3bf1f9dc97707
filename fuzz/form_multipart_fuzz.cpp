#include "base/percent.h"
#include "web/form.h"
#include "web/multipart.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

// A form from any browser: it makes no difference in which pieces it comes, and what the parser
// says of it is bounded. The first line of the input is the Content-Type.
namespace {

using namespace platen;
using namespace platen::web;

void expect(bool holds) {
  if (!holds) std::abort();
}

class Collected final : public Multipart::Sink {
public:
  Result<void> begin(FormPart part) override {
    expect(!open_);
    open_ = true;
    expect(part.file_name.find_first_of("/\\") == std::string::npos);
    expect(part.is_file || part.file_name.empty());
    told += "[" + part.name + "|" + part.file_name + "|" + part.type + "]";
    return {};
  }
  Result<void> data(Bytes piece) override {
    expect(open_ && !piece.empty());
    told += as_text(piece);
    return {};
  }
  Result<void> end() override {
    expect(open_);
    open_ = false;
    told += "[end]";
    return {};
  }
  std::string told;

private:
  bool open_ = false;
};

struct Outcome {
  std::string told;
  bool fine = false;
  bool operator==(const Outcome&) const = default;
};

Outcome read(const std::string& boundary, std::string_view body, std::size_t step) {
  Collected sink;
  Multipart parts(boundary, sink);
  for (std::size_t at = 0; at < body.size(); at += step)
    if (!parts.write(as_bytes(body.substr(at, step)))) return {"", false};
  return {sink.told, parts.finish().has_value()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view type = input.substr(0, input.find('\n'));
  const std::string_view body = input.substr(std::min(input.size(), type.size() + 1));
  for (const auto& [name, value] : parse_form(body))
    expect(value_of(parse_form("x=" + percent_encoded(value)), "x") == value);
  const auto boundary = Multipart::boundary_of(type);
  if (!boundary) return 0;
  const Outcome whole = read(*boundary, body, std::max<std::size_t>(1, body.size()));
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
    const Outcome pieces = read(*boundary, body, step);
    expect(pieces.fine == whole.fine);
    expect(!whole.fine || pieces == whole);
  }
  return 0;
}
