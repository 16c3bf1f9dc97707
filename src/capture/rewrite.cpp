#include "capture/rewrite.h"

#include "capture/input.h"
#include "capture/pending.h"
#include "wire/ufr2/cpca.h"
#include "wire/ufr2/slim_record.h"
#include "wire/ufr2/tags.h"

#include <algorithm>
#include <optional>

namespace platen::capture {

namespace {

using ufr2::Tag;

constexpr std::uint8_t band_shape = 0xe3, bits_of_pixel = 0xe6, data_length = 0xd7,
                       short_data = 0x9d;

// The document's data with its bands packed anew.
class NewDocument {
public:
  explicit NewDocument(ufr2::HiScoaMethod method) : method_(method) {}

  Result<void> take(Bytes bytes, std::uint64_t offset) {
    TRY_VOID(pending_.add(bytes, offset));
    for (;;) {
      const auto read = ufr2::read_tag(pending_.bytes());
      if (!read)
        return fail(read.error().code, read.error().what + "; the job cannot be written anew",
                    pending_.offset_of(read.error().offset));
      if (!*read) return {};
      const Tag tag = **read;
      if (tag.kind == ufr2::TagKind::data) {
        if (tag.value[0] > std::int64_t{most_pending} - 64)
          return fail(Errc::limit, "data that is too long for a band", pending_.offset_of(0));
        const auto whole = tag.bytes + static_cast<std::size_t>(tag.value[0]);
        if (pending_.bytes().size() < whole) return {};
        TRY_VOID(band(pending_.bytes().subspan(tag.bytes, whole - tag.bytes)));
        pending_.drop(whole);
        continue;
      }
      TRY_VOID(keep(tag));
    }
  }
  Result<void> end() const {
    if (pending_.bytes().empty() && held_.empty()) return {};
    return fail(Errc::malformed, "the data ends within a tag", pending_.offset_of(0));
  }

  Buffer out; // what is ready
  Rewritten done;

private:
  // The length of the data stands before it, too: it waits for the data.
  Result<void> keep(const Tag& tag) {
    const Bytes bytes = pending_.bytes().first(tag.bytes);
    out.insert(out.end(), held_.begin(), held_.end());
    held_.clear();
    if (tag.kind == ufr2::TagKind::attribute && tag.id == data_length)
      held_.assign(bytes.begin(), bytes.end());
    else
      out.insert(out.end(), bytes.begin(), bytes.end());
    if (tag.kind == ufr2::TagKind::attribute && tag.id == band_shape) shape_ = tag.value;
    if (tag.kind == ufr2::TagKind::attribute && tag.id == bits_of_pixel) bits_ = tag.value[0];
    pending_.drop(tag.bytes);
    return {};
  }

  Result<void> band(Bytes payload) {
    const std::uint64_t at = pending_.offset_of(pending_.bytes().size() - 1);
    const auto fault = [&](const Error& error) {
      return fail(error.code, error.what + "; the job cannot be written anew", at);
    };
    const auto record = ufr2::read_slim_record(payload);
    if (!record) return fault(record.error());
    const auto width = std::clamp<std::int64_t>(shape_[0], 0, 1 << 20);
    const auto row_bytes =
        static_cast<std::size_t>((width * std::clamp<std::int64_t>(bits_, 0, 8) + 7) / 8);
    const auto rows = static_cast<std::size_t>(std::clamp<std::int64_t>(shape_[1], 0, 1 << 20));
    const auto unpacked =
        decode_hiscoa(record->stream, record->header.parameters, {row_bytes, rows});
    if (!unpacked) return fault(unpacked.error());
    Buffer stream = ufr2::encode_hiscoa(unpacked->rows, row_bytes, record->header.parameters,
                                        method_, unpacked->end);
    // What drivers put behind the stream of a page's last band stays; the padding is our own.
    Bytes rest = record->stream.subspan(unpacked->stream_bytes);
    while (!rest.empty() && rest.front() == std::byte{0xbc})
      rest = rest.subspan(1);
    stream.insert(stream.end(), rest.begin(), rest.end());
    put(record->header, stream, record->stream.size());
    ++done.bands;
    done.bytes_before += record->stream.size();
    done.bytes_after += stream.size();
    return {};
  }

