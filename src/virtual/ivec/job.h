#pragma once

#include "virtual/interpreter.h"
#include "virtual/ivec/answers.h"
#include "virtual/ivec/document.h"
#include "virtual/ivec/page.h"

namespace platen::twin::ivec {

// The device on one connection: takes documents in order, keeps the state of the job, answers.
class Machine {
public:
  explicit Machine(Line line) : line_(line) {}
  Result<void> run();

private:
  enum class Phase : std::uint8_t {
    idle,       // waits for StartJob
    started,    // SetJobConfiguration or SetConfiguration
    configured, // VendorCmd
    announced,  // SendData
    between,    // nextpage was ON: VendorCmd or SetConfiguration
    last_done,  // nextpage was OFF: EndJob
    refused,    // the rest of the job is thrown away
  };
  // What a document came to: nothing to say, a refusal, or the end of the stream's sense.
  struct Refusal {
    std::string detail;
    Error error;
  };
  using Outcome = tl::expected<void, Refusal>;
  static tl::unexpected<Refusal> refuse(std::string_view detail, std::string what,
                                        std::uint64_t offset);

  Result<void> document(const Document& document);
  Result<std::optional<Document>> next_document();
  Outcome reached(Moment moment, std::uint64_t offset);
  Result<void> answer_questions_while_still();
  Outcome stand_still();
  Outcome perform(const Document& document);
  Outcome start_job(const Document& document);
  Outcome set_job_configuration(const Document& document);
  Outcome set_configuration(const Document& document);
  Outcome announce_page(const Document& document);
  Outcome send_data(const Document& document);
  Outcome end_job(const Document& document);
  Outcome cancel_job();
  // A job that prints nothing of the client's: maintenance.cpp.
  Outcome maintenance(const Document& document);
  Outcome maintain(const Document& document, std::string_view function);

  Condition now() const;
  bool question(const Document& document, Result<void>& sent);
  Result<void> answer(const std::string& xml);
  Result<void> settle_refusal(const Document& document, Refusal refusal);
  Result<void> abort_job(std::string reason);
  Result<void> discard(const Document& document);
  void note_ignored(const Document& document);
  Outcome wrong_moment(const Document& document) const;
  Outcome complain(std::string what, std::uint64_t offset);
  Outcome choose(const Document& document, std::string_view name, std::string_view list,
                 std::string& into);
  Outcome choose_paper(const Document& document, SideRecord& side);
  void compare_paper();
  bool in_job() const { return phase_ != Phase::idle && phase_ != Phase::refused; }

  Line line_;
  std::optional<Document> waiting_; // read while the machine stood still
  bool sheet_out_ = false;          // since the last document of the job
  Phase phase_ = Phase::idle;
  bool lost_ = false;              // the framing is gone: nothing more can be read from the stream
  std::uint64_t payload_left_ = 0; // of the SendData under way, after a fault in its page
  std::string job_id_;
  bool maintains_ = false;   // the open job is one of maintenance
  bool talks_back_ = false;  // bidi=1
  bool more_pages_ = false;  // nextpage=ON
  bool unannounced_ = false; // the last page came without VendorCmd
  SideRecord settings_;
  std::int32_t sheets_ = 0;
};

} // namespace platen::twin::ivec
