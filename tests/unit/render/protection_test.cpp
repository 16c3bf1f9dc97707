// Kernels that lack a part of what confines a worker: refused, unless somebody has said otherwise.
#include "documents.h"
#include "render/sandbox/protection.h"
#include "render/sandbox/sandbox.h"
#include "support/missing_protection.h"

#include <array>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::render {
namespace {

using namespace testing_support;
using platen::testing_support::Missing;
using platen::testing_support::pretend_missing;
using testing::HasSubstr;

// What `body` says in a child for which the kernel lacks something. By a pipe: in the sandbox no
// file can grow.
template<class Body> std::string on_kernel_without(Missing what, Body body) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const UniqueFd in(ends[0]);
  UniqueFd out(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string text = pretend_missing(what) ? body() : "cannot pretend";
    ::_exit(write_all(out.get(), as_bytes(text)) ? 0 : 1);
  }
  out.reset();
  std::string text(4096, '\0');
  const ssize_t got = ::read(in.get(), text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return text;
}

std::string said(const Result<std::string>& checked) {
  if (checked) return "goes on: " + *checked;
  return (checked.error().code == Errc::unsupported ? "refuses: " : "fails: ") +
         checked.error().message();
}

TEST(Protection, IsWholeWhereTheseTestsRun) {
  EXPECT_GE(sandbox::kernel_protection().landlock, 1);
  EXPECT_TRUE(sandbox::kernel_protection().seccomp);
  EXPECT_EQ(said(sandbox::check_protection(false)), "goes on: ");
  EXPECT_EQ(said(sandbox::check_protection(true)), "goes on: ");
}

TEST(Protection, WhatLacksIsNamed) {
  const auto ask = [] { return said(sandbox::check_protection(false)); };
  for (const Missing what : {Missing::landlock, Missing::enabled_landlock})
    EXPECT_THAT(on_kernel_without(what, ask),
                HasSubstr("refuses: this kernel has no Landlock (Linux 5.13"));
  EXPECT_THAT(on_kernel_without(Missing::seccomp, ask),
              HasSubstr("refuses: this kernel has no seccomp filters, and documents are not"));
  EXPECT_THAT(
      on_kernel_without(Missing::landlock, [] { return said(sandbox::check_protection(true)); }),
      HasSubstr("goes on: documents are opened without full protection"));
}

// What a worker can still do after it has entered what it could.
std::string enter_and_look(bool accept_less) {
  sandbox::Rules rules;
  rules.memory_bytes = 1ULL << 30;
  rules.cpu = std::chrono::seconds(20);
  rules.accept_less = accept_less;
  if (const auto entered = sandbox::enter(rules); !entered) return "enter: " + entered.error().what;
  const UniqueFd file(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
  const UniqueFd endpoint(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return std::string(file ? "reads" : "reads not") + (endpoint ? ", calls" : ", calls not");
}

TEST(Protection, AWorkerRefusesByItself) {
  const auto strict = [] { return enter_and_look(false); };
  EXPECT_THAT(on_kernel_without(Missing::landlock, strict), HasSubstr("enter: this kernel has no"));
  EXPECT_THAT(on_kernel_without(Missing::enabled_landlock, strict), HasSubstr("no Landlock"));
  EXPECT_THAT(on_kernel_without(Missing::seccomp, strict), HasSubstr("enter: cannot enter the"));
}

TEST(Protection, OfAKernelThatHasHalfTheHalfIsKept) {
  const auto lenient = [] { return enter_and_look(true); };
  EXPECT_EQ(on_kernel_without(Missing::landlock, lenient), "reads, calls not");
  EXPECT_EQ(on_kernel_without(Missing::seccomp, lenient), "reads not, calls");
}

TEST(Protection, WhereAllIsThereAcceptingLessChangesNothing) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(enter_and_look(true) == "reads not, calls not" ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

std::string open_a_document(bool without_sandbox) {
  use_built_worker();
  Limits limits = small_limits();
  limits.without_sandbox = without_sandbox;
  const auto document =
      open_text(make_pdf({{"/MediaBox[0 0 200 300]", "0 g 0 0 30 12 re f"}}), limits);
  if (!document) return "error: " + document.error().message();
  if (!draw_all(**document, whole_pages(**document, {0}, Dpi{72}, gray8),
                {.model = ColorModel::gray, .profile = {}}))
    return "cannot draw";
  std::string all;
  for (const std::string& warning : (*document)->info().warnings)
    all += "warning: " + warning;
  return all;
}

TEST(Protection, ADocumentIsRefusedOrOpenedWithAWarning) {
  for (const Missing what : {Missing::landlock, Missing::seccomp}) {
    EXPECT_THAT(on_kernel_without(what, [] { return open_a_document(false); }),
                HasSubstr("error: this kernel has no"));
    EXPECT_THAT(on_kernel_without(what, [] { return open_a_document(true); }),
                HasSubstr("warning: documents are opened without full protection: this kernel"));
  }
}

} // namespace
} // namespace platen::render
