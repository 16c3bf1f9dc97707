#include "device/pjl_reader.h"

#include "base/device_limits.h"
#include "device/from_pjl.h"
#include "transport/transport.h"

#include <array>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class PjlReader final : public StatusReader {
public:
  explicit PjlReader(std::string uri) : uri_(std::move(uri)) {}

  std::string_view channel() const override { return "pjl"; }
  bool shares_print_path() const override { return true; }

  Result<Reading> read(const Cancel& cancel) override {
    const transport::Deadlines deadlines{limits::pjl_answer, limits::pjl_answer};
    TRY(const auto device, transport::open(uri_, deadlines, cancel));
    TRY_VOID(device->write(pjl::info_status()));
    const auto until = Clock::now() + limits::pjl_answer;
    std::string received;
    std::array<std::byte, 2048> block{};
    std::size_t in_all = 0;
    for (;;) {
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      if (left <= milliseconds{0}) return fail(Errc::timeout, "PJL's INFO STATUS is not answered");
      TRY(const std::size_t got, device->read(block, left));
      if (got == 0) return fail(Errc::unsupported, "PJL's INFO STATUS is not answered");
      in_all += got;
      if (in_all > limits::pjl_answer_bytes)
        return fail(Errc::limit, "the answer to PJL's INFO STATUS does not end");
      received += as_text(Bytes(block).first(got));
      if (const auto status = pjl::take_status(received)) return from_pjl(*status);
    }
  }

private:
  const std::string uri_;
};

} // namespace

std::unique_ptr<StatusReader> make_pjl_reader(std::string socket_uri) {
  return std::make_unique<PjlReader>(std::move(socket_uri));
}

} // namespace platen::device
