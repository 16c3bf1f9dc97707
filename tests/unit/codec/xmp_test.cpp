#include "codec/xmp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::codec {
namespace {

std::string packet(const std::string& properties, const std::string& attributes = {}) {
  return "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>"
         "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
         "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'"
         " xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
         " xmlns:xmp='http://ns.adobe.com/xap/1.0/' " +
         attributes + ">" + properties +
         "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
}
std::string choice(const std::string& name, const std::string& items) {
  return "<dc:" + name + "><rdf:Alt>" + items + "</rdf:Alt></dc:" + name + ">";
}
std::string item(const std::string& text, const std::string& language = "x-default") {
  return "<rdf:li xml:lang='" + language + "'>" + text + "</rdf:li>";
}
PictureFacts facts_of(const std::string& bytes) {
  return read_xmp(as_bytes(bytes));
}

TEST(Xmp, GivesTheWordsOfACaption) {
  const PictureFacts facts = facts_of(packet(
      choice("title", item("Abend", "de") + item("Evening &amp; sea")) +
          choice("description", item("Gulls over\nthe harbour")) +
          choice("rights", item("\xc2\xa9 2024 Ada Lovelace")) +
          "<dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li><rdf:li>Mary Somerville</rdf:li>"
          "</rdf:Seq></dc:creator>",
      "photoshop:DateCreated='2024-05-17T19:20:21+02:00' xmp:CreateDate='2023-01-01'"));
  EXPECT_EQ(facts.title, "Evening & sea");
  EXPECT_EQ(facts.description, "Gulls over the harbour");
  EXPECT_EQ(facts.creator, "Ada Lovelace, Mary Somerville");
  EXPECT_EQ(facts.copyright, "\xc2\xa9 2024 Ada Lovelace");
  EXPECT_EQ(facts.date, "2024-05-17");
}

TEST(Xmp, TakesTheFirstLanguageWhereNoneIsTheDefault) {
  EXPECT_EQ(facts_of(packet(choice("title", item("Abend", "de") + item("Soir", "fr")))).title,
            "Abend");
}

TEST(Xmp, TakesPlainPropertiesAndTheDateOfTheFile) {
  const PictureFacts facts =
      facts_of(packet("<dc:title>Plain</dc:title><xmp:CreateDate>2023-01-02</xmp:CreateDate>"));
  EXPECT_EQ(facts.title, "Plain");
  EXPECT_EQ(facts.date, "2023-01-02");
}

TEST(Xmp, KnowsPropertiesByTheirNamespaceAlone) {
  EXPECT_EQ(facts_of(packet("<no:title xmlns:no='urn:other'>Other</no:title>")), PictureFacts{});
}

TEST(Xmp, WordsOfXmpGoBeforeIptcsAndTheFilesOwn) {
  PictureFacts xmp, iptc, own;
  xmp.title = "x";
  iptc.title = "i";
  iptc.copyright = "I";
  own.copyright = "O";
  own.description = "o";
  const PictureFacts all = merged(xmp, iptc, own);
  EXPECT_EQ(all.title, "x");
  EXPECT_EQ(all.copyright, "I");
  EXPECT_EQ(all.description, "o");
  EXPECT_EQ(merged({}, {}, own).title, "o") << "a description is a title where there is no other";
}

// ---- packets that mean harm

TEST(Xmp, ReadsNoDocumentType) {
  const std::string laughs =
      "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>";
  const std::string file = "<!DOCTYPE x [<!ENTITY d SYSTEM 'file:///etc/passwd'>]>";
  const std::string outside = "<!DOCTYPE x SYSTEM 'http://192.0.2.1/x.dtd'>";
  for (const std::string& type : {laughs, file, outside})
    EXPECT_EQ(facts_of(type + packet("<dc:title>&d;</dc:title>")), PictureFacts{});
  EXPECT_EQ(facts_of(outside + packet("<dc:title>t</dc:title>")), PictureFacts{});
}

TEST(Xmp, ReadsNoEntityButXmlsOwn) {
  EXPECT_EQ(facts_of(packet("<dc:title>a &secret; b</dc:title>")), PictureFacts{});
}

TEST(Xmp, BoundsWhatItTakes) {
  std::string deep, up;
  for (int i = 0; i < 100'000; ++i)
    deep += "<a>", up += "</a>";
  EXPECT_EQ(facts_of(packet(deep + up)), PictureFacts{});
  EXPECT_EQ(facts_of(packet("<dc:title>" + std::string(xmp_bytes_limit, 'x') + "</dc:title>")),
            PictureFacts{});
  const PictureFacts facts =
      facts_of(packet("<dc:title>" + std::string(900'000, 'x') + "</dc:title>"));
  EXPECT_EQ(facts.title, std::string(200, 'x'));
  std::string names = "<dc:creator><rdf:Bag>";
  for (int i = 0; i < 20'000; ++i)
    names += "<rdf:li>Somebody</rdf:li>";
  EXPECT_LE(facts_of(packet(names + "</rdf:Bag></dc:creator>")).creator.size(), 210u);
}

RC_GTEST_PROP(XmpProperty, CutOrForeignBytesGiveShortLines, (const std::string& foreign)) {
  std::string bytes = packet(choice("title", item("Evening")) + choice("rights", item("me")));
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  if (*rc::gen::arbitrary<bool>())
    bytes.resize(at);
  else
    bytes.replace(at, foreign.size(), foreign);
  const PictureFacts facts = facts_of(bytes);
  for (const std::string& one : {facts.title, facts.description, facts.creator, facts.copyright}) {
    RC_ASSERT(one.find('\n') == one.npos);
    RC_ASSERT(one.size() <= 4 * 200 + 1u);
  }
}

} // namespace
} // namespace platen::codec
