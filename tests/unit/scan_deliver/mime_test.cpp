#include "base/scratch_folder.h"
#include "scan/deliver/courier/mime.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::scan::courier {
namespace {

Letter letter() {
  return {"s@example.org", {"a@b.c", "d@e.f"}, "Scan", "Hello", "id-1", 1, 1, 1'700'000'000};
}

PackedFile sized(const std::string& name, std::uint64_t bytes) {
  return {"/nowhere", name, "application/pdf", 0, 0, bytes};
}

std::string all_of(MailText& mail, std::size_t piece) {
  std::string out;
  Buffer block(piece);
  for (;;) {
    const auto got = mail.read(block);
    EXPECT_TRUE(got) << got.error().message();
    if (!got || *got == 0) return out;
    out += as_text(Bytes(block).first(*got));
  }
}

TEST(MessageId, IsTheSameInEachTry) {
  Letter one = letter();
  one.part = 2;
  one.parts = 3;
  EXPECT_EQ(message_id(one), "<id-1.2.3@example.org>");
}

TEST(EncodedWords, KeepPlainTextAndCutCharactersNowhere) {
  EXPECT_EQ(encoded_words("Scan 1 (2 of 3)"), "Scan 1 (2 of 3)");
  EXPECT_EQ(encoded_words("Müller"), "=?utf-8?B?TcO8bGxlcg==?=");
  EXPECT_NE(encoded_words("=?utf-8?B?eA==?="), "=?utf-8?B?eA==?="); // or it would be decoded
  std::string umlauts;
  for (int i = 0; i < 100; ++i)
    umlauts += "ä";
  const std::string encoded = encoded_words(umlauts);
  for (std::size_t at = 0; at < encoded.size();) {
    const std::size_t end = std::min(encoded.find("\r\n", at), encoded.size());
    EXPECT_LE(end - at, 76U); // RFC 2047, section 2
    at = end + 2;
  }
  EXPECT_EQ(encoded.find("77"), std::string::npos); // half a character: 0xc3 alone
}

TEST(QuotedPrintable, ShortensLinesAndHidesDots) {
  EXPECT_EQ(quoted_printable("a = b"), "a =3D b");
  EXPECT_EQ(quoted_printable(".\n--x\nend "), "=2E\r\n=2D-x\r\nend=20");
  EXPECT_EQ(quoted_printable("a\r\nb\nc"), "a\r\nb\r\nc");
  EXPECT_TRUE(rc::check([](const std::string& text) {
    const std::string encoded = quoted_printable(text);
    for (std::size_t at = 0; at <= encoded.size();) {
      const std::size_t end = std::min(encoded.find("\r\n", at), encoded.size());
      RC_ASSERT(end - at <= 76U);
      RC_ASSERT(end == at || encoded[at] != '.');
      at = end + 2;
    }
  }));
}

TEST(FileNameParameter, LetsNoNameOutOfItsPlace) {
  EXPECT_EQ(file_name_parameter("Scan 1.pdf"), "filename=\"Scan 1.pdf\"");
  EXPECT_EQ(file_name_parameter("a\"b.pdf"), "filename*=utf-8''a%22b.pdf");
  EXPECT_EQ(file_name_parameter("ä\r\nBcc: x"), "filename*=utf-8''%C3%A4%0D%0ABcc%3A%20x");
}

TEST(MailTextTest, HasTheSizeThatItSaidHoweverItIsRead) {
  const auto folder = ScratchFolder::make();
  ASSERT_TRUE(folder);
  for (const std::size_t bytes :
       {0U, 1U, 2U, 3U, 56U, 57U, 58U, 29'183U, 29'184U, 29'185U, 100'000U}) {
    const auto path = folder->path() / "scan";
    std::string content;
    for (std::size_t i = 0; i < bytes; ++i)
      content += static_cast<char>(i * 7);
    ASSERT_TRUE(write_file(path, as_bytes(content)));
    const std::vector<PackedFile> files{{path, "a.pdf", "application/pdf", 0, 0, bytes}};
    MailText whole(letter(), files), pieces(letter(), files);
    const std::string text = all_of(whole, 1 << 20);
    EXPECT_EQ(text.size(), whole.size()) << bytes;
    EXPECT_EQ(all_of(pieces, 13), text);
    EXPECT_EQ(text.find("\n."), std::string::npos); // or the server would count other bytes
  }
}

TEST(MailTextTest, FailsWhereTheFileIsGone) {
  MailText mail(letter(), {sized("a.pdf", 10)});
  Buffer block(100'000);
  Result<std::size_t> got = std::size_t{1};
  while (got && *got > 0)
    got = mail.read(block);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::not_found);
}

TEST(Divide, KeepsEveryMailWithinItsBound) {
  EXPECT_TRUE(rc::check([](std::vector<std::uint16_t> sizes, std::uint32_t more) {
    RC_PRE(!sizes.empty()); // nothing is delivered of a scan without pages
    std::vector<PackedFile> files;
    std::uint64_t largest = 0;
    for (const std::uint16_t size : sizes) {
      files.push_back(sized("Seite ä " + std::to_string(files.size()) + ".pdf", size));
      largest = std::max<std::uint64_t>(largest, size);
    }
    const std::uint64_t most = largest * 2 + 3000 + more % 200'000;
    const auto mails = divide(files, letter(), most);
    RC_ASSERT(mails.has_value());
    std::vector<std::string> names;
    Letter one = letter();
    one.parts = mails->size();
    for (one.part = 1; one.part <= one.parts; ++one.part) {
      const auto& of_mail = (*mails)[one.part - 1];
      RC_ASSERT(!of_mail.empty());
      RC_ASSERT(MailText(one, of_mail).size() <= most);
      for (const PackedFile& file : of_mail)
        names.push_back(file.name);
    }
    RC_ASSERT(names.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i)
      RC_ASSERT(names[i] == files[i].name);
  }));
}

TEST(Divide, NamesTheFileThatFitsIntoNone) {
  const auto mails = divide({sized("a.pdf", 10), sized("Large.pdf", 1'000'000)}, letter(), 500'000);
  ASSERT_FALSE(mails);
  EXPECT_EQ(mails.error().code, Errc::limit);
  EXPECT_TRUE(mails.error().what.starts_with("Large.pdf"));
}

} // namespace
} // namespace platen::scan::courier
