// PostScript that becomes a PDF, and the folder that its worker has for that.
#include "base/scratch_folder.h"
#include "documents.h"
#include "render/sandbox/sandbox.h"
#include "worker/rules.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::render {
namespace {

using namespace testing_support;

const model::ColourTarget rgb_target{.model = ColorModel::rgb, .profile = {}};

class Distil : public testing::Test {
protected:
  void SetUp() override {
    use_built_worker();
    ::setenv("TMPDIR", (folder_ / ".").c_str(), 1);
  }
  void TearDown() override { ::unsetenv("TMPDIR"); }

  Result<std::unique_ptr<Document>> open(std::string_view script, bool distils,
                                         const Limits& limits = small_limits()) {
    Opening how;
    how.distils = distils;
    return open_document(as_file(script), limits, never_, how);
  }
  bool nothing_is_left() const { return std::filesystem::is_empty((folder_ / ".")); }

  Folder folder_;
  Cancel never_;
};

constexpr std::string_view two_pages = "%!PS\n"
                                       "<< /PageSize [60 40] >> setpagedevice\n"
                                       "1 0 0 setrgbcolor 10 10 20 20 rectfill showpage\n"
                                       "<< /PageSize [40 60] >> setpagedevice\n"
                                       "gsave 8 8 scale 4 4 8 [1 0 0 1 -1 -1] "
                                       "{<00400080ffc0208040ff10c080004020>} image grestore\n"
                                       "showpage\n";

TEST_F(Distil, KeepsPagesAsTheyAre) {
  const auto plain = open(two_pages, false), distilled = open(two_pages, true);
  ASSERT_TRUE(plain) << plain.error().message();
  ASSERT_TRUE(distilled) << distilled.error().message();
  EXPECT_EQ((*distilled)->info().format, Format::pdf);
  EXPECT_TRUE((*distilled)->can_be_imposed());
  ASSERT_EQ((*distilled)->info().pages.size(), 2u);
  for (std::int32_t page : {0, 1}) {
    const auto& size = (*distilled)->info().pages[static_cast<std::size_t>(page)];
    EXPECT_EQ(size.width.v, page == 0 ? 60 : 40);
    EXPECT_EQ(size.height.v, page == 0 ? 40 : 60);
    const auto a = draw_all(**plain, whole_pages(**plain, {page}, Dpi{300}, rgb8), rgb_target);
    const auto b =
        draw_all(**distilled, whole_pages(**distilled, {page}, Dpi{300}, rgb8), rgb_target);
    ASSERT_TRUE(a && b);
    EXPECT_LT(difference(a->front(), b->front()), 0.001) << page;
  }
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(Distil, KeepsThePagesBeforeAFault) {
  const auto document = open("%!PS\nshowpage 10 10 5 5 rectfill nosuchoperator showpage\n", true);
  ASSERT_TRUE(document) << document.error().message();
  EXPECT_EQ((*document)->info().pages.size(), 1u);
  ASSERT_FALSE((*document)->info().warnings.empty());
  EXPECT_THAT((*document)->info().warnings.front(), testing::HasSubstr("fault after page 1"));
  EXPECT_FALSE(open("%!PS\nnosuchoperator\n", true)) << "it has no page";
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(Distil, EndsWhatBecomesTooLarge) {
  Limits limits = small_limits();
  limits.document_bytes = 100'000;
  const auto document = open("%!PS\n/s 3000 string def 0 1 2999 { s exch rand 255 and put } for\n"
                             "1 1 200 { pop 0 1 2999 { s exch rand 255 and put } for\n"
                             "100 100 scale 60 50 8 [60 0 0 50 0 0] { s } image showpage } for\n",
                             true, limits);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, Errc::limit) << document.error().message();
  EXPECT_TRUE(nothing_is_left());
}

// What a program says of itself: it cannot write anywhere else.
TEST_F(Distil, ReachesNoOtherFile) {
  const std::string target = ((folder_ / ".") / "out").string();
  const auto document = open("%!PS\n(" + target + ") (w) file (x) writestring showpage\n", true);
  EXPECT_FALSE(document);
  EXPECT_TRUE(nothing_is_left());
}

// The exit code of a child that runs `body` after it has entered the sandbox.
template<class Body> int in_sandbox(const sandbox::Rules& rules, Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!sandbox::enter(rules)) ::_exit(100);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200;
}

Request request_for(Task task, const ScratchFolder& scratch) {
  Request request;
  request.task = task;
  request.memory_bytes = 1ULL << 30;
  request.cpu_seconds = 20;
  request.scratch = scratch.path().string();
  request.scratch_file_bytes = 4096;
  return request;
}

bool opens(const std::filesystem::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags, 0600);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

TEST(DistillersSandbox, MakesNewFilesInItsFolderAndNothingElse) {
  const auto scratch = ScratchFolder::make();
  ASSERT_TRUE(scratch);
  const auto folder = scratch->path();
  std::ofstream(folder / "there") << "there";
  const Request request = request_for(Task::distil, *scratch);
  const int failed = in_sandbox(worker::ghostscript_rules(request, "/usr/bin/gs", 0), [&] {
    constexpr int fresh = O_RDWR | O_CREAT | O_EXCL;
    if (!opens(folder / "new", fresh)) return 1;
    if (opens(folder / "new", fresh)) return 2;
    if (opens(folder / "there", O_RDWR) || opens(folder / "there", O_WRONLY | O_TRUNC)) return 3;
    if (opens(folder, O_TMPFILE | O_RDWR)) return 4;
    if (::unlink((folder / "new").c_str()) == 0) return 5;
    if (::rename((folder / "new").c_str(), (folder / "other").c_str()) == 0) return 6;
    if (::mkdir((folder / "sub").c_str(), 0700) == 0) return 7;
    if (opens(folder.parent_path() / "platen-outside", fresh)) return 8;
    if (::socket(AF_INET, SOCK_STREAM, 0) >= 0) return 9;
    return 0;
  });
  EXPECT_EQ(failed, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "new"));
}

