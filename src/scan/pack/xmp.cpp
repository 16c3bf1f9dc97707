#include "scan/pack/xmp.h"

#include "scan/pack/utf16.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::scan {
namespace {

struct LocalTime {
  std::string year, month, day, hour, minute, second, zone_hours, zone_minutes;
};

std::string two(long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

LocalTime local_time(std::time_t time) {
  std::tm tm{};
  ::localtime_r(&time, &tm);
  const long zone = std::abs(tm.tm_gmtoff) / 60;
  return {std::to_string(tm.tm_year + 1900),
          two(tm.tm_mon + 1),
          two(tm.tm_mday),
          two(tm.tm_hour),
          two(tm.tm_min),
          two(tm.tm_sec),
          (tm.tm_gmtoff < 0 ? "-" : "+") + two(zone / 60),
          two(zone % 60)};
}

// Character data of XML 1.0; what is no character there is left out.
std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view rest = text;
    const char32_t c = take_character(text);
    if (c < 0x20 || c == 0xFFFE || c == 0xFFFF) continue;
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == 0xFFFD)
      out += "\xEF\xBF\xBD";
    else
      out += rest.substr(0, rest.size() - text.size());
  }
  return out;
}

std::string element(const std::string& name, const std::string& value) {
  return "<" + name + ">" + value + "</" + name + ">\n";
}

struct Tag {
  std::string_view tesseract, bcp47;
};
// ISO 639-1's two letters, which BCP 47 prefers to the three of ISO 639-2.
constexpr std::array<Tag, 40> tags{
    {{"afr", "af"},          {"ara", "ar"},          {"bul", "bg"}, {"cat", "ca"}, {"ces", "cs"},
     {"chi_sim", "zh-Hans"}, {"chi_tra", "zh-Hant"}, {"dan", "da"}, {"deu", "de"}, {"ell", "el"},
     {"eng", "en"},          {"est", "et"},          {"eus", "eu"}, {"fas", "fa"}, {"fin", "fi"},
     {"fra", "fr"},          {"gle", "ga"},          {"heb", "he"}, {"hin", "hi"}, {"hrv", "hr"},
     {"hun", "hu"},          {"ind", "id"},          {"isl", "is"}, {"ita", "it"}, {"jpn", "ja"},
     {"kor", "ko"},          {"lav", "lv"},          {"lit", "lt"}, {"nld", "nl"}, {"nor", "no"},
     {"pol", "pl"},          {"por", "pt"},          {"ron", "ro"}, {"rus", "ru"}, {"slk", "sk"},
     {"slv", "sl"},          {"spa", "es"},          {"swe", "sv"}, {"tur", "tr"}, {"ukr", "uk"}}};

} // namespace

std::string xmp_date(std::time_t time) {
  const LocalTime t = local_time(time);
  return t.year + "-" + t.month + "-" + t.day + "T" + t.hour + ":" + t.minute + ":" + t.second +
         t.zone_hours + ":" + t.zone_minutes;
}

std::string pdf_date(std::time_t time) {
  const LocalTime t = local_time(time);
  return "D:" + t.year + t.month + t.day + t.hour + t.minute + t.second + t.zone_hours + "'" +
         t.zone_minutes + "'";
}

std::string language_tag(std::string_view tesseract_name) {
  const auto* const found = std::ranges::find(tags, tesseract_name, &Tag::tesseract);
  if (found != tags.end()) return std::string(found->bcp47);
  // Others of three letters are ISO 639's, or a variant's after them ("deu_frak").
  const std::string_view letters = tesseract_name.substr(0, tesseract_name.find('_'));
  if (letters != tesseract_name) return language_tag(letters);
  const bool code = letters.size() == 3 &&
                    std::ranges::all_of(letters, [](char c) { return c >= 'a' && c <= 'z'; });
  return code ? std::string(letters) : std::string();
}

std::string xmp_packet(const FileFacts& facts) {
  const std::string date = xmp_date(facts.time);
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n";
  if (facts.archive) out += element("pdfaid:part", "2") + element("pdfaid:conformance", "B");
  out += element("dc:format", "application/pdf");
  if (!facts.title.empty())
    out += element("dc:title", "<rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(facts.title) +
                                   "</rdf:li></rdf:Alt>");
  if (!facts.author.empty())
    out +=
        element("dc:creator", "<rdf:Seq><rdf:li>" + escaped(facts.author) + "</rdf:li></rdf:Seq>");
  out += element("xmp:CreatorTool", "platen") + element("xmp:CreateDate", date) +
         element("xmp:ModifyDate", date) + element("pdf:Producer", "platen");
  return out + "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

} // namespace platen::scan
