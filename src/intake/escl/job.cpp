#include "intake/escl/job.h"

#include "base/thread.h"
#include "intake/escl/replies.h"

#include <utility>

namespace platen::intake::escl {

namespace {

constexpr int ask_again_seconds = 1;

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

http::Response Job::document(PageStream& stream) const {
  http::Response response;
  response.content_type = media_type_of(setup_.plan.format);
  response.source = stream.body();
  return response;
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
  if (waiting_ || (making_ && making_->is_taken() && !making_->is_over())) {
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
