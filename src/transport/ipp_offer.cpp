#include "transport/ipp_offer.h"

#include "client/request.h"
#include "wire/ipp/resolution.h"

#include <algorithm>

#include <cups/cups.h>

namespace platen::transport {

namespace {

using client::values_of;
using platen::ipp::resolution;

constexpr int most_sheets = 2'000; // of a hostile printer's media-col-database

std::vector<Dpi> resolutions_of(ipp_t* printer, const char* name) {
  std::vector<Dpi> found;
  ipp_attribute_t* const attribute = ippFindAttribute(printer, name, IPP_TAG_RESOLUTION);
  for (int i = 0; i < ippGetCount(attribute); ++i) {
    const auto value = resolution(attribute, i);
    if (value && value->per_inch && value->x == value->y && value->x >= 36 && value->x <= 4800)
      found.push_back(Dpi{value->x});
  }
  return found;
}

std::int32_t highest(ipp_t* printer, const char* name) {
  ipp_attribute_t* const attribute = ippFindAttribute(printer, name, IPP_TAG_ZERO);
  int upper = 0;
  if (ippGetValueTag(attribute) == IPP_TAG_RANGE)
    ippGetRange(attribute, 0, &upper);
  else if (ippGetValueTag(attribute) == IPP_TAG_INTEGER)
    for (int i = 0; i < ippGetCount(attribute); ++i)
      upper = std::max(upper, ippGetInteger(attribute, i));
  return upper;
}

// A margin that a real sheet can have; hostile ones count as none.
Hmm margin(ipp_t* collection, const char* name) {
  const int value = ippGetInteger(ippFindAttribute(collection, name, IPP_TAG_INTEGER), 0);
  return Hmm{std::clamp(value, 0, 10'000)};
}

std::int32_t length(ipp_t* collection, const char* name) {
  return ippGetInteger(ippFindAttribute(collection, name, IPP_TAG_INTEGER), 0);
}

std::int32_t area(const model::Margins& margins) {
  return margins.top.v + margins.bottom.v + margins.left.v + margins.right.v;
}

// Of the entries for one size the one with white edges counts: borderless is asked for by name.
void add_sheet(std::vector<model::PageOffer::Sheet>& sheets, ipp_t* entry) {
  ipp_t* const size =
      ippGetCollection(ippFindAttribute(entry, "media-size", IPP_TAG_BEGIN_COLLECTION), 0);
  if (size == nullptr) return;
  model::PageOffer::Sheet sheet;
  sheet.size.width = Hmm{length(size, "x-dimension")};
  sheet.size.height = Hmm{length(size, "y-dimension")};
  if (sheet.size.width.v <= 0 || sheet.size.height.v <= 0) return;
  sheet.margins = {margin(entry, "media-top-margin"), margin(entry, "media-bottom-margin"),
                   margin(entry, "media-left-margin"), margin(entry, "media-right-margin")};
  const auto known = std::ranges::find(sheets, sheet.size, &model::PageOffer::Sheet::size);
  if (known == sheets.end())
    sheets.push_back(sheet);
  else if (area(sheet.margins) > area(known->margins))
    known->margins = sheet.margins;
}

std::vector<model::PageOffer::Sheet> sheets_of(ipp_t* printer) {
  std::vector<model::PageOffer::Sheet> sheets;
  ipp_attribute_t* const database =
      ippFindAttribute(printer, "media-col-database", IPP_TAG_BEGIN_COLLECTION);
  for (int i = 0; i < std::min(ippGetCount(database), most_sheets); ++i)
    add_sheet(sheets, ippGetCollection(database, i));
  return sheets;
}

Hmm widest(ipp_t* printer, const char* name) {
  return Hmm{std::clamp(highest(printer, name), 0, 10'000)};
}

bool lists_resolution(ipp_attribute_t* offered, ipp_attribute_t* wanted) {
  const auto value = resolution(wanted, 0);
  for (int i = 0; value && i < ippGetCount(offered); ++i)
    if (resolution(offered, i) == value) return true;
  return false;
}

bool lists(ipp_attribute_t* offered, ipp_attribute_t* wanted) {
  switch (ippGetValueTag(wanted)) {
  case IPP_TAG_KEYWORD:
  case IPP_TAG_NAME:
    return ippContainsString(offered, ippGetString(wanted, 0, nullptr)) != 0;
  case IPP_TAG_INTEGER:
  case IPP_TAG_ENUM:
    return ippContainsInteger(offered, ippGetInteger(wanted, 0)) != 0;
  case IPP_TAG_RESOLUTION:
    return ippGetValueTag(offered) == IPP_TAG_RESOLUTION && lists_resolution(offered, wanted);
  default:
    return true;
  }
}

ipp_attribute_t* supported(ipp_t* printer, const std::string& name) {
  return ippFindAttribute(printer, (name + "-supported").c_str(), IPP_TAG_ZERO);
}

// Takes away what the printer does not know; the size itself is never one of them.
void keep_supported_members(ipp_t* media_col, ipp_t* printer) {
  std::vector<ipp_attribute_t*> unknown;
  ipp_attribute_t* const members = supported(printer, "media-col");
  for (ipp_attribute_t* one = ippFirstAttribute(media_col); one != nullptr;
       one = ippNextAttribute(media_col)) {
    const std::string name = ippGetName(one) != nullptr ? ippGetName(one) : "";
    if (name == "media-size") continue;
    const bool known = ippContainsString(members, name.c_str()) != 0;
    ipp_attribute_t* const values = supported(printer, name);
    if (!known || (values != nullptr && !lists(values, one))) unknown.push_back(one);
  }
  for (ipp_attribute_t* one : unknown)
    ippDeleteAttribute(media_col, one);
}

} // namespace

model::PageOffer read_offer(const platen::ipp::Message& printer) {
  ipp_t* const all = printer.get();
  model::PageOffer offer;
  offer.formats = values_of(all, "document-format-supported");
  offer.pwg_types = values_of(all, "pwg-raster-document-type-supported");
  offer.pwg_resolutions = resolutions_of(all, "pwg-raster-document-resolution-supported");
  if (const auto back = values_of(all, "pwg-raster-document-sheet-back"); !back.empty())
    offer.pwg_back = back[0];
  offer.urf = values_of(all, "urf-supported");
  offer.resolutions = resolutions_of(all, "printer-resolution-supported");
  offer.sides = values_of(all, "sides-supported");
  offer.handling = values_of(all, "multiple-document-handling-supported");
  offer.most_copies = std::max(1, highest(all, "copies-supported"));
  const auto many = values_of(all, "multiple-document-jobs-supported");
  offer.many_documents = !many.empty() && many[0] == "true";
  offer.sheets = sheets_of(all);
  offer.margins = {
      widest(all, "media-top-margin-supported"), widest(all, "media-bottom-margin-supported"),
      widest(all, "media-left-margin-supported"), widest(all, "media-right-margin-supported")};
  return offer;
}

void add_setting(platen::ipp::Message& request, const platen::ipp::Message& printer,
                 const std::string& name, const std::string& value) {
  ipp_attribute_t* const offered = supported(printer.get(), name);
  if (offered == nullptr) return;
  ipp_attribute_t* const added =
      cupsEncodeOption(request.get(), IPP_TAG_JOB, name.c_str(), value.c_str());
  if (added == nullptr) return;
  if (name == "media-col")
    keep_supported_members(ippGetCollection(added, 0), printer.get());
  else if (!lists(offered, added))
    ippDeleteAttribute(request.get(), added);
}

} // namespace platen::transport
