#pragma once

#include "wire/ipp/message.h"

#include <ctime>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace platen::ipp {

// The attributes of one printer or job in an answer, by name; they live as long as the message.
class Record {
public:
  void add(ipp_attribute_t* attribute);
  bool empty() const { return attributes_.empty(); }
  ipp_attribute_t* find(const std::string& name) const;
  std::string text(const std::string& name) const;               // first value; "" when missing
  std::vector<std::string> texts(const std::string& name) const; // without "none"
  std::optional<int> integer(const std::string& name) const;
  std::optional<bool> boolean(const std::string& name) const;
  std::optional<std::time_t> moment(const std::string& name) const; // dateTime
  const std::map<std::string, ipp_attribute_t*>& all() const { return attributes_; }

private:
  std::map<std::string, ipp_attribute_t*> attributes_;
};

// The groups of one kind, in their order.
std::vector<Record> records_of(const Message& answer, ipp_tag_t group);

// One key of a JSON listing: an IPP attribute under its own name.
struct Field {
  const char* name;
  bool list = false; // an array, whatever the number of values
};
using Json = nlohmann::ordered_json;
// Every key, null (or an empty list) where the server did not tell the attribute.
Json select(const Record& record, std::span<const Field> fields);
// Integers, booleans, objects of collections; all else as text ("600dpi", "2026-01-31T12:00:00Z").
Json to_json(ipp_attribute_t* attribute, bool list);

} // namespace platen::ipp
