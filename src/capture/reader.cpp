#include "capture/reader.h"

#include "capture/document.h"
#include "capture/input.h"
#include "capture/other_languages.h"
#include "capture/words.h"

#include <algorithm>

namespace platen::capture {

namespace {

constexpr std::string_view universal_exit = "\x1b%-12345X";

bool sets_one_attribute(std::uint16_t command) {
  switch (static_cast<ufr2::CpcaCommand>(command)) {
  case ufr2::CpcaCommand::set_job:
  case ufr2::CpcaCommand::set_binder:
  case ufr2::CpcaCommand::set_document:
    return true;
  default:
    return false;
  }
}

// Packets that set different attributes are different things.
std::string key_of(std::uint16_t command, Bytes payload) {
  std::string key = "packet " + hex16(command);
  if (const auto set = ufr2::read_cpca_attribute(payload); set && sets_one_attribute(command))
    key += " of " + hex16(set->id);
  return key;
}

// Counts faults on the way to who listens.
class Counting final : public Listener {
public:
  Counting(Listener& to, Summary& summary) : to_(to), summary_(summary) {}
  Result<void> entry(Entry entry) override {
    if (entry.fault && summary_.faults++ == 0)
      summary_.first_fault = {Errc::malformed, entry.name, entry.offset};
    return to_.entry(std::move(entry));
  }
  bool wants_pages() const override { return to_.wants_pages(); }
  Result<void> page(const Page& page) override { return to_.page(page); }

private:
  Listener& to_;
  Summary& summary_;
};

class CaptureReader {
public:
  CaptureReader(ByteSource& source, Listener& listener)
      : in_(source), listener_(listener, summary_) {}

  Result<Summary> run() {
    TRY(const Bytes head, in_.peek(512));
    if (head.empty()) return fail(Errc::malformed, "the capture is empty");
    if (as_text(head).starts_with(universal_exit) || as_text(head).starts_with("@PJL"))
      TRY_VOID(pjl());
    TRY(const Bytes begin, in_.peek(512));
    if (ufr2::starts_cpca_packet(begin)) {
      TRY_VOID(packets());
    } else if (begin.size() >= 3 && begin[0] == std::byte{1} && begin[1] == std::byte{0xc1}) {
      summary_.form = Form::tags;
      TRY_VOID(bare_tags());
    } else {
      summary_.form = Form::other;
      summary_.language = language_of(as_text(begin));
      if (summary_.language.empty() && named_by_pjl_.empty())
        return fail(
            Errc::unsupported,
            "this begins with " + hex(begin, 8) +
                ", neither a packet of Canon's (CD CA 10) nor a print language known by name",
            in_.offset());
      if (summary_.language.empty()) summary_.language = named_by_pjl_;
    }
    return std::move(summary_);
  }

private:
  Result<void> put(std::uint64_t offset, std::size_t bytes, int depth, std::string key,
                   std::string name, std::string value, bool fault = false,
                   Comparing comparing = Comparing::always) {
    return listener_.entry({offset, bytes, depth, std::move(key), std::move(name), std::move(value),
                            fault, comparing});
  }

  // The lines before the language that they enter, or before what is no line.
  Result<void> pjl() {
    for (;;) {
      TRY(const Bytes head, in_.peek(4096));
      std::string_view text = as_text(head);
      std::size_t exits = 0;
      for (; text.starts_with(universal_exit); text.remove_prefix(universal_exit.size()))
        exits += universal_exit.size();
      if (!text.starts_with("@PJL")) {
        in_.drop(exits);
        return {};
      }
      const std::size_t count =
          std::min(text.find('\n') == text.npos ? text.size() : text.find('\n') + 1, text.size());
      std::string line(text.substr(0, count));
      while (line.ends_with('\n') || line.ends_with('\r'))
        line.pop_back();
      TRY_VOID(put(in_.offset() + exits, count, 0, "PJL", "", quoted(as_bytes(line))));
      in_.drop(exits + count);
      constexpr std::string_view enter = "ENTER LANGUAGE";
      if (const auto at = line.find(enter); at != line.npos) {
        named_by_pjl_ = line.substr(at + enter.size());
        std::erase_if(named_by_pjl_,
                      [](char c) { return c == ' ' || c == '=' || c < 0x20 || c > 0x7e; });
        return {};
      }
    }
  }

  Result<void> bare_tags() {
    summary_.language = "UFR II LT";
    const auto document = make_tag_document(listener_);
    for (;;) {
      TRY(const Bytes bytes, in_.peek(32768));
      if (bytes.empty()) break;
      TRY_VOID(document->take(bytes, in_.offset()));
      in_.drop(bytes.size());
    }
    return finish(*document);
  }

  Result<void> finish(Document& document) {
    TRY_VOID(document.end());
    summary_.pages += document.pages();
    summary_.bands += document.bands();
    return {};
  }

