#include "codec/iptc.h"

#include "codec/exif_facts.h"

namespace platen::codec {
namespace {

constexpr std::uint16_t iptc_resource = 0x0404;
constexpr std::uint8_t dataset_marker = 0x1c, application_record = 2;
constexpr std::uint8_t object_name = 5, date_created = 55, by_line = 80, copyright_notice = 116,
                       caption = 120;

// One image resource: its number and bytes. Names and contents are padded to even lengths.
Result<std::pair<std::uint16_t, Bytes>> next_resource(ByteReader& in) {
  TRY(const Bytes signature, in.take(4));
  if (as_text(signature) != "8BIM") return fail(Errc::malformed, "no image resource");
  TRY(const std::uint16_t number, in.u16be());
  TRY(const std::uint8_t name, in.u8());
  TRY_VOID(in.skip(name + (name % 2 == 0 ? 1u : 0u)));
  TRY(const std::uint32_t size, in.u32be());
  TRY(const Bytes content, in.take(size));
  if (size % 2 != 0 && in.remaining() > 0) TRY_VOID(in.skip(1));
  return std::pair(number, content);
}

struct Dataset {
  std::uint8_t record = 0, number = 0;
  Bytes value;
};

Result<Dataset> next_dataset(ByteReader& in) {
  TRY(const std::uint8_t marker, in.u8());
  if (marker != dataset_marker) return fail(Errc::malformed, "no dataset");
  Dataset dataset;
  TRY(dataset.record, in.u8());
  TRY(dataset.number, in.u8());
  TRY(const std::uint16_t length, in.u16be());
  if (length >= 0x8000) return fail(Errc::unsupported, "a dataset of more than 32 kB");
  TRY(dataset.value, in.take(length));
  return dataset;
}

} // namespace

Bytes photoshop_iptc(Bytes resources) {
  ByteReader in(resources);
  while (in.remaining() > 0) {
    const auto resource = next_resource(in);
    if (!resource) break;
    if (resource->first == iptc_resource) return resource->second;
  }
  return {};
}

PictureFacts read_iptc(Bytes record) {
  PictureFacts facts;
  ByteReader in(record);
  while (in.remaining() > 0) {
    const auto dataset = next_dataset(in);
    if (!dataset) break;
    if (dataset->record != application_record) continue;
    const std::string_view value = as_text(dataset->value);
    if (dataset->number == object_name) facts.title = fact_text(value);
    if (dataset->number == caption) facts.description = fact_text(value);
    if (dataset->number == by_line) add_name(facts.creator, fact_text(value));
    if (dataset->number == date_created) facts.date = fact_date(value);
    if (dataset->number == copyright_notice) facts.copyright = fact_text(value);
  }
  if (facts.title.empty()) facts.title = facts.description;
  return facts;
}

} // namespace platen::codec
