#include "intake/ipp/shortage.h"

#include "base/limits.h"
#include "intake/ipp/dispatch.h"

#include <limits>
#include <optional>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t header_bytes = 8;
constexpr std::chrono::minutes between_lines{1};

// A chunked body may be of any length.
bool is_long(const http::Head& head) {
  return head.content_length.value_or(std::numeric_limits<std::uint64_t>::max()) >
         limits::http_piece_bytes;
}

http::Response busy(Bytes header) {
  const Message reply = reply_to_header(header);
  ippSetStatusCode(reply.get(), IPP_STATUS_ERROR_BUSY);
  ippAddString(reply.get(), IPP_TAG_OPERATION, IPP_TAG_TEXT, "status-message", nullptr,
               "this server is short of memory for the moment: try again later");
  http::Response response;
  response.content_type = "application/ipp";
  response.body = std::make_shared<const std::string>(reply.encode());
  return response;
}

// Looks at the operation, and passes everything on unless a document comes with it.
class Looking final : public http::Exchange {
public:
  Looking(std::unique_ptr<http::Exchange> service, std::function<void()> refused)
      : service_(std::move(service)), refused_(std::move(refused)) {}

  std::optional<http::Response> body(Bytes piece) override {
    if (passes_) return service_->body(piece);
    header_.insert(header_.end(), piece.begin(), piece.end());
    if (header_.size() < header_bytes) return std::nullopt;
    if (brings_document()) {
      refused_();
      return busy(Bytes(header_).first(header_bytes));
    }
    passes_ = true;
    const Buffer so_far = std::exchange(header_, {});
    return service_->body(so_far);
  }

  void finish(http::Respond respond) override {
    if (!passes_ && !header_.empty())
      if (auto early = service_->body(header_)) return respond(*std::move(early));
    service_->finish(std::move(respond));
  }

private:
  bool brings_document() const {
    ByteReader reader(header_);
    static_cast<void>(reader.u16be()); // the version
    const Operation* const operation =
        find_operation(static_cast<ipp_op_t>(reader.u16be().value_or(0)));
    return operation != nullptr && operation->takes_document;
  }

  const std::unique_ptr<http::Exchange> service_;
  const std::function<void()> refused_;
  Buffer header_; // until it is whole
  bool passes_ = false;
};

} // namespace

std::variant<http::Response, std::unique_ptr<http::Exchange>>
Shortage::begin(const http::Head& head) {
  auto begun = service_.begin(head);
  auto* const exchange = std::get_if<std::unique_ptr<http::Exchange>>(&begun);
  if (exchange == nullptr || !is_long(head) || !is_short_()) return begun;
  return std::make_unique<Looking>(std::move(*exchange), [this, peer = head.peer] { note(peer); });
}

void Shortage::note(const http::Peer& peer) {
  const std::lock_guard lock(mutex_);
  ++refused_;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_line_) return;
  next_line_ = now + between_lines;
  log_("warning", "documents refused: " + std::to_string(std::exchange(refused_, 0)) +
                      " (the last from " + (peer.address.empty() ? "this machine" : peer.address) +
                      "): memory is short; see what uses it, or give the server more (MemoryMax= "
                      "of the service)");
}

} // namespace platen::intake::ipp