TEST(FiltersSandbox, HasItsFolderAndTheSystemAndNothingElse) {
  const auto scratch = ScratchFolder::make(), other = ScratchFolder::make();
  ASSERT_TRUE(scratch && other);
  std::ofstream(other->path() / "secret") << "secret";
  const auto folder = scratch->path();
  Request request = request_for(Task::filter, *scratch);
  request.arguments = {"/bin/sh", "sh"};
  const pid_t server = ::getpid();
  const int failed = in_sandbox(worker::filter_rules(request), [&] {
    if (!opens(folder / "new", O_WRONLY | O_CREAT | O_TRUNC)) return 1;
    if (::unlink((folder / "new").c_str()) != 0) return 2;
    if (!opens("/usr/share", O_RDONLY | O_DIRECTORY) || !opens("/dev/null", O_WRONLY)) return 3;
    if (opens(other->path() / "secret", O_RDONLY)) return 4;
    if (opens("/etc/shadow", O_RDONLY) || opens("/root", O_RDONLY) || opens("/proc", O_RDONLY))
      return 5;
    if (::socket(AF_INET, SOCK_STREAM, 0) >= 0 || ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0) return 6;
    if (::unshare(CLONE_NEWUSER) == 0) return 7;
    if (::kill(server, 0) == 0 || ::kill(-1, 0) == 0) return 8;
    const pid_t helper = ::fork();
    if (helper < 0) return 9;
    if (helper == 0) {
      ::execl("/bin/sh", "sh", "-c", "exit 7", static_cast<char*>(nullptr));
      ::_exit(99);
    }
    int status = 0;
    ::waitpid(helper, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : 10;
  });
  EXPECT_EQ(failed, 0);
}

} // namespace
} // namespace platen::render
