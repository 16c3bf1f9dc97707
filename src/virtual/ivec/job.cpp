#include "virtual/ivec/job.h"

#include "virtual/ivec/answers.h"
#include "virtual/ivec/questions.h"

#include <algorithm>

namespace platen::twin::ivec {

namespace {

constexpr std::uint64_t largest_payload = 2'000'000'000; // docs/protocols/ivec.md §4

bool is_job_id(const std::string& text) {
  return text.size() == 8 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string listing_of(const Document& document) {
  std::string line = document.operation + "(" + document.service + ")";
  for (const Parameter& p : document.parameters)
    line += " " + std::string(p.space == Space::vendor ? "vcn:" : "") + p.name + "=" + p.text;
  return line;
}

} // namespace

tl::unexpected<Machine::Refusal> Machine::refuse(std::string_view detail, std::string what,
                                                 std::uint64_t offset) {
  return tl::unexpected(
      Refusal{std::string(detail), Error{Errc::malformed, std::move(what), offset}});
}

Result<void> Machine::answer(const std::string& xml) {
  return line_.answers.write(xml);
}

Result<void> Machine::abort_job(std::string reason) {
  phase_ = Phase::refused;
  maintains_ = false;
  return line_.tray.end_job(JobState::aborted, std::move(reason));
}

// Nothing at the end of the stream.
Result<std::optional<Document>> Machine::next_document() {
  if (waiting_) return std::exchange(waiting_, std::nullopt);
  TRY(const auto bytes, read_document(line_.in));
  if (!bytes) return std::optional<Document>();
  TRY(auto parsed, parse_document(*bytes, line_.in.offset() - bytes->size()));
  return std::optional<Document>(std::move(parsed));
}

Machine::Outcome Machine::reached(Moment moment, std::uint64_t offset) {
  if (line_.faults == nullptr) return {};
  auto done = line_.faults->reached(moment, sheets_);
  if (done) return {};
  if (const auto detail = line_.faults->refusal())
    return refuse(*detail, std::move(done).error().what, offset);
  return tl::unexpected(Refusal{{}, std::move(done).error()});
}

// A machine that stands still takes nothing more of its job and answers questions (§4).
Result<void> Machine::answer_questions_while_still() {
  while (line_.faults->stands_still()) {
    const bool next_is_here = waiting_ || line_.in.holds_bytes();
    TRY(const bool words, next_is_here ? Result<bool>(true) : line_.faults->wait_for_words());
    if (!words) continue;
    TRY(auto next, next_document());
    Result<void> sent;
    if (next && question(*next, sent)) {
      TRY_VOID(std::move(sent));
      continue;
    }
    waiting_ = std::move(next);
    TRY_VOID(line_.faults->wait_until_it_prints());
  }
  return {};
}

Machine::Outcome Machine::stand_still() {
  if (line_.faults == nullptr) return {};
  auto done = answer_questions_while_still();
  if (!done) return tl::unexpected(Refusal{{}, std::move(done).error()});
  return {};
}

Result<void> Machine::run() {
  for (;;) {
    auto next = next_document();
    const std::uint64_t end = line_.in.offset();
    if (next && !*next) break;
    if (next) {
      TRY_VOID(document(**next));
      if (!lost_) continue;
      break;
    }
    // Without the document nobody knows where the next one begins.
    const Error error = std::move(next).error();
    line_.tray.list(error.offset == no_offset ? end : error.offset,
                    "not a document: " + error.what);
    if (!in_job() && phase_ != Phase::refused) line_.tray.begin_job();
    if (line_.tray.job_open()) {
      TRY_VOID(abort_job(error.message()));
      if (error.code == Errc::malformed || error.code == Errc::limit)
        static_cast<void>(answer(simple_answer("", "print", "ParameterError")));
    }
    // The reason stands in the record; what else comes, or why nothing comes, adds nothing to it.
    static_cast<void>(line_.in.skip_to_end());
    return {};
  }
  if (line_.tray.job_open())
    return abort_job("the stream ended without EndJob (at byte " +
                     std::to_string(line_.in.offset()) + ")");
  return {};
}

Condition Machine::now() const {
  return line_.condition != nullptr ? line_.condition->now() : condition_of("canon-pro-1000");
}

bool Machine::question(const Document& document, Result<void>& sent) {
  Condition now = this->now();
  now.printing = in_job();
  now.job = in_job() ? line_.tray.job().name : std::string();
  now.job_id = job_id_;
  const bool lies = line_.faults != nullptr && line_.faults->lies_about_lengths();
  const auto told = answer_question(document, now, lies);
  if (told) sent = answer(*told);
  return told.has_value();
}

Result<void> Machine::document(const Document& document) {
  line_.tray.list(document.offset, listing_of(document));
  Result<void> sent;
  if (question(document, sent)) return sent;
  if (phase_ == Phase::refused && document.operation != "StartJob") return discard(document);
  Outcome outcome;
  if (std::exchange(sheet_out_, false)) outcome = reached(Moment::between_sheets, document.offset);
  if (outcome && document.operation == "EndJob" && in_job())
    outcome = reached(Moment::last_byte, document.offset);
  if (outcome) outcome = stand_still();
  if (outcome) outcome = perform(document);
  if (outcome) outcome = stand_still();
  if (line_.tray.failure()) return Failure(*line_.tray.failure());
  if (!outcome) return settle_refusal(document, std::move(outcome).error());
  if (talks_back_) return answer(simple_answer(document.operation, document.service));
  return {};
}

Result<void> Machine::discard(const Document& document) {
  if (document.operation == "EndJob" || document.operation == "CancelJob") phase_ = Phase::idle;
  if (document.operation != "SendData") return {};
  const auto size = decimal(document.text("datasize"));
  lost_ = !size || !line_.in.skip(*size, "a payload");
  return {};
}

Result<void> Machine::settle_refusal(const Document& document, Refusal refusal) {
  if (!line_.tray.job_open()) line_.tray.begin_job();
  note_ignored(document);
  const std::string what = refusal.error.message();
  line_.tray.list(line_.in.offset(),
                  (refusal.detail.empty() ? "broken off: " : "refused, " + refusal.detail + ": ") +
                      what);
  TRY_VOID(abort_job(refusal.detail.empty() ? what : refusal.detail + ": " + what));
  if (refusal.detail.empty()) { // the stream itself is over
    lost_ = true;
    return {};
  }
  TRY_VOID(answer(simple_answer(document.operation, document.service, refusal.detail)));
  lost_ = !line_.in.skip(std::exchange(payload_left_, 0), "a payload");
  return {};
}

void Machine::note_ignored(const Document& document) {
  for (const std::string& name : document.ignored)
    line_.tray.warn_job(document.operation + ": " + name +
                        " is in neither namespace and was ignored");
}

Machine::Outcome Machine::wrong_moment(const Document& document) const {
  if (phase_ == Phase::idle)
    return refuse("NotStart", document.operation + " before StartJob", document.offset);
  constexpr std::string_view wanted[] = {
      "StartJob", "SetConfiguration", "VendorCmd", "SendData", "VendorCmd or SetConfiguration",
      "EndJob",   "StartJob"};
  return refuse("IllegalOperation",
                document.operation + " where " +
                    std::string(wanted[static_cast<std::size_t>(phase_)]) + " was expected",
                document.offset);
}

Machine::Outcome Machine::complain(std::string what, std::uint64_t offset) {
  if (line_.strictness == Strictness::device)
    return refuse("ParameterError", std::move(what), offset);
  line_.tray.warn_job(std::move(what));
  return {};
}

Machine::Outcome Machine::perform(const Document& document) {
  if (document.service == "maintenance") return maintenance(document);
  if (document.service != "print" || maintains_)
    return refuse("NotSupportService", "servicetype \"" + document.service + "\" is not print",
                  document.offset);
  if (document.operation == "StartJob") return start_job(document);
  constexpr std::string_view known[] = {
      "SetJobConfiguration", "SetConfiguration", "VendorCmd", "SendData", "EndJob", "CancelJob"};
  if (std::find(std::begin(known), std::end(known), document.operation) == std::end(known))
    return refuse("NotSupportOperation", "the operation " + document.operation + " is unknown",
                  document.offset);
  if (document.operation == "SendData") // its payload follows whatever comes of the document
    payload_left_ = decimal(document.text("datasize")).value_or(0);
  if (phase_ == Phase::idle) return wrong_moment(document);
  if (document.text("jobID") != job_id_)
    return refuse("IllegalJobID",
                  document.operation + " names job \"" + document.text("jobID") +
                      "\", the open one is " + job_id_,
                  document.offset);
  note_ignored(document);
  if (document.operation == "SetJobConfiguration") return set_job_configuration(document);
  if (document.operation == "SetConfiguration") return set_configuration(document);
  if (document.operation == "VendorCmd") return announce_page(document);
  if (document.operation == "SendData") return send_data(document);
  if (document.operation == "EndJob") return end_job(document);
  return cancel_job();
}

Machine::Outcome Machine::start_job(const Document& document) {
  if (in_job()) return wrong_moment(document);
  line_.tray.begin_job();
  note_ignored(document);
  JobRecord& job = line_.tray.job();
  job.id = job_id_ = document.text("jobID");
  job.name = document.text("jobname");
  job.user = document.text("username");
  job.host = document.text("computername");
  for (const std::string_view name : {"jobname", "username", "computername", "job_description"})
    if (document.find(Space::vendor, name) != nullptr)
      line_.tray.warn_job("StartJob: vcn:" + std::string(name) +
                          " is ignored, the element is ivec:" + std::string(name));
  sheets_ = 0;
  phase_ = Phase::started;
  if (!is_job_id(job_id_))
    return refuse("IllegalJobID", "the job id \"" + job_id_ + "\" is not 8 digits",
                  document.offset);
  const std::string bidi = document.text("bidi");
  if (bidi != "0" && bidi != "1")
    return refuse("ParameterError", "StartJob needs bidi 0 or 1, not \"" + bidi + "\"",
                  document.offset);
  talks_back_ = bidi == "1";
  if (const std::string* host = document.find(Space::vendor, "host_environment");
      host != nullptr && !listed(environments, *host))
    return complain("host_environment \"" + *host + "\" is not one of " + std::string(environments),
                    document.offset);
  return reached(Moment::first_byte, document.offset);
}

Machine::Outcome Machine::set_job_configuration(const Document& document) {
  if (phase_ != Phase::started) return wrong_moment(document);
  const std::string* time = document.common("datetime");
  if (time != nullptr && (time->size() != 14 || !decimal(*time)))
    return complain("datetime \"" + *time + "\" is not YYYYMMDDhhmmss", document.offset);
  std::string mode;
  if (auto o = choose(document, "mismatch_mode", now().compares_paper ? "auto,none" : "none", mode);
      !o)
    return o;
  line_.tray.job().compares_paper = mode == "auto";
  return {};
}

Machine::Outcome Machine::announce_page(const Document& document) {
  if (phase_ != Phase::configured && phase_ != Phase::between) return wrong_moment(document);
  const std::string* operation = document.find(Space::vendor, "ijoperation");
  if (operation == nullptr || *operation != "SetPageConfiguration")
    return refuse("NotSupportOperation", "VendorCmd without vcn:ijoperation=SetPageConfiguration",
                  document.offset);
  const std::string* next = document.find(Space::vendor, "nextpage");
  if (next == nullptr || (*next != "ON" && *next != "OFF"))
    return refuse("ParameterError", "SetPageConfiguration needs vcn:nextpage ON or OFF",
                  document.offset);
  more_pages_ = *next == "ON";
  phase_ = Phase::announced;
  return {};
}

Machine::Outcome Machine::send_data(const Document& document) {
  unannounced_ = phase_ == Phase::configured || phase_ == Phase::between;
  if (unannounced_ && line_.strictness == Strictness::report) {
    line_.tray.warn_job("a page without VendorCmd before it");
    more_pages_ = true;
  } else if (phase_ != Phase::announced) {
    return wrong_moment(document);
  }
  const std::string format = document.text("format");
  const auto size = decimal(document.text("datasize"));
  if (!size) return refuse("ParameterError", "SendData needs a decimal datasize", document.offset);
  if (*size == 0 || *size > largest_payload)
    return refuse("DataSizeOver",
                  "datasize " + std::to_string(*size) + " is not between 1 and " +
                      std::to_string(largest_payload),
                  document.offset);
  if (!listed(formats, format))
    return refuse("ParameterError",
                  "the device does not take \"" + format + "\", only " + std::string(formats),
                  document.offset);
  Payload payload(line_.in, *size);
  line_.tray.list(payload.offset(), format + " payload of " + std::to_string(*size) + " bytes");
  const Condition now = this->now();
  const bool draws_all = line_.strictness == Strictness::report;
  PageRules rules{settings_, line_.strictness, now.adobe_rgb || draws_all, now.most_columns};
  rules.side.sheet = ++sheets_;
  const auto page = format == "PWGRaster" ? read_pwg_page(payload, rules, line_.tray)
                                          : read_jpeg_page(payload, rules, line_.tray);
  payload_left_ = payload.left();
  if (!page) {
    auto detail = line_.faults != nullptr ? line_.faults->refusal() : std::nullopt;
    return tl::unexpected(Refusal{detail.value_or(page.error().detail), page.error().error});
  }
  sheet_out_ = true;
  phase_ = more_pages_ ? Phase::between : Phase::last_done;
  return {};
}

Machine::Outcome Machine::end_job(const Document& document) {
  if (phase_ == Phase::started) line_.tray.warn_job("the job has no pages");
  if (phase_ == Phase::between && unannounced_) phase_ = Phase::last_done;
  if (phase_ == Phase::between)
    return refuse("IllegalOperation", "EndJob although nextpage=ON announced another page",
                  document.offset);
  if (phase_ != Phase::last_done && phase_ != Phase::started) return wrong_moment(document);
  phase_ = Phase::idle;
  static_cast<void>(line_.tray.end_job(JobState::completed)); // a failure stays in the tray
  return {};
}

Machine::Outcome Machine::cancel_job() {
  phase_ = Phase::idle;
  static_cast<void>(line_.tray.end_job(JobState::cancelled, "CancelJob"));
  return {};
}

} // namespace platen::twin::ivec

namespace platen::twin {

Result<void> run_ivec(Line line) {
  auto done = ivec::Machine(line).run();
  if (line.tray.failure()) return Failure(*line.tray.failure());
  return done;
}

} // namespace platen::twin
