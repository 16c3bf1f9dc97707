#include "intake/escl/service.h"

#include "base/intake_limits.h"
#include "base/thread.h"
#include "intake/escl/desk.h"
#include "intake/escl/replies.h"
#include "wire/escl/element.h"

#include <algorithm>
#include <map>

namespace platen::intake::escl {

namespace {

constexpr std::string_view root = "/eSCL/";

// "/eSCL/NAME/RESOURCE[/ID[/PART]]"; some clients double a slash.
struct Path {
  std::string name, resource, id, part;
  bool too_long = false;
};
Path path_of(std::string_view path) {
  Path out;
  std::array<std::string*, 4> parts{&out.name, &out.resource, &out.id, &out.part};
  std::size_t at = 0;
  path.remove_prefix(std::min(root.size(), path.size()));
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (const auto part = path.substr(0, end); !part.empty()) {
      if (at == parts.size()) out.too_long = true;
      if (at < parts.size()) *parts[at++] = part;
    }
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return out;
}

Desk::Caller caller_of(const http::Head& head) {
  Desk::Caller caller;
  caller.address = head.peer.address.empty() ? "this machine" : head.peer.address;
  if (!head.host.empty()) caller.base = (head.peer.encrypted ? "https://" : "http://") + head.host;
  return caller;
}

// Collects a short body, then calls `done`.
class Request final : public http::Exchange {
public:
  using Done = std::function<void(std::string body, http::Respond)>;
  explicit Request(Done done) : done_(std::move(done)) {}

  std::optional<http::Response> body(Bytes piece) override {
    if (body_.size() + piece.size() > platen::escl::document_bytes)
      return error_reply({Errc::limit, "the document is too large; it may have " +
                                           std::to_string(platen::escl::document_bytes) +
                                           " bytes"});
    body_ += as_text(piece);
    return std::nullopt;
  }
  void finish(http::Respond respond) override { done_(std::move(body_), std::move(respond)); }

private:
  Done done_;
  std::string body_;
};

using Decision = std::variant<http::Response, std::unique_ptr<http::Exchange>>;

Decision later(Request::Done done) {
  return std::make_unique<Request>(std::move(done));
}

} // namespace

Patience Patience::usual() {
  return {limits::escl_client, limits::escl_first_byte, limits::escl_turn};
}

struct Service::Inside {
  explicit Inside(Services the_services) : services(std::move(the_services)) {}

  std::shared_ptr<Desk> desk(const std::string& name);
  std::optional<scan::ScannerEntry> entry(const std::string& name) const;
  std::optional<http::Response> full(const std::string& client) const;
  std::vector<std::shared_ptr<Desk>> all() const;
  void look_after_jobs();
  void end();

  Decision resource(const http::Head& head, const Path& path, const scan::ScannerEntry& scanner);
  Decision job(const http::Head& head, const Path& path);

