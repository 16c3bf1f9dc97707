// escl_server PORT [lossless|announced]: eSCL for scanners of pictures that are known, for other
// people's clients to be judged by. `announced`: also on ::1, which the record's host stands for as
// well, at the same PORT. Commands come on standard input, one a line: "sheets NAME N"
// fills the feeder, "unknown NAME" makes it tell nothing of its feeder, "jam NAME SIDE ROW" lets
// that side get stuck. `lossless`: whoever asks for JPEG gets PNG, for clients that ask for nothing
// else and take either.
#include "discovery/records.h"
#include "http/server.h"
#include "intake/escl/service.h"
#include "support/picture_scanners.h"

#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace {

using namespace platen;

class Uuids {
public:
  std::string next() {
    const std::scoped_lock lock(mutex_);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "urn:uuid:00000000-0000-4000-8000-%012llx",
                  static_cast<unsigned long long>(random_() & 0xffff'ffff'ffffULL));
    return text.data();
  }

private:
  std::mutex mutex_;
  std::mt19937_64 random_{std::random_device{}()};
};

// Changes the body of a request on its way.
class Rewriting final : public http::Exchange {
public:
  explicit Rewriting(std::unique_ptr<http::Exchange> inner) : inner_(std::move(inner)) {}
  std::optional<http::Response> body(Bytes piece) override {
    body_ += as_text(piece);
    return std::nullopt;
  }
  void finish(http::Respond respond) override {
    for (std::size_t at = 0; (at = body_.find("image/jpeg", at)) != std::string::npos;)
      body_.replace(at, 10, "image/png");
    if (auto early = inner_->body(as_bytes(body_))) return respond(std::move(*early));
    inner_->finish(std::move(respond));
  }

private:
  std::unique_ptr<http::Exchange> inner_;
  std::string body_;
};

class Front final : public http::Handler {
public:
  Front(http::Handler& inner, bool lossless) : inner_(inner), lossless_(lossless) {}
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override {
    auto decision = inner_.begin(head);
    auto* const exchange = std::get_if<std::unique_ptr<http::Exchange>>(&decision);
    if (lossless_ && exchange != nullptr && head.method == "POST")
      return std::make_unique<Rewriting>(std::move(*exchange));
    return decision;
  }

private:
  http::Handler& inner_;
  bool lossless_;
};

void obey(test::PictureScanners& scanners, const std::string& line) {
  std::istringstream words(line);
  std::string verb, name;
  int number = 0, row = 0;
  words >> verb >> name >> number >> row;
  if (verb == "sheets") scanners.change(name, [&](auto& one) { one.sheets = number; });
  if (verb == "unknown") scanners.change(name, [&](auto& one) { one.tells_feeder = false; });
  if (verb == "jam")
    scanners.change(name, [&](auto& one) { one.fault_page = number, one.fault_row = row; });
  std::cout << "done" << std::endl;
}

discovery::Announcement announcement(const scan::ScannerEntry& entry,
                                     const scan::ScannerFacts& facts, std::uint16_t port) {
  discovery::ServerFacts server;
  server.host = "localhost";
  server.port = port;
  server.tls = false;
  const discovery::ScannerRecord record{entry.name,
                                        entry.uuid,
                                        facts.make_and_model,
                                        entry.location,
                                        facts.platen.has_value(),
                                        facts.adf.has_value(),
                                        facts.adf_two_sided,
                                        true,
                                        "image/jpeg,application/pdf,image/png,image/tiff"};
  return {entry.uuid, entry.info + " @ test", discovery::scanner_services(record, server)};
}

} // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  test::PictureScanners scanners;
  scanners.put({"copier", "urn:uuid:11111111-2222-4333-8444-555555555555", "", "", "Copier", ""});
  scanners.put({"glass", "urn:uuid:11111111-2222-4333-8444-666666666666", "", "", "Glass", ""});
  scanners.change("glass", [](auto& one) { one.facts.adf.reset(), one.facts.feeder_capacity = 0; });
  Uuids uuids;
  const auto log = [](std::string_view level, std::string_view text) {
    std::cerr << level << ": " << text << std::endl;
  };
  intake::escl::Services services{scanners, [&] { return uuids.next(); }};
  services.log = log;
  intake::escl::Service service(std::move(services));
  const std::string_view mode = count > 2 ? words[2] : "";
  Front front(service, mode == "lossless");
  http::ServerOptions options;
  const auto wanted = static_cast<std::uint16_t>(std::atoi(words[1]));
  options.listen.push_back({"127.0.0.1", wanted});
  if (mode == "announced") options.listen.push_back({"::1", wanted});
  options.log = log;
  options.access = [](const http::ServerOptions::Access& one) {
    std::cerr << one.method << " " << one.path << " " << one.status << std::endl;
  };
  auto server = http::open_server(std::move(options), front);
  if (!server) {
    std::cerr << server.error().message() << std::endl;
    return 1;
  }
  const std::uint16_t port = (*server)->addresses().front().port;
  discovery::Announcer::Options announcing;
  announcing.log = log;
  announcing.loopback_only = true;
  const auto announcer =
      mode == "announced" ? discovery::make_announcer(std::move(announcing)) : nullptr;
  for (const auto& entry : scanners.entries())
    if (announcer) announcer->set(announcement(entry, *scanners.facts(entry.name), port));
  std::cout << port << std::endl;
  std::thread running([&] { (*server)->run(); });
  for (std::string line; std::getline(std::cin, line);)
    obey(scanners, line);
  (*server)->stop();
  running.join();
  return 0;
}
