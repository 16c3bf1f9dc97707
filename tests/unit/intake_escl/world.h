#pragma once

#include "http/server.h"
#include "intake/escl/service.h"
#include "support/picture_scanners.h"
#include "unit/http/support.h"

#include <string>
#include <thread>

namespace platen::intake::escl::test {

using namespace std::chrono_literals;
using http::test::Answer;
using http::test::Client;

// A server with the scanner "copier", and clients of it.
class World {
public:
  // Nobody here waits as long as in earnest, unless a test is about that.
  explicit World(Patience patience = {30s, 20s, 100ms});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Client client() const { return Client(port_); }
  Answer ask(std::string_view method, std::string_view path, std::string_view body = {}) const;
  // All that a client at another address of this machine gets.
  std::string ask_from(const std::string& address, std::string_view path) const;
  // Under "/eSCL/copier/".
  Answer get(std::string_view resource) const { return ask("GET", path_of(resource)); }
  Answer post(std::string_view settings) const {
    return ask("POST", path_of("ScanJobs"), settings);
  }
  // The path of a new job.
  std::string new_job(std::string_view inside) const;
  Answer next(const std::string& job) const { return ask("GET", job + "/NextDocument"); }
  void change(const std::function<void(platen::test::Behaviour&)>& how) {
    scanners.change("copier", how);
  }
  // The first text of an element of a document; "(none)".
  static std::string element(const std::string& xml, const std::string& name);
  std::string status(const std::string& name) const {
    return element(get("ScannerStatus").body, name);
  }
  bool comes_true(const std::function<bool()>& holds) const; // within some seconds
  std::string log() const;

  platen::test::PictureScanners scanners;
  std::function<std::optional<http::Response>(const http::Head&, const std::string&)> refuse;

private:
  static std::string path_of(std::string_view resource) {
    return "/eSCL/copier/" + std::string(resource);
  }
  mutable std::mutex mutex_;
  std::string log_;
  int uuids_ = 0;
  std::unique_ptr<Service> service_;
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

std::string request(std::string_view method, std::string_view path, std::string_view body = {});
// scan:ScanSettings around `inside`.
std::string settings(std::string_view inside);
// A square inch at 75 dpi, from `source`, in `format`.
std::string small_scan(std::string_view source, std::string_view format,
                       std::string_view more = {});

} // namespace platen::intake::escl::test
