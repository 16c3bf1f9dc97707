#include "world.h"

#include <array>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::intake::escl::test {

World::World(Patience patience) {
  scanners.put({"copier", "urn:uuid:11111111-2222-4333-8444-555555555555", "", "", "Copier", ""});
  Services services{scanners, [this] {
                      const std::scoped_lock lock(mutex_);
                      return "urn:uuid:job-" + std::to_string(++uuids_);
                    }};
  services.patience = patience;
  services.icon = [](const scan::ScannerEntry& entry) { return "icon of " + entry.name; };
  services.refuse = [this](const http::Head& head, const std::string& name) {
    return refuse ? refuse(head, name) : std::nullopt;
  };
  services.log = [this](std::string_view level, std::string_view text) {
    const std::scoped_lock lock(mutex_);
    log_ += std::string(level) + ": " + std::string(text) + "\n";
  };
  service_ = std::make_unique<Service>(std::move(services));
  http::ServerOptions options;
  options.listen.push_back({"127.0.0.1", 0});
  server_ = *http::open_server(std::move(options), *service_);
  port_ = server_->addresses().front().port;
  thread_ = std::thread([this] { server_->run(); });
}

World::~World() {
  server_->stop();
  thread_.join();
  server_.reset();
  service_.reset();
}

std::string request(std::string_view method, std::string_view path, std::string_view body) {
  std::string text =
      std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!body.empty() || method == "POST" || method == "PUT")
    text += "Content-Type: text/xml\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

Answer World::ask(std::string_view method, std::string_view path, std::string_view body) const {
  Client one = client();
  one.send(request(method, path, body));
  return one.receive(method == "HEAD");
}

std::string World::ask_from(const std::string& address, std::string_view path) const {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in own{}, server{};
  own.sin_family = server.sin_family = AF_INET;
  ::inet_pton(AF_INET, address.c_str(), &own.sin_addr);
  ::inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
  server.sin_port = htons(port_);
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
  EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server), 0);
  const std::string text =
      "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(text.size()));
  std::string answer;
  std::array<char, 4096> piece{};
  for (ssize_t got = 1; got > 0;) {
    got = ::recv(fd.get(), piece.data(), piece.size(), 0);
    if (got > 0) answer.append(piece.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

std::string settings(std::string_view inside) {
  return R"(<?xml version="1.0"?><scan:ScanSettings )"
         R"(xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" )"
         R"(xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">)"
         R"(<pwg:Version>2.0</pwg:Version>)" +
         std::string(inside) + "</scan:ScanSettings>";
}

std::string small_scan(std::string_view source, std::string_view format, std::string_view more) {
  return "<pwg:ScanRegions><pwg:ScanRegion><pwg:Width>300</pwg:Width><pwg:Height>300</pwg:Height>"
         "</pwg:ScanRegion></pwg:ScanRegions><scan:XResolution>75</scan:XResolution>"
         "<scan:YResolution>75</scan:YResolution><pwg:InputSource>" +
         std::string(source) + "</pwg:InputSource><scan:DocumentFormatExt>" + std::string(format) +
         "</scan:DocumentFormatExt>" + std::string(more);
}

std::string World::new_job(std::string_view inside) const {
  const Answer answer = post(settings(inside));
  EXPECT_EQ(answer.status, 201) << answer.body;
  const auto found = answer.fields.find("location");
  const std::string base = "http://localhost";
  if (found == answer.fields.end() || !found->second.starts_with(base + "/eSCL/copier/ScanJobs/")) {
    ADD_FAILURE() << answer.head;
    return "/none";
  }
  return found->second.substr(base.size());
}

std::string World::element(const std::string& xml, const std::string& name) {
  const auto begin = xml.find("<" + name + ">");
  if (begin == std::string::npos) return "(none)";
  const auto from = begin + name.size() + 2;
  return xml.substr(from, xml.find('<', from) - from);
}

bool World::comes_true(const std::function<bool()>& holds) const {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

std::string World::log() const {
  const std::scoped_lock lock(mutex_);
  return log_;
}

} // namespace platen::intake::escl::test
