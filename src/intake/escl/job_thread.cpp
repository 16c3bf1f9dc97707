// The thread of a job: from the scanner to the stream.
#include "base/intake_limits.h"
#include "intake/escl/job.h"
#include "intake/escl/replies.h"
#include "scan/stream/device_rows.h"

#include <utility>

namespace platen::intake::escl {

void Job::run() {
  Result<void> outcome = scan();
  free_scanner();
  end(std::move(outcome));
}

Result<void> Job::scan() {
  TRY(std::unique_ptr<scan::Feed> feed, lease_->start(setup_.plan.request));
  if (setup_.plan.one_document()) return whole_stack(std::move(feed));
  for (;;) {
    TRY(const bool more, one_page(feed));
    if (!more) return {};
    TRY_VOID(wait_until_asked());
  }
}

Result<std::optional<PageShape>> Job::next_page(scan::Feed& feed) {
  TRY(const std::optional<PageShape> shape, feed.next_page());
  if (!shape) ran_out_ = true;
  return shape;
}

// False: there is none after it.
Result<bool> Job::one_page(std::unique_ptr<scan::Feed>& feed) {
  TRY(const std::optional<PageShape> shape, next_page(*feed));
  if (!shape) return false;
  const auto stream = new_stream();
  TRY(auto file, scan::stream_file(setup_.plan.format, setup_.plan.jpeg_quality, *stream));
  auto done = page(*feed, *shape, *file, stream);
  if (done) done = file->finish();
  if (!done) {
    stream->break_off(done.error()); // half a page must not look like a whole one
    return Failure(std::move(done).error());
  }
  const bool more = setup_.plan.request.adf;
  if (!more) { // before the client has all, so that its next job finds the scanner free
    feed.reset();
    free_scanner();
  }
  TRY_VOID(deliver(*stream));
  return more;
}

Result<void> Job::whole_stack(std::unique_ptr<scan::Feed> feed) {
  const auto stream = new_stream();
  TRY(auto file, scan::stream_file(setup_.plan.format, setup_.plan.jpeg_quality, *stream));
  std::int32_t whole = 0;
  Result<void> done;
  while (done) {
    auto shape = next_page(*feed);
    if (shape && !*shape) break;
    done = shape ? page(*feed, **shape, *file, stream) : Failure(std::move(shape).error());
    if (done) ++whole;
    if (!setup_.plan.request.adf) break;
  }
  feed.reset();
  free_scanner();
  if (whole == 0) {
    if (!done) stream->break_off(done.error());
    return done;
  }
  // What was scanned before a fault is not lost: it is a whole document.
  TRY_VOID(file->finish());
  TRY_VOID(deliver(*stream));
  return done;
}

// One page into `file`. The client hears of it with the first rows, so that until then a fault can
// still be the answer. A page of a larger document is made whole (white) after a fault.
Result<void> Job::page(scan::Feed& feed, PageShape shape, scan::StreamedFile& file,
                       const std::shared_ptr<PageStream>& stream) {
  const Plan& plan = setup_.plan;
  TRY(auto device,
      scan::DeviceRows::open(shape, plan.page, plan.brightness, plan.contrast, plan.threshold));
  std::int32_t rows = 0;
  bool begun = false;
  Result<void> fault;
  for (;;) {
    auto came = device.read(feed, rows);
    if (came && cancel_.requested()) came = fail(Errc::cancelled, "it was cancelled");
    if (!came) fault = Failure(std::move(came).error());
    if (!fault && !begun) return fault;
    if (!begun) {
      TRY_VOID(file.begin_page(setup_.plan.page, setup_.plan.request.resolution));
      begun = true;
    }
    if (!fault || *came == 0) break;
    if (device.wanted() > 0) TRY_VOID(file.write(device.rows(rows)));
    if (rows == 0) offer(stream);
    rows += *came;
  }
  if (!fault && !setup_.plan.one_document()) return fault;
  TRY_VOID(file.end_page());
  offer(stream);
  if (!fault) return fault;
  const scan::PageEnd page_end = feed.page_end();
  std::string warning = page_end.warning;
  if (warning.empty() && page_end.rows < shape.height)
    warning = "the scanner gave " + std::to_string(page_end.rows) + " of " +
              std::to_string(shape.height) + " rows: the rest is white";
  std::unique_lock lock(mutex_);
  const std::string number = std::to_string(++pages_);
  lock.unlock();
  // eSCL has no words for it: the client sees white rows.
  if (!warning.empty()) log("warning", "page " + number + ": " + warning);
  return {};
}

std::shared_ptr<PageStream> Job::new_stream() {
  auto stream = std::make_shared<PageStream>(limits::escl_stream_bytes, setup_.patience.client);
  const std::scoped_lock lock(mutex_);
  making_ = stream;
  offered_ = false;
  wanted_ = false;
  if (cancel_.requested()) stream->stop({Errc::cancelled, "it was cancelled"});
  return stream;
}

void Job::offer(const std::shared_ptr<PageStream>& stream) {
  http::Respond waiting;
  {
    const std::scoped_lock lock(mutex_);
    if (!offered_) wanted_ = false; // whoever has asked since it was begun gets this one
    offered_ = true;
    waiting = std::exchange(waiting_, nullptr);
  }
  if (waiting) waiting(document(*stream));
}

Result<void> Job::deliver(PageStream& stream) {
  stream.end();
  TRY_VOID(stream.delivered());
  const std::scoped_lock lock(mutex_);
  making_.reset();
  offered_ = false;
  delivered_ = pages_;
  return {};
}

Result<void> Job::wait_until_asked() {
  std::unique_lock lock(mutex_);
  const bool asked =
      asked_.wait_for(lock, setup_.patience.client, [&] { return wanted_ || cancel_.requested(); });
  if (cancel_.requested()) return fail(Errc::cancelled, "it was cancelled");
  if (asked) return {};
  return fail(Errc::cancelled, "the client did not ask for the next page for " +
                                   std::to_string(setup_.patience.client.count() / 1000) + " s");
}

// As far as it is known when the scanner is given back.
scan::FeederState Job::feeder_now() {
  const auto state = lease_->state();
  const auto feeder = state ? state->feeder : scan::FeederState::unknown;
  return ran_out_ && feeder == scan::FeederState::unknown ? scan::FeederState::empty : feeder;
}

void Job::free_scanner() {
  if (!lease_) return;
  if (setup_.plan.request.adf && setup_.observed) setup_.observed(feeder_now());
  lease_.reset();
  std::vector<std::function<void()>> waiting;
  {
    const std::scoped_lock lock(mutex_);
    has_scanner_ = false;
    waiting.swap(when_free_);
  }
  for (const auto& then : waiting)
    then();
}

void Job::end(Result<void> outcome) {
  if (!outcome)
    log(was_deleted() && outcome.error().code == Errc::cancelled ? "info" : "warning",
        "ended early: " + outcome.error().message());
  http::Respond waiting;
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    making_.reset();
    if (!outcome) error_ = std::move(outcome).error();
    waiting = std::exchange(waiting_, nullptr);
  }
  if (waiting) waiting(outcome_reply());
}

} // namespace platen::intake::escl
