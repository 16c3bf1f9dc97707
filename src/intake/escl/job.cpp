#include "intake/escl/job.h"

#include "base/intake_limits.h"
#include "base/thread.h"
#include "intake/escl/replies.h"
#include "intake/escl/rows.h"
#include "scan/pack/pack.h"

#include <utility>

namespace platen::intake::escl {

namespace {

constexpr std::int32_t band_rows = 32;        // read from the device at a time
constexpr std::int32_t longest_side = 65'500; // a device may lie about its pages
constexpr int ask_again_seconds = 1;

// A page as the device gives it, as the rows that the client wants.
class DeviceRows {
public:
  DeviceRows(PageShape from, const Plan& plan)
      : page_(plan.page), in_(from.width, band_rows, from.format),
        out_(page_.width, band_rows, page_.format),
        maker_(from.format, from.width, page_.format, page_.width, plan.brightness, plan.contrast,
               plan.threshold) {}

  // How many rows have come; 0: the page has ended. What is beyond the client's page is dropped.
  Result<std::int32_t> read(scan::Feed& feed, std::int32_t first) {
    const Band in = in_.band({first, band_rows});
    TRY(const std::int32_t came, feed.read(in));
    if (came < 0 || came > band_rows)
      return fail(Errc::malformed, "the scanner gave more rows than there was room for");
    wanted_ = std::clamp(page_.height - first, 0, came);
    const Band out = out_.band({first, band_rows});
    for (std::int32_t y = first; y < first + wanted_; ++y)
      maker_.make(std::as_const(in).row(y), out.row(y));
    return came;
  }
  ConstBand rows(std::int32_t first) { return out_.band({first, std::max(1, wanted_)}); }
  std::int32_t wanted() const { return wanted_; }

private:
  PageShape page_;
  RowBuffer in_, out_;
  RowMaker maker_;
  std::int32_t wanted_ = 0;
};

Result<void> check_shape(PageShape shape) {
  const bool known = shape.format == gray8 || shape.format == rgb8 || shape.format == mask1;
  if (known && shape.width > 0 && shape.height > 0 && shape.width <= longest_side &&
      shape.height <= longest_side)
    return {};
  return fail(Errc::malformed, "the scanner announced a page of " + std::to_string(shape.width) +
                                   " x " + std::to_string(shape.height) + " pixels");
}

} // namespace

Job::Job(Setup setup) : setup_(std::move(setup)) {}

Job::~Job() {
  cancel([] {});
  if (thread_.joinable()) thread_.join();
}

void Job::log(std::string_view level, const std::string& text) const {
  if (setup_.log)
    setup_.log(level, "scan of " + setup_.scanner + " for " + setup_.client + ": " + text);
}

Result<void> Job::start(std::unique_ptr<scan::Scanners::Lease> lease) {
  lease_ = std::move(lease);
  has_scanner_ = true;
  auto thread = start_thread([this] { run(); });
  if (!thread) {
    lease_.reset();
    has_scanner_ = false;
    ended_ = true;
    return Failure(thread.error());
  }
  thread_ = std::move(*thread);
  return {};
}

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
  if (shape) TRY_VOID(check_shape(*shape));
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
  DeviceRows device(shape, setup_.plan);
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
  const std::scoped_lock lock(mutex_);
  ++pages_;
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

http::Response Job::document(PageStream& stream) const {
  http::Response response;
  response.content_type = media_type_of(setup_.plan.format);
  response.source = stream.body();
  return response;
}

void Job::offer(const std::shared_ptr<PageStream>& stream) {
  http::Respond waiting;
  {
    const std::scoped_lock lock(mutex_);
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

// For who asks for another page after the end. Not 503: there is nothing to come again for.
http::Response Job::outcome_reply() const {
  const std::scoped_lock lock(mutex_);
  if (deleted_) return error_reply({Errc::cancelled, "this scan job was deleted"});
  if (!error_) return error_reply({Errc::not_found, "there are no more pages"});
  const Error error = *error_;
  if (status_of(error.code) == 503) return error_reply({Errc::io, error.what});
  return error_reply(error);
}

http::Response Job::next_document_head() const {
  {
    const std::scoped_lock lock(mutex_);
    if (!ended_ && !deleted_) {
      http::Response response;
      response.content_type = media_type_of(setup_.plan.format);
      return response;
    }
  }
  return outcome_reply();
}

void Job::next_document(http::Respond respond) {
  std::unique_lock lock(mutex_);
  if (ended_ || deleted_) {
    lock.unlock();
    return respond(outcome_reply());
  }
  if (making_ && offered_ && !making_->is_taken()) {
    const auto stream = making_;
    auto response = document(*stream); // under the lock: it is given once
    lock.unlock();
    return respond(std::move(response));
  }
  if (waiting_ || (making_ && making_->is_taken() && !making_->is_delivered())) {
    lock.unlock();
    return respond(later_reply("the page before is still being fetched", ask_again_seconds));
  }
  waiting_ = std::move(respond);
  waiting_since_ = Clock::now();
  wanted_ = true;
  asked_.notify_all();
}

void Job::look(Clock::time_point now) {
  http::Respond waiting;
  {
    const std::scoped_lock lock(mutex_);
    if (!waiting_ || now - waiting_since_ < setup_.patience.first_byte) return;
    waiting = std::exchange(waiting_, nullptr);
  }
  waiting(later_reply("the scanner has not begun the page yet", ask_again_seconds));
}

void Job::cancel(std::function<void()> then) {
  std::shared_ptr<PageStream> stream;
  {
    const std::scoped_lock lock(mutex_);
    deleted_ = true;
    if (!ended_) cancel_.request();
    stream = making_;
    if (has_scanner_) when_free_.push_back(std::exchange(then, nullptr));
    asked_.notify_all();
  }
  if (stream) stream->stop({Errc::cancelled, "it was cancelled"});
  if (then) then();
}

bool Job::has_scanner() const {
  const std::scoped_lock lock(mutex_);
  return has_scanner_;
}

bool Job::has_ended() const {
  const std::scoped_lock lock(mutex_);
  return ended_;
}

bool Job::was_deleted() const {
  const std::scoped_lock lock(mutex_);
  return deleted_;
}

platen::escl::JobInfo Job::info() const {
  using State = platen::escl::JobState;
  const std::scoped_lock lock(mutex_);
  platen::escl::JobInfo info;
  info.uri = setup_.uri;
  info.uuid = setup_.id;
  info.age = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - made_).count();
  info.images_completed = delivered_;
  info.images_to_transfer = making_ ? std::max(1, pages_ - delivered_) : 0;
  if (!ended_) {
    info.state = State::processing;
    info.reason = "JobScanning";
  } else if (!error_) {
    info.state = State::completed;
    info.reason = "JobCompletedSuccessfully";
  } else {
    const bool canceled = error_->code == Errc::cancelled;
    info.state = canceled ? State::canceled : State::aborted;
    info.reason = deleted_ ? "JobCanceledByUser" : canceled ? "JobTimedOut" : "AbortedBySystem";
  }
  return info;
}

} // namespace platen::intake::escl
