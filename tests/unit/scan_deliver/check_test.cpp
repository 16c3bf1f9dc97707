#include "scan/deliver/deliver.h"
#include "scan/deliver/letter.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <time.h>

namespace platen::scan {
namespace {

const std::string some_key = "SHA256:" + std::string(43, 'A');

Destination destination(DestinationKind kind, const std::string& address) {
  Destination to;
  to.name = "office";
  to.kind = kind;
  to.address = address;
  to.user = "anna";
  if (kind == DestinationKind::mail) {
    to.from = "scanner@example.org";
    to.to = {"bo@example.org"};
  }
  if (kind == DestinationKind::sftp) to.host_key = some_key;
  return to;
}

TEST(Check, TakesWhatIsWhole) {
  for (const auto& [kind, address] : {std::pair(DestinationKind::folder, "/srv/scans"),
                                      std::pair(DestinationKind::mail, "smtp://mail.example.org"),
                                      std::pair(DestinationKind::mail, "smtps://mail.example.org"),
                                      std::pair(DestinationKind::smb, "smb://nas/scans/in"),
                                      std::pair(DestinationKind::sftp, "sftp://host/~/scans"),
                                      std::pair(DestinationKind::webdav, "davs://cloud/scans"),
                                      std::pair(DestinationKind::webdav, "dav://localhost/scans"),
                                      std::pair(DestinationKind::http, "https://host/in")}) {
    const auto checked = check(destination(kind, address));
    EXPECT_TRUE(checked) << address << ": " << (checked ? "" : checked.error().message());
  }
}

struct Wrong {
  const char* words;
  DestinationKind kind;
  const char* address;
  void (*change)(Destination&);
};

TEST(Check, SaysWhatIsWrong) {
  using enum DestinationKind;
  const auto nothing = [](Destination&) {};
  const Wrong cases[] = {
      {"give its path from /", folder, "scans", nothing},
      {"address is missing", smb, "", nothing},
      {"wants smb://HOST/SHARE", smb, "sftp://h/x", nothing},
      {"share is missing", smb, "smb://nas/", nothing},
      {"wants smtp://", mail, "https://h/", nothing},
      {"sender is missing", mail, "smtp://h", [](Destination& d) { d.from = ""; }},
      {"no mail address for from", mail, "smtp://h", [](Destination& d) { d.from = "Anna <a@b>"; }},
      {"recipients are missing", mail, "smtp://h", [](Destination& d) { d.to.clear(); }},
      {"names no contact", mail, "smtp://h", [](Destination& d) { d.to = {"@"}; }},
      {"names no contact", mail, "smtp://h", [](Destination& d) { d.to = {"@a\r\nb"}; }},
      {"no mail address for to", mail, "smtp://h", [](Destination& d) { d.to = {"a@b\r\nX: y"}; }},
      {"open-recipients is for mail", folder, "/srv",
       [](Destination& d) { d.open_recipients = true; }},
      {"no mail address for to", mail, "smtp://h", [](Destination& d) { d.to = {"a@b\r\nX: y"}; }},
      {"no mail address for to", mail, "smtp://h", [](Destination& d) { d.to = {"bücher@x.de"}; }},
      {"more than 200", mail, "smtp://h",
       [](Destination& d) { d.to = std::vector<std::string>(201, "a@b.c"); }},
      {"one line", mail, "smtp://h", [](Destination& d) { d.subject = "a\nBcc: b@c"; }},
      {"is no field", mail, "smtp://h", [](Destination& d) { d.text = "{pages}"; }},
      {"at least 10000", mail, "smtp://h", [](Destination& d) { d.most_bytes = 5; }},
      {"user is missing", webdav, "davs://h/", [](Destination& d) { d.user = ""; }},
      {"login \"kerberos\" is not possible", smb, "smb://h/s",
       [](Destination& d) { d.login = "kerberos"; }},
      {"login \"key\" is not possible", webdav, "davs://h/s",
       [](Destination& d) { d.login = "key"; }},
      {"sftp wants a login", sftp, "sftp://h/s", [](Destination& d) { d.login = "none"; }},
      {"ssh-keygen -lf", sftp, "sftp://h/s", [](Destination& d) { d.host_key = ""; }},
      {"ssh-keygen -lf", sftp, "sftp://h/s", [](Destination& d) { d.host_key = "MD5:00:11"; }},
      {"in the clear", webdav, "dav://cloud/s", nothing},
      {"in the clear", http, "http://host/s", nothing},
      {"path of trust from /", http, "https://h/s", [](Destination& d) { d.trust = "ca.pem"; }},
  };
  for (const Wrong& wrong : cases) {
    Destination to = destination(wrong.kind, wrong.address);
    wrong.change(to);
    const auto checked = check(to);
    ASSERT_FALSE(checked) << wrong.words;
    EXPECT_EQ(checked.error().code, Errc::invalid);
    EXPECT_NE(checked.error().what.find(wrong.words), std::string::npos) << checked.error().what;
    EXPECT_TRUE(checked.error().what.starts_with("destination office: "));
  }
}

TEST(Check, LetsNoPasswordBeNeededWhereNobodyLogsIn) {
  Destination to = destination(DestinationKind::http, "http://host/in");
  to.user = "";
  to.login = "none";
  EXPECT_TRUE(check(to));
}

TEST(FillIn, FillsEveryField) {
  NameFields fields;
  fields.recipe = "Invoices";
  fields.user = "anna";
  fields.scanner = "ir1020";
  fields.counter = 7;
  std::tm when{};
  when.tm_year = 126;
  when.tm_mon = 2;
  when.tm_mday = 4;
  when.tm_hour = 5;
  when.tm_min = 6;
  when.tm_isdst = -1;
  fields.time = ::mktime(&when);
  EXPECT_EQ(
      *fill_in("{date} {time} {year}{month}{day}\n{recipe}/{user}@{scanner}#{counter}}", fields),
      "2026-03-04 05:06 20260304\nInvoices/anna@ir1020#7}");
  EXPECT_EQ(*fill_in("", fields), "");
  EXPECT_EQ(*fill_in("plain", fields), "plain");
  EXPECT_FALSE(fill_in("{", fields));
  EXPECT_FALSE(fill_in("a {Date}", fields));
  EXPECT_EQ(fill_in("a {x}", fields).error().offset, 2U);
}

} // namespace
} // namespace platen::scan
