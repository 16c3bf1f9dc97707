#include "intake/ipp/service.h"

#include "intake/ipp/admission.h"
#include "intake/ipp/attribute_room.h"
#include "intake/ipp/exchange.h"
#include "intake/ipp/incoming.h"
#include "intake/ipp/model_files.h"
#include "intake/ipp/printer_cache.h"
#include "intake/ipp/profile_files.h"

#include <algorithm>
#include <array>

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

// What the document still has, piece by piece, until there is an answer.
Result<std::optional<platen::ipp::Message>> send_document(Incoming& incoming, int document) {
  Buffer piece(piece_bytes);
  for (;;) {
    TRY(const std::size_t got, read_some(document, piece));
    if (got == 0) return std::nullopt;
    TRY(auto early, incoming.write(Bytes(piece).first(got)));
    if (early) return early;
  }
}

} // namespace

Result<platen::ipp::Message> Service::ask(const platen::ipp::Message& request,
                                          const http::Head& like, const auth::Principal& who,
                                          UniqueFd document) {
  Incoming incoming(std::make_unique<IppExchange>(inside_->services, inside_->room, like, who));
  TRY(auto answer, incoming.begin(request));
  if (answer) return *std::move(answer);
  if (document) {
    TRY(auto early, send_document(incoming, document.get()));
    if (early) return *std::move(early);
  }
  return incoming.finish();
}

std::unique_ptr<Incoming> Service::incoming(const http::Head& like) {
  return std::make_unique<Incoming>(
      std::make_unique<IppExchange>(inside_->services, inside_->room, like));
}

} // namespace platen::intake::ipp
