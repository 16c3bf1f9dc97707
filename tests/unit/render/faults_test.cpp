// What happens with documents and workers that are not as they should be: one clear error each.
#include "documents.h"

#include <csignal>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::render {
namespace {

using namespace testing_support;
using testing::HasSubstr;

class FaultsTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }
  // A worker of another kind: a shell script.
  void use_script(const std::string& lines) {
    const auto path = folder_ / "worker";
    ASSERT_TRUE(write_file(path, as_bytes("#!/bin/sh\n" + lines + "\n")));
    ASSERT_EQ(::chmod(path.c_str(), 0755), 0);
    ::setenv("PLATEN_WORKER", path.c_str(), 1);
  }
  Folder folder_;
};

void expect_error(const Result<std::unique_ptr<Document>>& document, Errc code,
                  const std::string& text) {
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, code);
  EXPECT_THAT(document.error().message(), HasSubstr(text));
  EXPECT_EQ(document.error().message().find('\n'), std::string::npos);
}

const std::string one_page = make_pdf({{"/MediaBox[0 0 200 300]", "0 g 0 0 30 12 re f"}});

TEST_F(FaultsTest, EveryBadDocumentHasItsOwnMessage) {
  expect_error(open_text(""), Errc::malformed, "empty");
  expect_error(open_text("PK\x03\x04 and more"), Errc::unsupported, "ZIP archive");
  expect_error(open_text(std::string_view("\x00\x01\x02\x03", 4)), Errc::unsupported,
               "unknown type");
  expect_error(open_text(one_page.substr(0, 200)), Errc::malformed, "damaged");
  expect_error(open_text("%PDF-1.7\n"), Errc::malformed, "damaged");
  expect_error(open_text(make_pdf_without_pages()), Errc::malformed, "no pages");
  expect_error(open_text("%!PS\n1 1 add pop"), Errc::malformed, "no pages");
  expect_error(open_text("%!PS\nnonsense"), Errc::malformed,
               "PostScript error undefined in nonsense");
  expect_error(open_text("good text and then \xC3("), Errc::unsupported, "text, but not in UTF-8");
  expect_error(open_text(std::string(5000, 'a') + "\xC3(\n"), Errc::malformed, "not UTF-8");
  expect_error(open_text("\x89PNG\r\n\x1a\n"), Errc::malformed, "");
  expect_error(open_text("\xff\xd8\xff\xe0"), Errc::malformed, "");
}

TEST_F(FaultsTest, AnEncryptedPdfAsksForItsPassword) {
  ASSERT_TRUE(write_file(folder_ / "plain.pdf", as_bytes(one_page)));
  const auto encrypt = [&](const std::string& user, const std::string& name) {
    const std::string command = "qpdf --encrypt '" + user + "' owner 256 -- " +
                                (folder_ / "plain.pdf").string() + " " + (folder_ / name).string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return std::string(as_text(read_file(folder_ / name, 1 << 20).value()));
  };
  expect_error(open_text(encrypt("secret", "locked.pdf")), Errc::denied, "needs a password");
  // Encrypted against changes only: anyone may open it.
  const auto open = open_text(encrypt("", "open.pdf"));
  ASSERT_TRUE(open) << open.error().message();
  EXPECT_TRUE(draw_all(**open, whole_pages(**open, {0}, Dpi{72}, gray8),
                       {.model = ColorModel::gray, .profile = {}}));
}

// What reads the pages repairs faults that would stop what draws them: it hands over a whole copy.
TEST_F(FaultsTest, ARepairedPdfIsDrawnAsTheWholeOne) {
  const std::string two_pages = make_pdf({{"/MediaBox[0 0 200 300]", "0 g 0 0 30 12 re f"},
                                          {"/MediaBox[0 0 200 300]", "0 g 0 90 50 12 re f"}});
  std::string no_ends = two_pages; // no object has an end
  for (std::size_t at; (at = no_ends.find("endobj\n")) != std::string::npos;)
    no_ends.erase(at, 7);
  const auto drawn = [](const std::string& pdf, bool repaired) {
    const auto open = open_text(pdf);
    EXPECT_TRUE(open) << open.error().message();
    EXPECT_EQ((*open)->info().warnings.empty(), !repaired);
    auto pages = draw_all(**open, whole_pages(**open, {0, 1}, Dpi{72}, gray8),
                          {.model = ColorModel::gray, .profile = {}});
    EXPECT_TRUE(pages) << pages.error().message();
    return std::move(pages).value();
  };
  const auto whole = drawn(two_pages, false);
  const auto repaired = drawn(no_ends, true);
  ASSERT_EQ(repaired.size(), 2u);
  for (std::size_t page = 0; page < 2; ++page)
    EXPECT_EQ(difference(whole[page], repaired[page]), 0);
}