  Result<void> packets() {
    for (;;) {
      TRY(const Bytes head, in_.peek(ufr2::cpca_header_bytes));
      if (head.empty()) break;
      if (head.size() < ufr2::cpca_header_bytes) {
        TRY_VOID(put(in_.offset(), head.size(), 0, "fault",
                     "the capture ends within the header of a packet", hex(head), true));
        in_.drop(head.size());
        break;
      }
      const auto header = ufr2::read_cpca_header(head.first<ufr2::cpca_header_bytes>());
      TRY_VOID(header ? packet(*header) : no_packet());
    }
    if (document_) TRY_VOID(finish(*document_));
    if (summary_.language.empty()) summary_.language = "CPCA without data";
    return {};
  }

  // Passes over what is no packet, up to the next one.
  Result<void> no_packet() {
    TRY(const Bytes bytes, in_.peek(Input::longest));
    std::size_t count = 0;
    while (count < bytes.size() && !ufr2::starts_cpca_packet(bytes.subspan(count)))
      ++count;
    if (bytes.size() == Input::longest && count == bytes.size()) count -= 2; // half a mark, perhaps
    TRY_VOID(put(in_.offset(), count, 0, "fault", "no packet (CD CA 10) where one should begin",
                 hex(bytes.first(count), 256), true));
    in_.drop(count);
    return {};
  }

  Result<void> packet(const ufr2::CpcaHeader& header) {
    ++summary_.packets;
    const std::uint64_t offset = in_.offset();
    in_.drop(ufr2::cpca_header_bytes);
    TRY(const Bytes payload, in_.peek(header.length));
    const bool data = header.command == static_cast<std::uint16_t>(ufr2::CpcaCommand::send_data);
    std::string value = "sequence " + hex16(header.sequence) + ", user " + hex(header.user);
    if (header.kind != 0) value += ", kind " + hex8(header.kind);
    if (header.reserved != decltype(header.reserved){})
      value += ", reserved " + hex(header.reserved);
    TRY_VOID(put(offset, ufr2::cpca_header_bytes + payload.size(), 0,
                 key_of(header.command, payload), std::string(command_name(header.command)),
                 std::move(value), false, data ? Comparing::never : Comparing::always));
    if (payload.size() < header.length)
      TRY_VOID(put(offset, 0, 1, "fault",
                   "the capture ends " + std::to_string(header.length - payload.size()) +
                       " bytes before the packet does",
                   "", true));
    TRY_VOID(data ? take_data(payload, offset) : list_payload(header.command, payload));
    in_.drop(payload.size());
    return {};
  }

  Result<void> list_records(Bytes payload) {
    const std::uint64_t at = in_.offset();
    std::vector<ufr2::CpcaAttribute> list;
    const auto read = ufr2::read_cpca_records(payload, list);
    for (const auto& attribute : list)
      TRY_VOID(listener_.entry(attribute_entry(attribute, at + attribute.at)));
    if (read) return {};
    const std::size_t from = list.empty() ? 0 : list.back().at + list.back().value.size();
    return put(at + from, payload.size() - from, 1, "fault", read.error().what,
               hex(payload.subspan(from)), true);
  }

  Result<void> list_payload(std::uint16_t command, Bytes payload) {
    const std::uint64_t at = in_.offset();
    if (sets_one_attribute(command)) {
      const auto attribute = ufr2::read_cpca_attribute(payload);
      if (attribute) return listener_.entry(attribute_entry(*attribute, at + attribute->at));
      return put(at, payload.size(), 1, "fault", attribute.error().what, hex(payload), true);
    }
    switch (static_cast<ufr2::CpcaCommand>(command)) {
    case ufr2::CpcaCommand::job_start_2:
      return list_records(payload);
    case ufr2::CpcaCommand::execute: // it holds words in ASCII
      return put(at, payload.size(), 1, "payload", quoted(payload), hex(payload));
    default:
      if (payload.empty()) return {};
      return put(at, payload.size(), 1, "payload", "", hex(payload));
    }
  }

  // A channel, and then what is taken apart by itself.
  Result<void> take_data(Bytes payload, std::uint64_t packet_offset) {
    if (payload.empty())
      return put(packet_offset, 0, 1, "fault", "data without a channel", "", true);
    if (payload[0] != std::byte{1})
      return put(in_.offset(), payload.size(), 1,
                 "data of channel " + hex8(std::to_integer<std::uint8_t>(payload[0])), "",
                 hex(payload));
    const Bytes bytes = payload.subspan(1);
    if (bytes.empty()) return {};
    if (!document_) {
      const bool carps = bytes[0] == std::byte{0x1b};
      summary_.language = carps ? "CARPS" : "UFR II LT";
      document_ = carps ? make_carps_document(listener_) : make_tag_document(listener_);
    }
    return document_->take(bytes, in_.offset() + 1);
  }

  Input in_;
  Summary summary_;
  Counting listener_;
  std::unique_ptr<Document> document_;
  std::string named_by_pjl_;
};

} // namespace

Result<Summary> read_capture(ByteSource& source, Listener& listener) {
  return CaptureReader(source, listener).run();
}

} // namespace platen::capture
