#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace platen::http {

// Bytes that came and are not used yet. Holds no memory while it is empty and released.
class Input {
public:
  std::string_view data() const { return {block_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }

  // Room behind the data, at least one byte unless `capacity` bytes wait already.
  std::span<char> room(std::size_t capacity) {
    if (capacity > capacity_) {
      auto block = std::make_unique_for_overwrite<char[]>(capacity);
      copy_to(block.get());
      block_ = std::move(block);
      capacity_ = capacity;
    } else if (end_ == capacity_ && begin_ > 0) {
      copy_to(block_.get());
    }
    return {block_.get() + end_, capacity_ - end_};
  }
  void added(std::size_t bytes) { end_ += bytes; }
  void use(std::size_t bytes) {
    begin_ += bytes;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  // Gives back what the data does not need.
  void shrink() {
    constexpr std::size_t step = 256;
    if (empty()) return release();
    const std::size_t needed = (end_ - begin_ + step - 1) / step * step;
    if (needed >= capacity_) return;
    auto block = std::make_unique_for_overwrite<char[]>(needed);
    copy_to(block.get());
    block_ = std::move(block);
    capacity_ = needed;
  }
  void release() {
    block_.reset();
    capacity_ = begin_ = end_ = 0;
  }

private:
  void copy_to(char* to) {
    if (!empty()) std::memmove(to, block_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  std::unique_ptr<char[]> block_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

} // namespace platen::http