  const Services services;
  mutable std::mutex mutex;
  std::condition_variable ending_changed;
  bool ending = false;
  std::map<std::string, std::shared_ptr<Desk>> desks;
  std::thread minder;
};

std::shared_ptr<Desk> Service::Inside::desk(const std::string& name) {
  const std::scoped_lock lock(mutex);
  auto& place = desks[name];
  if (!place) place = std::make_shared<Desk>(services, name);
  return place;
}

std::vector<std::shared_ptr<Desk>> Service::Inside::all() const {
  const std::scoped_lock lock(mutex);
  std::vector<std::shared_ptr<Desk>> list;
  for (const auto& [name, desk] : desks)
    list.push_back(desk);
  return list;
}

std::optional<scan::ScannerEntry> Service::Inside::entry(const std::string& name) const {
  for (scan::ScannerEntry& one : services.scanners.entries())
    if (one.name == name) return std::move(one);
  return std::nullopt;
}

std::optional<http::Response> Service::Inside::full(const std::string& client) const {
  std::size_t of_all = 0, of_client = 0;
  for (const auto& desk : all()) {
    of_all += desk->jobs_of({});
    of_client += desk->jobs_of(client);
  }
  if (of_client >= limits::escl_jobs_of_client)
    return later_reply("you have as many scan jobs as one may have: fetch or delete one", 5);
  if (of_all >= limits::escl_jobs)
    return later_reply("this server has as many scan jobs as it can do: try again later", 5);
  return std::nullopt;
}

void Service::Inside::look_after_jobs() {
  const auto tick = std::clamp(services.patience.first_byte / 4, std::chrono::milliseconds(10),
                               std::chrono::milliseconds(500));
  std::unique_lock lock(mutex);
  while (!ending_changed.wait_for(lock, tick, [&] { return ending; })) {
    lock.unlock();
    for (const auto& desk : all())
      desk->look(Clock::now());
    lock.lock();
  }
}

void Service::Inside::end() {
  {
    const std::scoped_lock lock(mutex);
    ending = true;
  }
  ending_changed.notify_all();
  if (minder.joinable()) minder.join();
  for (const auto& desk : all())
    desk->end();
}

Decision Service::Inside::job(const http::Head& head, const Path& path) {
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const auto found = desk(path.name)->job(path.id);
  if (!found)
    return error_reply({Errc::not_found, "there is no scan job " + path.id.substr(0, 80)});
  if (path.part.empty()) {
    if (head.method != "DELETE") return not_allowed_reply("DELETE");
    if (found->was_deleted()) return error_reply({Errc::cancelled, "this scan job was deleted"});
    return later([found](const std::string&, http::Respond respond) {
      found->cancel([respond = std::move(respond)] { respond(http::Response{}); });
    });
  }
  if (path.part != "NextDocument" && path.part != "ScanImageInfo")
    return error_reply({Errc::not_found, "there is nothing at " + head.path});
  if (!reads) return not_allowed_reply("GET, HEAD");
  if (path.part == "ScanImageInfo")
    return xml_reply(image_info_xml(found->info(), found->setup().plan.size()));
  if (head.method == "HEAD") return found->next_document_head();
  return later([found](const std::string&, http::Respond respond) {
    found->next_document(std::move(respond));
  });
}

Decision Service::Inside::resource(const http::Head& head, const Path& path,
                                   const scan::ScannerEntry& scanner) {
  const bool reads = head.method == "GET" || head.method == "HEAD";
  const auto at = desk(path.name);
  const auto caller = caller_of(head);
  if (path.resource == "ScannerCapabilities" || path.resource == "ScannerStatus") {
    if (!reads) return not_allowed_reply("GET, HEAD");
    const bool status = path.resource == "ScannerStatus";
    return later([at, caller, status](const std::string&, http::Respond respond) {
      status ? at->status(caller, std::move(respond))
             : at->capabilities(caller, std::move(respond));
    });
  }
  if (path.resource == "ScannerIcon" && services.icon) {
    if (!reads) return not_allowed_reply("GET, HEAD");
    http::Response response;
    response.content_type = "image/png";
    response.body = std::make_shared<const std::string>(services.icon(scanner));
    return response;
  }
  if (path.resource == "ScanBufferInfo") {
    if (head.method != "PUT") return not_allowed_reply("PUT");
    return later([at](std::string body, http::Respond respond) {
      at->buffer_info(std::move(body), std::move(respond));
    });
  }
  if (path.resource == "ScanJobs") {
    if (head.method != "POST") return not_allowed_reply("POST");
    return later([this, at, caller](std::string body, http::Respond respond) {
      at->new_job(
          caller, std::move(body), [this](const std::string& client) { return full(client); },
          std::move(respond));
    });
  }
  return error_reply({Errc::not_found, "there is nothing at " + head.path});
}

Service::Service(Services services) : inside_(std::make_shared<Inside>(std::move(services))) {
  auto minder = start_thread([inside = inside_.get()] { inside->look_after_jobs(); });
  if (minder)
    inside_->minder = std::move(*minder);
  else if (inside_->services.log) // only those who wait for long wait for longer
    inside_->services.log("warning", "eSCL: " + minder.error().message());
}

Service::~Service() {
  inside_->end();
}

bool Service::serves(std::string_view path) {
  return path.starts_with(root);
}

Decision Service::begin(const http::Head& head) {
  const Path path = path_of(head.path);
  const auto scanner = inside_->entry(path.name);
  if (!scanner || path.too_long)
    return error_reply({Errc::not_found, scanner ? "there is nothing at " + head.path
                                                 : "there is no scanner " + path.name});
  if (inside_->services.refuse)
    if (auto refusal = inside_->services.refuse(head, path.name)) return std::move(*refusal);
  if (head.content_length.value_or(0) > platen::escl::document_bytes)
    return error_reply({Errc::limit, "the document is too large; it may have " +
                                         std::to_string(platen::escl::document_bytes) + " bytes"});
  if (path.resource == "ScanJobs" && !path.id.empty()) return inside_->job(head, path);
  if (!path.id.empty()) return error_reply({Errc::not_found, "there is nothing at " + head.path});
  return inside_->resource(head, path, *scanner);
}

} // namespace platen::intake::escl
