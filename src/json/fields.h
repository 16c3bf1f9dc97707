#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

// Fields of JSON as whoever wrote it left them: what is missing, is of another type, or is asked of
// something that is no object, is as if it had not been said. Readers that must tell what is wrong
// check for themselves. Any is nlohmann::json or nlohmann::ordered_json.
namespace platen::json {

template<class Any> std::string text_in(const Any& object, const char* name); // else ""
// The texts of a list, without what else it has.
template<class Any> std::vector<std::string> texts_in(const Any& object, const char* name);
// The list, or an empty one.
template<class Any> const Any& list_in(const Any& object, const char* name);
template<class Any>
std::int64_t number_in(const Any& object, const char* name); // a whole one, else 0
template<class Any> bool flag_in(const Any& object, const char* name, bool otherwise = false);

} // namespace platen::json
