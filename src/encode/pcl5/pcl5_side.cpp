#include "encode/pcl5/pcl5_side.h"

#include "encode/pcl5/logical_page.h"

#include <algorithm>
#include <cstring>

namespace platen::encode::pcl5 {

namespace {

constexpr std::int32_t largest = 32'767;              // of PCL's numbers
constexpr std::size_t enough = std::size_t{64} << 10; // to be handed on at once

std::string number(std::int32_t value) {
  return std::to_string(value);
}

class Pcl5Side final : public SideEncoder {
public:
  Pcl5Side(const SideSpec& spec, Modes modes, ByteSink& payload)
      : payload_(payload), shape_(spec.raster), place_(place_on(spec.media, spec.margins)),
        row_(mask1.row_bytes(shape_.width)), rows_(row_.size(), modes) {
    EXPECTS(shape_.format == mask1 && shape_.width > 0 && shape_.height > 0);
    const std::string dpi = number(spec.resolution.v);
    // In this order: what follows the start command is locked until ESC*rC.
    const std::string start = "\x1b*p" + number(place_.x) + "x" + number(place_.y) + "Y\x1b*t" +
                              dpi + "R\x1b*r0f" + number(shape_.height) + "t" +
                              number(shape_.width) + "s1A";
    const Bytes bytes = as_bytes(start);
    out_.assign(bytes.begin(), bytes.end());
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == mask1 && rows.width() == shape_.width);
    EXPECTS(rows.rows().first == next_row_ && rows.rows().end() <= shape_.height);
    TRY_VOID(check_size());
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y, ++next_row_) {
      std::memcpy(row_.data(), rows.row(y).data(), row_.size());
      const auto unused =
          static_cast<unsigned>(static_cast<std::int32_t>(row_.size()) * 8 - shape_.width);
      row_.back() &= static_cast<std::byte>(0xffu << unused & 0xffu);
      rows_.append(row_, out_);
      if (out_.size() >= enough) TRY_VOID(flush());
    }
    return {};
  }

  Result<void> finish() override {
    if (next_row_ != shape_.height)
      return fail(Errc::bug,
                  "a page ended after row " + number(next_row_) + " of " + number(shape_.height));
    const Bytes end = as_bytes("\x1b*rC");
    out_.insert(out_.end(), end.begin(), end.end());
    return flush();
  }

private:
  Result<void> check_size() const {
    if (place_.x < 0 || place_.y < 0 || shape_.height + place_.y > largest)
      return fail(Errc::unsupported, "PCL 5e cannot place a raster of " + number(shape_.width) +
                                         " x " + number(shape_.height) + " dots at " +
                                         number(place_.x) + ", " + number(place_.y));
    if (shape_.width <= place_.most_columns) return {};
    return fail(Errc::unsupported, "PCL 5e prints " + number(place_.most_columns) +
                                       " dots of a row on this paper, the page has " +
                                       number(shape_.width));
  }

  Result<void> flush() {
    TRY_VOID(payload_.write(out_));
    out_.clear();
    return {};
  }

  ByteSink& payload_;
  PageShape shape_;
  Place place_;
  Buffer row_; // without stray bits beyond the width
  RowWriter rows_;
  Buffer out_;
  std::int32_t next_row_ = 0;
};

} // namespace

std::unique_ptr<SideEncoder> make_side(const SideSpec& spec, Modes modes, ByteSink& payload) {
  return std::make_unique<Pcl5Side>(spec, modes, payload);
}

} // namespace platen::encode::pcl5
