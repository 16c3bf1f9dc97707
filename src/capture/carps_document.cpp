#include "capture/band.h"
#include "capture/document.h"
#include "capture/pending.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace platen::capture {

namespace {

constexpr std::byte escape{0x1b}, form_feed{0x0c}, strip_end{0x80};
constexpr std::size_t longest_escape = 4096;

bool between(std::byte b, int low, int high) {
  const auto c = std::to_integer<int>(b);
  return c >= low && c <= high;
}

// The bytes of the escape sequence at the front; 0: its end has not come.
std::size_t escape_bytes(Bytes bytes) {
  if (bytes.size() < 2) return 0;
  std::size_t at = 2;
  if (bytes[1] == std::byte{'P'}) { // a string, up to the next escape
    while (at < bytes.size() && bytes[at] != escape)
      ++at;
    return at < bytes.size() ? at : 0;
  }
  if (bytes[1] == std::byte{'['})
    while (at < bytes.size() && between(bytes[at], 0x20, 0x3f))
      ++at;
  else if (between(bytes[1], 0x20, 0x2f))
    while (at < bytes.size() && between(bytes[at], 0x20, 0x2f))
      ++at;
  else
    return 2;
  return at < bytes.size() ? at + 1 : 0;
}

// "[.P": an escape without its numbers.
std::string kind_of(std::string_view sequence) {
  std::string kind;
  for (const char c : sequence.substr(0, sequence.starts_with("P") ? 1 : sequence.size()))
    if ((c < '0' || c > '9') && c != ';') kind += c;
  return kind;
}

std::string_view name_of(std::string_view kind) {
  struct Named {
    std::string_view kind, name;
  };
  for (const auto& [known, name] :
       {Named{"[.P", "strip"}, Named{"[v", "copies"}, Named{"[p", "paper size"},
        Named{"['t", "paper type"}, Named{"[? I", "resolution"},
        Named{"['c", "resolution, compression"}, Named{"[q", "paper source"},
        Named{"[\"p", "colour"}})
    if (known == kind) return name;
  return {};
}

// The numbers of "[;4724;110;15.P".
std::vector<std::int32_t> numbers_of(std::string_view text) {
  std::vector<std::int32_t> numbers;
  text.remove_prefix(std::min<std::size_t>(1, text.size()));
  while (numbers.size() < 8) {
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    numbers.push_back(error == std::errc{} ? value : 0);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with(';')) break;
    text.remove_prefix(1);
  }
  return numbers;
}

class CarpsDocument final : public Document {
public:
  explicit CarpsDocument(Listener& listener) : listener_(listener), page_(listener) {}

  Result<void> take(Bytes bytes, std::uint64_t offset) override {
    // The end of a page has a packet of its own: nothing else ends Group 4 data.
    const bool page_end = bytes.size() == 1 && bytes[0] == form_feed;
    if (group4_ && !page_end)
      return put(offset, bytes.size(), "strip data", "Group 4, not unpacked", hex(bytes));
    group4_ = false;
    if (const auto added = pending_.add(bytes, offset); !added) {
      TRY_VOID(fault(offset, bytes.size(), added.error().what, ""));
      pending_.drop(pending_.bytes().size());
      strip_.reset();
      return {};
    }
    for (;;) {
      TRY(const bool more, next());
      if (!more) return {};
    }
  }

  Result<void> end() override {
    const Bytes rest = pending_.bytes();
    if (!rest.empty())
      TRY_VOID(
          fault(pending_.offset_of(0), rest.size(), "the data ends within an item", hex(rest)));
    pending_.drop(rest.size());
    return bands_ != bands_before_page_ ? finish_page() : Result<void>{};
  }

private:
  Result<void> put(std::uint64_t offset, std::size_t bytes, std::string key, std::string name,
                   std::string value) {
    return listener_.entry({offset, bytes, 1, std::move(key), std::move(name), std::move(value)});
  }
  Result<void> fault(std::uint64_t offset, std::size_t bytes, std::string what, std::string value) {
    return listener_.entry({offset, bytes, 1, "fault", std::move(what), std::move(value), true});
  }

