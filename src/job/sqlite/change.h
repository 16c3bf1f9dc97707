#pragma once

#include "job/sqlite/work.h"

#include <memory>
#include <optional>
#include <utility>

namespace platen::job::sqlite {

// One change that waits for the writer. run() is called once at most, then settle() exactly once.
class Change {
public:
  virtual ~Change() = default;
  virtual Result<void> run(Work& work) = 0; // an error undoes all that it did
  // Tells the caller: what run() gave, or why the transaction failed or run() was never called.
  virtual void settle(std::optional<Error> failure) = 0;
  // Has a transaction of its own: a change of many records, which would cost too much to undo
  // alone.
  virtual bool is_large() const { return false; }
};

template<class T, class Body> class ChangeOf final : public Change {
public:
  ChangeOf(Store::Done<T> done, Body body, bool large)
      : done_(std::move(done)), body_(std::move(body)), large_(large) {}

  Result<void> run(Work& work) override {
    result_ = body_(work);
    if (!*result_) return Failure(result_->error());
    return {};
  }
  void settle(std::optional<Error> failure) override {
    if (!done_) return;
    if (failure)
      done_(Failure(std::move(*failure)));
    else
      done_(std::move(*result_));
  }
  bool is_large() const override { return large_; }

private:
  Store::Done<T> done_;
  Body body_;
  bool large_;
  std::optional<Result<T>> result_;
};

template<class T, class Body>
std::shared_ptr<Change> make_change(Store::Done<T> done, Body body, bool large = false) {
  return std::make_shared<ChangeOf<T, Body>>(std::move(done), std::move(body), large);
}

} // namespace platen::job::sqlite
