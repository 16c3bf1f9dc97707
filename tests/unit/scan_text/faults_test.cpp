// Recognisers that fail, lie, and are ended: the page's text is lost, with words, and nothing else.
#include "base/scratch_folder.h"
#include "render/sandbox/sandbox.h"
#include "support/missing_protection.h"
#include "unit/scan_text/letters.h"

#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::scan {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct RecogniserFaults : testing::Test {
  ScratchFolder folder = ScratchFolder::make().value();

  // A program in the place of platen-ocr.
  Error with(const std::string& script, const TextTerms& terms = {}) {
    const auto path = folder.path() / "recogniser";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    use_recogniser(path.string());
    const auto text = recognise(typed({"word"}), terms, never);
    EXPECT_FALSE(text);
    return text ? Error{} : text.error();
  }
};

// Letters enough to take seconds.
PageImage long_page() {
  return typed(std::vector<std::string>(11, "a page with many words that must be read"));
}

TEST_F(RecogniserFaults, OneThatDiesSaysHow) {
  EXPECT_THAT(with("kill -SEGV $$").what,
              AllOf(HasSubstr("the text of the page was not read"),
                    HasSubstr("the text recognition was ended by signal 11")));
  EXPECT_THAT(with("kill -KILL $$").what, HasSubstr("out of memory?"));
  EXPECT_THAT(with("exit 3").what, HasSubstr("exit code 3"));
  EXPECT_THAT(with("echo all wrong >&2; exit 3").what, HasSubstr("all wrong"));
  EXPECT_THAT(with("exit 0").what, HasSubstr("ended too early"));
}

TEST_F(RecogniserFaults, OneThatDiesBehindAnAnswerIsNotBelieved) {
  EXPECT_THAT(with("printf '\\002\\000\\000\\000\\000\\000\\000\\000\\000'; kill -ABRT $$").what,
              HasSubstr("signal 6"));
}

TEST_F(RecogniserFaults, OneThatLiesIsNotBelieved) {
  EXPECT_EQ(with("echo nonsense").code, Errc::malformed);
  EXPECT_EQ(with("printf '\\002\\377\\377\\377\\377\\377\\377\\377\\377'").code, Errc::malformed);
}

TEST_F(RecogniserFaults, OneThatFloodsIsEnded) {
  const Error error = with("exec cat /dev/zero");
  EXPECT_EQ(error.code, Errc::limit);
  EXPECT_THAT(error.what, HasSubstr("more than any page can hold"));
}

TEST_F(RecogniserFaults, OneThatIsNotThereIsNamed) {
  use_recogniser("/nonexistent/platen-ocr");
  const auto text = recognise(typed({"word"}), {}, never);
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().what, HasSubstr("/nonexistent/platen-ocr"));
}

TEST_F(RecogniserFaults, ItsMemoryIsLimited) {
  use_recogniser();
  const auto text = recognise(long_page(), {.memory_bytes = 48ULL << 20}, never);
  ASSERT_EQ(text.has_value(), render::sandbox::sanitized); // a sanitizer's addresses have no limit
  if (text) return;
  EXPECT_EQ(text.error().code, Errc::limit) << text.error().message();
  EXPECT_THAT(text.error().what, HasSubstr("48 MB of memory"));
}

TEST_F(RecogniserFaults, ItsProcessorTimeIsLimited) {
  use_recogniser();
  const PageImage pages = long_page(); // the same letters over and over, for more than a second
  PageImage tall({pages.shape().width, pages.height * 8, gray8}, Dpi{300});
  for (std::int32_t y = 0; y < tall.height; ++y)
    std::ranges::copy(pages.band().row(y % pages.height), tall.band().row(y).begin());
  const auto text = recognise(tall, {.cpu = std::chrono::seconds(1)}, never);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::limit) << text.error().message();
  EXPECT_THAT(text.error().what, HasSubstr("1 s of processor time"));
}

TEST_F(RecogniserFaults, ItCanBeCancelled) {
  const auto path = folder.path() / "recogniser";
  const auto began = folder.path() / "began";
  std::ofstream(path) << "#!/bin/sh\n: > " << began.string() << "\nexec sleep 1000\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  use_recogniser(path.string());
  Cancel cancel;
  std::thread canceller([&] {
    while (!std::filesystem::exists(began))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    cancel.request();
  });
  const auto text = recognise(typed({"word"}), {}, cancel);
  canceller.join();
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::cancelled);
}

TEST_F(RecogniserFaults, AKernelThatCannotConfineItIsRefusedUnlessSomebodyTookThat) {
  use_recogniser();
  for (const bool accepted : {false, true}) {
    const pid_t child = ::fork();
    if (child == 0) {
      using namespace platen::testing_support;
      if (!pretend_missing(Missing::landlock)) ::_exit(10);
      const auto text = recognise(typed({"word"}), {.without_sandbox = accepted}, never);
      ::_exit(text ? 1 : text.error().code == Errc::unsupported ? 2 : 3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), accepted ? 1 : 2);
  }
}

} // namespace
} // namespace platen::scan
