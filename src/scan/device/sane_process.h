#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "scan/sane/protocol.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace platen::scan {

struct SanePatience {
  std::chrono::milliseconds open{60'000};  // some drivers look for the whole network first
  std::chrono::milliseconds rows{120'000}; // a lamp warms up, a carriage returns
  std::chrono::milliseconds last_words{5'000};
};
// Which program has libsane in it, and where that finds its drivers.
struct SaneProgram {
  std::filesystem::path path;
  std::vector<std::string> environment; // "NAME=value"
  SanePatience patience;
};
// platen-sane beside this program, with libsane's own folder of settings, or SANE_CONFIG_DIR.
Result<SaneProgram> own_sane_program();

// One platen-sane. A request has its answer before the next is asked. One thread at a time.
class SaneProcess {
public:
  static Result<SaneProcess> start(const SaneProgram& program, const Cancel& cancel);
  SaneProcess(SaneProcess&& other) noexcept;
  SaneProcess& operator=(SaneProcess&&) = delete;
  ~SaneProcess(); // lets it end by itself, but not for long

  // Errc::cancelled: the process was told so, and its answer is still to come (settle()). timeout,
  // io, malformed, limit: it was ended, and nothing more can be had of it.
  Result<Buffer> ask(sane::Request request, Bytes payload, std::chrono::milliseconds patience);
  // Waits for the answer that is owed, whatever it says, or ends the process.
  void settle();
  // What is asked from now on is not ended by Cancel.
  void hurry(bool on) { hurried_ = on; }

private:
  SaneProcess(pid_t pid, UniqueFd requests, UniqueFd answers, const SaneProgram& program,
              const Cancel& cancel)
      : pid_(pid), requests_(std::move(requests)), answers_(std::move(answers)),
        patience_(program.patience), cancel_(&cancel) {}
  Result<void> send(Bytes bytes);
  Result<Buffer> take_answer(std::chrono::milliseconds patience);
  Result<void> fill(std::size_t wanted, std::chrono::steady_clock::time_point until);
  Result<void> wait(std::chrono::steady_clock::time_point until);
  Failure lost(Errc code, const std::string& what);
  std::string end_in_words();

  pid_t pid_ = -1;
  UniqueFd requests_, answers_;
  SanePatience patience_;
  const Cancel* cancel_;
  Buffer held_;       // of an answer that is not whole yet
  bool owed_ = false; // an answer
  bool hurried_ = false;
};

} // namespace platen::scan
