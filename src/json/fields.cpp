#include "json/fields.h"

namespace platen::json {

namespace {

// Nothing where there is no such field.
template<class Any> const Any* field(const Any& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

} // namespace

template<class Any> std::string text_in(const Any& object, const char* name) {
  const Any* const found = field(object, name);
  return found != nullptr && found->is_string() ? found->template get<std::string>()
                                                : std::string();
}

template<class Any> const Any& list_in(const Any& object, const char* name) {
  static const Any empty = Any::array();
  const Any* const found = field(object, name);
  return found != nullptr && found->is_array() ? *found : empty;
}

template<class Any> std::vector<std::string> texts_in(const Any& object, const char* name) {
  std::vector<std::string> texts;
  for (const Any& one : list_in(object, name))
    if (one.is_string()) texts.push_back(one.template get<std::string>());
  return texts;
}

template<class Any> std::int64_t number_in(const Any& object, const char* name) {
  const Any* const found = field(object, name);
  return found != nullptr && found->is_number_integer() ? found->template get<std::int64_t>() : 0;
}

template<class Any> bool flag_in(const Any& object, const char* name, bool otherwise) {
  const Any* const found = field(object, name);
  return found != nullptr && found->is_boolean() ? found->template get<bool>() : otherwise;
}

using Sorted = nlohmann::json;
using Ordered = nlohmann::ordered_json;
template std::string text_in(const Sorted&, const char*);
template std::string text_in(const Ordered&, const char*);
template const Sorted& list_in(const Sorted&, const char*);
template const Ordered& list_in(const Ordered&, const char*);
template std::vector<std::string> texts_in(const Sorted&, const char*);
template std::vector<std::string> texts_in(const Ordered&, const char*);
template std::int64_t number_in(const Sorted&, const char*);
template std::int64_t number_in(const Ordered&, const char*);
template bool flag_in(const Sorted&, const char*, bool);
template bool flag_in(const Ordered&, const char*, bool);

} // namespace platen::json
