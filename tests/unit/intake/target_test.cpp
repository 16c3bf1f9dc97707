#include "intake/ipp/target.h"

#include <gtest/gtest.h>

namespace platen::intake::ipp {
namespace {

using Kind = TargetPath::Kind;

struct Case {
  const char* path;
  Kind kind;
  const char* printer;
  job::JobId job;
};

TEST(TargetPath, NamesWhatTheDocumentationSays) {
  const std::vector<Case> cases{
      {"/ipp/print", Kind::default_printer, "", 0},
      {"/ipp/print/", Kind::default_printer, "", 0},
      {"/ipp/print/office", Kind::printer, "office", 0},
      {"/ipp/print/office/12", Kind::job, "office", 12},
      {"/printers/office", Kind::printer, "office", 0},
      {"/printers/office/12", Kind::job, "office", 12},
      {"/jobs/12", Kind::job, "", 12},
      {"/ipp/system", Kind::system, "", 0},
      {"/", Kind::all_printers, "", 0},
      {"", Kind::all_printers, "", 0},
      {"/jobs", Kind::all_printers, "", 0},
      {"/printers/", Kind::all_printers, "", 0},
  };
  for (const Case& wanted : cases) {
    const auto target = parse_target_path(wanted.path);
    ASSERT_TRUE(target.has_value()) << wanted.path;
    EXPECT_EQ(target->kind, wanted.kind) << wanted.path;
    EXPECT_EQ(target->printer, wanted.printer) << wanted.path;
    EXPECT_EQ(target->job, wanted.job) << wanted.path;
  }
}

TEST(TargetPath, NamesNothingElse) {
  for (const char* const path :
       {"/ipp", "/ipp/scan", "/ipp/print/a/b", "/ipp/print/a/0", "/ipp/print/a/-1",
        "/ipp/print/a/1/2", "/jobs/x", "/jobs/99999999999", "/jobs/1/2", "/ipp/system/x", "/admin",
        "/etc/passwd"})
    EXPECT_FALSE(parse_target_path(path).has_value()) << path;
}

TEST(TargetUri, TakesWhateverHostTheClientKnowsUsBy) {
  for (const char* const uri :
       {"ipp://localhost/ipp/print/office", "ipps://[2001:db8::1]:8631/ipp/print/office",
        "IPP://PRINTER.example.org:631/ipp/print/office", "http://10.0.0.1:8631/ipp/print/%6fffice",
        "ipp://user@host/printers/office?x=y"}) {
    const auto target = parse_target_uri(uri);
    ASSERT_TRUE(target.has_value()) << uri;
    EXPECT_EQ(target->printer, "office") << uri;
  }
}

TEST(TargetUri, RefusesWhatIsNone) {
  for (const char* const uri :
       {"", "ipp", "ipp:/x", "ftp://host/ipp/print", "ipp:///ipp/print", "ipp://host/ipp/print/%zz",
        "ipp://host/ipp/print/%00", "ipp://host/ipp/print/%4"}) {
    const auto target = parse_target_uri(uri);
    ASSERT_FALSE(target.has_value()) << uri;
    EXPECT_EQ(target.error().code, Errc::malformed) << uri;
  }
  const auto nowhere = parse_target_uri("ipp://host/somewhere");
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_EQ(nowhere.error().code, Errc::not_found);
}

} // namespace
} // namespace platen::intake::ipp