  Result<bool> next() {
    const Bytes bytes = pending_.bytes();
    if (bytes.empty()) return false;
    if (strip_) return strip();
    if (bytes[0] == escape) return sequence();
    if (bytes[0] == form_feed) {
      TRY_VOID(put(pending_.offset_of(0), 1, "page end", "", "0C"));
      pending_.drop(1);
      TRY_VOID(finish_page());
      return true;
    }
    const auto known =
        std::ranges::find_if(bytes, [](std::byte b) { return b == escape || b == form_feed; });
    const auto count = static_cast<std::size_t>(known - bytes.begin());
    TRY_VOID(put(pending_.offset_of(0), count, "unknown", "", hex(bytes.first(count), 256)));
    pending_.drop(count);
    return true;
  }

  Result<bool> sequence() {
    const Bytes bytes = pending_.bytes();
    const std::size_t count = escape_bytes(bytes);
    if (count == 0 && bytes.size() < longest_escape) return false;
    const std::uint64_t offset = pending_.offset_of(0);
    if (count == 0 || count > longest_escape) {
      TRY_VOID(fault(offset, 1, "an escape without an end", ""));
      pending_.drop(1);
      return true;
    }
    const std::string text(as_text(bytes.subspan(1, count - 1)));
    const std::string kind = kind_of(text);
    TRY_VOID(put(offset, count, "escape " + quoted(as_bytes(kind)), std::string(name_of(kind)),
                 quoted(as_bytes(text))));
    pending_.drop(count);
    if (kind != "[.P") return true;
    const auto numbers = numbers_of(text);
    if (numbers.size() != 4) {
      TRY_VOID(fault(offset, count, "a strip without its four numbers", ""));
      return true;
    }
    group4_ = numbers[3] == 16;
    if (!group4_) {
      strip_.emplace();
      strip_->width = std::clamp(numbers[1], 0, 1 << 20);
      strip_->rows = std::clamp(numbers[2], 0, 1 << 20);
      strip_->row_bytes = (static_cast<std::size_t>(strip_->width) + 31) / 32 * 4;
      strip_->first_row = next_row_;
    } else if (const Bytes rest = pending_.bytes(); !rest.empty()) {
      TRY_VOID(put(pending_.offset_of(0), rest.size(), "strip data", "Group 4, not unpacked",
                   hex(rest)));
      pending_.drop(rest.size());
    }
    return true;
  }

  Result<bool> strip() {
    const Bytes bytes = pending_.bytes();
    if (bytes.size() < ufr2::slim_header_bytes) return false;
    const auto header = ufr2::read_slim_header(bytes.first<ufr2::slim_header_bytes>());
    const std::uint64_t offset = pending_.offset_of(0);
    if (header.stated > most_pending - 64) {
      TRY_VOID(fault(offset, ufr2::slim_header_bytes,
                     "a strip of " + std::to_string(header.stated) + " bytes, which none has",
                     hex(bytes.first<ufr2::slim_header_bytes>())));
      pending_.drop(ufr2::slim_header_bytes);
      strip_.reset();
      return true;
    }
    const std::size_t whole = ufr2::slim_header_bytes + header.stated + 1;
    if (bytes.size() < whole) return false;
    if (bytes[whole - 1] != strip_end)
      TRY_VOID(fault(pending_.offset_of(whole - 1), 1, "a strip that does not end with 80",
                     hex(bytes.subspan(whole - 1, 1))));
    TRY(const bool unpacked,
        list_band(listener_, page_, *strip_, header,
                  bytes.subspan(ufr2::slim_header_bytes, header.stated), offset));
    if (unpacked) ++bands_;
    next_row_ += strip_->rows;
    pending_.drop(whole);
    strip_.reset();
    return true;
  }

  // A page ends with a form feed, or, in a capture that was cut, with its last strip.
  Result<void> finish_page() {
    next_row_ = 0;
    ++pages_;
    bands_before_page_ = bands_;
    if (const auto page = page_.end()) return listener_.page(*page);
    return {};
  }

  Listener& listener_;
  PageRows page_;
  Pending pending_;
  std::optional<BandPlace> strip_; // whose data comes
  std::int64_t next_row_ = 0;
  std::int64_t bands_before_page_ = 0;
  bool group4_ = false;
};

} // namespace

std::unique_ptr<Document> make_carps_document(Listener& listener) {
  return std::make_unique<CarpsDocument>(listener);
}

} // namespace platen::capture
