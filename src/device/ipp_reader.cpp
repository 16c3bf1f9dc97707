#include "device/ipp_reader.h"

#include "device/from_ipp.h"
#include "device/ipp_question.h"

namespace platen::device {

namespace {

class IppReader final : public StatusReader {
public:
  explicit IppReader(transport::IppAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return "ipp"; }
  bool shares_print_path() const override { return true; }

  Result<Reading> read(const Cancel& cancel) override {
    const auto names = status_attributes();
    TRY(const ipp::Message answer, ask_printer(address_, {names.begin(), names.end()}, cancel));
    return from_ipp(answer);
  }

private:
  const transport::IppAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_ipp_reader(transport::IppAddress address) {
  return std::make_unique<IppReader>(std::move(address));
}

} // namespace platen::device
