#include "job/sqlite/reader_pool.h"

namespace platen::job::sqlite {
namespace {

constexpr std::size_t most_readers = 8; // 4 MiB of cache each

} // namespace

Result<ReaderPool::Lease> ReaderPool::lease() {
  {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [this] { return !idle_.empty() || open_ < most_readers; });
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
    ++open_;
  }
  auto made = Connection::open(path_, Connection::Access::read);
  if (made) return Lease(*this, std::move(*made));
  {
    const std::lock_guard lock(mutex_);
    --open_;
  }
  free_.notify_one();
  return Failure(std::move(made).error());
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  free_.notify_one();
}

} // namespace platen::job::sqlite
