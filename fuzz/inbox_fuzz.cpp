// What old systems send: a stream with PJL around its documents, and an LPD control file. The first
// byte chooses; the stream comes in pieces of different sizes, which must make no difference.
#include "wire/lpd/control.h"
#include "wire/pjl/envelope.h"

#include <cstdlib>

namespace {

using namespace platen;

class Told final : public pjl::EnvelopeReader {
public:
  Result<void> begin(const pjl::Wishes& wishes) override {
    if (inside_ || wishes.copies < 0 || wishes.copies > 999) std::abort();
    inside_ = true;
    text += "<" + wishes.job_name + "|" + wishes.user_name + "|" + wishes.sides + ">";
    return {};
  }
  Result<void> data(Bytes piece) override {
    if (!inside_ || piece.empty()) std::abort();
    text += as_text(piece);
    return {};
  }
  Result<void> end() override {
    if (!inside_) std::abort();
    inside_ = false;
    text += "</>";
    return {};
  }
  Result<void> question(std::string_view line) override {
    if (inside_) std::abort();
    text += "?" + std::string(line) + "?";
    return {};
  }
  std::string text;

private:
  bool inside_ = false;
};

std::string read_in_pieces(Bytes bytes, std::size_t piece) {
  Told told;
  pjl::Envelope envelope(told);
  while (!bytes.empty()) {
    const std::size_t count = std::min(piece, bytes.size());
    if (const auto taken = envelope.take(bytes.first(count)); !taken) return told.text + "!";
    bytes = bytes.subspan(count);
  }
  return envelope.finish() ? told.text : told.text + "!";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes = std::as_bytes(std::span(data + 1, size - 1));
  if (data[0] % 2 == 0) {
    const std::string whole = read_in_pieces(bytes, bytes.size() + 1);
    if (read_in_pieces(bytes, 1) != whole || read_in_pieces(bytes, 7) != whole) std::abort();
    return 0;
  }
  constexpr std::size_t most = 5;
  if (const auto control = lpd::parse_control(as_text(bytes), most)) {
    if (control->files.empty() || control->files.size() > most) std::abort();
    for (const lpd::DataFile& file : control->files)
      if (file.copies < 1 || file.copies > 999 || file.name.empty()) std::abort();
  }
  if (const auto announced = lpd::parse_announced(as_text(bytes));
      announced && announced->name.empty())
    std::abort();
  return 0;
}
