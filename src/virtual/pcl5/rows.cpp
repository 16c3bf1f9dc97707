#include "virtual/pcl5/rows.h"

#include <algorithm>

namespace platen::twin::pcl5 {

namespace {

constexpr std::string_view cut_off = "the data ends inside a command of compression mode ";

// Takes numbers off the front of a row's data.
class Front {
public:
  explicit Front(Bytes data) : data_(data) {}
  bool empty() const { return data_.empty(); }
  std::size_t byte() {
    const auto value = std::to_integer<std::size_t>(data_.front());
    data_ = data_.subspan(1);
    return value;
  }
  // As many of `count` as there are.
  Bytes bytes(std::size_t count) {
    const Bytes taken = data_.first(std::min(count, data_.size()));
    data_ = data_.subspan(taken.size());
    return taken;
  }
  // Bytes that are added to `number`, up to and with the first that is not 255; false: cut off.
  bool extend(std::size_t& number) {
    while (!empty()) {
      const std::size_t more = byte();
      number += more;
      if (more != 255) return true;
    }
    return false;
  }

private:
  Bytes data_;
};

std::string cut_in(int mode) {
  return std::string(cut_off) + std::to_string(mode);
}

} // namespace

void RowDecoder::begin(std::size_t row_bytes) {
  seed_.assign(row_bytes, std::byte{0});
}

bool RowDecoder::knows(std::int32_t mode) {
  return (mode >= 0 && mode <= 3) || mode == 5 || mode == 9;
}

void RowDecoder::put(std::size_t& at, Bytes bytes) {
  const std::size_t room = at < seed_.size() ? seed_.size() - at : 0;
  const std::size_t count = std::min(bytes.size(), room);
  std::copy_n(bytes.begin(), count, seed_.begin() + static_cast<std::ptrdiff_t>(at));
  at += bytes.size();
  const Bytes beyond = bytes.subspan(count);
  clipped_ |= std::ranges::any_of(beyond, [](std::byte b) { return b != std::byte{0}; });
}

void RowDecoder::put(std::size_t& at, std::byte value, std::size_t count) {
  const std::size_t room = at < seed_.size() ? seed_.size() - at : 0;
  std::fill_n(seed_.begin() + static_cast<std::ptrdiff_t>(seed_.size() - room),
              std::min(count, room), value);
  at += count;
  clipped_ |= count > room && value != std::byte{0};
}

RowDecoder::Complaint RowDecoder::plain(Bytes data) {
  clear();
  std::size_t at = 0;
  put(at, data);
  return {};
}

RowDecoder::Complaint RowDecoder::run_length(Bytes data) {
  if (data.size() % 2 != 0) return "a run-length row of an odd number of bytes"; // thrown away
  clear();
  std::size_t at = 0;
  for (Front front(data); !front.empty();) {
    const std::size_t count = front.byte() + 1;
    put(at, static_cast<std::byte>(front.byte()), count);
  }
  return {};
}

RowDecoder::Complaint RowDecoder::packed(Bytes data) {
  clear();
  std::size_t at = 0;
  for (Front front(data); !front.empty();) {
    const std::size_t control = front.byte();
    if (control == 128) continue;
    if (front.empty()) return cut_in(2);
    if (control > 128) {
      put(at, static_cast<std::byte>(front.byte()), 257 - control);
      continue;
    }
    const Bytes literal = front.bytes(control + 1);
    put(at, literal);
    if (literal.size() <= control) return cut_in(2);
  }
  return {};
}

RowDecoder::Complaint RowDecoder::delta(Bytes data) {
  std::size_t at = 0;
  for (Front front(data); !front.empty();) {
    const std::size_t command = front.byte();
    const std::size_t count = (command >> 5) + 1;
    std::size_t keep = command & 31;
    if (keep == 31 && !front.extend(keep)) return cut_in(3);
    at += keep;
    const Bytes literal = front.bytes(count);
    put(at, literal);
    if (literal.size() < count) return cut_in(3);
  }
  return {};
}

RowDecoder::Complaint RowDecoder::replacement(Bytes data) {
  std::size_t at = 0;
  for (Front front(data); !front.empty();) {
    const std::size_t command = front.byte();
    const bool run = (command & 0x80) != 0;
    std::size_t keep = run ? command >> 5 & 3 : command >> 3 & 15;
    std::size_t count = run ? command & 31 : command & 7;
    const bool long_count = count == (run ? 31U : 7U);
    if (keep == (run ? 3U : 15U) && !front.extend(keep)) return cut_in(9);
    if (long_count && !front.extend(count)) return cut_in(9);
    at += keep;
    if (front.empty()) return cut_in(9);
    if (run) {
      put(at, static_cast<std::byte>(front.byte()), count + 2);
      continue;
    }
    const Bytes literal = front.bytes(count + 1);
    put(at, literal);
    if (literal.size() <= count) return cut_in(9);
  }
  return {};
}

RowDecoder::Complaint RowDecoder::decode(std::int32_t mode, Bytes data) {
  switch (mode) {
  case 0:
    return plain(data);
  case 1:
    return run_length(data);
  case 2:
    return packed(data);
  case 3:
    return delta(data);
  default:
    return replacement(data);
  }
}

// Blocks of a command byte and a count, high byte first: 0 to 3 are rows in that mode, of so many
// bytes; 4 is so many white rows, 5 the row before so many times.
RowDecoder::Complaint RowDecoder::adaptive(Bytes data, const RowTaker& take, const Skip& skip) {
  Complaint complaint;
  for (Front front(data); !front.empty();) {
    const std::size_t command = front.byte();
    const Bytes number = front.bytes(2);
    if (number.size() < 2) return cut_in(5);
    const std::size_t count =
        std::to_integer<std::size_t>(number[0]) << 8 | std::to_integer<std::size_t>(number[1]);
    if (command > 5) { // the rest of the block is skipped, and the seed row cleared
      clear();
      return "the command " + std::to_string(command) + " in compression mode 5";
    }
    if (command == 4) {
      clear();
      skip(static_cast<std::int32_t>(count));
    } else if (command == 5) {
      if (count == 0) clear();
      for (std::size_t i = 0; i < count && take(seed_);)
        ++i;
    } else {
      const Bytes row = front.bytes(count);
      if (auto what = decode(static_cast<std::int32_t>(command), row); !what.empty())
        complaint = std::move(what);
      if (row.size() < count) complaint = cut_in(5);
      take(seed_);
    }
  }
  return complaint;
}

RowDecoder::Complaint RowDecoder::transfer(std::int32_t mode, Bytes data, const RowTaker& take,
                                           const Skip& skip) {
  clipped_ = false;
  Complaint complaint;
  if (mode == 5) {
    complaint = adaptive(data, take, skip);
  } else {
    complaint = decode(mode, data);
    take(seed_);
  }
  if (complaint.empty() && clipped_)
    complaint = "a row has ink beyond the width of the raster area";
  return complaint;
}

} // namespace platen::twin::pcl5
