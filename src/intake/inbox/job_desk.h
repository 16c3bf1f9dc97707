#pragma once

#include "http/exchange.h"
#include "intake/ipp/incoming.h"
#include "intake/ipp/service.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace platen::intake::inbox {

// Who sends a job to which printer, as the protocol tells it. Names are any bytes.
struct Sender {
  std::string printer;
  http::Peer peer;
  std::string user; // a claim; empty: "guest"
};

struct Wanted {
  std::string title;
  std::int32_t copies = 0; // 0: not said
  std::string sides;       // empty: not said
};

// What people may know of a printer's state.
struct PrinterState {
  std::string make_and_model, message;
  enum class Kind : std::uint8_t { idle, processing, stopped } kind = Kind::idle;
  std::vector<std::string> reasons;
  bool accepting = true;
};

// A job of one document on its way into the store; without finish() there is none.
class OpenJob {
public:
  explicit OpenJob(std::unique_ptr<ipp::Incoming> incoming) : incoming_(std::move(incoming)) {}
  Result<void> write(Bytes piece);
  Result<std::int32_t> finish(); // its number, when it is on disk

private:
  std::unique_ptr<ipp::Incoming> incoming_;
};

// Errc::unsupported: the document begins as one for a printer of its own language does, which would
// come out as pages of signs, for it may look like text.
Result<void> check_beginning(Bytes head);

// Makes jobs as IPP does, in this process: with its rules, its limits and its promises.
class JobDesk {
public:
  explicit JobDesk(ipp::Service& service) : service_(service) {}

  Result<void> admits(const Sender& sender) const; // would a job of theirs be taken now?
  Result<std::unique_ptr<OpenJob>> open(const Sender& sender, const Wanted& wanted) const;
  // Several documents, each read from its beginning: one job, or none.
  Result<std::int32_t> print(const Sender& sender, const Wanted& wanted,
                             std::vector<UniqueFd> documents) const;
  Result<PrinterState> state(const Sender& sender) const;
  // Its jobs that are not completed, as this sender may see them.
  Result<platen::ipp::Message> jobs(const Sender& sender) const;
  Result<void> cancel(const Sender& sender, std::int32_t job) const;

private:
  Result<platen::ipp::Message> ask(const Sender& sender, const platen::ipp::Message& request,
                                   UniqueFd document = {}) const;
  Result<std::int32_t> print_several(const Sender& sender, const Wanted& wanted,
                                     std::vector<UniqueFd> documents) const;

  ipp::Service& service_;
};

} // namespace platen::intake::inbox