TEST_F(FaultsTest, EndlessWorkEndsAtTheProcessorTime) {
  Limits limits = small_limits();
  limits.cpu = std::chrono::seconds(1);
  expect_error(open_text("%!PS\n{} loop", limits), Errc::limit, "more than 1 s of processor time");
}

TEST_F(FaultsTest, AMemoryBombEndsAtTheMemoryLimit) {
  Limits limits = small_limits();
  limits.memory_bytes = 300u << 20;
  expect_error(open_text("%!PS\n/c null def { /c [ c 60000 string ] def } loop", limits),
               Errc::limit, "more than 300 MB of memory");
}

TEST_F(FaultsTest, TooManyPagesAndBytesAreRefused) {
  Limits limits = small_limits();
  limits.pages = 2;
  expect_error(open_text("%!PS\nshowpage showpage showpage", limits), Errc::limit,
               "more than 2 pages");
  expect_error(open_text("one\ftwo\fthree", limits), Errc::limit, "more than 2 pages");
  const PdfPage page{"/MediaBox[0 0 9 9]", ""};
  expect_error(open_text(make_pdf({page, page, page}), limits), Errc::limit,
               "3 pages; the limit is 2");
  limits.document_bytes = 100;
  expect_error(open_text(one_page, limits), Errc::limit, "larger than");
}

TEST_F(FaultsTest, AFaultAfterTheFirstPageIsAWarning) {
  const auto document = open_text("%!PS\nshowpage\n1 0 div");
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_EQ((*document)->info().pages.size(), 1u);
  EXPECT_THAT((*document)->info().warnings, testing::ElementsAre(HasSubstr("after page 1")));
}

TEST_F(FaultsTest, APageThatIsDrawnInPartGivesAWarning) {
  const auto document =
      open_text(make_pdf({{"/MediaBox[0 0 200 300]", "0 g 0 0 30 12 re f /Missing Do"}}));
  ASSERT_TRUE(document) << document.error().message();
  const VectorRun run = whole_pages(**document, {0}, Dpi{72}, gray8);
  auto stream = (*document)->draw(run, {.model = ColorModel::gray, .profile = {}});
  ASSERT_TRUE(stream);
  auto page = (*stream)->next();
  ASSERT_TRUE(page);
  const auto image = read_rows(**page, 300);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->at(5, 295), 0);
  const auto warnings = (*stream)->finish();
  ASSERT_TRUE(warnings);
  EXPECT_THAT(*warnings, testing::ElementsAre(HasSubstr("may be missing")));
}

TEST_F(FaultsTest, AWorkerKilledInThePageNamesThePage) {
  const PdfPage page{"/MediaBox[0 0 600 800]", "0 g 0 0 30 12 re f"};
  const auto document = open_text(make_pdf({page, page, page}));
  ASSERT_TRUE(document) << document.error().message();
  const VectorRun run = whole_pages(**document, {1, 2}, Dpi{600}, gray8);
  auto stream = (*document)->draw(run, {.model = ColorModel::gray, .profile = {}});
  ASSERT_TRUE(stream);
  auto rows = (*stream)->next();
  ASSERT_TRUE(rows);
  RowBuffer buffer(run.width, 100, gray8);
  ASSERT_TRUE((*rows)->read(buffer.band({0, 100})));
  for (const pid_t pid : children())
    ::kill(pid, SIGSEGV);
  Result<void> result;
  for (std::int32_t y = 100; result && y + 100 <= run.height; y += 100)
    result = (*rows)->read(buffer.band({y, 100}));
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message(),
              HasSubstr("page 2 of 3: the renderer was ended by signal 11"));
  EXPECT_FALSE((*stream)->next());
}

