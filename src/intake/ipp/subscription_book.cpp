#include "intake/ipp/subscription_book.h"

#include <algorithm>
#include <charconv>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view title = "subscriptions-1"; // and its version

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == ',';
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    if (is_plain(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', digits[byte >> 4U], digits[byte & 0x0fU]};
  }
  return result;
}

// One word after another; what is not there or not right is remembered.
class Words {
public:
  explicit Words(std::string_view line) : rest_(line) {}

  std::string_view word() {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view found = rest_.substr(0, end);
    if (rest_.empty()) good_ = false;
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return found;
  }
  // "=" begins each text, so that an empty one is a word, too.
  std::string text() {
    std::string_view in = word();
    std::string result;
    if (!in.starts_with('=')) good_ = false;
    for (in.remove_prefix(std::min<std::size_t>(1, in.size())); !in.empty();) {
      unsigned value = static_cast<unsigned char>(in.front());
      std::size_t size = 1;
      if (in.front() == '%') {
        size = 3;
        const auto digits = in.substr(1, 2);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc{} || digits.size() != 2 || end != digits.data() + 2) good_ = false;
      }
      result += static_cast<char>(value);
      in.remove_prefix(std::min(size, in.size()));
    }
    return result;
  }
  template<class T> T number() {
    T value = 0;
    const std::string_view text = word();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) good_ = false;
    return value;
  }
  bool good() const { return good_ && rest_.empty(); }

private:
  std::string_view rest_;
  bool good_ = true;
};

std::string line_of(const Subscription& one) {
  std::string events;
  for (const std::string& event : one.events)
    events += (events.empty() ? "" : ",") + event;
  std::string line;
  for (const std::int64_t number :
       {std::int64_t{one.id}, std::int64_t{one.printer}, std::int64_t{one.lease}, one.expires,
        std::int64_t{one.sequence}, std::int64_t{one.interval}, std::int64_t{one.user_is_proven}})
    line += std::to_string(number) + ' ';
  for (const std::string& text : {events, one.user, one.language, one.user_data})
    line += '=' + encoded(text) + ' ';
  line.back() = '\n';
  return line;
}

std::optional<Subscription> read_line(std::string_view line) {
  Words words(line);
  Subscription one;
  one.id = words.number<SubscriptionId>();
  one.printer = words.number<job::PrinterId>();
  one.lease = words.number<std::int32_t>();
  one.expires = words.number<job::Time>();
  one.sequence = words.number<std::int32_t>();
  one.interval = words.number<std::int32_t>();
  one.user_is_proven = words.number<int>() != 0;
  for (std::string events = words.text() + ','; !events.empty();) {
    const std::size_t end = events.find(',');
    if (end > 0) one.events.push_back(events.substr(0, end));
    events.erase(0, end + 1);
  }
  one.user = words.text();
  one.language = words.text();
  one.user_data = words.text();
  const bool sensible = one.id > 0 && one.printer >= 0 && one.sequence >= 0 && one.expires > 0;
  return words.good() && sensible ? std::optional(std::move(one)) : std::nullopt;
}

} // namespace

std::string encode_book(const SubscriptionBook& book) {
  std::string text = std::string(title) + ' ' + std::to_string(book.next) + '\n';
  for (const Subscription& one : book.subscriptions)
    text += line_of(one);
  return text;
}

Result<SubscriptionBook> decode_book(std::string_view text) {
  const auto take_line = [&] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
  };
  SubscriptionBook book;
  Words first(take_line());
  const bool ours = first.word() == title;
  book.next = first.number<SubscriptionId>();
  if (!ours || !first.good() || book.next < 1)
    return fail(Errc::malformed, "the kept subscriptions do not begin with " + std::string(title));
  for (int line = 2; !text.empty(); ++line) {
    auto one = read_line(take_line());
    if (!one || one->id >= book.next)
      return fail(Errc::malformed,
                  "line " + std::to_string(line) + " of the kept subscriptions is broken");
    book.subscriptions.push_back(*std::move(one));
  }
  return book;
}

} // namespace platen::intake::ipp
