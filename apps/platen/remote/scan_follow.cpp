#include "remote/scan_follow.h"

#include "base/file.h"
#include "remote/listing.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include <unistd.h>

namespace platen::app {

namespace {

constexpr std::chrono::milliseconds look_again{150};

void say(const std::string& text) {
  std::fprintf(stderr, "%s\n", harmless(text).c_str());
}

std::size_t count_of(const Json& scan, const char* list) {
  const auto found = scan.find(list);
  return found != scan.end() && found->is_array() ? found->size() : 0;
}

// Tells what is new since the last look.
class Teller {
public:
  void look(const Json& scan) {
    for (const Json& page : scan["pages"]) {
      const int number = page.value("number", 0);
      const bool cleaned = page.value("cleaned", false);
      if (!cleaned || number <= told_) continue;
      told_ = number;
      std::string line = "page " + std::to_string(number);
      if (page.value("left-out", false)) line += " (" + text_in(page, "why-left-out") + ")";
      if (const auto warning = text_in(page, "warning"); !warning.empty()) line += ": " + warning;
      say(line);
    }
    const std::string message = text_in(scan, "stage") + ": " + text_in(scan, "message");
    if (message != message_ && text_in(scan, "stage") != "scanning" &&
        !text_in(scan, "message").empty())
      say(message);
    message_ = message;
  }

private:
  int told_ = 0;
  std::string message_;
};

bool has_ended(const Json& scan) {
  const std::string stage = text_in(scan, "stage");
  return stage == "done" || stage == "failed" || stage == "canceled";
}

// What a person at the terminal wants of a scan that waits.
Result<void> ask_person(Api& api, const std::string& id) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
    return fail(Errc::conflict, "scan " + id + " waits: \"platen scans more " + id +
                                    "\" scans on, \"platen scans finish " + id +
                                    "\" makes the file, \"platen scans cancel " + id +
                                    "\" drops it");
  std::fprintf(stderr, "[m]ore sheets, [f]inish, or [c]ancel? ");
  std::string line;
  if (!std::getline(std::cin, line)) line = "q";
  const std::string path = "scans/" + id + "/";
  if (line == "m" || line.empty()) {
    TRY_VOID(api.send("POST", path + "more", Json::object()));
  } else if (line == "f") {
    TRY_VOID(api.send("POST", path + "finish", Json::object()));
  } else if (line == "c") {
    TRY_VOID(api.send("POST", path + "cancel", Json::object()));
  } else if (line == "q") {
    return fail(Errc::cancelled, "scan " + id + " goes on waiting");
  }
  return {};
}

Result<void> fetch_one(Api& api, const std::string& path, const std::string& to) {
  TRY(AtomicFile file, AtomicFile::create(to));
  TRY_VOID(api.download(path, file));
  TRY_VOID(file.commit());
  say(to);
  return {};
}

class StandardOutput final : public ByteSink {
public:
  using ByteSink::write;
  Result<void> write(Bytes bytes) override { return write_all(STDOUT_FILENO, bytes); }
};

} // namespace

std::string id_of(const Json& scan) {
  const auto found = scan.find("id");
  return found != scan.end() && found->is_number_integer()
             ? std::to_string(found->get<std::int64_t>())
             : std::string("0");
}

Result<Json> follow_scan(Api& api, Json scan) {
  const std::string id = id_of(scan);
  Teller teller;
  for (;;) {
    if (!scan.is_object() || !scan.contains("pages"))
      return fail(Errc::malformed, "the server's answer about scan " + id + " cannot be read");
    teller.look(scan);
    if (has_ended(scan)) return scan;
    if (text_in(scan, "stage") == "waiting")
      TRY_VOID(ask_person(api, id));
    else
      std::this_thread::sleep_for(look_again);
    TRY(scan, api.get("scans/" + id));
  }
}

Result<void> fetch_files(Api& api, const Json& scan, const std::string& to) {
  const std::size_t count = count_of(scan, "files");
  const std::string path = "scans/" + id_of(scan) + "/files/";
  if (count == 0) return fail(Errc::not_found, "scan " + id_of(scan) + " has no file");
  const bool folder = std::filesystem::is_directory(to);
  if (to == "-") {
    if (count > 1)
      return fail(Errc::invalid, "there are " + std::to_string(count) +
                                     " files: name a folder with -O, not standard output");
    StandardOutput out;
    return api.download(path + "1", out);
  }
  if (count == 1 && !folder) return fetch_one(api, path + "1", to);
  if (!folder) {
    std::error_code error;
    std::filesystem::create_directory(to, error);
    if (error)
      return fail(Errc::io, "there are " + std::to_string(count) + " files, and the folder " + to +
                                " cannot be made: " + error.message());
  }
  for (std::size_t i = 0; i < count; ++i) {
    // The server is not trusted with a place on this disk.
    const std::string name =
        std::filesystem::path(text_in(scan["files"][i], "name")).filename().string();
    TRY_VOID(fetch_one(api, path + std::to_string(i + 1),
                       (std::filesystem::path(to) /
                        (name.empty() || name == ".." ? "scan-" + std::to_string(i + 1) : name))
                           .string()));
  }
  return {};
}

} // namespace platen::app
