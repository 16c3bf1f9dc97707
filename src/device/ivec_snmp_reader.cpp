#include "device/ivec_snmp_reader.h"

#include "base/device_limits.h"
#include "device/from_ivec.h"
#include "wire/snmp/chunk_table.h"

namespace platen::device {

namespace {

class IvecSnmpReader final : public StatusReader {
public:
  explicit IvecSnmpReader(SnmpAddress address) : address_(std::move(address)) {}

  std::string_view channel() const override { return "ivec-snmp"; }

  Result<Reading> read(const Cancel& cancel) override {
    TRY(const auto session,
        open_snmp(address_, std::chrono::steady_clock::now() + limits::status_read, cancel));
    TRY(const snmp::Bindings rows, session->walk({&snmp::chunk_table(), 1}));
    auto document = snmp::join_chunks(rows, limits::status_document_bytes);
    if (!document && document.error().code == Errc::not_found)
      return fail(Errc::unsupported, address_.host + ": " + document.error().what);
    TRY(const std::string text, std::move(document));
    return from_ivec(as_bytes(text));
  }

private:
  const SnmpAddress address_;
};

} // namespace

std::unique_ptr<StatusReader> make_ivec_snmp_reader(SnmpAddress address) {
  return std::make_unique<IvecSnmpReader>(std::move(address));
}

} // namespace platen::device
