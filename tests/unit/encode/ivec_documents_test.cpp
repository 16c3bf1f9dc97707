#include "encode/ivec/documents.h"

#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

namespace platen::encode::ivec {
namespace {

using Children = std::vector<std::pair<std::string, std::string>>; // "prefix:name", text

struct Read {
  std::string operation, service;
  Children children;
};

std::string text(const xmlNode* node) {
  xmlChar* raw = xmlNodeGetContent(node);
  std::string copy(reinterpret_cast<const char*>(raw));
  xmlFree(raw);
  return copy;
}

// libxml2 as the referee: strict parsing, and names by namespace rather than by prefix.
Read read(const std::string& document) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> tree(
      xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, nullptr,
                    XML_PARSE_NONET),
      &xmlFreeDoc);
  if (tree == nullptr) throw std::runtime_error("not well-formed: " + document);
  const auto name = [](const xmlNode* node) {
    const std::string space =
        node->ns == nullptr ? "" : reinterpret_cast<const char*>(node->ns->href);
    const std::string prefix = space == "http://www.canon.com/ns/cmd/2008/07/common/"  ? "ivec:"
                               : space == "http://www.canon.com/ns/cmd/2008/07/canon/" ? "vcn:"
                                                                                       : space;
    return prefix + reinterpret_cast<const char*>(node->name);
  };
  Read result;
  const xmlNode* root = xmlDocGetRootElement(tree.get());
  const xmlNode* contents = root->children;
  const xmlNode* operation = contents->children;
  const xmlNode* parameters = operation->next;
  if (name(root) != "cmd" || name(contents) != "ivec:contents" ||
      name(operation) != "ivec:operation" || name(parameters) != "ivec:param_set" ||
      parameters->next != nullptr)
    throw std::runtime_error("not the shape of an IVEC document: " + document);
  result.operation = text(operation);
  result.service = reinterpret_cast<const char*>(parameters->properties->children->content);
  for (const xmlNode* child = parameters->children; child != nullptr; child = child->next)
    result.children.emplace_back(name(child), text(child));
  return result;
}

void expect(const std::string& document, const std::string& operation, const Children& children) {
  const Read result = read(document);
  EXPECT_EQ(result.operation, operation);
  EXPECT_EQ(result.service, "print");
  EXPECT_EQ(result.children, children);
}

TEST(IvecDocuments, HaveTheElementsOfTheProtocolInTheirOrderAndNamespace) {
  const std::pair<std::string, std::string> id{"ivec:jobID", "00000002"};
  expect(get_capability(), "GetCapability", {});
  expect(start_job({false, "My page", "ann", "desk", "1-2", "linux"}), "StartJob",
         {id,
          {"ivec:bidi", "0"},
          {"vcn:forcepmdetection", "OFF"},
          {"ivec:jobname", "My page"},
          {"ivec:username", "ann"},
          {"ivec:computername", "desk"},
          {"ivec:job_description", "1-2"},
          {"vcn:host_environment", "linux"}});
  expect(start_job({true, "", "", "", "", std::nullopt}), "StartJob",
         {id,
          {"ivec:bidi", "1"},
          {"vcn:forcepmdetection", "OFF"},
          {"ivec:jobname", ""},
          {"ivec:username", ""},
          {"ivec:computername", ""},
          {"ivec:job_description", ""}});
  expect(set_job_configuration("20260101123456", false), "SetJobConfiguration",
         {id, {"ivec:mismatch_mode", "none"}, {"ivec:datetime", "20260101123456"}});
  expect(set_job_configuration("20260101123456", true), "SetJobConfiguration",
         {id, {"ivec:mismatch_mode", "auto"}, {"ivec:datetime", "20260101123456"}});
  expect(set_job_configuration("", true), "SetJobConfiguration",
         {id, {"ivec:mismatch_mode", "auto"}});
  expect(set_configuration({{"papersize", "iso_a4_210x297mm"}, {"papertype", "photographic"}}),
         "SetConfiguration",
         {id, {"ivec:papersize", "iso_a4_210x297mm"}, {"ivec:papertype", "photographic"}});
  expect(set_page_configuration(true), "VendorCmd",
         {id, {"vcn:ijoperation", "SetPageConfiguration"}, {"vcn:nextpage", "ON"}});
  expect(set_page_configuration(false), "VendorCmd",
         {id, {"vcn:ijoperation", "SetPageConfiguration"}, {"vcn:nextpage", "OFF"}});
  expect(send_data("PWGRaster", 5'000'000'000), "SendData",
         {id, {"ivec:format", "PWGRaster"}, {"ivec:datasize", "5000000000"}});
  expect(end_job(), "EndJob", {id});
}

TEST(IvecDocuments, AreSpelledAsCanonsDriverSpellsThem) {
  EXPECT_EQ(
      end_job(),
      R"(<?xml version="1.0" encoding="utf-8" ?><cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/"><ivec:contents><ivec:operation>EndJob</ivec:operation><ivec:param_set servicetype="print"><ivec:jobID>00000002</ivec:jobID></ivec:param_set></ivec:contents></cmd>)");
  EXPECT_TRUE(set_job_configuration("", false).starts_with(
      R"(<?xml version="1.0" encoding="utf-8"?><cmd )"));
}

TEST(IvecDocuments, StayWellFormedWhateverAJobIsCalled) {
  struct Case {
    std::string name, kept;
  };
  const std::string bad = "\xef\xbf\xbd"; // U+FFFD
  const Case cases[] = {
      {"<a> & \"b\" 'c'", "<a> & \"b\" 'c'"},
      {"]]></ivec:jobname>", "]]></ivec:jobname>"},
      {"Gr\xc3\xbc\xc3\x9f"
       "e \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x96\xa8",
       "Gr\xc3\xbc\xc3\x9f"
       "e \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x96\xa8"},
      {"a\tb\r\nc", "a b  c"},
      {std::string("a\0b\x1b[31m\x7f", 9), "a" + bad + "b" + bad + "[31m" + bad},
      {"\xff\xc3(", bad + bad + "("},
      {"\xc0\xaf", bad + bad},                     // overlong
      {"\xed\xa0\x80", bad},                       // half of a surrogate pair
      {"\xef\xbf\xbf", bad},                       // U+FFFF is no character of XML
      {"\xf4\x90\x80\x80", bad + bad + bad + bad}, // beyond U+10FFFF
      {"\xe6\x97", bad + bad},                     // cut short
  };
  for (const Case& one : cases) {
    const Read result =
        read(start_job({false, one.name, one.name, one.name, one.name, std::nullopt}));
    for (const std::size_t field : {3U, 4U, 5U, 6U})
      EXPECT_EQ(result.children.at(field).second, one.kept) << one.name;
  }
}

} // namespace
} // namespace platen::encode::ivec
