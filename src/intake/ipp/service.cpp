#include "intake/ipp/service.h"

#include "intake/ipp/admission.h"
#include "intake/ipp/attribute_room.h"
#include "intake/ipp/exchange.h"
#include "intake/ipp/model_files.h"
#include "intake/ipp/printer_cache.h"
#include "intake/ipp/profile_files.h"

#include <algorithm>
#include <array>
#include <future>

namespace platen::intake::ipp {

struct Service::Inside {
  explicit Inside(Services all)
      : services(std::move(all)), cache(services), admission(services.store), files(services),
        profiles(services) {
    services.admission = &admission;
    services.cache = &cache;
    if (!services.up) services.up = std::make_shared<UpTime>(services.clock, services.clock);
  }
  Services services;
  PrinterCache cache;
  Admission admission;
  ModelFiles files;
  ProfileFiles profiles;
  AttributeRoom room;
};

Service::Service(Services services) : inside_(std::make_unique<Inside>(std::move(services))) {}
Service::~Service() = default;

bool Service::serves(std::string_view path) {
  if (path.starts_with(profile_folder)) return true;
  constexpr auto folders =
      std::to_array<std::string_view>({"/ipp", "/printers", "/jobs", "/admin"});
  if (path == "/" || ModelFiles::serves(path)) return true;
  return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
  });
}

namespace {

bool is_ipp(std::string_view content_type) {
  constexpr std::string_view ipp = "application/ipp";
  return content_type.starts_with(ipp) &&
         (content_type.size() == ipp.size() || content_type[ipp.size()] == ';' ||
          content_type[ipp.size()] == ' ');
}

} // namespace

std::variant<http::Response, std::unique_ptr<http::Exchange>>
Service::begin(const http::Head& head) {
  if (!serves(head.path)) return http::text_response(404, "there is nothing here\n");
  if (ModelFiles::serves(head.path) && (head.method == "GET" || head.method == "HEAD"))
    return inside_->files.get(head.path);
  if (head.path.starts_with(profile_folder) && (head.method == "GET" || head.method == "HEAD"))
    return inside_->profiles.get(head.path);
  if (head.method != "POST") {
    http::Response response = http::text_response(405, "IPP requests are sent with POST\n");
    response.fields = {{"Allow", "POST"}};
    return response;
  }
  if (!is_ipp(head.field("content-type")))
    return http::text_response(415, "requests here are application/ipp\n");
  return std::make_unique<IppExchange>(inside_->services, inside_->room, head);
}

namespace {

constexpr std::size_t piece_bytes = 256 << 10;

// What the document still has, piece by piece, until the exchange has an answer.
Result<std::optional<http::Response>> send_document(http::Exchange& exchange, int document) {
  Buffer piece(piece_bytes);
  for (;;) {
    TRY(const std::size_t got, read_some(document, piece));
    if (got == 0) return std::nullopt;
    if (auto early = exchange.body(Bytes(piece).first(got))) return early;
  }
}

Result<platen::ipp::Message> message_of(const http::Response& response) {
  if (response.content_type != "application/ipp" || !response.body)
    return fail(Errc::busy, "the server cannot take it now: try again later");
  return platen::ipp::Message::parse(as_bytes(*response.body));
}

} // namespace

Result<platen::ipp::Message> Service::ask(const platen::ipp::Message& request,
                                          const http::Head& like, const auth::Principal& who,
                                          UniqueFd document) {
  IppExchange exchange(inside_->services, inside_->room, like, who);
  if (auto early = exchange.body(as_bytes(request.encode()))) return message_of(*early);
  if (document) {
    TRY(const auto early, send_document(exchange, document.get()));
    if (early) return message_of(*early);
  }
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto answer = promise->get_future();
  exchange.finish([promise](http::Response response) { promise->set_value(std::move(response)); });
  try {
    return message_of(answer.get());
  } catch (const std::future_error&) { // the operation dropped its answer
    return fail(Errc::bug, "the server has no answer to this");
  }
}

} // namespace platen::intake::ipp