  void put(ufr2::SlimHeader header, const Buffer& stream, std::size_t old_size) {
    ByteWriter to;
    const std::size_t size = ufr2::slim_header_bytes + stream.size() + 1;
    const bool fits = size <= 0xffff;
    const auto length = [&](std::uint8_t short_tag, std::uint8_t long_tag) {
      to.u8(fits ? short_tag : long_tag);
      if (fits)
        to.u16be(static_cast<std::uint16_t>(size));
      else
        to.u32be(static_cast<std::uint32_t>(size));
    };
    if (!held_.empty()) {
      to.u8(data_length);
      length(0x84, 0x88);
    }
    held_.clear();
    length(short_data, short_data + 1);
    ufr2::put_hiscoa_parameters(to, header.parameters);
    to.u8(header.more);
    to.u32le(static_cast<std::uint32_t>(header.stated + stream.size() - old_size));
    to.bytes(stream);
    to.u8(0x80);
    out.insert(out.end(), to.buffer.begin(), to.buffer.end());
  }

  ufr2::HiScoaMethod method_;
  Pending pending_;
  Buffer held_; // the tag with the length of the data that comes
  std::array<std::int64_t, 2> shape_{};
  std::int64_t bits_ = 0;
};

class Rewriter {
public:
  Rewriter(ByteSource& source, ByteSink& out, ufr2::HiScoaMethod method)
      : in_(source), out_(out), document_(method) {}

  Result<Rewritten> run() {
    for (;;) {
      TRY(const Bytes head, in_.peek(ufr2::cpca_header_bytes));
      if (head.empty()) break;
      const auto header = head.size() == ufr2::cpca_header_bytes
                              ? ufr2::read_cpca_header(head.first<ufr2::cpca_header_bytes>())
                              : std::nullopt;
      if (!header) return fail(Errc::unsupported, "no packet (CD CA 10) begins here", in_.offset());
      in_.drop(ufr2::cpca_header_bytes);
      TRY(const Bytes payload, in_.peek(header->length));
      if (payload.size() < header->length)
        return fail(Errc::malformed, "the capture ends within a packet", in_.offset());
      TRY_VOID(packet(*header, payload));
      in_.drop(payload.size());
    }
    TRY_VOID(document_.end());
    if (document_.done.bands == 0)
      return fail(Errc::unsupported, "there is no band of UFR II LT in this capture");
    return document_.done;
  }

private:
  Result<void> put(const ufr2::CpcaHeader& header, Bytes payload) {
    ByteWriter to;
    ufr2::put_cpca_packet(to, header, payload);
    return out_.write(to.buffer);
  }

  Result<void> packet(const ufr2::CpcaHeader& header, Bytes payload) {
    const bool data = header.command == static_cast<std::uint16_t>(ufr2::CpcaCommand::send_data);
    if (!data || payload.empty() || payload[0] != std::byte{1}) return put(header, payload);
    if (header.kind != 0)
      return fail(Errc::unsupported, "this is CARPS, whose strips are not written anew",
                  in_.offset());
    TRY_VOID(document_.take(payload.subspan(1), in_.offset() + 1));
    // No packet is longer than the driver's were so far.
    longest_ = std::max(longest_, payload.size());
    Bytes ready = document_.out;
    while (!ready.empty()) {
      const Bytes piece = ready.first(std::min(ready.size(), longest_ - 1));
      Buffer channelled{std::byte{1}};
      channelled.insert(channelled.end(), piece.begin(), piece.end());
      TRY_VOID(put(header, channelled));
      ready = ready.subspan(piece.size());
    }
    document_.out.clear();
    return {};
  }

  Input in_;
  ByteSink& out_;
  NewDocument document_;
  std::size_t longest_ = 65;
};

} // namespace

Result<Rewritten> rewrite_capture(ByteSource& source, ByteSink& out, ufr2::HiScoaMethod method) {
  return Rewriter(source, out, method).run();
}

} // namespace platen::capture
