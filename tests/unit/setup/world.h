#pragma once

#include "setup/workshop.h"

#include <deque>
#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace platen::setup {

// A server of the test's own: printers and scanners in maps, devices as the test says.
class FakeServer final : public Server {
public:
  Json devices = Json::array(), notes = Json::array();
  std::map<std::string, Json> printers, scanners;
  std::string standard;
  std::vector<std::string> changes; // "PUT printers/a"
  std::string job_state = "completed", job_message = "1 sheet delivered";
  std::set<std::string> refuses; // changes that fail
  bool scanner_answers = false;

  std::string address() const override { return "fake"; }

  Result<Json> get(const std::string& path) override {
    if (path.starts_with("printer-devices")) {
      asked_for = path;
      return Json{{"devices", devices}, {"notes", notes}};
    }
    if (path == "models")
      return Json::array({{{"id", "canon-ir1020"}, {"scanner", {{"language", "mp730"}}}},
                          {{"id", "canon-pro-1000"}}});
    if (path == "printers") {
      Json all = Json::array();
      for (const auto& [name, printer] : printers)
        all.push_back(printer);
      return all;
    }
    if (path.ends_with("/options"))
      return Json::array(
          {{{"name", "media"},
            {"default", "iso_a4_210x297mm"},
            {"values", {"iso_a4_210x297mm", "na_letter_8.5x11in"}}},
           {{"name", "sides"}, {"default", "one-sided"}, {"values", {"one-sided", "both"}}}});
    if (path.ends_with("/questions"))
      return Json::array({{{"id", "sheet"},
                           {"question", "Did a sheet come out?"},
                           {"advice", {"Look."}},
                           {"guide", "responding"},
                           {"settings", Json::array()}},
                          {{"id", "back"},
                           {"question", "Is the back right?"},
                           {"advice", {"Bind at the other edge."}},
                           {"guide", "quality"},
                           {"settings", {"sides"}}}});
    if (path.starts_with("jobs/"))
      return Json{{"job-id", 7}, {"job-state", job_state}, {"job-state-message", job_message}};
    if (path.starts_with("doctor"))
      return Json{{"findings", Json::array({{{"severity", "problem"},
                                             {"title", "The device does not answer"},
                                             {"code", "device-unreachable"},
                                             {"advice", {"Switch it on."}}}})}};
    return one_of(path);
  }

  Result<Json> send(std::string_view method, const std::string& path, const Json& body) override {
    const std::string change = std::string(method) + " " + path;
    if (refuses.contains(change)) return fail(Errc::conflict, "refused: " + change);
    changes.push_back(change);
    bodies[change] = body;
    if (path.ends_with("/default")) standard = path.substr(9, path.size() - 17);
    if (path.ends_with("/test-page")) return Json{{"job-id", 7}};
    auto& list = path.starts_with("scanners/") ? scanners : printers;
    const std::string name = path.substr(9);
    if (method == "DELETE") list.erase(name);
    if (method == "PUT") put(list, name, body);
    for (auto& [printer, entry] : printers)
      entry["default"] = printer == standard;
    return Json::object();
  }

  std::map<std::string, Json> bodies;
  std::string asked_for;

private:
  void put(std::map<std::string, Json>& list, const std::string& name, const Json& body) {
    Json& entry = list[name];
    if (entry.is_null())
      entry = {{"printer-name", name},
               {"name", name},
               {"printer-uuid", "uuid-" + std::to_string(++given_)},
               {"state", scanner_answers ? "idle" : "unreachable"}};
    entry.update(body);
  }
  Result<Json> one_of(const std::string& path) {
    auto& list = path.starts_with("scanners") ? scanners : printers;
    if (path.find('/') == std::string::npos || path.find('?') != std::string::npos)
      return Json::array();
    const auto found = list.find(path.substr(9));
    if (found == list.end()) return fail(Errc::not_found, "there is no " + path);
    return found->second;
  }
  int given_ = 0;
};

// Answers what the test wrote down; at its end it is gone, as somebody who types Ctrl-D.
class Scripted final : public Person {
public:
  std::deque<std::string> answers;
  std::string said;
  void say(const std::string& text) override { said += text + "\n"; }
  Result<std::string> ask(const std::string& question) override {
    said += question + "\n";
    if (answers.empty()) return fail(Errc::cancelled, "the end of what is typed");
    std::string answer = answers.front();
    answers.pop_front();
    return answer;
  }
  Result<void> wait(std::chrono::milliseconds) override { return {}; }
};

// A folder of its own, gone afterwards.
class Folder {
public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "platen-setup-XXXXXX").string();
    path = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path path;
};

inline Json copier(const std::string& uri = "socket://192.0.2.20") {
  return {{"device-uri", uri}, {"make-and-model", "iR1020/1024/1025"},  {"model", "canon-ir1020"},
          {"fit", "exact"},    {"identity", {"mac:00:1e:8f:00:00:01"}}, {"location", "2nd floor"},
          {"printer", nullptr}};
}

} // namespace platen::setup
