#include "capture/band.h"
#include "capture/document.h"
#include "capture/pending.h"
#include "capture/words.h"
#include "wire/ufr2/tags.h"

#include <algorithm>

namespace platen::capture {

namespace {

using ufr2::Tag;
using ufr2::TagKind;

// Tags that the reader itself acts on; docs/protocols/ufr2-lt.md §4.
constexpr std::uint8_t begin_page = 0x03, end_page = 0x13, band_shape = 0xe3, band_place = 0xe8,
                       bits_of_pixel = 0xe6;

class TagDocument final : public Document {
public:
  explicit TagDocument(Listener& listener) : listener_(listener), page_(listener) {}

  Result<void> take(Bytes bytes, std::uint64_t offset) override {
    const std::size_t skipped =
        static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size()));
    skip_ -= skipped;
    bytes = bytes.subspan(skipped);
    offset += skipped;
    if (bytes.empty()) return {};
    if (const auto added = pending_.add(bytes, offset); !added) {
      TRY_VOID(fault(added.error().what, offset, bytes.size()));
      pending_.drop(pending_.bytes().size());
      lost_ = true;
      return {};
    }
    for (;;) {
      TRY(const bool more, lost_ ? find_band() : next());
      if (!more) return {};
    }
  }

  Result<void> end() override {
    const Bytes rest = pending_.bytes();
    if (!rest.empty()) {
      if (lost_)
        TRY_VOID(list_unknown(rest.size()));
      else
        TRY_VOID(
            fault("the data ends within a tag: " + hex(rest), pending_.offset_of(0), rest.size()));
    }
    if (skip_ > 0)
      TRY_VOID(fault("the data ends " + std::to_string(skip_) + " bytes before its item does",
                     pending_.offset_of(0), 0));
    pending_.drop(pending_.bytes().size());
    return finish_page();
  }

private:
  Result<void> fault(std::string what, std::uint64_t offset, std::size_t bytes) {
    return listener_.entry({offset, bytes, 1, "fault", std::move(what), "", true});
  }

  // One tag from the front; false: it has not come whole.
  Result<bool> next() {
    const auto tag = ufr2::read_tag(pending_.bytes());
    if (!tag) {
      TRY_VOID(fault(tag.error().what + "; what follows is passed over up to the next band",
                     pending_.offset_of(tag.error().offset), 0));
      lost_ = true;
      return true;
    }
    if (!*tag) return false;
    if ((*tag)->kind == TagKind::data) return data(**tag);
    const std::uint64_t offset = pending_.offset_of(0);
    TRY_VOID(listener_.entry(tag_entry(**tag, offset)));
    pending_.drop((*tag)->bytes);
    TRY_VOID(act(**tag));
    return true;
  }

  Result<void> act(const Tag& tag) {
    if (tag.kind == TagKind::control) {
      if (tag.id == begin_page) {
        TRY_VOID(finish_page());
        page_.begin(pages_ + 1);
        page_open_ = true;
      }
      if (tag.id == end_page) return finish_page();
      return {};
    }
    if (tag.id == band_shape) shape_ = tag.value;
    if (tag.id == band_place) place_ = tag.value;
    if (tag.id == bits_of_pixel) bits_ = tag.value[0];
    return {};
  }

  Result<void> finish_page() {
    if (!page_open_) return {};
    page_open_ = false;
    ++pages_;
    if (const auto page = page_.end()) return listener_.page(*page);
    return {};
  }

  Result<bool> data(const Tag& tag) {
    const auto length = static_cast<std::uint64_t>(tag.value[0]);
    const std::uint64_t offset = pending_.offset_of(0);
    if (length > most_pending - 64) {
      TRY_VOID(fault("data of " + std::to_string(length) + " bytes, which no band has; passed over",
                     offset, tag.bytes));
      const std::size_t rest = pending_.bytes().size() - tag.bytes;
      const std::size_t here = static_cast<std::size_t>(std::min<std::uint64_t>(length, rest));
      pending_.drop(tag.bytes + here);
      skip_ = length - here;
      return true;
    }
    if (pending_.bytes().size() < tag.bytes + length) return false;
    TRY_VOID(listener_.entry({offset, tag.bytes + length, 1, "data " + hex8(tag.id), "data",
                              std::to_string(length) + " bytes", false, Comparing::never}));
    const Bytes payload = pending_.bytes().subspan(tag.bytes, static_cast<std::size_t>(length));
    TRY_VOID(band(payload, pending_.offset_of(tag.bytes)));
    pending_.drop(tag.bytes + payload.size());
    return true;
  }

  Result<void> band(Bytes payload, std::uint64_t offset) {
    const auto record = ufr2::read_slim_record(payload);
    if (!record)
      return listener_.entry(
          {offset, payload.size(), 2, "band form", record.error().what, hex(payload), true});
    BandPlace place = place_of(bits_ != 0 ? bits_ : 1);
    if (bits_ == 0 && !unpacks(*record, place)) place = place_of(2); // the other that is known
    TRY(const bool unpacked,
        list_band(listener_, page_, place, record->header, record->stream, offset));
    if (!unpacked) return {};
    ++bands_;
    page_open_ = true; // where the tag that begins it was not understood, too
    return {};
  }

  BandPlace place_of(std::int64_t bits) const {
    BandPlace place;
    place.width = static_cast<std::int32_t>(std::clamp<std::int64_t>(shape_[0], 0, 1 << 20));
    place.rows = static_cast<std::int32_t>(std::clamp<std::int64_t>(shape_[1], 0, 1 << 20));
    place.bits = static_cast<std::int32_t>(std::clamp<std::int64_t>(bits, 1, 8));
    place.row_bytes =
        (static_cast<std::size_t>(place.width) * static_cast<std::size_t>(place.bits) + 7) / 8;
    place.first_row = place_[1];
    return place;
  }
  static bool unpacks(const ufr2::SlimRecord& record, const BandPlace& place) {
    return ufr2::decode_hiscoa(record.stream, record.header.parameters,
                               {place.row_bytes, static_cast<std::size_t>(place.rows)})
        .has_value();
  }

  // Where the next tag is, nobody knows: looks for a band or the form of its pixels.
  Result<bool> find_band() {
    const Bytes bytes = pending_.bytes();
    const auto first = [&](const auto& mark) {
      return std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end());
    };
    const auto found = std::min(first(ufr2::band_tag), first(ufr2::picture_form_tag));
    const bool here = found != bytes.end();
    // The end may be the beginning of the mark.
    const std::size_t keep =
        here ? 0 : std::min<std::size_t>(ufr2::band_tag.size() - 1, bytes.size());
    const std::size_t count =
        here ? static_cast<std::size_t>(found - bytes.begin()) : bytes.size() - keep;
    if (count > 0) TRY_VOID(list_unknown(count));
    pending_.drop(count);
    lost_ = !here;
    return here;
  }

  Result<void> list_unknown(std::size_t count) {
    return listener_.entry(
        {pending_.offset_of(0), count, 1, "unknown", "", hex(pending_.bytes().first(count), 256)});
  }

  Listener& listener_;
  PageRows page_;
  Pending pending_;
  std::array<std::int64_t, 2> shape_{}, place_{};
  std::int64_t bits_ = 0;  // not told
  std::uint64_t skip_ = 0; // bytes of an item that is passed over
  bool lost_ = false;
  bool page_open_ = false;
};

} // namespace

std::unique_ptr<Document> make_tag_document(Listener& listener) {
  return std::make_unique<TagDocument>(listener);
}

} // namespace platen::capture
