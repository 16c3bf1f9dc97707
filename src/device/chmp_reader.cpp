#include "device/chmp_reader.h"

#include "device/from_ivec.h"
#include "encode/ivec/questions.h"

namespace platen::device {

namespace {

class ChmpReader final : public StatusReader {
public:
  explicit ChmpReader(ChmpAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return address_.tls ? "chmps" : "chmp"; }

  Result<Reading> read(const Cancel& cancel) override {
    TRY(const std::string answer, ask_chmp(address_, encode::ivec::get_status("print"), cancel));
    return from_ivec(as_bytes(answer));
  }

private:
  const ChmpAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_chmp_reader(ChmpAddress address) {
  return std::make_unique<ChmpReader>(std::move(address));
}

} // namespace platen::device
