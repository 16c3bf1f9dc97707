#pragma once

#include "base/bytes.h"
#include "capture/reader.h"
#include "wire/ufr2/cpca.h"
#include "wire/ufr2/slim_record.h"

#include <algorithm>
#include <string>
#include <vector>

namespace platen::capture::test {

inline Buffer hex_bytes(std::string_view text) {
  Buffer out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high >= 0) out.push_back(static_cast<std::byte>(high * 16 + digit));
    high = high >= 0 ? -1 : digit;
  }
  return out;
}

inline void append(Buffer& to, Bytes bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

// A job as a driver would send it, packet by packet.
class Job {
public:
  explicit Job(bool carps = false) : carps_(carps) {
    header_.sequence = carps ? 1 : 0;
    if (!carps) header_.user = {std::byte{0xff}, std::byte{0xff}};
  }
  Job& packet(std::uint16_t command, Bytes payload) {
    header_.command = command;
    header_.kind = carps_ && command == 0x1a ? 2 : 0;
    ByteWriter out;
    ufr2::put_cpca_packet(out, header_, payload);
    append(bytes, out.buffer);
    return *this;
  }
  Job& packet(std::uint16_t command, std::string_view payload) {
    return packet(command, hex_bytes(payload));
  }
  // The document's data in packets of at most `most` bytes behind the channel.
  Job& data(Bytes document, std::size_t most = 4000) {
    for (; !document.empty(); document = document.subspan(std::min(most, document.size()))) {
      Buffer payload{std::byte{1}};
      append(payload, document.first(std::min(most, document.size())));
      packet(0x1a, payload);
    }
    return *this;
  }

  Buffer bytes;

private:
  bool carps_;
  ufr2::CpcaHeader header_;
};

inline constexpr ufr2::HiScoaParameters lbp6030{
    .l3 = 3, .l5 = 9, .step0 = 6, .step2 = 1, .l0 = 0, .l2 = 0, .l4 = 80};

// A band of the LBP6030 form: the tag, the place, and the record in data of two bytes of length.
inline Buffer band(std::uint16_t width, std::uint16_t y, Bytes rows, std::size_t row_bytes,
                   bool last, ufr2::HiScoaMethod method = ufr2::HiScoaMethod::full) {
  const Buffer stream = ufr2::encode_hiscoa(rows, row_bytes, lbp6030, method,
                                            last ? ufr2::HiScoaEnd::page : ufr2::HiScoaEnd::band);
  const Buffer record = ufr2::make_slim_record(lbp6030, !last, stream);
  ByteWriter out;
  out.bytes(hex_bytes("62 e3 85"));
  out.u16be(width);
  out.u16be(static_cast<std::uint16_t>(rows.size() / row_bytes));
  out.bytes(hex_bytes("e8 a5 0000"));
  out.u16be(y);
  out.bytes(hex_bytes("e1 03 d7 84"));
  out.u16be(static_cast<std::uint16_t>(record.size()));
  out.u8(0x9d);
  out.u16be(static_cast<std::uint16_t>(record.size()));
  out.bytes(record);
  return out.buffer;
}

// The rows of a page of two bits a pixel, 64 pixels wide: each row is its number, eight times over.
inline Buffer numbered_rows(std::size_t first, std::size_t count) {
  Buffer rows;
  for (std::size_t y = first; y < first + count; ++y)
    for (int i = 0; i < 16; ++i)
      rows.push_back(static_cast<std::byte>(i < 8 ? y & 0xff : 0));
  return rows;
}

// Two bands of 32 and 8 rows, in the tags of the LBP6030.
inline Buffer tagged_page(std::string_view paper = "00") {
  Buffer out =
      hex_bytes("01 c185 1000 1089 c200 d884 0258 dd80c8 f084 0800 02 c3" + std::string(paper) +
                "c500 c600 51 f200 03 e785 0040 0028 de8000 c800 caa1 0000 cb00 61 e68002 e500");
  append(out, band(64, 0, numbered_rows(0, 32), 16, false));
  append(out, band(64, 32, numbered_rows(32, 8), 16, true));
  append(out, hex_bytes("13 12 11"));
  return out;
}

// The packets that Canon's module of driver 5.00 sends around a job for an LBP6030, from
// AlirezaBME/OTT-printer-app (app/src/test/resources/canon/cpca-module-packets.tsv); the host's id
// and name are zeros here.
inline Job lbp6030_job(Bytes document, std::string_view name = "43616e6f6e2074657374") {
  Job job;
  const std::string text = "03f20a" + std::string(name);
  job.packet(0x6b, "0009 00f0000101 01300003030000 000d000104 0004000d" + text + "0117000d" + text +
                       "0006000c03f2097265666572656e6365 01180008 0000000000000000 000c000132 "
                       "00090008 7eaa1e000925abe0");
  job.packet(0x12, "01310300000000").packet(0x14, "00000000");
  for (const char* const set : {"08b302", "07d70001", "07d91700000000", "07d80f", "084a04",
                                "07da00", "08a5fefefffe000000000000000003"})
    job.packet(0x15, set);
  job.packet(0x15, "082b" + text);
  job.packet(0x17, "00000000");
  for (const char* const set : {"002e830000", "07d70001", "07e004", "086e010b0000",
                                "003a0802580258", "07ed03fe0002000000000000000003"})
    job.packet(0x18, set);
  job.packet(0x1d, "00000000008f00830a50415045522d53415645034f4646");
  job.data(document, 300);
  job.packet(0x19, "").packet(0x15, "011300000001").packet(0x16, "").packet(0x12, "011300000001");
  job.packet(0x12, "07d600000000").packet(0x13, "00");
  return job;
}

class Kept final : public Listener {
public:
  Result<void> entry(Entry entry) override {
    entries.push_back(std::move(entry));
    return {};
  }
  bool wants_pages() const override { return true; }
  Result<void> page(const Page& page) override {
    pages.push_back(page);
    return {};
  }
  // "name: value" of the first with this key; "" = none.
  std::string told(std::string_view key) const {
    for (const Entry& entry : entries)
      if (entry.key == key) return entry.name + ": " + entry.value;
    return {};
  }
  std::size_t count(std::string_view key) const {
    return static_cast<std::size_t>(std::ranges::count(entries, key, &Entry::key));
  }

  std::vector<Entry> entries;
  std::vector<Page> pages;
};

class Source final : public ByteSource {
public:
  explicit Source(Bytes bytes, std::size_t piece = 509) : bytes_(bytes), piece_(piece) {}
  Result<std::size_t> read(std::span<std::byte> into) override {
    const std::size_t count = std::min({into.size(), bytes_.size(), piece_});
    std::copy_n(bytes_.begin(), count, into.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }

private:
  Bytes bytes_;
  std::size_t piece_;
};

} // namespace platen::capture::test
