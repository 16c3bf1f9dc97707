#include "intake/inbox/parts.h"
#include "intake/inbox/pjl_answers.h"
#include "intake/ipp/job_request.h"
#include "wire/pjl/envelope.h"

#include <algorithm>
#include <array>

namespace platen::intake::inbox {

namespace {

// PJL names the language of what follows. Those with a format that is read here.
Result<void> check_language(const std::string& language) {
  constexpr auto read = std::to_array<std::string_view>(
      {"", "AUTO", "POSTSCRIPT", "PS", "PDF", "JPEG", "TIFF", "PNG", "PWG", "URF", "TEXT"});
  if (std::ranges::find(read, language) != read.end()) return {};
  return fail(Errc::unsupported, "the document is in " + ipp::clean_text(language) +
                                     ", which is not read here: print with a PostScript driver");
}

// What comes to a raw port becomes jobs of its printer. Nothing of a document is a job before all
// of it is there.
class RawJobs final : public pjl::EnvelopeReader {
public:
  RawJobs(Connection& connection, std::string printer, const Parts& parts)
      : connection_(connection), parts_(parts), sender_{std::move(printer), connection.peer(), {}} {
  }

  Result<void> begin(const pjl::Wishes& wishes) override {
    sender_.user = wishes.user_name;
    Wanted wanted{wishes.job_name, wishes.copies, wishes.sides};
    if (wanted.title.empty()) wanted.title = "from " + sender_.peer.address;
    bytes_ = 0;
    began_ = true;
    TRY_VOID(check_language(wishes.language));
    TRY(job_, parts_.desk.open(sender_, wanted));
    return {};
  }

  Result<void> data(Bytes piece) override {
    if (bytes_ == 0) TRY_VOID(check_beginning(piece));
    bytes_ += piece.size();
    if (bytes_ > parts_.most_bytes)
      return fail(Errc::limit, "the document has more than " + std::to_string(parts_.most_bytes) +
                                   " bytes ([limits] document-mb)");
    return job_->write(piece);
  }

  Result<void> end() override {
    TRY(const std::int32_t number, job_->finish());
    job_.reset();
    began_ = false;
    ++parts_.counts.raw_jobs;
    parts_.log("info", "job " + std::to_string(number) + " for " + sender_.printer + " from " +
                           sender_.peer.address + " at its raw port");
    return {};
  }

  Result<void> question(std::string_view line) override {
    TRY(const PrinterState state, parts_.desk.state(sender_));
    return connection_.write(pjl_answer(line, state));
  }

  bool amid_job() const { return began_; }

private:
  Connection& connection_;
  const Parts& parts_;
  Sender sender_;
  std::unique_ptr<OpenJob> job_;
  std::uint64_t bytes_ = 0;
  bool began_ = false;
};

Result<void> read_all(Connection& connection, pjl::Envelope& envelope) {
  constexpr std::size_t piece_bytes = 64 << 10;
  Buffer piece(piece_bytes);
  for (;;) {
    TRY(const std::size_t got, connection.read(piece));
    if (got == 0) return envelope.finish();
    TRY_VOID(envelope.take(Bytes(piece).first(got)));
  }
}

} // namespace

void serve_raw(Connection& connection, const std::string& printer, const Parts& parts) {
  RawJobs jobs(connection, printer, parts);
  pjl::Envelope envelope(jobs);
  const auto served = read_all(connection, envelope);
  if (served) return;
  // Who looks whether there is a port, or asks how the printer is, need not end it well.
  if (jobs.amid_job()) {
    ++parts.counts.broken;
    parts.log("warning", "no job for " + printer + " from " + connection.peer().address +
                             " at its raw port: " + served.error().message());
  }
  connection.reset();
}

} // namespace platen::intake::inbox
