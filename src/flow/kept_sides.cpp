#include "flow/kept_sides.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace platen::flow {

class KeptSides::Appender final : public ByteSink {
public:
  explicit Appender(KeptSides& sides) : sides_(sides) {}
  using ByteSink::write;
  Result<void> write(Bytes bytes) override { return sides_.append(bytes); }

private:
  KeptSides& sides_;
};

Result<void> KeptSides::append(Bytes bytes) {
  if (!file_ && size_ + bytes.size() > bound_) {
    TRY(file_, unnamed_file());
    TRY_VOID(write_all(file_.get(), memory_));
    memory_ = Buffer{};
  }
  if (file_)
    TRY_VOID(write_all(file_.get(), bytes));
  else
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
  size_ += bytes.size();
  return {};
}

Result<void> KeptSides::add(const Spool& side) {
  const std::uint64_t offset = size_;
  Appender appender(*this);
  if (auto added = side.copy_to(appender); !added)
    return fail_within("cannot keep a side for the next copy", std::move(added).error());
  places_.push_back({offset, side.size()});
  return {};
}

Result<Spool> KeptSides::read(std::size_t index) const {
  const Place place = places_.at(index);
  Spool side;
  if (!file_) {
    TRY_VOID(side.write(Bytes(memory_).subspan(static_cast<std::size_t>(place.offset),
                                               static_cast<std::size_t>(place.size))));
    return side;
  }
  Buffer block(static_cast<std::size_t>(std::min<std::uint64_t>(place.size, 256U << 10)));
  for (std::uint64_t done = 0; done < place.size;) {
    const auto want =
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), place.size - done));
    const ssize_t got =
        ::pread(file_.get(), block.data(), want, static_cast<off_t>(place.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return fail(Errc::io, "cannot read a side that was kept for the next copy: " +
                                (got < 0 ? errno_text(errno) : "its file lost its end"));
    TRY_VOID(side.write(Bytes(block).first(static_cast<std::size_t>(got))));
    done += static_cast<std::uint64_t>(got);
  }
  return side;
}

} // namespace platen::flow
