#include "fake_mp730.h"

#include <numeric>

namespace platen::test {

namespace {

std::uint8_t octet(const std::string& text, std::size_t at) {
  return static_cast<std::uint8_t>(text.at(at));
}
std::size_t number(const std::string& text, std::size_t at, std::size_t octets) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < octets; ++i)
    value = value << 8 | octet(text, at + i);
  return value;
}
std::uint8_t sum(const std::string& text) {
  std::uint8_t all = 0;
  for (const char c : text)
    all = static_cast<std::uint8_t>(all + static_cast<std::uint8_t>(c));
  return all;
}
std::string summed(std::string data) {
  data.back() = static_cast<char>(static_cast<std::uint8_t>(0x100 - sum(data)));
  return data;
}
const std::string done("\x06\x06", 2), failed("\x15\x15", 2);

// Octets of data that a command brings, and of its answer.
struct Form {
  std::size_t in = 0, out = 0;
};
const std::map<std::string, Form> forms{{"F320", {0, 12}}, {"CF60", {10, 0}}, {"DB20", {0, 0}},
                                        {"DD20", {10, 0}}, {"DE20", {46, 0}}, {"D420", {0, 0xc004}},
                                        {"EF20", {0, 0}},  {"FF20", {0, 16}}, {"EB80", {20, 0}}};

} // namespace

std::string FakeMp730::commands() const {
  return std::accumulate(heard.begin(), heard.end(), std::string(),
                         [](std::string all, const std::string& one) {
                           return all.empty() ? one : std::move(all) + " " + one;
                         });
}

std::string FakeMp730::answer(const std::string& command) {
  if (command.size() < 10) {
    faults += "short command; ";
    return failed;
  }
  std::string name;
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}})
    for (const int shift : {4, 0})
      name += "0123456789ABCDEF"[octet(command, at) >> shift & 0xf];
  const std::string body = command.substr(10);
  heard.push_back(name);
  data.push_back(body);
  const auto form = forms.find(name);
  if (form == forms.end()) {
    faults += "unknown " + name + "; ";
    return failed;
  }
  if (body.size() != form->second.in ||
      number(command, 7, 2) != form->second.in + form->second.out || sum(body) != 0 ||
      number(command, 2, 5) != 0 || octet(command, 9) != 0) {
    faults += "wrong " + name + "; ";
    return failed;
  }
  if (auto& answers = instead[name]; !answers.empty()) {
    const std::string one = answers.front();
    answers.pop_front();
    return one;
  }
  if (const auto from = fails_from.find(name);
      from != fails_from.end() && ++count_[name] >= from->second)
    return failed;

  if (name == "F320") {
    std::string status(12, '\0');
    const bool paper = sheets > 0 || (back_next_ && !empty_while_back_waits);
    status[1] = paper ? '\0' : '\1';
    return done + summed(status);
  }
  if (name == "FF20") return done + summed("\x12\x34" + std::string(14, '\0'));
  if (name == "DB20") running_ = true;
  if (name == "DD20") {
    feeder_ = octet(body, 0) == 2;
    two_sided_ = octet(body, 5) == 3;
    if (!feeder_ && octet(body, 0) != 1) faults += "no such source; ";
  }
  if (name == "DE20") {
    const std::size_t width = number(body, 0x10, 4), height = number(body, 0x14, 4);
    if (width % 4 != 0) faults += "width; ";
    if (octet(body, 0x1f) != 0x7f || octet(body, 0x20) != 0xff || octet(body, 0x23) != 0x81)
      faults += "fixed octets; ";
    side_bytes_ = std::min(width * height * octet(body, 0x19) / 8, ends_after) + adds;
    given_ = 0;
    ++side_;
    if (feeder_ && back_next_) {
      back_next_ = false;
    } else if (feeder_) {
      if (sheets == 0) return failed;
      --sheets;
      back_next_ = two_sided_;
    }
  }
  if (name == "D420") return image();
  if (name == "EF20") running_ = false;
  return done;
}

std::string FakeMp730::image() {
  if (!running_) faults += "image without a session; ";
  const bool wait = waits_ < not_yet;
  waits_ = wait ? waits_ + 1 : 0;
  const std::size_t count = wait ? 0 : std::min(block, side_bytes_ - given_);
  std::string bytes = done;
  const bool last = !wait && given_ + count == side_bytes_;
  bytes += last ? '\x28' : '\0';
  bytes += '\0';
  bytes += static_cast<char>(count >> 8);
  bytes += static_cast<char>(count & 0xff);
  for (std::size_t i = 0; i < count; ++i)
    bytes += static_cast<char>(pixel(side_, given_ + i));
  given_ += count;
  return bytes;
}

} // namespace platen::test
