#include "job/record.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::job {
namespace {

// Every field that the bytes carry, as one text.
std::string described(const Record& record) {
  const Job& job = record.job;
  std::string text;
  const auto add = [&](const auto& value) {
    if constexpr (std::is_convertible_v<decltype(value), std::string_view>)
      text += value;
    else
      text += std::to_string(value);
    text += '|';
  };
  for (const auto& each : job.reasons)
    add(each);
  for (const auto& each : job.detailed)
    add(each);
  for (const auto& [name, value] : job.options)
    add(name), add(value);
  for (const std::string* each :
       {&job.uuid, &job.state_message, &job.name, &job.host, &job.hold_until, &job.retain_until,
        &job.password, &job.account_id, &job.accounting_user_id, &job.attributes,
        &job.actual_attributes})
    add(*each);
  add(job.user_is_proven), add(job.documents_kept), add(job.processing), add(job.changed);
  add(job.copies), add(job.attempts), add(job.counters.sides), add(job.counters.sides_completed);
  add(job.counters.sheets), add(job.counters.sheets_completed), add(job.counters.bytes_sent);
  add(job.counters.used.sheets), add(job.counters.used.sides), add(job.earlier.sheets);
  add(job.earlier.sides), add(job.paper), add(job.color), add(job.confidential);
  for (std::size_t i = 0; i < job.documents.size(); ++i) {
    const Document& document = job.documents[i];
    add(document.number), add(document.name), add(document.format), add(document.bytes);
    add(document.attributes), add(document.canceled), add(record.contents[i]);
  }
  return text;
}

Record arbitrary_record() {
  const auto text = [] { return *rc::gen::arbitrary<std::string>(); };
  const auto number = [] { return *rc::gen::arbitrary<std::int32_t>(); };
  Record record;
  Job& job = record.job;
  for (std::string* each : {&job.uuid, &job.state_message, &job.name, &job.host, &job.hold_until,
                            &job.retain_until, &job.password, &job.account_id,
                            &job.accounting_user_id, &job.attributes, &job.actual_attributes})
    *each = text();
  job.reasons = *rc::gen::arbitrary<std::vector<std::string>>();
  job.detailed = *rc::gen::arbitrary<std::vector<std::string>>();
  job.options = *rc::gen::arbitrary<std::vector<std::pair<std::string, std::string>>>();
  job.user_is_proven = *rc::gen::arbitrary<bool>();
  job.documents_kept = *rc::gen::arbitrary<bool>();
  job.processing = *rc::gen::arbitrary<std::int64_t>();
  job.changed = *rc::gen::arbitrary<std::int64_t>();
  job.copies = number(), job.attempts = number();
  job.counters = {number(),
                  number(),
                  number(),
                  number(),
                  *rc::gen::arbitrary<std::uint64_t>(),
                  {number(), number()}};
  job.earlier = {number(), number()};
  job.paper = text();
  job.color = *rc::gen::arbitrary<bool>();
  job.confidential = *rc::gen::arbitrary<bool>();
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    job.documents.push_back(
        {number(), text(), text(), *rc::gen::arbitrary<std::uint64_t>(), text(), text()});
    record.contents.push_back(*rc::gen::arbitrary<std::int64_t>());
  }
  return record;
}

TEST(Record, ComesBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    const Record record = arbitrary_record();
    const Buffer bytes = encode_record(record);
    Record back;
    RC_ASSERT(decode_record(bytes, back).has_value());
    RC_ASSERT(described(back) == described(record));
    RC_ASSERT(encode_record(back) == bytes);
  }));
}

TEST(Record, PassesOverFieldsOfLaterVersions) {
  Record record;
  record.job.name = "letter";
  Buffer bytes = encode_record(record);
  for (const int byte : {0xfa, 0x03, 0x6e, 0x65, 0x77})
    bytes.push_back(static_cast<std::byte>(byte));
  Record back;
  ASSERT_TRUE(decode_record(bytes, back));
  EXPECT_EQ(back.job.name, "letter");
}

TEST(Record, IsRefusedWhenItWasCutAndNeverReadBeyond) {
  EXPECT_TRUE(rc::check([] {
    Buffer bytes = encode_record(arbitrary_record());
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
    bytes.resize(cut);
    if (!bytes.empty())
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
          std::byte{*rc::gen::arbitrary<std::uint8_t>()};
    Record back;
    const auto decoded = decode_record(bytes, back);
    RC_ASSERT(decoded || decoded.error().code == Errc::malformed);
  }));
}

TEST(Record, OfAPrinterComesBackAsItWas) {
  Printer printer;
  printer.uuid = make_uuid();
  printer.model = "canon-ir1020";
  printer.device_uri = "socket://10.0.0.9:9100";
  printer.info = "Second floor";
  printer.defaults = {{"sides", "two-sided-long-edge"}, {"media", ""}};
  printer.accepting = printer.shared = false;
  printer.paused = printer.hold_new_jobs = true;
  printer.created = 5;
  printer.not_fitted = {"tray-2"};
  Printer back;
  const Buffer bytes = encode_printer(printer);
  ASSERT_TRUE(decode_printer(bytes, back));
  EXPECT_EQ(encode_printer(back), bytes);
  EXPECT_EQ(back.defaults, printer.defaults);
  EXPECT_FALSE(back.accepting);
  EXPECT_TRUE(back.hold_new_jobs);
  EXPECT_EQ(back.device_uri, printer.device_uri);
  EXPECT_EQ(back.not_fitted, printer.not_fitted);
}

} // namespace
} // namespace platen::job
