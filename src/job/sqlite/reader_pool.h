#pragma once

#include "job/sqlite/connection.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace platen::job::sqlite {

// Connections for reading, lent to one caller at a time. Beyond the bound, callers wait their turn.
class ReaderPool {
public:
  explicit ReaderPool(std::filesystem::path path) : path_(std::move(path)) {}

  class Lease {
  public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }

  private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  Result<Lease> lease();

private:
  void give_back(std::unique_ptr<Connection> connection);

  std::filesystem::path path_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<Connection>> idle_; // the one used last is the warmest
  std::size_t open_ = 0;
};

} // namespace platen::job::sqlite