TEST_F(FaultsTest, ARequestToStopEndsTheWorker) {
  Cancel cancel;
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel.request();
  });
  expect_error(open_document(as_file("%!PS\n{} loop"), small_limits(), cancel), Errc::cancelled,
               "cancelled");
  stopper.join();
  EXPECT_TRUE(children().empty());
}

TEST_F(FaultsTest, ASilentWorkerIsATimeout) {
  use_script("sleep 30");
  Limits limits = small_limits();
  limits.stall = std::chrono::milliseconds(200);
  expect_error(open_text(one_page, limits), Errc::timeout,
               "gave nothing for 0 s while it looked for the document's pages");
  EXPECT_TRUE(children().empty());
}

// Never silent, never at work: neither the stall nor the processor time would end it.
TEST_F(FaultsTest, AWorkerThatGivesAByteNowAndThenIsATimeout) {
  use_script("printf '\\002\\000\\000\\001\\000'; while :; do printf x; sleep 0.02; done");
  Limits limits = small_limits();
  limits.page = std::chrono::milliseconds(300);
  expect_error(open_text(one_page, limits), Errc::timeout, "was waited for 0 s in all");
  EXPECT_TRUE(children().empty());
}

TEST_F(FaultsTest, AWorkerThatLiesIsNotBelieved) {
  use_script("printf 'HELLO this is not a message'");
  expect_error(open_text(one_page), Errc::malformed, "makes no sense");
  use_script("printf '\\002\\377\\377\\377\\177'"); // a message of 2 GB
  expect_error(open_text(one_page), Errc::malformed, "makes no sense");
  use_script(
      "printf '\\002\\010\\000\\000\\000\\377\\377\\377\\377\\000\\000\\000\\000'"); // 2^32 pages
  expect_error(open_text(one_page), Errc::limit, "pages");
  use_script("exit 3");
  expect_error(open_text(one_page), Errc::malformed, "exit code 3");
  use_script("echo 'platen-render-worker: this kernel has no Landlock' >&2; exit 70");
  expect_error(open_text(one_page), Errc::unsupported, "no Landlock");
  use_script("yes noise >&2 & sleep 0.1; kill $!; exit 1"); // must not block on its own noise
  expect_error(open_text(one_page), Errc::malformed, "noise");
}

TEST_F(FaultsTest, AWrongRasterIsNotTaken) {
  const auto document = open_text(one_page);
  ASSERT_TRUE(document) << document.error().message();
  const VectorRun run = whole_pages(**document, {0}, Dpi{72}, gray8);
  use_script("printf 'P5 200 301 255\\n'; head -c 100000 /dev/zero");
  const auto tall = draw_all(**document, run, {.model = ColorModel::gray, .profile = {}});
  ASSERT_FALSE(tall);
  EXPECT_THAT(tall.error().message(),
              HasSubstr("page 1 of 1: the renderer gave a page that is not 200 x 300"));
  use_script("printf 'P5 200 300 255\\n'; head -c 59999 /dev/zero");
  const auto shorter = draw_all(**document, run, {.model = ColorModel::gray, .profile = {}});
  ASSERT_FALSE(shorter);
  EXPECT_EQ(shorter.error().code, Errc::malformed);
  EXPECT_THAT(shorter.error().message(), HasSubstr("page 1 of 1"));
}

TEST_F(FaultsTest, AMissingPageIsNamed) {
  const PdfPage page{"/MediaBox[0 0 200 300]", ""};
  const auto document = open_text(make_pdf({page, page, page}));
  ASSERT_TRUE(document) << document.error().message();
  use_script("printf 'P5 200 300 255\\n'; head -c 60000 /dev/zero");
  const auto drawn = draw_all(**document, whole_pages(**document, {0, 2}, Dpi{72}, gray8),
                              {.model = ColorModel::gray, .profile = {}});
  ASSERT_FALSE(drawn);
  EXPECT_EQ(drawn.error().code, Errc::malformed);
  EXPECT_THAT(drawn.error().message(), HasSubstr("page 3 of 3"));
}

TEST_F(FaultsTest, ADocumentThatReachesForFilesGetsNone) {
  // The page is only shown when the file could not be opened.
  const auto document = open_text("%!PS\n{ (/etc/passwd) (r) file } stopped { showpage } if");
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_EQ((*document)->info().pages.size(), 1u);
}

} // namespace
} // namespace platen::render
