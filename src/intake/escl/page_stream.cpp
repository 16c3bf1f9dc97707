#include "intake/escl/page_stream.h"

#include <algorithm>

namespace platen::intake::escl {

class PageStream::Body final : public http::BodySource {
public:
  explicit Body(std::shared_ptr<PageStream> stream) : stream_(std::move(stream)) {}
  ~Body() override {
    if (!stream_->is_delivered())
      stream_->stop({Errc::cancelled, "the client closed the connection before the end"});
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  void next(Give give) override { stream_->next(std::move(give)); }

private:
  std::shared_ptr<PageStream> stream_;
};

// As long as the client makes progress its patience begins anew.
Result<void> PageStream::wait(std::unique_lock<std::mutex>& lock,
                              bool (PageStream::*until)() const) {
  while (!stopped_ && !(this->*until)()) {
    const std::uint64_t before = progress_;
    const bool moved = changed_.wait_for(
        lock, patience_, [&] { return stopped_ || (this->*until)() || progress_ != before; });
    if (!moved)
      return fail(Errc::cancelled,
                  "the client took nothing for " + std::to_string(patience_.count() / 1000) + " s");
  }
  if (stopped_) return Failure(*stopped_);
  return {};
}

Result<void> PageStream::write(Bytes bytes) {
  std::string_view left = as_text(bytes);
  while (!left.empty()) {
    std::unique_lock lock(mutex_);
    TRY_VOID(wait(lock, &PageStream::has_room));
    const std::size_t count = std::min(left.size(), room_ - ready_.size());
    ready_ += left.substr(0, count);
    left.remove_prefix(count);
    settle(std::move(lock));
  }
  return {};
}

void PageStream::end() {
  std::unique_lock lock(mutex_);
  ended_ = true;
  settle(std::move(lock));
}

void PageStream::break_off(Error why) {
  std::unique_lock lock(mutex_);
  broken_ = std::move(why);
  settle(std::move(lock));
}

Result<void> PageStream::delivered() {
  std::unique_lock lock(mutex_);
  return wait(lock, &PageStream::is_sent);
}

std::unique_ptr<http::BodySource> PageStream::body() {
  const std::scoped_lock lock(mutex_);
  taken_ = true;
  return std::make_unique<Body>(shared_from_this());
}

bool PageStream::is_taken() const {
  const std::scoped_lock lock(mutex_);
  return taken_;
}

bool PageStream::is_delivered() const {
  const std::scoped_lock lock(mutex_);
  return delivered_;
}

bool PageStream::is_over() const {
  const std::scoped_lock lock(mutex_);
  return delivered_ || broken_ || stopped_;
}

void PageStream::stop(Error why) {
  std::unique_lock lock(mutex_);
  if (!stopped_) stopped_ = std::move(why);
  settle(std::move(lock));
}

void PageStream::next(http::BodySource::Give give) {
  std::unique_lock lock(mutex_);
  give_ = std::move(give);
  ++progress_;
  settle(std::move(lock));
}

// Gives a connection that waits what there is for it. Outside the lock: it may ask for more at
// once.
void PageStream::settle(std::unique_lock<std::mutex> lock) {
  http::BodySource::Give give;
  Result<std::string> piece;
  if (give_ && (!ready_.empty() || ended_ || broken_ || stopped_)) {
    give = std::exchange(give_, nullptr);
    if (stopped_)
      piece = Failure(*stopped_);
    else if (!ready_.empty())
      piece = std::exchange(ready_, {});
    else if (broken_)
      piece = Failure(*broken_);
    else
      delivered_ = true;
  }
  lock.unlock();
  changed_.notify_all();
  if (give) give(std::move(piece));
}

} // namespace platen::intake::escl
