#include "base/limits.h"
#include "intake/ipp/inflate.h"
#include "unit/intake/counter.h"

#include <random>

#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>
#include <zlib.h>

namespace platen::intake::ipp::test {
namespace {

std::string squeezed(const std::string& text, int window) {
  z_stream z{};
  EXPECTS(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&z, static_cast<uLong>(text.size())) + 64, '\0');
  std::string in = text;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECTS(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
constexpr int gzip = 31, zlib_header = 15, raw = -15;

std::string sample() {
  std::mt19937 random(1);
  std::string text = "%PDF-1.4\n";
  for (int i = 0; i < 100'000; ++i)
    text.push_back(static_cast<char>(random() % (i % 5000 < 2500 ? 4 : 256)));
  return text;
}

Result<std::string> inflated(Compression compression, const std::string& data, std::size_t piece) {
  Inflater inflater(compression);
  BufferSink sink;
  Bytes rest = as_bytes(data);
  while (!rest.empty()) {
    const Bytes next = rest.first(std::min(piece, rest.size()));
    TRY_VOID(inflater.write(next, sink));
    rest = rest.subspan(next.size());
  }
  TRY_VOID(inflater.finish());
  return std::string(as_text(sink.buffer));
}

TEST(Inflater, GivesBackWhatWasCompressed) {
  const std::string text = sample();
  for (const std::size_t piece : {1u, 2u, 1000u, 1'000'000u}) {
    EXPECT_EQ(inflated(Compression::none, text, piece), text);
    EXPECT_EQ(inflated(Compression::gzip, squeezed(text, gzip), piece), text);
    EXPECT_EQ(inflated(Compression::deflate, squeezed(text, raw), piece), text);
    EXPECT_EQ(inflated(Compression::deflate, squeezed(text, zlib_header), piece), text);
    EXPECT_EQ(inflated(Compression::gzip, squeezed("a", gzip) + squeezed("b", gzip), piece), "ab");
  }
}

TEST(Inflater, RefusesBrokenStreams) {
  const std::string good = squeezed(sample(), gzip);
  std::string flipped = good;
  flipped[good.size() / 2] = static_cast<char>(~flipped[good.size() / 2]);
  for (const std::string& bad :
       {good.substr(0, good.size() / 2), good.substr(0, good.size() - 1), good + "x", flipped,
        std::string("no gzip at all"), std::string("x")}) {
    const auto result = inflated(Compression::gzip, bad, 700);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Errc::malformed);
  }
}

class Nowhere final : public ByteSink {
public:
  Result<void> write(Bytes) override { return {}; }
};

TEST(Inflater, StopsWhatGrowsWithoutEnd) {
  const std::string bomb = squeezed(std::string(200 << 20, '\0'), gzip);
  Inflater inflater(Compression::gzip);
  Nowhere sink;
  const auto result = inflater.write(as_bytes(bomb), sink);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Errc::limit);
}

Message print_job(const char* compression) {
  Message message = polite(IPP_OP_PRINT_JOB);
  if (compression != nullptr)
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "compression", nullptr,
                 compression);
  return message;
}

std::string stored(Desk& desk, job::JobId id) {
  const auto file = desk.store->open_document(id, 1);
  EXPECTS(file.has_value());
  std::string text(200'000, '\0');
  const ssize_t size = ::read(file->get(), text.data(), text.size());
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

TEST(DocumentData, ArrivesInTheStoreDecompressed) {
  Desk desk;
  const std::string text = sample();
  for (const auto& [keyword, bytes] : {std::pair<const char*, std::string>{nullptr, text},
                                       {"none", text},
                                       {"gzip", squeezed(text, gzip)},
                                       {"deflate", squeezed(text, raw)}}) {
    const http::Response response = send(desk, {}, print_job(keyword).encode() + bytes, 4096);
    ASSERT_EQ(test::status_of(response), IPP_STATUS_OK);
    EXPECT_EQ(stored(desk, job_id(reply_of(response))), text);
  }
}

TEST(DocumentData, IsRefusedWhenItCannotBeDecompressed) {
  Desk desk;
  const std::string cut = squeezed(sample(), gzip).substr(0, 1000);
  EXPECT_EQ(test::status_of(send(desk, {}, print_job("gzip").encode() + cut)),
            IPP_STATUS_ERROR_COMPRESSION_ERROR);
  const http::Response other = send(desk, {}, print_job("compress").encode() + "x");
  EXPECT_EQ(test::status_of(other), IPP_STATUS_ERROR_COMPRESSION_NOT_SUPPORTED);
  EXPECT_EQ(unsupported(reply_of(other)), std::vector<std::string>{"compression"});
  EXPECT_EQ(desk.store->counts(2).active(), 0);
}

// What each of many slow clients costs, beside their connections. The sanitizers' own heaps tell
// nothing here.
TEST(DocumentData, ThatIsStillToComeHoldsLittleMemory) {
  Desk desk;
  const std::string request = print_job("none").encode() + "%PDF-1.4\n";
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.fields = {{"host", "localhost:8631"}, {"content-type", "application/ipp"}};
  constexpr std::size_t count = 200;
  std::vector<std::unique_ptr<http::Exchange>> slow;
  slow.reserve(count);
  const std::size_t before = ::mallinfo2().uordblks;
  for (std::size_t i = 0; i < count; ++i) {
    auto begun = desk.service->begin(head);
    slow.push_back(std::get<std::unique_ptr<http::Exchange>>(std::move(begun)));
    ASSERT_FALSE(slow.back()->body(as_bytes(request)).has_value());
  }
  const std::size_t each = (::mallinfo2().uordblks - before) / count;
  std::printf("a Print-Job request whose document is still to come: %zu bytes of heap\n", each);
  EXPECT_LT(each, 4096U);
}

TEST(DocumentData, IsRefusedBeforeItIsRead) {
  Desk desk;
  const Message request = print_job("none");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/x-unknown");
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.fields = {{"content-type", "application/ipp"}};
  auto begun = desk.service->begin(head);
  auto& exchange = *std::get<std::unique_ptr<http::Exchange>>(begun);
  const auto early = exchange.body(as_bytes(request.encode()));
  ASSERT_TRUE(early.has_value());
  EXPECT_EQ(test::status_of(*early), IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED);
}

} // namespace
} // namespace platen::intake::ipp::test
