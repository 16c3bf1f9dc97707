#include "server/ready_page.h"

namespace platen::server {

namespace {

class ReadyExchange final : public http::Exchange {
public:
  explicit ReadyExchange(Core& core) : core_(core) {}
  std::optional<http::Response> body(Bytes) override {
    return http::text_response(413, "This page takes no body.");
  }
  void finish(http::Respond respond) override {
    core_.store().try_writing([&core = core_, respond](const Result<void>& written) {
      std::string reasons = written ? "" : "store: " + written.error().message();
      for (const std::string& one : core.not_ready())
        reasons += (reasons.empty() ? "" : "\n") + one;
      respond(reasons.empty() ? http::text_response(200, "ready")
                              : http::text_response(503, reasons));
    });
  }

private:
  Core& core_;
};

} // namespace

std::variant<http::Response, std::unique_ptr<http::Exchange>>
ReadyPage::begin(const http::Head& head) {
  if (head.method == "GET" || head.method == "HEAD") return std::make_unique<ReadyExchange>(core_);
  auto response = http::text_response(405, "This page can only be read.");
  response.fields.emplace_back("Allow", "GET, HEAD");
  return response;
}

} // namespace platen::server
