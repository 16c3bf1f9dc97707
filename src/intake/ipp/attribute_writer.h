#pragma once

#include "job/job.h"
#include "units/units.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cups/ipp.h>

namespace platen::intake::ipp {

// Adds attributes to one group of a message; one function for each syntax of RFC 8011 section 5.1.
// A list without values is not added: IPP has no empty attribute.
class AttributeWriter {
public:
  AttributeWriter(ipp_t* into, ipp_tag_t group) : into_(into), group_(group) {}

  ipp_t* message() const { return into_; }
  ipp_tag_t group() const { return group_; }

  void keyword(const char* name, std::string_view value) const {
    string(IPP_TAG_KEYWORD, name, value);
  }
  void keywords(const char* name, std::span<const std::string> values) const;
  void keywords(const char* name, std::initializer_list<const char*> values) const;
  void string(ipp_tag_t tag, const char* name, std::string_view value) const;
  void strings(ipp_tag_t tag, const char* name, std::span<const std::string> values) const;
  // Cut at a whole character where it is longer than the syntax allows.
  void text(const char* name, std::string_view value, std::size_t most = 1023) const;
  void name(const char* name, std::string_view value, std::size_t most = 255) const;
  void uri(const char* name, std::string_view value) const { string(IPP_TAG_URI, name, value); }
  void integer(const char* name, std::int64_t value) const;
  void integers(const char* name, std::span<const int> values) const;
  void enumeration(const char* name, int value) const;
  void enumerations(const char* name, std::span<const int> values) const;
  void boolean(const char* name, bool value) const;
  void range(const char* name, int lowest, int highest) const;
  void resolutions(const char* name, std::span<const Dpi> values) const;
  void date(const char* name, job::Time moment) const;
  void octets(const char* name, std::span<const std::string> values) const;
  void no_value(const char* name) const;
  void unknown(const char* name) const;
  // Takes the collections and empties the list.
  void collections(const char* name, std::vector<ipp_t*>& values) const;

private:
  ipp_t* into_;
  ipp_tag_t group_;
};

// The first `most` bytes of a text, or fewer: whole UTF-8 characters.
std::string cut_text(std::string_view text, std::size_t most);

} // namespace platen::intake::ipp
