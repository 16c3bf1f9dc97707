#include "encode/pcl5/row_writer.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

namespace platen::encode::pcl5 {

namespace {

constexpr std::size_t most_offset = 32'767;
constexpr std::size_t change_of_mode = 2; // "3m"
constexpr std::size_t no_bound = std::numeric_limits<std::size_t>::max();

// Bytes up to the last that is not zero.
std::size_t inked_bytes(Bytes row) {
  std::size_t end = row.size();
  while (end >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, row.data() + end - 8, 8);
    if (word != 0) break;
    end -= 8;
  }
  while (end > 0 && row[end - 1] == std::byte{0})
    --end;
  return end;
}

std::size_t digits(std::size_t number) {
  return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10'000 ? 4 : 5;
}

void append_text(Buffer& out, std::string_view text) {
  const Bytes bytes = as_bytes(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace

RowWriter::RowWriter(std::size_t row_bytes, Modes modes)
    : modes_(modes), packed_(row_bytes), delta_(row_bytes), replacement_(row_bytes),
      seed_(row_bytes) {
  EXPECTS(row_bytes > 0 && row_bytes <= longest_row);
}

std::size_t RowWriter::cost(const Code& code) const {
  return code.data.size() + digits(code.data.size()) + (code.mode == mode_ ? 0 : change_of_mode);
}

RowWriter::Code RowWriter::make_delta(Bytes row, std::size_t enough) {
  delta_code_.clear();
  delta_.append(row, seed_, delta_code_, enough);
  const std::size_t pclxl_count = 2; // in front of it; here the transfer command says it
  return {3, Bytes(delta_code_).subspan(pclxl_count)};
}

// The mode that was the smallest of the last row likely is again: then little of the other one is
// made. Which one is made first changes nothing in what comes out.
RowWriter::Code RowWriter::smallest(Bytes row, std::size_t inked) {
  Code best{0, row.first(inked)};
  const auto consider = [&](Code code) {
    if (cost(code) < cost(best)) best = code;
  };
  Bytes packed;
  if (packs_) packed = packed_.encode(row, inked, inked + change_of_mode);
  // With more bytes than that it costs more than the packed code, whatever mode the printer is in.
  if (modes_.delta)
    consider(make_delta(row, packed.empty() ? no_bound : packed.size() + change_of_mode));
  if (modes_.replacement) {
    const Bytes replaced = replacement_.encode(row, seed_);
    if (!replaced.empty()) consider({9, replaced});
  }
  if (modes_.packed && best.data.size() > 2) {
    if (!packs_) packed = packed_.encode(row, inked, best.data.size() + change_of_mode);
    if (!packed.empty()) consider({2, packed});
  }
  packs_ = best.mode == 2;
  return best;
}

// ESC*b, the white rows before, the mode if it is another one, and the row, in one sequence.
void RowWriter::transfer(const Code& code, Buffer& out) {
  append_text(out, "\x1b*b");
  for (; blank_ > 0; blank_ -= std::min(blank_, most_offset))
    append_text(out, std::to_string(std::min(blank_, most_offset)) + 'y');
  if (code.mode != mode_) append_text(out, std::to_string(code.mode) + 'm');
  append_text(out, std::to_string(code.data.size()) + 'W');
  out.insert(out.end(), code.data.begin(), code.data.end());
  mode_ = code.mode;
}

void RowWriter::append(Bytes row, Buffer& out) {
  const std::size_t inked = inked_bytes(row);
  if (inked == 0) {
    if (!seed_blank_) std::ranges::fill(seed_, std::byte{0}); // an offset does that in the printer
    seed_blank_ = true;
    ++blank_;
    return;
  }
  const bool repeats =
      modes_.delta && !seed_blank_ && std::memcmp(row.data(), seed_.data(), row.size()) == 0;
  transfer(repeats ? Code{3, {}} : smallest(row, inked), out);
  if (!repeats) std::memcpy(seed_.data(), row.data(), row.size());
  seed_blank_ = false;
}

} // namespace platen::encode::pcl5
